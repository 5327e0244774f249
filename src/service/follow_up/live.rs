//! Threads as they change: whatever the partner receives or sends gives the thread that it belongs to again,
//! whole, so that every window shows the same. Absent: what was there before (`mod`).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::gather::{Gatherer, Judge};
use super::{Thread, View};
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::service::clearance::{Asking, Clearance, stand};
use crate::service::door::{self, Withheld};
use crate::service::exchange::Exchange;
use crate::service::feed::Place;
use crate::service::permission::FollowUpRead;
use crate::service::sequencer::Published;
use crate::store::{Direction, Reader};

/// Records that are looked at in one go.
const RECORDS: usize = 64;
/// How long at least lies between two looks, so that a busy log costs a window no more than a quiet one: shorter
/// than anybody reads.
const PAUSE: Duration = Duration::from_millis(250);
/// How often the standing is judged while nothing happens.
const JUDGED: Duration = Duration::from_secs(1);

/// What changed.
pub enum Change {
    /// A thread is new, or looks different.
    Thread(Box<Thread>),
    /// The record with this id holds no more, or may not be seen any more.
    Gone(String),
}

/// What a watcher gives next.
pub enum Next {
    /// What changed, and the log index up to which nothing is missing.
    Changes(Vec<Change>, u64),
    /// Nothing has come for a while; the standing still holds.
    Quiet,
    /// The watcher lost its standing, or the exchange stops: the last thing it gives.
    Ended(Refusal),
}

/// One open view.
pub struct Watcher {
    exchange: Arc<Exchange>,
    asking: Asking,
    view: View,
    status: Status,
    number: u32,
    /// The next index to look at.
    next: u64,
    published: watch::Receiver<Arc<Published>>,
    signal: watch::Receiver<()>,
    /// Whether the log was read just now.
    rests: bool,
    ended: bool,
    _place: Place,
}

/// Watches a view from behind `after`, or from the present when there is none.
///
/// # Errors
/// Refusals of the log; nothing is opened then.
pub async fn watch(
    exchange: &Arc<Exchange>,
    clearance: &mut Clearance<FollowUpRead>,
    asking: Asking,
    (view, status): (View, Status),
    after: Option<u64>,
) -> Result<Watcher, Refusal> {
    let published = exchange.sequencer.subscribe();
    let size = exchange.sequencer.published().size();
    let next = after.map_or(size, |after| after.saturating_add(1));
    let number = clearance.caller.partner.number;
    let (place, signal) = Place::take(exchange, number, status, &asking)?;
    let what = format!("{} {}, live from entry {next} on", status.code(), view.code());
    clearance.entry.given = Some(what);
    let watcher = Watcher {
        exchange: exchange.clone(),
        asking,
        view,
        status,
        number,
        next,
        published,
        signal,
        rests: false,
        ended: false,
        _place: place,
    };
    let (watcher, _) = door::disclose(exchange, clearance, Withheld::new(watcher)).await?;
    Ok(watcher)
}

impl Watcher {
    /// Waits for what comes next, and says when that takes longer than `quiet`; nothing after [`Next::Ended`].
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
        let mut waited = Duration::ZERO;
        loop {
            if std::mem::take(&mut self.rests) {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            self.published.mark_unchanged();
            self.signal.mark_unchanged();
            let before = self.next;
            let changes = self.look().await?;
            self.rests = self.next > before;
            if !changes.is_empty() {
                return Ok(Next::Changes(changes, self.next.saturating_sub(1)));
            }
            if waited >= quiet {
                return Ok(Next::Quiet);
            }
            if self.rests {
                continue;
            }
            tokio::select! {
                changed = self.published.changed() => {
                    changed.map_err(|_| Reason::LogUnavailable)?;
                }
                _ = self.signal.changed() => {}
                () = tokio::time::sleep(JUDGED) => waited += JUDGED,
            }
        }
    }

    /// What changed in the next part of the log, judged at this moment.
    async fn look(&mut self) -> Result<Vec<Change>, Refusal> {
        let standing = Arc::new(stand::<FollowUpRead>(&self.exchange, &self.asking)?);
        let size = self.exchange.sequencer.published().size();
        if self.next >= size {
            return Ok(Vec::new());
        }
        let judge = standing.clone();
        let may_see: Judge = Arc::new(move |facts| judge.may_see(facts).is_ok());
        let gatherer = Gatherer {
            view: self.view,
            status: self.status,
            own: standing.caller.partner.id.clone(),
            number: self.number,
            directory: self.exchange.directory.now(),
            at: standing.at,
            may_see,
        };
        let from = self.next;
        let (changes, next) =
            self.exchange.read(move |reader| changes(reader, &gatherer, from, size)).await?;
        self.next = next;
        Ok(changes)
    }
}

/// What changed from `from` on and not beyond `end`, and where to go on.
fn changes(
    reader: &Reader,
    gatherer: &Gatherer,
    from: u64,
    end: u64,
) -> Result<(Vec<Change>, u64), Refusal> {
    let rows = reader.visible(gatherer.number, from..end, Direction::Ascending, RECORDS)?;
    let next = match rows.last() {
        Some((last, _)) if rows.len() == RECORDS => last.saturating_add(1),
        _ => end,
    };
    let (mut touched, mut changes) = (BTreeSet::new(), Vec::new());
    for (index, _) in rows {
        let (by_it, replaced) = gatherer.touched(reader, index)?;
        touched.extend(by_it);
        for id in replaced {
            let Some(found) = reader.record_id(&id.to_bytes())? else { continue };
            if gatherer.thread(reader, found.index)?.is_none() {
                changes.push(Change::Gone(id.to_string()));
            }
        }
    }
    for index in touched {
        if let Some(thread) = gatherer.thread(reader, index)? {
            changes.push(Change::Thread(Box::new(thread)));
        }
    }
    Ok((changes, next))
}
