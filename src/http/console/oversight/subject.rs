//! A citizen's request: what concerns the one who asks, what may be withheld and why, and the letter.
//! Absent: the words of the letter (`wire::letter`), and the decision what to withhold.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use askama::Template;

use super::told::{Said, Teller, Told};
use super::{Action, ConsoleOpen, Frame, Page, Words, console, html};
use crate::domain::lmc::Language;
use crate::http::console::language::own_name;
use crate::service::oversight::subject;
use crate::service::permission::AuditSubject;
use crate::wire::api::oversight::{MayWithhold, SubjectAnswer, SubjectRecord};
use crate::wire::letter;

#[derive(Template)]
#[template(path = "oversight/subject.html", config = "src/http/console/askama.toml")]
struct SubjectPage<'a> {
    frame: &'a Frame,
}

#[derive(Template)]
#[template(path = "oversight/report.html", config = "src/http/console/askama.toml")]
struct Report {
    words: Words,
    records: Vec<Shown>,
    rows: Vec<Told>,
    withheld: bool,
    /// Each ground that was named: in a few words, and why.
    grounds: Vec<(String, Said)>,
    letters: Vec<Letter>,
    entry: u64,
}

/// One record about the subject.
struct Shown {
    id: String,
    index: u64,
    kind: String,
    unreal: bool,
    status: String,
    issuer: String,
    purpose: String,
    issued_at: String,
    standing: String,
    recipients: String,
    withheld: Option<String>,
}

/// The letter in one language.
struct Letter {
    language: &'static str,
    /// The language's own name.
    name: &'static str,
    current: bool,
    /// What goes to the citizen.
    letter: String,
    /// What may be withheld and why, for the officer alone.
    aside: String,
}

/// `GET /oversight/subject`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "citizen's request", &[Action::AuditSubject]).await?;
        html(&SubjectPage { frame })
    })
    .await
}

/// `POST /oversight/subject`
pub async fn post(page: Page<AuditSubject>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = subject::collect(exchange, clearance, &asked).await?;
        let words = frame.words;
        let teller = Teller { words, directory: &clearance.directory };
        let rows = answer.events.iter().map(|event| Told {
            withheld: event.may_withhold.as_ref().map(|mark| short(&teller, mark)),
            ..teller.row(&event.shown)
        });
        let letters = Language::ALL.iter().map(|language| {
            let letter::Draft { letter, aside } = letter::draft(&answer, *language);
            let (code, name) = (language.code(), own_name(*language));
            Letter { language: code, name, current: *language == words.0, letter, aside }
        });
        html(&Report {
            words,
            records: answer.records.iter().map(|record| shown(&teller, record)).collect(),
            rows: rows.collect(),
            withheld: true,
            grounds: grounds(&teller, &answer),
            letters: letters.collect(),
            entry: answer.entry,
        })
    })
    .await
}

fn shown(teller: &Teller<'_>, record: &SubjectRecord) -> Shown {
    let about = &record.about;
    Shown {
        id: about.id.clone(),
        index: record.index,
        kind: teller.word("record-type", &about.record_type),
        unreal: about.status != "actual",
        status: teller.word("status", &about.status),
        issuer: teller.partner(&about.issuer),
        purpose: teller.word("purpose", &about.purpose),
        issued_at: about.issued_at.clone(),
        standing: teller.word("standing", &record.standing.state),
        recipients: teller.partners(&record.recipients.join(" ")),
        withheld: record.may_withhold.as_ref().map(|mark| short(teller, mark)),
    }
}

/// A ground in a few words; its code when a later version named it.
fn short(teller: &Teller<'_>, mark: &MayWithhold) -> String {
    teller.word("ground-short", &mark.ground)
}

/// The grounds that an answer names, each once, and why; in the words of the exchange where there are none.
fn grounds(teller: &Teller<'_>, answer: &SubjectAnswer) -> Vec<(String, Said)> {
    let of_records = answer.records.iter().filter_map(|record| record.may_withhold.as_ref());
    let of_events = answer.events.iter().filter_map(|event| event.may_withhold.as_ref());
    let named: BTreeMap<&str, &MayWithhold> =
        of_records.chain(of_events).map(|mark| (mark.ground.as_str(), mark)).collect();
    let each = named.values().map(|mark| {
        let text = teller.word("ground", &mark.ground);
        let english = text == mark.ground;
        let text = if english { mark.why.clone() } else { text };
        (short(teller, mark), Said { text, english })
    });
    each.collect()
}
