//! Random samples: drawing one, coming back to it, and reviewing it entry by entry.
//! Absent: the draw itself, and what a sample is kept as (`service`).

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::told::{Teller, Told};
use super::{Action, ConsoleOpen, Frame, Offered, Page, Words, console, html, offered};
use crate::domain::review::Verdict;
use crate::http::console::describe::Line;
use crate::service::audit;
use crate::service::oversight::{review, sample};
use crate::service::permission::{AuditReview, AuditSample, AuditSearch};
use crate::wire::api::audit::{AuditEntry, AuditOpenRequest, AuditQuery, AuditSearchRequest};
use crate::wire::api::oversight::ReviewRow;

/// Entries of the own office about samples that are looked through for draws.
const LOOKED_THROUGH: u32 = 200;

#[derive(Template)]
#[template(path = "oversight/samples.html", config = "src/http/console/askama.toml")]
struct SamplesPage<'a> {
    frame: &'a Frame,
    partners: Vec<Offered>,
}

#[derive(Template)]
#[template(path = "oversight/sample.html", config = "src/http/console/askama.toml")]
struct Sample {
    words: Words,
    verdicts: Vec<&'static str>,
    sample: u64,
    /// From how many it was drawn and the digest of their indexes, when it was drawn just now.
    drawn: Option<(u64, String)>,
    rows: Vec<Row>,
    reviewed: u64,
    entry: u64,
}

/// One entry of a sample.
struct Row {
    index: u64,
    /// What it says, when the sample was drawn just now.
    told: Option<Told>,
    review: Option<ReviewRow>,
}

#[derive(Template)]
#[template(path = "oversight/drawn.html", config = "src/http/console/askama.toml")]
struct Mine {
    words: Words,
    samples: Vec<Drawn>,
    entry: u64,
}

/// A sample of the own office.
struct Drawn {
    sample: u64,
    at: String,
    by: String,
    size: usize,
    asked: Vec<Line>,
}

#[derive(Template)]
#[template(path = "oversight/reviewed.html", config = "src/http/console/askama.toml")]
struct Reviewed {
    words: Words,
    verdict: String,
    entry: u64,
}

/// `GET /oversight/samples`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "samples", &[Action::AuditSample]).await?;
        html(&SamplesPage { frame, partners: offered(clearance) })
    })
    .await
}

/// `POST /oversight/samples`
pub async fn post(page: Page<AuditSample>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = sample::draw(exchange, clearance, &asked).await?;
        let teller = Teller { words: frame.words, directory: &clearance.directory };
        let rows = answer.chosen.iter().map(|entry| Row {
            index: entry.index,
            told: Some(teller.row(entry)),
            review: None,
        });
        html(&Sample {
            words: frame.words,
            verdicts: verdicts(),
            sample: answer.sample,
            drawn: Some((answer.population, answer.population_sha256)),
            rows: rows.collect(),
            reviewed: 0,
            entry: answer.sample,
        })
    })
    .await
}

/// The body of `POST /oversight/samples/progress`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Returning {
    sample: u64,
    use_code: String,
    justification: String,
}

/// `POST /oversight/samples/progress`
pub async fn post_progress(page: Page<AuditSample>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let Returning { sample, use_code, justification } = visit.body.json().await?;
        let asked = AuditOpenRequest { use_code, justification };
        let answer = sample::progress(exchange, clearance, sample, &asked).await?;
        let rows = answer.rows.into_iter();
        html(&Sample {
            words: frame.words,
            verdicts: verdicts(),
            sample,
            drawn: None,
            rows: rows
                .map(|row| Row { index: row.index, told: None, review: row.review })
                .collect(),
            reviewed: answer.reviewed,
            entry: answer.entry,
        })
    })
    .await
}

/// `POST /oversight/samples/own`: the samples that the own office drew, newest first.
pub async fn post_own(page: Page<AuditSearch>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let AuditOpenRequest { use_code, justification } = visit.body.json().await?;
        let query = AuditQuery {
            partner: Some(clearance.caller.partner.id.to_string()),
            action: Some(Action::AuditSample.code().to_owned()),
            ..AuditQuery::default()
        };
        let limit = Some(LOOKED_THROUGH);
        let asked = AuditSearchRequest { use_code, justification, query, cursor: None, limit };
        let answer = audit::search(exchange, clearance, &asked).await?;
        let teller = Teller { words: frame.words, directory: &clearance.directory };
        let samples = answer.entries.iter().filter_map(|entry| drawn(&teller, entry)).collect();
        html(&Mine { words: frame.words, samples, entry: answer.entry })
    })
    .await
}

/// `POST /oversight/reviews`
pub async fn post_review(page: Page<AuditReview>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = review::review(exchange, clearance, &asked).await?;
        html(&Reviewed { words: frame.words, verdict: asked.verdict, entry: answer.entry })
    })
    .await
}

fn verdicts() -> Vec<&'static str> {
    Verdict::ALL.iter().map(|verdict| verdict.code()).collect()
}

/// The entry of a draw; nothing for other entries about samples.
fn drawn(teller: &Teller<'_>, entry: &AuditEntry) -> Option<Drawn> {
    let size = sample::drawn(&entry.fields)?.len();
    let told = teller.row(entry);
    Some(Drawn { sample: told.index, at: told.time, by: told.person, size, asked: told.asked })
}
