//! Grants: proposed, accepted, revoked, listed, and asked who would receive under them.
//! Absent: what they allow.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::render;
use crate::http::body::{JOSE, JSON_BYTES};
use crate::http::desk::Desk;
use crate::service::permission::{GrantAccept, GrantPreview, GrantPropose, GrantRead, GrantRevoke};
use crate::service::{grants, preview};

/// `GET /v1/grants`
pub async fn get(desk: Desk<GrantRead>) -> HttpResponse {
    desk.answer(async |exchange, clearance, _| {
        Ok(render(StatusCode::OK, &grants::read(exchange, clearance).await?))
    })
    .await
}

/// `POST /v1/grants`
pub async fn post(desk: Desk<GrantPropose>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let signed = visit.body.read(JOSE, JSON_BYTES).await?;
        Ok(render(StatusCode::CREATED, &grants::propose(exchange, clearance, signed).await?))
    })
    .await
}

/// `POST /v1/grants/preview`
pub async fn post_preview(desk: Desk<GrantPreview>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let body = visit.body.json().await?;
        Ok(render(StatusCode::OK, &preview::preview(exchange, clearance, &body).await?))
    })
    .await
}

/// `POST /v1/grants/{id}/acceptances`
pub async fn post_acceptance(desk: Desk<GrantAccept>, id: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let signed = visit.body.read(JOSE, JSON_BYTES).await?;
        Ok(render(StatusCode::CREATED, &grants::accept(exchange, clearance, &id, signed).await?))
    })
    .await
}

/// `POST /v1/grants/{id}/revocations`
pub async fn post_revocation(desk: Desk<GrantRevoke>, id: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let signed = visit.body.read(JOSE, JSON_BYTES).await?;
        Ok(render(StatusCode::CREATED, &grants::revoke(exchange, clearance, &id, signed).await?))
    })
    .await
}
