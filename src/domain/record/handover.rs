//! The body of a handover: work that guards pass on to police. Absent: who may answer it (`grant`).

use super::at::At;
use super::code::codes;
use super::envelope::{Envelope, Message};
use super::person::{Person, WeaponKind};
use super::place::Place;
use super::text::{Contact, Text, Whole};
use super::vehicle::Vehicle;
use crate::domain::lmc::LmcCode;
use crate::domain::plate::Plate;
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::redacted;

codes! {
    /// The work that is handed over.
    HandoverKind {
        /// A call that was taken.
        Call = "call",
        /// A visitor who was received.
        Visitor = "visitor",
        /// An alarm.
        Alarm = "alarm",
        /// Something found on patrol.
        Patrol = "patrol",
        /// Something seen on camera or by a plate reader.
        Camera = "camera",
        /// A request for an appointment with the district officer.
        Appointment = "appointment",
    }
    /// How far it is. A handover starts as offered; answering records move it on.
    HandoverState {
        /// Offered by the firm.
        Offered = "offered",
        /// Taken by police.
        Accepted = "accepted",
        /// Not taken.
        Declined = "declined",
        /// Done.
        Completed = "completed",
    }
    /// The list behind a plate reader's hit.
    AnprList {
        /// An alert of the exchange.
        Alert = "alert",
        /// Stolen vehicles.
        Stolen = "stolen",
        /// A list of the site itself.
        Site = "site",
    }
}

/// What is handed over.
#[derive(Clone, PartialEq)]
pub struct Handover {
    /// The work.
    pub kind: HandoverKind,
    /// How far it is.
    pub state: HandoverState,
    /// Classification.
    pub lmc: Option<LmcCode>,
    /// Where.
    pub place: Option<Place>,
    /// The plate.
    pub plate: Option<Plate>,
    /// The vehicle.
    pub vehicle: Option<Vehicle>,
    /// The person.
    pub person: Option<Person>,
    /// The list behind a plate reader's hit.
    pub anpr_list: Option<AnprList>,
    /// Weapon that was seen.
    pub weapon: Option<WeaponKind>,
    /// Number of offenders.
    pub offenders: Option<Whole<0, 99>>,
    /// Whether somebody was caught in the act.
    pub caught_in_act: Option<bool>,
    /// Whether police can watch live.
    pub live_view: Option<bool>,
    /// Whether a key holder is on the way.
    pub key_holder_coming: Option<bool>,
    /// Whom to call back.
    pub call_back: Option<Contact>,
    /// In words.
    pub note: Option<Text<2000>>,
}

impl Handover {
    pub(super) fn check(&self, envelope: &Envelope, root: &At<'_>) -> Result<(), Refusal> {
        let at = root.member("body");
        if self.state == HandoverState::Offered {
            at.member("note").require(self.note.is_some() || self.lmc.is_some())?;
            at.member("lmc").require(self.lmc.is_some() || self.kind != HandoverKind::Alarm)?;
            let calls = matches!(self.kind, HandoverKind::Call | HandoverKind::Appointment);
            at.member("call_back").require(self.call_back.is_some() || !calls)?;
        } else {
            at.member("state").require(envelope.message == Message::New)?;
            root.member("references").require(envelope.references.len() == 1)?;
        }
        self.place.as_ref().map_or(Ok(()), |place| place.check(&at.member("place")))
    }
}

redacted!(Handover => "handover");
