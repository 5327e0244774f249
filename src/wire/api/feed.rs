//! What the feed and the alerts in force carry.
//! Absent: server-sent event framing (`http`, `client`).

use serde::{Deserialize, Serialize};

use super::search::About;

/// One record in the feed or among the alerts in force.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    /// Log index of its submission; also the id of the event.
    pub index: u64,
    /// What it is.
    #[serde(flatten)]
    pub about: About,
    /// The JWS as its author signed it.
    pub jws: String,
}

/// In the feed: records that were received before hold no more, and what takes them back is nothing that
/// this partner receives: a correction for others, or something that has itself been replaced or has run out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Log index of what took them back; also the id of the event.
    pub index: u64,
    /// Its id.
    pub by: String,
    /// `update` or `cancel`.
    pub message: String,
    /// `actual`, `exercise` or `test`.
    pub status: String,
    /// Who sent it.
    pub issuer: String,
    /// Ids of the records that hold no more: delete every copy.
    pub withdrawn: Vec<String>,
}

/// The answer of `GET /v1/alerts`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AlertsAnswer {
    /// The size of the log up to which this is complete: give it as `since` the next time.
    pub revision: u64,
    /// The signed checkpoint of that size.
    pub checkpoint: String,
    /// The alerts in force for this partner that came after `since`.
    pub alerts: Vec<Delivery>,
    /// Ids of alerts that ended after `since` by an update or recall.
    pub ended: Vec<String>,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}
