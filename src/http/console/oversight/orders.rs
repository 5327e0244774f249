//! Orders about what is kept: a hold, its end, erasure before time, and the audit of a month done.
//! Absent: what each order does (`service::retention`).

use actix_web::HttpResponse;
use askama::Template;

use super::{Action, ConsoleOpen, Frame, Page, Words, console, html};
use crate::domain::refusal::Refusal;
use crate::service::permission::{AuditClose, RecordErase, RecordHold, RecordRelease};
use crate::service::retention;
use crate::wire::api::retention::OrderAnswer;

#[derive(Template)]
#[template(path = "oversight/orders.html", config = "src/http/console/askama.toml")]
struct OrdersPage<'a> {
    frame: &'a Frame,
}

#[derive(Template)]
#[template(path = "oversight/ordered.html", config = "src/http/console/askama.toml")]
struct Ordered {
    words: Words,
    /// What has happened, as a sentence.
    done: String,
    /// The record or month.
    about: String,
    until: Option<String>,
    entry: u64,
}

/// `GET /oversight/orders`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let needs = [Action::RecordHold, Action::RecordErase, Action::AuditClose];
        console::open(exchange, clearance, "orders", &needs).await?;
        html(&OrdersPage { frame })
    })
    .await
}

/// `POST /oversight/orders/hold`
pub async fn post_hold(page: Page<RecordHold>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = retention::hold(exchange, clearance, &asked).await?;
        ordered(frame.words, frame.t("order-held"), answer)
    })
    .await
}

/// `POST /oversight/orders/release`
pub async fn post_release(page: Page<RecordRelease>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = retention::release(exchange, clearance, &asked).await?;
        ordered(frame.words, frame.t("order-released"), answer)
    })
    .await
}

/// `POST /oversight/orders/erasure`
pub async fn post_erasure(page: Page<RecordErase>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = retention::erase(exchange, clearance, &asked).await?;
        ordered(frame.words, frame.t("order-erased"), answer)
    })
    .await
}

/// `POST /oversight/orders/closing`
pub async fn post_closing(page: Page<AuditClose>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = retention::close(exchange, clearance, &asked).await?;
        let (words, done) = (frame.words, frame.t("order-closed"));
        html(&Ordered { words, done, about: answer.through, until: None, entry: answer.entry })
    })
    .await
}

fn ordered(words: Words, done: String, answer: OrderAnswer) -> Result<HttpResponse, Refusal> {
    let OrderAnswer { record, until, entry, .. } = answer;
    html(&Ordered { words, done, about: record, until, entry })
}
