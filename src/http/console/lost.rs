//! Addresses and methods that are not in the table: people get a page that leads back, programs a problem
//! document. Absent: what is in the table.

use actix_web::{HttpRequest, HttpResponse};

use super::page::refused;
use crate::domain::refusal::Reason;
use crate::http::desk::Desk;
use crate::service::permission::ContractRead;

/// A path that is not in the table.
pub async fn not_found(desk: Desk<ContractRead>, request: HttpRequest) -> HttpResponse {
    answer(desk, &request, Reason::NotFound).await
}

/// A path that is in the table with another method.
pub async fn method_not_allowed(desk: Desk<ContractRead>, request: HttpRequest) -> HttpResponse {
    answer(desk, &request, Reason::MethodNotAllowed).await
}

async fn answer(desk: Desk<ContractRead>, request: &HttpRequest, reason: Reason) -> HttpResponse {
    let told = |refusal: &_, id: Option<&str>| refused(request, refusal, id);
    desk.answer_as(told, async |_, _, _| Err(reason.into())).await
}
