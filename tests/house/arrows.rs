//! Finds which room of the house a file names, and which crates and paths it uses.
//! Absent: who may use what; the tables are in `tests/house.rs`.

use super::source::Source;
use super::words::{Kind, Word};

/// A name that a file uses, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) name: String,
    pub(crate) line: usize,
}

impl Use {
    fn of(word: &Word) -> Self {
        Self { name: word.text.clone(), line: word.line }
    }
}

/// The rooms a file names from the root of its crate: `crate::room`, `crate::{room, ...}`, the crate by
/// its own name (`samen::room` in the binary), and `super::` as often as it takes to climb to the root.
pub(crate) fn rooms(source: &Source) -> Vec<Use> {
    let words = &source.words;
    let depths = depths(source);
    let mut found = Vec::new();
    for at in 0..words.len() {
        if at > 0 && words[at - 1].is("::") {
            continue;
        }
        if words[at].is("crate") || words[at].is("samen") {
            found.extend(heads(words, at + 1));
        } else if words[at].is("super") {
            let (climbed, end) = climb(words, at);
            if climbed >= depths[at] {
                found.extend(heads(words, end));
            }
        }
    }
    found
}

/// The first names of paths such as `sled::Db` or `use sled;`, whether modules or crates.
pub(crate) fn paths(source: &Source) -> Vec<Use> {
    let words = &source.words;
    let starts = words.iter().enumerate().filter(|&(at, word)| {
        let begins = at == 0 || !(words[at - 1].is("::") || words[at - 1].is("."));
        let imported = at > 0 && words[at - 1].is("use");
        let goes_on = words.get(at + 1).is_some_and(|next| next.is("::"));
        word.kind == Kind::Name && begins && (goes_on || imported)
    });
    starts.map(|(_, word)| Use::of(word)).collect()
}

/// For each word, how many `super` lead from it to the root of the crate.
fn depths(source: &Source) -> Vec<usize> {
    let words = &source.words;
    let outer = source.modules().len();
    let mut braces = Vec::new();
    let mut depths = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if word.is("{") {
            braces.push(at >= 2 && words[at - 2].is("mod"));
        } else if word.is("}") {
            braces.pop();
        }
        depths.push(outer + braces.iter().filter(|is_module| **is_module).count());
    }
    depths
}

/// How many `super` stand in a row, and where the chain ends (at its last `::`, or after it).
fn climb(words: &[Word], mut at: usize) -> (usize, usize) {
    let mut climbed = 0;
    while words.get(at).is_some_and(|w| w.is("super")) {
        climbed += 1;
        at += 2;
    }
    (climbed, at.saturating_sub(1))
}

/// The names behind the `::` at `at`: one, or those of a group in braces.
fn heads(words: &[Word], at: usize) -> Vec<Use> {
    let is_path = words.get(at).is_some_and(|w| w.is("::"));
    let Some(next) = words.get(at + 1).filter(|_| is_path) else {
        return Vec::new();
    };
    if !next.is("{") {
        return vec![Use::of(next)];
    }
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for pair in words[at + 1..].windows(2) {
        depth += usize::from(pair[0].is("{"));
        depth -= usize::from(pair[0].is("}"));
        if depth == 0 {
            break;
        }
        if depth == 1 && (pair[0].is("{") || pair[0].is(",")) && !pair[1].is("}") {
            found.push(Use::of(&pair[1]));
        }
    }
    found
}
