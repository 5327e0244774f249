//! The sighting of a candidate, complete but for what the signer fills in.
//! Absent: who signs, and whether it may leave.

use serde_json::{Map, Value, json};

use super::Ground;
use crate::domain::edge::Candidate;
use crate::domain::id::PersonId;
use crate::domain::record::sighting::{Agreement, Match};
use crate::domain::time::Timestamp;

/// A camera, as its keeper describes it.
#[derive(Clone, Debug)]
pub struct Camera {
    /// Where it stands: a `place` component.
    pub place: Value,
    /// The heading of the traffic that it sees.
    pub heading: Option<String>,
}

/// The sighting of a candidate: with the answer of a person, or without one.
pub fn draft(
    candidate: &Candidate,
    camera: &Camera,
    ground: &Ground,
    answer: Option<(Agreement, &PersonId)>,
    now: Timestamp,
) -> Map<String, Value> {
    let alert = &candidate.alert.envelope;
    let matched = candidate.matched();
    let mut body = json!({
        "of": alert.id.to_string(),
        "kind": "seen",
        // Never later than it is signed, whatever the clock of the reader said.
        "first_seen": candidate.first_seen.min(now).to_string(),
        "last_seen": candidate.last_seen.min(now).to_string(),
        "place": camera.place,
        "method": "anpr",
        "camera": candidate.camera.as_str(),
        "read_text": candidate.read.as_str(),
        "match": matched.code(),
    });
    let agrees = match (answer, matched) {
        (Some((agrees, _)), _) => Some(agrees),
        (None, Match::OcrEquivalent) => Some(Agreement::Unknown),
        (None, Match::Exact) => None,
    };
    let mut set = |member: &str, value: Option<Value>| {
        if let (Some(value), Some(members)) = (value, body.as_object_mut()) {
            members.insert(member.to_owned(), value);
        }
    };
    set("description_agrees", agrees.map(|agrees| agrees.code().into()));
    set("confidence_percent", candidate.confidence_percent.map(|percent| percent.get().into()));
    set("direction", camera.heading.as_ref().map(|heading| json!({ "heading": heading })));
    set("note", answer.map(|(_, person)| format!("Compared by {person}.").into()));
    if matched == Match::Exact {
        let plate =
            json!({ "country": candidate.country.code(), "text": candidate.listed.as_str() });
        set("plate", Some(plate));
    }
    let draft = json!({
        "type": "sighting",
        "status": alert.status.code(),
        "references": [alert.id.to_string()],
        "purpose": alert.purpose.code(),
        "grant": ground.grant.as_str(),
        "audience": [alert.issuer.as_str()],
        "handling": { "code": ground.handling },
        "expires_at": now.plus_ms(ground.life_ms).to_string(),
        "body": body,
    });
    match draft {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
