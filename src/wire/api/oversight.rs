//! What an officer asks of a whole period, and the answers.
//! Absent: single entries (`audit`), and signs of misuse (`flags`).

use serde::{Deserialize, Serialize};

use super::audit::AuditEntry;
use super::search::{About, StandingNow};

/// The body of `POST /v1/audit/samples`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SampleRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
    /// 4 to 128 characters that the officer could not choose to fit, such as the drawing of a lottery.
    pub seed: String,
    /// How many entries to draw, 1 to 200.
    pub size: u32,
    /// At or after, RFC 3339 UTC.
    pub from: String,
    /// Before, RFC 3339 UTC; not later than now.
    pub to: String,
    /// Of this partner only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
    /// Whether the indexes that were drawn from come along, so that others can repeat the draw.
    #[serde(default)]
    pub population: bool,
}

/// A sample.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SampleAnswer {
    /// Its number: the log index of the entry that drawing it left.
    pub sample: u64,
    /// From how many entries it was drawn.
    pub population: u64,
    /// SHA-256 over their indexes in decimal, ascending, each with a newline, in hexadecimal.
    pub population_sha256: String,
    /// Their indexes, when they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<u64>,
    /// The entries drawn, each to be reviewed.
    pub chosen: Vec<AuditEntry>,
}

/// How far the review of a sample has come: the answer to `POST /v1/audit/samples/{index}/progress`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProgressAnswer {
    /// The sample.
    pub sample: u64,
    /// How many of its entries have a verdict.
    pub reviewed: u64,
    /// Its entries.
    pub rows: Vec<ProgressRow>,
    /// How many have which verdict.
    pub verdicts: Vec<VerdictCount>,
    /// The log index of the entry that this question left.
    pub entry: u64,
}

/// One entry of a sample.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProgressRow {
    /// Its log index.
    pub index: u64,
    /// The newest verdict on it.
    pub review: Option<ReviewRow>,
}

/// A verdict.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewRow {
    /// `in-order`, `unclear` or `not-in-order`.
    pub verdict: String,
    /// The officer's note.
    pub note: String,
    /// By whom.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// The log index of the review.
    pub entry: u64,
}

/// How many entries have a verdict.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictCount {
    /// The verdict.
    pub verdict: String,
    /// How many.
    pub entries: u64,
}

/// The body of `POST /v1/audit/reviews`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// The log index of the entry that was looked into.
    pub entry: u64,
    /// `in-order`, `unclear` or `not-in-order`.
    pub verdict: String,
    /// What was found, in the officer's own words, 10 to 500 characters.
    pub note: String,
}

/// The answer to a review.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewAnswer {
    /// The log index of the review.
    pub entry: u64,
}

/// The body of `POST /v1/audit/overviews`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OverviewRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
    /// The year, by UTC.
    pub year: u32,
    /// A month of it, 1 to 12; the whole year when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<u32>,
    /// Whether the entries are counted again, to check the numbers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recount: bool,
}

/// The numbers of a year or a month.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OverviewAnswer {
    /// At or after, RFC 3339.
    pub from: String,
    /// Before.
    pub to: String,
    /// The partners that it is about.
    pub partners: Vec<String>,
    /// How many entries the numbers are of.
    pub read: u64,
    /// The log index of the first entry that is counted; entries before it were made before there were
    /// counts.
    pub counted_from: u64,
    /// The tables, also empty ones, always in the same order.
    pub tables: Vec<OverviewTable>,
    /// The months of the period, such as `2026-01`, in order.
    #[serde(default)]
    pub months: Vec<String>,
    /// The tables month by month, without recalls and corrections, which have a period and no month.
    #[serde(default)]
    pub series: Vec<OverviewSeries>,
    /// What counting the entries again has shown, when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recount: Option<Recount>,
    /// The log index of the entry that this question left.
    pub entry: u64,
}

/// The entries counted again, against the numbers of the overview. Recalls and corrections are not among
/// them: they are told from their index either way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Recount {
    /// How many entries were counted again.
    pub entries: u64,
    /// Whether every number is the same.
    pub agrees: bool,
    /// The numbers that are not.
    pub differences: Vec<Difference>,
}

/// One number that a recount finds otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Difference {
    /// The table.
    pub table: String,
    /// Its row.
    pub key: String,
    /// The number of the overview.
    pub counted: u64,
    /// The number of entries.
    pub recounted: u64,
}

/// One table of numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OverviewTable {
    /// `disclosures-by-purpose`, `refusals-by-reason`, ...
    pub table: String,
    /// Its rows by key.
    pub rows: Vec<CountRow>,
}

/// One number.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CountRow {
    /// What was counted: a purpose, a grant, a partner, a reason.
    pub key: String,
    /// How many.
    pub count: u64,
}

/// One table of numbers, month by month.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OverviewSeries {
    /// The table.
    pub table: String,
    /// The rows that it has over the whole period, by key.
    pub rows: Vec<SeriesRow>,
}

/// One number, month by month.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SeriesRow {
    /// What was counted.
    pub key: String,
    /// How many in each of the months of the answer.
    pub counts: Vec<u64>,
}

/// The body of `POST /v1/audit/subjects`: exactly one of plate and record.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubjectRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
    /// The plate of the one who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// A record about the one who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// Everything that concerns one data subject, within the officer's scope.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubjectAnswer {
    /// Records that carry the plate, or the one that was asked about, oldest first.
    pub records: Vec<SubjectRecord>,
    /// What was done with them, and who searched for the plate, oldest first.
    pub events: Vec<SubjectEvent>,
    /// The log index of the entry that this question left.
    pub entry: u64,
}

/// One record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubjectRecord {
    /// Its log index.
    pub index: u64,
    /// What it is.
    pub about: About,
    /// Whether it is in force.
    pub standing: StandingNow,
    /// The partners that received it.
    pub recipients: Vec<String>,
    /// Whether and on which ground it may be withheld from the citizen.
    pub may_withhold: Option<MayWithhold>,
}

/// One entry about the subject.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SubjectEvent {
    /// The entry.
    #[serde(flatten)]
    pub shown: AuditEntry,
    /// Whether and on which ground it may be withheld from the citizen.
    pub may_withhold: Option<MayWithhold>,
}

/// A ground on which the officer may withhold something. It is the officer who decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MayWithhold {
    /// `led-15-1-a`, `led-15-1-b` or `led-15-1-c`: the letter of LED art. 15(1).
    pub ground: String,
    /// Why, in a sentence with the article.
    pub why: String,
}
