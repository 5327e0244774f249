//! What a screen beside the reader asks on the same port: how the program stands, and a person's answer.
//! Absent: candidates, which are shown where the program runs, and what follows from an answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{self, Data, ServiceConfig};
use serde_json::json;

use super::problem;
use crate::wire::edge::{Answer, LARGEST_ANSWER, Status};
use crate::wire::problem::Problem;

/// What a desk does with an answer, later.
pub type Taking = Pin<Box<dyn Future<Output = Result<Verdict, Stuck>> + Send>>;

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// `queued`, `forgotten` or `open`.
    pub state: &'static str,
    /// The id of the sighting, when there is one.
    pub record: Option<String>,
}

/// Why an answer changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stuck {
    /// No such candidate is open.
    Unknown(String),
    /// Not now, for this reason.
    Not(String),
}

/// Where answers go.
pub trait Desk: Send + Sync + 'static {
    /// Takes a person's answer.
    fn take(&self, answer: Answer) -> Taking;

    /// How the program stands.
    fn status(&self) -> Status;
}

/// Adds `GET /status` and `POST /confirmations`.
pub fn routes(config: &mut ServiceConfig, desk: Arc<dyn Desk>) {
    config
        .app_data(Data::from(desk))
        .app_data(web::PayloadConfig::new(LARGEST_ANSWER))
        .route("/status", web::get().to(status))
        .route("/confirmations", web::post().to(confirm));
}

async fn status(desk: Data<dyn Desk>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(desk.status())
}

async fn confirm(desk: Data<dyn Desk>, body: web::Bytes) -> HttpResponse {
    let answer = match Answer::parse(&body) {
        Ok(answer) => answer,
        Err(refusal) => {
            let said = Problem::new(&refusal, None);
            let status = StatusCode::from_u16(said.status).unwrap_or(StatusCode::BAD_REQUEST);
            return problem(status, &said.title);
        }
    };
    match desk.take(answer).await {
        Ok(verdict) => HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(json!({ "state": verdict.state, "record": verdict.record })),
        Err(Stuck::Unknown(why)) => problem(StatusCode::NOT_FOUND, &why),
        Err(Stuck::Not(why)) => problem(StatusCode::CONFLICT, &why),
    }
}
