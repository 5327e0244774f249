//! Opening one record: for a stated purpose and reason, with its entry made durable first.
//! Absent: searching.

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::kept::{self, KeptError};
use super::permission::RecordOpen;
use super::recalls::deliveries;
use super::retention;
use crate::domain::id::RecordId;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::store::{ReadError, Reader};
use crate::wire::api::reading::ReadingBody;
use crate::wire::api::search::OpenAnswer;

/// Opens a record that was disclosed to the caller's partner or sent by it.
///
/// # Errors
/// [`Reason::NotFound`] for what the caller may not know of, [`Reason::Recalled`] and [`Reason::Replaced`]
/// for a recipient of what was taken back or corrected, and the refusals of the decision.
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
            if !own {
                kept::still_shown(&standing)?;
            }
            let deliveries =
                if own { deliveries(reader, &kept, &directory, at)? } else { Vec::new() };
            Ok(OpenAnswer {
                index: kept.index,
                about: kept.row.about(),
                jws: kept::signed(reader, kept.index)
                    .map_err(|error| refused(reader, kept.index, error))?,
                standing,
                deliveries,
                entry: 0,
            })
        })
        .await?;
    clearance.entry.given = Some(format!("record of entry {}, {}", answer.index, state(&answer)));
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// Whether it is in force, and that it is an exercise or test where it is not meant.
fn state(answer: &OpenAnswer) -> String {
    let (state, status) = (&answer.standing.state, answer.about.status.as_str());
    if status == Status::Actual.code() { state.clone() } else { format!("{state}, {status}") }
}

fn load(reader: &Reader, id: RecordId, number: u32) -> Result<kept::Kept, Refusal> {
    let found = reader.record_id(&id.to_bytes())?.ok_or(Reason::NotFound)?;
    if !kept::is_visible(reader, number, found.index)? {
        return Err(Reason::NotFound.into());
    }
    let kept =
        kept::load(reader, found.index).map_err(|error| refused(reader, found.index, error))?;
    if kept.row.is_only_told(number) {
        return Err(Reason::NotFound.into());
    }
    Ok(kept)
}

/// What was erased says by which entry, also when that happens while it is read.
fn refused(reader: &Reader, index: u64, error: KeptError) -> Refusal {
    match (error, retention::record_erased_by(reader, index)) {
        (KeptError::Read(ReadError::Erased), Ok(by)) => Refusal::erased(by),
        (error, _) => error.into(),
    }
}
