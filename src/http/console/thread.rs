//! A report as police and guards follow it: the report, the alert that it answers beside it, what answers it,
//! and the buttons to answer. Absent: which reports there are (`service::follow_up`).

use askama::Template;

use super::card::{Card, card};
use super::describe::{self, Drawn, Line};
use super::texts::Words;
use crate::domain::decide::Caller;
use crate::domain::party::PartnerKind;
use crate::domain::plate::{Grade, Normal, compare};
use crate::domain::record::answer::OutcomeCode;
use crate::domain::record::handover::HandoverState;
use crate::domain::record::{Body, Record, RecordType};
use crate::service::console::readable;
use crate::service::directory::Directory;
use crate::service::follow_up::{Shown, Thread};

/// A report with everything around it.
#[derive(Template)]
#[template(path = "thread.html", config = "src/http/console/askama.toml")]
pub(super) struct Followed {
    words: Words,
    pub(super) index: u64,
    id: String,
    /// `open`, `busy` or `answered`.
    pub(super) state: &'static str,
    /// Its number on the map beside the list; empty where there is no map.
    pub(super) number: String,
    kind: String,
    status: String,
    purpose: String,
    /// Id of the partner that sent it.
    issuer: String,
    /// Code of the handover's kind; empty for anything else.
    handover: &'static str,
    card: Card,
    listed: Option<Listed>,
    answers: Vec<Answer>,
    /// As a dispatcher pastes it.
    block: String,
    /// Codes of the outcomes that can be given.
    outcomes: Vec<&'static str>,
    /// Codes of the states that a handover can be moved on to.
    moves: Vec<&'static str>,
}

/// The listed vehicle or person, as short as it can be compared.
pub(super) struct Listed {
    id: String,
    /// Whether it has a page of its own, which alerts of the reader's partner have.
    is_own: bool,
    standing: String,
    plates: Vec<Drawn>,
    /// What was read, character by character, and whether it differs from the listed plate.
    read: Vec<(char, bool)>,
    /// Whether anything differs.
    differs: bool,
    reason: &'static str,
    action: &'static str,
    warnings: Vec<&'static str>,
    lines: Vec<Line>,
}

/// What answers a report.
struct Answer {
    said: String,
    text: String,
    /// Name of who says it.
    issuer: String,
    /// RFC 3339, UTC.
    at: String,
}

/// A thread as `caller` sees it.
pub(super) fn followed(
    thread: &Thread,
    caller: &Caller,
    directory: &Directory,
    words: Words,
) -> Followed {
    let root = &thread.root;
    let record = readable(&root.jws);
    let is_own = root.about.issuer == caller.partner.id.as_str();
    let answers: Vec<(&Shown, Record)> =
        thread.answers.iter().filter_map(|shown| Some((shown, readable(&shown.jws)?))).collect();
    let (state, at_state) = state(record.as_ref(), answers.iter().map(|(_, record)| record));
    let may_answer = caller.partner.kind == PartnerKind::Police && !is_own;
    let handover = match record.as_ref().map(|record| &record.body) {
        Some(Body::Handover(handover)) => handover.kind.code(),
        _ => "",
    };
    let names = |answer: &(&Shown, Record)| to_answer(answer, directory, words);
    Followed {
        words,
        index: root.index,
        id: root.about.id.clone(),
        state,
        number: String::new(),
        kind: root.about.record_type.clone(),
        status: root.about.status.clone(),
        purpose: root.about.purpose.clone(),
        issuer: root.about.issuer.clone(),
        handover,
        card: card((root.index, &root.about, root.jws.as_str()), directory, words, false),
        listed: thread
            .alert
            .as_ref()
            .and_then(|alert| listed(alert, record.as_ref(), caller, words)),
        answers: answers.iter().map(names).collect(),
        block: record.as_ref().map(|record| words.block(record)).unwrap_or_default(),
        outcomes: if may_answer && handover.is_empty() {
            outcomes(record.as_ref())
        } else {
            vec![]
        },
        moves: if may_answer { moves(at_state) } else { vec![] },
    }
}

/// How far a report is, and the state of a handover.
fn state<'a>(
    record: Option<&Record>,
    answers: impl Iterator<Item = &'a Record>,
) -> (&'static str, Option<HandoverState>) {
    let mut handover = match record.map(|record| &record.body) {
        Some(Body::Handover(handover)) => Some(handover.state),
        _ => None,
    };
    let mut has_outcome = false;
    for answer in answers {
        match &answer.body {
            Body::Handover(answer) => handover = Some(answer.state),
            Body::Outcome(_) => has_outcome = true,
            _ => {}
        }
    }
    let state = match handover {
        Some(HandoverState::Declined | HandoverState::Completed) => "answered",
        Some(HandoverState::Accepted) => "busy",
        Some(HandoverState::Offered) | None if has_outcome => "answered",
        Some(HandoverState::Offered) | None => "open",
    };
    (state, handover)
}

/// What a handover can be moved on to.
fn moves(at: Option<HandoverState>) -> Vec<&'static str> {
    let to: &[HandoverState] = match at {
        Some(HandoverState::Offered) => &[HandoverState::Accepted, HandoverState::Declined],
        Some(HandoverState::Accepted) => &[HandoverState::Completed],
        _ => &[],
    };
    to.iter().map(|state| state.code()).collect()
}

/// The outcomes that make sense: what happened has no wrong vehicle and no misread plate.
fn outcomes(record: Option<&Record>) -> Vec<&'static str> {
    let is_incident = record.is_some_and(|record| record.record_type() == RecordType::Incident);
    let about_a_plate = [OutcomeCode::WrongVehicle, OutcomeCode::Misread];
    let fits = |code: &&OutcomeCode| !(is_incident && about_a_plate.contains(code));
    OutcomeCode::ALL.iter().filter(fits).map(|code| code.code()).collect()
}

fn to_answer((shown, record): &(&Shown, Record), directory: &Directory, words: Words) -> Answer {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let (said, text) = match &record.body {
        Body::Outcome(outcome) => (
            words.label("outcome", outcome.code.code()),
            text(outcome.text.as_ref().map(|text| text.as_str())),
        ),
        Body::Handover(handover) => (
            words.label("handover-state", handover.state.code()),
            text(handover.note.as_ref().map(|note| note.as_str())),
        ),
        body => (words.label("record-type", body.record_type().code()), String::new()),
    };
    let issuer = name_of(&shown.about.issuer, directory);
    Answer { said, text, issuer, at: shown.about.issued_at.clone() }
}

/// The name of a partner.
pub(super) fn name_of(id: &str, directory: &Directory) -> String {
    let known = directory.partners().into_iter().find(|partner| partner.id.as_str() == id);
    known.map_or_else(|| id.to_owned(), |partner| partner.name.clone())
}

fn listed(alert: &Shown, report: Option<&Record>, caller: &Caller, words: Words) -> Option<Listed> {
    let record = readable(&alert.jws)?;
    let Body::Alert(body) = &record.body else { return None };
    let mut lines = Vec::new();
    lines.extend(body.vehicle.iter().flat_map(|vehicle| describe::vehicle(vehicle, words)));
    lines.extend(body.person.iter().flat_map(|person| describe::person(person, words)));
    let normal = body.plate.as_ref().map(|plate| *plate.normal());
    let read = normal.zip(report.and_then(read)).map(|(normal, read)| differing(&normal, &read));
    let read = read.unwrap_or_default();
    Some(Listed {
        id: alert.about.id.clone(),
        is_own: alert.about.issuer == caller.partner.id.as_str(),
        standing: alert.standing.state.clone(),
        plates: body.plate.iter().map(describe::plate).collect(),
        differs: read.iter().any(|(_, differs)| *differs),
        read,
        reason: body.reason.code.code(),
        action: body.action.code(),
        warnings: body.warnings.iter().map(|warning| warning.code()).collect(),
        lines,
    })
}

/// The plate as the report has it: as read, else as written.
fn read(report: &Record) -> Option<Normal> {
    let Body::Sighting(sighting) = &report.body else { return None };
    let as_read = sighting.read_text.as_ref().and_then(|text| Normal::parse(text.as_str()).ok());
    as_read.or_else(|| sighting.plate.as_ref().map(|plate| *plate.normal()))
}

/// The characters of a reading, and where they differ from the listed plate: by confusable characters where it
/// is one of those, else wherever they are not the same.
fn differing(listed: &Normal, read: &Normal) -> Vec<(char, bool)> {
    let positions: Vec<usize> = match compare(listed, read) {
        Some(Grade::Exact) => Vec::new(),
        Some(Grade::OcrEquivalent { positions }) => {
            positions.into_iter().map(usize::from).collect()
        }
        None => {
            let other: Vec<char> = listed.as_str().chars().collect();
            let differs = |(at, own): (usize, char)| (other.get(at) != Some(&own)).then_some(at);
            read.as_str().chars().enumerate().filter_map(differs).collect()
        }
    };
    read.as_str().chars().enumerate().map(|(at, own)| (own, positions.contains(&at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_the_listed_plate_is_marked() {
        let marked = |listed: &str, read: &str| -> String {
            let normal = |text: &str| Normal::parse(text).unwrap();
            let marked = differing(&normal(listed), &normal(read)).into_iter();
            marked.map(|(own, differs)| if differs { own } else { '.' }).collect()
        };
        assert_eq!(marked("R-808-XB", "R808XB"), "......");
        assert_eq!(marked("R-808-XB", "R8O8XB"), "..O...");
        assert_eq!(marked("R-808-XB", "R801XY"), "...1.Y");
        assert_eq!(marked("R-808-XB", "R808XBB"), "......B");
    }
}
