//! The rules that hold between members of one record, each refused at the member that breaks it.
//! Absent: the clock, other records, grants: whatever needs more than the record itself.

use super::at::At;
use super::body::Body;
use super::envelope::{Envelope, Message};
use super::vehicle::Vehicle;
use crate::domain::refusal::Refusal;
use crate::domain::time::{CLOCKS_DIFFER_MS, Timestamp};

/// Refuses a record that contradicts itself.
pub(super) fn check(envelope: &Envelope, body: &Body) -> Result<(), Refusal> {
    let root = At::ROOT;
    envelope.check(&root)?;
    root.member("message").require(is_cancellation(body) == cancels(envelope))?;
    check_members(envelope, body, &root)?;
    check_descriptions(body, &root.member("body"))?;
    if body.persons().next().is_some() {
        envelope.check_describes_person(&root)?;
    }
    check_times(envelope, body, &root.member("body"))
}

fn cancels(envelope: &Envelope) -> bool {
    envelope.message == Message::Cancel
}

fn is_cancellation(body: &Body) -> bool {
    matches!(body, Body::Cancellation(..))
}

fn check_members(envelope: &Envelope, body: &Body, root: &At<'_>) -> Result<(), Refusal> {
    let at = root.member("body");
    let references = root.member("references");
    match body {
        Body::Alert(alert) => alert.check(&at),
        Body::Sighting(sighting) => {
            sighting.check(&at)?;
            // What it answers is referred to, so that one check of references covers it.
            let answers: Vec<_> = sighting.of.into_iter().collect();
            references.require(envelope.message != Message::New || envelope.references == answers)
        }
        Body::Incident(incident) => incident.check(&at),
        Body::Handover(handover) => handover.check(envelope, root),
        Body::Outcome(_) => references.require(envelope.references.len() == 1),
        Body::Receipt(_) => {
            root.member("message").require(envelope.message == Message::New)?;
            references.require(envelope.references.len() == 1)
        }
        Body::Cancellation(of, _) => {
            root.member("message").require(*of != super::RecordType::Receipt)
        }
    }
}

fn check_descriptions(body: &Body, at: &At<'_>) -> Result<(), Refusal> {
    if let Body::Incident(incident) = body {
        let (persons, vehicles) = (at.member("persons"), at.member("vehicles"));
        for (index, person) in incident.persons.iter().enumerate() {
            person.check(&persons.index(index))?;
        }
        for (index, involved) in incident.vehicles.iter().enumerate() {
            let at = vehicles.index(index);
            check_vehicle(involved.vehicle.as_ref(), &at)?;
        }
        return Ok(());
    }
    check_vehicle(body.vehicles().next(), at)?;
    body.persons().next().map_or(Ok(()), |person| person.check(&at.member("person")))
}

fn check_vehicle(vehicle: Option<&Vehicle>, at: &At<'_>) -> Result<(), Refusal> {
    vehicle.map_or(Ok(()), |vehicle| vehicle.check(&at.member("vehicle")))
}

/// Nothing is told before it happened.
fn check_times(envelope: &Envelope, body: &Body, at: &At<'_>) -> Result<(), Refusal> {
    let latest = envelope.issued_at.plus_ms(CLOCKS_DIFFER_MS);
    let past = |moment: Timestamp, member| at.member(member).require(moment <= latest);
    match body {
        Body::Sighting(sighting) => past(sighting.last_seen, "last_seen"),
        Body::Incident(incident) => {
            past(incident.began_at, "began_at")?;
            incident.ended_at.map_or(Ok(()), |end| past(end, "ended_at"))?;
            let informed = incident.control_room.as_ref();
            informed.map_or(Ok(()), |told| {
                at.member("control_room").member("at").require(told.at <= latest)
            })
        }
        Body::Receipt(receipt) => past(receipt.at, "at"),
        _ => Ok(()),
    }
}
