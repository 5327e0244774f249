//! When requests go out: as soon as one is answered, or at moments fixed beforehand whatever the answers
//! do. Then the wait behind a slow answer counts into the time of the next.
//! Absent: what goes out.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

/// How often due requests are released. The timer of tokio ticks in whole milliseconds, which is more than
/// many an answer takes.
const TICK: Duration = Duration::from_micros(200);
const NANOS: u128 = 1_000_000_000;

/// Hands out the requests of one run.
#[derive(Clone)]
pub(super) struct Pace {
    next: Arc<AtomicUsize>,
    requests: usize,
    start: Instant,
    end: Option<Instant>,
    fixed: Option<Fixed>,
}

#[derive(Clone)]
struct Fixed {
    per_second: u32,
    due: Arc<Semaphore>,
}

impl Pace {
    /// So many requests at most, for so long at most, and so many a second when that is fixed.
    pub(super) fn start(requests: usize, time: Option<Duration>, per_second: Option<u32>) -> Self {
        let start = Instant::now();
        let pace = Self {
            next: Arc::new(AtomicUsize::new(0)),
            requests,
            start,
            end: time.map(|time| start + time),
            fixed: per_second
                .map(|per_second| Fixed { per_second, due: Arc::new(Semaphore::new(0)) }),
        };
        if let Some(fixed) = pace.fixed.clone() {
            std::thread::spawn(move || fixed.release(start, requests));
        }
        pace
    }

    /// When the run began.
    pub(super) fn began(&self) -> Instant {
        self.start
    }

    /// How far the run is, and of how much: milliseconds when it has a time, else requests.
    pub(super) fn progress(&self) -> (u64, u64) {
        let number = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        match self.end {
            Some(end) => {
                let of = end.saturating_duration_since(self.start);
                (millis(self.start.elapsed().min(of)), millis(of))
            }
            None => {
                let handed_out = self.next.load(Ordering::Relaxed).min(self.requests);
                (number(handed_out), number(self.requests))
            }
        }
    }

    /// The next request and the moment from which its time counts; `None` when the run is over.
    pub(super) async fn next(&self) -> Option<(usize, Instant)> {
        if let Some(fixed) = &self.fixed {
            fixed.due.acquire().await.ok()?.forget();
        }
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let began = match &self.fixed {
            Some(fixed) => self.start + fixed.moment(at),
            None => Instant::now(),
        };
        let in_time = self.end.is_none_or(|end| began < end);
        (at < self.requests && in_time).then_some((at, began))
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl Fixed {
    /// When a request is due, from the start.
    fn moment(&self, at: usize) -> Duration {
        let at = u64::try_from(at).unwrap_or(u64::MAX);
        Duration::from_nanos(at.saturating_mul(1_000_000_000) / u64::from(self.per_second))
    }

    /// Releases requests as they become due, and everybody who waits at the end.
    fn release(self, start: Instant, requests: usize) {
        let mut released = 0;
        while released < requests && Arc::strong_count(&self.due) > 1 {
            let due = start.elapsed().as_nanos() * u128::from(self.per_second) / NANOS + 1;
            let due = usize::try_from(due).unwrap_or(usize::MAX).min(requests);
            self.due.add_permits(due - released);
            released = due;
            std::thread::sleep(TICK);
        }
        while self.due.available_permits() > 0 && Arc::strong_count(&self.due) > 1 {
            std::thread::sleep(TICK);
        }
        self.due.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_pace_counts_from_the_moment_that_was_due() {
        let fixed = Fixed { per_second: 4000, due: Arc::new(Semaphore::new(0)) };
        assert_eq!(fixed.moment(0), Duration::ZERO);
        assert_eq!(fixed.moment(6000), Duration::from_millis(1500));
    }

    #[tokio::test]
    async fn every_request_is_handed_out_once_and_then_it_is_over() {
        for per_second in [None, Some(1_000_000)] {
            let pace = Pace::start(3, None, per_second);
            let mut given = Vec::new();
            while let Some((at, _)) = pace.next().await {
                given.push(at);
            }
            assert_eq!(given, [0, 1, 2]);
            assert_eq!(pace.progress(), (3, 3));
        }
    }
}
