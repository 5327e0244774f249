//! How sure a sender is (3x5x2 grading), who a described person is to the case (LED Art. 6), and how
//! a record may be handled. Absent: what a grant allows of it (`grant`).

use super::at::At;
use super::code::codes;
use super::text::{Text, Whole};
use crate::domain::refusal::Refusal;

codes! {
    /// How far the information itself can be trusted (3x5x2, second element).
    Information {
        /// Known directly to the source.
        Direct = "A",
        /// Known indirectly, and corroborated.
        Corroborated = "B",
        /// Known indirectly.
        Indirect = "C",
        /// Not known.
        Unknown = "D",
        /// Suspected to be false.
        SuspectedFalse = "E",
    }
    /// Whether sharing is free within the law or bound to conditions (3x5x2, third element).
    Sharing {
        /// Lawful sharing permitted.
        Permitted = "P",
        /// Lawful sharing permitted with conditions, which `handling` then names.
        Conditional = "C",
    }
    /// What the described person is to the case, as LED Art. 6 tells them apart.
    SubjectCategory {
        /// Serious grounds to believe that the person committed or is about to commit an offence.
        Suspect = "suspect",
        /// Convicted of an offence.
        Convicted = "convicted",
        /// Victim, or likely to be one.
        Victim = "victim",
        /// Witness, contact or another party.
        Other = "other",
    }
    /// Handling code, as Europol uses them.
    HandlingCode {
        /// For the purpose of the record, within the law.
        H0 = "H0",
        /// Not to be used as evidence without permission of the provider.
        H1 = "H1",
        /// Not to be passed on without permission of the provider.
        H2 = "H2",
        /// Other restrictions, which the conditions name.
        H3 = "H3",
    }
}

/// The 3x5x2 grading of a piece of information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grading {
    /// The source: 1 reliable, 2 untested, 3 not reliable.
    pub source: Whole<1, 3>,
    /// The information.
    pub information: Information,
    /// The sharing.
    pub sharing: Sharing,
}

/// What receivers may do with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handling {
    /// The code.
    pub code: HandlingCode,
    /// Free conditions, at most ten.
    pub conditions: Vec<Text<200>>,
    /// Whether a receiver may pass the record on.
    pub onward: bool,
}

impl Handling {
    pub(super) fn check(&self, grading: Option<&Grading>, at: &At<'_>) -> Result<(), Refusal> {
        let conditional = self.code == HandlingCode::H3
            || grading.is_some_and(|grading| grading.sharing == Sharing::Conditional);
        at.member("conditions").require(!conditional || !self.conditions.is_empty())?;
        at.member("onward").require(!(self.onward && self.code == HandlingCode::H2))
    }
}
