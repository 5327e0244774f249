//! How long to wait before connecting again: longer each time, and never everybody at the same moment. When an
//! exchange starts again, thousands of listeners want to be back; a handshake costs it a third of a millisecond, so a
//! second of them is what it can take. Absent: waiting.

use std::time::Duration;

use ring::rand::{SecureRandom as _, SystemRandom};

/// The first pause.
const FIRST: Duration = Duration::from_secs(1);

/// The pauses of one connection.
#[derive(Debug)]
pub struct Backoff {
    next: Duration,
    longest: Duration,
}

impl Backoff {
    /// The first pause is about a second, and none is longer than `longest`.
    pub fn new(longest: Duration) -> Self {
        Self { next: FIRST.min(longest), longest }
    }

    /// The next pause: somewhere between half of its time and all of it.
    pub fn pause(&mut self) -> Duration {
        let whole = self.next;
        self.next = (whole * 2).min(self.longest);
        let mut byte = [u8::MAX];
        // Without randomness it is the whole time: safe, only not apart from others.
        SystemRandom::new().fill(&mut byte).unwrap_or_default();
        between(whole, byte[0])
    }

    /// It was connected: the next pause is a first one again.
    pub fn reset(&mut self) {
        self.next = FIRST.min(self.longest);
    }
}

fn between(whole: Duration, byte: u8) -> Duration {
    whole / 2 + whole / 2 * u32::from(byte) / u32::from(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_longest_and_begin_again() {
        let mut backoff = Backoff::new(Duration::from_secs(5));
        for whole in [1, 2, 4, 5, 5] {
            let (pause, whole) = (backoff.pause(), Duration::from_secs(whole));
            assert!(pause >= whole / 2 && pause <= whole, "{pause:?}");
        }
        backoff.reset();
        assert!(backoff.pause() <= FIRST);
    }

    #[test]
    fn those_who_broke_off_together_do_not_come_back_together() {
        let pauses: std::collections::BTreeSet<Duration> =
            (0..100).map(|_| Backoff::new(FIRST).pause()).collect();
        assert!(pauses.len() > 20, "{}", pauses.len());
        assert_eq!(between(FIRST, 0), FIRST / 2);
        assert_eq!(between(FIRST, u8::MAX), FIRST);
    }
}
