//! The body of an incident report. Absent: the evidence itself; only its digest and keeper are here.

use super::at::At;
use super::code::codes;
use super::person::Person;
use super::place::Place;
use super::text::{Line, Text};
use super::vehicle::Vehicle;
use crate::domain::id::PartnerId;
use crate::domain::lmc::LmcCode;
use crate::domain::plate::Plate;
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::redacted;
use crate::domain::time::Timestamp;

codes! {
    /// What a part of the narrative tells, so that fact and hearsay stay apart (LED Art. 7).
    NarrativePart {
        /// What the author saw.
        Observation = "observation",
        /// What somebody said.
        Statement = "statement",
        /// What was done.
        Action = "action",
        /// What was damaged or is missing.
        Damage = "damage",
        /// What was known before.
        Background = "background",
    }
    /// Kind of evidence.
    EvidenceKind {
        /// Still image.
        Image = "image",
        /// Video.
        Video = "video",
        /// Sound.
        Audio = "audio",
        /// Document.
        Document = "document",
        /// Log of a system.
        Log = "log",
        /// A thing that is kept; the digest is of its description.
        Object = "object",
    }
}

/// One part of the narrative.
#[derive(Clone, PartialEq, Eq)]
pub struct Narrative {
    /// What it tells.
    pub part: NarrativePart,
    /// The telling.
    pub text: Text<4000>,
}

/// A vehicle that was involved: its plate, its description, or both.
#[derive(Clone, PartialEq, Eq)]
pub struct Involved {
    /// The plate.
    pub plate: Option<Plate>,
    /// The description.
    pub vehicle: Option<Vehicle>,
}

/// That the control room was told already.
#[derive(Clone, PartialEq, Eq)]
pub struct Informed {
    /// When.
    pub at: Timestamp,
    /// The number that the control room gave it.
    pub reference: Option<Line<64>>,
}

/// Evidence that stays where it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Kind.
    pub kind: EvidenceKind,
    /// The partner that keeps it.
    pub held_by: PartnerId,
    /// Until when it is kept.
    pub retain_until: Timestamp,
}

/// What happened.
#[derive(Clone, PartialEq)]
pub struct Incident {
    /// Classification.
    pub lmc: LmcCode,
    /// When it began.
    pub began_at: Timestamp,
    /// When it ended; absent while it goes on.
    pub ended_at: Option<Timestamp>,
    /// Where.
    pub place: Place,
    /// The telling, in parts; 1 to 20.
    pub narrative: Vec<Narrative>,
    /// The people involved; at most ten.
    pub persons: Vec<Person>,
    /// The vehicles involved; at most ten.
    pub vehicles: Vec<Involved>,
    /// Whether somebody was caught in the act.
    pub caught_in_act: bool,
    /// That the control room knows.
    pub control_room: Option<Informed>,
    /// Evidence; at most twenty.
    pub evidence: Vec<Evidence>,
}

impl Incident {
    pub(super) fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        at.member("ended_at").require(self.ended_at.is_none_or(|end| self.began_at <= end))?;
        at.member("narrative").require(!self.narrative.is_empty())?;
        let vehicles = at.member("vehicles");
        for (index, involved) in self.vehicles.iter().enumerate() {
            let named = involved.plate.is_some() || involved.vehicle.is_some();
            vehicles.index(index).require(named)?;
        }
        self.place.check(&at.member("place"))
    }
}

redacted!(
    Incident => "incident",
    Narrative => "narrative",
    Involved => "vehicle",
    Informed => "control room",
    Evidence => "evidence",
);
