//! The watch for signs of misuse: it goes along with the log for all partners, in a task of its own, and keeps
//! every flag that is raised or grows as a sealed row, so that a question reads flags and not the log. All
//! of it follows from the log: it needs no entry, and is safe to lose.
//!
//! Flags are sealed under the month of their oldest entry and are gone when that month is erased. How far the
//! watch has come is stored with them. A start reads the log again from [`lead`] on before that place, raises
//! nothing until there, and goes on as if it had never stopped; but what stood in records that were erased
//! meanwhile is no longer known to it. On a store that has no place yet it begins with the oldest entry.
//!
//! Absent: what the signs are (`domain::misuse`), and who may ask (`oversight`).
//!
//! [`lead`]: crate::domain::misuse::lead

mod follow;
mod rows;
mod run;
mod sight;

use std::time::Duration;

use tokio::sync::watch;

use crate::domain::time::Timestamp;

pub use follow::follow;
pub(in crate::service) use rows::found;
#[cfg(test)]
pub(in crate::service) use rows::write;
pub(in crate::service) use run::Run;
pub(in crate::service) use sight::{Sight, is_evidence};

/// How long a question waits for the watch. Going along it is there at once; on a start, or with a store
/// from before there was a watch, the answer says how far it has come.
const PATIENCE: Duration = Duration::from_secs(5);

/// How far the watch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The first entry that it has not seen; the flags of all before it are stored.
    pub next: u64,
    /// The newest time among those that it has seen.
    pub at: Option<Timestamp>,
    /// Whether flags of later ones may be stored already.
    pub is_writing: bool,
}

/// The watch as questions see it.
pub struct Watching {
    progress: watch::Sender<Progress>,
    wanted: watch::Sender<u64>,
}

impl Default for Watching {
    fn default() -> Self {
        let progress = Progress { next: 0, at: None, is_writing: false };
        Self { progress: watch::Sender::new(progress), wanted: watch::Sender::new(0) }
    }
}

impl Watching {
    /// Has the watch see the first `below` entries now, and waits for it a while. Says how far it is.
    pub async fn catch_up(&self, below: u64) -> Progress {
        let mut progress = self.progress.subscribe();
        self.wanted.send_if_modified(|wanted| {
            let more = *wanted < below;
            *wanted = below.max(*wanted);
            more
        });
        let there = progress.wait_for(|now| now.next >= below);
        let there = tokio::time::timeout(PATIENCE, there).await;
        there.ok().and_then(Result::ok).map_or_else(|| self.progress(), |now| *now)
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        *self.progress.borrow()
    }
}
