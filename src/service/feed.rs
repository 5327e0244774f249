//! The live feed of one partner: every record disclosed to it, once, in the order of the log, from any
//! index on. Who receives a record stands in the entry of the record itself.
//! Absent: framing and heartbeats (`http`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::clearance::{Asking, Clearance, rejudge};
use super::directory::DirectoryView;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::kept::{self, Kept, KeptError};
use super::permission::FeedFollow;
use super::sequencer::Published;
use crate::domain::id::RecordId;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::feed::{Delivery, Withdrawal};

/// Records read for one follower at a time: bounds the memory of each.
const PAGE: usize = 64;
/// How long a follower with nothing to read waits before its standing is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// The most feeds of one partner at once.
const FEEDS: u32 = 2_000;
/// Milliseconds that a partner with too many feeds is told to wait.
const FEEDS_WAIT_MS: u64 = 5_000;

/// How many feeds each partner has open.
#[derive(Default)]
pub struct OpenFeeds(Mutex<HashMap<u32, u32>>);

impl OpenFeeds {
    fn open(&self, partner: u32) -> Result<(), Refusal> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(partner).or_default();
        if *count >= FEEDS {
            return Err(Refusal::later(Reason::RateLimited, FEEDS_WAIT_MS));
        }
        *count += 1;
        Ok(())
    }

    fn close(&self, partner: u32) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&partner) {
            *count = count.saturating_sub(1);
        }
    }
}

/// What a feed gives next.
pub enum Next {
    /// Records and withdrawals, oldest first; may be empty.
    Records(Vec<Told>),
    /// The follower lost its standing, or the exchange stops: the last thing it gives.
    Ended(Refusal),
}

/// One thing that a feed tells.
pub enum Told {
    /// A record.
    Record(Delivery),
    /// Records received before hold no more.
    Withdrawn(Withdrawal),
}

/// One open feed.
pub struct Follower {
    exchange: Arc<Exchange>,
    asking: Asking,
    partner: u32,
    /// What it shows: what is meant, exercises, or tests; never together.
    status: Status,
    /// The next index to look at.
    next: u64,
    published: watch::Receiver<Arc<Published>>,
    directory: DirectoryView,
    lapses: watch::Receiver<()>,
    ended: bool,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.exchange.metrics.follower_went();
        self.exchange.feeds.close(self.partner);
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
    let published = exchange.sequencer.subscribe();
    // What lapsed since the clearance is looked at before the first wait.
    let mut lapses = exchange.lapses.subscribe();
    lapses.mark_changed();
    let size = published.borrow().size();
    let next = after.map_or(size, |after| after.saturating_add(1));
    clearance.entry.given = Some(format!("the {} feed from entry {next} on", status.code()));
    exchange.feeds.open(clearance.caller.partner.number)?;
    exchange.metrics.follower_came();
    let withheld = Withheld::new(Follower {
        exchange: exchange.clone(),
        asking,
        partner: clearance.caller.partner.number,
        status,
        next,
        published,
        directory: exchange.directory.clone(),
        lapses,
        ended: false,
    });
    let (follower, _) = door::disclose(exchange, clearance, withheld).await?;
    Ok(follower)
}

impl Follower {
    /// Waits for the next records. Gives an empty list when only the standing was looked at again: at every
    /// change of the registry and every lapse, and once a second. After [`Next::Ended`] there is nothing more.
    pub async fn next(&mut self) -> Option<Next> {
        if self.ended {
            return None;
        }
        let size = self.published.borrow_and_update().size();
        if self.next >= size {
            tokio::select! {
                changed = self.published.changed() => {
                    if changed.is_err() {
                        return Some(self.end(Reason::LogUnavailable.into()));
                    }
                }
                () = self.directory.changed() => {}
                lapsed = self.lapses.changed() => {
                    if lapsed.is_err() {
                        return Some(self.end(Reason::LogUnavailable.into()));
                    }
                }
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
        match self.page().await {
            Ok(records) => Some(Next::Records(records)),
            Err(refusal) => Some(self.end(refusal)),
        }
    }

    fn end(&mut self, refusal: Refusal) -> Next {
        self.ended = true;
        Next::Ended(refusal)
    }

    async fn page(&mut self) -> Result<Vec<Told>, Refusal> {
        let clearance = rejudge::<FeedFollow>(&self.exchange, &self.asking)?;
        let size = self.published.borrow().size();
        let (partner, next, status) = (self.partner, self.next, self.status);
        if next >= size {
            return Ok(Vec::new());
        }
        let at = clearance.at;
        let (read, through) = self
            .exchange
            .read(move |reader| {
                let rows = reader.visible(partner, next..size, Direction::Ascending, PAGE)?;
                let through =
                    if rows.len() == PAGE { rows.last().map(|(at, _)| *at + 1) } else { None };
                let mut out = Vec::with_capacity(rows.len());
                for (index, _) in rows {
                    out.extend(read(reader, partner, index, status, at)?);
                }
                Ok((out, through.unwrap_or(size)))
            })
            .await?;
        self.next = through;
        let own = &clearance.caller.partner.id;
        let received = read.into_iter().filter(|read| read.kept.facts.issuer != *own);
        Ok(received.filter_map(|read| read.tell(&clearance)).collect())
    }
}

/// A record of the feed, as read.
struct Read {
    kept: Kept,
    /// Its signed bytes, while it is in force and the partner is a recipient.
    jws: Option<String>,
    /// What it takes the place of, as far as this partner received that.
    withdrawn: Vec<String>,
}

impl Read {
    /// The record where the caller may see it; else only what it takes back: whatever has happened to the
    /// grant or to the newer text meanwhile, whoever received a record is told that it holds no more.
    fn tell(self, clearance: &Clearance<FeedFollow>) -> Option<Told> {
        let Self { kept, jws, withdrawn } = self;
        let (index, about) = (kept.index, kept.row.about());
        match jws.filter(|_| clearance.may_see(&kept.facts, None).is_ok()) {
            Some(jws) => Some(Told::Record(Delivery { index, about, jws })),
            None if withdrawn.is_empty() => None,
            None => Some(Told::Withdrawn(Withdrawal {
                index,
                by: about.id,
                message: about.message,
                status: about.status,
                issuer: about.issuer,
                withdrawn,
            })),
        }
    }
}

/// The record at `index` when it has this status and its text is not erased.
fn read(
    reader: &Reader,
    partner: u32,
    index: u64,
    status: Status,
    at: Timestamp,
) -> Result<Option<Read>, Refusal> {
    let kept = match kept::load(reader, index) {
        Ok(kept) if kept.facts.status == status => kept,
        Ok(_) | Err(KeptError::Read(ReadError::Erased)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let shown =
        kept::standing(reader, &kept, at)?.state == "in-force" && !kept.row.is_only_told(partner);
    let jws = if shown { Some(kept::signed(reader, index)?) } else { None };
    let mut withdrawn = Vec::new();
    for text in &kept.row.replaces {
        let Ok(id) = RecordId::parse(text) else { continue };
        if let Some(earlier) = reader.record_id(&id.to_bytes())?
            && kept::is_visible(reader, partner, earlier.index)?
        {
            withdrawn.push(text.clone());
        }
    }
    Ok(Some(Read { kept, jws, withdrawn }))
}
