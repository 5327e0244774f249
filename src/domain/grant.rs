//! Grants: the written decision to disclose (verstrekkingsbesluit, Wpg art. 20(2)), machine-checkable,
//! and the limits that come with it. Absent: signatures over it (`audit::jws`) and its storage.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::geo::Area;
use super::id::{GrantId, PartnerId};
use super::purpose::Purpose;
use super::record::sighting::Match;
use super::record::{Audience, Component, HandlingCode, RecordType};
use super::time::Timestamp;

/// How much a partner may do under a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limits {
    /// Submissions a minute.
    pub submissions: u32,
    /// Searches and opened records a minute.
    pub searches: u32,
    /// Feeds, snapshots and evidence requests a minute.
    pub deliveries: u32,
    /// How many requests may come at once before the rate per minute holds.
    pub burst: u32,
}

impl Limits {
    /// The most that a partner in its trial period may do: half of what is usual. Enough for an evening's
    /// work of one firm, and too little for a new connection to empty what others shared in a night.
    #[must_use]
    pub fn for_trial(self) -> Self {
        let half = |number: u32| number.div_ceil(2);
        Self {
            submissions: half(self.submissions),
            searches: half(self.searches),
            deliveries: half(self.deliveries),
            burst: half(self.burst),
        }
    }

    /// The smaller of both, each meter by itself.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        Self {
            submissions: self.submissions.min(other.submissions),
            searches: self.searches.min(other.searches),
            deliveries: self.deliveries.min(other.deliveries),
            burst: self.burst.min(other.burst),
        }
    }
}

/// What must be kept to under a grant.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions {
    /// The least strict handling code that records may carry.
    pub handling: HandlingCode,
    /// The longest life of a record in days.
    pub retention_days: u32,
    /// Whether recipients may pass records on.
    pub onward: bool,
    /// Where the records have to lie, when the grant is bound to an area.
    pub area: Option<Area>,
    /// The grades of a plate reader's match that a system may send without a person's answer.
    pub unconfirmed: Vec<Match>,
}

/// A grant as its parties signed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The agreement (convenant) that it is part of.
    pub agreement: String,
    /// The weighty public interest (Wpg art. 20(2)).
    pub interest: String,
    /// The partnership to which is disclosed.
    pub alliance: String,
    /// The purposes.
    pub purposes: Vec<Purpose>,
    /// The record types.
    pub types: Vec<RecordType>,
    /// The components that the records may contain.
    pub components: Vec<Component>,
    /// The conditions.
    pub conditions: Conditions,
    /// Who discloses.
    pub from: PartnerId,
    /// To whom.
    pub to: Vec<PartnerId>,
    /// Its first moment.
    pub valid_from: Timestamp,
    /// Its last moment.
    pub valid_until: Timestamp,
    /// How much.
    pub limits: Limits,
}

impl Grant {
    /// Whether this partner gave the grant or receives under it.
    pub fn has_party(&self, partner: &PartnerId) -> bool {
        self.from == *partner || self.to.contains(partner)
    }

    /// Who receives what is sent under it to an audience.
    pub fn recipients(&self, audience: &Audience) -> Vec<PartnerId> {
        match audience {
            Audience::All => self.to.clone(),
            Audience::Partners(partners) => partners.clone(),
        }
    }
}

/// A grant with what its parties have said about it.
#[derive(Clone, Debug)]
pub struct GrantState {
    /// The grant.
    pub grant: Arc<Grant>,
    /// SHA-256 of the JWS in which it was proposed, as received.
    pub digest: [u8; 32],
    /// The parties that accepted it. The proposer's own signature counts as its acceptance.
    pub accepted: BTreeSet<PartnerId>,
    /// When a party revoked it.
    pub revoked_at: Option<Timestamp>,
}

impl GrantState {
    /// Whether the grant holds at this moment: accepted by every party, inside its time, not revoked.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        let grant = &self.grant;
        let accepted = self.accepted.contains(&grant.from)
            && grant.to.iter().all(|party| self.accepted.contains(party));
        let revoked = self.revoked_at.is_some_and(|at| at <= now);
        accepted && !revoked && grant.valid_from <= now && now <= grant.valid_until
    }
}
