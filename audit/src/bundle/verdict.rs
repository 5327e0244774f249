//! What came of the checks: one finding each, with its line of text. Decides nothing; names no
//! person, plate or file of the bundle but entries by their index.

use std::fmt;

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Ok,
    /// It could not be made, or a reader should know something.
    Note,
    /// It does not hold.
    Failed,
}

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the check.
    pub check: &'static str,
    /// What came of it.
    pub state: State,
    /// What that means here, on one line.
    pub text: String,
}

/// Whether no check failed.
#[must_use]
pub fn holds(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.state != State::Failed)
}

/// The findings so far.
#[derive(Default)]
pub(super) struct Report(pub(super) Vec<Finding>);

impl Report {
    pub(super) fn ok(&mut self, check: &'static str, text: impl Into<String>) {
        self.0.push(Finding { check, state: State::Ok, text: text.into() });
    }

    pub(super) fn note(&mut self, check: &'static str, text: impl Into<String>) {
        self.0.push(Finding { check, state: State::Note, text: text.into() });
    }

    pub(super) fn fail(&mut self, check: &'static str, text: impl Into<String>) {
        self.0.push(Finding { check, state: State::Failed, text: text.into() });
    }

    /// Fails with what is wrong, or holds with `text` when nothing is.
    pub(super) fn unless(&mut self, check: &'static str, wrong: Wrong, text: impl Into<String>) {
        match wrong.first {
            None => self.ok(check, text),
            Some(first) if wrong.count == 1 => self.fail(check, first),
            Some(first) => self.fail(check, format!("{first}; and {} more", wrong.count - 1)),
        }
    }
}

/// What is wrong with many things: the first is told, the others are counted.
#[derive(Default)]
pub(super) struct Wrong {
    first: Option<String>,
    count: usize,
}

impl Wrong {
    pub(super) fn add(&mut self, text: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.is_none() {
            self.first = Some(text());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Most indexes that a line of text names.
const NAMED: usize = 8;

/// Indexes of entries in a line of text.
pub(super) struct Indexes<'a>(pub(super) &'a [u64]);

impl fmt::Display for Indexes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.len() == 1 { "entry " } else { "entries " })?;
        for (at, index) in self.0.iter().take(NAMED).enumerate() {
            write!(f, "{}{index}", if at == 0 { "" } else { ", " })?;
        }
        match self.0.len().saturating_sub(NAMED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
