//! Counts what kinds of leaves a log holds. A leaf that is not samen's is counted, not refused.

use samen_audit::leaf::{Class, Leaf};

use super::date::date;

/// Leaves by class, and those of other kinds.
#[derive(Default)]
pub(super) struct Tally {
    classes: [Counted; Class::ALL.len()],
    foreign: Counted,
}

#[derive(Default, Clone, Copy)]
struct Counted {
    count: u64,
    first: u64,
    last: u64,
    never_erased: u64,
    last_erase_day: u32,
}

impl Tally {
    /// Counts the entry at `index`.
    pub(super) fn add(&mut self, index: u64, entry: &[u8]) {
        let parsed = Leaf::parse(entry);
        let place = match &parsed {
            Ok(leaf) => Class::ALL.iter().position(|class| *class == leaf.class),
            Err(_) => None,
        };
        let counted = match place {
            Some(place) => &mut self.classes[place],
            None => &mut self.foreign,
        };
        if counted.count == 0 {
            counted.first = index;
        }
        counted.count += 1;
        counted.last = index;
        if let Ok(leaf) = parsed {
            counted.never_erased += u64::from(leaf.erase_day == 0);
            counted.last_erase_day = counted.last_erase_day.max(leaf.erase_day);
        }
    }

    /// One line a class that occurs.
    pub(super) fn classes(&self) -> impl Iterator<Item = (Class, String)> {
        let present = Class::ALL.into_iter().zip(self.classes).filter(|(_, c)| c.count > 0);
        present.map(|(class, counted)| (class, counted.describe()))
    }

    /// What to say about entries that are not samen leaves, when there are any.
    pub(super) fn foreign(&self) -> Option<String> {
        let Counted { count, first, .. } = self.foreign;
        (count > 0).then(|| {
            format!("{count} not a samen leaf of a known class, the first is entry {first}")
        })
    }
}

impl Counted {
    fn describe(&self) -> String {
        let Self { count, first, last, never_erased, last_erase_day } = *self;
        let erased = match (never_erased, last_erase_day) {
            (_, 0) => "text kept for ever".to_owned(),
            (0, day) => format!("last text erased on {}", date(day)),
            (kept, day) => format!("last text erased on {}, {kept} kept for ever", date(day)),
        };
        format!("{count} (entries {first} to {last}), {erased}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_class_and_sets_others_apart() {
        let mut tally = Tally::default();
        let leaf = |class, erase_day| Leaf { class, erase_day, commit: [0; 32] }.to_bytes();
        tally.add(0, &leaf(Class::Open, 0));
        tally.add(1, &leaf(Class::Collection, 20_779));
        tally.add(2, b"something else");
        tally.add(3, &leaf(Class::Collection, 0));
        let lines: Vec<String> = tally.classes().map(|(c, line)| format!("{c} {line}")).collect();
        assert_eq!(
            lines,
            [
                "collection 2 (entries 1 to 3), last text erased on 2026-11-22, 1 kept for ever",
                "open 1 (entries 0 to 0), text kept for ever",
            ]
        );
        assert!(tally.foreign().is_some_and(|line| line.contains("entry 2")));
    }
}
