//! A kept record as its readers need it: facts, who may see it, and whether it is still in force.
//! Absent: decisions; callers judge what they get here before they show it.

use std::ops::Range;

use crate::domain::decide::Facts;
use crate::domain::id::RecordId;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::service::stored::facts::{FactsRow, UnreadableRow};
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::search::StandingNow;

/// Updates and answers of one record that are read at a time.
const RELATIONS: usize = 1000;

/// Kinds of relation between records; fixed for ever.
pub mod relation {
    /// The other record replaces this one.
    pub const UPDATED: u8 = 1;
    /// The other record takes this one back.
    pub const RECALLED: u8 = 2;
    /// The other record answers this one.
    pub const ANSWERED: u8 = 3;
}

/// The most answers to one record that a question looks at: more than there are partners of a country
/// that can each say three times how far they got.
const ANSWERS: usize = 20_000;

/// The records in `range` that answer the one at `target`, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub fn answers(reader: &Reader, target: u64, range: Range<u64>) -> Result<Vec<u64>, ReadError> {
    let mut found = Vec::new();
    let mut from = range.start;
    for _ in 0..ANSWERS / RELATIONS {
        let rows = reader.relations_of(target, from, RELATIONS)?;
        let ends = rows.len() < RELATIONS;
        from = rows.last().map_or(from, |(index, _)| index + 1);
        let answering = rows.into_iter().filter(|(_, kind)| *kind == relation::ANSWERED);
        found.extend(answering.map(|(index, _)| index).take_while(|index| range.contains(index)));
        if ends || from >= range.end {
            break;
        }
    }
    Ok(found)
}

/// Whether the record at `index` answers the one at `target`.
///
/// # Errors
/// When the store cannot be read.
pub fn is_answer(reader: &Reader, target: u64, index: u64) -> Result<bool, ReadError> {
    let found = reader.relations_of(target, index, 1)?;
    Ok(found.first() == Some(&(index, relation::ANSWERED)))
}

/// Kinds of terms under which records are indexed; fixed for ever.
pub mod term {
    /// By plate, in the confusable fold.
    pub const PLATE: u8 = 1;
    /// By the issuer's case.
    pub const CASE: u8 = 2;
    /// Alerts, so that those in force are found at start. The term is empty.
    pub const ALERT: u8 = 3;
    /// Every record, so that those of one bucket can be listed. The term is empty.
    pub const ANY: u8 = 4;
}

/// Kinds of deliveries; fixed for ever. A later one says more than an earlier one.
pub mod delivery {
    /// It has arrived.
    pub const DELIVERED: u8 = 1;
    /// Somebody has read it.
    pub const READ: u8 = 2;
    /// It has been deleted.
    pub const DELETED: u8 = 3;
}

/// A fault below: a row that cannot be read. The caller learns nothing of it.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The store failed.
    #[error("the store cannot be read")]
    Read(#[from] ReadError),
    /// A row is not what this version wrote.
    #[error("a kept record cannot be read")]
    Unreadable(#[from] UnreadableRow),
}

impl From<KeptError> for Refusal {
    fn from(error: KeptError) -> Self {
        match error {
            KeptError::Read(ReadError::Erased) => Reason::Erased.into(),
            error => {
                let cause: &dyn std::error::Error = &error;
                tracing::error!(error = cause, "a kept record cannot be read");
                Reason::Internal.into()
            }
        }
    }
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        KeptError::from(error).into()
    }
}

/// A record as kept.
pub struct Kept {
    /// Its place in the log.
    pub index: u64,
    /// The row about it.
    pub row: FactsRow,
    /// The facts of the row.
    pub facts: Facts,
}

/// The record with this id.
///
/// # Errors
/// [`KeptError`], erasure included.
pub fn find(reader: &Reader, id: RecordId) -> Result<Option<Kept>, KeptError> {
    match reader.record_id(&id.to_bytes())? {
        Some(kept) => load(reader, kept.index).map(Some),
        None => Ok(None),
    }
}

/// The record with this id, while it is there.
///
/// # Errors
/// [`KeptError`], but for erasure.
pub fn unless_erased(reader: &Reader, id: RecordId) -> Result<Option<Kept>, KeptError> {
    match find(reader, id) {
        Err(KeptError::Read(ReadError::Erased)) => Ok(None),
        found => found,
    }
}

/// The record at this index.
///
/// # Errors
/// [`KeptError`], erasure included.
pub fn load(reader: &Reader, index: u64) -> Result<Kept, KeptError> {
    let meta = reader.record_meta(index)?.ok_or(ReadError::Missing { table: "record_meta" })?;
    let row = FactsRow::decode(&meta)?;
    let facts = row.facts()?;
    Ok(Kept { index, row, facts })
}

/// The record at this index, while it is there.
///
/// # Errors
/// [`KeptError`], but for erasure.
pub fn load_unless_erased(reader: &Reader, index: u64) -> Result<Option<Kept>, KeptError> {
    match load(reader, index) {
        Ok(kept) => Ok(Some(kept)),
        Err(KeptError::Read(ReadError::Erased)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The signed bytes of the record at this index, as text: both forms of JWS are ASCII.
///
/// # Errors
/// [`KeptError`], erasure included.
pub fn signed(reader: &Reader, index: u64) -> Result<String, KeptError> {
    let bytes = reader.record(index)?.ok_or(ReadError::Missing { table: "record" })?;
    String::from_utf8(bytes.to_vec()).map_err(|_| ReadError::Damaged { table: "record" }.into())
}

/// Whether the record at `index` was disclosed to this partner, or sent by it.
///
/// # Errors
/// [`ReadError`].
pub fn is_visible(reader: &Reader, partner: u32, index: u64) -> Result<bool, ReadError> {
    let rows = reader.visible(partner, index..index + 1, Direction::Ascending, 1)?;
    Ok(!rows.is_empty())
}

/// What replaced or took back the record at `index`, oldest first, with the kind of relation. However many
/// answers a record has, none of them hides its recall.
///
/// # Errors
/// [`ReadError`].
pub fn withdrawals(reader: &Reader, index: u64) -> Result<Vec<(u64, u8)>, ReadError> {
    let (mut found, mut from) = (Vec::new(), 0);
    loop {
        let page = reader.relations_of(index, from, RELATIONS)?;
        let last = page.last().map(|(by, _)| *by).filter(|_| page.len() == RELATIONS);
        found.extend(page.into_iter().filter(|(_, kind)| *kind != relation::ANSWERED));
        match last {
            Some(last) => from = last + 1,
            None => return Ok(found),
        }
    }
}

/// Whether a record is in force.
///
/// # Errors
/// [`KeptError`].
pub fn standing(reader: &Reader, kept: &Kept, now: Timestamp) -> Result<StandingNow, KeptError> {
    let withdrawals = withdrawals(reader, kept.index)?;
    let by = |kind: u8| -> Result<Vec<String>, KeptError> {
        let mut ids = Vec::new();
        for (index, _) in withdrawals.iter().filter(|(_, found)| *found == kind) {
            match load(reader, *index) {
                Ok(kept) => ids.push(kept.facts.id.to_string()),
                // It holds although its own text is gone.
                Err(KeptError::Read(ReadError::Erased)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(ids)
    };
    let has = |kind: u8| withdrawals.iter().any(|(_, found)| *found == kind);
    let (state, by) = if has(relation::RECALLED) {
        ("recalled", by(relation::RECALLED)?)
    } else if has(relation::UPDATED) {
        ("updated", by(relation::UPDATED)?)
    } else if kept.facts.expires_at < now {
        ("expired", Vec::new())
    } else {
        ("in-force", Vec::new())
    };
    Ok(StandingNow { state: state.into(), by })
}

/// What a recipient is told who asks for a record that was taken back or corrected.
///
/// # Errors
/// [`Reason::Recalled`] or [`Reason::Replaced`].
pub fn still_shown(standing: &StandingNow) -> Result<(), Refusal> {
    match standing.state.as_str() {
        "recalled" => Err(Reason::Recalled.into()),
        "updated" => Err(Reason::Replaced.into()),
        _ => Ok(()),
    }
}
