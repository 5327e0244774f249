//! One record as a card: the only renderer of records, for pages and for what arrives live.
//! Absent: who may see it; that was decided before it came here.

#[cfg(test)]
mod tests;

use askama::Template;

use super::describe::{self, Drawn, Line};
use super::map::{Map, Scene, Spot, map};
use super::report;
use super::texts::Words;
use crate::domain::record::alert::Alert;
use crate::domain::record::{Body, Record, Status};
use crate::service::console::readable;
use crate::service::directory::Directory;
use crate::wire::api::search::About;

/// A card.
#[derive(Template)]
#[template(path = "card.html", config = "src/http/console/askama.toml")]
pub(super) struct Card {
    pub(super) words: Words,
    /// Log index.
    pub(super) index: u64,
    pub(super) id: String,
    /// Code of the type.
    pub(super) kind: String,
    /// Code of the status.
    pub(super) status: String,
    /// Whether it is an exercise or a test.
    pub(super) unreal: bool,
    /// Whether it corrects an earlier record.
    pub(super) corrected: bool,
    /// Ids of the records whose place it takes.
    pub(super) replaces: String,
    /// Ids of the records that it answers.
    pub(super) answers: String,
    /// Name of the sender.
    pub(super) issuer: String,
    /// Id of the sender.
    pub(super) issuer_id: String,
    /// Code of the purpose.
    pub(super) purpose: String,
    pub(super) case: String,
    /// RFC 3339, UTC.
    pub(super) issued_at: String,
    /// RFC 3339, UTC.
    pub(super) expires_at: String,
    pub(super) plates: Vec<Drawn>,
    pub(super) alert: Option<Told>,
    pub(super) lines: Vec<Line>,
    /// The area or place, in words.
    pub(super) area: String,
    pub(super) map: Option<Map>,
    /// Whether the reader may answer with a sighting, or say that it is read.
    pub(super) may_answer: bool,
    /// Whether the reader's partner has said that it has read it.
    pub(super) is_read: bool,
    /// Whether it could be read; a record of a later version shows only what is known about it.
    pub(super) readable: bool,
}

/// What only an alert says.
pub(super) struct Told {
    /// Code of the action.
    pub(super) action: &'static str,
    /// Codes of the warnings, and whether each is opinion and not fact.
    pub(super) warnings: Vec<(&'static str, bool)>,
    /// Code of the reason.
    pub(super) reason: &'static str,
    pub(super) text: String,
    /// Whether the text is opinion.
    pub(super) opinion: bool,
    pub(super) priority: u32,
    pub(super) phone: String,
    pub(super) ask_for: String,
}

/// The card of a record that was disclosed to the reader.
pub(super) fn card(
    (index, about, jws): (u64, &About, &str),
    directory: &Directory,
    words: Words,
    may_answer: bool,
) -> Card {
    let record = readable(jws);
    let mut card = empty(index, about, directory, words);
    let Some(record) = record else {
        return card;
    };
    let envelope = &record.envelope;
    card.readable = true;
    card.replaces = ids(record.replaces().iter());
    card.answers = ids(record.answers().collect::<Vec<_>>().iter());
    card.case = envelope.case.as_ref().map(|case| case.as_str().to_owned()).unwrap_or_default();
    card.plates = record.plates().map(describe::plate).collect();
    card.lines = lines(&record, words);
    card.area = match &record.body {
        Body::Alert(_) => {
            envelope.area.as_ref().map(|area| describe::area(area, words)).unwrap_or_default()
        }
        body => body.place().map(describe::place).unwrap_or_default(),
    };
    let point = record.body.place().and_then(|place| place.point);
    let spots: Vec<Spot> =
        point.into_iter().map(|point| Spot { point, label: String::new() }).collect();
    let scene = Scene { area: envelope.area.as_ref(), spots: &spots, outlines: &[] };
    card.map = map(&scene, words);
    if let Body::Alert(alert) = &record.body {
        card.alert = Some(told(alert, &record));
        card.may_answer = may_answer;
    }
    card
}

fn empty(index: u64, about: &About, directory: &Directory, words: Words) -> Card {
    let issuer =
        directory.partners().into_iter().find(|partner| partner.id.as_str() == about.issuer);
    Card {
        words,
        index,
        id: about.id.clone(),
        kind: about.record_type.clone(),
        status: about.status.clone(),
        unreal: about.status != Status::Actual.code(),
        corrected: about.message == "update",
        replaces: String::new(),
        answers: String::new(),
        issuer: issuer.map_or_else(|| about.issuer.clone(), |partner| partner.name.clone()),
        issuer_id: about.issuer.clone(),
        purpose: about.purpose.clone(),
        case: String::new(),
        issued_at: about.issued_at.clone(),
        expires_at: about.expires_at.clone(),
        plates: Vec::new(),
        alert: None,
        lines: Vec::new(),
        area: String::new(),
        map: None,
        may_answer: false,
        is_read: false,
        readable: false,
    }
}

fn lines(record: &Record, words: Words) -> Vec<Line> {
    let mut lines = report::lines(&record.body, words);
    lines.extend(record.body.vehicles().flat_map(|vehicle| describe::vehicle(vehicle, words)));
    lines.extend(record.body.persons().flat_map(|person| describe::person(person, words)));
    lines
}

fn told(alert: &Alert, record: &Record) -> Told {
    let opinions = &record.envelope.opinions;
    let is_opinion = |pointer: &str| {
        opinions.iter().any(|opinion| {
            let rest = pointer.strip_prefix(opinion.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let warnings = alert.warnings.iter().enumerate();
    Told {
        action: alert.action.code(),
        warnings: warnings
            .map(|(at, warning)| (warning.code(), is_opinion(&format!("/body/warnings/{at}"))))
            .collect(),
        reason: alert.reason.code.code(),
        text: alert.reason.text.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default(),
        opinion: is_opinion("/body/reason/text"),
        priority: alert.priority.get(),
        phone: alert.call.phone.as_str().to_owned(),
        ask_for: alert.call.ask_for.as_ref().map(|to| to.as_str().to_owned()).unwrap_or_default(),
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a crate::domain::id::RecordId>) -> String {
    ids.map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
