//! Who saw what: a question to the log and its answer page by page, and one entry with all its fields.
//! Absent: the words of an entry (`told`).

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::told::{Field, Teller, Told};
use super::{Action, ConsoleOpen, Frame, Offered, Page, Words, console, html, offered};
use crate::domain::action::Operation;
use crate::domain::purpose::Purpose;
use crate::service::audit;
use crate::service::permission::{AuditOpen, AuditSearch};
use crate::wire::api::audit::AuditOpenRequest;

#[derive(Template)]
#[template(path = "oversight/entries.html", config = "src/http/console/askama.toml")]
struct EntriesPage<'a> {
    frame: &'a Frame,
    partners: Vec<Offered>,
    purposes: Vec<&'static str>,
    operations: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "oversight/found.html", config = "src/http/console/askama.toml")]
struct Results {
    words: Words,
    rows: Vec<Told>,
    withheld: bool,
    next: Option<String>,
    entry: u64,
}

#[derive(Template)]
#[template(path = "oversight/entry.html", config = "src/http/console/askama.toml")]
struct Opened {
    words: Words,
    index: u64,
    fields: Vec<Field>,
    /// A receipt with every field opened, for `samen-verify receipt`.
    evidence: String,
    entry: u64,
}

/// `GET /oversight/entries`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "audit entries", &[Action::AuditSearch]).await?;
        html(&EntriesPage {
            frame,
            partners: offered(clearance),
            purposes: Purpose::ALL.iter().map(|purpose| purpose.code()).collect(),
            operations: Operation::ALL.iter().map(|operation| operation.code()).collect(),
        })
    })
    .await
}

/// `POST /oversight/entries`
pub async fn post_search(page: Page<AuditSearch>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = audit::search(exchange, clearance, &asked).await?;
        let teller = Teller { words: frame.words, directory: &clearance.directory };
        html(&Results {
            words: frame.words,
            rows: answer.entries.iter().map(|entry| teller.row(entry)).collect(),
            withheld: false,
            next: answer.next,
            entry: answer.entry,
        })
    })
    .await
}

/// The body of `POST /oversight/entries/open`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    entry: u64,
    use_code: String,
    justification: String,
}

/// `POST /oversight/entries/open`
pub async fn post_open(page: Page<AuditOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let Opening { entry, use_code, justification } = visit.body.json().await?;
        let asked = AuditOpenRequest { use_code, justification };
        let answer = audit::open(exchange, clearance, entry, &asked).await?;
        let teller = Teller { words: frame.words, directory: &clearance.directory };
        html(&Opened {
            words: frame.words,
            index: answer.shown.index,
            fields: teller.fields(&answer.shown),
            evidence: answer.evidence.to_string(),
            entry: answer.entry,
        })
    })
    .await
}
