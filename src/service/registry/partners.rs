//! Partners: admitted, changed, suspended and withdrawn by a steward.
//! Absent: their people.

use super::second::{Wanted, store_by_two};
use super::{administers, list, store};
use crate::domain::id::PersonId;
use crate::domain::party::{Partner, PartnerKind, Standing};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::service::clearance::Clearance;
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::permission::{PartnerAdmit, PartnerRead, PartnerStanding};
use crate::service::stored::registered::partner_row;
use crate::wire::api::grant::words;
use crate::wire::api::registry::{Changed, Listed, PartnerBody, StandingBody};
use crate::wire::api::registry_rows::{partner_id, standing};

/// Admits a partner, which then stands as applied; or changes the particulars of a known one. Where it takes
/// two stewards, a trial becomes shorter only with a second one.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn admit(
    exchange: &Exchange,
    clearance: &mut Clearance<PartnerAdmit>,
    body: &PartnerBody,
) -> Result<Changed, Refusal> {
    let id = partner_id(&body.id, "/id")?;
    clearance.entry.subject = Some(Sensitive::new(id.to_string()));
    if body.standing.is_some() {
        return Err(Refusal::at(Reason::RequestInvalid, "/standing"));
    }
    // Whoever confirms has to see what was proposed: changed particulars are proposed anew.
    if body.proposed_by.is_some() {
        return Err(Refusal::at(Reason::RequestInvalid, "/proposed_by"));
    }
    let from = clearance.directory.clone();
    let mut to = (*from).clone();
    let Some(known) = from.partner(&id) else {
        let partner = body.parse(to.next_number(), Standing::Applied)?;
        let rows = vec![partner_row(&partner)];
        to.put_partner(partner);
        return store(exchange, clearance, to, rows, id.to_string()).await;
    };
    let mut partner = body.parse(known.number, known.standing)?;
    if known.kind != partner.kind {
        return Err(Refusal::at(Reason::AlreadyRegistered, "/kind"));
    }
    // A trial ends when its moment has come or when somebody says so, never by being left out.
    partner.trial_until = partner.trial_until.or(known.trial_until);
    let is_shorter = known.is_on_trial(clearance.at) && partner.trial_until < known.trial_until;
    let row = partner_row(&partner);
    to.put_partner(partner);
    if !(exchange.two_stewards && is_shorter) {
        return store(exchange, clearance, to, vec![row], id.to_string()).await;
    }
    let exactly = serde_json::to_string(body).map_err(|_| fault("a request cannot be written"))?;
    let (about, subject) = (format!("partner {id}"), id.to_string());
    store_by_two(exchange, clearance, Wanted { about, exactly, subject, to, row, from: &from })
        .await
}

/// Changes how a partner stands. Withdrawn is for good. Where it takes two stewards to make a partner active,
/// the first request proposes that, and the same one by another steward does it.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn change_standing(
    exchange: &Exchange,
    clearance: &mut Clearance<PartnerStanding>,
    body: &StandingBody,
) -> Result<Changed, Refusal> {
    let id = partner_id(&body.partner, "/partner")?;
    clearance.entry.subject = Some(Sensitive::new(id.to_string()));
    let standing = standing(&body.standing)?;
    let reason = words(&body.reason, "/reason")?;
    clearance.entry.justification = Some(Sensitive::new(reason));
    clearance.entry.given = Some(standing.code().into());
    if body.person.is_some() {
        return Err(Refusal::at(Reason::RequestInvalid, "/person"));
    }
    let known = clearance.directory.partner(&id).ok_or(Reason::NotFound)?;
    if known.standing == Standing::Withdrawn || known.id == clearance.caller.partner.id {
        return Err(Refusal::at(Reason::RequestInvalid, "/standing"));
    }
    let mut partner = (**known).clone();
    let mut proposed = false;
    let activates = standing == Standing::Active && known.standing != Standing::Active;
    if exchange.two_stewards && activates {
        clearance.entry.given = Some(second_opinion(&mut partner, &clearance.caller.person.id)?);
        proposed = partner.standing != standing;
    } else {
        partner.standing = standing;
        partner.proposed_by = None;
    }
    let mut to = (*clearance.directory).clone();
    let rows = vec![partner_row(&partner)];
    to.put_partner(partner);
    let changed = store(exchange, clearance, to, rows, id.to_string()).await?;
    Ok(Changed { proposed, ..changed })
}

/// Where it takes two stewards: the first one proposes, and another one makes the partner active. Gives what
/// the entry says of it.
fn second_opinion(partner: &mut Partner, steward: &PersonId) -> Result<String, Refusal> {
    match partner.proposed_by.take() {
        None => {
            partner.proposed_by = Some(steward.clone());
            Ok("active, proposed".into())
        }
        Some(first) if first == *steward => Err(Reason::SecondStewardRequired.into()),
        Some(first) => {
            partner.standing = Standing::Active;
            Ok(format!("active, as proposed by {first}"))
        }
    }
}

/// Lists the partners: all for a steward, and for others those they have a grant with.
///
/// # Errors
/// Refusals of the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<PartnerRead>,
) -> Result<Listed<PartnerBody>, Refusal> {
    let directory = clearance.directory.clone();
    let own = clearance.caller.partner.id.clone();
    let knows = |partner: &crate::domain::id::PartnerId| {
        let together = |state: &crate::domain::grant::GrantState| {
            state.grant.has_party(&own) && state.grant.has_party(partner)
        };
        directory.grants().values().any(together)
    };
    let steward = clearance.caller.partner.kind == PartnerKind::Steward;
    let items = directory
        .partners()
        .into_iter()
        .filter(|partner| steward || administers(clearance, &partner.id) || knows(&partner.id))
        .map(|partner| PartnerBody::from(&**partner))
        .collect();
    list(exchange, clearance, items).await
}
