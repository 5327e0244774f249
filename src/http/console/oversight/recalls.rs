//! Recalls and corrections: who has deleted what was taken back, and who is late.
//! Absent: the text of the records.

use actix_web::HttpResponse;
use askama::Template;

use super::told::Teller;
use super::{Action, ConsoleOpen, Frame, Offered, Page, Words, console, html, offered};
use crate::service::permission::AuditRecalls;
use crate::service::recalls;
use crate::wire::api::recall::{Completion, RecallRow};

#[derive(Template)]
#[template(path = "oversight/recalls.html", config = "src/http/console/askama.toml")]
struct RecallsPage<'a> {
    frame: &'a Frame,
    partners: Vec<Offered>,
}

#[derive(Template)]
#[template(path = "oversight/recalled.html", config = "src/http/console/askama.toml")]
struct Recalled {
    words: Words,
    recalls: Vec<Shown>,
    next: Option<String>,
    entry: u64,
}

/// One recall or correction.
struct Shown {
    index: u64,
    kind: String,
    at: String,
    issuer: String,
    purpose: String,
    records: Vec<Record>,
}

/// One record that was taken back.
struct Record {
    id: String,
    deleted: usize,
    partners: Vec<Told>,
}

/// How far one partner has got.
struct Told {
    partner: String,
    /// The code of the state.
    code: String,
    state: String,
    told_at: Option<String>,
    deleted_at: Option<String>,
    late_since: Option<String>,
}

/// `GET /oversight/recalls`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "recalls", &[Action::AuditRecalls]).await?;
        html(&RecallsPage { frame, partners: offered(clearance) })
    })
    .await
}

/// `POST /oversight/recalls`
pub async fn post(page: Page<AuditRecalls>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = recalls::recalls(exchange, clearance, &asked).await?;
        let teller = Teller { words: frame.words, directory: &clearance.directory };
        let recalls = answer.recalls.iter().map(|recall| shown(&teller, recall)).collect();
        html(&Recalled { words: frame.words, recalls, next: answer.next, entry: answer.entry })
    })
    .await
}

fn shown(teller: &Teller<'_>, recall: &RecallRow) -> Shown {
    let records = recall.records.iter().map(|record| Record {
        id: record.id.clone(),
        deleted: record.partners.iter().filter(|partner| partner.state == "deleted").count(),
        partners: record.partners.iter().map(|partner| told(teller, partner)).collect(),
    });
    Shown {
        index: recall.index,
        kind: teller.word("recall-kind", &recall.kind),
        at: recall.at.clone(),
        issuer: teller.partner(&recall.issuer),
        purpose: teller.word("purpose", &recall.purpose),
        records: records.collect(),
    }
}

fn told(teller: &Teller<'_>, completion: &Completion) -> Told {
    Told {
        partner: teller.partner(&completion.partner),
        code: completion.state.clone(),
        state: teller.word("completion", &completion.state),
        told_at: completion.told_at.clone(),
        deleted_at: completion.deleted_at.clone(),
        late_since: completion.late_since.clone(),
    }
}
