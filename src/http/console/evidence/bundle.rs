//! Taking evidence away: which entries, and which fields nobody gets to see.
//! Absent: putting the bundle together (`service`), and checking it, which happens elsewhere (`samen-verify`).

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::action::{Action, Operation};
use crate::domain::purpose::Purpose;
use crate::http::console::page::{Frame, Page, html};
use crate::http::problem;
use crate::service::permission::{AuditBundle, ConsoleOpen};
use crate::service::{bundle, console};
use crate::wire::api::audit::BundleRequest;

/// What an entry can be about.
const OPERATIONS: [Operation; 8] = [
    Operation::Collection,
    Operation::Alteration,
    Operation::Consultation,
    Operation::Disclosure,
    Operation::Combination,
    Operation::Erasure,
    Operation::Administration,
    Operation::Refusal,
];

/// Fields that say who searched, on whose behalf, with what and why: a citizen learns that and when data were
/// used, and not by whom.
const SEARCHERS: [&str; 9] = [
    "person",
    "certificate",
    "case",
    "justification",
    "request_id",
    "trace_id",
    "trace_parent",
    "asserted_by",
    "use_code",
];

#[derive(Template)]
#[template(path = "bundle.html", config = "src/http/console/askama.toml")]
struct Asked<'a> {
    frame: &'a Frame,
    purposes: Vec<&'static str>,
    operations: Vec<&'static str>,
    /// Partners that the officer may ask about: id and name.
    partners: Vec<(String, String)>,
    /// Fields by name, and whether a citizen's copy leaves them out.
    fields: Vec<(&'static str, bool)>,
}

/// `GET /bundle`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "bundle", &[Action::AuditBundle]).await?;
        let partners = bundle::partners(clearance).into_iter().map(|id| {
            let name = clearance.directory.partner(&id).map(|partner| partner.name.clone());
            (id.to_string(), name.unwrap_or_else(|| id.to_string()))
        });
        html(&Asked {
            frame,
            purposes: Purpose::ALL.iter().map(|purpose| purpose.code()).collect(),
            operations: OPERATIONS.iter().map(|operation| operation.code()).collect(),
            partners: partners.collect(),
            fields: bundle::field_names()
                .into_iter()
                .map(|name| (name, SEARCHERS.contains(&name)))
                .collect(),
        })
    })
    .await
}

/// `POST /bundle`
pub async fn post(page: Page<AuditBundle>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, _| {
        let asked: BundleRequest = visit.body.json().await?;
        let answer = bundle::export(exchange, clearance, &asked).await?;
        Ok(HttpResponse::Ok().content_type("application/json").body(problem::json(&answer)))
    })
    .await
}
