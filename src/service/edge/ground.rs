//! The grant under which sightings leave, as the exchange shows it: what it allows without a person.
//! Absent: the decision itself, which the exchange makes for every record.

use crate::domain::id::GrantId;
use crate::domain::record::sighting::Match;
use crate::wire::api::grant::GrantShown;

/// What the keeper of the reader wants, narrowed to what the grant allows.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The grant.
    pub grant: GrantId,
    /// The handling code of the sightings.
    pub handling: &'static str,
    /// How long a sighting may be used, in milliseconds.
    pub life_ms: i64,
    wanted: Vec<Match>,
    granted: Vec<Match>,
}

impl Ground {
    /// Before the exchange has shown the grant nothing leaves without a person.
    pub fn new(grant: GrantId, handling: &'static str, life_ms: i64, wanted: Vec<Match>) -> Self {
        Self { grant, handling, life_ms, wanted, granted: Vec::new() }
    }

    /// Takes over what the exchange shows now. `false` when the grant is not among what is in force.
    pub fn shown(&mut self, grants: &[GrantShown]) -> bool {
        let found = grants.iter().find(|shown| shown.grant.id == self.grant.as_str());
        let found = found.filter(|shown| shown.in_force);
        let codes = found.map(|shown| shown.grant.conditions.unconfirmed.as_slice());
        let codes = codes.unwrap_or_default();
        self.granted = codes.iter().filter_map(|code| Match::from_code(code)).collect();
        found.is_some()
    }

    /// The grades that leave without a person: those that both want.
    pub fn unconfirmed(&self) -> Vec<Match> {
        self.wanted.iter().copied().filter(|grade| self.granted.contains(grade)).collect()
    }
}
