//! The counts as the writer keeps them: read from the store when a partner first acts in a month, added to
//! in memory, and written once a group. All of it is in the store; what is in memory is safe to lose.
//! Absent: a second writer, which the store refuses.

use std::collections::{BTreeMap, HashMap};

use samen_audit::hash::Hash;

use super::count::{Count, What};
use super::{content, key, kind, read, recipients_key};
use crate::store::{Batch, BatchError, ReadError, Reader};

/// Counts of one partner in one month from which on recipients are counted each by itself, so that nobody
/// fills the memory by addressing every record otherwise: some hundreds of bytes each, and more ways than
/// an alliance has.
const WAYS: usize = 4096;

/// Months that are held at a time: around the turn of a month entries of the one before still come in.
const MONTHS: usize = 2;

/// Why entries cannot be counted.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A row cannot be put.
    #[error("a count cannot be put into the group")]
    Batch(#[from] BatchError),
    /// The counts so far cannot be read.
    #[error("the counts cannot be read")]
    Read(#[from] ReadError),
}

/// Counts in memory.
#[derive(Default)]
pub struct Ledger {
    has_begun: bool,
    months: BTreeMap<u32, HashMap<String, Counts>>,
    changed: Vec<(u32, String, String)>,
}

#[derive(Default)]
struct Counts {
    by_what: HashMap<String, Counted>,
}

struct Counted {
    number: u32,
    count: u64,
    is_changed: bool,
}

impl Ledger {
    /// Adds what the entries from `first` on add to, each with its month, and puts every count that changed
    /// into their batch. When this fails, or the batch is not committed, call [`Ledger::forget`].
    ///
    /// # Errors
    /// [`LedgerError`].
    pub fn enter<'a>(
        &mut self,
        reader: &Reader,
        batch: &mut Batch,
        first: u64,
        entries: impl Iterator<Item = (u32, &'a [Count])>,
    ) -> Result<(), LedgerError> {
        if !self.has_begun && read::begun(reader)?.is_none() {
            batch.put_standing(kind::BEGUN, &[], &first.to_be_bytes())?;
        }
        self.has_begun = true;
        for (month, counts) in entries {
            for count in counts {
                self.add(reader, batch, month, count)?;
            }
        }
        self.put(batch)
    }

    /// Forgets everything that is in memory; it is read from the store again.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn add(
        &mut self,
        reader: &Reader,
        batch: &mut Batch,
        month: u32,
        count: &Count,
    ) -> Result<(), LedgerError> {
        let partners = self.months.entry(month).or_default();
        if !partners.contains_key(&count.partner) {
            partners.insert(count.partner.clone(), Counts::load(reader, month, &count.partner)?);
        }
        // It was just put there.
        let Some(counts) = partners.get_mut(&count.partner) else { return Ok(()) };
        if let What::Sent(.., digest) = &count.what
            && !counts.by_what.contains_key(&count.text)
        {
            if counts.by_what.len() >= WAYS {
                return count
                    .apart()
                    .iter()
                    .try_for_each(|one| self.add(reader, batch, month, one));
            }
            put_recipients(batch, digest, &count.recipients)?;
        }
        if counts.add(&count.text, count.by) {
            self.changed.push((month, count.partner.clone(), count.text.clone()));
        }
        Ok(())
    }

    fn put(&mut self, batch: &mut Batch) -> Result<(), LedgerError> {
        for (month, partner, text) in std::mem::take(&mut self.changed) {
            let counts = self.months.get_mut(&month).and_then(|month| month.get_mut(&partner));
            let Some(counted) = counts.and_then(|counts| counts.by_what.get_mut(&text)) else {
                continue;
            };
            counted.is_changed = false;
            let key = key(month, &partner, counted.number);
            batch.put_standing(kind::COUNT, &key, &content(&text, counted.count))?;
        }
        while self.months.len() > MONTHS {
            self.months.pop_first();
        }
        Ok(())
    }
}

/// Under their digest, so writing them again changes nothing.
fn put_recipients(batch: &mut Batch, digest: &Hash, recipients: &str) -> Result<(), BatchError> {
    batch.put_standing(kind::RECIPIENTS, recipients_key(digest), recipients.as_bytes())
}

impl Counts {
    fn load(reader: &Reader, month: u32, partner: &str) -> Result<Self, ReadError> {
        let mut by_what = HashMap::new();
        for (number, (text, count)) in (0..).zip(read::counts_of(reader, month, partner)?) {
            by_what.insert(text, Counted { number, count, is_changed: false });
        }
        Ok(Self { by_what })
    }

    /// Whether this is the first change since the last group.
    fn add(&mut self, text: &str, by: u64) -> bool {
        // Counts are numbered without a gap; there are never as many as a number can say.
        let number = u32::try_from(self.by_what.len()).unwrap_or(u32::MAX);
        if let Some(counted) = self.by_what.get_mut(text) {
            counted.count = counted.count.saturating_add(by);
            return !std::mem::replace(&mut counted.is_changed, true);
        }
        let counted = Counted { number, count: by, is_changed: true };
        self.by_what.insert(text.to_owned(), counted);
        true
    }
}
