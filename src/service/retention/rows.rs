//! What the store remembers about retention: which entry erased what, which records are held, and
//! through which month each office has done its audit. In front of each row stands the index of the
//! entry that wrote it.
//! Absent: decisions.

use std::collections::BTreeMap;

use super::spans::Spans;
use crate::domain::id::RecordId;
use crate::domain::time::Timestamp;
use crate::service::sequencer::KeptRow;
use crate::store::{ReadError, Reader};
use crate::vault::Bucket;

/// Kinds among the standing rows; fixed for ever.
const ERASED: u8 = 32;
const HOLD: u8 = 33;
const CLOSED: u8 = 34;

const DAMAGED: ReadError = ReadError::Damaged { table: "standing" };

/// The entry `of` these indexes erases part `part` of a bucket.
pub(super) fn erased_row(bucket: Bucket, part: u32, of: &Spans) -> KeptRow {
    KeptRow { kind: ERASED, key: erased_key(bucket, part), content: of.to_string().into_bytes() }
}

fn erased_key(bucket: Bucket, part: u32) -> Vec<u8> {
    [&bucket.encode()[..], &part.to_be_bytes()].concat()
}

/// The entry that erases part `part` of a bucket, and what it names.
pub(super) fn erased_part(
    reader: &Reader,
    bucket: Bucket,
    part: u32,
) -> Result<Option<(u64, Spans)>, ReadError> {
    let Some(row) = reader.standing(ERASED, &erased_key(bucket, part))? else {
        return Ok(None);
    };
    let (entry, rest) = split(&row)?;
    let text = str::from_utf8(rest).map_err(|_| DAMAGED)?;
    Ok(Some((entry, Spans::parse(text))))
}

/// The entry that erased `index` out of a bucket; `None` when there is none.
pub(super) fn erased_by(
    reader: &Reader,
    bucket: Bucket,
    index: u64,
) -> Result<Option<u64>, ReadError> {
    for part in 0.. {
        match erased_part(reader, bucket, part)? {
            Some((entry, spans)) if spans.contains(index) => return Ok(Some(entry)),
            Some(_) => {}
            None => break,
        }
    }
    Ok(None)
}

/// A hold of one office on one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hold {
    /// When it ends by itself.
    pub(super) until: Timestamp,
    /// Whether it was ended before.
    pub(super) released: bool,
}

impl Hold {
    /// Whether the record is kept because of it.
    pub(super) fn is_in_force(&self, now: Timestamp) -> bool {
        !self.released && now < self.until
    }

    /// As a row to write: `office` is the number of the partner.
    pub(super) fn row(&self, id: RecordId, office: u32) -> KeptRow {
        let until = self.until.as_ms().to_be_bytes();
        let content = [&until[..], &[u8::from(self.released)]].concat();
        KeptRow { kind: HOLD, key: hold_key(id, office), content }
    }

    fn parse(row: &[u8]) -> Option<Self> {
        let (until, rest) = row.split_first_chunk()?;
        let until = Timestamp::from_ms(i64::from_be_bytes(*until));
        match rest {
            [released @ (0 | 1)] => Some(Self { until, released: *released == 1 }),
            _ => None,
        }
    }
}

fn hold_key(id: RecordId, office: u32) -> Vec<u8> {
    [&id.to_bytes()[..], &office.to_be_bytes()].concat()
}

/// The hold of an office on a record.
pub(super) fn hold(reader: &Reader, id: RecordId, office: u32) -> Result<Option<Hold>, ReadError> {
    let Some(row) = reader.standing(HOLD, &hold_key(id, office))? else {
        return Ok(None);
    };
    Hold::parse(split(&row)?.1).ok_or(DAMAGED).map(Some)
}

/// Every record that is or was held: until when it is kept, or `None` when no hold is in force. The
/// cost grows with the number of holds there ever were, which are few.
pub(super) fn holds(
    reader: &Reader,
    now: Timestamp,
) -> Result<BTreeMap<[u8; 16], Option<Timestamp>>, ReadError> {
    let mut held: BTreeMap<[u8; 16], Option<Timestamp>> = BTreeMap::new();
    for row in reader.all_standing(HOLD)? {
        let (id, _) = row.key.split_first_chunk().ok_or(DAMAGED)?;
        let hold = Hold::parse(split(&row.value)?.1).ok_or(DAMAGED)?;
        let until = hold.is_in_force(now).then_some(hold.until);
        let longest = held.entry(*id).or_default();
        *longest = until.max(*longest);
    }
    Ok(held)
}

/// An office has done its audit through this month (`year * 12 + month`, January being 0).
pub(super) fn closed_row(office: u32, month: u32) -> KeptRow {
    let (key, content) = (office.to_be_bytes().to_vec(), month.to_be_bytes().to_vec());
    KeptRow { kind: CLOSED, key, content }
}

/// Through which month an office has done its audit.
pub(super) fn closed(reader: &Reader, office: u32) -> Result<Option<u32>, ReadError> {
    let Some(row) = reader.standing(CLOSED, &office.to_be_bytes())? else {
        return Ok(None);
    };
    let month = split(&row)?.1.try_into().map_err(|_| DAMAGED)?;
    Ok(Some(u32::from_be_bytes(month)))
}

/// The index of the entry, and the rest.
fn split(row: &[u8]) -> Result<(u64, &[u8]), ReadError> {
    let (entry, rest) = row.split_first_chunk().ok_or(DAMAGED)?;
    Ok((u64::from_be_bytes(*entry), rest))
}
