//! The check of erased entries: each was erased on its day, or by an entry of the log that names
//! it. Absent: what stood in them, which nobody can know any more.

use std::collections::BTreeMap;

use super::verdict::{Indexes, Report, Wrong};
use super::{Bundle, Line};
use crate::leaf::{Class, FieldId, Leaf};
use crate::moment::{MS_PER_DAY, date};
use crate::text::from_decimal;

/// How the text begins that names records, whose entries keep their text.
const RECORDS: &str = "records ";

/// Most entries that erase others, told with a line each.
const TOLD: usize = 16;

impl Bundle {
    /// Each erased entry names the entry that erased it, or its day had come.
    pub(super) fn check_erased(&self, report: &mut Report) {
        let mut wrong = Wrong::default();
        let mut by_entry: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        let mut by_day: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for line in &self.entries {
            let Line::Erased(erased) = line else { continue };
            let index = line.index();
            let day = Leaf::parse(&erased.leaf).map_or(0, |leaf| leaf.erase_day);
            match erased.erased_by {
                Some(by) if self.says_erased(by, index) => {
                    by_entry.entry(by).or_default().push(index)
                }
                Some(by) => wrong.add(|| {
                    format!(
                        "entry {index} is said to be erased by entry {by}, which does not say so"
                    )
                }),
                None if self.had_come(day) => by_day.entry(day).or_default().push(index),
                None => wrong.add(|| {
                    format!("entry {index} is gone before its day, and no entry says who erased it")
                }),
            }
        }
        let count = by_entry.values().chain(by_day.values()).map(Vec::len).sum::<usize>();
        let text = match count {
            0 => "no entry is erased".to_owned(),
            _ => format!("{count} entries are erased as the log says"),
        };
        report.unless("erased", wrong, text);
        let entries = by_entry.iter().map(|(by, gone)| (format!("by entry {by}"), gone));
        let days = by_day.iter().map(|(day, gone)| (format!("on {}", date(u64::from(*day))), gone));
        for (how, gone) in entries.chain(days).take(TOLD) {
            report.note("erased", format!("{}: erased {how}", Indexes(gone)));
        }
    }

    fn had_come(&self, day: u32) -> bool {
        day != 0 && u64::from(day) * MS_PER_DAY <= self.created_at_ms
    }

    /// Whether the bundle holds an entry `by` that erases, and shows that it names `index`.
    fn says_erased(&self, by: u64, index: u64) -> bool {
        let Some(line) = self.entry(by) else {
            return false;
        };
        let erases = Leaf::parse(line.leaf())
            .is_ok_and(|leaf| matches!(leaf.class, Class::Erase | Class::Erasure));
        let given = line.opened_text(FieldId::GIVEN).unwrap_or_default();
        erases && !given.starts_with(RECORDS) && names(given, index)
    }

    /// The entry of the bundle that erased the record which came in with the entry `index`.
    pub(super) fn record_erased_by(&self, index: u64) -> Option<u64> {
        let erases = |line: &&Line| {
            let given = line.opened_text(FieldId::GIVEN).unwrap_or_default();
            let class = Leaf::parse(line.leaf()).map(|leaf| leaf.class);
            matches!(class, Ok(Class::Erase | Class::Erasure))
                && given.starts_with(RECORDS)
                && names(given, index)
        };
        self.entries.iter().find(erases).map(Line::index)
    }

    /// The entry with this index.
    pub(super) fn entry(&self, index: u64) -> Option<&Line> {
        let at = self.entries.binary_search_by_key(&index, Line::index).ok()?;
        self.entries.get(at)
    }
}

/// Whether a text of words, indexes and ranges such as `entries 3 17-20` names an index.
fn names(given: &str, index: u64) -> bool {
    given.split_ascii_whitespace().any(|word| match word.split_once('-') {
        None => from_decimal(word) == Some(index),
        Some((first, last)) => from_decimal(first)
            .zip(from_decimal(last))
            .is_some_and(|(first, last)| (first..=last).contains(&index)),
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn indexes_and_ranges_are_named() {
        let given = "entries 3 17-20 key 0099 of 2026";
        for index in [3, 17, 18, 20, 2026] {
            assert!(names(given, index), "{index}");
        }
        for index in [0, 1, 16, 21, 99, 320] {
            assert!(!names(given, index), "{index}");
        }
        assert!(!names("", 0) && !names("-", 0) && !names("5-", 5) && !names("9-1", 5));
    }
}
