//! From a certificate on a connection to a caller in good standing with budget left: the clearance.
//! Absent: the record or question itself, and the log; a clearance alone opens nothing.

use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::sync::Arc;

use super::directory::Directory;
use super::exchange::Exchange;
use super::limits::Left;
use super::permission::Permission;
use super::revoked::{Issued, Revoked};
use crate::domain::action::Action;
use crate::domain::decide::{Caller, Decision, Facts, Subject, decide};
use crate::domain::entry::{Actor, Entry, RequestIds};
use crate::domain::id::GrantId;
use crate::domain::id::{Fingerprint, PersonId};
use crate::domain::party::{Person, Role};
use crate::domain::purpose::Purpose;
use crate::domain::record::Record;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;

/// What a request shows of the one who asks.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The certificate on the connection.
    pub fingerprint: Fingerprint,
    /// Its issuer and serial number, by which its CA may have revoked it.
    pub issued: Issued,
    /// The person for whom a system says it acts.
    pub acting_person: Option<String>,
    /// The request.
    pub ids: RequestIds,
}

/// Policy said yes to the action for this caller, now. It is worth nothing without a permit, which
/// only the door gives, after the entry is durable.
pub struct Clearance<A> {
    /// Who asks.
    pub caller: Caller,
    /// When, by the clock of the exchange.
    pub at: Timestamp,
    /// What was registered at that moment.
    pub directory: Arc<Directory>,
    /// The entry as far as it is known; it becomes the refusal if there is one.
    pub entry: Entry,
    permission: PhantomData<A>,
}

/// A request that was cleared, goes on, and still stands at this moment. Small, because thousands are judged
/// for every record that is delivered.
pub struct Standing<A> {
    /// Who asks.
    pub caller: Caller,
    /// When, by the clock of the exchange.
    pub at: Timestamp,
    directory: Arc<Directory>,
    permission: PhantomData<A>,
}

impl<A: Permission> Standing<A> {
    /// Decides about seeing a kept record as a delivery, for which no purpose is stated.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_see(&self, facts: &Facts) -> Result<(), Refusal> {
        let grants = self.directory.grants();
        match decide(&self.caller, A::ACTION, Subject::Kept(facts), None, grants, self.at) {
            Decision::Allow { .. } => Ok(()),
            Decision::Deny(refusal) => Err(refusal),
        }
    }
}

/// A request that got no clearance.
#[derive(Debug)]
pub struct Turned {
    /// Why.
    pub refusal: Refusal,
    /// The entry to leave, when the caller is known.
    pub entry: Option<Box<Entry>>,
    /// What is left of the caller's meter.
    pub left: Option<Left>,
}

impl<A: Permission> Clearance<A> {
    /// The same clearance with an entry of its own, for one member of a batch.
    pub fn for_member(&self) -> Self {
        let ids = self.entry.ids.clone();
        Self {
            caller: self.caller.clone(),
            at: self.at,
            directory: self.directory.clone(),
            entry: Entry::new(self.at, A::ACTION, Some(Actor::from(&self.caller)), ids),
            permission: PhantomData,
        }
    }

    /// Decides about a subject for this caller.
    ///
    /// # Errors
    /// The refusal.
    pub fn decide(
        &self,
        subject: Subject<'_>,
        purpose: Option<Purpose>,
    ) -> Result<Option<GrantId>, Refusal> {
        let grants = self.directory.grants();
        match decide(&self.caller, A::ACTION, subject, purpose, grants, self.at) {
            Decision::Allow { grant } => Ok(grant),
            Decision::Deny(refusal) => Err(refusal),
        }
    }

    /// Decides about sending a record.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_send(&self, record: &Record) -> Result<Option<GrantId>, Refusal> {
        self.decide(Subject::Sent(record), Some(record.envelope.purpose))
    }

    /// Decides about seeing a kept record for a stated purpose, or as a delivery without one.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_see(
        &self,
        facts: &Facts,
        purpose: Option<Purpose>,
    ) -> Result<Option<GrantId>, Refusal> {
        self.decide(Subject::Kept(facts), purpose)
    }
}

/// Clears a request for action `A`: identity, standing, role, and the budget of the partner.
///
/// # Errors
/// [`Turned`], with the entry to leave when the caller is known.
pub fn clear<A: Permission>(
    exchange: &Exchange,
    asking: &Asking,
) -> Result<(Clearance<A>, Left), Turned> {
    let at = exchange.clock.now();
    let directory = exchange.directory.now();
    let caller = identify(&directory, &exchange.revoked, asking, at, A::ACTION)?;
    let entry = Entry::new(at, A::ACTION, Some(Actor::from(&caller)), asking.ids.clone());
    let turned = |refusal: Refusal, left| Turned {
        entry: Some(Box::new(entry.clone().refused(refusal.clone()))),
        refusal,
        left,
    };
    let left = spend::<A>(exchange, &directory, &caller, at)
        .map_err(|(refusal, left)| turned(refusal, Some(left)))?;
    let decision = decide(&caller, A::ACTION, Subject::Nothing, None, directory.grants(), at);
    // A search states its purpose in the body: without one here it is judged there.
    if let Decision::Deny(refusal) = decision
        && A::ACTION != Action::RecordSearch
    {
        return Err(turned(refusal, Some(left)));
    }
    let shown = may_act_at_all::<A>(&caller).and_then(|()| may_show::<A>(exchange, at));
    if let Err(refusal) = shown {
        return Err(turned(refusal, Some(left)));
    }
    Ok((Clearance { caller, at, directory, entry, permission: PhantomData }, left))
}

/// Spends one request of the partner's meter for the action.
fn spend<A: Permission>(
    exchange: &Exchange,
    directory: &Arc<Directory>,
    caller: &Caller,
    at: Timestamp,
) -> Result<Left, (Refusal, Left)> {
    let (partner, meter) = (&caller.partner.id, A::ACTION.meter());
    exchange.limiter.spend(directory, partner, meter, NonZeroU32::MIN, at).map_err(|empty| {
        let wait_ms = super::limits::jittered(empty.wait_ms, exchange.random_byte());
        (Refusal::later(Reason::RateLimited, wait_ms), empty.left)
    })
}

/// Clears again a request that goes on, without spending from the meter.
///
/// # Errors
/// The refusal.
pub fn rejudge<A: Permission>(
    exchange: &Exchange,
    asking: &Asking,
) -> Result<Clearance<A>, Refusal> {
    let Standing { caller, at, directory, permission } = stand::<A>(exchange, asking)?;
    let entry = Entry::new(at, A::ACTION, Some(Actor::from(&caller)), asking.ids.clone());
    Ok(Clearance { caller, at, directory, entry, permission })
}

/// As [`rejudge`], where no further entry is to be left.
///
/// # Errors
/// The refusal.
pub fn stand<A: Permission>(exchange: &Exchange, asking: &Asking) -> Result<Standing<A>, Refusal> {
    let at = exchange.clock.now();
    let directory = exchange.directory.now();
    let caller = identify(&directory, &exchange.revoked, asking, at, A::ACTION)
        .map_err(|turned| turned.refusal)?;
    may_act_at_all::<A>(&caller)?;
    may_show::<A>(exchange, at)?;
    Ok(Standing { caller, at, directory, permission: PhantomData })
}

/// The part of the decision that does not need a purpose, for actions whose purpose comes in the body.
fn may_act_at_all<A: Permission>(caller: &Caller) -> Result<(), Refusal> {
    if A::ACTION.needs_person() && caller.person.role == Role::System {
        return Err(Reason::PersonRequired.into());
    }
    if !A::ACTION.is_open_to(caller.partner.kind, caller.person.role) {
        return Err(Reason::ActionNotAllowed.into());
    }
    Ok(())
}

/// Records are shown only while enough witnesses confirm the log, and come in or are shown only while
/// the processing log confirms, where the exchange is set so.
pub(super) fn may_show<A: Permission>(exchange: &Exchange, at: Timestamp) -> Result<(), Refusal> {
    exchange.logboek.may_act(A::ACTION)?;
    if A::ACTION.discloses() { exchange.witnesses.may_disclose(at) } else { Ok(()) }
}

fn identify(
    directory: &Arc<Directory>,
    revoked: &Revoked,
    asking: &Asking,
    at: Timestamp,
    action: Action,
) -> Result<Caller, Turned> {
    let unknown = |reason: Reason| Turned { refusal: reason.into(), entry: None, left: None };
    let certificate = directory
        .certificate(&asking.fingerprint)
        .ok_or_else(|| unknown(Reason::CertificateUnregistered))?;
    let partner = directory
        .partner(&certificate.partner)
        .ok_or_else(|| unknown(Reason::CertificateUnregistered))?;
    let holder = directory
        .person(&certificate.partner, &certificate.person)
        .ok_or_else(|| unknown(Reason::CertificateUnregistered))?;
    let mut caller = Caller {
        partner: partner.clone(),
        person: holder.clone(),
        certificate: asking.fingerprint,
        asserted_by: None,
    };
    let by_its_ca =
        if revoked.has(&asking.issued) { Err(Reason::CertificateWithdrawn) } else { Ok(()) };
    let judged = by_its_ca
        .and_then(|()| certificate.judge(at))
        .and_then(|()| partner.judge(at))
        .and_then(|()| holder.judge(at))
        .and_then(|()| acting_person(directory, asking, holder, at));
    match judged {
        Ok(None) => Ok(caller),
        Ok(Some(person)) => {
            caller.asserted_by = Some(holder.id.clone());
            caller.person = person;
            Ok(caller)
        }
        Err(reason) => {
            let entry = Entry::new(at, action, Some(Actor::from(&caller)), asking.ids.clone());
            let refusal = Refusal::new(reason);
            let entry = Some(Box::new(entry.refused(refusal.clone())));
            Err(Turned { refusal, entry, left: None })
        }
    }
}

/// The registered person that a system names, in good standing; nobody when it names none.
fn acting_person(
    directory: &Directory,
    asking: &Asking,
    holder: &Person,
    at: Timestamp,
) -> Result<Option<Arc<Person>>, Reason> {
    let Some(named) = &asking.acting_person else {
        return Ok(None);
    };
    if holder.role != Role::System {
        return Err(Reason::ActingPersonRefused);
    }
    let person = PersonId::parse(named)
        .ok()
        .and_then(|id| directory.person(&holder.partner, &id))
        .filter(|person| person.role != Role::System)
        .ok_or(Reason::ActingPersonUnknown)?;
    person.judge(at)?;
    Ok(Some(person.clone()))
}
