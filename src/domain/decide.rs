//! The one decision: may this caller do this, to this, for this purpose, under these grants, now?
//! Deny by default. Absent: where the answer is logged (`service::door`) and how it is worded (`wire`).

use std::collections::BTreeMap;

use super::action::Action;
use super::geo::Area;
use super::grant::{Grant, GrantState};
use super::id::{Fingerprint, GrantId, PartnerId, PersonId, RecordId};
use super::party::{Partner, Person, Role};
use super::purpose::Purpose;
use super::record::sighting::{Agreement, Method};
use super::record::{
    Audience, Body, Components, HandlingCode, Message, Record, RecordType, Status,
};
use super::refusal::{Reason, Refusal};
use super::time::{MS_PER_DAY, Timestamp};

/// Who asks, as far as the connection and the registry show.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The partner.
    pub partner: std::sync::Arc<Partner>,
    /// The person or system on whose behalf the request is made.
    pub person: std::sync::Arc<Person>,
    /// The certificate on the connection.
    pub certificate: Fingerprint,
    /// The system that named the person, when it was not the person's own certificate.
    pub asserted_by: Option<PersonId>,
}

/// What the exchange keeps at hand about a record besides its signed bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its id.
    pub id: RecordId,
    /// Its type.
    pub record_type: RecordType,
    /// Actual, exercise or test.
    pub status: Status,
    /// New, update or cancel.
    pub message: Message,
    /// Who sent it.
    pub issuer: PartnerId,
    /// Its purpose.
    pub purpose: Purpose,
    /// The grant it was sent under.
    pub grant: GrantId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When its use ends.
    pub expires_at: Timestamp,
}

/// What the decision about sending looks at, so that it can be asked before there is a record.
#[derive(Clone, Debug)]
pub struct Outline<'a> {
    /// Who would send it.
    pub issuer: &'a PartnerId,
    /// Under which grant.
    pub grant: &'a GrantId,
    /// For what purpose.
    pub purpose: Purpose,
    /// Its type.
    pub record_type: RecordType,
    /// What is filled in.
    pub components: Components,
    /// To whom.
    pub audience: &'a Audience,
    /// How receivers have to handle it.
    pub handling: HandlingCode,
    /// Whether receivers may pass it on.
    pub onward: bool,
    /// How long it would be used, in milliseconds.
    pub life_ms: i64,
    /// Where it lies.
    pub area: Option<Area>,
}

impl<'a> From<&'a Record> for Outline<'a> {
    fn from(record: &'a Record) -> Self {
        let envelope = &record.envelope;
        Self {
            issuer: &envelope.issuer,
            grant: &envelope.grant,
            purpose: envelope.purpose,
            record_type: record.record_type(),
            components: record.components(),
            audience: &envelope.audience,
            handling: envelope.handling.code,
            onward: envelope.handling.onward,
            life_ms: envelope.expires_at.since(envelope.issued_at),
            area: record.area(),
        }
    }
}

/// What the caller wants to do something with.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// Nothing in particular: the action as such.
    Nothing,
    /// A record that the caller sends.
    Sent(&'a Record),
    /// A record that the caller thinks of sending.
    Outlined(&'a Outline<'a>),
    /// A stored record that was disclosed to the caller's partner or sent by it.
    Kept(&'a Facts),
}

/// The grants that the decision may rest on.
pub type Grants = BTreeMap<GrantId, GrantState>;

/// The decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes, under this grant where one is needed.
    Allow {
        /// The grant.
        grant: Option<GrantId>,
    },
    /// No.
    Deny(Refusal),
}

/// Decides. `purpose` is the one that the caller states now.
pub fn decide(
    caller: &Caller,
    action: Action,
    subject: Subject<'_>,
    purpose: Option<Purpose>,
    grants: &Grants,
    now: Timestamp,
) -> Decision {
    let outcome = may_act(caller, action, now).and_then(|()| match subject {
        Subject::Nothing => may_purpose(caller, action, purpose, grants, now),
        Subject::Sent(record) => may_send(caller, record, grants, now).map(Some),
        Subject::Outlined(outline) => {
            may_share(caller, outline, grants, now).map(|grant| Some(grant.id.clone()))
        }
        Subject::Kept(facts) => may_read(caller, facts, purpose, grants, now),
    });
    match outcome {
        Ok(grant) => Decision::Allow { grant },
        Err(refusal) => Decision::Deny(refusal),
    }
}

/// Standing, and whether kind and role have the action.
fn may_act(caller: &Caller, action: Action, now: Timestamp) -> Result<(), Refusal> {
    caller.partner.judge(now)?;
    caller.person.judge(now)?;
    if caller.person.partner != caller.partner.id {
        return Err(Reason::ActionNotAllowed.into());
    }
    if action.needs_person() && caller.person.role == Role::System {
        return Err(Reason::PersonRequired.into());
    }
    if !action.is_open_to(caller.partner.kind, caller.person.role) {
        return Err(Reason::ActionNotAllowed.into());
    }
    Ok(())
}

/// A search states a purpose that some grant in force between the caller and another partner has.
fn may_purpose(
    caller: &Caller,
    action: Action,
    purpose: Option<Purpose>,
    grants: &Grants,
    now: Timestamp,
) -> Result<Option<GrantId>, Refusal> {
    if action != Action::RecordSearch {
        return Ok(None);
    }
    let purpose = purpose.ok_or_else(|| Refusal::at(Reason::RequestInvalid, "/purpose"))?;
    let covers = |state: &&GrantState| {
        state.is_in_force(now)
            && state.grant.has_party(&caller.partner.id)
            && state.grant.purposes.contains(&purpose)
    };
    match grants.values().find(covers) {
        Some(state) => Ok(Some(state.grant.id.clone())),
        None => Err(Refusal::at(Reason::PurposeNotGranted, "/purpose")),
    }
}

fn may_send(
    caller: &Caller,
    record: &Record,
    grants: &Grants,
    now: Timestamp,
) -> Result<GrantId, Refusal> {
    let grant = may_share(caller, &Outline::from(record), grants, now)?;
    may_unconfirmed(caller, record, grant)?;
    Ok(grant.id.clone())
}

/// Everything that the grant says of a record but what only its body shows.
fn may_share<'a>(
    caller: &Caller,
    outline: &Outline<'_>,
    grants: &'a Grants,
    now: Timestamp,
) -> Result<&'a Grant, Refusal> {
    let own = &caller.partner.id;
    let grant = load_in_force(own, outline.grant, grants, now)
        .map_err(|reason| Refusal::at(reason, "/grant"))?;
    if grant.from != *own || outline.issuer != own {
        return Err(Refusal::at(Reason::GrantDirection, "/grant"));
    }
    if !grant.purposes.contains(&outline.purpose) {
        return Err(Refusal::at(Reason::PurposeNotGranted, "/purpose"));
    }
    if !grant.types.contains(&outline.record_type) {
        return Err(Refusal::at(Reason::DataNotGranted, "/type"));
    }
    if !outline.components.iter().all(|component| grant.components.contains(&component)) {
        return Err(Refusal::at(Reason::DataNotGranted, "/body"));
    }
    if let Audience::Partners(partners) = outline.audience
        && !partners.iter().all(|partner| grant.to.contains(partner))
    {
        return Err(Refusal::at(Reason::AudienceNotGranted, "/audience"));
    }
    may_on_conditions(outline, grant)?;
    Ok(grant)
}

fn may_on_conditions(outline: &Outline<'_>, grant: &Grant) -> Result<(), Refusal> {
    let conditions = &grant.conditions;
    if outline.onward && !conditions.onward {
        return Err(Refusal::at(Reason::ConditionsNotMet, "/handling/onward"));
    }
    if outline.handling < conditions.handling {
        return Err(Refusal::at(Reason::ConditionsNotMet, "/handling/code"));
    }
    if outline.life_ms > i64::from(conditions.retention_days) * MS_PER_DAY {
        return Err(Refusal::at(Reason::ExpiryBeyondCap, "/expires_at"));
    }
    let outside = |bound: &Area| outline.area.as_ref().is_some_and(|area| !bound.touches(area));
    if conditions.area.as_ref().is_some_and(outside) {
        return Err(Refusal::at(Reason::ConditionsNotMet, "/area"));
    }
    Ok(())
}

/// What a system saw with a plate reader, and no person whom it names compared with the listed
/// vehicle, goes out only in the grades that the grant has (Wpg 7a: no adverse action without a person).
fn may_unconfirmed(caller: &Caller, record: &Record, grant: &Grant) -> Result<(), Refusal> {
    let Body::Sighting(sighting) = &record.body else {
        return Ok(());
    };
    let signed_by_system = match &caller.asserted_by {
        Some(system) => *system == record.envelope.author,
        // A system without a person may still carry what a person of its partner signed.
        None => caller.person.role == Role::System && caller.person.id == record.envelope.author,
    };
    let answered = matches!(sighting.description_agrees, Some(Agreement::Yes | Agreement::No));
    let confirmed = answered && caller.asserted_by.is_some();
    if !signed_by_system || sighting.method != Method::Anpr || confirmed {
        return Ok(());
    }
    match sighting.matched {
        Some(grade) if grant.conditions.unconfirmed.contains(&grade) => Ok(()),
        _ => Err(Refusal::at(Reason::ConditionsNotMet, "/body/description_agrees")),
    }
}

/// Reader purpose equals record purpose, and a recipient's grant is still in force and has it. What a
/// partner sent itself it may read for the same purpose without one.
fn may_read(
    caller: &Caller,
    facts: &Facts,
    purpose: Option<Purpose>,
    grants: &Grants,
    now: Timestamp,
) -> Result<Option<GrantId>, Refusal> {
    if purpose.is_some_and(|stated| stated != facts.purpose) {
        return Err(Refusal::at(Reason::PurposeMismatch, "/purpose"));
    }
    if facts.issuer == caller.partner.id {
        return Ok(None);
    }
    if facts.expires_at < now {
        return Err(Reason::NotFound.into());
    }
    let grant = load_in_force(&caller.partner.id, &facts.grant, grants, now)?;
    if grant.from != facts.issuer {
        return Err(Reason::GrantDirection.into());
    }
    if !grant.purposes.contains(&facts.purpose) {
        return Err(Refusal::at(Reason::PurposeNotGranted, "/purpose"));
    }
    Ok(Some(grant.id.clone()))
}

/// The grant when this partner is a party and it holds now. A stranger learns nothing of it.
fn load_in_force<'a>(
    partner: &PartnerId,
    id: &GrantId,
    grants: &'a Grants,
    now: Timestamp,
) -> Result<&'a Grant, Reason> {
    let state = grants
        .get(id)
        .filter(|state| state.grant.has_party(partner))
        .ok_or(Reason::GrantUnknown)?;
    if state.is_in_force(now) { Ok(&state.grant) } else { Err(Reason::GrantNotInForce) }
}

#[cfg(test)]
mod tests;
