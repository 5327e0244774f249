//! Waking the open feeds when somebody's standing may have ended by the clock, by a revocation list, or
//! because nothing may be shown at the moment: who waits for hours costs nothing until then.
//! Absent: the judgment itself (`clearance`), and changes of the registry, which wake by themselves (`directory`).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::clearance::may_show;
use super::directory::Directory;
use super::exchange::Exchange;
use super::permission::FeedFollow;
use crate::domain::time::Timestamp;

/// How often the clock is looked at, once for all feeds: with it a lapse cuts well within a second.
const LOOK: Duration = Duration::from_millis(200);

/// Where feeds wait for a lapse.
pub struct Lapses(watch::Sender<()>);

impl Default for Lapses {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl Lapses {
    /// A view that is woken at every lapse of anybody.
    pub fn subscribe(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}

/// Wakes the feeds at every lapse. Never returns.
pub async fn announce(exchange: Arc<Exchange>) {
    let mut ticks = tokio::time::interval(LOOK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut revoked = exchange.revoked.subscribe();
    let mut lookout = Lookout::new(exchange.clock.now());
    loop {
        let replaced = tokio::select! {
            _ = ticks.tick() => false,
            // The sender lives in the exchange, which is held here.
            changed = revoked.changed() => changed.is_ok(),
        };
        let now = exchange.clock.now();
        let shows = may_show::<FeedFollow>(&exchange, now).is_ok();
        if lookout.look(now, &exchange.directory.now(), shows) || replaced {
            exchange.lapses.0.send_replace(());
        }
    }
}

/// What was seen at the last look.
struct Lookout {
    at: Timestamp,
    /// The registry that `next` was found in.
    directory: Arc<Directory>,
    next: Option<Timestamp>,
    shows: bool,
}

impl Lookout {
    fn new(now: Timestamp) -> Self {
        Self { at: now, directory: Arc::default(), next: None, shows: true }
    }

    /// Whether something has run out since the last look, or nothing may be shown any more.
    fn look(&mut self, now: Timestamp, directory: &Arc<Directory>, shows: bool) -> bool {
        if !Arc::ptr_eq(&self.directory, directory) {
            self.directory = directory.clone();
            // A clock that was set back makes what ran out before hold again.
            self.next = directory.next_lapse(self.at.min(now));
        }
        let lapsed = self.next.is_some_and(|next| now > next);
        let stopped = self.shows && !shows;
        if lapsed || now < self.at {
            self.next = directory.next_lapse(now);
        }
        (self.at, self.shows) = (now, shows);
        lapsed || stopped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{PartnerId, PersonId};
    use crate::domain::party::{Person, Role, Screening, Standing};

    fn screened(days: &[u32], start: Timestamp) -> Arc<Directory> {
        let mut directory = Directory::default();
        for (at, days) in days.iter().enumerate() {
            let valid_until = start.plus_days(*days);
            directory.put_person(Person {
                partner: PartnerId::parse("securion").unwrap(),
                id: PersonId::parse(&format!("guard-{at}")).unwrap(),
                role: Role::Guard,
                standing: Standing::Active,
                screening: Some(Screening { authority: "Justis".into(), valid_until }),
                training: None,
            });
        }
        Arc::new(directory)
    }

    #[test]
    fn a_look_behind_the_moment_at_which_something_ran_out_wakes_once() {
        let start = Timestamp::from_seconds(1_800_000_000);
        let mut lookout = Lookout::new(start);
        let directory = screened(&[1, 3], start);
        assert!(!lookout.look(start, &directory, true));
        // A screening holds through its last moment.
        assert!(!lookout.look(start.plus_days(1), &directory, true));
        assert!(lookout.look(start.plus_days(1).plus_ms(1), &directory, true));
        assert!(!lookout.look(start.plus_days(2), &directory, true));
        // Registered and run out between two looks.
        let directory = screened(&[1, 2, 4], start);
        assert!(lookout.look(start.plus_days(3), &directory, true));
        assert!(lookout.look(start.plus_days(9), &directory, true));
        assert!(!lookout.look(start.plus_days(10), &directory, true));
    }

    #[test]
    fn a_clock_that_was_set_back_lets_the_same_moment_come_again() {
        let start = Timestamp::from_seconds(1_800_000_000);
        let mut lookout = Lookout::new(start.plus_days(2));
        let directory = screened(&[1], start);
        assert!(!lookout.look(start.plus_days(2), &directory, true));
        assert!(!lookout.look(start, &directory, true));
        assert!(lookout.look(start.plus_days(2), &directory, true));
    }

    #[test]
    fn a_log_that_may_not_be_shown_any_more_wakes_and_one_that_may_again_does_not() {
        let start = Timestamp::from_seconds(1_800_000_000);
        let (mut lookout, directory) = (Lookout::new(start), Arc::default());
        assert!(lookout.look(start, &directory, false));
        assert!(!lookout.look(start, &directory, false));
        assert!(!lookout.look(start, &directory, true));
    }
}
