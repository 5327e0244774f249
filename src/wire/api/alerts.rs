//! The alerts in force as JSON lines: a head, what ended, the alerts, and an end with the signature of the
//! exchange. What the signature says, and how it is checked, is in `samen_audit::snapshot`.
//! Absent: compression and transport.

use serde::{Deserialize, Serialize};

use super::feed::Delivery;
use crate::wire::problem::Problem;

/// The media type of the lines.
pub const MEDIA_TYPE: &str = "application/jsonl";

/// One line. Its only member says what it is and comes first, so that a line is known by its first bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum AlertsLine {
    /// The first line.
    Head(AlertsHead),
    /// Something that holds no more; all of these come before the first alert.
    Ended(AlertEnded),
    /// An alert in force, oldest first.
    Alert(Box<Delivery>),
    /// The last line.
    End(AlertsEnd),
    /// The exchange stops giving; nothing that came before counts.
    Refused(Box<Problem>),
}

/// Whose alerts, since when and up to when.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlertsHead {
    /// `snapshot`: these are all alerts in force. `delta`: these are the changes since `since`.
    pub kind: String,
    /// The name of the exchange.
    pub exchange: String,
    /// The partner whose alerts these are.
    pub partner: String,
    /// `actual`, `exercise` or `test`.
    pub status: String,
    /// The revision that was asked for.
    pub since: u64,
    /// The size of the log up to which this is complete: give it as `since` the next time.
    pub revision: u64,
    /// The signed checkpoint of exactly that size.
    pub checkpoint: String,
    /// How many alerts are to come. Some may end before their turn and are left out.
    pub expected: u64,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}

/// A record that holds no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlertEnded {
    /// Its id: delete every copy.
    pub id: String,
    /// `recalled` or `updated`.
    pub reason: String,
    /// The id of what took it back.
    pub by: String,
    /// The log index of what took it back.
    pub index: u64,
}

/// The end, without which nothing counts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlertsEnd {
    /// How many alerts came.
    pub alerts: u64,
    /// How many ended ones came.
    pub ended: u64,
    /// SHA-256 over all lines before this one, each with its line feed, in hexadecimal.
    pub sha256: String,
    /// A signed note of the log's key over all of it.
    pub signature: String,
}
