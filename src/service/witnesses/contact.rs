//! What is known of one witness: its key, what it cosigned last, and how asking it went.
//! Absent: asking.

use std::sync::Arc;

use samen_audit::cosignature::WitnessKey;

use super::Ask;
use crate::domain::time::Timestamp;

/// The longest pause before a witness that fails is asked again, in seconds.
const LONGEST_PAUSE: u64 = 60;

/// A witness that is asked.
pub struct Peer {
    /// Its name in the policy.
    pub name: String,
    /// Its key.
    pub key: WitnessKey,
    /// The way to it.
    pub ask: Arc<dyn Ask>,
}

/// How asking a witness went the last time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It was not asked yet.
    #[default]
    Never,
    /// It cosigned.
    Cosigned,
    /// It could not be reached, or its answer meant nothing.
    Unreachable,
    /// It does not take our checkpoints.
    Refused(&'static str),
    /// It has seen a longer log than ours, or another one.
    Contested,
}

impl Outcome {
    /// The word for reports and metrics.
    pub fn code(self) -> &'static str {
        match self {
            Self::Never => "never-asked",
            Self::Cosigned => "cosigned",
            Self::Unreachable => "unreachable",
            Self::Refused(_) => "refused",
            Self::Contested => "contested",
        }
    }
}

/// What is known of one witness.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Entries of our log that it cosigned last.
    pub size: u64,
    /// When, by its own clock: seconds since 1970.
    pub cosigned_at_s: Option<u64>,
    /// When it did so, by the clock of the exchange.
    pub heard_at: Option<Timestamp>,
    /// How the last question went.
    pub outcome: Outcome,
    /// Whether it has been compared with the log since the start.
    pub compared: bool,
    /// The second, counted from the start, in which it is asked again at the earliest.
    pub next: u64,
    failures: u32,
}

impl Contact {
    /// It cosigned `size` entries.
    pub fn cosigned(&mut self, size: u64, at_s: u64, heard_at: Timestamp, next: u64) {
        *self = Self {
            size,
            cosigned_at_s: Some(at_s),
            heard_at: Some(heard_at),
            outcome: Outcome::Cosigned,
            compared: true,
            next,
            failures: 0,
        };
    }

    /// It did not cosign: it is asked again after a pause that doubles from a second to a minute.
    pub fn failed(&mut self, outcome: Outcome, second: u64) {
        self.outcome = outcome;
        self.failures = self.failures.saturating_add(1);
        let pause = 1u64.checked_shl(self.failures.min(6)).unwrap_or(LONGEST_PAUSE);
        self.next = second + pause.min(LONGEST_PAUSE);
    }
}
