//! The clock of a test: it stands still until the test moves it. Absent: real time.

use std::sync::atomic::{AtomicI64, Ordering};

use samen::domain::time::Timestamp;
use samen::service::clock::Clock;

/// When every test begins: 2026-11-20T21:00:00Z, a Friday night.
const START_MS: i64 = 1_795_208_400_000;

/// A clock that is moved by hand.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    /// Stands at the beginning.
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(START_MS))
    }

    /// Lets time pass.
    pub(crate) fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }

    fn monotonic_ns(&self) -> u64 {
        let passed = self.0.load(Ordering::SeqCst) - START_MS;
        u64::try_from(passed).unwrap() * 1_000_000
    }
}
