//! Searches and opened records.
//! Absent: what a caller may see, which is decided before any of these answers is made.

use serde::{Deserialize, Serialize};

use super::reading::ReadingBody;

/// The body of `POST /v1/searches`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// Why.
    pub reading: ReadingBody,
    /// For what: at least one member.
    pub query: SearchQuery,
    /// From the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The most results on a page, 1 to 100; 50 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What is searched for; members given together all have to fit.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SearchQuery {
    /// A plate as read; confusable characters are graded in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// Record types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Circle>,
    /// Issued at or after, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Issued before, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// A case number of the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// `actual` when left out; exercises and tests are only found when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Ids of records, at most 50: what answers one of them is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers_to: Vec<String>,
}

/// A point and a radius.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Meters.
    pub radius_m: u32,
}

/// The answer to a search.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SearchAnswer {
    /// The records found, newest first.
    pub results: Vec<Found>,
    /// The cursor of the next page, when there is one.
    pub next: Option<String>,
    /// The log index of the entry that this search left.
    pub entry: u64,
}

/// One record found: what it is, not what it says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Found {
    /// Log index of its submission.
    pub index: u64,
    /// What it is.
    #[serde(flatten)]
    pub about: About,
    /// For a searched plate: `exact`, or `ocr_equivalent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// For `ocr_equivalent`: the differing positions, from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<u8>,
    /// Of the records asked for in `answers_to`, those that this one answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// Whether it is in force.
    pub standing: StandingNow,
}

/// What is known about a record without opening it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct About {
    /// Its id.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub record_type: String,
    /// `actual`, `exercise` or `test`.
    pub status: String,
    /// `new`, `update` or `cancel`.
    pub message: String,
    /// Who sent it.
    pub issuer: String,
    /// For what purpose.
    pub purpose: String,
    /// Under which grant.
    pub grant: String,
    /// When, RFC 3339 UTC.
    pub issued_at: String,
    /// Until when, RFC 3339 UTC.
    pub expires_at: String,
}

/// Whether a record still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StandingNow {
    /// `in-force`, `updated`, `recalled` or `expired`.
    pub state: String,
    /// The records that updated or recalled it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
}

/// The answer to an opened record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OpenAnswer {
    /// Log index of its submission.
    pub index: u64,
    /// What it is.
    #[serde(flatten)]
    pub about: About,
    /// The JWS as its author signed it, byte for byte.
    pub jws: String,
    /// Whether it is in force.
    pub standing: StandingNow,
    /// For its issuer: how far each recipient has got.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<DeliveryState>,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}

/// How far one recipient has got with a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DeliveryState {
    /// The recipient.
    pub partner: String,
    /// `sent`, `delivered`, `read` or `deleted`.
    pub state: String,
    /// When the exchange took in the receipt that says deleted, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<String>,
    /// Since when the deletion of what was recalled or corrected is late, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_since: Option<String>,
}
