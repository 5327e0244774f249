//! Persons and systems: registered by a steward, or by their own partner's administrator.
//! Absent: names; an id is a pseudonym in the partner's own register.

use super::second::{Wanted, concerns_a_steward, store_by_two};
use super::{administers, list, own, store};
use crate::domain::party::Standing;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::service::clearance::Clearance;
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::permission::{PersonRead, PersonRegister, PersonStanding};
use crate::service::stored::registered::person_row;
use crate::wire::api::grant::words;
use crate::wire::api::registry::{Changed, Listed, PersonBody, StandingBody};
use crate::wire::api::registry_rows::{partner_id, person_id, standing};

/// Registers a person or system, which then is active; or changes the particulars of a known one.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn register(
    exchange: &Exchange,
    clearance: &mut Clearance<PersonRegister>,
    body: &PersonBody,
) -> Result<Changed, Refusal> {
    let partner = partner_id(&body.partner, "/partner")?;
    let id = person_id(&body.id, "/id")?;
    clearance.entry.subject = Some(Sensitive::new(format!("{partner} {id}")));
    own(clearance, &partner)?;
    if body.standing.is_some() {
        return Err(Refusal::at(Reason::RequestInvalid, "/standing"));
    }
    let employer = clearance.directory.partner(&partner).ok_or(Reason::NotFound)?;
    let known = clearance.directory.person(&partner, &id);
    let person = body.parse(known.map_or(Standing::Active, |known| known.standing))?;
    if !person.role.fits(employer.kind) {
        return Err(Refusal::at(Reason::RequestInvalid, "/role"));
    }
    let from = clearance.directory.clone();
    let role = Some(person.role);
    let (mut to, row, subject) = ((*from).clone(), person_row(&person), id.to_string());
    to.put_person(person);
    if !concerns_a_steward(exchange, &from, &partner, &id, role) {
        return store(exchange, clearance, to, vec![row], subject).await;
    }
    let exactly = serde_json::to_string(body).map_err(|_| fault("a request cannot be written"))?;
    let about = format!("person {partner} {id}");
    store_by_two(exchange, clearance, Wanted { about, exactly, subject, to, row, from: &from })
        .await
}

/// Changes how a person or system stands. Withdrawn is for good. Where it takes two stewards, it takes two to
/// make a steward active again.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn change_standing(
    exchange: &Exchange,
    clearance: &mut Clearance<PersonStanding>,
    body: &StandingBody,
) -> Result<Changed, Refusal> {
    let partner = partner_id(&body.partner, "/partner")?;
    let missing = || Refusal::at(Reason::RequestInvalid, "/person");
    let id = person_id(body.person.as_deref().ok_or_else(missing)?, "/person")?;
    clearance.entry.subject = Some(Sensitive::new(format!("{partner} {id}")));
    own(clearance, &partner)?;
    let standing = standing(&body.standing)?;
    let reason = words(&body.reason, "/reason")?;
    clearance.entry.justification = Some(Sensitive::new(reason));
    clearance.entry.given = Some(standing.code().into());
    let known = clearance.directory.person(&partner, &id).ok_or(Reason::NotFound)?;
    let oneself = partner == clearance.caller.partner.id && id == clearance.caller.person.id;
    if known.standing == Standing::Withdrawn || oneself {
        return Err(Refusal::at(Reason::RequestInvalid, "/standing"));
    }
    let activates = standing == Standing::Active && known.standing != Standing::Active;
    let mut person = (**known).clone();
    person.standing = standing;
    let from = clearance.directory.clone();
    let (mut to, row, subject) = ((*from).clone(), person_row(&person), id.to_string());
    to.put_person(person);
    if !(activates && concerns_a_steward(exchange, &from, &partner, &id, None)) {
        return store(exchange, clearance, to, vec![row], subject).await;
    }
    let about = format!("standing {partner} {id}");
    let exactly = standing.code().to_owned();
    store_by_two(exchange, clearance, Wanted { about, exactly, subject, to, row, from: &from })
        .await
}

/// Lists the persons and systems that the caller administers, of one partner when one is named.
///
/// # Errors
/// Refusals of the request or the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<PersonRead>,
    partner: Option<&str>,
) -> Result<Listed<PersonBody>, Refusal> {
    let partner = partner.map(|partner| partner_id(partner, "/partner")).transpose()?;
    let directory = clearance.directory.clone();
    let items = directory
        .persons()
        .into_iter()
        .filter(|person| administers(clearance, &person.partner))
        .filter(|person| partner.as_ref().is_none_or(|wanted| *wanted == person.partner))
        .map(|person| PersonBody::from(&**person))
        .collect();
    list(exchange, clearance, items).await
}
