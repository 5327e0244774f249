//! Who would receive a record under which grant, and how long it may live: asked before it is signed,
//! answered by the same decision and the same choice of recipients as the record itself.
//! Absent: what only its body and its references decide.

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::fault::fault;
use super::permission::GrantPreview;
use crate::domain::decide::{Outline, Subject};
use crate::domain::grant::Grant;
use crate::domain::id::GrantId;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::wire::api::preview::{
    GrantPreviewed, PreviewAnswer, PreviewRequest, Previewed, Recipient, RefusalShown,
};

/// Says what would become of a record under each grant that its sender could name.
///
/// # Errors
/// Refusals of the request or the log. That no grant fits is an answer.
pub async fn preview(
    exchange: &Exchange,
    clearance: &mut Clearance<GrantPreview>,
    request: &PreviewRequest,
) -> Result<PreviewAnswer, Refusal> {
    let asked =
        serde_json::to_string(request).map_err(|_| fault("a question cannot be written"))?;
    clearance.entry.asked = Some(Sensitive::new(asked));
    let previewed = request.parse()?;
    clearance.entry.purpose = Some(previewed.purpose);
    clearance.entry.grant.clone_from(&previewed.grant);
    let mut grants: Vec<GrantPreviewed> = named(clearance, &previewed)
        .iter()
        .map(|id| under(exchange, clearance, &previewed, id))
        .collect();
    grants.sort_by_key(|one| one.refusal.is_some());
    let fitting = grants.iter().filter(|one| one.refusal.is_none()).count();
    clearance.entry.given = Some(format!("{fitting} grants fit"));
    let withheld = Withheld::new(PreviewAnswer { grants, entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// The grant that was named, or every one in force that the caller's partner gave.
fn named(clearance: &Clearance<GrantPreview>, previewed: &Previewed) -> Vec<GrantId> {
    if let Some(id) = &previewed.grant {
        return vec![id.clone()];
    }
    let own = &clearance.caller.partner.id;
    let states = clearance.directory.grants().values();
    states
        .filter(|state| state.grant.from == *own && state.is_in_force(clearance.at))
        .map(|state| state.grant.id.clone())
        .collect()
}

fn under(
    exchange: &Exchange,
    clearance: &Clearance<GrantPreview>,
    previewed: &Previewed,
    id: &GrantId,
) -> GrantPreviewed {
    let outline = Outline {
        issuer: &clearance.caller.partner.id,
        grant: id,
        purpose: previewed.purpose,
        record_type: previewed.record_type,
        components: previewed.components,
        audience: &previewed.audience,
        handling: previewed.handling,
        onward: previewed.onward,
        life_ms: 0,
        area: previewed.area.clone(),
    };
    let decided = clearance.decide(Subject::Outlined(&outline), Some(previewed.purpose));
    let state = clearance.directory.grants().get(id);
    match (decided, state) {
        (Ok(_), Some(state)) => fits(exchange, clearance, previewed, &state.grant),
        (Ok(_), None) => refused(id, Reason::GrantUnknown.into()),
        (Err(refusal), _) => refused(id, refusal),
    }
}

fn fits(
    exchange: &Exchange,
    clearance: &Clearance<GrantPreview>,
    previewed: &Previewed,
    grant: &Grant,
) -> GrantPreviewed {
    let (directory, at) = (&clearance.directory, clearance.at);
    let recipients = grant.recipients(&previewed.audience);
    let recipients = recipients.iter().filter_map(|id| directory.partner(id)).map(|partner| {
        let (partner, active) = (partner.as_ref(), partner.judge(at).is_ok());
        Recipient { partner: partner.id.to_string(), name: partner.name.clone(), active }
    });
    let cap = exchange.profile.longest_life_days(previewed.record_type, previewed.purpose);
    let latest = at.plus_days(cap.min(grant.conditions.retention_days));
    GrantPreviewed {
        grant: grant.id.to_string(),
        agreement: Some(grant.agreement.clone()),
        recipients: recipients.collect(),
        expires_at_latest: Some(latest.to_string()),
        readable_until: Some(latest.min(grant.valid_until).to_string()),
        handling_least: Some(grant.conditions.handling.code().into()),
        refusal: None,
    }
}

fn refused(id: &GrantId, refusal: Refusal) -> GrantPreviewed {
    GrantPreviewed {
        grant: id.to_string(),
        agreement: None,
        recipients: Vec::new(),
        expires_at_latest: None,
        readable_until: None,
        handling_least: None,
        refusal: Some(RefusalShown {
            reason: refusal.reason.slug().into(),
            pointer: refusal.pointer,
        }),
    }
}
