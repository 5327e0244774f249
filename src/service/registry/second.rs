//! What it takes two stewards for, where the exchange is set so: whatever would make one steward two, or
//! would let a partner do more. The first request is kept as a proposal; the same one by another steward is done.
//! Absent: making a partner active, which keeps its proposal with the partner (`partners`).

use samen_audit::hash::sha256;

use super::store;
use crate::domain::id::{PartnerId, PersonId};
use crate::domain::party::Role;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::directory::{Directory, Proposal};
use crate::service::exchange::Exchange;
use crate::service::permission::Permission;
use crate::service::stored::registered::{Row, proposal_row};
use crate::wire::api::registry::Changed;

/// A change of the registry that is ready to be stored.
pub(super) struct Wanted<'a> {
    /// What it is about, such as `person politie-twente officer-7`: one proposal each.
    pub(super) about: String,
    /// Everything that two requests have to have in common to be the same, as text.
    pub(super) exactly: String,
    /// What the answer names.
    pub(super) subject: String,
    /// The registry after it.
    pub(super) to: Directory,
    /// The row that differs.
    pub(super) row: Row,
    /// The registry before it.
    pub(super) from: &'a Directory,
}

/// Whether it takes two to change anything of this person: it is a steward, or becomes one. The first two
/// stewards with a certificate are the exception, because before them there are not two to ask.
pub(super) fn concerns_a_steward(
    exchange: &Exchange,
    directory: &Directory,
    partner: &PartnerId,
    person: &PersonId,
    role: Option<Role>,
) -> bool {
    let known = directory.person(partner, person).map(|known| known.role);
    let is_steward = role == Some(Role::Steward) || known == Some(Role::Steward);
    exchange.two_stewards && is_steward && stewards(directory) >= 2
}

/// Whether a proposal still counts: who is no steward any more has no voice any more.
pub(super) fn counts(directory: &Directory, proposal: &Proposal, at: Timestamp) -> bool {
    let proposer = directory.person(&proposal.partner, &proposal.person);
    proposer.is_some_and(|person| person.role == Role::Steward && person.judge(at).is_ok())
}

/// Persons who are or were able to act as a steward.
fn stewards(directory: &Directory) -> usize {
    let holders = directory.certificates().into_iter().filter(|certificate| {
        let holder = directory.person(&certificate.partner, &certificate.person);
        holder.is_some_and(|holder| holder.role == Role::Steward)
    });
    let holders: std::collections::BTreeSet<_> =
        holders.map(|certificate| (&certificate.partner, &certificate.person)).collect();
    holders.len()
}

/// Stores a change when another steward has proposed exactly it, and else the proposal alone.
///
/// # Errors
/// [`Reason::SecondStewardRequired`] for the steward who proposed it, and refusals of the registry.
pub(super) async fn store_by_two<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    wanted: Wanted<'_>,
) -> Result<Changed, Refusal> {
    let caller = &clearance.caller;
    let digest = sha256(wanted.exactly.as_bytes());
    let proposed = wanted.from.proposal(&wanted.about).filter(|proposal| {
        counts(wanted.from, proposal, clearance.at) && proposal.digest == digest
    });
    let own = |proposal: &Proposal| {
        proposal.partner == caller.partner.id && proposal.person == caller.person.id
    };
    match proposed {
        Some(proposal) if own(proposal) => Err(Reason::SecondStewardRequired.into()),
        Some(proposal) => {
            clearance.entry.given = Some(format!("as proposed by {}", proposal.person));
            let Wanted { about, subject, mut to, row, .. } = wanted;
            to.put_proposal(about.clone(), None);
            store(exchange, clearance, to, vec![row, proposal_row(&about, None)], subject).await
        }
        None => {
            clearance.entry.given = Some("proposed".into());
            let (partner, person) = (caller.partner.id.clone(), caller.person.id.clone());
            let proposal = Proposal { partner, person, digest };
            let mut to = wanted.from.clone();
            let rows = vec![proposal_row(&wanted.about, Some(&proposal))];
            to.put_proposal(wanted.about, Some(proposal));
            let changed = store(exchange, clearance, to, rows, wanted.subject).await?;
            Ok(Changed { proposed: true, ..changed })
        }
    }
}
