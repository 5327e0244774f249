//! The table behind the index: rows in one vector, chained by fold and by alert. Absent: how folds are
//! made and what a reading fits (`matcher`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

use crate::domain::plate::{Country, Normal};

/// No row: past the end of every vector, so that following a chain ends by itself.
const END: usize = usize::MAX;

/// A listed plate. 40 bytes.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) alert: u64,
    pub(super) plate: Normal,
    pub(super) country: Country,
    /// The next row under the same fold; of an empty row, the next empty one.
    next_in_fold: usize,
    /// The next row of the same alert.
    next_of_alert: usize,
}

/// Rows by fold and by alert.
#[derive(Clone)]
pub(super) struct Table {
    rows: Vec<Row>,
    folds: HashMap<u64, usize, BuildHasherDefault<Mix>>,
    alerts: HashMap<u64, usize, BuildHasherDefault<Mix>>,
    first_empty: usize,
    empty: usize,
}

impl Default for Table {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl Table {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self {
            rows: Vec::with_capacity(rows),
            folds: HashMap::with_capacity_and_hasher(rows, BuildHasherDefault::default()),
            alerts: HashMap::with_capacity_and_hasher(rows, BuildHasherDefault::default()),
            first_empty: END,
            empty: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len() - self.empty
    }

    pub(super) fn insert(&mut self, fold: u64, alert: u64, country: Country, plate: Normal) {
        let next_of_alert = self.alerts.get(&alert).copied().unwrap_or(END);
        let is_it = |row: &Row| row.plate == plate && row.country == country;
        if self.chain(next_of_alert, |row| row.next_of_alert).any(is_it) {
            return;
        }
        let next_in_fold = self.folds.get(&fold).copied().unwrap_or(END);
        let at = self.put(Row { alert, plate, country, next_in_fold, next_of_alert });
        self.folds.insert(fold, at);
        self.alerts.insert(alert, at);
    }

    /// Removes the rows of an alert and says how many there were.
    pub(super) fn remove(&mut self, alert: u64, fold_of: impl Fn(&Normal) -> u64) -> usize {
        let mut at = self.alerts.remove(&alert).unwrap_or(END);
        let mut removed = 0;
        while let Some(row) = self.rows.get(at) {
            let (fold, next_of_alert) = (fold_of(&row.plate), row.next_of_alert);
            self.unchain(fold, at);
            self.wipe(at);
            removed += 1;
            at = next_of_alert;
        }
        removed
    }

    /// The rows under a fold.
    pub(super) fn under(&self, fold: u64) -> impl Iterator<Item = &Row> {
        self.chain(self.folds.get(&fold).copied().unwrap_or(END), |row| row.next_in_fold)
    }

    fn chain(&self, first: usize, next: fn(&Row) -> usize) -> impl Iterator<Item = &Row> {
        std::iter::successors(self.rows.get(first), move |row| self.rows.get(next(row)))
    }

    /// Puts a row into the first empty place, or a new one.
    fn put(&mut self, row: Row) -> usize {
        let at = self.first_empty;
        if let Some(place) = self.rows.get_mut(at) {
            self.first_empty = place.next_in_fold;
            self.empty -= 1;
            *place = row;
            return at;
        }
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Takes a row out of the chain of its fold.
    fn unchain(&mut self, fold: u64, gone: usize) {
        let next = self.rows.get(gone).map_or(END, |row| row.next_in_fold);
        let Entry::Occupied(mut head) = self.folds.entry(fold) else { return };
        if *head.get() == gone {
            if next == END {
                head.remove();
            } else {
                head.insert(next);
            }
            return;
        }
        let mut at = *head.get();
        while let Some(row) = self.rows.get_mut(at) {
            if row.next_in_fold == gone {
                row.next_in_fold = next;
                return;
            }
            at = row.next_in_fold;
        }
    }

    /// Empties a row: a plate that is not wanted any more leaves the memory with its alert.
    fn wipe(&mut self, at: usize) {
        if let Some(row) = self.rows.get_mut(at) {
            row.alert = 0;
            row.plate.wipe();
            row.country = Country::NL;
            row.next_in_fold = self.first_empty;
            row.next_of_alert = END;
            self.first_empty = at;
            self.empty += 1;
        }
    }
}

/// Spreads the bits of one number over the whole word (the finalizer of SplitMix64). Not proof against
/// somebody who picks the plates that collide: those who list plates are the police, and a reader that
/// sends such plates only finds more of nothing.
#[derive(Clone, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = self.0 ^ number;
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = mixed ^ (mixed >> 31);
    }
}
