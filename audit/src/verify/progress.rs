//! A line on standard error while a long check runs, at most once a second. Nothing on short ones.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use super::outcome::say;

/// Shows how far a count has come.
pub(super) struct Progress {
    total: u64,
    began: Instant,
    shown: Option<Instant>,
    terminal: bool,
}

impl Progress {
    pub(super) fn new(total: u64) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { total, began: Instant::now(), shown: None, terminal }
    }

    /// Says that `done` of the total are done.
    pub(super) fn at(&mut self, done: u64) {
        // In a file or a journal a line every ten seconds is enough.
        let pause = Duration::from_secs(if self.terminal { 1 } else { 10 });
        if self.shown.unwrap_or(self.began).elapsed() < pause {
            return;
        }
        self.shown = Some(Instant::now());
        let seconds = self.began.elapsed().as_secs().max(1);
        let left = (self.total - done.min(self.total)) / (done / seconds).max(1);
        let end = if self.terminal { "\r" } else { "\n" };
        say(&format!("{done} of {} entries, about {left} s left   {end}", self.total));
    }

    /// Clears the line.
    pub(super) fn done(&self) {
        if self.terminal && self.shown.is_some() {
            say(&format!("\r{:60}\r", ""));
        }
    }
}
