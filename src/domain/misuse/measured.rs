//! What was measured for a flag: its numbers by name, and one English sentence that says them.
//! Absent: other languages, which the console has, and what is measured (the files beside this one).

use std::collections::BTreeMap;

use crate::domain::action::Meter;

/// What was measured. A row that was stored before there were figures has the sentence alone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Measured {
    /// One sentence with its numbers and the threshold, in English.
    pub sentence: String,
    /// The same by name, so that it can be said in any language.
    pub figures: BTreeMap<String, Figure>,
}

/// One thing of a sentence that differs from flag to flag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A number.
    Number(u64),
    /// The budget that was nearly used up.
    Meter(Meter),
}

impl Measured {
    pub(super) fn said(sentence: String) -> Self {
        Self { sentence, figures: BTreeMap::new() }
    }

    pub(super) fn with(mut self, name: &str, number: impl TryInto<u64>) -> Self {
        let number = number.try_into().unwrap_or(u64::MAX);
        self.figures.insert(name.to_owned(), Figure::Number(number));
        self
    }

    pub(super) fn of_meter(mut self, meter: Meter) -> Self {
        self.figures.insert("meter".to_owned(), Figure::Meter(meter));
        self
    }

    /// Whether both say the same. Of one without figures the numbers in its sentence count and not its words,
    /// which change from version to version.
    pub fn says_the_same(&self, other: &Self) -> bool {
        match self.figures.is_empty() || other.figures.is_empty() {
            true => numbers(&self.sentence).eq(numbers(&other.sentence)),
            false => self.figures == other.figures,
        }
    }
}

fn numbers(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty())
}

/// A number with its noun: 1 minute, 2 minutes.
pub(super) fn many(number: impl Into<u64>, noun: &str) -> String {
    match number.into() {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}

#[test]
fn a_sentence_without_figures_agrees_by_its_numbers() {
    let old = |sentence: &str| Measured::said(sentence.into());
    let new = old("Was there 1 time; 5 raise this.").with("times", 1_u32);
    assert!(old("Was there 1 times; 5 raise this.").says_the_same(&new));
    assert!(!old("Was there 2 times; 5 raise this.").says_the_same(&new));
    assert!(!new.says_the_same(&new.clone().with("times", 2_u32)));
    assert_eq!([many(0_u32, "time"), many(1_u32, "time")], ["0 times", "1 time"]);
}
