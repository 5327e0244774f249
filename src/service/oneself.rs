//! What the exchange has registered about the one who asks: standing, papers, keys, limits, actions.
//! It leaves an entry like any reading: a program asks when it starts, not at every page, so that entries
//! stay few, and who looked from where with which certificate is worth knowing. Absent: everybody else.

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::permission::SelfRead;
use crate::domain::action::{Action, Meter};
use crate::domain::refusal::{Reason, Refusal};
use crate::wire::api::oneself::{MetersShown, SelfAnswer};
use crate::wire::api::registry::{CertificateShown, KeyShown, PartnerBody, PersonBody};

/// Shows the caller what is registered about it.
///
/// # Errors
/// Refusals of the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<SelfRead>,
) -> Result<SelfAnswer, Refusal> {
    let (caller, directory, at) = (&clearance.caller, &clearance.directory, clearance.at);
    let certificate =
        directory.certificate(&caller.certificate).ok_or(Reason::CertificateUnregistered)?;
    let keys = directory
        .keys()
        .into_iter()
        .filter(|key| key.row.partner == caller.partner.id && key.row.person == caller.person.id)
        .map(|key| KeyShown::from(&key.row))
        .collect();
    let own = &caller.partner.id;
    // Whoever asks is registered.
    let meter = |meter| exchange.limiter.allowed(directory, own, meter, at).unwrap_or_default();
    let has = |action: &&Action| action.is_open_to(caller.partner.kind, caller.person.role);
    let answer = SelfAnswer {
        exchange: exchange.name.to_string(),
        profile: exchange.profile.code.into(),
        now: at.to_string(),
        partner: PartnerBody::from(&*caller.partner),
        person: PersonBody::from(&*caller.person),
        asserted_by: caller.asserted_by.as_ref().map(ToString::to_string),
        certificate: CertificateShown::from(&**certificate),
        keys,
        on_trial: caller.partner.is_on_trial(at),
        limits: MetersShown {
            submissions: meter(Meter::Submissions),
            searches: meter(Meter::Searches),
            deliveries: meter(Meter::Deliveries),
            administration: meter(Meter::Administration),
        },
        actions: Action::ALL.iter().filter(has).map(|action| action.code().to_owned()).collect(),
        entry: 0,
    };
    clearance.entry.given = Some("own registration".into());
    let withheld = Withheld::new(answer);
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}
