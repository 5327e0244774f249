//! The body of an alert: what police ask firms to look out for. Absent: the list of alerts in force.

use super::at::At;
use super::code::codes;
use super::person::Person;
use super::text::{Contact, Text, Whole};
use super::vehicle::Vehicle;
use crate::domain::plate::Plate;
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::redacted;

codes! {
    /// Why something or somebody is looked for.
    AlertReason {
        /// Wanted for an offence.
        Wanted = "wanted",
        /// Stolen vehicle.
        StolenVehicle = "stolen_vehicle",
        /// Stolen or copied plates.
        FalsePlates = "false_plates",
        /// Burglary.
        Burglary = "burglary",
        /// Theft, from shops included.
        Theft = "theft",
        /// Robbery.
        Robbery = "robbery",
        /// Violence or threat.
        Violence = "violence",
        /// Arson or explosion.
        Arson = "arson",
        /// Dealing in drugs.
        Drugs = "drugs",
        /// Disturbance of public order.
        Disorder = "disorder",
        /// Missing person.
        Missing = "missing",
        /// Forbidden to be in this place.
        Ban = "ban",
        /// Anything else; the text says what.
        Other = "other",
    }
    /// What a guard is asked to do.
    AlertAction {
        /// Watch without being noticed, and report.
        SilentObserve = "silent_observe",
        /// Watch and report.
        ObserveReport = "observe_report",
        /// Call the control room at once.
        CallControlRoom = "call_control_room",
        /// Keep away and call the control room.
        DoNotApproach = "do_not_approach",
    }
    /// Danger to a guard. Never about health.
    Warning {
        /// Armed.
        Armed = "armed",
        /// Carries a firearm.
        Firearm = "firearm",
        /// Violent.
        Violent = "violent",
        /// Likely to run or drive away.
        EscapeRisk = "escape_risk",
        /// Drives without regard for others.
        DangerousDriving = "dangerous_driving",
        /// Several people together.
        Group = "group",
        /// Dangerous dog.
        Dog = "dog",
        /// Explosives or fire.
        Explosives = "explosives",
    }
}

/// Why, as a code with perhaps a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Ground {
    /// The code.
    pub code: AlertReason,
    /// In words.
    pub text: Option<Text<500>>,
}

/// What to look out for.
#[derive(Clone, PartialEq)]
pub struct Alert {
    /// A whole plate.
    pub plate: Option<Plate>,
    /// A vehicle.
    pub vehicle: Option<Vehicle>,
    /// A person.
    pub person: Option<Person>,
    /// Why.
    pub reason: Ground,
    /// What to do.
    pub action: AlertAction,
    /// Dangers; none twice.
    pub warnings: Vec<Warning>,
    /// 1 is the most urgent.
    pub priority: Whole<1, 5>,
    /// How to reach the control room.
    pub call: Contact,
}

impl Alert {
    pub(super) fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        at.require(self.plate.is_some() || self.vehicle.is_some() || self.person.is_some())?;
        super::envelope::once(&self.warnings, &at.member("warnings"))?;
        let told = self.reason.code != AlertReason::Other || self.reason.text.is_some();
        at.member("reason").member("text").require(told)
    }
}

redacted!(Alert => "alert", Ground => "ground");
