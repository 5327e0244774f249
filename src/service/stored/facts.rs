//! The facts about a record that the exchange needs without parsing its signed bytes again.
//! Absent: the text of the record.

use serde::{Deserialize, Serialize};

use crate::domain::decide::Facts;
use crate::domain::geo::Area;
use crate::domain::id::{GrantId, PartnerId, RecordId};
use crate::domain::purpose::Purpose;
use crate::domain::record::{Message, Record, RecordType, Status};
use crate::domain::time::Timestamp;
use crate::wire::api::search::About;
use crate::wire::record::geo::GeoJson;

/// A kept row: facts, the plates and case by which it is found, and who received it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FactsRow {
    v: u8,
    id: String,
    #[serde(rename = "t")]
    record_type: String,
    #[serde(rename = "s")]
    status: String,
    #[serde(rename = "m")]
    message: String,
    issuer: String,
    purpose: String,
    grant: String,
    issued: i64,
    expires: i64,
    /// Plates in normal form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plates: Vec<String>,
    /// The issuer's case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<GeoJson>,
    /// Ids of the records that it updates or recalls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// The store numbers of the partners it went to.
    pub to: Vec<u32>,
    /// Whether a recipient may pass it on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub onward: bool,
    /// The store numbers of partners that are only told which records it takes the place of: they received
    /// an earlier version and are no recipients of this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<u32>,
}

/// A kept row that cannot be read: it was damaged, or written by a later version.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a kept row about a record cannot be read")]
pub struct UnreadableRow;

impl FactsRow {
    /// From a record, the partners it goes to, and those that are only told of it.
    pub fn new(record: &Record, to: Vec<u32>, told: Vec<u32>) -> Self {
        let envelope = &record.envelope;
        Self {
            v: 1,
            id: envelope.id.to_string(),
            record_type: record.record_type().code().into(),
            status: envelope.status.code().into(),
            message: envelope.message.code().into(),
            issuer: envelope.issuer.to_string(),
            purpose: envelope.purpose.code().into(),
            grant: envelope.grant.to_string(),
            issued: envelope.issued_at.as_ms(),
            expires: envelope.expires_at.as_ms(),
            plates: record.plates().map(|plate| plate.normal().as_str().to_owned()).collect(),
            case: envelope.case.as_ref().map(|case| case.as_str().to_owned()),
            area: record.area().as_ref().map(GeoJson::from),
            replaces: record.replaces().iter().map(ToString::to_string).collect(),
            to,
            onward: envelope.handling.onward,
            told,
        }
    }

    /// Whether this partner may know what the record takes the place of, and not what it says.
    pub fn is_only_told(&self, partner: u32) -> bool {
        self.told.contains(&partner)
    }

    /// As bytes for the store.
    pub fn encode(&self) -> Vec<u8> {
        // A row of plain strings and numbers always serializes.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// From bytes of the store.
    ///
    /// # Errors
    /// [`UnreadableRow`].
    pub fn decode(bytes: &[u8]) -> Result<Self, UnreadableRow> {
        let row: Self = serde_json::from_slice(bytes).map_err(|_| UnreadableRow)?;
        if row.v == 1 { Ok(row) } else { Err(UnreadableRow) }
    }

    /// The facts.
    ///
    /// # Errors
    /// [`UnreadableRow`].
    pub fn facts(&self) -> Result<Facts, UnreadableRow> {
        let facts = || {
            Some(Facts {
                id: RecordId::parse(&self.id).ok()?,
                record_type: RecordType::from_code(&self.record_type)?,
                status: Status::from_code(&self.status)?,
                message: Message::from_code(&self.message)?,
                issuer: PartnerId::parse(&self.issuer).ok()?,
                purpose: Purpose::from_code(&self.purpose)?,
                grant: GrantId::parse(&self.grant).ok()?,
                issued_at: Timestamp::from_ms(self.issued),
                expires_at: Timestamp::from_ms(self.expires),
            })
        };
        facts().ok_or(UnreadableRow)
    }

    /// Where the record lies.
    pub fn area(&self) -> Option<Area> {
        self.area.as_ref().and_then(|area| area.parse("").ok())
    }

    /// As shown to a reader.
    pub fn about(&self) -> About {
        About {
            id: self.id.clone(),
            record_type: self.record_type.clone(),
            status: self.status.clone(),
            message: self.message.clone(),
            issuer: self.issuer.clone(),
            purpose: self.purpose.clone(),
            grant: self.grant.clone(),
            issued_at: Timestamp::from_ms(self.issued).to_string(),
            expires_at: Timestamp::from_ms(self.expires).to_string(),
        }
    }
}
