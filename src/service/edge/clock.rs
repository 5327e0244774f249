//! How far the clock of this machine may be from the exchange's before anything is said or signed.
//! Absent: reading either clock.

use crate::domain::time::{CLOCKS_DIFFER_MS, Timestamp};

/// From here on a person is told, in milliseconds.
pub const NOTICED_MS: i64 = 60_000;
/// From here on nothing is signed, in milliseconds: the exchange would refuse it, and a time from a clock
/// that is known to be wrong is no evidence.
pub const FAR_MS: i64 = CLOCKS_DIFFER_MS;

/// How far this machine is ahead of the exchange, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    ahead_ms: Option<i64>,
}

impl Drift {
    /// Measured by an answer of the exchange that says `theirs`, asked for at `before` and there at
    /// `after` by this machine. What the exchange says counts in whole seconds.
    pub fn measured(before: Timestamp, after: Timestamp, theirs: Timestamp) -> Self {
        let (early, late) = (before.since(theirs), after.since(theirs));
        // Within the second and the time on the way nothing is known to be wrong.
        let ahead_ms = if early > 1_000 { early } else { late.min(0) };
        Self { ahead_ms: Some(ahead_ms) }
    }

    /// Milliseconds; nothing before the first measurement.
    pub fn ahead_ms(self) -> Option<i64> {
        self.ahead_ms
    }

    /// The time of the exchange when this machine says `own`: what alerts end by.
    #[must_use]
    pub fn corrected(self, own: Timestamp) -> Timestamp {
        match self.ahead_ms {
            Some(ahead_ms) if ahead_ms.abs() >= NOTICED_MS => own.plus_ms(-ahead_ms),
            _ => own,
        }
    }

    /// Whether a person should be told.
    pub fn is_noticed(self) -> bool {
        self.ahead_ms.is_some_and(|ahead_ms| ahead_ms.abs() >= NOTICED_MS)
    }

    /// Whether nothing may be signed.
    pub fn is_far(self) -> bool {
        self.ahead_ms.is_some_and(|ahead_ms| ahead_ms.abs() >= FAR_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_the_way_there_are_no_drift() {
        let at = |ms: i64| Timestamp::from_ms(1_000_000 + ms);
        let ahead = |before, after, theirs| {
            Drift::measured(at(before), at(after), at(theirs)).ahead_ms().unwrap()
        };
        assert_eq!(ahead(900, 950, 0), 0, "the rest of the second");
        assert_eq!(ahead(-20_000, 900, 0), 0, "a slow answer");
        assert_eq!(ahead(120_000, 120_100, 0), 120_000);
        assert_eq!(ahead(-120_100, -120_000, 0), -120_000);
    }

    #[test]
    fn a_minute_is_said_and_five_stop_the_pen() {
        let drift = |ms| Drift { ahead_ms: Some(ms) };
        let own = Timestamp::from_ms(10_000_000);
        assert!(!drift(59_999).is_noticed() && drift(-60_000).is_noticed());
        assert!(!drift(299_999).is_far() && drift(-300_000).is_far() && !Drift::default().is_far());
        assert_eq!(drift(59_999).corrected(own), own);
        assert_eq!(drift(-90_000).corrected(own), own.plus_ms(90_000));
    }
}
