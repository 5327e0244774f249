//! The body of a record, by type, and what every reader of bodies asks of it. Absent: the members of
//! each type (its own file) and rules that need the envelope (`rules`).

use std::fmt;

use super::RecordType;
use super::alert::Alert;
use super::answer::{Cancellation, Outcome, Receipt};
use super::component::{Component, Components};
use super::handover::Handover;
use super::incident::Incident;
use super::person::Person;
use super::place::Place;
use super::sighting::Sighting;
use super::vehicle::Vehicle;
use crate::domain::plate::Plate;

/// The body of a record.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// What to look out for.
    Alert(Box<Alert>),
    /// What was seen.
    Sighting(Box<Sighting>),
    /// What happened.
    Incident(Box<Incident>),
    /// What is handed over.
    Handover(Box<Handover>),
    /// What came of it.
    Outcome(Outcome),
    /// What a receiver did.
    Receipt(Receipt),
    /// Why records of this type are taken back.
    Cancellation(RecordType, Cancellation),
}

impl Body {
    /// The type of the record that has this body.
    pub fn record_type(&self) -> RecordType {
        match self {
            Self::Alert(_) => RecordType::Alert,
            Self::Sighting(_) => RecordType::Sighting,
            Self::Incident(_) => RecordType::Incident,
            Self::Handover(_) => RecordType::Handover,
            Self::Outcome(_) => RecordType::Outcome,
            Self::Receipt(_) => RecordType::Receipt,
            Self::Cancellation(of, _) => *of,
        }
    }

    /// Every whole plate.
    pub fn plates(&self) -> impl Iterator<Item = &Plate> {
        let one = match self {
            Self::Alert(alert) => alert.plate.as_ref(),
            Self::Sighting(sighting) => sighting.plate.as_ref(),
            Self::Handover(handover) => handover.plate.as_ref(),
            _ => None,
        };
        one.into_iter().chain(self.involved().iter().filter_map(|involved| involved.plate.as_ref()))
    }

    /// Every description of a vehicle.
    pub fn vehicles(&self) -> impl Iterator<Item = &Vehicle> {
        let one = match self {
            Self::Alert(alert) => alert.vehicle.as_ref(),
            Self::Sighting(sighting) => sighting.vehicle.as_ref(),
            Self::Handover(handover) => handover.vehicle.as_ref(),
            _ => None,
        };
        let many = self.involved().iter().filter_map(|involved| involved.vehicle.as_ref());
        one.into_iter().chain(many)
    }

    /// Every description of a person.
    pub fn persons(&self) -> impl Iterator<Item = &Person> {
        let (one, many): (Option<&Person>, &[Person]) = match self {
            Self::Alert(alert) => (alert.person.as_ref(), &[]),
            Self::Sighting(sighting) => (sighting.person.as_ref(), &[]),
            Self::Handover(handover) => (handover.person.as_ref(), &[]),
            Self::Incident(incident) => (None, &incident.persons),
            _ => (None, &[]),
        };
        one.into_iter().chain(many)
    }

    /// The place of what is told, if the type has one.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Sighting(sighting) => Some(&sighting.place),
            Self::Incident(incident) => Some(&incident.place),
            Self::Handover(handover) => handover.place.as_ref(),
            _ => None,
        }
    }

    /// The components that are filled in.
    pub fn components(&self) -> Components {
        let seen_at =
            |person: &Person| person.last_seen.as_ref().is_some_and(|seen| seen.place.is_some());
        let filled = [
            (Component::Plate, self.plates().next().is_some()),
            (Component::Vehicle, self.vehicles().next().is_some()),
            (Component::Person, self.persons().next().is_some()),
            (Component::Place, self.place().is_some() || self.persons().any(seen_at)),
        ];
        filled.into_iter().filter_map(|(component, there)| there.then_some(component)).collect()
    }

    fn involved(&self) -> &[super::incident::Involved] {
        match self {
            Self::Incident(incident) => &incident.vehicles,
            _ => &[],
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (redacted)", self.record_type().code())
    }
}
