//! Refusals as HTTP answers: RFC 9457 documents that say what to do and echo nothing.
//! Absent: which refusal it is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};

use crate::domain::refusal::Refusal;
use crate::wire::problem::{MEDIA_TYPE, Problem};

/// The answer to a refused request.
pub fn respond(refusal: &Refusal, request_id: Option<&str>) -> HttpResponse {
    let problem = Problem::new(refusal, request_id);
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CACHE_CONTROL, "no-store"));
    if let Some(wait_ms) = refusal.retry_after_ms {
        answer.insert_header((RETRY_AFTER, wait_ms.div_ceil(1000).max(1)));
    }
    answer.content_type(MEDIA_TYPE).body(json(&problem))
}

/// A value of plain strings and numbers as JSON; those always serialize.
pub fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
