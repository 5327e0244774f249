//! The data protection officer's orders about what is kept.
//! Absent: the sweep, which nobody asks for.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::render;
use crate::http::desk::Desk;
use crate::service::permission::{AuditClose, RecordErase, RecordHold, RecordRelease};
use crate::service::retention;

/// `POST /v1/audit/holds`
pub async fn post_hold(desk: Desk<RecordHold>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &retention::hold(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/holds/releases`
pub async fn post_release(desk: Desk<RecordRelease>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &retention::release(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/erasures`
pub async fn post_erasure(desk: Desk<RecordErase>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &retention::erase(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/closings`
pub async fn post_closing(desk: Desk<AuditClose>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &retention::close(exchange, clearance, &asked).await?))
    })
    .await
}
