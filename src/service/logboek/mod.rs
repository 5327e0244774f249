//! The processing log of the Dutch government stack (Logboek Dataverwerkingen, Logius): every entry also
//! leaves as one line for a collector, from the log itself, in its order, never sampled. The log is the
//! queue, so a collector that is away loses nothing. Every line names the trace of its own request; the sending
//! belongs to none of them, because one request carries the lines of many. Absent: how a line travels (the
//! caller gives a [`Collect`]), and anything in a line that says who or about whom.

mod collect;
mod follow;
mod line;
mod place;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::domain::action::Action;
use crate::domain::refusal::{Reason, Refusal};

pub use collect::{Collect, CollectFuture, Collected, NotCollected};
pub use follow::follow;
pub use line::Activities;
pub use place::{Place, PlaceError};

/// Milliseconds that a refused caller is told to wait: a few attempts to reach the collector.
const WAIT_MS: u64 = 5_000;
/// How long an answer is withheld for its line to be confirmed, where that is demanded.
const PATIENCE: Duration = Duration::from_secs(10);

/// How far the collector has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Progress {
    /// The first entry that it has not confirmed.
    next: u64,
    /// Whether it confirmed what it was sent last; `None` before it was sent anything.
    answers: Option<bool>,
}

/// Where the lines go, and whether the exchange waits for them.
pub struct Logboek {
    way: Option<Way>,
    progress: watch::Sender<Progress>,
}

struct Way {
    collector: Arc<dyn Collect>,
    activities: Activities,
    place: Place,
    required: bool,
}

impl Logboek {
    /// Nothing leaves.
    pub fn off() -> Self {
        Self { way: None, progress: watch::Sender::new(Progress { next: 0, answers: None }) }
    }

    /// Lines leave from the entry on that `place` names. With `required`, records move only while the
    /// collector confirms.
    pub fn new(
        collector: Arc<dyn Collect>,
        activities: Activities,
        place: Place,
        required: bool,
    ) -> Self {
        let first = Progress { next: place.next(), answers: None };
        let way = Some(Way { collector, activities, place, required });
        Self { way, progress: watch::Sender::new(first) }
    }

    /// Whether an action may be done at this moment. Overseeing and administering always may.
    ///
    /// # Errors
    /// [`Reason::LogboekUnavailable`] when the collector has to confirm and does not.
    pub fn may_act(&self, action: Action) -> Result<(), Refusal> {
        if self.is_required()
            && action.moves_records()
            && self.progress.borrow().answers != Some(true)
        {
            return Err(Refusal::later(Reason::LogboekUnavailable, WAIT_MS));
        }
        Ok(())
    }

    /// Waits until the line of this entry is confirmed, where that is demanded.
    ///
    /// # Errors
    /// [`Reason::LogboekUnavailable`]: what the entry stands for must not be shown.
    pub async fn confirmed(&self, action: Action, index: u64) -> Result<(), Refusal> {
        if !self.is_required() || !action.moves_records() {
            return Ok(());
        }
        let mut progress = self.progress.subscribe();
        let settled = progress.wait_for(|now| now.next > index || now.answers == Some(false));
        match tokio::time::timeout(PATIENCE, settled).await {
            Ok(Ok(now)) if now.next > index => Ok(()),
            _ => Err(Refusal::later(Reason::LogboekUnavailable, WAIT_MS)),
        }
    }

    fn is_required(&self) -> bool {
        self.way.as_ref().is_some_and(|way| way.required)
    }
}
