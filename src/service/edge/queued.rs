//! What the queue keeps of a signed sighting: the very bytes that are sent, in whose name, and why they
//! were refused. Absent: sealing, files and sending.

use serde::{Deserialize, Serialize};

use crate::domain::sensitive::redacted;

/// A signed sighting that waits for the exchange, or was refused.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queued {
    /// The id of the record.
    pub record: String,
    /// The JWS as signed: the same bytes every time, so that it is accepted once.
    pub jws: String,
    /// Who compared, named towards the exchange.
    pub person: Option<String>,
    /// The type of the problem, when it was refused for good.
    pub problem: Option<String>,
}

impl Queued {
    /// As it is put.
    pub fn encode(&self) -> Vec<u8> {
        // Strings always have a JSON form.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The inverse; `None` for bytes that were never put.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

redacted!(Queued => "queued sighting");
