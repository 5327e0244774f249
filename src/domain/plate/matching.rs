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

/// What each letter and digit folds to. A table: a reading is folded for every vehicle that passes, and
/// branches on letters that come by chance are guessed wrong by the processor.
const FOLDS: [u8; 256] = {
    let mut folds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        folds[byte] = match byte.to_le_bytes()[0] {
            b'O' | b'Q' | b'D' => b'0',
            b'I' | b'L' => b'1',
            b'Z' => b'2',
            b'S' => b'5',
            b'B' => b'8',
            b'G' => b'6',
            other => other,
        };
        byte += 1;
    }
    folds
};

/// Folds `{0 O Q D} {1 I L} {2 Z} {5 S} {8 B} {6 G}`, the classes that cameras mix up.
pub fn fold(normal: &Normal) -> Folded {
    let mut short = normal.0;
    for byte in &mut short.bytes {
        *byte = FOLDS[usize::from(*byte)];
    }
    Folded(short)
}

/// The fold as one number, for an index: digits of base 44 that are never zero, so that plates of
/// different lengths differ too. Ten of them fit in 55 bits.
pub(in crate::domain) fn fold_number(normal: &Normal) -> u64 {
    // '0' becomes 1 and 'Z' 43.
    let digit = |byte: &u8| u64::from(FOLDS[usize::from(*byte)].wrapping_sub(b'0' - 1));
    normal.0.as_bytes().iter().fold(0, |number, byte| number * 44 + digit(byte))
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
    if fold(listed) == fold(read) { compare_in_fold(listed, read, max_differences) } else { None }
}

/// The same for two plates that are known to have the same fold.
pub(in crate::domain) fn compare_in_fold(
    listed: &Normal,
    read: &Normal,
    max_differences: usize,
) -> Option<Grade> {
    let differing = || {
        let pairs = listed.0.as_bytes().iter().zip(read.0.as_bytes());
        (0u8..).zip(pairs).filter(|(_, (a, b))| a != b).map(|(at, _)| at)
    };
    // Counted before they are collected: what is no match allocates nothing.
    match differing().count() {
        0 => Some(Grade::Exact),
        some if some > max_differences => None,
        _ => Some(Grade::OcrEquivalent { positions: differing().collect() }),
    }
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
