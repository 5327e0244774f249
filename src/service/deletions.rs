//! What a partner still has to delete: records that it received, that were taken back or corrected, and of which
//! it has not said with a signed receipt that nothing is left. Absent: saying so (`submit`), and how far
//! everybody else has got, which the sender (`follow_up`) and the officer (`recalls`) see.

use std::collections::BTreeSet;

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::feed::replaced;
use super::kept::{self, delivery};
use super::permission::FollowUpRead;
use super::recalls::Deliveries;
use super::stored::listing::listed;
use crate::domain::id::RecordId;
use crate::domain::party::Partner;
use crate::domain::record::Message;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::store::{Direction, Reader};
use crate::wire::api::search::{About, StandingNow};

/// Rows taken from the store at a time.
const PAGE: usize = 500;
/// The most rows that are looked at for the page: days of a busy alliance.
const LOOKED_AT: usize = 20_000;
/// The most rows that are looked at where only a hint is given.
const GLANCED_AT: usize = 2_000;
/// The most deletions on a page.
const MOST: usize = 100;

/// A record that a partner has to delete.
pub struct Deletion {
    /// What it was; its text is shown to nobody any more.
    pub about: About,
    /// Why: taken back or corrected.
    pub standing: StandingNow,
    /// When the exchange took in what took it back; gone with the entry of that.
    pub withdrawn_at: Option<Timestamp>,
    /// From when on the partner is late.
    pub due_at: Option<Timestamp>,
    id: RecordId,
}

/// Gives what the caller's partner has to delete, what waits longest first.
///
/// # Errors
/// Refusals of the store or the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<FollowUpRead>,
) -> Result<Vec<Deletion>, Refusal> {
    let (partner, at) = (clearance.caller.partner.clone(), clearance.at);
    let deletions =
        exchange.read(move |reader| open(reader, &partner, at, LOOKED_AT, MOST)).await?;
    clearance.entry.records = deletions.iter().map(|deletion| deletion.id).collect();
    clearance.entry.given = Some(format!("{} to delete", deletions.len()));
    let (deletions, _) = door::disclose(exchange, clearance, Withheld::new(deletions)).await?;
    Ok(deletions)
}

/// Whether a glance at what came lately finds something to delete.
pub(super) fn is_any(reader: &Reader, partner: &Partner, at: Timestamp) -> Result<bool, Refusal> {
    Ok(!open(reader, partner, at, GLANCED_AT, 1)?.is_empty())
}

fn open(
    reader: &Reader,
    partner: &Partner,
    at: Timestamp,
    looked_at: usize,
    most: usize,
) -> Result<Vec<Deletion>, Refusal> {
    let (mut found, mut seen, mut below, mut looked) = (Vec::new(), BTreeSet::new(), u64::MAX, 0);
    while looked < looked_at && found.len() < most {
        let rows = reader.visible(partner.number, 0..below, Direction::Descending, PAGE)?;
        let Some((last, _)) = rows.last() else { break };
        (below, looked) = (*last, looked + rows.len());
        for (index, listing) in &rows {
            if listed(listing).is_none_or(|(_, message)| message == Message::New) {
                continue;
            }
            let Some(by) = kept::load_unless_erased(reader, *index)? else { continue };
            for (earlier, _) in replaced(reader, &by)? {
                if seen.insert(earlier) {
                    found.extend(deletion(reader, partner, earlier, at)?);
                }
            }
        }
    }
    found.sort_by_key(|deletion| deletion.withdrawn_at);
    found.truncate(most);
    Ok(found)
}

/// The record at `index`, when this partner received it and has not said that it is deleted.
fn deletion(
    reader: &Reader,
    partner: &Partner,
    index: u64,
    at: Timestamp,
) -> Result<Option<Deletion>, Refusal> {
    if !kept::is_visible(reader, partner.number, index)?
        || reader.delivery(index, partner.number, delivery::DELETED)?.is_some()
    {
        return Ok(None);
    }
    let Some(kept) = kept::load_unless_erased(reader, index)? else { return Ok(None) };
    if kept.facts.issuer == partner.id || kept.row.is_only_told(partner.number) {
        return Ok(None);
    }
    let deliveries = Deliveries::of(reader, index)?;
    Ok(Some(Deletion {
        about: kept.row.about(),
        standing: kept::standing(reader, &kept, at)?,
        withdrawn_at: deliveries.withdrawn_at(),
        due_at: deliveries.due_at(),
        id: kept.facts.id,
    }))
}
