//! Reads of the log: leaves, nodes, checkpoints, entries, and where a time or a term leads.
//!
//! Absent: hashing and proofs (`samen-audit`), and any judgement who may read what.

use std::ops::{Range, RangeInclusive};

use zeroize::Zeroizing;

use super::chunk;
use super::engine::{Bytes, Direction};
use super::error::ReadError;
use super::key;
use super::merge;
use super::reader::{PAGE, Reader, damaged};
use super::run;
use super::table::Table;
use crate::vault::Bucket;

impl Reader {
    /// The leaf at `index`.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn leaf(&self, index: u64) -> Result<Option<Bytes>, ReadError> {
        let row_key = key::by_index(Table::Leaf, index);
        let found = run::find(&self.engine, Table::Leaf, &row_key)?;
        Ok(found.map(|leaf| Bytes::from(leaf.value())))
    }

    /// All leaves of a range, in order. The caller bounds the range.
    ///
    /// # Errors
    /// `Missing` when one of them is not there.
    pub fn leaves(&self, range: Range<u64>) -> Result<Vec<Bytes>, ReadError> {
        self.whole(Table::Leaf, &[Table::Leaf.prefix()], range)
    }

    /// The inner node `n` of `level` (1 and up), when it is complete.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn node(&self, level: u8, n: u64) -> Result<Option<[u8; 32]>, ReadError> {
        let found = run::find(&self.engine, Table::Node, &key::node(level, n))?;
        found.map(|node| hash(node.value())).transpose()
    }

    /// All inner nodes of a range of `level`, in order. The caller bounds the range.
    ///
    /// # Errors
    /// `Missing` when one of them is not there.
    pub fn nodes(&self, level: u8, range: Range<u64>) -> Result<Vec<[u8; 32]>, ReadError> {
        let nodes = self.whole(Table::Node, &[Table::Node.prefix(), level], range)?;
        nodes.iter().map(|node| hash(node)).collect()
    }

    /// The signed checkpoint of the smallest size that is at least `size`, with that size.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn checkpoint_at_or_after(&self, size: u64) -> Result<Option<(u64, String)>, ReadError> {
        self.checkpoint(size, Direction::Ascending)
    }

    /// The signed checkpoint of the largest size, with that size.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn latest_checkpoint(&self) -> Result<Option<(u64, String)>, ReadError> {
        self.checkpoint(0, Direction::Descending)
    }

    /// An entry's plaintext.
    ///
    /// # Errors
    /// `Erased` when its month's key is gone; `Damaged`.
    pub fn entry(&self, index: u64) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        self.sealed_item(Table::Entry, &key::by_index(Table::Entry, index))
    }

    /// The bucket that an entry is sealed under, also after it was erased.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn entry_bucket(&self, index: u64) -> Result<Option<Bucket>, ReadError> {
        self.item_bucket(Table::Entry, &key::by_index(Table::Entry, index))
    }

    /// The first index whose time is `time_ms` or later; `None` when there is none.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn first_index_at(&self, time_ms: u64) -> Result<Option<u64>, ReadError> {
        let start = key::entry_time(time_ms, 0);
        let end = key::after_table(Table::EntryTime);
        let rows =
            self.engine.scan(&start..&end, Direction::Ascending, 1).map_err(ReadError::Engine)?;
        let index = |key: &[u8]| key::index_at(key, 9).ok_or_else(|| damaged(Table::EntryTime));
        rows.first().map(|(key, _)| index(key)).transpose()
    }

    /// The indexes in `range` of entries put under a term, over all months that are not erased.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn find_entries(
        &self,
        kind: u8,
        term: &[u8],
        range: Range<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<u64>, ReadError> {
        let label = [Table::EntryTerm.prefix(), kind];
        let sources = self.vault.buckets().into_iter().filter_map(|bucket| match bucket {
            Bucket::Audit(month) => Some((month, self.vault.tag(bucket, &label, term)?)),
            Bucket::Records(_) | Bucket::Standing => None,
        });
        let query = merge::Query { table: Table::EntryTerm, kind, range, direction, limit };
        merge::find(&self.engine, &query, sources)
    }

    /// The indexes in `range` of entries put under a term in some months that are not erased, oldest first,
    /// each with the bytes beside it; at most `limit`.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn marked_entries(
        &self,
        (kind, term): (u8, &[u8]),
        months: RangeInclusive<u32>,
        range: Range<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, Bytes)>, ReadError> {
        let label = [Table::EntryTerm.prefix(), kind];
        let mut found = Vec::new();
        for bucket in self.vault.buckets() {
            let Bucket::Audit(month) = bucket else { continue };
            if !months.contains(&month) {
                continue;
            }
            let tag = self.vault.tag(bucket, &label, term).ok_or(ReadError::Erased)?;
            let key = key::term(Table::EntryTerm, kind, month, &tag, 0);
            let split = key.split_last_chunk::<8>();
            let (group, _) = split.ok_or_else(|| damaged(Table::EntryTerm))?;
            let (left, way) = (limit.saturating_sub(found.len()), Direction::Ascending);
            let range = range.clone();
            found.extend(run::scan(&self.engine, Table::EntryTerm, group, range, way, left)?);
        }
        // Buckets have no order, and around the turn of a month entries may stand in another order than they were begun.
        found.sort_by_key(|(index, _)| *index);
        Ok(found)
    }

    /// Hands over what was told of a partner from entries of some months that are not erased, by month and
    /// then by week, opened, until `take` fails.
    ///
    /// # Errors
    /// What `take` returns, or when the engine fails or a row is damaged.
    pub fn flags<E: From<ReadError>>(
        &self,
        (kind, partner): (u8, &[u8]),
        months: RangeInclusive<u32>,
        weeks: RangeInclusive<u32>,
        mut take: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let label = [Table::Flag.prefix(), kind];
        for bucket in self.vault.buckets() {
            let Bucket::Audit(month) = bucket else { continue };
            let tag = self.vault.tag(bucket, &label, partner).filter(|_| months.contains(&month));
            // A key that is dropped meanwhile takes its rows along.
            let Some(tag) = tag else { continue };
            let mut start = key::flag(kind, &tag, *weeks.start(), &[0; 16]).to_vec();
            let end = key::flag(kind, &tag, weeks.end().saturating_add(1), &[0; 16]);
            loop {
                let rows = self.engine.scan(&start..&end, Direction::Ascending, PAGE);
                let rows = rows.map_err(ReadError::Engine)?;
                for (key, sealed) in &rows {
                    match self.opened(Table::Flag, key, sealed) {
                        Ok(plain) => take(&plain)?,
                        Err(ReadError::Erased) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                match rows.last() {
                    Some((last, _)) if rows.len() == PAGE => start = [last, &[0][..]].concat(),
                    _ => break,
                }
            }
        }
        Ok(())
    }

    fn checkpoint(
        &self,
        from: u64,
        direction: Direction,
    ) -> Result<Option<(u64, String)>, ReadError> {
        let start = key::by_index(Table::Checkpoint, from);
        let end = key::after_table(Table::Checkpoint);
        let rows = self.engine.scan(&start..&end, direction, 1).map_err(ReadError::Engine)?;
        let Some((stored, _)) = rows.first() else {
            return Ok(None);
        };
        let bad = || damaged(Table::Checkpoint);
        let size = key::index_at(stored, 1).ok_or_else(bad)?;
        let row_key = key::by_index(Table::Checkpoint, size);
        let note = chunk::find(&self.engine, Table::Checkpoint, &row_key)?.ok_or_else(bad)?;
        let note = str::from_utf8(note.value()).map_err(|_| bad())?.to_owned();
        Ok(Some((size, note)))
    }

    /// The items of a whole range: fewer than it has numbers mean that one is missing.
    fn whole(
        &self,
        table: Table,
        group: &[u8],
        range: Range<u64>,
    ) -> Result<Vec<Bytes>, ReadError> {
        let missing = || ReadError::Missing { table: table.name() };
        let count = range.end.saturating_sub(range.start);
        let count = usize::try_from(count).map_err(|_| missing())?;
        let items = run::scan(&self.engine, table, group, range, Direction::Ascending, count)?;
        if items.len() != count {
            return Err(missing());
        }
        Ok(items.into_iter().map(|(_, value)| value).collect())
    }
}

fn hash(node: &[u8]) -> Result<[u8; 32], ReadError> {
    <[u8; 32]>::try_from(node).map_err(|_| damaged(Table::Node))
}
