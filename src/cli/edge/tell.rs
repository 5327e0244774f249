//! What the program says, in lines for a guard at a terminal. Absent: JSON for programs (`wire::edge`).

use crate::wire::edge::{CandidateShown, Event, Status};

use super::super::output::Paint;

/// A line, and how it is painted.
type Line = (Option<Paint>, String);

/// The lines of an event.
pub(super) fn lines(event: &Event) -> Vec<Line> {
    match event {
        Event::Started { address, .. } => {
            let mut text = "matching on this machine; stop with Ctrl-C".to_owned();
            if let Some(address) = address {
                text.push_str(&format!("; readers post to http://{address}"));
            }
            vec![(Some(Paint::Dim), text)]
        }
        Event::Candidate(shown) => candidate(shown),
        Event::Gone { candidate, why } => {
            let text = match *why {
                "recalled" => "the alert was taken back",
                "expired" => "the alert has expired",
                "unanswered" => "nobody answered",
                "misread" => "misread, forgotten",
                _ => "there were too many",
            };
            vec![(Some(Paint::Dim), format!("({candidate}) gone: {text}"))]
        }
        Event::Queued { candidate, record, person } => {
            let by = match person {
                Some(person) => format!("compared by {person}"),
                None => "unconfirmed, as the grant allows".to_owned(),
            };
            vec![(Some(Paint::Green), format!("({candidate}) signed as {record}, {by}"))]
        }
        Event::Sent { record, index, repeated } => {
            let again = if *repeated { " (it was there already)" } else { "" };
            vec![(Some(Paint::Green), format!("sent {record} -> log index {index}{again}"))]
        }
        Event::Refused { record, text, .. } => {
            vec![(Some(Paint::Red), format!("REFUSED {record}: {text}"))]
        }
        Event::Status(status) => vec![(Some(Paint::Dim), standing(status))],
        Event::Notice { about, text } => vec![(Some(Paint::Red), format!("! {about}: {text}"))],
    }
}

fn candidate(shown: &CandidateShown) -> Vec<Line> {
    let CandidateShown { candidate, read, listed, country, camera, .. } = shown;
    let fit = if shown.matched == "exact" { "the same plate" } else { "RESEMBLES it, compare" };
    let sure = shown.confidence_percent.map_or(String::new(), |percent| format!(", {percent} %"));
    let mut lines = vec![
        (Some(Paint::Bold), format!("({candidate}) {camera}: read {read}{sure}")),
        (None, format!("listed {country} {listed}: {fit}{}", remarks(shown))),
    ];
    lines.extend(shown.text.lines().map(|line| (None, format!("    {line}"))));
    let age_min = shown.list_age_s / 60;
    lines.push((
        Some(Paint::Dim),
        format!(
            "seen {} x, {} to {}; alerts {age_min} min old",
            shown.passes, shown.first_seen, shown.last_seen
        ),
    ));
    let question = format!("Does the vehicle agree? Type: {candidate} yes|no|unknown YOUR-ID");
    lines.push((Some(Paint::Bold), question));
    lines
}

fn remarks(shown: &CandidateShown) -> String {
    let mut text = String::new();
    if !shown.positions.is_empty() {
        let places: Vec<String> =
            shown.positions.iter().map(|at| (u32::from(*at) + 1).to_string()).collect();
        text.push_str(&format!(" character {}", places.join(" and ")));
    }
    if !shown.best_guess {
        text.push_str("; not the reader's best guess");
    }
    if shown.country_fit == "differs" {
        text.push_str("; the reader saw another country");
    } else if shown.read_hint == "unusual" {
        text.push_str(&format!("; what was read is unusual for {}: misread?", shown.country));
    }
    if shown.listed_hint == "unusual" && shown.listed != shown.read {
        text.push_str(&format!("; the listed plate is unusual for {}", shown.country));
    }
    text
}

fn standing(status: &Status) -> String {
    let age = match (&status.as_of, status.list_age_s) {
        (Some(as_of), Some(age_s)) => format!("alerts as of {as_of}, {} min old", age_s / 60),
        _ => "no alerts yet".to_owned(),
    };
    let line = if status.connected { "connected" } else { "NOT CONNECTED" };
    let matching = if status.matching { "" } else { ", NOT MATCHING" };
    format!(
        "{line}, {age}{matching}; {} alerts, {} reads, {} candidates, {} open, {} queued, {} unwritten, \
         {} refused",
        status.alerts,
        status.reads,
        status.candidates,
        status.open,
        status.queued,
        status.unwritten,
        status.refused
    )
}
