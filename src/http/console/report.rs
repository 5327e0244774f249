//! What sightings, incidents, handovers, outcomes and recalls say, line by line.
//! Absent: alerts, and the descriptions of vehicles and persons (`describe`).

use super::describe::Line;
use super::texts::Words;
use crate::domain::record::Body;
use crate::domain::record::handover::Handover;
use crate::domain::record::incident::Incident;
use crate::domain::record::sighting::Sighting;

/// Keys of the lines whose text is a moment.
const MOMENTS: [&str; 3] = ["report-first-seen", "report-began", "report-ended"];

/// The lines of a body that are not descriptions.
pub(super) fn lines(body: &Body, words: Words) -> Vec<Line> {
    match body {
        Body::Alert(_) => Vec::new(),
        Body::Sighting(sighting) => of_sighting(sighting, words),
        Body::Incident(incident) => of_incident(incident, words),
        Body::Handover(handover) => of_handover(handover, words),
        Body::Outcome(outcome) => said(
            words,
            [
                ("report-outcome", words.label("outcome", outcome.code.code())),
                ("report-note", text(outcome.text.as_ref().map(|text| text.as_str()))),
            ],
        ),
        Body::Receipt(receipt) => {
            said(words, [("report-receipt", words.label("receipt", receipt.state.code()))])
        }
        Body::Cancellation(_, cancellation) => said(
            words,
            [
                ("report-recall", words.label("cancel-reason", cancellation.reason.code())),
                ("report-note", text(cancellation.text.as_ref().map(|text| text.as_str()))),
            ],
        ),
    }
}

fn of_sighting(sighting: &Sighting, words: Words) -> Vec<Line> {
    let direction = sighting.direction.as_ref();
    let heading = direction.and_then(|direction| direction.heading);
    let toward = direction.and_then(|direction| direction.toward.as_ref());
    let going = [
        heading.map(|heading| words.label("heading", heading.code())),
        toward.map(|toward| toward.as_str().to_owned()),
    ];
    let agrees = sighting.description_agrees.map(|agrees| words.label("agreement", agrees.code()));
    said(
        words,
        [
            ("report-sighting", words.label("sighting-kind", sighting.kind.code())),
            ("report-first-seen", sighting.first_seen.to_string()),
            ("report-method", words.label("method", sighting.method.code())),
            ("report-camera", text(sighting.camera.as_ref().map(|camera| camera.as_str()))),
            ("report-read", text(sighting.read_text.as_ref().map(|read| read.as_str()))),
            (
                "report-match",
                sighting
                    .matched
                    .map(|matched| words.label("match", matched.code()))
                    .unwrap_or_default(),
            ),
            ("report-agrees", agrees.unwrap_or_default()),
            ("report-direction", going.into_iter().flatten().collect::<Vec<_>>().join(", ")),
            ("report-note", text(sighting.note.as_ref().map(|note| note.as_str()))),
        ],
    )
}

fn of_incident(incident: &Incident, words: Words) -> Vec<Line> {
    let mut lines = said(
        words,
        [
            ("report-lmc", incident.lmc.label(words.0).to_owned()),
            ("report-began", incident.began_at.to_string()),
            ("report-ended", incident.ended_at.map(|at| at.to_string()).unwrap_or_default()),
            ("report-caught", if incident.caught_in_act { words.t("yes") } else { String::new() }),
        ],
    );
    let telling = incident.narrative.iter().map(|part| Line {
        name: words.label("narrative", part.part.code()),
        text: part.text.as_str().to_owned(),
        moment: false,
    });
    lines.extend(telling);
    lines
}

fn of_handover(handover: &Handover, words: Words) -> Vec<Line> {
    let call = handover.call_back.as_ref();
    said(
        words,
        [
            ("report-handover", words.label("handover-kind", handover.kind.code())),
            ("report-state", words.label("handover-state", handover.state.code())),
            (
                "report-lmc",
                handover.lmc.map(|lmc| lmc.label(words.0).to_owned()).unwrap_or_default(),
            ),
            ("report-call-back", text(call.map(|call| call.phone.as_str()))),
            ("report-note", text(handover.note.as_ref().map(|note| note.as_str()))),
        ],
    )
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn said<const N: usize>(words: Words, said: [(&str, String); N]) -> Vec<Line> {
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(key, text)| Line { name: words.t(key), text, moment: MOMENTS.contains(&key) })
        .collect()
}
