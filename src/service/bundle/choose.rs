//! Which entries go into a bundle: those that fit the question and lie in the scope, those of the period
//! whose text is gone, and those that vouch for the keys and grants of the others.
//! Absent: proofs and documents.

use std::collections::{BTreeMap, BTreeSet};

use samen_audit::leaf::{FieldId, Leaf, Part};
use zeroize::Zeroizing;

use super::ENTRIES;
use crate::domain::refusal::{Reason, Refusal};
use crate::service::door::{decode, open_fields, term};
use crate::service::fault::fault;
use crate::service::question::{CANDIDATES, Question, in_scope};
use crate::service::retention;
use crate::store::{Direction, ReadError, Reader};

/// The most candidates that one bundle looks at: ten questions of a search.
const LOOKED_AT: usize = 50_000;

/// The most entries about one key or grant.
const ABOUT_ONE: usize = 16;

/// What is told of an entry about a key or grant whose actor lies outside the officer's scope: that it
/// happened, and to what; not who did it.
const VOUCHING: [FieldId; 5] =
    [FieldId::TIME, FieldId::OPERATION, FieldId::ACTION, FieldId::RECORD_SHA256, FieldId::SUBJECT];

/// What is told of an entry that erased others, by whomever it was ordered.
const ERASING: [FieldId; 6] = [
    FieldId::TIME,
    FieldId::OPERATION,
    FieldId::ACTION,
    FieldId::REASON,
    FieldId::GIVEN,
    FieldId::SUBJECT,
];

/// The entries of a bundle, by index: all their fields with salts, or nothing when they are erased.
pub(super) struct Chosen {
    pub(super) entries: BTreeMap<u64, Option<Entry>>,
}

/// An entry whose text is there.
pub(super) struct Entry {
    /// Its leaf.
    pub(super) leaf: Leaf,
    /// All its fields, opened.
    pub(super) parts: Vec<Part>,
    /// Which of them may be shown at most; `None` for all.
    pub(super) at_most: Option<&'static [FieldId]>,
}

impl Entry {
    /// The value of a field that may be shown.
    pub(super) fn opened(&self, wanted: FieldId) -> Option<&[u8]> {
        if self.at_most.is_some_and(|fields| !fields.contains(&wanted)) {
            return None;
        }
        self.parts.iter().find_map(|part| match part {
            Part::Opened(opening) if opening.field == wanted => Some(opening.value.as_slice()),
            _ => None,
        })
    }
}

/// The entries among the first `size` that fit.
///
/// # Errors
/// [`Reason::BundleTooLarge`] when there are too many, or too many had to be looked at.
pub(super) fn choose(
    reader: &Reader,
    question: &Question,
    scope: &[String],
    size: u64,
) -> Result<Chosen, Refusal> {
    let mut chosen = Chosen { entries: BTreeMap::new() };
    let mut range = question.range(reader, size)?;
    let mut looked_at = 0;
    loop {
        let candidates = question.candidates(reader, range.clone())?;
        looked_at += candidates.len();
        for index in &candidates {
            chosen.consider(reader, question, scope, *index)?;
        }
        let more = candidates.last().filter(|_| candidates.len() == CANDIDATES);
        if chosen.entries.len() > ENTRIES || (more.is_some() && looked_at >= LOOKED_AT) {
            return Err(Reason::BundleTooLarge.into());
        }
        match more {
            Some(last) => range.end = *last,
            None => break,
        }
    }
    // Where the record came in is known for ever, also when that entry can no longer be found.
    if let Some(kept) = question.record.map(|id| reader.record_id(&id.to_bytes())).transpose()?
        && let Some(kept) = kept
        && kept.index < size
        && plain(reader, kept.index)?.is_none()
    {
        chosen.entries.insert(kept.index, None);
    }
    Ok(chosen)
}

/// Those of the named entries that fit and lie in the scope, and those of which the text is gone.
///
/// # Errors
/// A fault of the store.
pub(super) fn choose_named(
    reader: &Reader,
    question: &Question,
    scope: &[String],
    named: &BTreeSet<u64>,
) -> Result<Chosen, Refusal> {
    let mut chosen = Chosen { entries: BTreeMap::new() };
    for index in named {
        chosen.consider(reader, question, scope, *index)?;
    }
    Ok(chosen)
}

impl Chosen {
    fn consider(
        &mut self,
        reader: &Reader,
        question: &Question,
        scope: &[String],
        index: u64,
    ) -> Result<(), Refusal> {
        let Some(plain) = plain(reader, index)? else {
            // Nobody can say whose it was; that it stood there is public.
            if question.is_of_a_period() {
                self.entries.insert(index, None);
            }
            return Ok(());
        };
        let fields = decode(&plain).map_err(|_| fault("a kept entry cannot be read"))?;
        if in_scope(&fields, scope) && question.fits(&fields) {
            self.entries.insert(index, Some(entry(reader, index, &plain, None)?));
        }
        Ok(())
    }

    /// Adds the entries that say who erased the texts that are gone. One of which the text is gone too
    /// stays away: its own erasure is then a matter of its day.
    pub(super) fn vouch_erasures(
        &mut self,
        reader: &Reader,
        scope: &[String],
        size: u64,
    ) -> Result<(), Refusal> {
        let gone: Vec<u64> =
            self.entries.iter().filter(|(_, one)| one.is_none()).map(|(at, _)| *at).collect();
        let shown: Vec<u64> =
            self.entries.iter().filter(|(_, one)| one.is_some()).map(|(at, _)| *at).collect();
        for index in gone {
            if let Some(by) = retention::entry_erased_by(reader, index)? {
                self.add(reader, by, scope, size, &ERASING)?;
            }
        }
        for index in shown {
            if let Some(by) = retention::record_erased_by(reader, index)? {
                self.add(reader, by, scope, size, &ERASING)?;
            }
        }
        Ok(())
    }

    /// Adds one entry, and shows of it at most these fields when it is out of the scope.
    fn add(
        &mut self,
        reader: &Reader,
        index: u64,
        scope: &[String],
        size: u64,
        fields_at_most: &'static [FieldId],
    ) -> Result<(), Refusal> {
        if index >= size || self.entries.contains_key(&index) {
            return Ok(());
        }
        let Some(plain) = plain(reader, index)? else { return Ok(()) };
        let fields = decode(&plain).map_err(|_| fault("a kept entry cannot be read"))?;
        let at_most = if in_scope(&fields, scope) { None } else { Some(fields_at_most) };
        self.entries.insert(index, Some(entry(reader, index, &plain, at_most)?));
        Ok(())
    }

    /// Adds the entries about a key or grant.
    pub(super) fn vouch(
        &mut self,
        reader: &Reader,
        subject: &str,
        scope: &[String],
        size: u64,
    ) -> Result<(), Refusal> {
        let subject = subject.as_bytes();
        let all = Direction::Ascending;
        for index in reader.find_entries(term::SUBJECT, subject, 0..size, all, ABOUT_ONE)? {
            self.add(reader, index, scope, size, &VOUCHING)?;
        }
        Ok(())
    }
}

/// An entry's key and fields; `None` once they are erased.
fn plain(reader: &Reader, index: u64) -> Result<Option<Zeroizing<Vec<u8>>>, Refusal> {
    match reader.entry(index) {
        Ok(Some(plain)) => Ok(Some(plain)),
        Ok(None) => Err(ReadError::Missing { table: "entry" }.into()),
        Err(ReadError::Erased) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn entry(
    reader: &Reader,
    index: u64,
    plain: &[u8],
    at_most: Option<&'static [FieldId]>,
) -> Result<Entry, Refusal> {
    let leaf = reader.leaf(index)?.ok_or(ReadError::Missing { table: "leaf" })?;
    let leaf = Leaf::parse(&leaf).map_err(|_| fault("a kept leaf cannot be read"))?;
    let parts = open_fields(plain).map_err(|_| fault("a kept entry cannot be read"))?;
    Ok(Entry { leaf, parts, at_most })
}
