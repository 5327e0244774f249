//! What the exchange knows of the one who asks.
//! Absent: everybody else.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::render;
use crate::http::desk::Desk;
use crate::service::oneself;
use crate::service::permission::SelfRead;

/// `GET /v1/self`
pub async fn get(desk: Desk<SelfRead>) -> HttpResponse {
    desk.answer(async |exchange, clearance, _| {
        Ok(render(StatusCode::OK, &oneself::read(exchange, clearance).await?))
    })
    .await
}
