//! A storm of reconnects: the exchange ends as by a power cut under all its listeners and starts again, and
//! everybody comes back by itself. Absent: the listeners (`listen`).

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cli::failure::Failure;

use super::listen::Listeners;
use super::place::Place;
use super::process::Process;

/// How it went, from the moment of the cut.
pub(super) struct Storm {
    /// Until the exchange took connections again.
    ready: Duration,
    /// Until half of the listeners, and all of them, had their feed again.
    half: Duration,
    all: Duration,
}

impl Storm {
    /// Cuts the process off, starts another one in its place, and waits for everybody.
    ///
    /// # Errors
    /// A listener that does not come back.
    pub(super) async fn raise(
        process: &mut Process,
        place: &Place,
        crowd: &mut Listeners,
    ) -> Result<Self, Failure> {
        let began = Instant::now();
        process.kill();
        *process = Process::start(&["serve"], &place.configuration())?;
        let ready = began.elapsed();
        let mut back = crowd.all_back().await?;
        back.sort_unstable();
        let since = |at: Option<&Instant>| at.map_or(Duration::ZERO, |at| at.duration_since(began));
        Ok(Self { ready, half: since(back.get(back.len() / 2)), all: since(back.last()) })
    }

    /// In words.
    pub(super) fn text(&self, listeners: u16) -> String {
        let [ready, half, all] = [self.ready, self.half, self.all].map(|time| time.as_secs_f64());
        format!(
            "killed under {listeners} listeners: it took connections again after {ready:.2} s, half of them listened \
             again after {half:.2} s, all after {all:.2} s; each had the next alert once"
        )
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "ready_s": self.ready.as_secs_f64(), "half_back_s": self.half.as_secs_f64(),
            "all_back_s": self.all.as_secs_f64(),
        })
    }
}
