//! The alerts in force for one partner, whole or what changed since a revision it has: chosen first, entered
//! in the log, and only then given page by page, signed at the end.
//! Absent: matching of plates, which receivers do themselves, and compression (`http`).

mod choose;
mod giving;
mod newest;
mod since;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use samen_audit::hash::sha256;
use samen_audit::snapshot::Kind;
use samen_audit::text::hex;

use super::clearance::{Asking, Clearance, rejudge};
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::permission::AlertsRead;
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};

pub use giving::{Given, Giving};
pub use newest::{Newest, newest};

use choose::Chosen;

/// The most readings of one partner that are being given at once. Each holds eight bytes an alert, so that a
/// partner with a million alerts in force costs at most 128 MB however slowly it takes them.
const READINGS: u32 = 16;
/// Milliseconds that a partner with too many readings is told to wait.
const READINGS_WAIT_MS: u64 = 1_000;

/// How many readings of each partner are being given.
#[derive(Default)]
pub struct OpenReadings(Mutex<HashMap<u32, u32>>);

/// A reading that counts as being given until it is dropped.
struct Reading {
    exchange: Arc<Exchange>,
    partner: u32,
}

impl Reading {
    fn open(exchange: &Arc<Exchange>, partner: u32) -> Result<Self, Refusal> {
        let mut open = exchange.readings.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(partner).or_default();
        if *count >= READINGS {
            return Err(Refusal::later(Reason::RateLimited, READINGS_WAIT_MS));
        }
        *count += 1;
        Ok(Self { exchange: exchange.clone(), partner })
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let mut open = self.exchange.readings.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.partner) {
            *count = count.saturating_sub(1);
        }
    }
}

/// What is asked for, and up to which revision it is answered.
#[derive(Clone)]
struct Asked {
    partner: u32,
    own: PartnerId,
    status: Status,
    since: u64,
    revision: u64,
}

/// Prepares to give the alerts of one status in force: all of them, or what changed since revision `since`
/// where that is enough to bring its receiver up to date.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `/since` for a revision that the log has not reached, refusals of the log,
/// [`Reason::RateLimited`], or [`Reason::Internal`].
pub async fn read(
    exchange: &Arc<Exchange>,
    clearance: &mut Clearance<AlertsRead>,
    asking: Asking,
    since: u64,
    status: Status,
) -> Result<Giving, Refusal> {
    let published = exchange.sequencer.published();
    let revision = published.size();
    if since > revision {
        return Err(Refusal::at(Reason::RequestInvalid, "/since"));
    }
    let partner = clearance.caller.partner.number;
    let reading = Reading::open(exchange, partner)?;
    // Judged anew behind the revision: the registry is then at least as new as the log up to there, so that
    // a later delta hears of every change of it that was not seen here.
    let judge = Arc::new(rejudge::<AlertsRead>(exchange, &asking)?);
    let own = clearance.caller.partner.id.clone();
    let asked = Asked { partner, own, status, since, revision };
    let (question, seen) = (asked.clone(), judge.clone());
    let chosen = exchange.read(move |reader| choose::choose(reader, &seen, &question)).await?;
    enter(clearance, &asked, &chosen);
    let at = judge.at;
    let giving = Giving::new(reading, asking, asked, chosen, published, at);
    let (mut giving, permit) = door::disclose(exchange, clearance, Withheld::new(giving)).await?;
    giving.entered(permit.index());
    Ok(giving)
}

/// Completes the entry: which records where they are few, else their number and the digest of their indexes.
/// Whoever asks who received one alert finds its recipients in the entry of the alert itself.
fn enter(clearance: &mut Clearance<AlertsRead>, asked: &Asked, chosen: &Chosen) {
    let (status, since) = (asked.status.code(), asked.since);
    if let Some(ids) = chosen.named() {
        clearance.entry.records = ids.to_vec();
    }
    let what = match chosen.kind {
        Kind::Snapshot => "all".to_owned(),
        Kind::Delta => format!("changes since revision {since}"),
    };
    let ended = match chosen.ended.len() {
        0 => String::new(),
        ended => format!("; {ended} ended"),
    };
    let indexes: Vec<u8> = chosen.indexes.iter().flat_map(|index| index.to_be_bytes()).collect();
    clearance.entry.given = Some(match chosen.indexes.len() {
        0 => format!("no {status} alert in force at revision {}, {what}{ended}", asked.revision),
        alerts => format!(
            "{alerts} {status} alerts in force at revision {}, {what}; sha256 of their indexes {}{ended}",
            asked.revision,
            hex(&sha256(&indexes)),
        ),
    });
}

/// The most records that an entry names one by one.
const NAMED: usize = 1_000;

impl Chosen {
    /// The ids of the alerts, when they are few enough to be named.
    fn named(&self) -> Option<&[RecordId]> {
        (self.ids.len() == self.indexes.len()).then_some(&self.ids)
    }
}
