//! The bodies that answer or end other records: outcome, receipt and cancellation. None describes a
//! person, vehicle or plate: what they are about is in the record they refer to.

use super::code::codes;
use super::text::Text;
use crate::domain::sensitive::redacted;
use crate::domain::time::Timestamp;

codes! {
    /// What came of a report.
    OutcomeCode {
        /// It was right.
        Confirmed = "confirmed",
        /// Another vehicle.
        WrongVehicle = "wrong_vehicle",
        /// The plate was misread.
        Misread = "misread",
        /// It was right and could not be stopped.
        NotStopped = "not_stopped",
        /// It was resolved before.
        AlreadyResolved = "already_resolved",
        /// Nothing was done.
        NoAction = "no_action",
        /// Thanks.
        Thanks = "thanks",
    }
    /// What a receiver did with a record.
    ReceiptState {
        /// It has arrived.
        Delivered = "delivered",
        /// A person has read it.
        Read = "read",
        /// It has been deleted, after a recall.
        Deleted = "deleted",
    }
    /// Why a record is taken back.
    CancelReason {
        /// It has served its purpose.
        Resolved = "resolved",
        /// It was wrong (LED Art. 7(3)).
        Mistaken = "mistaken",
        /// It should not have been shared (LED Art. 16).
        Unlawful = "unlawful",
        /// Another record takes its place.
        Superseded = "superseded",
    }
}

/// What came of the one record that is referred to.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The code.
    pub code: OutcomeCode,
    /// In words.
    pub text: Option<Text<1000>>,
}

/// What a receiver did with the one record that is referred to.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// What was done.
    pub state: ReceiptState,
    /// When.
    pub at: Timestamp,
}

/// Why the records that are referred to are taken back. It replaces the body of the record's type, so
/// that taking something back never repeats it.
#[derive(Clone, PartialEq, Eq)]
pub struct Cancellation {
    /// The code.
    pub reason: CancelReason,
    /// In words.
    pub text: Option<Text<500>>,
}

redacted!(Outcome => "outcome", Receipt => "receipt", Cancellation => "cancellation");
