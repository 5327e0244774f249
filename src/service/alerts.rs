//! The alerts in force for one partner, or what changed in them since a revision it has.
//! Absent: matching of plates, which receivers do themselves.

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::kept::{self, Kept, KeptError, term};
use super::permission::AlertsRead;
use crate::domain::id::RecordId;
use crate::domain::record::{Message, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::feed::{AlertsAnswer, Delivery};

/// The most alerts in one answer.
const ALERTS: usize = 20_000;

/// Gives the alerts of one status in force that came at or after entry `since`, and which ended since then.
///
/// # Errors
/// Refusals of the log, or [`Reason::Internal`].
pub async fn alerts(
    exchange: &Exchange,
    clearance: &mut Clearance<AlertsRead>,
    since: u64,
    status: Status,
) -> Result<AlertsAnswer, Refusal> {
    let published = exchange.sequencer.published();
    let size = published.size();
    if since > size {
        return Err(Refusal::at(Reason::RequestInvalid, "/since"));
    }
    let (partner, at) = (clearance.caller.partner.number, clearance.at);
    let own = clearance.caller.partner.id.clone();
    let found = exchange
        .read(move |reader| {
            let indexes =
                reader.find_records(term::ALERT, b"", since..size, Direction::Ascending, ALERTS)?;
            let mut out = Vec::new();
            for index in indexes {
                if let Some(found) = visible(reader, partner, index, at)? {
                    out.push(found);
                }
            }
            Ok(out)
        })
        .await?;
    let mut answer = AlertsAnswer {
        revision: size,
        checkpoint: published.checkpoint.clone(),
        alerts: Vec::new(),
        ended: Vec::new(),
        entry: 0,
    };
    for (kept, jws) in found.into_iter().filter(|(kept, _)| kept.facts.status == status) {
        answer.ended.extend(kept.row.replaces.iter().cloned());
        let seen = kept.facts.issuer != own && clearance.may_see(&kept.facts, None).is_ok();
        if let Some(jws) = jws.filter(|_| seen && kept.facts.message != Message::Cancel) {
            clearance.entry.records.push(kept.facts.id);
            answer.alerts.push(Delivery { index: kept.index, about: kept.row.about(), jws });
        }
    }
    answer.ended.retain(|id| RecordId::parse(id).is_ok());
    clearance.entry.given = Some(match answer.alerts.len() {
        0 => format!("no {} alert in force since entry {since}", status.code()),
        alerts => format!("{alerts} {} alerts in force since entry {since}", status.code()),
    });
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// The alert at `index` when the partner may know of it, with its signed bytes while it is in force.
fn visible(
    reader: &Reader,
    partner: u32,
    index: u64,
    at: Timestamp,
) -> Result<Option<(Kept, Option<String>)>, Refusal> {
    if !kept::is_visible(reader, partner, index)? {
        return Ok(None);
    }
    let kept = match kept::load(reader, index) {
        Ok(kept) => kept,
        Err(KeptError::Read(ReadError::Erased)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let in_force =
        !kept.row.is_only_told(partner) && kept::standing(reader, &kept, at)?.state == "in-force";
    let jws = if in_force { Some(kept::signed(reader, index)?) } else { None };
    Ok(Some((kept, jws)))
}
