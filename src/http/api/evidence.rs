//! Checkpoint, tiles and proofs for everybody who is registered.
//! Absent: content.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;

use crate::domain::refusal::Reason;
use crate::http::desk::Desk;
use crate::service::evidence;
use crate::service::permission::EvidenceRead;

/// `GET /log/checkpoint`
pub async fn get_checkpoint(desk: Desk<EvidenceRead>) -> HttpResponse {
    desk.answer(async |exchange, _, _| {
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("text/plain; charset=utf-8")
            .body(evidence::checkpoint(exchange)))
    })
    .await
}

/// `GET /log/tile/{path}`
pub async fn get_tile(desk: Desk<EvidenceRead>, path: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, _, _| {
        let tile = evidence::tile(exchange, &format!("tile/{path}")).await?;
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "public, max-age=604800, immutable"))
            .content_type("application/octet-stream")
            .body(tile))
    })
    .await
}

/// `GET /log/proof/{index}`
pub async fn get_proof(desk: Desk<EvidenceRead>, index: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, _, _| {
        let index = index.parse().map_err(|_| Reason::NotFound)?;
        let proof = evidence::proof(exchange, index).await?;
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("text/plain; charset=utf-8")
            .body(proof))
    })
    .await
}

/// `GET /log/policy`
pub async fn get_policy(desk: Desk<EvidenceRead>) -> HttpResponse {
    desk.answer(async |exchange, _, _| {
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("text/plain; charset=utf-8")
            .body(evidence::policy(exchange)))
    })
    .await
}
