//! The contract itself: schemas, the OpenAPI document and the table of problems.
//! Absent: anything that changes.

#[cfg(test)]
mod openapi;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod parts;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;

use crate::domain::refusal::Reason;
use crate::http::desk::Desk;
use crate::service::permission::ContractRead;
use crate::wire::{problem, schema};

/// The OpenAPI document, which has a name among the schemas.
const OPENAPI: &str = include_str!("../../../schemas/openapi.json");

/// `GET /v1/schemas/{name}`
pub async fn get_schema(desk: Desk<ContractRead>, name: Path<String>) -> HttpResponse {
    desk.answer(async |_, _, _| {
        let (media_type, text) = match name.as_str() {
            "openapi" => ("application/json", OPENAPI),
            name => ("application/schema+json", schema::text(name).ok_or(Reason::NotFound)?),
        };
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "public, max-age=3600"))
            .content_type(media_type)
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
