//! Retention: what has been kept long enough is erased by dropping the key of its bucket, after the
//! entry that says so is durable; held records move on first; a data protection officer orders holds
//! and early erasures.
//!
//! The order is always entry, then key. A crash between leaves an entry without its erasure, which
//! the next sweep makes up for: a row beside the entry says which bucket it was about.
//! Absent: how long anything is kept (`domain::profile`), keys and their file (`vault`).

mod early;
mod order;
mod rows;
mod spans;
mod sweep;

use crate::store::{ReadError, Reader};

pub use order::{close, erase, hold, release};
pub use sweep::{Swept, keep, sweep};

/// The entry that says that the text of entry `index` was erased.
///
/// # Errors
/// [`ReadError`].
pub fn entry_erased_by(reader: &Reader, index: u64) -> Result<Option<u64>, ReadError> {
    match reader.entry_bucket(index)? {
        Some(bucket) => rows::erased_by(reader, bucket, index),
        None => Ok(None),
    }
}

/// The entry that says that the record of entry `index` was erased.
///
/// # Errors
/// [`ReadError`].
pub fn record_erased_by(reader: &Reader, index: u64) -> Result<Option<u64>, ReadError> {
    match reader.record_bucket(index)? {
        Some(bucket) => rows::erased_by(reader, bucket, index),
        None => Ok(None),
    }
}
