//! Orders about retention and their answers: holds, releases, erasures, and audits that are done.
//! Absent: how long anything is kept.

use serde::{Deserialize, Serialize};

/// The body of `POST /v1/audit/holds`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// The record.
    pub record: String,
    /// One of the four use codes.
    pub use_code: String,
    /// On what ground, in the officer's own words.
    pub ground: String,
    /// When the hold ends by itself, RFC 3339 UTC; at most 366 days ahead.
    pub until: String,
}

/// The body of `POST /v1/audit/holds/releases` and `POST /v1/audit/erasures`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRequest {
    /// The record.
    pub record: String,
    /// One of the four use codes.
    pub use_code: String,
    /// On what ground, in the officer's own words.
    pub ground: String,
}

/// The answer to an order about a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OrderAnswer {
    /// The record.
    pub record: String,
    /// The log index of the entry by which the record came in.
    pub index: u64,
    /// Until when it is held, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The log index of the entry that the order left.
    pub entry: u64,
}

/// The body of `POST /v1/audit/closings`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseRequest {
    /// The last month whose audit is done, such as `2031-10`; not the present one.
    pub through: String,
    /// One of the four use codes.
    pub use_code: String,
    /// On what ground, in the officer's own words: which audit it was.
    pub ground: String,
}

/// The answer to a closing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CloseAnswer {
    /// The month.
    pub through: String,
    /// The log index of the entry that it left.
    pub entry: u64,
}
