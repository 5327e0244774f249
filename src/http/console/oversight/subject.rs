//! A citizen's request: what concerns the one who asks, what may be withheld and why, and the letter.
//! Absent: the words of the letter (`wire::letter`), and the decision what to withhold.

use actix_web::HttpResponse;
use askama::Template;

use super::told::{Said, Teller, Told};
use super::{Action, ConsoleOpen, Frame, Page, Words, console, html};
use crate::domain::lmc::Language;
use crate::service::oversight::subject;
use crate::service::permission::AuditSubject;
use crate::wire::api::oversight::{MayWithhold, SubjectRecord};
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
    withheld: Option<Said>,
}

/// The letter in one language.
struct Letter {
    language: &'static str,
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
            withheld: event.may_withhold.as_ref().map(|mark| why(&teller, mark)),
            ..teller.row(&event.shown)
        });
        let letters = Language::ALL.iter().map(|language| {
            let letter::Draft { letter, aside } = letter::draft(&answer, *language);
            Letter { language: language.code(), current: *language == words.0, letter, aside }
        });
        html(&Report {
            words,
            records: answer.records.iter().map(|record| shown(&teller, record)).collect(),
            rows: rows.collect(),
            withheld: true,
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
        withheld: record.may_withhold.as_ref().map(|mark| why(teller, mark)),
    }
}

/// Why something may be withheld; in the words of the exchange for a ground of a later version.
fn why(teller: &Teller<'_>, mark: &MayWithhold) -> Said {
    let text = teller.word("ground", &mark.ground);
    let english = text == mark.ground;
    Said { text: if english { mark.why.clone() } else { text }, english }
}
