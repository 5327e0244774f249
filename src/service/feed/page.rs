//! What a follower that is behind reads from the store by itself, and what a record takes back.
//! Absent: what was just published, which all followers share (`ring`).

use super::Told;
use crate::domain::id::RecordId;
use crate::domain::record::Status;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::service::clearance::Standing;
use crate::service::kept::{self, Kept, KeptError};
use crate::service::permission::FeedFollow;
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::feed::{Delivery, Withdrawal};

/// Records read for one follower at a time.
const RECORDS: usize = 64;
/// Bytes of signed text after which no further record is read: with the last one, which may be as long, the most
/// that waits in memory for one follower.
const BYTES: usize = 64 * 1024;

/// A part of the past.
pub(super) struct Page {
    read: Vec<Read>,
    /// The index to go on from.
    pub(super) next: u64,
}

/// A record as read.
struct Read {
    kept: Kept,
    /// Its signed bytes, while it is in force and the partner is a recipient.
    jws: Option<String>,
    /// What it takes the place of, as far as this partner received that.
    withdrawn: Option<Withdrawal>,
}

impl Page {
    /// Reads from index `next` on, and not beyond `end`.
    pub(super) fn read(
        reader: &Reader,
        partner: u32,
        status: Status,
        next: u64,
        end: u64,
        at: Timestamp,
    ) -> Result<Self, Refusal> {
        let rows = reader.visible(partner, next..end, Direction::Ascending, RECORDS)?;
        let is_last = rows.len() < RECORDS;
        let (mut page, mut bytes) = (Self { read: Vec::new(), next }, 0);
        for (index, _) in rows {
            if bytes >= BYTES {
                return Ok(page);
            }
            page.next = index + 1;
            let Some(read) = read(reader, partner, index, status, at)? else { continue };
            bytes += read.jws.as_ref().map_or(0, String::len);
            page.read.push(read);
        }
        if is_last {
            page.next = end;
        }
        Ok(page)
    }

    /// What the caller is given of it at this moment; may be nothing.
    pub(super) fn tell(self, standing: &Standing<FeedFollow>) -> Vec<Told> {
        let own = &standing.caller.partner.id;
        let received = self.read.into_iter().filter(|read| read.kept.facts.issuer != *own);
        received.filter_map(|read| read.tell(standing)).collect()
    }
}

impl Read {
    /// As `Item::tell` does.
    fn tell(self, standing: &Standing<FeedFollow>) -> Option<Told> {
        let Self { kept, jws, withdrawn } = self;
        match jws.filter(|_| standing.may_see(&kept.facts).is_ok()) {
            Some(jws) => {
                let record = Delivery { index: kept.index, about: kept.row.about(), jws };
                Some(Told::Record(record.into()))
            }
            None => withdrawn.map(|withdrawn| Told::Withdrawn(withdrawn.into())),
        }
    }
}

/// The record at `index` when it has this status and its text is not erased.
fn read(
    reader: &Reader,
    partner: u32,
    index: u64,
    status: Status,
    at: Timestamp,
) -> Result<Option<Read>, Refusal> {
    let kept = match kept::load(reader, index) {
        Ok(kept) if kept.facts.status == status => kept,
        Ok(_) | Err(KeptError::Read(ReadError::Erased)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let shown =
        kept::standing(reader, &kept, at)?.state == "in-force" && !kept.row.is_only_told(partner);
    let jws = if shown { Some(kept::signed(reader, index)?) } else { None };
    let withdrawn = withdrawal(reader, partner, &kept)?;
    Ok(Some(Read { kept, jws, withdrawn }))
}

/// What a record takes back: place and id of each.
pub(in crate::service) fn replaced(
    reader: &Reader,
    kept: &Kept,
) -> Result<Vec<(u64, String)>, ReadError> {
    let mut found = Vec::new();
    for text in &kept.row.replaces {
        let Ok(id) = RecordId::parse(text) else { continue };
        if let Some(earlier) = reader.record_id(&id.to_bytes())? {
            found.push((earlier.index, text.clone()));
        }
    }
    Ok(found)
}

/// What a record takes back of what this partner received; nothing when that is nothing.
pub(super) fn withdrawal(
    reader: &Reader,
    partner: u32,
    kept: &Kept,
) -> Result<Option<Withdrawal>, ReadError> {
    let mut withdrawn = Vec::new();
    for (index, id) in replaced(reader, kept)? {
        if kept::is_visible(reader, partner, index)? {
            withdrawn.push(id);
        }
    }
    if withdrawn.is_empty() {
        return Ok(None);
    }
    let about = kept.row.about();
    Ok(Some(Withdrawal {
        index: kept.index,
        by: about.id,
        message: about.message,
        status: about.status,
        issuer: about.issuer,
        withdrawn,
    }))
}
