//! Reading: what every read stands on, and the registry's rows.
//!
//! All methods block; async code reaches them through `Store::read` alone.
//!
//! Absent: a snapshot over several reads. Rows of the log and of records never change once
//! written, so readers bound themselves by a size they know; registry rows are replaced whole.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::batch::{Tip, VALUE_VERSION};
use super::chunk;
use super::engine::{Direction, Engine, TipVersion};
use super::error::{EngineError, ReadError};
use super::key;
use super::run;
use super::table::Table;
use crate::vault::{Bucket, OpenError, Vault};

/// How many rows are taken from the engine at a time where the total is not known.
pub(super) const PAGE: usize = 256;

/// The reads of a store.
pub struct Reader {
    pub(super) engine: Engine,
    pub(super) vault: Arc<Vault>,
}

/// A registry row. Wiped from memory on drop; has no `Debug`, because its key may name a person.
pub struct StandingRow {
    /// The key it was put under.
    pub key: Zeroizing<Vec<u8>>,
    /// What was put.
    pub value: Zeroizing<Vec<u8>>,
}

impl Reader {
    /// The state of the log; `None` before the first commit.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn tip(&self) -> Result<Option<Tip>, ReadError> {
        let (TipVersion(size), rest) = self.engine.tip().map_err(ReadError::Engine)?;
        if size == 0 {
            return Ok(None);
        }
        let parse = |rest: &[u8]| {
            let (version, rest) = rest.split_first()?;
            let (root, rest) = rest.split_first_chunk()?;
            let time_ms = u64::from_be_bytes(rest.try_into().ok()?);
            (*version == VALUE_VERSION).then_some(Tip { size, root: *root, time_ms })
        };
        parse(&rest).map(Some).ok_or(ReadError::Engine(EngineError::TipDamaged))
    }

    /// A registry row by its kind and key.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn standing(&self, kind: u8, key: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        let label = [Table::Standing.prefix(), kind];
        let tag = self.vault.tag(Bucket::Standing, &label, key).ok_or(ReadError::Erased)?;
        let Some(row) = self.standing_row(&key::standing(kind, &tag))? else {
            return Ok(None);
        };
        if row.key.as_slice() != key {
            return Err(damaged(Table::Standing));
        }
        Ok(Some(row.value))
    }

    /// All registry rows of a kind, in no meaningful order. For filling memory at start.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn all_standing(&self, kind: u8) -> Result<Vec<StandingRow>, ReadError> {
        let end = key::after_kind(Table::Standing, kind);
        let mut start = [Table::Standing.prefix(), kind].to_vec();
        let mut found = Vec::new();
        loop {
            let rows = self
                .engine
                .scan(&start..&end, Direction::Ascending, PAGE)
                .map_err(ReadError::Engine)?;
            let Some((last, _)) = rows.last() else {
                return Ok(found);
            };
            start = [last, &[0][..]].concat();
            for (stored, _) in &rows {
                // Only first pieces stand for rows; the others are read with them.
                if let Some((0, row_key)) = stored.split_last() {
                    let row = self.standing_row(row_key)?;
                    found.push(row.ok_or_else(|| damaged(Table::Standing))?);
                }
            }
        }
    }

    fn standing_row(&self, row_key: &[u8]) -> Result<Option<StandingRow>, ReadError> {
        let stored = chunk::find(&self.engine, Table::Standing, row_key)?;
        let Some(stored) = stored else {
            return Ok(None);
        };
        let plain = self.opened(Table::Standing, row_key, stored.value())?;
        let parse = |plain: &[u8]| {
            let (length, rest) = plain.split_first_chunk()?;
            let (key, value) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            let (key, value) = (Zeroizing::new(key.to_vec()), Zeroizing::new(value.to_vec()));
            Some(StandingRow { key, value })
        };
        parse(&plain).map(Some).ok_or_else(|| damaged(Table::Standing))
    }

    /// The sealed item of a run, opened.
    pub(super) fn sealed_item(
        &self,
        table: Table,
        key: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        let stored = run::find(&self.engine, table, key)?;
        stored.map(|stored| self.opened(table, key, stored.value())).transpose()
    }

    /// The bucket that the sealed item of a run is under, whether or not it still has a key.
    pub(super) fn item_bucket(
        &self,
        table: Table,
        key: &[u8],
    ) -> Result<Option<Bucket>, ReadError> {
        let stored = run::find(&self.engine, table, key)?;
        let bucket = |sealed: &[u8]| Vault::bucket_of(sealed).ok_or_else(|| damaged(table));
        stored.map(|stored| bucket(stored.value())).transpose()
    }

    pub(super) fn opened(
        &self,
        table: Table,
        key: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        self.vault.open_any(table.prefix(), key, sealed).map_err(|error| match error {
            OpenError::Erased => ReadError::Erased,
            OpenError::Damaged => damaged(table),
        })
    }
}

pub(super) fn damaged(table: Table) -> ReadError {
    ReadError::Damaged { table: table.name() }
}
