//! How far recalls and corrections have got, as a data protection officer asks and sees it.
//! Absent: the text of the records.

use serde::{Deserialize, Serialize};

/// The body of `POST /v1/audit/recalls`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecallsRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
    /// Which recalls; all of the partners in scope when nothing is said.
    #[serde(default)]
    pub query: RecallsQuery,
    /// From the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The most recalls on a page, 1 to 200; 50 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Which recalls and corrections; members given together all have to fit.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecallsQuery {
    /// Those of this record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Those by this partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
    /// Only those that somebody who received a record has not completed yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// The answer to a question about recalls.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecallsAnswer {
    /// The recalls and corrections found, newest first.
    pub recalls: Vec<RecallRow>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// The log index of the entry that this question left.
    pub entry: u64,
}

/// One recall or correction.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecallRow {
    /// Log index of its submission.
    pub index: u64,
    /// Its record id.
    pub by: String,
    /// `recall` or `correction`.
    pub kind: String,
    /// When the exchange took it in, RFC 3339 UTC.
    pub at: String,
    /// Who sent it.
    pub issuer: String,
    /// For what purpose.
    pub purpose: String,
    /// What it took back or corrected.
    pub records: Vec<RecalledRecord>,
}

/// One record that was taken back or corrected.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecalledRecord {
    /// Its id.
    pub id: String,
    /// Log index of its submission.
    pub index: u64,
    /// Whether everybody who received it has deleted it.
    pub complete: bool,
    /// Every partner that received it.
    pub partners: Vec<Completion>,
}

/// How far one partner has got.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Completion {
    /// The partner.
    pub partner: String,
    /// `deleted`, `due`, or `late`.
    pub state: String,
    /// When it first acknowledged the recall itself, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<String>,
    /// When the exchange took in its signed receipt that says deleted, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<String>,
    /// Since when the deletion is late, or was when it came, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_since: Option<String>,
}
