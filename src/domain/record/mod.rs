//! A record as the exchange understands it: an envelope and a body that do not contradict each other.
//! Absent: JSON and signatures (`wire`, `samen-audit`), the clock, grants, and anything stored.

pub mod alert;
pub mod answer;
pub mod at;
mod body;
pub mod code;
pub mod component;
mod envelope;
pub mod grading;
pub mod handover;
pub mod incident;
pub mod person;
pub mod place;
pub mod render;
mod rules;
pub mod sighting;
pub mod text;
pub mod vehicle;

use std::ops::Deref;

pub use body::Body;
pub use component::{Component, Components};
pub use envelope::{Audience, Envelope, Message, Status};
pub use grading::HandlingCode;

use super::geo::Area;
use super::id::RecordId;
use super::plate::Plate;
use super::refusal::Refusal;
use super::time::{CLOCKS_DIFFER_MS, OBSERVED_WAITS_MS};
use code::codes;

codes! {
    /// The type of a record.
    RecordType {
        /// Police ask firms to look out for something.
        Alert = "alert",
        /// Something was seen.
        Sighting = "sighting",
        /// Something happened.
        Incident = "incident",
        /// Work is passed on.
        Handover = "handover",
        /// What came of a report.
        Outcome = "outcome",
        /// What a receiver did with a record.
        Receipt = "receipt",
    }
}

/// The one version of the format.
pub const VERSION: u32 = 1;

/// What a record joins. By itself it promises nothing; inside a [`Record`] it holds together.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The members that every record has.
    pub envelope: Envelope,
    /// The members of its type.
    pub body: Body,
}

/// A record that holds together: made only by [`Record::new`], read through [`Parts`], never changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Record(Parts);

impl Deref for Record {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Record {
    /// Joins an envelope and a body.
    ///
    /// # Errors
    /// [`Reason::RecordInvalid`](super::refusal::Reason::RecordInvalid) with the JSON pointer of the
    /// member that contradicts another, or
    /// [`Reason::Expired`](super::refusal::Reason::Expired) when it expires before it was issued.
    pub fn new(envelope: Envelope, body: Body) -> Result<Self, Refusal> {
        rules::check(&envelope, &body)?;
        Ok(Self(Parts { envelope, body }))
    }

    /// Identifier.
    pub fn id(&self) -> RecordId {
        self.envelope.id
    }

    /// Type; a cancellation has the type of what it takes back.
    pub fn record_type(&self) -> RecordType {
        self.body.record_type()
    }

    /// Every whole plate in the body.
    pub fn plates(&self) -> impl Iterator<Item = &Plate> {
        self.body.plates()
    }

    /// The components that are filled in.
    pub fn components(&self) -> Components {
        self.body.components()
    }

    /// Where it applies: the area of the envelope, else a circle around the place of the body.
    pub fn area(&self) -> Option<Area> {
        self.envelope.area.clone().or_else(|| self.body.place().and_then(place::Place::area))
    }

    /// The records that this one answers: for a new record all that it refers to, and for an updated
    /// sighting the alert that it is still about.
    pub fn answers(&self) -> impl Iterator<Item = RecordId> {
        let referred: &[RecordId] = match self.envelope.message {
            Message::New => &self.envelope.references,
            Message::Update | Message::Cancel => &[],
        };
        let about = match &self.body {
            Body::Sighting(sighting) if referred.is_empty() => sighting.of,
            _ => None,
        };
        referred.iter().copied().chain(about)
    }

    /// How long after it was signed it may still be sent, in milliseconds. A new sighting or incident says
    /// what was observed, which stays true while the line is down; everything else is about the present.
    pub fn may_wait_ms(&self) -> i64 {
        let is_observed = matches!(self.record_type(), RecordType::Sighting | RecordType::Incident);
        let is_new = self.envelope.message == Message::New;
        if is_observed && is_new { OBSERVED_WAITS_MS } else { CLOCKS_DIFFER_MS }
    }

    /// The records that this one updates or cancels.
    pub fn replaces(&self) -> &[RecordId] {
        match self.envelope.message {
            Message::New => &[],
            Message::Update | Message::Cancel => &self.envelope.references,
        }
    }
}

#[cfg(test)]
mod tests;
