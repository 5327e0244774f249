//! Searching and opening with a task: why, said once, travels with every question as it does in the API.
//! Absent: the task itself, which stays in the tab of its owner.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::card::card;
use super::page::{Frame, Page, html};
use super::texts::Words;
use crate::domain::action::Action;
use crate::domain::purpose::Purpose;
use crate::domain::reading::ReasonCode;
use crate::domain::record::RecordType;
use crate::service::permission::{ConsoleOpen, RecordOpen, RecordSearch};
use crate::service::{console, open, search};
use crate::wire::api::reading::ReadingBody;
use crate::wire::api::search::Found;

#[derive(Template)]
#[template(path = "task.html", config = "src/http/console/askama.toml")]
struct TaskPage<'a> {
    frame: &'a Frame,
    purposes: Vec<&'static str>,
    reasons: Vec<&'static str>,
    needs_case: String,
}

#[derive(Template)]
#[template(path = "search.html", config = "src/http/console/askama.toml")]
struct SearchPage<'a> {
    frame: &'a Frame,
    types: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "found.html", config = "src/http/console/askama.toml")]
struct Results {
    words: Words,
    results: Vec<Found>,
    next: Option<String>,
    entry: u64,
}

/// `GET /task`
pub async fn get_task(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "task", &[Action::RecordSearch]).await?;
        let needs_case = ReasonCode::ALL.iter().filter(|reason| reason.needs_case());
        html(&TaskPage {
            frame,
            purposes: Purpose::ALL.iter().map(|purpose| purpose.code()).collect(),
            reasons: ReasonCode::ALL.iter().map(|reason| reason.code()).collect(),
            needs_case: needs_case.map(|reason| reason.code()).collect::<Vec<_>>().join(" "),
        })
    })
    .await
}

/// `GET /search`
pub async fn get_search(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "search", &[Action::RecordSearch]).await?;
        html(&SearchPage { frame, types: RecordType::ALL.iter().map(|kind| kind.code()).collect() })
    })
    .await
}

/// `POST /search`
pub async fn post_search(page: Page<RecordSearch>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = search::search(exchange, clearance, &asked).await?;
        let (results, next, entry) = (answer.results, answer.next, answer.entry);
        html(&Results { words: frame.words, results, next, entry })
    })
    .await
}

/// The body of `POST /search/open`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    id: String,
    reading: ReadingBody,
}

/// `POST /search/open`
pub async fn post_open(page: Page<RecordOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked: Opening = visit.body.json().await?;
        let opened = open::open(exchange, clearance, &asked.id, &asked.reading).await?;
        let told = (opened.index, &opened.about, opened.jws.as_str());
        html(&card(told, &clearance.directory, frame.words, false))
    })
    .await
}
