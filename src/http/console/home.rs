//! The first page: who one is here, what one can do, and what one has to look at. Absent: records.

use actix_web::HttpResponse;
use askama::Template;

use super::page::{Frame, Page, html};
use super::texts::Words;
use crate::service::permission::ConsoleOpen;
use crate::service::registry::attention::{Due, FirstPage, due, first_page};

#[derive(Template)]
#[template(path = "home.html", config = "src/http/console/askama.toml")]
struct Home<'a> {
    frame: &'a Frame,
    /// Where to look, and why.
    attention: Vec<(&'static str, String)>,
    /// Own papers that run out.
    own: Vec<String>,
}

/// `GET /`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let first = first_page(exchange, clearance).await?;
        let (attention, own) = (attention(&first, frame.words), own(&first, frame.words));
        html(&Home { frame, attention, own })
    })
    .await
}

fn attention(first: &FirstPage, words: Words) -> Vec<(&'static str, String)> {
    let Some(found) = first.attention else { return Vec::new() };
    let all = [
        ("/devices", "attention-devices", found.devices),
        ("/partners", "attention-waiting", found.waiting),
        ("/partners", "attention-partners", found.partners),
        ("/persons", "attention-persons", found.persons),
        ("/certificates", "attention-certificates", found.certificates),
        ("/keys", "attention-keys", found.keys),
    ];
    let some = all.into_iter().filter(|(.., number)| *number > 0);
    some.map(|(path, key, number)| (path, words.count(key, number))).collect()
}

fn own(first: &FirstPage, words: Words) -> Vec<String> {
    let papers = [("own-screening", first.screening), ("own-certificate", first.certificate)];
    let told = papers.into_iter().filter_map(|(key, until)| {
        let when = match due(until?, first.now) {
            Due::Over => words.t("due-over"),
            Due::Soon(days) => words.count("due-soon", usize::try_from(days).unwrap_or_default()),
            Due::Later => return None,
        };
        Some(words.with(key, when))
    });
    told.collect()
}
