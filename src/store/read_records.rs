//! Reads of records: the signed bytes, who may list them, what points at them, and what a term
//! leads to.
//!
//! Absent: any judgement who may read what, and the alerts in force (kept in memory above).

use std::collections::BTreeSet;
use std::ops::Range;

use zeroize::Zeroizing;

use super::batch::{RecordId, VALUE_VERSION};
use super::engine::{Bytes, Direction};
use super::error::ReadError;
use super::key;
use super::merge;
use super::reader::{Reader, damaged};
use super::run;
use super::table::Table;
use crate::vault::Bucket;

impl Reader {
    /// A record's signed bytes, exactly as received.
    ///
    /// # Errors
    /// `Erased` when its day's key is gone; `Damaged`.
    pub fn record(&self, index: u64) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        self.sealed_item(Table::Record, &key::by_index(Table::Record, index))
    }

    /// What was put beside a record.
    ///
    /// # Errors
    /// As [`Reader::record`].
    pub fn record_meta(&self, index: u64) -> Result<Option<Zeroizing<Vec<u8>>>, ReadError> {
        self.sealed_item(Table::RecordMeta, &key::by_index(Table::RecordMeta, index))
    }

    /// The indexes in `range` at which the log has a record, erased or not, oldest first.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn recorded(&self, range: Range<u64>) -> Result<BTreeSet<u64>, ReadError> {
        let key = key::by_index(Table::RecordMeta, 0);
        let (group, _) = key.split_last_chunk::<8>().ok_or_else(|| damaged(Table::RecordMeta))?;
        run::indexes(&self.engine, Table::RecordMeta, group, range)
    }

    /// The bucket that a record is sealed under, also after it was erased.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn record_bucket(&self, index: u64) -> Result<Option<Bucket>, ReadError> {
        self.item_bucket(Table::Record, &key::by_index(Table::Record, index))
    }

    /// At most `limit` indexes from `from` on of records put under a term in one bucket, oldest
    /// first. Some may have been sealed anew in another bucket since.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn records_in(
        &self,
        number: u32,
        kind: u8,
        from: u64,
        limit: usize,
    ) -> Result<Vec<u64>, ReadError> {
        let label = [Table::RecordTerm.prefix(), kind];
        let tag = self.vault.tag(Bucket::Records(number), &label, b"").ok_or(ReadError::Erased)?;
        let (range, direction) = (from..u64::MAX, Direction::Ascending);
        let query = merge::Query { table: Table::RecordTerm, kind, range, direction, limit };
        merge::find(&self.engine, &query, std::iter::once((number, tag)))
    }

    /// What a record id was used for, also long after the record was erased.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn record_id(&self, id: &[u8; 16]) -> Result<Option<RecordId>, ReadError> {
        let found = self.engine.get(&key::record_id(id)).map_err(ReadError::Engine)?;
        let parse = |row: &[u8]| {
            let (version, rest) = row.split_first()?;
            let (index, rest) = rest.split_first_chunk()?;
            let (sha256, rest) = rest.split_first_chunk()?;
            let day = u32::from_be_bytes(rest.try_into().ok()?);
            let index = u64::from_be_bytes(*index);
            (*version == VALUE_VERSION).then_some(RecordId { index, sha256: *sha256, day })
        };
        found.map(|row| parse(&row).ok_or_else(|| damaged(Table::RecordId))).transpose()
    }

    /// The indexes in `range` of records put under a term, over all days that are not erased.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn find_records(
        &self,
        kind: u8,
        term: &[u8],
        range: Range<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<u64>, ReadError> {
        let label = [Table::RecordTerm.prefix(), kind];
        let sources = self.vault.buckets().into_iter().filter_map(|bucket| match bucket {
            Bucket::Records(day) => Some((day, self.vault.tag(bucket, &label, term)?)),
            Bucket::Audit(_) | Bucket::Standing => None,
        });
        let query = merge::Query { table: Table::RecordTerm, kind, range, direction, limit };
        merge::find(&self.engine, &query, sources)
    }

    /// The records from index `from` on that point at `target`, oldest first: index and kind of relation.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn relations_of(
        &self,
        target: u64,
        from: u64,
        limit: usize,
    ) -> Result<Vec<(u64, u8)>, ReadError> {
        let (start, end) = (key::relation(target, from), key::relation(target, u64::MAX));
        let rows = self
            .engine
            .scan(&start..&end, Direction::Ascending, limit)
            .map_err(ReadError::Engine)?;
        let parse = |key: &[u8], value: &[u8]| Some((key::index_at(key, 9)?, *value.first()?));
        rows.iter()
            .map(|(key, value)| parse(key, value).ok_or_else(|| damaged(Table::Relation)))
            .collect()
    }

    /// The records in `range` visible to a partner: index and the bytes put with it.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn visible(
        &self,
        partner_no: u32,
        range: Range<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<(u64, Bytes)>, ReadError> {
        let key = key::visible(partner_no, 0);
        let (group, _) = key.split_last_chunk::<8>().ok_or_else(|| damaged(Table::Visible))?;
        run::scan(&self.engine, Table::Visible, group, range, direction, limit)
    }

    /// The index of the entry that says that a partner did this with a record, when one does.
    ///
    /// # Errors
    /// When the engine fails or the row is damaged.
    pub fn delivery(
        &self,
        record: u64,
        partner_no: u32,
        kind: u8,
    ) -> Result<Option<u64>, ReadError> {
        let key = key::delivery(record, partner_no, kind);
        let value = self.engine.get(&key).map_err(ReadError::Engine)?;
        let parse = |value: Bytes| value.as_ref().try_into().map(u64::from_be_bytes);
        value.map(parse).transpose().map_err(|_| damaged(Table::Delivery))
    }

    /// What partners did with a record, by partner and kind: partner, kind, index of the entry
    /// that says so. At most `limit`.
    ///
    /// # Errors
    /// When the engine fails or a row is damaged.
    pub fn deliveries_of(
        &self,
        record: u64,
        limit: usize,
    ) -> Result<Vec<(u32, u8, u64)>, ReadError> {
        let start = key::by_index(Table::Delivery, record);
        // One key longer than any of this record's deliveries, and behind them all.
        let end = [&key::delivery(record, u32::MAX, u8::MAX)[..], &[0]].concat();
        let rows = self
            .engine
            .scan(&start..&end, Direction::Ascending, limit)
            .map_err(ReadError::Engine)?;
        let parse = |key: &[u8], value: &[u8]| {
            let (partner_no, rest) = key.get(9..)?.split_first_chunk()?;
            let by = u64::from_be_bytes(value.try_into().ok()?);
            Some((u32::from_be_bytes(*partner_no), *rest.first()?, by))
        };
        rows.iter()
            .map(|(key, value)| parse(key, value).ok_or_else(|| damaged(Table::Delivery)))
            .collect()
    }
}
