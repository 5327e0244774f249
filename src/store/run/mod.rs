//! Runs: neighbors of one batch share a row, because the engine's price is by the row.
//!
//! Every table here has keys that end in an index. What a batch puts under the same key but for
//! the index becomes as few rows as fit: key of the first, then delta u8 || length u16 || bytes
//! for each; an empty row is one empty item. A run spans at most 64 indexes. An item too large
//! for a row lies in pieces of its own (`chunk`).
//!
//! An item that comes late (its index is below the log's size) gets a row of its own, so that runs
//! may overlap: of two items with the same index the one in the run that begins later counts,
//! which is the one put later.
//!
//! Absent: removal, and joining of rows of several batches.

mod pack;
mod read;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(super) use pack::pack;
pub(super) use read::{find, indexes, scan};

use super::engine::MAX_VALUE;
use super::table::Table;

/// Bytes before each item: delta and length.
const ITEM_HEADER: usize = 3;
/// The longest item that lies in the run itself.
pub(super) const MAX_ITEM: usize = MAX_VALUE - ITEM_HEADER;
/// The length that stands for "in pieces of its own".
const IN_PIECES: u16 = u16::MAX;
/// The most by which an index in a run is larger than the run's first.
const MAX_DELTA: u64 = 63;
/// Length of the index at the end of each key.
const INDEX_LEN: usize = 8;
/// The longest key, that of a term.
const MAX_KEY: usize = 30;

/// An item waiting for its run.
pub(super) struct Item {
    key: [u8; MAX_KEY],
    key_length: usize,
    /// Where its bytes lie in the batch's arena; `None` when they lie in pieces.
    value: Option<Range<usize>>,
}

impl Item {
    pub(super) fn new(key: &[u8], value: Option<Range<usize>>) -> Self {
        debug_assert!((INDEX_LEN + 1..=MAX_KEY).contains(&key.len()));
        let mut bytes = [0; MAX_KEY];
        bytes.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self { key: bytes, key_length: key.len().min(MAX_KEY), value }
    }

    fn joined(group: &[u8], index: u64) -> Self {
        let mut bytes = [0; MAX_KEY];
        let parts = group.iter().copied().chain(index.to_be_bytes());
        bytes.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
        Self { key: bytes, key_length: (group.len() + INDEX_LEN).min(MAX_KEY), value: None }
    }

    fn key(&self) -> &[u8] {
        self.key.get(..self.key_length).unwrap_or_default()
    }

    /// Whether the item belongs to a part of the log that was there before this batch.
    fn is_late(&self, size: u64) -> bool {
        match (self.key(), self.split()) {
            // A node is as new as the last leaf below it.
            ([prefix, level, ..], (_, n)) if *prefix == Table::Node.prefix() => {
                let leaves = 1_u64.checked_shl(u32::from(*level));
                let end = leaves.and_then(|leaves| n.checked_add(1)?.checked_mul(leaves));
                end.is_some_and(|end| end <= size)
            }
            (_, (_, index)) => index < size,
        }
    }

    /// The key without its index, and the index.
    fn split(&self) -> (&[u8], u64) {
        match self.key().split_last_chunk() {
            Some((group, index)) => (group, u64::from_be_bytes(*index)),
            None => (self.key(), 0),
        }
    }
}

/// The items of one row; `None` where the row is damaged, and then no more.
struct Items<'a> {
    first: u64,
    rest: &'a [u8],
}

impl<'a> Items<'a> {
    fn of(first: u64, row: &'a [u8]) -> Self {
        Self { first, rest: if row.is_empty() { &[0; ITEM_HEADER] } else { row } }
    }

    fn parse(&mut self) -> Option<(u64, Option<&'a [u8]>)> {
        let (&[delta, high, low], rest) = self.rest.split_first_chunk()?;
        let index = self.first.checked_add(u64::from(delta))?;
        let length = u16::from_be_bytes([high, low]);
        if length == IN_PIECES {
            self.rest = rest;
            return Some((index, None));
        }
        let (value, rest) = rest.split_at_checked(usize::from(length))?;
        self.rest = rest;
        Some((index, Some(value)))
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Option<(u64, Option<&'a [u8]>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let item = self.parse();
        if item.is_none() {
            self.rest = &[];
        }
        Some(item)
    }
}
