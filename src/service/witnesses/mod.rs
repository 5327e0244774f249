//! Other parties that hold this exchange to one history: what each of them has cosigned, the checkpoint
//! that is shown with their cosignatures, and whether the policy's quorum is fresh.
//! Absent: how a witness is reached (the caller gives an [`Ask`]), and the witness's own side of it.

mod ask;
mod contact;
mod offer;
mod report;
mod rounds;

use std::sync::{Arc, Mutex, PoisonError};

use samen_audit::cosignature::WitnessKey;
use samen_audit::note::Note;
use samen_audit::policy::Policy;

use super::exchange::Exchange;
use super::sequencer::Published;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;

pub use ask::{Answer, Ask, AskFuture, Unreachable};
pub use contact::{Contact, Peer};
pub use report::report;
pub use rounds::{Contested, first_contact, follow};

/// Milliseconds that a refused reader is told to wait for a fresh quorum: a few rounds.
const QUORUM_WAIT_MS: u64 = 5_000;

/// The checkpoint that is shown to everybody, with the cosignatures that it has.
#[derive(Clone)]
pub struct Shown {
    /// The log at that checkpoint.
    pub published: Arc<Published>,
    /// The signed checkpoint with its cosignatures.
    pub note: String,
}

/// A checkpoint whose cosignatures the writer keeps with its next group.
#[derive(Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// Entries at that checkpoint.
    pub size: u64,
    /// The signed checkpoint with its cosignatures.
    pub note: String,
}

/// Where cosigned checkpoints wait for the writer; only the newest counts.
pub type Pigeonhole = Arc<Mutex<Option<Cosigned>>>;

/// The witnesses of this exchange.
pub struct Witnesses {
    policy: Policy,
    peers: Vec<Peer>,
    max_age_ms: Option<i64>,
    pigeonhole: Pigeonhole,
    state: Mutex<State>,
}

struct State {
    shown: Option<Shown>,
    contacts: Vec<Contact>,
}

impl Witnesses {
    /// Nobody asked yet. Disclosures stop when the quorum is older than `max_age_ms`.
    pub fn new(
        policy: Policy,
        peers: Vec<Peer>,
        max_age_ms: Option<i64>,
        pigeonhole: Pigeonhole,
    ) -> Self {
        let contacts = vec![Contact::default(); peers.len()];
        let state = Mutex::new(State { shown: None, contacts });
        Self { policy, peers, max_age_ms, pigeonhole, state }
    }

    /// The policy as it is served.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The checkpoint to show: the newest without witnesses, else the one of the last round, at most
    /// a few seconds old, with what was cosigned of it.
    pub fn shown(&self, newest: &Arc<Published>) -> Shown {
        match &self.lock().shown {
            Some(shown) if !self.peers.is_empty() => shown.clone(),
            _ => Shown { published: newest.clone(), note: newest.checkpoint.clone() },
        }
    }

    /// The names of the witnesses whose cosignature a checkpoint does not bear.
    pub fn missing_on(&self, note: &str) -> Vec<String> {
        if self.peers.is_empty() {
            return Vec::new();
        }
        let cosigners = cosigners(note, self.peers.iter().map(|peer| &peer.key));
        let missing = self.peers.iter().filter(|peer| !cosigners.contains(&peer.key));
        missing.map(|peer| peer.name.clone()).collect()
    }

    /// Whether records may be shown at this moment.
    ///
    /// # Errors
    /// [`Reason::LogUnwitnessed`] when a limit is set and the quorum is older than it.
    pub fn may_disclose(&self, at: Timestamp) -> Result<(), Refusal> {
        let Some(max_age_ms) = self.max_age_ms else {
            return Ok(());
        };
        match self.met_at() {
            Some(met_at) if at <= met_at.plus_ms(max_age_ms) => Ok(()),
            _ => Err(Refusal::later(Reason::LogUnwitnessed, QUORUM_WAIT_MS)),
        }
    }

    /// Since when, by the clock of the exchange, the policy's quorum has been heard of at the latest:
    /// the last moment from which on enough witnesses have cosigned. `None` before that.
    pub fn met_at(&self) -> Option<Timestamp> {
        let state = self.lock();
        let heard = self.peers.iter().zip(&state.contacts);
        let mut heard: Vec<(Timestamp, &WitnessKey)> =
            heard.filter_map(|(peer, contact)| Some((contact.heard_at?, &peer.key))).collect();
        heard.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut keys = Vec::with_capacity(heard.len());
        heard.into_iter().find_map(|(at, key)| {
            keys.push(key.clone());
            self.policy.is_met_by(&keys).then_some(at)
        })
    }

    /// Brings the operator's gauges up to date.
    fn measure(&self, exchange: &Exchange) {
        let size = exchange.sequencer.published().size();
        for (peer, contact) in self.peers.iter().zip(&self.lock().contacts) {
            let cosigned = contact.outcome == contact::Outcome::Cosigned;
            let behind = size.saturating_sub(contact.size);
            let at_s = contact.cosigned_at_s.unwrap_or_default();
            exchange.metrics.witness(&peer.name, cosigned, behind, at_s);
        }
        if let Some(met_at) = self.met_at() {
            exchange.metrics.quorum(met_at);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which of the keys have cosigned a note; nobody when one of them has done so wrongly.
fn cosigners<'a>(note: &str, keys: impl Iterator<Item = &'a WitnessKey>) -> Vec<WitnessKey> {
    let keys: Vec<WitnessKey> = keys.cloned().collect();
    let Ok(note) = Note::parse(note) else {
        return Vec::new();
    };
    let found = samen_audit::cosignature::verify(&note, &keys).unwrap_or_default();
    found.into_iter().map(|cosignature| cosignature.key).collect()
}
