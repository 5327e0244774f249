//! Time and randomness as arguments: what the exchange reads the present and its secrets from.
//! Absent: any policy about them.

use std::time::Instant;

use crate::domain::time::Timestamp;

/// Where the exchange reads the time.
pub trait Clock: Send + Sync {
    /// The present by the wall.
    fn now(&self) -> Timestamp;

    /// Nanoseconds that only grow, from any start: for rates.
    fn monotonic_ns(&self) -> u64;
}

/// The clock of the machine.
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// Starts counting.
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let ms = since.map(|since| since.as_millis()).unwrap_or_default();
        Timestamp::from_ms(i64::try_from(ms).unwrap_or(i64::MAX))
    }

    fn monotonic_ns(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}
