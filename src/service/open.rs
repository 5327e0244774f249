//! Opening one record: for a stated purpose and reason, with its entry made durable first.
//! Absent: searching.

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::kept::{self, delivery};
use super::permission::RecordOpen;
use crate::domain::id::RecordId;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::store::{ReadError, Reader};
use crate::wire::api::reading::ReadingBody;
use crate::wire::api::search::{DeliveryState, OpenAnswer};

/// The most deliveries of one record that are shown: more partners than an alliance has.
const DELIVERIES: usize = 10_000;

/// Opens a record that was disclosed to the caller's partner or sent by it.
///
/// # Errors
/// [`Reason::NotFound`] for what the caller may not know of, [`Reason::Recalled`] for a recipient of
/// what was taken back, and the refusals of the decision.
pub async fn open(
    exchange: &Exchange,
    clearance: &mut Clearance<RecordOpen>,
    id: &str,
    body: &ReadingBody,
) -> Result<OpenAnswer, Refusal> {
    let id = RecordId::parse(id).map_err(|_| Reason::NotFound)?;
    clearance.entry.records.push(id);
    let reading = body.parse()?;
    clearance.entry = clearance.entry.clone().reading(&reading);
    let number = clearance.caller.partner.number;
    let kept = exchange.read(move |reader| load(reader, id, number)).await?;
    clearance.entry.plates = kept.row.plates.iter().cloned().map(Sensitive::new).collect();
    let grant = clearance.may_see(&kept.facts, Some(reading.purpose))?;
    clearance.entry.grant = grant.or_else(|| Some(kept.facts.grant.clone()));
    let (at, own) = (clearance.at, kept.facts.issuer == clearance.caller.partner.id);
    let directory = clearance.directory.clone();
    let answer = exchange
        .read(move |reader| {
            let standing = kept::standing(reader, &kept, at)?;
            if standing.state == "recalled" && !own {
                return Err(Reason::Recalled.into());
            }
            let states = if own { deliveries(reader, &kept)? } else { Vec::new() };
            let name = |(number, state): (u32, &'static str)| {
                let partner = directory.partner_by_number(number)?;
                Some(DeliveryState { partner: partner.id.to_string(), state: state.into() })
            };
            Ok(OpenAnswer {
                index: kept.index,
                about: kept.row.about(),
                jws: kept::signed(reader, kept.index)?,
                standing,
                deliveries: states.into_iter().filter_map(name).collect(),
                entry: 0,
            })
        })
        .await?;
    clearance.entry.given =
        Some(format!("record of entry {}, {}", answer.index, answer.standing.state));
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

fn load(reader: &Reader, id: RecordId, number: u32) -> Result<kept::Kept, Refusal> {
    let found = reader.record_id(&id.to_bytes())?.ok_or(Reason::NotFound)?;
    if !kept::is_visible(reader, number, found.index)? {
        return Err(Reason::NotFound.into());
    }
    Ok(kept::load(reader, found.index)?)
}

/// How far each recipient has got: what says most counts.
fn deliveries(reader: &Reader, kept: &kept::Kept) -> Result<Vec<(u32, &'static str)>, ReadError> {
    let said = reader.deliveries_of(kept.index, DELIVERIES)?;
    let state = |number: u32| {
        let furthest =
            said.iter().filter(|(partner, ..)| *partner == number).map(|(_, kind, _)| *kind).max();
        match furthest {
            Some(delivery::DELIVERED) => "delivered",
            Some(delivery::READ) => "read",
            Some(delivery::DELETED) => "deleted",
            _ => "sent",
        }
    };
    Ok(kept.row.to.iter().map(|number| (*number, state(*number))).collect())
}
