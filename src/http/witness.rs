//! The surface of a witness (C2SP `tlog-witness`): two routes, exact status codes and media types.
//! Absent: client certificates (whoever asks is judged by the signature of the log alone), and the
//! judging.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Data, Path, Payload, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use rustls::ServerConfig;

use crate::service::witness::{
    MAX_REQUEST_BYTES, Refused, SIZE_MEDIA_TYPE, Witness, WitnessRefusal,
};

const TEXT: &str = "text/plain; charset=utf-8";

/// How long a client may take to send the head of its request.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a client may take to send its body.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How long a connection without a request stays open: the document asks for connections that stay.
const IDLE_TIME: Duration = Duration::from_secs(75);
/// How long a handshake may take.
const HANDSHAKE_TIME: Duration = Duration::from_secs(5);
/// Threads. A witness waits for its disk, not for its processor.
const WORKERS: usize = 2;
/// Connections at once in one thread: the logs of a country and their monitors, many times over.
const CONNECTIONS: usize = 500;
/// Seconds that open requests get to end when the witness is told to stop: a request takes a write to
/// the disk, and connections that merely stay open are cut.
const FAREWELL_S: u64 = 2;

/// Serves a witness on a listener that is already bound, with TLS or without it, below `prefix`,
/// which is empty or begins with a slash and does not end in one.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(
    listener: TcpListener,
    tls: Option<ServerConfig>,
    prefix: &str,
    witness: Arc<Witness>,
) -> std::io::Result<Server> {
    let (witness, prefix) = (Data::from(witness), prefix.to_owned());
    let server = HttpServer::new(move || {
        App::new().app_data(witness.clone()).configure(|config| configure(config, &prefix))
    })
    .workers(WORKERS)
    .max_connections(CONNECTIONS)
    .client_request_timeout(HEAD_TIME)
    .keep_alive(IDLE_TIME)
    .tls_handshake_timeout(HANDSHAKE_TIME)
    .tcp_nodelay(true)
    .shutdown_timeout(FAREWELL_S)
    .disable_signals();
    let server = match tls {
        Some(tls) => server.listen_rustls_0_23(listener, tls)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

fn configure(config: &mut ServiceConfig, prefix: &str) {
    let only = |method: &'static str| {
        web::to(move || async move {
            let mut answer = HttpResponse::MethodNotAllowed();
            say(answer.insert_header(("Allow", method)), "this address takes another method")
        })
    };
    config
        .service(
            web::resource(format!("{prefix}/add-checkpoint"))
                .route(web::method(Method::POST).to(post_checkpoint))
                .default_service(only("POST")),
        )
        .service(
            web::resource(format!("{prefix}/{{name}}/checkpoint"))
                .route(web::method(Method::GET).to(get_checkpoint))
                .default_service(only("GET")),
        )
        .default_service(web::to(async || {
            say(&mut HttpResponse::NotFound(), "there is nothing at this address")
        }));
}

/// `POST <prefix>/add-checkpoint`
async fn post_checkpoint(witness: Data<Witness>, body: Payload) -> HttpResponse {
    let body = match tokio::time::timeout(BODY_TIME, body.to_bytes_limited(MAX_REQUEST_BYTES)).await
    {
        Ok(Ok(Ok(body))) => body,
        Ok(Ok(Err(_))) => return say(&mut HttpResponse::BadRequest(), "the body did not arrive"),
        Ok(Err(_)) => {
            return say(&mut HttpResponse::PayloadTooLarge(), "the request is too large");
        }
        Err(_) => return say(&mut HttpResponse::RequestTimeout(), "the body took too long"),
    };
    // It waits for the disk, so beside the threads that serve.
    match web::block(move || witness.add_checkpoint(&body)).await {
        Ok(Ok(lines)) => answer(StatusCode::OK).content_type(TEXT).body(lines),
        Ok(Err(refused)) => refuse(refused),
        Err(_) => refuse(Refused::Stopped),
    }
}

/// `GET <prefix>/<SHA-256 of the origin in hexadecimal>/checkpoint`
async fn get_checkpoint(witness: Data<Witness>, name: Path<String>) -> HttpResponse {
    match web::block(move || witness.latest(&name)).await {
        Ok(Some(note)) => answer(StatusCode::OK).content_type(TEXT).body(note),
        Ok(None) => say(&mut HttpResponse::NotFound(), "no checkpoint of such a log was cosigned"),
        Err(_) => refuse(Refused::Stopped),
    }
}

/// The one place where refusals of a witness become status codes. Only the size has a media type of
/// its own: a client that reads it asks again from there, which after a fork it should not.
fn refuse(refused: Refused) -> HttpResponse {
    let refusal = match refused {
        Refused::Protocol(refusal) => refusal,
        Refused::ClockBehind { seconds } => {
            let mut answer = HttpResponse::ServiceUnavailable();
            return say(
                answer.insert_header((RETRY_AFTER, seconds)),
                "the clock of this witness is behind its last cosignature",
            );
        }
        Refused::Stopped => {
            return say(&mut HttpResponse::ServiceUnavailable(), "this witness has stopped");
        }
    };
    let status = match refusal {
        WitnessRefusal::Malformed | WitnessRefusal::OldSizeTooLarge => StatusCode::BAD_REQUEST,
        WitnessRefusal::UnknownOrigin => StatusCode::NOT_FOUND,
        WitnessRefusal::NotSigned => StatusCode::FORBIDDEN,
        WitnessRefusal::Conflict { size } => {
            let mut answer = answer(StatusCode::CONFLICT);
            return answer.content_type(SIZE_MEDIA_TYPE).body(format!("{size}\n"));
        }
        WitnessRefusal::OtherRoot => StatusCode::CONFLICT,
        WitnessRefusal::BadProof => StatusCode::UNPROCESSABLE_ENTITY,
    };
    say(&mut HttpResponse::build(status), &refusal.to_string())
}

fn answer(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CACHE_CONTROL, "no-store"));
    answer
}

fn say(answer: &mut actix_web::HttpResponseBuilder, sentence: &str) -> HttpResponse {
    answer
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type(TEXT)
        .body(format!("{sentence}\n"))
}
