//! Handlers of the API, one file per family: read the request, call the use case, render the answer.
//! Absent: everything that could differ between an answer here and one in a page.

pub mod alerts;
pub mod audit;
pub mod contract;
pub mod evidence;
pub mod feed;
pub mod grants;
pub mod oneself;
pub mod records;
pub mod registry;
pub mod retention;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;

use super::problem::json;

/// An answer in JSON that nobody may keep in a cache.
fn render<T: serde::Serialize>(status: StatusCode, value: &T) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type("application/json")
        .body(json(value))
}
