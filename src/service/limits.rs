//! What each partner may do in a minute, by meter, and how much of it is left.
//! Absent: limits on connections and bytes (`http`), and whether a request is allowed otherwise.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use super::clock::Clock;
use super::directory::Directory;
use crate::domain::action::Meter;
use crate::domain::grant::Limits;
use crate::domain::id::PartnerId;
use crate::domain::time::Timestamp;

/// How often the limits of a partner are looked up again while nothing in the registry changes, in
/// milliseconds: a grant may begin or end by the clock alone.
const REFRESH_MS: i64 = 1000;

/// Refusals over a limit that get an entry of their own, a minute and partner: enough for the officer to
/// see when it began and that it goes on.
const REFUSALS_PER_MINUTE: u32 = 10;

/// Files that are the same for everybody, at once and a minute for each partner: a page of the console has up to
/// thirty, so a hundred people can open it with nothing kept from before. Such a file costs the exchange less
/// than the connection it leaves on, and a partner with a small grant still has to be able to open a page.
const FILES: u32 = 3000;

/// What is left of a meter, for the `RateLimit` headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which meter.
    pub meter: Meter,
    /// Requests a minute.
    pub per_minute: u32,
    /// Requests that would be let through at once now.
    pub remaining: u32,
    /// Seconds until one more is let through; 0 when some are left.
    pub reset_s: u64,
}

/// The meter is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Empty {
    /// What is left: nothing.
    pub left: Left,
    /// Milliseconds until the same request would be let through.
    pub wait_ms: u64,
}

#[derive(Clone)]
struct RateClock(Arc<dyn Clock>);

impl governor::clock::Clock for RateClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(Duration::from_nanos(self.0.monotonic_ns()))
    }
}

type Direct = RateLimiter<NotKeyed, InMemoryState, RateClock, StateInformationMiddleware>;

struct Meters {
    directory: Arc<Directory>,
    looked_up_at: Timestamp,
    limits: Limits,
    by_meter: HashMap<Meter, Arc<Direct>>,
}

/// The meters of every partner.
pub struct Limiter {
    clock: RateClock,
    /// For a partner without a grant in force, and for the administration meter of everybody.
    default: Limits,
    partners: Mutex<HashMap<PartnerId, Meters>>,
}

impl Limiter {
    /// All meters full.
    pub fn new(clock: Arc<dyn Clock>, default: Limits) -> Self {
        Self { clock: RateClock(clock), default, partners: Mutex::new(HashMap::new()) }
    }

    /// Spends `amount` requests of this partner's meter.
    ///
    /// # Errors
    /// [`Empty`] when the meter does not hold that many; nothing is spent then.
    pub fn spend(
        &self,
        directory: &Arc<Directory>,
        partner: &PartnerId,
        meter: Meter,
        amount: NonZeroU32,
        now: Timestamp,
    ) -> Result<Left, Empty> {
        let (limiter, per_minute) = self.limiter(directory, partner, meter, now);
        let left = |remaining, reset_s| Left { meter, per_minute, remaining, reset_s };
        match limiter.check_n(amount) {
            Ok(Ok(snapshot)) => Ok(left(snapshot.remaining_burst_capacity(), 0)),
            Ok(Err(not_until)) => {
                let wait = not_until.wait_time_from(self.clock.now());
                let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX) + 1;
                Err(Empty { left: left(0, wait_ms.div_ceil(1000)), wait_ms })
            }
            // More than the burst: it would never be let through in one request.
            Err(_) => Err(Empty { left: left(0, 60), wait_ms: 60_000 }),
        }
    }

    /// What this partner might do in a minute of this meter at a moment, as far as the registry tells it now:
    /// grants and trials by their times, and a grant as accepted from its beginning. Touches no meter; nothing
    /// for a partner that is not registered.
    pub fn allowed(
        &self,
        directory: &Directory,
        partner: &PartnerId,
        meter: Meter,
        at: Timestamp,
    ) -> Option<u32> {
        directory.partner(partner)?;
        Some(self.per_minute(self.in_force(directory, partner, at), meter))
    }

    fn per_minute(&self, limits: Limits, meter: Meter) -> u32 {
        match meter {
            Meter::Submissions => limits.submissions,
            Meter::Searches => limits.searches,
            Meter::Deliveries => limits.deliveries,
            Meter::Administration => self.default.submissions,
            Meter::Refusals => REFUSALS_PER_MINUTE,
            Meter::Contract => FILES,
        }
    }

    /// What the grants in force give this partner, or what is usual without one.
    pub fn given(&self, directory: &Directory, partner: &PartnerId, now: Timestamp) -> Limits {
        effective(directory, partner, self.default, now)
    }

    /// What holds for this partner now: what it is given, and in its trial period at most half of what is usual.
    pub fn in_force(&self, directory: &Directory, partner: &PartnerId, now: Timestamp) -> Limits {
        let given = self.given(directory, partner, now);
        match directory.partner(partner) {
            Some(known) if known.is_on_trial(now) => given.at_most(self.default.for_trial()),
            _ => given,
        }
    }

    fn limiter(
        &self,
        directory: &Arc<Directory>,
        partner: &PartnerId,
        meter: Meter,
        now: Timestamp,
    ) -> (Arc<Direct>, u32) {
        let mut partners = self.partners.lock().unwrap_or_else(PoisonError::into_inner);
        let current = |meters: &Meters| {
            Arc::ptr_eq(&meters.directory, directory)
                && (0..REFRESH_MS).contains(&now.since(meters.looked_up_at))
        };
        if !partners.get(partner).is_some_and(current) {
            let limits = self.in_force(directory, partner, now);
            let kept = partners.remove(partner).filter(|meters| meters.limits == limits);
            let by_meter = kept.map(|meters| meters.by_meter).unwrap_or_default();
            let meters =
                Meters { directory: directory.clone(), looked_up_at: now, limits, by_meter };
            partners.insert(partner.clone(), meters);
        }
        let meters = partners.entry(partner.clone()).or_insert_with(|| Meters {
            directory: directory.clone(),
            looked_up_at: now,
            limits: self.default,
            by_meter: HashMap::new(),
        });
        let per_minute = self.per_minute(meters.limits, meter);
        let burst = match meter {
            Meter::Refusals => REFUSALS_PER_MINUTE,
            Meter::Contract => FILES,
            Meter::Administration => self.default.burst,
            _ => meters.limits.burst,
        };
        let make = || Arc::new(self.direct(per_minute, burst));
        (meters.by_meter.entry(meter).or_insert_with(make).clone(), per_minute)
    }

    fn direct(&self, per_minute: u32, burst: u32) -> Direct {
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst));
        RateLimiter::direct_with_clock(quota, self.clock.clone()).with_middleware()
    }
}

/// The widest limits of the grants in force that the partner is a party to; each meter by itself.
fn effective(
    directory: &Directory,
    partner: &PartnerId,
    default: Limits,
    now: Timestamp,
) -> Limits {
    let mut widest: Option<Limits> = None;
    for state in directory.grants().values() {
        if !state.is_in_force(now) || !state.grant.has_party(partner) {
            continue;
        }
        let given = state.grant.limits;
        // The submissions of a grant are those of the one who discloses under it.
        let submissions = if state.grant.from == *partner { given.submissions } else { 0 };
        let so_far =
            widest.unwrap_or(Limits { submissions: 0, searches: 0, deliveries: 0, burst: 0 });
        widest = Some(Limits {
            submissions: so_far.submissions.max(submissions),
            searches: so_far.searches.max(given.searches),
            deliveries: so_far.deliveries.max(given.deliveries),
            burst: so_far.burst.max(given.burst),
        });
    }
    match widest {
        Some(limits) if limits.submissions == 0 => {
            Limits { submissions: default.submissions, ..limits }
        }
        Some(limits) => limits,
        None => default,
    }
}

/// A pause that grows the wait by up to a quarter, so that clients do not all come back at once.
pub fn jittered(wait_ms: u64, random: u8) -> u64 {
    wait_ms + wait_ms.saturating_mul(u64::from(random)) / 1024
}
