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
