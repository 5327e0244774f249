//! Records as they are before they are signed, each complete and acceptable until a test changes it.
//! Absent: signing and sending (`caller`).

use samen::domain::time::Timestamp;
use serde_json::{Map, Value, json};

use super::cast::{EXCHANGE, FAIR, Member, POLICE, grant_of, member_of};

const HOUR_MS: i64 = 3_600_000;

/// A record to be signed.
#[derive(Clone)]
pub(crate) struct Draft(Value);

/// What differs between the records of one test, so that each can be told from every other.
pub(crate) struct Marks {
    pub(crate) id: String,
    pub(crate) plate: String,
    pub(crate) text: String,
    pub(crate) now: Timestamp,
}

impl Draft {
    fn new(kind: &str, author: &str, marks: &Marks, body: Value) -> Self {
        let audience =
            if member_of(author).partner == POLICE { json!("all") } else { json!([POLICE]) };
        let draft = json!({
            "type": kind,
            "version": 1,
            "id": marks.id,
            "exchange": EXCHANGE,
            "issued_at": marks.now.to_string(),
            "expires_at": marks.now.plus_ms(12 * HOUR_MS).to_string(),
            "status": "actual",
            "message": "new",
            "references": [],
            "purpose": "offences",
            "audience": audience,
            "handling": { "code": "H1" },
            "body": body,
        });
        Self(draft).by(author)
    }

    /// A wanted plate, from the police to all firms.
    pub(crate) fn alert(marks: &Marks) -> Self {
        let body = json!({
            "plate": { "country": "NL", "text": marks.plate },
            "vehicle": { "kind": "van", "make": "Volkswagen", "colors": ["white"] },
            "reason": { "code": "burglary", "text": marks.text },
            "action": "call_control_room",
            "priority": 2,
            "call": { "phone": "+31 88 000 00 00" },
        });
        Self::new("alert", "pt-officer", marks, body)
    }

    /// A guard saw the plate of an alert.
    pub(crate) fn sighting(marks: &Marks, alert: &str) -> Self {
        let seen = marks.now.plus_ms(-60_000).to_string();
        let body = json!({
            "of": alert,
            "kind": "seen",
            "first_seen": seen,
            "last_seen": seen,
            "place": { "street": "Marssteden", "town": "Enschede" },
            "method": "person",
            "match": "exact",
            "description_agrees": "yes",
            "plate": { "country": "NL", "text": marks.plate },
            "note": marks.text,
        });
        Self::new("sighting", "fbt-guard", marks, body).referring_to(alert)
    }

    /// A burglary, from a firm to the police.
    pub(crate) fn incident(marks: &Marks) -> Self {
        let body = json!({
            "lmc": "bzibbi",
            "began_at": marks.now.plus_ms(-HOUR_MS).to_string(),
            "place": { "street": "Turfkade", "town": "Almelo" },
            "narrative": [{ "part": "observation", "text": marks.text }],
            "caught_in_act": false,
        });
        Self::new("incident", "fbt-guard", marks, body)
    }

    /// What became of a report, from the police to the firm that sent it.
    pub(crate) fn outcome(marks: &Marks, of: &str) -> Self {
        let body = json!({ "code": "confirmed", "text": marks.text });
        let outcome = Self::new("outcome", "pt-officer", marks, body).referring_to(of);
        outcome.set("/audience", json!([FAIR]))
    }

    /// How far a receiver has got with a record.
    pub(crate) fn receipt(marks: &Marks, of: &str, state: &str) -> Self {
        let body = json!({ "state": state, "at": marks.now.to_string() });
        Self::new("receipt", "fbt-guard", marks, body).referring_to(of)
    }

    /// Takes an alert back.
    pub(crate) fn recall(marks: &Marks, of: &str) -> Self {
        let body = json!({ "reason": "mistaken", "text": marks.text });
        let recall = Self::new("alert", "pt-officer", marks, body).referring_to(of);
        recall.set("/message", json!("cancel"))
    }

    /// The same record from somebody else, under the grant of that one's partner.
    pub(crate) fn by(self, author: &str) -> Self {
        self.by_member(&member_of(author))
    }

    /// The same record from somebody outside the cast.
    pub(crate) fn by_member(self, author: &Member) -> Self {
        self.set("/author", json!(author.id))
            .set("/issuer", json!(author.partner))
            .set("/grant", json!(grant_of(author.partner)))
    }

    fn referring_to(self, id: &str) -> Self {
        self.set("/references", json!([id]))
    }

    /// With another value at a pointer, whose last member may be new.
    pub(crate) fn set(mut self, pointer: &str, value: Value) -> Self {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        self.object(parent).insert(member.to_owned(), value);
        self
    }

    /// Without the member at a pointer.
    pub(crate) fn without(mut self, pointer: &str) -> Self {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        self.object(parent).remove(member).expect("there is no such member");
        self
    }

    fn object(&mut self, pointer: &str) -> &mut Map<String, Value> {
        self.0.pointer_mut(pointer).and_then(Value::as_object_mut).expect("there is no such object")
    }

    /// Its id.
    pub(crate) fn id(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }

    /// The member at a pointer.
    pub(crate) fn at(&self, pointer: &str) -> &Value {
        self.0.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// As it is signed.
    pub(crate) fn bytes(&self) -> String {
        self.0.to_string()
    }
}
