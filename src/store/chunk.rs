//! Values of any length in rows of at most 4 KiB.
//!
//! The stored stream is count u8 || value, cut into pieces; piece `n` lies under the row key with
//! `n` appended. The count stands in the first piece, so that a shorter value written over a longer
//! one is read right although the longer one's last pieces are still there.
//!
//! Absent: sealing (a value arrives sealed as a whole) and any limit of a table's own.

use super::engine::{Bytes, Engine, MAX_VALUE, Row};
use super::error::{BatchError, ReadError};
use super::table::Table;

/// The longest value in bytes: 255 pieces, less the count.
const MAX_CHUNKED: usize = 255 * MAX_VALUE - 1;
/// The longest key of a chunked table, its prefix and the piece number included.
const MAX_KEY: usize = 24;

/// How many pieces a value of `length` bytes takes.
pub(super) fn count(table: Table, length: usize) -> Result<u8, BatchError> {
    let too_large = BatchError::TooLarge { table: table.name(), length };
    if length > MAX_CHUNKED {
        return Err(too_large);
    }
    u8::try_from((length + 1).div_ceil(MAX_VALUE)).map_err(|_| too_large)
}

/// Cuts `stream` (count first, then the value) into rows under `key`.
pub(super) fn split(key: &[u8], stream: &[u8], rows: &mut Vec<Row>) {
    let mut at = PieceKey::new(key);
    for (piece, number) in stream.chunks(MAX_VALUE).zip(0..=u8::MAX) {
        rows.push((Bytes::from(at.piece(number)), Bytes::from(piece)));
    }
}

/// The key under which the pieces of a too large item of a run lie: a table apart, so that they
/// are in nobody's way.
pub(super) fn apart(key: &[u8]) -> Vec<u8> {
    [&[Table::Piece.prefix()], key].concat()
}

/// A value put together again.
pub(super) enum Joined {
    /// As stored: still with its count in front.
    One(Bytes),
    /// Joined, without the count.
    Many(Vec<u8>),
}

impl Joined {
    pub(super) fn value(&self) -> &[u8] {
        match self {
            Self::One(stored) => stored.get(1..).unwrap_or_default(),
            Self::Many(value) => value,
        }
    }
}

/// Reads the value under `key`, `None` when there is none.
pub(super) fn find(engine: &Engine, table: Table, key: &[u8]) -> Result<Option<Joined>, ReadError> {
    let mut at = PieceKey::new(key);
    let Some(first) = engine.get(at.piece(0)).map_err(ReadError::Engine)? else {
        return Ok(None);
    };
    let damaged = || ReadError::Damaged { table: table.name() };
    let (&count, start) = first.split_first().ok_or_else(damaged)?;
    if count == 0 {
        return Err(damaged());
    }
    if count == 1 {
        return Ok(Some(Joined::One(first)));
    }
    let mut value = Vec::with_capacity(usize::from(count) * MAX_VALUE);
    value.extend_from_slice(start);
    for number in 1..count {
        let piece = engine.get(at.piece(number)).map_err(ReadError::Engine)?;
        value.extend_from_slice(&piece.ok_or_else(damaged)?);
    }
    Ok(Some(Joined::Many(value)))
}

/// A row key with room for a piece number, on the stack.
struct PieceKey {
    bytes: [u8; MAX_KEY],
    length: usize,
}

impl PieceKey {
    fn new(key: &[u8]) -> Self {
        debug_assert!(key.len() < MAX_KEY);
        let mut bytes = [0; MAX_KEY];
        bytes.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self { bytes, length: key.len().min(MAX_KEY - 1) }
    }

    fn piece(&mut self, number: u8) -> &[u8] {
        if let Some(last) = self.bytes.get_mut(self.length) {
            *last = number;
        }
        self.bytes.get(..=self.length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::engine::{MemoryDisk, MemoryEngine, RawBatch, TipVersion};
    use super::*;

    fn put(engine: &Engine, key: &[u8], value: &[u8]) -> usize {
        let stream = [&[count(Table::Record, value.len()).unwrap()], value].concat();
        let mut rows = Vec::new();
        split(key, &stream, &mut rows);
        let pieces = rows.len();
        let (tip, _) = engine.tip().unwrap();
        engine.commit(tip, &RawBatch::new(TipVersion(tip.0 + 1), Vec::new(), rows)).unwrap();
        pieces
    }

    #[test]
    fn values_around_the_boundary_come_back_and_no_row_is_too_large() {
        let engine = Engine::Memory(MemoryEngine::open(&MemoryDisk::default()));
        let cases = [
            (0, 1),
            (1, 1),
            (MAX_VALUE - 2, 1),
            (MAX_VALUE - 1, 1),
            (MAX_VALUE, 2),
            (2 * MAX_VALUE - 1, 2),
            (2 * MAX_VALUE, 3),
            (65_536, 17),
            (MAX_CHUNKED, 255),
        ];
        for (length, pieces) in cases {
            let value: Vec<u8> = (0..=255).cycle().take(length).collect();
            // The memory engine refuses too large rows just as sled's does.
            assert_eq!(put(&engine, b"\x30key", &value), pieces, "{length}");
            let found = find(&engine, Table::Record, b"\x30key").unwrap().unwrap();
            assert_eq!(found.value(), value);
        }
        assert!(count(Table::Record, MAX_CHUNKED + 1).is_err());
        assert!(find(&engine, Table::Record, b"\x30kex").unwrap().is_none());
    }

    #[test]
    fn a_shorter_value_over_a_longer_one_is_whole() {
        let engine = Engine::Memory(MemoryEngine::open(&MemoryDisk::default()));
        put(&engine, b"\x30key", &[1; 3 * MAX_VALUE]);
        for short in [&[2; MAX_VALUE][..], &[3; 5]] {
            put(&engine, b"\x30key", short);
            let found = find(&engine, Table::Record, b"\x30key").unwrap().unwrap();
            assert_eq!(found.value(), short);
        }
    }
}
