//! Questions to the audit log and their answers.
//! Absent: the scope of the one who asks.

use serde::{Deserialize, Serialize};

/// The body of `POST /v1/audit/searches`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditSearchRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
    /// What is asked; at least one member.
    pub query: AuditQuery,
    /// From the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The most entries on a page, 1 to 200; 50 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What is asked of the log; members given together all have to fit.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// Entries about this record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Entries about this plate: sent, searched for, or shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// Entries of this partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
    /// Entries of this person of that partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Entries for this purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Entries that rest on this grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
    /// Entries for this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Entries of this operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Entries of this action, such as `record.search`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// At or after, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Before, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// The answer to an audit search.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AuditAnswer {
    /// The entries found, newest first.
    pub entries: Vec<AuditEntry>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// The log index of the entry that this question left.
    pub entry: u64,
}

/// One entry as shown: its index and its fields by name.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// Its log index.
    pub index: u64,
    /// `time`, `operation`, `action`, `partner`, ... as text.
    pub fields: std::collections::BTreeMap<String, String>,
}

/// The body of `POST /v1/audit/entries/{index}/open`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditOpenRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
}

/// The answer to an opened entry: fields, and the evidence that they are the committed ones.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AuditOpenAnswer {
    /// The entry.
    #[serde(flatten)]
    pub shown: AuditEntry,
    /// A receipt with every field opened, for `samen-verify receipt`.
    pub evidence: serde_json::Value,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}

/// The body of `POST /v1/audit/bundles`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BundleRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
    /// What is asked; at least one member, unless entries are named.
    #[serde(default)]
    pub query: AuditQuery,
    /// The log indexes of the entries that may come into question; every entry when it is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<u64>,
    /// Names of fields that no entry of the bundle shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withhold: Vec<String>,
    /// Whether the signed records come along; they do when this is left out.
    #[serde(default = "with_records")]
    pub records: bool,
}

fn with_records() -> bool {
    true
}

/// An evidence bundle.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BundleAnswer {
    /// The files by path: `manifest.json`, `checkpoint`, `entries.jsonl`, `records/<digest>.jws`, ...
    pub files: std::collections::BTreeMap<String, String>,
    /// The log index of the entry that this export left.
    pub entry: u64,
}

/// The body of `POST /v1/audit/witnesses`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WitnessesRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
}

/// How the witnesses of the log stand: the answer to `POST /v1/audit/witnesses`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WitnessReport {
    /// Entries in the log at this moment.
    pub size: u64,
    /// The checkpoint that is shown, with the cosignatures that it has.
    pub checkpoint: String,
    /// The policy (C2SP `tlog-policy`), as served on `/log/policy`.
    pub policy: String,
    /// Since when enough witnesses have been heard of, RFC 3339; nothing before the first time.
    pub quorum_met_at: Option<String>,
    /// Every witness of the policy that is asked.
    pub witnesses: Vec<WitnessRow>,
    /// The entry that this reading left.
    pub entry: u64,
}

/// One witness.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WitnessRow {
    /// Its name in the policy.
    pub name: String,
    /// Its verifier key.
    pub key: String,
    /// `never-asked`, `cosigned`, `unreachable`, `refused` or `contested`.
    pub state: String,
    /// What it said when it refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Entries of the log that it cosigned last.
    pub size: u64,
    /// Entries that it has not cosigned yet.
    pub behind: u64,
    /// When it cosigned last, by its own clock, RFC 3339.
    pub cosigned_at: Option<String>,
}
