//! What became of things: reports beside the alert that they answer with what answers them, and the alerts
//! of one's own partner with how far each recipient has got. Shown as a delivery is, without a purpose of the
//! reader's own: nothing that the partner did not send or receive. Absent: opening by id (`open`), and HTML.

mod gather;
mod live;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::permission::FollowUpRead;
use crate::domain::id::RecordId;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::wire::api::search::{About, DeliveryState, StandingNow};
use gather::{Gatherer, Judge};

pub use live::{Change, Next, Watcher, watch};

/// The most threads on a page.
const MOST: usize = 100;
/// The most records that an entry names one by one, as elsewhere.
const NAMED: usize = 1_000;

/// Which threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Sightings, incidents and handovers that the partner received.
    Received,
    /// Sightings, incidents and handovers that the partner sent.
    Sent,
    /// Alerts that the partner sent.
    Alerts,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 3] = [Self::Received, Self::Sent, Self::Alerts];

    /// The name in log entries.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "reports received",
            Self::Sent => "reports sent",
            Self::Alerts => "alerts sent",
        }
    }
}

/// A record as it is shown.
#[derive(Clone)]
pub struct Shown {
    /// Log index of its submission.
    pub index: u64,
    /// What it is.
    pub about: About,
    /// The JWS as its author signed it.
    pub jws: String,
    /// Whether it is in force.
    pub standing: StandingNow,
    id: RecordId,
    plates: Vec<String>,
}

/// A record with what it answers and what answers it.
#[derive(Clone)]
pub struct Thread {
    /// The record.
    pub root: Shown,
    /// The alert that it answers, as far as the reader may see it.
    pub alert: Option<Shown>,
    /// What answers it but receipts, oldest first.
    pub answers: Vec<Shown>,
    /// For an alert of the reader's own partner: how far each recipient has got.
    pub deliveries: Vec<DeliveryState>,
    /// Of those, the partners that have said that they know of its recall or correction.
    pub told: Vec<String>,
}

/// Threads for a page.
pub struct Threads {
    /// The threads, newest first.
    pub threads: Vec<Thread>,
    /// Below which log index there may be older ones.
    pub older: Option<u64>,
    /// The size of the log up to which nothing is missing.
    pub revision: u64,
}

/// One alert of the reader's own partner with the threads of what answers it.
pub struct Followed {
    /// The alert.
    pub alert: Thread,
    /// The sightings and incidents that answer it, newest first, each with its own answers.
    pub reports: Vec<Thread>,
    /// The size of the log up to which nothing is missing.
    pub revision: u64,
}

/// Gives the newest threads of a view, or the newest below a log index.
///
/// # Errors
/// Refusals of the store or the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<FollowUpRead>,
    view: View,
    status: Status,
    below: Option<u64>,
) -> Result<Threads, Refusal> {
    let revision = exchange.sequencer.published().size();
    let gatherer = gatherer(clearance, view, status);
    let below = below.map_or(revision, |below| below.min(revision));
    let (threads, older) =
        exchange.read(move |reader| gatherer.newest(reader, below, MOST)).await?;
    let what = format!("{} {} {}", threads.len(), status.code(), view.code());
    enter(clearance, threads.iter(), &what);
    let withheld = Withheld::new(Threads { threads, older, revision });
    let (threads, _) = door::disclose(exchange, clearance, withheld).await?;
    Ok(threads)
}

/// Gives one alert of the reader's own partner with everything that answers it.
///
/// # Errors
/// [`Reason::NotFound`] for what is no alert of the partner, and refusals of the store or the log.
pub async fn alert(
    exchange: &Exchange,
    clearance: &mut Clearance<FollowUpRead>,
    id: &str,
) -> Result<Followed, Refusal> {
    let id = RecordId::parse(id).map_err(|_| Reason::NotFound)?;
    clearance.entry.records.push(id);
    let revision = exchange.sequencer.published().size();
    let gatherer = gatherer(clearance, View::Alerts, Status::Actual);
    let found = exchange.read(move |reader| gatherer.followed(reader, id)).await?;
    let (alert, reports) = found.ok_or(Reason::NotFound)?;
    let what = format!("the alert of entry {} and {} reports", alert.root.index, reports.len());
    enter(clearance, std::iter::once(&alert).chain(&reports), &what);
    let withheld = Withheld::new(Followed { alert, reports, revision });
    let (followed, _) = door::disclose(exchange, clearance, withheld).await?;
    Ok(followed)
}

fn gatherer(clearance: &Clearance<FollowUpRead>, view: View, status: Status) -> Gatherer {
    let judge = clearance.for_member();
    let may_see: Judge = Arc::new(move |facts| judge.may_see(facts, None).is_ok());
    Gatherer {
        view,
        status,
        own: clearance.caller.partner.id.clone(),
        number: clearance.caller.partner.number,
        directory: clearance.directory.clone(),
        at: clearance.at,
        may_see,
    }
}

/// Completes the entry: every record that is about to be shown, and the plates that it can be found by.
fn enter<'a>(
    clearance: &mut Clearance<FollowUpRead>,
    threads: impl Iterator<Item = &'a Thread>,
    what: &str,
) {
    let (mut seen, mut plates) = (BTreeSet::new(), BTreeSet::new());
    let entry = &mut clearance.entry;
    seen.extend(entry.records.iter().copied());
    for thread in threads {
        let beside = thread.alert.iter().chain(&thread.answers);
        for shown in std::iter::once(&thread.root).chain(beside) {
            if seen.len() < NAMED && seen.insert(shown.id) {
                entry.records.push(shown.id);
            }
            plates.extend(shown.plates.iter().cloned());
        }
    }
    entry.plates = plates.into_iter().map(Sensitive::new).collect();
    entry.given = Some(what.to_owned());
}
