//! Who listens at this moment: how many feeds each partner has open, and how each is woken. Feeds of one
//! certificate share a seat, so that ten thousand of a system's connections are judged once.
//! Absent: what they are given (`ring`), and the judgement.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::domain::id::Fingerprint;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::service::clearance::Asking;

/// The most feeds of one partner at once.
const FEEDS: u32 = 2_000;
/// Milliseconds that a partner with too many feeds is told to wait.
const FEEDS_WAIT_MS: u64 = 5_000;

/// Whose feed it is, and what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Seat {
    /// The number of the partner.
    pub(super) partner: u32,
    /// What it shows: what is meant, exercises, or tests; never together.
    pub(super) status: Status,
    fingerprint: Fingerprint,
    acting_person: Option<String>,
}

/// Everybody who listens.
#[derive(Default)]
pub(super) struct Seats(Mutex<HashMap<u32, Row>>);

/// The seats of one partner.
#[derive(Default)]
struct Row {
    feeds: u32,
    taken: HashMap<Seat, Taken>,
}

struct Taken {
    asking: Asking,
    feeds: u32,
    signal: watch::Sender<()>,
}

impl Seats {
    /// Takes a seat; the receiver is told whenever there may be something to give, or the standing changed.
    ///
    /// # Errors
    /// [`Reason::RateLimited`] when the partner has too many feeds.
    pub(super) fn take(
        &self,
        partner: u32,
        status: Status,
        asking: &Asking,
    ) -> Result<(Seat, watch::Receiver<()>), Refusal> {
        let (fingerprint, acting_person) = (asking.fingerprint, asking.acting_person.clone());
        let seat = Seat { partner, status, fingerprint, acting_person };
        let mut rows = self.lock();
        let row = rows.entry(partner).or_default();
        if row.feeds >= FEEDS {
            return Err(Refusal::later(Reason::RateLimited, FEEDS_WAIT_MS));
        }
        row.feeds += 1;
        let fresh = || Taken { asking: asking.clone(), feeds: 0, signal: watch::Sender::new(()) };
        let taken = row.taken.entry(seat.clone()).or_insert_with(fresh);
        taken.feeds += 1;
        Ok((seat, taken.signal.subscribe()))
    }

    /// Leaves a seat that was taken.
    pub(super) fn leave(&self, seat: &Seat) {
        let mut rows = self.lock();
        let Some(row) = rows.get_mut(&seat.partner) else { return };
        row.feeds = row.feeds.saturating_sub(1);
        if let Some(taken) = row.taken.get_mut(seat) {
            taken.feeds = taken.feeds.saturating_sub(1);
            if taken.feeds == 0 {
                row.taken.remove(seat);
            }
        }
    }

    /// Tells the feeds of a partner that show this status.
    pub(super) fn wake(&self, partner: u32, status: Status) {
        let rows = self.lock();
        let taken = rows.get(&partner).into_iter().flat_map(|row| &row.taken);
        for (_, taken) in taken.filter(|(seat, _)| seat.status == status) {
            taken.signal.send_replace(());
        }
    }

    /// Tells everybody.
    pub(super) fn wake_all(&self) {
        for taken in self.lock().values().flat_map(|row| row.taken.values()) {
            taken.signal.send_replace(());
        }
    }

    /// The partners that listen.
    pub(super) fn partners(&self) -> Vec<u32> {
        self.lock().iter().filter(|(_, row)| row.feeds > 0).map(|(partner, _)| *partner).collect()
    }

    /// Tells the feeds of a partner whose holder is no longer what it was.
    pub(super) fn wake_lost(&self, partner: u32, is_lost: impl Fn(&Asking) -> bool) {
        let rows = self.lock();
        let taken = rows.get(&partner).into_iter().flat_map(|row| row.taken.values());
        for taken in taken.filter(|taken| is_lost(&taken.asking)) {
            taken.signal.send_replace(());
        }
    }

    // Counts and senders hold whatever a thread that panicked left.
    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Row>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
