//! What an officer asks about signs of misuse, and the answer.
//! Absent: other questions about a period (`oversight`), and how a sign is told (`domain::misuse`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::misuse::Figure;

/// The body of `POST /v1/audit/flags`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlagsRequest {
    /// One of the four use codes.
    pub use_code: String,
    /// Why, in the reader's own words.
    pub justification: String,
    /// At or after, RFC 3339 UTC: flags with an entry from then on.
    pub from: String,
    /// Before, RFC 3339 UTC; now when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Of this partner only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
    /// Whether the flags are told again from the entries themselves, to check them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recount: bool,
}

/// The answer: signs of misuse, for a person to judge.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FlagsAnswer {
    /// Those with an entry in the period, each whole, by sign and then by time.
    pub flags: Vec<FlagRow>,
    /// How many flags were too many for this answer.
    pub left_out: u64,
    /// Whether every entry before the question was looked at.
    pub complete: bool,
    /// How many entries of the log were looked at, from the first on.
    pub entries_seen: u64,
    /// The newest time among them, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_until: Option<String>,
    /// What nobody should believe to have been looked for, and why.
    pub not_looked_for: Vec<String>,
    /// What telling them again has shown, when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recount: Option<FlagsRecount>,
    /// The log index of the entry that this question left.
    pub entry: u64,
}

/// The flags told again from the entries, against those that are kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FlagsRecount {
    /// How many entries were read for it: those of the weeks of the period, of the 45 days before them, and of
    /// the week after.
    pub entries: u64,
    /// How many flags were told from them.
    pub flags: u64,
    /// Whether there is no difference.
    pub agrees: bool,
    /// Flags that are kept otherwise than they are told, or only one of both.
    pub differences: Vec<FlagDifference>,
    /// How many flags cannot be told again because records of their partner are erased since.
    pub untold: u64,
}

/// One flag that a recount finds otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FlagDifference {
    /// `missing` when it is not kept, `unfounded` when the entries do not tell it, `otherwise` when its numbers
    /// differ.
    pub what: String,
    /// The sign.
    pub sign: String,
    /// The partner that it is about.
    pub partner: String,
    /// The person, where it is about one.
    pub person: Option<String>,
    /// The first entry behind it.
    pub first: u64,
}

/// One sign.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FlagRow {
    /// `repeated-target`, `unusual-hours`, ...
    pub sign: String,
    /// The partner that it is about.
    pub partner: String,
    /// The person, where it is about one.
    pub person: Option<String>,
    /// What was seen, with its numbers and the threshold, in English.
    pub explanation: String,
    /// The same by name, such as `times` and `raises`, to say it in another language; none for a flag that was
    /// raised before there were any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<String, FigureRow>,
    /// The entries behind it, at most a hundred.
    pub entries: Vec<u64>,
    /// How many entries are behind it.
    pub count: u64,
    /// The time of the last of them, RFC 3339.
    pub last_at: String,
}

/// One figure of a sign.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum FigureRow {
    /// A number; its unit, where it has one, is in its name.
    Number(u64),
    /// The code of a budget.
    Code(String),
}

impl From<Figure> for FigureRow {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Number(number) => Self::Number(number),
            Figure::Meter(meter) => Self::Code(meter.code().to_owned()),
        }
    }
}
