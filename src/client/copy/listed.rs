//! One alert of a copy: its signed bytes, packed, and of its content only what keeping it needs.
//! Absent: its whole content, which is parsed when somebody looks.

use std::fmt;
use std::sync::Arc;

use samen_audit::jws::Jws;
use serde::Deserialize;

use super::packed::{Packed, Packer};
use crate::domain::id::RecordId;
use crate::domain::record::{Message, Record, RecordType, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::wire::api::feed::Delivery;
use crate::wire::api::search::About;
use crate::wire::record;

/// A signed document that is not the alert it is said to be.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a record among the alerts in force is not what is said of it")]
pub struct Unreadable;

/// An alert.
#[derive(Clone)]
pub struct Listed {
    /// Its place in the log.
    pub index: u64,
    /// Its id.
    pub id: RecordId,
    /// When its use ends.
    pub expires_at: Timestamp,
    /// As its author signed it.
    text: Packed,
}

impl fmt::Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listed").field("index", &self.index).finish_non_exhaustive()
    }
}

/// The members of a record that keeping it needs. The others are passed over here.
#[derive(Deserialize)]
struct Envelope {
    id: String,
    #[serde(rename = "type")]
    record_type: String,
    expires_at: String,
    status: String,
    message: String,
    #[serde(default)]
    references: Vec<String>,
}

impl Listed {
    /// The alert as its author signed it, byte for byte.
    pub fn jws(&self) -> String {
        // What was packed comes out again, so the other arm is never taken.
        self.text.text().unwrap_or_default()
    }

    /// The whole record. Its form was checked by the exchange; one of a later version is refused here.
    ///
    /// # Errors
    /// As [`record::parse`].
    pub fn record(&self) -> Result<Record, Refusal> {
        let jws = Jws::parse(self.jws().as_bytes()).map_err(|_| Reason::JwsMalformed)?;
        record::parse(jws.payload())
    }

    /// The alert as a feed delivers it.
    ///
    /// # Errors
    /// As [`Listed::record`].
    pub fn delivery(&self) -> Result<Delivery, Refusal> {
        let record = self.record()?;
        let envelope = &record.envelope;
        let about = About {
            id: envelope.id.to_string(),
            record_type: record.record_type().code().into(),
            status: envelope.status.code().into(),
            message: envelope.message.code().into(),
            issuer: envelope.issuer.to_string(),
            purpose: envelope.purpose.code().into(),
            grant: envelope.grant.to_string(),
            issued_at: envelope.issued_at.to_string(),
            expires_at: envelope.expires_at.to_string(),
        };
        Ok(Delivery { index: self.index, about, jws: self.jws() })
    }

    /// Out of signed bytes: an alert of this status.
    pub(super) fn of(
        (index, jws): (u64, &str),
        status: Status,
        packer: &mut Packer,
    ) -> Result<Arc<Self>, Unreadable> {
        let (listed, message, _) = read((index, jws), status, packer).ok_or(Unreadable)?;
        if message == Message::Cancel { Err(Unreadable) } else { Ok(listed) }
    }

    /// Out of what the feed told: an alert of this status, what kind of message it is, and what it replaces.
    pub(super) fn of_feed(
        delivery: &Delivery,
        status: Status,
        packer: &mut Packer,
    ) -> Option<(Arc<Self>, Message, Vec<RecordId>)> {
        read((delivery.index, &delivery.jws), status, packer)
    }
}

fn read(
    (index, jws): (u64, &str),
    status: Status,
    packer: &mut Packer,
) -> Option<(Arc<Listed>, Message, Vec<RecordId>)> {
    let signed = Jws::parse(jws.as_bytes()).ok()?;
    let envelope: Envelope = serde_json::from_slice(signed.payload()).ok()?;
    if envelope.record_type != RecordType::Alert.code() || envelope.status != status.code() {
        return None;
    }
    let message = Message::from_code(&envelope.message)?;
    let references = match message {
        Message::New => Vec::new(),
        Message::Update | Message::Cancel => envelope.references,
    };
    let listed = Listed {
        index,
        id: RecordId::parse(&envelope.id).ok()?,
        expires_at: Timestamp::parse(&envelope.expires_at).ok()?,
        text: packer.pack(jws)?,
    };
    let replaces = references.iter().filter_map(|id| RecordId::parse(id).ok()).collect();
    Some((Arc::new(listed), message, replaces))
}
