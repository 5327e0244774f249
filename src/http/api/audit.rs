//! The data protection officer's questions.
//! Absent: their scope.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::render;
use crate::domain::refusal::Reason;
use crate::http::desk::Desk;
use crate::service::oversight::{flags, overview, review, sample, subject};
use crate::service::permission::{
    AuditBundle, AuditFlags, AuditOpen, AuditOverview, AuditRecalls, AuditReview, AuditSample,
    AuditSearch, AuditSubject, AuditWitnesses,
};
use crate::service::{audit, bundle, recalls, witnesses};

/// `POST /v1/audit/searches`
pub async fn post_search(desk: Desk<AuditSearch>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &audit::search(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/entries/{index}/open`
pub async fn post_open(desk: Desk<AuditOpen>, index: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let index = index.parse().map_err(|_| Reason::NotFound)?;
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &audit::open(exchange, clearance, index, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/bundles`
pub async fn post_bundle(desk: Desk<AuditBundle>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &bundle::export(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/flags`
pub async fn post_flags(desk: Desk<AuditFlags>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &flags::raise(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/overviews`
pub async fn post_overview(desk: Desk<AuditOverview>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &overview::count(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/subjects`
pub async fn post_subject(desk: Desk<AuditSubject>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &subject::collect(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/samples`
pub async fn post_sample(desk: Desk<AuditSample>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &sample::draw(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/samples/{index}/progress`
pub async fn post_progress(desk: Desk<AuditSample>, index: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let index = index.parse().map_err(|_| Reason::NotFound)?;
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &sample::progress(exchange, clearance, index, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/reviews`
pub async fn post_review(desk: Desk<AuditReview>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &review::review(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/recalls`
pub async fn post_recalls(desk: Desk<AuditRecalls>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &recalls::recalls(exchange, clearance, &asked).await?))
    })
    .await
}

/// `POST /v1/audit/witnesses`
pub async fn post_witnesses(desk: Desk<AuditWitnesses>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let asked = visit.body.json().await?;
        Ok(render(StatusCode::OK, &witnesses::report(exchange, clearance, &asked).await?))
    })
    .await
}
