//! The live feed of one partner: every record disclosed to it, once, in the order of the log, from any
//! index on. Who receives a record stands in the entry of the record itself. What was just published is read
//! once and shared by everybody at the tip; each follower only decides whether it may be given to it, now.
//! Absent: heartbeats and the connection (`http`).

mod carry;
mod item;
mod page;
mod ring;
mod seats;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Semaphore, watch};

use super::clearance::{Asking, Clearance, stand};
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::fault::fault;
use super::permission::FeedFollow;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::wire::api::feed::{Delivery, Framed, Withdrawal};
use page::Page;
pub(super) use page::replaced;
use ring::{Found, Ring};
use seats::{Seat, Seats};

pub use carry::{carry, cut};

/// Followers that read from the store at once; after a restart thousands want to.
const READERS: usize = 8;

/// The open feeds, and what was just published.
pub struct Feeds {
    seats: Seats,
    ring: Ring,
    readers: Semaphore,
}

impl Default for Feeds {
    fn default() -> Self {
        Self { seats: Seats::default(), ring: Ring::default(), readers: Semaphore::new(READERS) }
    }
}

impl Feeds {
    /// Lets go of every text in memory, because some of it is erased.
    pub fn forget(&self) {
        self.ring.forget();
    }
}

/// What a feed gives next.
pub enum Next {
    /// Records and withdrawals, oldest first; at least one.
    Records(Vec<Told>),
    /// Nothing has come for a while; the standing still holds.
    Quiet,
    /// The follower lost its standing, or the exchange stops: the last thing it gives.
    Ended(Refusal),
}

/// One thing that a feed tells.
#[derive(Clone)]
pub enum Told {
    /// A record.
    Record(Framed<Delivery>),
    /// Records received before hold no more.
    Withdrawn(Framed<Withdrawal>),
}

impl Told {
    /// The server-sent event that carries it.
    pub fn event(&self) -> &Bytes {
        match self {
            Self::Record(record) => &record.event,
            Self::Withdrawn(withdrawn) => &withdrawn.event,
        }
    }
}

/// One open feed.
pub struct Follower {
    exchange: Arc<Exchange>,
    asking: Asking,
    seat: Seat,
    signal: watch::Receiver<()>,
    /// The next index to look at.
    next: u64,
    ended: bool,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.exchange.metrics.follower_went();
        self.exchange.feeds.seats.leave(&self.seat);
    }
}

/// Opens a feed of records of one status from behind `after`, or from the present when there is none.
///
/// # Errors
/// Refusals of the log; the feed is not opened then.
pub async fn follow(
    exchange: &Arc<Exchange>,
    clearance: &mut Clearance<FeedFollow>,
    asking: Asking,
    after: Option<u64>,
    status: Status,
) -> Result<Follower, Refusal> {
    let size = exchange.sequencer.published().size();
    let next = after.map_or(size, |after| after.saturating_add(1));
    clearance.entry.given = Some(format!("the {} feed from entry {next} on", status.code()));
    let partner = clearance.caller.partner.number;
    let (seat, signal) = exchange.feeds.seats.take(partner, status, &asking)?;
    exchange.metrics.follower_came();
    let follower =
        Follower { exchange: exchange.clone(), asking, seat, signal, next, ended: false };
    let (follower, _) = door::disclose(exchange, clearance, Withheld::new(follower)).await?;
    Ok(follower)
}

impl Follower {
    /// Waits for what comes next, and says when that takes longer than `quiet`; nothing after [`Next::Ended`].
    /// What is not asked for is not read: a listener that takes nothing holds at most what was given last.
    pub async fn next(&mut self, quiet: Duration) -> Option<Next> {
        if self.ended {
            return None;
        }
        let next = self.wait(quiet).await.unwrap_or_else(|refusal| {
            self.ended = true;
            Next::Ended(refusal)
        });
        Some(next)
    }

    async fn wait(&mut self, quiet: Duration) -> Result<Next, Refusal> {
        let mut is_quiet = false;
        loop {
            self.signal.mark_unchanged();
            let told = self.look().await?;
            if !told.is_empty() {
                return Ok(Next::Records(told));
            }
            if is_quiet {
                return Ok(Next::Quiet);
            }
            is_quiet = match tokio::time::timeout(quiet, self.signal.changed()).await {
                Ok(Ok(())) => false,
                // The seat is taken for as long as this follower lives.
                Ok(Err(_)) => return Err(fault("a seat was taken away")),
                Err(_) => true,
            };
        }
    }

    async fn look(&mut self) -> Result<Vec<Told>, Refusal> {
        loop {
            let told = match self.at_hand()? {
                AtHand::Told(told) => return Ok(vec![told]),
                AtHand::Nothing => return Ok(Vec::new()),
                AtHand::Behind(through) => self.page(through).await?,
            };
            if !told.is_empty() {
                return Ok(told);
            }
        }
    }

    /// What there is at this moment, judged at this moment.
    fn at_hand(&mut self) -> Result<AtHand, Refusal> {
        let standing = stand::<FeedFollow>(&self.exchange, &self.asking)?;
        loop {
            match self.exchange.feeds.ring.from(self.next, self.seat.partner, self.seat.status) {
                Found::Item(item) => {
                    self.next = item.index + 1;
                    if let Some(told) = item.tell(&standing) {
                        return Ok(AtHand::Told(told));
                    }
                }
                Found::Nothing(through) => {
                    self.next = self.next.max(through);
                    return Ok(AtHand::Nothing);
                }
                Found::Behind(through) => return Ok(AtHand::Behind(through)),
                Found::Closed => return Err(Reason::LogUnavailable.into()),
            }
        }
    }

    /// A part of the past, read from the store.
    async fn page(&mut self, through: u64) -> Result<Vec<Told>, Refusal> {
        let (partner, status, next) = (self.seat.partner, self.seat.status, self.next);
        let turn = self.exchange.feeds.readers.acquire().await.map_err(|_| fault("no turns"))?;
        let at = self.exchange.clock.now();
        let reading = move |reader: &_| Page::read(reader, partner, status, next, through, at);
        let page = self.exchange.read(reading).await?;
        drop(turn);
        self.next = page.next;
        // Judged again: the turn may have been long in coming.
        let standing = stand::<FeedFollow>(&self.exchange, &self.asking)?;
        Ok(page.tell(&standing))
    }
}

/// What there is without waiting or reading.
enum AtHand {
    Told(Told),
    Nothing,
    /// What is next is in the store, up to this index.
    Behind(u64),
}

/// A place among the open feeds of a partner, for who watches something besides what the partner receives.
/// Its owner is told when the standing may have changed, and counts until it is dropped.
pub(super) struct Place {
    exchange: Arc<Exchange>,
    seat: Seat,
}

impl Place {
    /// Takes a place.
    ///
    /// # Errors
    /// [`Reason::RateLimited`] when the partner has too many feeds.
    pub(super) fn take(
        exchange: &Arc<Exchange>,
        partner: u32,
        status: Status,
        asking: &Asking,
    ) -> Result<(Self, watch::Receiver<()>), Refusal> {
        let (seat, signal) = exchange.feeds.seats.take(partner, status, asking)?;
        exchange.metrics.follower_came();
        Ok((Self { exchange: exchange.clone(), seat }, signal))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.exchange.metrics.follower_went();
        self.exchange.feeds.seats.leave(&self.seat);
    }
}
