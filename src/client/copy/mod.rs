//! A receiver's own copy of the alerts in force: complete up to a revision that the log has signed, kept
//! current by deltas and by the feed, and never turned back.
//!
//! The signature of each alert by its author is not checked here: a receiver does not get the keys of other
//! partners. The exchange has checked it, and signs for the bytes.
//!
//! Absent: fetching (`refresh`), storing, and matching.

mod change;
mod history;
mod intake;
mod listed;
mod packed;
mod refresh;
mod saved;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use samen_audit::hash::Hash;
use samen_audit::note::VerifierKey;
use samen_audit::snapshot::{Kind, SnapshotError};

use crate::domain::id::{ExchangeName, PartnerId, RecordId};
use crate::domain::record::{Message, Status};
use crate::domain::time::Timestamp;
use crate::wire::problem::Problem;

use self::intake::Whole;
use self::packed::Packer;
use super::feed::Told;
use super::profile::Profile;

pub use change::{Change, Why};
pub use intake::Intake;
pub use listed::{Listed, Unreadable};
pub use refresh::{RefreshError, Refreshed};
pub use saved::{Restoring, Snapshot};

/// Whose alerts a copy holds, and by which key of which log they are vouched for.
#[derive(Clone, Debug)]
pub struct Whose {
    /// The key of the log.
    pub log_key: VerifierKey,
    /// The exchange.
    pub exchange: ExchangeName,
    /// The partner.
    pub partner: PartnerId,
    /// What is meant, exercises, or tests.
    pub status: Status,
}

impl Whose {
    /// Of the holder of a profile.
    ///
    /// # Errors
    /// [`CopyError::NoLogKey`].
    pub fn of(profile: &Profile, status: Status) -> Result<Self, CopyError> {
        let key = profile.log_key.as_deref().and_then(|text| VerifierKey::parse(text).ok());
        Ok(Self {
            log_key: key.ok_or(CopyError::NoLogKey)?,
            exchange: profile.exchange.clone(),
            partner: profile.partner.clone(),
            status,
        })
    }
}

/// Why what was received does not become part of the copy, which stays as it was. All but the first three
/// mean that the exchange, or somebody in its place, does what it may not: an alarm.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Without the key of the log nothing can be checked.
    #[error("the client profile has no `log_key`, without which no alert can be checked: add it")]
    NoLogKey,
    /// The exchange stopped giving.
    #[error("the exchange stopped giving alerts: {}", super::error::explain(.0, None))]
    Refused(Box<Problem>),
    /// A saved copy cannot be read.
    #[error("the saved copy of the alerts in force cannot be used; a new one has to be fetched")]
    Saved,
    /// Signature, checkpoint or digest.
    #[error(
        "the alerts in force do not hold; keep the answer and tell the data protection officer"
    )]
    Unverified(#[from] SnapshotError),
    /// They are for somebody else, another exchange or another status.
    #[error("the alerts in force are not the ones that were asked for")]
    NotOurs,
    /// The log is smaller than it was.
    #[error(
        "the log of the exchange has fewer than the {held} entries that it had; tell the data protection officer"
    )]
    TurnedBack {
        /// The revision of the copy.
        held: u64,
    },
    /// The log shows two histories.
    #[error("the log of the exchange shows two histories; tell the data protection officer")]
    Forked,
    /// An alert that cannot be, although it is signed for.
    #[error("an alert in force cannot be read, or stands in the wrong place")]
    Unreadable(#[from] Unreadable),
}

/// What the copy knows of the log.
#[derive(Clone, Debug)]
struct Known {
    revision: u64,
    root: Hash,
    at: Timestamp,
}

/// The alerts in force for one partner.
#[derive(Debug)]
pub struct AlertsCopy {
    whose: Whose,
    known: Option<Known>,
    alerts: BTreeMap<u64, Arc<Listed>>,
    by_id: HashMap<RecordId, u64>,
    by_expiry: BTreeSet<(Timestamp, u64)>,
    /// What the feed has taken back behind the revision, with the index of what did: an answer that is older
    /// than the feed does not bring it back.
    taken_back: HashMap<RecordId, u64>,
    /// The newest index that the feed has told.
    told: Option<u64>,
    packer: Packer,
}

impl AlertsCopy {
    /// An empty copy.
    pub fn new(whose: Whose) -> Self {
        Self {
            whose,
            known: None,
            alerts: BTreeMap::new(),
            by_id: HashMap::new(),
            by_expiry: BTreeSet::new(),
            taken_back: HashMap::new(),
            told: None,
            packer: Packer::default(),
        }
    }

    /// Whose it is.
    pub fn whose(&self) -> &Whose {
        &self.whose
    }

    /// The size of the log up to which the copy is complete; 0 when it has nothing yet.
    pub fn revision(&self) -> u64 {
        self.known.as_ref().map_or(0, |known| known.revision)
    }

    /// When it was complete for the last time, by the clock of the exchange.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.known.as_ref().map(|known| known.at)
    }

    /// Behind which index to follow the feed, so that nothing is lost between copy and feed.
    pub fn feed_after(&self) -> Option<u64> {
        self.revision().checked_sub(1).max(self.told)
    }

    /// How many alerts it holds.
    pub fn len(&self) -> usize {
        self.alerts.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.alerts.is_empty()
    }

    /// The alerts, oldest first.
    pub fn alerts(&self) -> impl Iterator<Item = &Arc<Listed>> {
        self.alerts.values()
    }

    /// One alert.
    pub fn get(&self, id: RecordId) -> Option<&Arc<Listed>> {
        self.by_id.get(&id).and_then(|index| self.alerts.get(index))
    }

    /// Something that takes the lines of an answer for this copy.
    pub fn intake(&self) -> Intake {
        Intake::new(&self.whose)
    }

    /// Makes a whole answer part of the copy. What ended comes first among the changes: a receiver that missed
    /// a recall learns it before anything else. Alerts that ran out by `now` are dropped.
    ///
    /// Whether the log went on from the revision that the copy had is not looked at here, where it cannot be
    /// asked: [`Client::refresh`](super::Client::refresh) does.
    ///
    /// # Errors
    /// [`CopyError`]; the copy stays as it was.
    pub fn apply(&mut self, intake: Intake, now: Timestamp) -> Result<Vec<Change>, CopyError> {
        let whole = intake.finish()?;
        self.judge(&whole)?;
        Ok(self.take_over(whole, now))
    }

    /// The head of the log that the copy knows.
    fn head(&self) -> Option<history::Head> {
        self.known.as_ref().map(|known| (known.revision, known.root))
    }

    /// Whether an answer is for this copy, and of a log that was not turned back.
    fn judge(&self, whole: &Whole) -> Result<(), CopyError> {
        let (said, head) = (whole.verified.statement(), whole.verified.checkpoint());
        let ours = said.exchange == self.whose.exchange.as_str()
            && said.partner == self.whose.partner.as_str()
            && said.status == self.whose.status.code()
            && (said.kind == Kind::Snapshot || said.since == self.revision());
        if !ours {
            return Err(CopyError::NotOurs);
        }
        if let Some(known) = &self.known {
            if head.size < known.revision {
                return Err(CopyError::TurnedBack { held: known.revision });
            }
            if head.size == known.revision && head.root != known.root {
                return Err(CopyError::Forked);
            }
        }
        Ok(())
    }

    fn take_over(&mut self, whole: Whole, now: Timestamp) -> Vec<Change> {
        let Whole { verified, ended, mut alerts } = whole;
        let (said, head) = (verified.statement(), verified.checkpoint());
        let at = Timestamp::from_ms(i64::try_from(said.at_ms).unwrap_or(i64::MAX));
        let mut changes = self.expire(now);
        if said.kind == Kind::Snapshot {
            self.keep_only(&alerts, head.size, &mut changes);
        }
        for one in &ended {
            self.end(one.id, one.why, &mut changes);
        }
        self.known = Some(Known { revision: head.size, root: head.root, at });
        alerts.retain(|alert| alert.expires_at >= now && !self.taken_back.contains_key(&alert.id));
        for alert in alerts {
            self.add(alert, Vec::new(), &mut changes);
        }
        self.taken_back.retain(|_, by| *by >= head.size);
        changes
    }

    /// Takes what the feed told. What is no alert of this status changes nothing, nor does what is known.
    pub fn told(&mut self, told: &Told, now: Timestamp) -> Vec<Change> {
        let mut changes = self.expire(now);
        let index = match told {
            Told::Record(delivery) => delivery.index,
            Told::Withdrawn(withdrawal) => withdrawal.index,
        };
        self.told = self.told.max(Some(index));
        match told {
            Told::Record(delivery) => {
                let status = self.whose.status;
                if let Some(listed) = Listed::of_feed(delivery, status, &mut self.packer) {
                    self.take(index, listed, now, &mut changes);
                }
            }
            Told::Withdrawn(withdrawal) if withdrawal.status == self.whose.status.code() => {
                let why = Why::of(&withdrawal.message);
                let ids = withdrawal.withdrawn.iter().filter_map(|id| RecordId::parse(id).ok());
                ids.for_each(|id| self.take_back(id, index, why, &mut changes));
            }
            Told::Withdrawn(_) => {}
        }
        changes
    }

    /// Drops what has run out by this moment. The receiver's own clock decides, so that it works without the
    /// exchange.
    pub fn expire(&mut self, now: Timestamp) -> Vec<Change> {
        let mut changes = Vec::new();
        while let Some((expires_at, index)) = self.by_expiry.first().copied()
            && expires_at < now
        {
            match self.alerts.get(&index).map(|alert| alert.id) {
                Some(id) => self.end(id, Why::Expired, &mut changes),
                None => drop(self.by_expiry.pop_first()),
            }
        }
        changes
    }

    fn take(
        &mut self,
        index: u64,
        (alert, message, replaces): (Arc<Listed>, Message, Vec<RecordId>),
        now: Timestamp,
        changes: &mut Vec<Change>,
    ) {
        let why = if message == Message::Cancel { Why::Recalled } else { Why::Updated };
        for id in &replaces {
            self.take_back(*id, index, why, changes);
        }
        let is_new = index >= self.revision() && !self.taken_back.contains_key(&alert.id);
        if message != Message::Cancel && is_new && alert.expires_at >= now {
            self.add(alert, replaces, changes);
        }
    }

    fn take_back(&mut self, id: RecordId, by: u64, why: Why, changes: &mut Vec<Change>) {
        if by >= self.revision() {
            self.taken_back.insert(id, by);
        }
        self.end(id, why, changes);
    }

    /// Drops what a snapshot of this revision does not hold. What the feed told behind it stays.
    fn keep_only(&mut self, alerts: &[Arc<Listed>], revision: u64, changes: &mut Vec<Change>) {
        let held: BTreeSet<u64> = alerts.iter().map(|alert| alert.index).collect();
        let gone = self.alerts.range(..revision).filter(|(index, _)| !held.contains(index));
        let gone: Vec<RecordId> = gone.map(|(_, alert)| alert.id).collect();
        for id in gone {
            self.end(id, Why::Gone, changes);
        }
    }

    fn end(&mut self, id: RecordId, why: Why, changes: &mut Vec<Change>) {
        let alert = self.by_id.remove(&id).and_then(|index| self.alerts.remove(&index));
        if let Some(alert) = alert {
            self.by_expiry.remove(&(alert.expires_at, alert.index));
            changes.push(Change::Ended { alert, why });
        }
    }

    fn add(&mut self, alert: Arc<Listed>, replaces: Vec<RecordId>, changes: &mut Vec<Change>) {
        if !self.by_id.contains_key(&alert.id) {
            self.put(alert.clone());
            changes.push(Change::Added { alert, replaces });
        }
    }

    fn put(&mut self, alert: Arc<Listed>) {
        self.by_id.insert(alert.id, alert.index);
        self.by_expiry.insert((alert.expires_at, alert.index));
        self.alerts.insert(alert.index, alert);
    }
}
