//! Laying items out in rows.
//!
//! Absent: the order in which rows are stored; a commit stores them all or none.

use super::super::engine::{Bytes, Engine, MAX_VALUE, Row};
use super::super::error::{CommitError, EngineError};
use super::{IN_PIECES, ITEM_HEADER, Item, Items, MAX_DELTA};

/// Lays `items` out in rows for a log that has `size` entries. The order of the items does not
/// matter; of two with the same key the later one counts.
pub(in crate::store) fn pack(
    engine: &Engine,
    size: u64,
    mut items: Vec<Item>,
    arena: &[u8],
    rows: &mut Vec<Row>,
) -> Result<(), CommitError> {
    items.sort_by(|one, other| one.key().cmp(other.key()));
    let mut run = Vec::with_capacity(MAX_VALUE);
    let mut first: Option<&Item> = None;
    for (at, item) in items.iter().enumerate() {
        if items.get(at + 1).is_some_and(|next| next.key() == item.key()) {
            continue;
        }
        let value = item.value.clone().and_then(|range| arena.get(range));
        if item.is_late(size) {
            rows.push(late(engine, item, value)?);
            continue;
        }
        let needed = ITEM_HEADER + value.map_or(0, <[u8]>::len);
        let delta = first.and_then(|first| delta(first, item));
        let delta = delta.filter(|_| run.len() + needed <= MAX_VALUE);
        if delta.is_none() {
            finish(first, &mut run, rows);
            first = Some(item);
        }
        append(&mut run, delta.unwrap_or(0), value);
    }
    finish(first, &mut run, rows);
    Ok(())
}

/// How far `item` lies behind `first`, when it can share its run.
fn delta(first: &Item, item: &Item) -> Option<u8> {
    let ((group, from), (same, index)) = (first.split(), item.split());
    let delta = index.checked_sub(from).filter(|delta| *delta <= MAX_DELTA)?;
    if group == same { u8::try_from(delta).ok() } else { None }
}

fn append(run: &mut Vec<u8>, delta: u8, value: Option<&[u8]>) {
    run.push(delta);
    let length = value.and_then(|value| u16::try_from(value.len()).ok()).unwrap_or(IN_PIECES);
    run.extend_from_slice(&length.to_be_bytes());
    run.extend_from_slice(value.unwrap_or_default());
}

/// The row of a late item. A run that begins at the very same index keeps its other items.
fn late(engine: &Engine, item: &Item, value: Option<&[u8]>) -> Result<Row, CommitError> {
    let (_, index) = item.split();
    let mut run = Vec::new();
    append(&mut run, 0, value);
    if let Some(held) = engine.get(item.key()).map_err(CommitError::Unknown)? {
        for other in Items::of(index, &held) {
            let (at, value) = other.ok_or(CommitError::Unknown(EngineError::RowDamaged))?;
            match u8::try_from(at - index) {
                Ok(delta) if delta > 0 => append(&mut run, delta, value),
                _ => {}
            }
        }
    }
    if run.len() > MAX_VALUE {
        return Err(CommitError::TooLarge);
    }
    Ok((Bytes::from(item.key()), Bytes::from(run.as_slice())))
}

fn finish(first: Option<&Item>, run: &mut Vec<u8>, rows: &mut Vec<Row>) {
    if let Some(first) = first {
        let value: &[u8] = if run.as_slice() == [0; ITEM_HEADER] { &[] } else { run };
        rows.push((Bytes::from(first.key()), Bytes::from(value)));
    }
    run.clear();
}
