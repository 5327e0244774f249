//! What the exchange has registered about the one who asks.
//! Absent: how it was registered (`registry`).

use serde::{Deserialize, Serialize};

use super::registry::{CertificateShown, KeyShown, PartnerBody, PersonBody};

/// The answer to `GET /v1/self`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SelfAnswer {
    /// The name of the exchange, which records and proofs are meant for.
    pub exchange: String,
    /// The code of its profile, such as `nl`.
    pub profile: String,
    /// Its clock, RFC 3339 UTC.
    pub now: String,
    /// The partner.
    pub partner: PartnerBody,
    /// The person or system on whose behalf is asked.
    pub person: PersonBody,
    /// The system that named the person, when it was not the person's own certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asserted_by: Option<String>,
    /// The certificate on the connection.
    pub certificate: CertificateShown,
    /// The signing keys of the person or system, those included that count no more.
    pub keys: Vec<KeyShown>,
    /// Whether the partner is in its trial period, with half of the usual limits.
    pub on_trial: bool,
    /// What the partner may do in a minute, now.
    pub limits: MetersShown,
    /// The names of the actions that kind and role have.
    pub actions: Vec<String>,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}

/// Requests a minute, by meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MetersShown {
    /// Records and signed receipts coming in.
    pub submissions: u32,
    /// Searches and opened records.
    pub searches: u32,
    /// Feeds, snapshots and evidence.
    pub deliveries: u32,
    /// Grants and registrations.
    pub administration: u32,
}
