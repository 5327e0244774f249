//! What recalls and corrections of the period have come to, told from their index and from what recipients
//! said. Absent: who is late, and each of them by itself (`service::recalls`).

use std::collections::BTreeSet;

use super::Question;
use super::numbers::{Numbers, table};
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::record::{Message, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::service::door::term;
use crate::service::kept::{self, delivery};
use crate::service::oversight::pass::Fields;
use crate::service::question::load;
use crate::service::stored::listing::listed;
use crate::store::{Direction, Reader};

/// The most recalls of one overview: more than an alliance takes back in a year.
const RECALLS: usize = 100_000;

/// The most deliveries of one record that are looked at: more partners than an alliance has.
const DELIVERIES: usize = 10_000;

/// Adds recalls and corrections of what was meant. Their cost grows with their number.
///
/// # Errors
/// [`Reason::PeriodTooLarge`], or a fault of the store.
pub(super) fn add(
    numbers: &mut Numbers,
    reader: &Reader,
    question: &Question,
) -> Result<(), Refusal> {
    let pass = question.pass(question.below)?;
    let (range, mut left) = (pass.range(reader)?, RECALLS);
    for partner in BTreeSet::from_iter(&question.partners) {
        let term = (term::WITHDRAWAL, partner.as_bytes());
        let found = reader.marked_entries(term, pass.months(), range.clone(), left + 1)?;
        left = left.checked_sub(found.len()).ok_or(Reason::PeriodTooLarge)?;
        for (index, _) in found {
            let Some(fields) = pass.open(reader, index)? else { continue };
            let table = match stated(reader, question, partner, index)? {
                Some((Status::Actual, Message::Cancel)) => table::RECALLS,
                Some((Status::Actual, Message::Update)) => table::CORRECTIONS,
                _ => continue,
            };
            numbers.add(table, table, 1);
            for (key, count) in completion(reader, question, &fields, index)? {
                numbers.add(table, key, u64::try_from(count).unwrap_or(u64::MAX));
            }
        }
    }
    Ok(())
}

/// Status and message of the record at `index` that this partner sent, also when its text is erased.
///
/// # Errors
/// A fault of the store.
pub(super) fn stated(
    reader: &Reader,
    question: &Question,
    partner: &str,
    index: u64,
) -> Result<Option<(Status, Message)>, Refusal> {
    let Some(number) = number(question, partner) else { return Ok(None) };
    let rows = reader.visible(number, index..index + 1, Direction::Ascending, 1)?;
    Ok(rows.first().and_then(|(_, listing)| listed(listing)))
}

fn number(question: &Question, partner: &str) -> Option<u32> {
    let id = PartnerId::parse(partner).ok()?;
    question.directory.partner(&id).map(|partner| partner.number)
}

/// Over all records that the one at `index` takes back or corrects: recipients, and how far they are.
fn completion(
    reader: &Reader,
    question: &Question,
    fields: &Fields,
    index: u64,
) -> Result<[(&'static str, usize); 3], Refusal> {
    let (mut recipients, mut deleted) = (0, 0);
    let ids = fields.get("records").map(String::as_str).unwrap_or_default();
    // The first is the record itself.
    for id in ids.split(' ').skip(1).filter_map(|id| RecordId::parse(id).ok()) {
        let Some(target) = reader.record_id(&id.to_bytes())? else { continue };
        let withdrawals = kept::withdrawals(reader, target.index)?;
        if !withdrawals.iter().any(|(by, _)| *by == index) {
            continue; // It is answered, not taken back.
        }
        let sent = load(reader, target.index)?.unwrap_or_default();
        let to = sent.get("recipients").map(String::as_str).unwrap_or_default();
        let said = reader.deliveries_of(target.index, DELIVERIES)?;
        for to in to.split(' ').filter_map(|partner| number(question, partner)) {
            recipients += 1;
            let has = |(by, kind, _): &(u32, u8, u64)| *by == to && *kind == delivery::DELETED;
            deleted += usize::from(said.iter().any(has));
        }
    }
    Ok([("recipients", recipients), ("deleted", deleted), ("open", recipients - deleted)])
}
