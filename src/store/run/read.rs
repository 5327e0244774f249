//! Reading items back, one or a range of them.
//!
//! Absent: opening what is sealed (`reader`).

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use super::super::chunk::{self, Joined};
use super::super::engine::{Bytes, Direction, Engine, Row};
use super::super::error::ReadError;
use super::super::key;
use super::super::table::Table;
use super::{Item, Items, MAX_DELTA};

/// The fewest and the most rows read at a time.
const PAGE: (usize, usize) = (4, 64);

/// Reads the item at `key`, wherever its bytes lie.
pub(in crate::store) fn find(
    engine: &Engine,
    table: Table,
    key: &[u8],
) -> Result<Option<Joined>, ReadError> {
    let damaged = || ReadError::Damaged { table: table.name() };
    let (group, index) = key.split_last_chunk().ok_or_else(damaged)?;
    let index = u64::from_be_bytes(*index);
    let mut begins = index.saturating_sub(MAX_DELTA)..index.saturating_add(1);
    // Nearly always the first row has it; more are looked at only where runs overlap.
    loop {
        let found = rows(engine, group, &begins, Direction::Descending, 1)?;
        let Some((row_key, row)) = found.first() else {
            return Ok(None);
        };
        let first = key::index_at(row_key, group.len()).ok_or_else(damaged)?;
        for item in Items::of(first, row) {
            match item.ok_or_else(damaged)? {
                (at, Some(value)) if at == index => return Ok(Some(Joined::Many(value.to_vec()))),
                (at, None) if at == index => {
                    let value = chunk::find(engine, table, &chunk::apart(key))?;
                    return value.ok_or_else(damaged).map(Some);
                }
                _ => {}
            }
        }
        begins.end = first;
    }
}

/// At most `limit` items of `group` with an index in `range`, in order. Only for tables whose
/// items are never in pieces.
pub(in crate::store) fn scan(
    engine: &Engine,
    table: Table,
    group: &[u8],
    range: Range<u64>,
    direction: Direction,
    limit: usize,
) -> Result<Vec<(u64, Bytes)>, ReadError> {
    let damaged = || ReadError::Damaged { table: table.name() };
    // Where runs may still begin that hold an index of the range.
    let mut begins = range.start.saturating_sub(MAX_DELTA)..range.end;
    let mut found = Vec::new();
    while !settled(&found, &begins, direction, limit) {
        let wanted = limit.saturating_sub(found.len()).clamp(PAGE.0, PAGE.1);
        let page = rows(engine, group, &begins, direction, wanted)?;
        for (row_key, row) in &page {
            let first = key::index_at(row_key, group.len()).ok_or_else(damaged)?;
            for item in Items::of(first, row) {
                let (index, value) = item.ok_or_else(damaged)?;
                if range.contains(&index) {
                    found.push((index, Bytes::from(value.ok_or_else(damaged)?)));
                }
            }
            match direction {
                Direction::Ascending => begins.start = first.saturating_add(1),
                Direction::Descending => begins.end = first,
            }
        }
        if page.is_empty() {
            break;
        }
    }
    Ok(ordered(found, direction, limit))
}

/// The indexes in `range` under which `group` has items, in order, wherever their bytes lie.
pub(in crate::store) fn indexes(
    engine: &Engine,
    table: Table,
    group: &[u8],
    range: Range<u64>,
) -> Result<BTreeSet<u64>, ReadError> {
    let damaged = || ReadError::Damaged { table: table.name() };
    let mut begins = range.start.saturating_sub(MAX_DELTA)..range.end;
    let mut found = BTreeSet::new();
    loop {
        let page = rows(engine, group, &begins, Direction::Ascending, PAGE.1)?;
        for (row_key, row) in &page {
            let first = key::index_at(row_key, group.len()).ok_or_else(damaged)?;
            for item in Items::of(first, row) {
                let (index, _) = item.ok_or_else(damaged)?;
                found.extend(range.contains(&index).then_some(index));
            }
            begins.start = first.saturating_add(1);
        }
        if page.len() < PAGE.1 {
            return Ok(found);
        }
    }
}

/// Whether no row still to be read can change the first `limit` items.
fn settled(
    found: &[(u64, Bytes)],
    begins: &Range<u64>,
    direction: Direction,
    limit: usize,
) -> bool {
    let fixed = |(index, _): &&(u64, Bytes)| match direction {
        Direction::Ascending => *index < begins.start,
        Direction::Descending => *index >= begins.end.saturating_add(MAX_DELTA),
    };
    found.len() >= limit && (limit == 0 || distinct(found.iter().filter(fixed)) >= limit)
}

fn distinct<'a>(found: impl Iterator<Item = &'a (u64, Bytes)>) -> usize {
    found.map(|(index, _)| *index).collect::<BTreeSet<_>>().len()
}

/// In order, and of each index the item whose run begins last.
fn ordered(mut found: Vec<(u64, Bytes)>, direction: Direction, limit: usize) -> Vec<(u64, Bytes)> {
    match direction {
        // Read in ascending order of runs: reversed, the run that begins last comes first.
        Direction::Ascending => {
            found.reverse();
            found.sort_by_key(|(index, _)| *index);
        }
        Direction::Descending => found.sort_by_key(|(index, _)| Reverse(*index)),
    }
    found.dedup_by_key(|(index, _)| *index);
    found.truncate(limit);
    found
}

/// Rows of runs that begin in `begins`.
fn rows(
    engine: &Engine,
    group: &[u8],
    begins: &Range<u64>,
    direction: Direction,
    limit: usize,
) -> Result<Vec<Row>, ReadError> {
    let (start, end) = (Item::joined(group, begins.start), Item::joined(group, begins.end));
    engine.scan(start.key()..end.key(), direction, limit).map_err(ReadError::Engine)
}
