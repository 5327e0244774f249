//! One record as all its recipients are given it: read, opened and framed once, judged for each.
//! Absent: when it is given (`ring`), and to whom (`seats`).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Told, page};
use crate::domain::decide::Facts;
use crate::domain::refusal::Refusal;
use crate::service::clearance::Standing;
use crate::service::kept::{self, Kept};
use crate::service::permission::FeedFollow;
use crate::store::{ReadError, Reader};
use crate::wire::api::feed::{Delivery, Framed, Withdrawal};

/// A record that was just published.
pub(super) struct Item {
    /// Its place in the log.
    pub(super) index: u64,
    /// The facts about it.
    pub(super) facts: Facts,
    /// The places of what it takes back.
    pub(super) replaces: Vec<u64>,
    /// The partners that receive it.
    to: Vec<u32>,
    /// The partners that are only told what it takes back.
    told: Vec<u32>,
    /// What its recipients are told.
    record: Framed<Delivery>,
    /// What a partner is told that receives no record but had what it takes back.
    withdrawn: BTreeMap<u32, Framed<Withdrawal>>,
    /// Whether something later took it back.
    ended: AtomicBool,
}

impl Item {
    /// Reads the record at `index`; nothing when it is erased already.
    pub(super) fn read(reader: &Reader, index: u64) -> Result<Option<Self>, Refusal> {
        let erased =
            |error: &kept::KeptError| matches!(error, kept::KeptError::Read(ReadError::Erased));
        let read = kept::load(reader, index)
            .and_then(|kept| kept::signed(reader, index).map(|jws| (kept, jws)));
        let (kept, jws) = match read {
            Ok(read) => read,
            Err(error) if erased(&error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut withdrawn = BTreeMap::new();
        for partner in kept.row.to.iter().chain(&kept.row.told) {
            if let Some(told) = page::withdrawal(reader, *partner, &kept)? {
                withdrawn.insert(*partner, told.into());
            }
        }
        let replaces = page::replaced(reader, &kept)?;
        let record = Delivery { index, about: kept.row.about(), jws }.into();
        let Kept { row, facts, .. } = kept;
        Ok(Some(Self {
            index,
            facts,
            replaces: replaces.into_iter().map(|(at, _)| at).collect(),
            to: row.to,
            told: row.told,
            record,
            withdrawn,
            ended: AtomicBool::new(false),
        }))
    }

    /// One that nobody sent, of so many bytes.
    #[cfg(test)]
    pub(super) fn made(index: u64, to: &[u32], replaces: &[u64], bytes: usize) -> Self {
        use crate::domain::id::{GrantId, PartnerId, RecordId};
        use crate::domain::purpose::Purpose;
        use crate::domain::record::{Message, RecordType, Status};
        use crate::domain::time::Timestamp;
        Self {
            index,
            facts: Facts {
                id: RecordId::parse("019ab3c0-0000-7000-8000-000000000001").unwrap(),
                record_type: RecordType::Alert,
                status: Status::Actual,
                message: Message::New,
                issuer: PartnerId::parse("politie-twente").unwrap(),
                purpose: Purpose::Offences,
                grant: GrantId::parse("a-grant").unwrap(),
                issued_at: Timestamp::from_ms(0),
                expires_at: Timestamp::from_ms(1),
            },
            replaces: replaces.to_vec(),
            to: to.to_vec(),
            told: Vec::new(),
            record: Framed {
                told: std::sync::Arc::new(Delivery {
                    index,
                    about: serde_json::from_value(serde_json::json!({
                        "id": "", "type": "", "status": "", "message": "", "issuer": "",
                        "purpose": "", "grant": "", "issued_at": "", "expires_at": "",
                    }))
                    .unwrap(),
                    jws: String::new(),
                }),
                event: vec![b'x'; bytes].into(),
            },
            withdrawn: BTreeMap::new(),
            ended: AtomicBool::new(false),
        }
    }

    /// Whether something later took it back.
    #[cfg(test)]
    pub(super) fn is_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    /// The partners that have to know of it.
    pub(super) fn partners(&self) -> impl Iterator<Item = u32> {
        self.to.iter().chain(&self.told).copied()
    }

    /// Whether this partner has to know of it.
    pub(super) fn is_for(&self, partner: u32) -> bool {
        self.partners().any(|to| to == partner)
    }

    /// How many bytes of memory it takes, nearly.
    pub(super) fn bytes(&self) -> usize {
        let withdrawn: usize = self.withdrawn.values().map(|told| told.event.len()).sum();
        // Each is there as text and as an event.
        size_of::<Self>() + 2 * (self.record.event.len() + withdrawn)
    }

    /// Something later took it back: from now on its text is given to nobody.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Release);
    }

    /// What the caller is given of it at this moment: the record while it may see it, else what it takes
    /// back: whatever has happened to the grant or to the newer text meanwhile, whoever received a record is told
    /// that it holds no more.
    pub(super) fn tell(&self, standing: &Standing<FeedFollow>) -> Option<Told> {
        let partner = &standing.caller.partner;
        if self.facts.issuer == partner.id {
            return None;
        }
        let in_force = !self.ended.load(Ordering::Acquire) && self.facts.expires_at >= standing.at;
        let shown = in_force
            && self.to.contains(&partner.number)
            && !self.told.contains(&partner.number)
            && standing.may_see(&self.facts).is_ok();
        if shown {
            return Some(Told::Record(self.record.clone()));
        }
        self.withdrawn.get(&partner.number).cloned().map(Told::Withdrawn)
    }
}
