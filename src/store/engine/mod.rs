//! The engine boundary: an ordered map of bytes with guarded, atomic, durable commits.
//!
//! `get`, `scan`, `commit` and `subscribe` are all that the rooms above may assume, so that another
//! engine can take this one's place. All calls block; call them off the async threads.
//!
//! Absent: meaning of keys and values except the two rows below, sealing, removal of rows (erasure
//! drops keys of the vault; a removed row would stay readable in the files all the same).

mod files;
#[cfg(test)]
mod memory;
mod sled_engine;

use std::fmt;
use std::ops::{Deref, Range};

use tokio::sync::watch;

pub(super) use files::{DirectoryLock, file_error, lock_directory, sync};
#[cfg(test)]
pub(crate) use memory::MemoryEngine;
#[cfg(test)]
pub use memory::{Fault, MemoryDisk};
pub(super) use sled_engine::SledEngine;

use super::error::{CommitError, EngineError, StoreError};

/// The largest value in bytes that any engine is given. Past about 5 KB sled may move a value to a
/// file that it never makes durable.
pub const MAX_VALUE: usize = 4096;

/// The row that says how the store is laid out. Written once, at creation.
const FORMAT_KEY: [u8; 1] = [0x00];
/// The row that guards commits: version u64 big-endian, then the typed layer's bytes.
const TIP_KEY: [u8; 1] = [0x01];
/// The layout that this program writes and reads.
pub(super) const FORMAT: u8 = 1;

/// A version of the whole store: the size of the log, 0 before the first commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TipVersion(pub u64);

/// Which end of a range comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Lowest key first: the oldest, where keys end in a log index.
    Ascending,
    /// Highest key first: the newest, where keys end in a log index.
    Descending,
}

/// Bytes as the engine holds them: cheap to clone, read only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(sled::IVec);

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(sled::IVec::from(bytes))
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.0.len())
    }
}

/// One row: key and value.
pub(super) type Row = (Bytes, Bytes);

/// What one commit stores: the new tip, if it moves, and any rows.
pub(super) struct RawBatch {
    /// The version, and what stands beside it in the tip row.
    tip: Option<(TipVersion, Vec<u8>)>,
    rows: Vec<Row>,
}

impl RawBatch {
    /// A batch that moves the tip to `tip`, with `tip_rest` beside the version in the tip row.
    pub(super) fn new(tip: TipVersion, tip_rest: Vec<u8>, rows: Vec<Row>) -> Self {
        Self { tip: Some((tip, tip_rest)), rows }
    }

    /// A batch that leaves the tip where it is: rows that follow from the log and that anybody would write
    /// the same. It is guarded by the tip like any other.
    pub(super) fn beside(rows: Vec<Row>) -> Self {
        Self { tip: None, rows }
    }

    fn tip_row(&self) -> Option<Vec<u8>> {
        let (version, rest) = self.tip.as_ref()?;
        Some([&version.0.to_be_bytes(), rest.as_slice()].concat())
    }

    /// Everything that can be refused before anything is touched; where the tip is afterwards.
    fn check(&self, expected: TipVersion, found: TipVersion) -> Result<TipVersion, CommitError> {
        if found != expected {
            return Err(CommitError::Moved { expected: expected.0, found: found.0 });
        }
        if self.tip.as_ref().is_some_and(|(tip, _)| *tip <= expected) {
            return Err(CommitError::NoProgress);
        }
        if self.rows.iter().any(|(_, value)| value.len() > MAX_VALUE) {
            return Err(CommitError::TooLarge);
        }
        Ok(self.tip.as_ref().map_or(expected, |(tip, _)| *tip))
    }
}

/// The tip row taken apart; `None` means that nothing was committed yet.
fn split_tip(row: Option<Bytes>) -> Result<(TipVersion, Vec<u8>), EngineError> {
    let Some(row) = row else {
        return Ok((TipVersion(0), Vec::new()));
    };
    let (version, rest) = row.split_first_chunk().ok_or(EngineError::TipDamaged)?;
    Ok((TipVersion(u64::from_be_bytes(*version)), rest.to_vec()))
}

/// The engines there are.
pub(super) enum Engine {
    /// Embedded, one process.
    Sled(SledEngine),
    /// In memory, with faults to order, for tests of the rooms above.
    #[cfg(test)]
    Memory(MemoryEngine),
}

impl Engine {
    /// The value of `key`, if there is one.
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Bytes>, EngineError> {
        match self {
            Self::Sled(engine) => engine.get(key),
            #[cfg(test)]
            Self::Memory(engine) => engine.get(key),
        }
    }

    /// At most `limit` rows of `start..end`, from the end that `direction` names. Not a snapshot:
    /// a commit may land between two rows, so readers bound what they read by a size they know.
    pub(super) fn scan(
        &self,
        range: Range<&[u8]>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<Row>, EngineError> {
        if range.start >= range.end || limit == 0 {
            return Ok(Vec::new());
        }
        match self {
            Self::Sled(engine) => engine.scan(range, direction, limit),
            #[cfg(test)]
            Self::Memory(engine) => engine.scan(range, direction, limit),
        }
    }

    /// The version of the store and what the typed layer keeps beside it.
    pub(super) fn tip(&self) -> Result<(TipVersion, Vec<u8>), EngineError> {
        split_tip(self.get(&TIP_KEY)?)
    }

    /// Stores all of `batch` or nothing, if the tip still is `expected`. Durable on return.
    pub(super) fn commit(
        &self,
        expected: TipVersion,
        batch: &RawBatch,
    ) -> Result<TipVersion, CommitError> {
        match self {
            Self::Sled(engine) => engine.commit(expected, batch),
            #[cfg(test)]
            Self::Memory(engine) => engine.commit(expected, batch),
        }
    }

    /// Follows the tip: the value is the version of the last durable commit.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        match self {
            Self::Sled(engine) => engine.subscribe(),
            #[cfg(test)]
            Self::Memory(engine) => engine.subscribe(),
        }
    }

    /// Fails when the engine put a value where it is not made durable.
    pub(super) fn assert_no_blobs(&self) -> Result<(), StoreError> {
        match self {
            Self::Sled(engine) => engine.assert_no_blobs(),
            #[cfg(test)]
            Self::Memory(_) => Ok(()),
        }
    }
}
