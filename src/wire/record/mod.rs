//! Records as JSON: from signed bytes to a domain record, and back for whoever writes one.
//! Absent: signatures (`samen-audit`), and everything that needs a clock, a registry or a grant.

mod body;
mod component;
mod envelope;
pub mod geo;
mod twin;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::body::{AlertTwin, CancellationTwin, HandoverTwin, IncidentTwin, OutcomeTwin};
use self::body::{ReceiptTwin, SightingTwin};
use self::envelope::RecordTwin;
use self::twin::Twin;
use super::schema;
use super::strict::parse_strict;
use crate::domain::record::at::At;
use crate::domain::record::text::BodyPointer;
use crate::domain::record::{Body, Envelope, Message, Record, RecordType};
use crate::domain::refusal::{Reason, Refusal};

/// How deep a record may be nested: its deepest member, a position in a polygon, needs five levels.
pub const MOST_LEVELS: usize = 16;

/// Parses the payload of a record: strict JSON, then its schema, then the domain.
///
/// # Errors
/// In this order: [`Reason::JsonMalformed`], [`Reason::JsonDuplicateMember`],
/// [`Reason::JsonTooDeep`], [`Reason::SchemaViolation`], [`Reason::RecordInvalid`] or
/// [`Reason::Expired`], each with the JSON pointer of the member where one can be named.
pub fn parse(payload: &[u8]) -> Result<Record, Refusal> {
    let document = parse_strict(payload, MOST_LEVELS)?;
    let record_type = document
        .get("type")
        .and_then(Value::as_str)
        .and_then(RecordType::from_code)
        .ok_or_else(|| Refusal::at(Reason::SchemaViolation, "/type"))?;
    schema::validate(record_type.code(), &document)?;
    let cancels = document.get("message").and_then(Value::as_str) == Some(Message::Cancel.code());
    let missing = missing_opinion(&document);
    let (envelope, body) = if cancels {
        let (envelope, body) = read::<CancellationTwin>(document)?;
        (envelope, Body::Cancellation(record_type, body))
    } else {
        read_body(record_type, document)?
    };
    let record = Record::new(envelope, body)?;
    missing.map_or(Ok(record), |index| Err(At::ROOT.member("assessment").index(index).invalid()))
}

fn read_body(record_type: RecordType, document: Value) -> Result<(Envelope, Body), Refusal> {
    Ok(match record_type {
        RecordType::Alert => {
            let (envelope, body) = read::<AlertTwin>(document)?;
            (envelope, Body::Alert(Box::new(body)))
        }
        RecordType::Sighting => {
            let (envelope, body) = read::<SightingTwin>(document)?;
            (envelope, Body::Sighting(Box::new(body)))
        }
        RecordType::Incident => {
            let (envelope, body) = read::<IncidentTwin>(document)?;
            (envelope, Body::Incident(Box::new(body)))
        }
        RecordType::Handover => {
            let (envelope, body) = read::<HandoverTwin>(document)?;
            (envelope, Body::Handover(Box::new(body)))
        }
        RecordType::Outcome => {
            let (envelope, body) = read::<OutcomeTwin>(document)?;
            (envelope, Body::Outcome(body))
        }
        RecordType::Receipt => {
            let (envelope, body) = read::<ReceiptTwin>(document)?;
            (envelope, Body::Receipt(body))
        }
    })
}

/// The schema has said yes, so an error here is a member that schema and twin see differently.
fn read<B: Twin + DeserializeOwned>(document: Value) -> Result<(Envelope, B::Domain), Refusal> {
    let twin: RecordTwin<B> =
        serde_json::from_value(document).map_err(|_| Reason::SchemaViolation)?;
    twin.read()
}

/// The first of the `assessment` pointers that leads nowhere.
fn missing_opinion(document: &Value) -> Option<usize> {
    let pointers = document.get("assessment")?.as_array()?;
    pointers.iter().position(|pointer| {
        let inside = pointer.as_str().filter(|text| BodyPointer::parse(text).is_ok());
        inside.is_none_or(|text| document.pointer(text).is_none())
    })
}

/// The JSON document of a record, which [`parse`] reads back into the same record.
pub fn to_json(record: &Record) -> Value {
    match &record.body {
        Body::Alert(body) => write::<AlertTwin>(record, body),
        Body::Sighting(body) => write::<SightingTwin>(record, body),
        Body::Incident(body) => write::<IncidentTwin>(record, body),
        Body::Handover(body) => write::<HandoverTwin>(record, body),
        Body::Outcome(body) => write::<OutcomeTwin>(record, body),
        Body::Receipt(body) => write::<ReceiptTwin>(record, body),
        Body::Cancellation(_, body) => write::<CancellationTwin>(record, body),
    }
}

fn write<B: Twin + Serialize>(record: &Record, body: &B::Domain) -> Value {
    let twin = RecordTwin::<B>::write(record.record_type(), &record.envelope, body);
    // Structs of strings, integers and finite numbers always have a JSON value.
    serde_json::to_value(twin).unwrap_or_default()
}

#[cfg(test)]
mod tests;
