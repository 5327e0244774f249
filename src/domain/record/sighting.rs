//! The body of a sighting: what was seen of an alert, or by itself. Absent: matching (`plate`) and any
//! consequence: an inexact match is shown only with a person's answer beside it (Wpg 7a).

use super::at::At;
use super::code::codes;
use super::person::Person;
use super::place::Place;
use super::text::{Line, Text, Whole};
use super::vehicle::Vehicle;
use crate::domain::id::RecordId;
use crate::domain::plate::Plate;
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::redacted;
use crate::domain::time::Timestamp;

codes! {
    /// What a sighting says.
    SightingKind {
        /// It was seen.
        Seen = "seen",
        /// An earlier sighting was wrong.
        FalsePositive = "false_positive",
        /// It was seen and has left.
        Gone = "gone",
        /// Somebody looked, and it was not there.
        NotSeenChecked = "not_seen_checked",
    }
    /// How it was seen.
    Method {
        /// By a person.
        Person = "person",
        /// By a plate reader.
        Anpr = "anpr",
        /// On a camera, by a person.
        Cctv = "cctv",
    }
    /// How the reading fits the listed plate.
    Match {
        /// The same normal form.
        Exact = "exact",
        /// The same but for characters that readers mix up.
        OcrEquivalent = "ocr_equivalent",
    }
    /// Whether the listed description agrees with what a person sees.
    Agreement {
        /// It agrees.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// Nobody could tell.
        Unknown = "unknown",
    }
    /// A compass heading.
    Heading {
        /// North.
        N = "n",
        /// North-east.
        Ne = "ne",
        /// East.
        E = "e",
        /// South-east.
        Se = "se",
        /// South.
        S = "s",
        /// South-west.
        Sw = "sw",
        /// West.
        W = "w",
        /// North-west.
        Nw = "nw",
    }
}

/// Where it went.
#[derive(Clone, PartialEq, Eq)]
pub struct Direction {
    /// The heading.
    pub heading: Option<Heading>,
    /// Toward what.
    pub toward: Option<Line<120>>,
}

/// What was seen.
#[derive(Clone, PartialEq)]
pub struct Sighting {
    /// The alert it is about; `None` for a spontaneous one.
    pub of: Option<RecordId>,
    /// Said when it answers no alert.
    pub spontaneous: bool,
    /// What it says.
    pub kind: SightingKind,
    /// When first seen, or when the check began.
    pub first_seen: Timestamp,
    /// When last seen, or when the check ended.
    pub last_seen: Timestamp,
    /// Where.
    pub place: Place,
    /// Where it went.
    pub direction: Option<Direction>,
    /// How it was seen.
    pub method: Method,
    /// The camera, by the id that its keeper gives it.
    pub camera: Option<Line<64>>,
    /// What the reader read, as it read it.
    pub read_text: Option<Line<20>>,
    /// How sure the reader was, in percent.
    pub confidence_percent: Option<Whole<0, 100>>,
    /// How the reading fits the listed plate; `match` on the wire.
    pub matched: Option<Match>,
    /// Whether the description agrees.
    pub description_agrees: Option<Agreement>,
    /// The plate.
    pub plate: Option<Plate>,
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// The person.
    pub person: Option<Person>,
    /// Anything else.
    pub note: Option<Text<1000>>,
}

impl Sighting {
    pub(super) fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        at.member("of").require(self.of.is_some() != self.spontaneous)?;
        let something = self.plate.is_some() || self.vehicle.is_some() || self.person.is_some();
        at.require(!self.spontaneous || something)?;
        at.member("last_seen").require(self.first_seen <= self.last_seen)?;
        self.place.check(&at.member("place"))?;
        let read = self.read_text.is_some();
        at.member("read_text").require(read || self.method != Method::Anpr)?;
        at.member("confidence_percent").require(self.confidence_percent.is_none() || read)?;
        if self.matched.is_some() {
            at.member("match").require(self.of.is_some() && (read || self.plate.is_some()))?;
        }
        // A person has looked before an inexact reading travels as a sighting.
        let looked =
            self.matched != Some(Match::OcrEquivalent) || self.description_agrees.is_some();
        at.member("description_agrees").require(looked)
    }
}

redacted!(Sighting => "sighting", Direction => "direction");
