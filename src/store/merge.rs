//! One ordered answer out of many buckets: a term has another blind tag in each of them.
//!
//! Each bucket is read a small page at a time and a heap picks the next index, so that the cost
//! grows with the answer and the number of buckets, not with the log.
//!
//! Absent: the tags' making (`vault`), and any meaning of kinds and terms.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::vec;

use super::engine::{Direction, Engine};
use super::error::ReadError;
use super::key;
use super::reader::damaged;
use super::run;
use super::table::Table;

/// The most rows taken from one bucket at a time.
const PAGE: usize = 32;

/// What is looked for.
pub(super) struct Query {
    pub(super) table: Table,
    pub(super) kind: u8,
    pub(super) range: Range<u64>,
    pub(super) direction: Direction,
    pub(super) limit: usize,
}

/// At most `limit` indexes, in order, out of all `sources` (day or month, and the tag there).
pub(super) fn find(
    engine: &Engine,
    query: &Query,
    sources: impl Iterator<Item = (u32, [u8; 16])>,
) -> Result<Vec<u64>, ReadError> {
    let mut cursors = Vec::new();
    let mut next = BinaryHeap::new();
    for (number, tag) in sources {
        let page = Vec::new().into_iter();
        let mut cursor = Cursor { number, tag, left: query.range.clone(), page, ended: false };
        if let Some(index) = cursor.next(engine, query)? {
            next.push((query.rank(index), index, cursors.len()));
            cursors.push(cursor);
        }
    }
    let mut found = Vec::new();
    while found.len() < query.limit {
        let Some((_, index, source)) = next.pop() else {
            break;
        };
        found.push(index);
        if let Some(cursor) = cursors.get_mut(source)
            && let Some(index) = cursor.next(engine, query)?
        {
            next.push((query.rank(index), index, source));
        }
    }
    Ok(found)
}

impl Query {
    /// Higher comes first.
    fn rank(&self, index: u64) -> Reverse<u64> {
        match self.direction {
            Direction::Ascending => Reverse(index),
            Direction::Descending => Reverse(u64::MAX - index),
        }
    }
}

/// How far one bucket was read.
struct Cursor {
    number: u32,
    tag: [u8; 16],
    left: Range<u64>,
    page: vec::IntoIter<u64>,
    ended: bool,
}

impl Cursor {
    fn next(&mut self, engine: &Engine, query: &Query) -> Result<Option<u64>, ReadError> {
        if self.page.len() == 0 && !self.ended {
            self.refill(engine, query)?;
        }
        Ok(self.page.next())
    }

    fn refill(&mut self, engine: &Engine, query: &Query) -> Result<(), ReadError> {
        let key = key::term(query.table, query.kind, self.number, &self.tag, 0);
        let (group, _) = key.split_last_chunk::<8>().ok_or_else(|| damaged(query.table))?;
        let wanted = query.limit.min(PAGE);
        let left = self.left.clone();
        let items = run::scan(engine, query.table, group, left, query.direction, wanted)?;
        self.ended = items.len() < wanted;
        match (query.direction, items.last()) {
            (Direction::Ascending, Some((last, _))) => self.left.start = last.saturating_add(1),
            (Direction::Descending, Some((last, _))) => self.left.end = *last,
            (_, None) => {}
        }
        let page: Vec<u64> = items.into_iter().map(|(index, _)| index).collect();
        self.page = page.into_iter();
        Ok(())
    }
}
