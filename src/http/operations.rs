//! The plain listener for operations, on the loopback address only: alive, ready, and metrics.
//! Absent: anything about who did what.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{App, HttpResponse, HttpServer, web};
use tokio::sync::watch;

use crate::service::exchange::Exchange;

/// Serves `/live`, `/ready` and `/metrics` on a listener that is already bound.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(
    listener: TcpListener,
    exchange: web::Data<Exchange>,
    halted: watch::Receiver<bool>,
) -> std::io::Result<Server> {
    let halted = web::Data::new(halted);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(exchange.clone())
            .app_data(halted.clone())
            .route("/live", web::get().to(live))
            .route("/ready", web::get().to(ready))
            .route("/metrics", web::get().to(metrics))
    })
    .workers(1)
    .disable_signals()
    .listen(listener)?;
    Ok(server.run())
}

async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).body("live\n")
}

async fn ready(halted: web::Data<watch::Receiver<bool>>) -> HttpResponse {
    if *halted.borrow() {
        HttpResponse::ServiceUnavailable().body("the log cannot be written\n")
    } else {
        HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).body("ready\n")
    }
}

async fn metrics(exchange: web::Data<Exchange>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(exchange.metrics.text())
}
