//! What the data protection officer is told about the witnesses: who has cosigned what, how far behind
//! each is, and since when the quorum has been heard of. Content-free, and entered like every answer.
//! Absent: asking them.

use super::contact::Outcome;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Withheld};
use crate::service::exchange::Exchange;
use crate::service::permission::AuditWitnesses;
use crate::service::question::state_use;
use crate::wire::api::audit::{WitnessReport, WitnessRow, WitnessesRequest};

/// The report.
///
/// # Errors
/// Refusals of the request or the log.
pub async fn report(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditWitnesses>,
    request: &WitnessesRequest,
) -> Result<WitnessReport, Refusal> {
    state_use(clearance, &request.use_code, &request.justification)?;
    let witnesses = &exchange.witnesses;
    let newest = exchange.sequencer.published();
    let shown = witnesses.shown(&newest);
    let report = WitnessReport {
        size: newest.size(),
        checkpoint: shown.note,
        policy: witnesses.policy().encode(),
        quorum_met_at: witnesses.met_at().map(|at| at.to_string()),
        witnesses: rows(exchange, newest.size()),
        entry: 0,
    };
    clearance.entry.given = Some(format!("{} witnesses", report.witnesses.len()));
    let (mut report, permit) = door::disclose(exchange, clearance, Withheld::new(report)).await?;
    report.entry = permit.index();
    Ok(report)
}

fn rows(exchange: &Exchange, size: u64) -> Vec<WitnessRow> {
    let witnesses = &exchange.witnesses;
    let state = witnesses.lock();
    let known = witnesses.peers.iter().zip(&state.contacts);
    known
        .map(|(peer, contact)| WitnessRow {
            name: peer.name.clone(),
            key: peer.key.to_string(),
            state: contact.outcome.code().into(),
            detail: match contact.outcome {
                Outcome::Refused(why) => Some(why.into()),
                _ => None,
            },
            size: contact.size,
            behind: size.saturating_sub(contact.size),
            cosigned_at: contact.cosigned_at_s.map(moment),
        })
        .collect()
}

/// A time that a witness named, in seconds; one past the calendar is shown as its end.
fn moment(at_s: u64) -> String {
    Timestamp::from_seconds(i64::try_from(at_s).unwrap_or(i64::MAX)).to_string()
}
