//! What the feed and the alerts in force carry, and how the exchange frames it as server-sent events.
//! Absent: reading such a stream (`client`).

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::search::About;
use crate::wire::problem::Problem;

/// One record in the feed or among the alerts in force.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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

/// Something that the feed tells, with the event that carries it, which all who are told it share.
#[derive(Clone, Debug)]
pub struct Framed<T> {
    /// What it tells.
    pub told: Arc<T>,
    /// The same as an event.
    pub event: Bytes,
}

impl From<Delivery> for Framed<Delivery> {
    fn from(told: Delivery) -> Self {
        let event = event(Some(told.index), "record", &told);
        Self { told: told.into(), event }
    }
}

impl From<Withdrawal> for Framed<Withdrawal> {
    fn from(told: Withdrawal) -> Self {
        let event = event(Some(told.index), "withdrawn", &told);
        Self { told: told.into(), event }
    }
}

/// A comment, which keeps a quiet stream alive (WHATWG HTML, section 9.2.6).
pub const ALIVE: Bytes = Bytes::from_static(b": alive\n\n");

/// The event that ends a feed and says why.
pub fn refused(problem: &Problem) -> Bytes {
    event(None, "refused", problem)
}

/// One event: JSON has no line breaks outside of strings, and escapes them inside.
fn event<T: Serialize>(index: Option<u64>, name: &str, data: &T) -> Bytes {
    let id = index.map(|index| format!("id: {index}\n")).unwrap_or_default();
    // Values of plain strings and numbers always serialize.
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("{id}event: {name}\ndata: {data}\n\n").into()
}
