//! What one commit stores, put together row by row and sealed on the way.
//!
//! Absent: the commit itself, and any order between rows: a batch is stored whole or not at all.
//! What is put twice is stored as it was put last.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::chunk;
use super::engine::{Bytes, Engine, MAX_VALUE, RawBatch, Row, TipVersion};
use super::error::{BatchError, CommitError};
use super::key;
use super::run::{self, Item, MAX_ITEM};
use super::table::Table;
use crate::vault::{Bucket, SEAL_OVERHEAD, Vault, VaultError};

/// Version byte of the values that the store lays out itself.
pub(super) const VALUE_VERSION: u8 = 1;

/// The state of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// The number of entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: [u8; 32],
    /// The time of the last entry, Unix milliseconds.
    pub time_ms: u64,
}

/// What stays of a record for good: proof that its id was used, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordId {
    /// The index of the record's entry in the log.
    pub index: u64,
    /// SHA-256 of the signed record as received.
    pub sha256: [u8; 32],
    /// The record's erase day, days since 1970-01-01.
    pub day: u32,
}

/// Something told from entries about a partner.
#[derive(Clone, Copy)]
pub struct FlagRow<'a> {
    /// The month of the oldest entry that it is told from.
    pub month: u32,
    /// Whom it is about.
    pub partner: &'a [u8],
    /// The week that it is found under.
    pub week: u32,
    /// What tells it from others; only a keyed hash of it is stored.
    pub identity: &'a [u8],
    /// What is told.
    pub plain: &'a [u8],
}

/// Rows for one commit. Made by `Store::batch`.
///
/// Buckets must be ensured in the vault before anything is put under them.
pub struct Batch {
    vault: Arc<Vault>,
    tip: Option<Tip>,
    // Rows of their own.
    rows: Vec<Row>,
    // What will share rows, and the bytes of all of it.
    items: Vec<Item>,
    arena: Vec<u8>,
}

impl Batch {
    pub(super) fn new(vault: Arc<Vault>) -> Self {
        Self { vault, tip: None, rows: Vec::new(), items: Vec::new(), arena: Vec::new() }
    }

    /// The state of the log after this batch. Every batch needs one, larger than the one before.
    pub fn put_tip(&mut self, tip: Tip) {
        self.tip = Some(tip);
    }

    /// A leaf of the log, readable.
    ///
    /// # Errors
    /// `TooLarge` past 4,093 bytes.
    pub fn put_leaf(&mut self, index: u64, leaf: &[u8]) -> Result<(), BatchError> {
        self.item(Table::Leaf, &key::by_index(Table::Leaf, index), leaf)
    }

    /// A complete inner node of the tree, readable.
    pub fn put_node(&mut self, level: u8, n: u64, hash: &[u8; 32]) {
        self.small(&key::node(level, n), hash);
    }

    /// A signed checkpoint, readable. Replaces one of the same size.
    ///
    /// # Errors
    /// `TooLarge` past about 1 MB.
    pub fn put_checkpoint(&mut self, size: u64, note: &str) -> Result<(), BatchError> {
        let count = chunk::count(Table::Checkpoint, note.len())?;
        let stream = [&[count], note.as_bytes()].concat();
        chunk::split(&key::by_index(Table::Checkpoint, size), &stream, &mut self.rows);
        Ok(())
    }

    /// An entry's plaintext, sealed under its erase month (`year * 12 + month0`).
    ///
    /// # Errors
    /// When the month's bucket was not ensured, or past about 1 MB.
    pub fn put_entry(&mut self, index: u64, month: u32, plain: &[u8]) -> Result<(), BatchError> {
        let key = key::by_index(Table::Entry, index);
        self.sealed(Bucket::Audit(month), Table::Entry, &key, plain)
    }

    /// Makes an entry findable by a term, blindly.
    ///
    /// # Errors
    /// When the month's bucket was not ensured.
    pub fn put_entry_term(
        &mut self,
        index: u64,
        month: u32,
        kind: u8,
        term: &[u8],
    ) -> Result<(), BatchError> {
        self.put_marked_term(index, month, kind, term, &[])
    }

    /// Makes an entry findable by a term, blindly, with a few readable bytes that are read with the row.
    ///
    /// # Errors
    /// As [`Batch::put_entry_term`], and `TooLarge` past 4,093 bytes.
    pub fn put_marked_term(
        &mut self,
        index: u64,
        month: u32,
        kind: u8,
        term: &[u8],
        mark: &[u8],
    ) -> Result<(), BatchError> {
        let tag = self.tag(Bucket::Audit(month), Table::EntryTerm, kind, term)?;
        let key = key::term(Table::EntryTerm, kind, month, &tag, index);
        self.item(Table::EntryTerm, &key, mark)
    }

    /// Makes a period of time into a range of indexes. One row for each batch is enough when all
    /// its entries share a time.
    pub fn put_entry_time(&mut self, time_ms: u64, index: u64) {
        self.row(&key::entry_time(time_ms, index), &[]);
    }

    /// A record as it was signed, sealed under its erase day.
    ///
    /// # Errors
    /// When the day's bucket was not ensured, or past about 1 MB.
    pub fn put_record(&mut self, index: u64, day: u32, signed: &[u8]) -> Result<(), BatchError> {
        let key = key::by_index(Table::Record, index);
        self.sealed(Bucket::Records(day), Table::Record, &key, signed)
    }

    /// What the caller wants to know of a record without parsing it, sealed under its erase day.
    ///
    /// # Errors
    /// As [`Batch::put_record`].
    pub fn put_record_meta(&mut self, index: u64, day: u32, meta: &[u8]) -> Result<(), BatchError> {
        let key = key::by_index(Table::RecordMeta, index);
        self.sealed(Bucket::Records(day), Table::RecordMeta, &key, meta)
    }

    /// Marks a record's id as used, readable and for good.
    pub fn put_record_id(&mut self, id: &[u8; 16], record: &RecordId) {
        let mut value = [0; 45];
        let parts: [&[u8]; 4] = [
            &[VALUE_VERSION],
            &record.index.to_be_bytes(),
            &record.sha256,
            &record.day.to_be_bytes(),
        ];
        value.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        self.row(&key::record_id(id), &value);
    }

    /// Makes a record findable by a term (a plate, a case), blindly.
    ///
    /// # Errors
    /// When the day's bucket was not ensured.
    pub fn put_record_term(
        &mut self,
        index: u64,
        day: u32,
        kind: u8,
        term: &[u8],
    ) -> Result<(), BatchError> {
        let tag = self.tag(Bucket::Records(day), Table::RecordTerm, kind, term)?;
        self.small(&key::term(Table::RecordTerm, kind, day, &tag, index), &[]);
        Ok(())
    }

    /// The record `by` points at the record `target`; readable.
    pub fn put_relation(&mut self, target: u64, by: u64, kind: u8) {
        self.row(&key::relation(target, by), &[kind]);
    }

    /// A record is visible to a partner, with a few readable bytes for the listing.
    ///
    /// # Errors
    /// `TooLarge` past 4,093 bytes.
    pub fn put_visible(
        &mut self,
        partner_no: u32,
        index: u64,
        plain: &[u8],
    ) -> Result<(), BatchError> {
        self.item(Table::Visible, &key::visible(partner_no, index), plain)
    }

    /// What a partner did with a record (got it, acknowledged it), and by which entry; readable.
    pub fn put_delivery(&mut self, record: u64, partner_no: u32, kind: u8, by: u64) {
        self.row(&key::delivery(record, partner_no, kind), &by.to_be_bytes());
    }

    /// A registry row, sealed together with its own key. Replaces one of the same kind and key.
    ///
    /// # Errors
    /// `TooLarge` for a key past 65,535 bytes or a row past about 1 MB.
    pub fn put_standing(&mut self, kind: u8, key: &[u8], value: &[u8]) -> Result<(), BatchError> {
        let too_large =
            |_| BatchError::TooLarge { table: Table::Standing.name(), length: key.len() };
        let length = u16::try_from(key.len()).map_err(too_large)?;
        let mut plain = Zeroizing::new(Vec::with_capacity(2 + key.len() + value.len()));
        plain.extend_from_slice(&length.to_be_bytes());
        plain.extend_from_slice(key);
        plain.extend_from_slice(value);
        let tag = self.tag(Bucket::Standing, Table::Standing, kind, key)?;
        let key = key::standing(kind, &tag);
        let stream = self.sealed_stream(Bucket::Standing, Table::Standing, &key, &plain)?;
        chunk::split(&key, &stream, &mut self.rows);
        Ok(())
    }

    /// What was told from entries of a month about a partner in a week, sealed under that month, so that it
    /// goes when they go. Replaces one of the same partner, week and identity.
    ///
    /// # Errors
    /// When the month's bucket was not ensured or its key is gone, and `TooLarge` past some 4,060 bytes.
    pub fn put_flag(&mut self, kind: u8, flag: &FlagRow<'_>) -> Result<(), BatchError> {
        let (table, bucket) = (Table::Flag, Bucket::Audit(flag.month));
        let partner = self.tag(bucket, table, kind, flag.partner)?;
        let identity = self.tag(bucket, table, kind, flag.identity)?;
        let key = key::flag(kind, &partner, flag.week, &identity);
        let mut sealed = Vec::new();
        self.vault
            .seal_into(bucket, table.prefix(), &key, flag.plain, &mut sealed)
            .map_err(BatchError::Vault)?;
        if sealed.len() > MAX_VALUE {
            return Err(BatchError::TooLarge { table: table.name(), length: sealed.len() });
        }
        self.row(&key, &sealed);
        Ok(())
    }

    /// Whether nothing but perhaps a tip was put.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.items.is_empty()
    }

    /// Lays everything out for a log that has `size` entries.
    pub(super) fn finish(mut self, engine: &Engine, size: u64) -> Result<RawBatch, CommitError> {
        let tip = self.tip.ok_or(CommitError::NoProgress)?;
        run::pack(engine, size, self.items, &self.arena, &mut self.rows)?;
        let rest = [&[VALUE_VERSION], &tip.root[..], &tip.time_ms.to_be_bytes()].concat();
        Ok(RawBatch::new(TipVersion(tip.size), rest, self.rows))
    }

    /// Lays out what leaves the log as it is: rows of their own, and no tip.
    pub(super) fn finish_beside(self) -> Result<RawBatch, CommitError> {
        if self.tip.is_some() || !self.items.is_empty() {
            return Err(CommitError::NoProgress);
        }
        Ok(RawBatch::beside(self.rows))
    }

    fn row(&mut self, key: &[u8], value: &[u8]) {
        self.rows.push((Bytes::from(key), Bytes::from(value)));
    }

    /// An item of a run that is known to be small.
    fn small(&mut self, key: &[u8], value: &[u8]) {
        let start = self.arena.len();
        self.arena.extend_from_slice(value);
        self.items.push(Item::new(key, Some(start..self.arena.len())));
    }

    fn item(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<(), BatchError> {
        if value.len() > MAX_ITEM {
            return Err(BatchError::TooLarge { table: table.name(), length: value.len() });
        }
        self.small(key, value);
        Ok(())
    }

    /// A sealed item of a run, or a place in a run and the sealed value in pieces beside it.
    fn sealed(
        &mut self,
        bucket: Bucket,
        table: Table,
        key: &[u8],
        plain: &[u8],
    ) -> Result<(), BatchError> {
        if plain.len() + SEAL_OVERHEAD > MAX_ITEM {
            let stream = self.sealed_stream(bucket, table, key, plain)?;
            chunk::split(&chunk::apart(key), &stream, &mut self.rows);
            self.items.push(Item::new(key, None));
            return Ok(());
        }
        let start = self.arena.len();
        self.vault
            .seal_into(bucket, table.prefix(), key, plain, &mut self.arena)
            .map_err(BatchError::Vault)?;
        self.items.push(Item::new(key, Some(start..self.arena.len())));
        Ok(())
    }

    fn sealed_stream(
        &self,
        bucket: Bucket,
        table: Table,
        key: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, BatchError> {
        let mut stream = vec![chunk::count(table, plain.len() + SEAL_OVERHEAD)?];
        self.vault
            .seal_into(bucket, table.prefix(), key, plain, &mut stream)
            .map_err(BatchError::Vault)?;
        Ok(stream)
    }

    fn tag(
        &self,
        bucket: Bucket,
        table: Table,
        kind: u8,
        term: &[u8],
    ) -> Result<[u8; 16], BatchError> {
        self.vault
            .tag(bucket, &[table.prefix(), kind], term)
            .ok_or(BatchError::Vault(VaultError::NoKey(bucket)))
    }
}
