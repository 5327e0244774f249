//! Partners, persons, certificates and keys: listed and changed.
//! Absent: who may change them.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::render;
use crate::domain::refusal::{Reason, Refusal};
use crate::http::desk::Desk;
use crate::service::permission::{
    CertificateRead, CertificateRegister, CertificateWithdraw, KeyApprove, KeyRead, KeyRefuse,
    KeyRegister, KeyRequest, KeyRequestRead, KeyWithdraw, PartnerAdmit, PartnerRead,
    PartnerStanding, PersonRead, PersonRegister, PersonStanding, SignerRead,
};
use crate::service::registry::{credentials, devices, partners, persons, signers};

/// A handler that reads a request in JSON, makes a change and says what was changed.
macro_rules! changes {
    ($($(#[$doc:meta])* $name:ident: $permission:ident => $change:path;)*) => {
        $(
            $(#[$doc])*
            pub async fn $name(
                desk: Desk<$permission>) -> HttpResponse {
                desk.answer(async |exchange, clearance, visit| {
                    let body = visit.body.json().await?;
                    Ok(render(StatusCode::CREATED, &$change(exchange, clearance, &body).await?))
                })
                .await
            }
        )*
    };
}

/// A handler that lists registrations.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident: $permission:ident => $list:path;)*) => {
        $(
            $(#[$doc])*
            pub async fn $name(desk: Desk<$permission>) -> HttpResponse {
                desk.answer(async |exchange, clearance, _| {
                    Ok(render(StatusCode::OK, &$list(exchange, clearance).await?))
                })
                .await
            }
        )*
    };
}

changes! {
    /// `POST /v1/partners`
    post_partner: PartnerAdmit => partners::admit;
    /// `POST /v1/partners/standing`
    post_partner_standing: PartnerStanding => partners::change_standing;
    /// `POST /v1/persons`
    post_person: PersonRegister => persons::register;
    /// `POST /v1/persons/standing`
    post_person_standing: PersonStanding => persons::change_standing;
    /// `POST /v1/certificates`
    post_certificate: CertificateRegister => credentials::register_certificate;
    /// `POST /v1/certificates/withdrawals`
    post_certificate_withdrawal: CertificateWithdraw => credentials::withdraw_certificate;
    /// `POST /v1/keys`
    post_key: KeyRegister => credentials::register_key;
    /// `POST /v1/keys/withdrawals`
    post_key_withdrawal: KeyWithdraw => credentials::withdraw_key;
    /// `POST /v1/keys/requests`
    post_key_request: KeyRequest => devices::ask;
}

lists! {
    /// `GET /v1/partners`
    get_partners: PartnerRead => partners::read;
    /// `GET /v1/certificates`
    get_certificates: CertificateRead => credentials::read_certificates;
    /// `GET /v1/keys`
    get_keys: KeyRead => credentials::read_keys;
}

/// The query of `GET /v1/persons`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Of {
    partner: Option<String>,
}

/// `GET /v1/persons`
pub async fn get_persons(desk: Desk<PersonRead>, request: HttpRequest) -> HttpResponse {
    desk.answer(async |exchange, clearance, _| {
        let invalid = |_| Refusal::at(Reason::RequestInvalid, "/partner");
        let query = Query::<Of>::from_query(request.query_string()).map_err(invalid)?;
        let listed = persons::read(exchange, clearance, query.partner.as_deref()).await?;
        Ok(render(StatusCode::OK, &listed))
    })
    .await
}

/// The query of `GET /v1/keys/requests`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    state: Option<String>,
}

/// `GET /v1/keys/requests`
pub async fn get_key_requests(desk: Desk<KeyRequestRead>, request: HttpRequest) -> HttpResponse {
    desk.answer(async |exchange, clearance, _| {
        let invalid = |_| Refusal::at(Reason::RequestInvalid, "/state");
        let query = Query::<Standing>::from_query(request.query_string()).map_err(invalid)?;
        let listed = devices::read(exchange, clearance, query.state.as_deref()).await?;
        Ok(render(StatusCode::OK, &listed))
    })
    .await
}

/// `GET /v1/signers/{kid}`
pub async fn get_signer(desk: Desk<SignerRead>, kid: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, _| {
        Ok(render(StatusCode::OK, &signers::read(exchange, clearance, &kid).await?))
    })
    .await
}

/// `POST /v1/keys/requests/{id}/approvals`
pub async fn post_key_approval(desk: Desk<KeyApprove>, id: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let body = visit.body.json().await?;
        let changed = devices::approve(exchange, clearance, &id, &body).await?;
        Ok(render(StatusCode::CREATED, &changed))
    })
    .await
}

/// `POST /v1/keys/requests/{id}/refusals`
pub async fn post_key_refusal(desk: Desk<KeyRefuse>, id: Path<String>) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let body = visit.body.json().await?;
        let changed = devices::refuse(exchange, clearance, &id, &body).await?;
        Ok(render(StatusCode::CREATED, &changed))
    })
    .await
}
