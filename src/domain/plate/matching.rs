//! How well a reading fits a listed plate, by the characters that plate readers mix up.
//! Absent: any decision on it: an inexact match always waits for a human being.

use super::{Normal, Short};
use crate::domain::sensitive::redacted;

/// A normal form with the characters that readers mix up folded together: the key of an index.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folded(Short);

impl Folded {
    /// The folded letters and digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Folds `{0 O Q D} {1 I L} {2 Z} {5 S} {8 B} {6 G}`, the classes that cameras mix up.
pub fn fold(normal: &Normal) -> Folded {
    let mut short = normal.0;
    for byte in &mut short.bytes {
        *byte = match *byte {
            b'O' | b'Q' | b'D' => b'0',
            b'I' | b'L' => b'1',
            b'Z' => b'2',
            b'S' => b'5',
            b'B' => b'8',
            b'G' => b'6',
            other => other,
        };
    }
    Folded(short)
}

/// How a reading fits a listed plate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grade {
    /// The same normal form.
    Exact,
    /// The same but for characters that readers mix up. Never a hit by itself: a person compares the
    /// vehicle with the listed one first (Wpg 7a).
    OcrEquivalent {
        /// The differing positions of the normal form, counted from 0.
        positions: Vec<u8>,
    },
}

/// Compares with at most one confusable character.
pub fn compare(listed: &Normal, read: &Normal) -> Option<Grade> {
    compare_with(listed, read, 1)
}

/// Compares with at most `max_differences` confusable characters; `None` means no match.
pub fn compare_with(listed: &Normal, read: &Normal, max_differences: usize) -> Option<Grade> {
    if listed == read {
        return Some(Grade::Exact);
    }
    if fold(listed) != fold(read) {
        return None;
    }
    let pairs = listed.0.as_bytes().iter().zip(read.0.as_bytes());
    let positions: Vec<u8> =
        (0u8..).zip(pairs).filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    (positions.len() <= max_differences).then_some(Grade::OcrEquivalent { positions })
}

redacted!(Folded => "plate");

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> Normal {
        Normal::parse(text).unwrap()
    }

    #[test]
    fn a_misread_of_one_class_is_equivalent_and_nothing_else_is() {
        let at = |positions: &[u8]| Some(Grade::OcrEquivalent { positions: positions.to_vec() });
        assert_eq!(compare(&normal("GB12CD"), &normal("gb-12-cd")), Some(Grade::Exact));
        assert_eq!(compare(&normal("GB12CD"), &normal("G812CD")), at(&[1]));
        assert_eq!(compare(&normal("GB12CD"), &normal("68120D")), None, "three differences");
        assert_eq!(compare_with(&normal("GB12CD"), &normal("6812CD"), 2), at(&[0, 1]));
        assert_eq!(compare(&normal("GB12CD"), &normal("6812CD")), None, "two only when asked");
        assert_eq!(compare(&normal("GB12CD"), &normal("HB12CD")), None, "another class");
        assert_eq!(compare(&normal("GB12CD"), &normal("GB12C")), None, "another length");
    }

    #[test]
    fn every_confusable_class_folds_together_and_apart_from_the_others() {
        let classes = ["0OQD", "1IL", "2Z", "5S", "8B", "6G"];
        let mut folds = Vec::new();
        for class in classes {
            let folded: Vec<Folded> =
                class.chars().map(|c| fold(&normal(&c.to_string()))).collect();
            assert!(folded.windows(2).all(|pair| pair[0] == pair[1]), "{class}");
            folds.push(folded[0]);
        }
        folds.sort();
        folds.dedup();
        assert_eq!(folds.len(), classes.len());
    }
}
