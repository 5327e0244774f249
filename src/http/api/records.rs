//! Submitting, opening and searching records.
//! Absent: live delivery (`feed`).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;

use super::render;
use crate::domain::refusal::Refusal;
use crate::http::body::{JOSE, LINES};
use crate::http::desk::Desk;
use crate::service::batch::{BATCH_BYTES, submit_batch};
use crate::service::check::RECORD_BYTES;
use crate::service::permission::{DeliveryAcknowledge, RecordOpen, RecordSearch, RecordSubmit};
use crate::service::submit::{Submitted, acknowledge, submit};
use crate::service::{open, search};
use crate::wire::problem::Problem;

fn receipt(submitted: &Submitted) -> HttpResponse {
    let status = if submitted.fresh { StatusCode::CREATED } else { StatusCode::OK };
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .content_type("application/json")
        .body(submitted.receipt.encode())
}

/// `POST /v1/records`
pub async fn post(desk: Desk<RecordSubmit>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let signed = visit.body.read(JOSE, RECORD_BYTES).await?;
        Ok(receipt(&submit(exchange, clearance, signed).await?))
    })
    .await
}

/// `POST /v1/feed/acknowledgements`
pub async fn post_acknowledgement(desk: Desk<DeliveryAcknowledge>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let signed = visit.body.read(JOSE, RECORD_BYTES).await?;
        Ok(receipt(&acknowledge(exchange, clearance, signed).await?))
    })
    .await
}

/// `POST /v1/records/batch`
pub async fn post_batch(desk: Desk<RecordSubmit>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let lines = visit.body.read(LINES, BATCH_BYTES).await?;
        let results = submit_batch(exchange, clearance, &lines).await?;
        let mut text = String::new();
        for result in &results {
            text.push_str(&line(result, &visit.asking.ids.request));
            text.push('\n');
        }
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("application/x-ndjson")
            .body(text))
    })
    .await
}

fn line(result: &Result<Submitted, Refusal>, request_id: &str) -> String {
    match result {
        Ok(submitted) => {
            let status = if submitted.fresh { 201 } else { 200 };
            // The receipt is JSON already.
            format!("{{\"status\":{status},\"receipt\":{}}}", submitted.receipt.encode())
        }
        Err(refusal) => {
            let problem = Problem::new(refusal, Some(request_id));
            format!(
                "{{\"status\":{},\"problem\":{}}}",
                problem.status,
                crate::http::problem::json(&problem)
            )
        }
    }
}

/// `POST /v1/records/{id}/open`
pub async fn post_open(desk: Desk<RecordOpen>, id: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let reading = visit.body.json().await?;
        Ok(render(StatusCode::OK, &open::open(exchange, clearance, &id, &reading).await?))
    })
    .await
}

/// `POST /v1/searches`
pub async fn post_search(desk: Desk<RecordSearch>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &search::search(exchange, clearance, &asked).await?))
    })
    .await
}
