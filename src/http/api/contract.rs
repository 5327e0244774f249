//! The contract itself: schemas and the table of problems.
//! Absent: anything that changes.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;

use crate::domain::refusal::Reason;
use crate::http::desk::Desk;
use crate::service::permission::ContractRead;
use crate::wire::{problem, schema};

/// `GET /v1/schemas/{name}`
pub async fn get_schema(desk: Desk<ContractRead>, name: Path<String>) -> HttpResponse {
    desk.answer(async |_, _, _| {
        let text = schema::text(&name).ok_or(Reason::NotFound)?;
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "public, max-age=3600"))
            .content_type("application/schema+json")
            .body(text))
    })
    .await
}

/// `GET /v1/problems`
pub async fn get_problems(desk: Desk<ContractRead>) -> HttpResponse {
    desk.answer(async |_, _, _| {
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "public, max-age=3600"))
            .content_type("text/markdown; charset=utf-8")
            .body(problem::markdown()))
    })
    .await
}
