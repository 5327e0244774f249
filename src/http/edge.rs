//! The local listener of `samen edge`: plate readers post what they read, and learn only that it was
//! taken in. Absent: matching, the alerts, and whether a reading matched; and pictures, which are thrown
//! away as they arrive.

mod desk;
mod door;
mod intake;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
pub use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::middleware::from_fn;
pub use actix_web::web::ServiceConfig;
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};

pub use desk::{Desk, Stuck, Taking, Verdict, routes};
pub use door::{Token, WeakToken};
use intake::Limits;

use crate::domain::matcher::Read;
use crate::wire::problem::MEDIA_TYPE;

/// How long a client may take to send the head of its request.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// How long a client may take to send its body: a picture of some megabytes over a slow radio link.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How long a connection without a request stays open.
const IDLE_TIME: Duration = Duration::from_secs(75);
/// Connections at once: several for each of the dozens of cameras that one machine reads.
const CONNECTIONS: usize = 128;
/// Seconds that open requests get to end when the program is told to stop.
const FAREWELL_S: u64 = 1;

/// There is no room for another reading just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

/// Where readings go.
pub trait Reads: Send + Sync + 'static {
    /// Takes a reading in. It must not wait: it is called where requests are served.
    ///
    /// # Errors
    /// [`Busy`] when there is no room for it; the reader is told to try again.
    fn take(&self, read: Read) -> Result<(), Busy>;
}

/// Why the listener does not open.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// Other machines could send readings, and nobody said that they may.
    #[error("the address is not on this machine; say explicitly that other machines may connect")]
    NotLoopback,
    /// Anybody on the network could send readings.
    #[error("an address that other machines reach needs a token")]
    NoToken,
    /// The system did not give the address.
    #[error("the address cannot be used")]
    Address(#[source] std::io::Error),
}

/// Opens the address. Other machines reach it only when `other_machines` says so, and then only with a
/// token: whoever can post a reading can make a guard look at a car.
///
/// # Errors
/// [`NotOpened`].
pub fn open(
    address: SocketAddr,
    other_machines: bool,
    token: Option<&Token>,
) -> Result<TcpListener, NotOpened> {
    if !address.ip().is_loopback() {
        if !other_machines {
            return Err(NotOpened::NotLoopback);
        }
        if token.is_none() {
            return Err(NotOpened::NoToken);
        }
    }
    TcpListener::bind(address).map_err(NotOpened::Address)
}

/// Serves `POST /reads` (our JSON lines), `POST /openalpr` and `POST /plate-recognizer` on a listener
/// that is already bound, and the routes that `more` adds, all behind the same token.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve<R: Reads>(
    listener: TcpListener,
    token: Option<Token>,
    reads: Arc<R>,
    more: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
) -> std::io::Result<Server> {
    let token = Data::new(token);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(token.clone())
            .configure(|config| configure(config, reads.clone(), Limits { body_time: BODY_TIME }))
            .configure(&more)
            .default_service(web::to(async || {
                problem(StatusCode::NOT_FOUND, "there is nothing at this address")
            }))
            .wrap(from_fn(door::check))
    })
    .workers(1)
    .max_connections(CONNECTIONS)
    .client_request_timeout(HEAD_TIME)
    .keep_alive(IDLE_TIME)
    .shutdown_timeout(FAREWELL_S)
    .disable_signals()
    .listen(listener)?;
    Ok(server.run())
}

fn configure<R: Reads>(config: &mut ServiceConfig, reads: Arc<R>, limits: Limits) {
    let only_post = || {
        web::to(async || {
            let mut answer = problem(StatusCode::METHOD_NOT_ALLOWED, "this address takes POST");
            answer
                .headers_mut()
                .insert(ALLOW, actix_web::http::header::HeaderValue::from_static("POST"));
            answer
        })
    };
    config.app_data(Data::from(reads)).app_data(Data::new(limits));
    config.service(
        web::resource("/reads")
            .route(web::post().to(intake::post_lines::<R>))
            .default_service(only_post()),
    );
    config.service(
        web::resource("/openalpr")
            .route(web::post().to(intake::post_openalpr::<R>))
            .default_service(only_post()),
    );
    config.service(
        web::resource("/plate-recognizer")
            .route(web::post().to(intake::post_plate_recognizer::<R>))
            .default_service(only_post()),
    );
}

/// A short problem document (RFC 9457). The sentence is ours and never the sender's.
fn problem(status: StatusCode, sentence: &str) -> HttpResponse {
    let title = status.canonical_reason().unwrap_or_default();
    let document =
        serde_json::json!({ "title": title, "status": status.as_u16(), "detail": sentence });
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type(MEDIA_TYPE)
        .body(document.to_string())
}

#[cfg(test)]
mod tests;
