//! The newest alerts in force for a page that somebody looks at.
//! Absent: completeness that a receiver could check; programs read with `read`.

use std::sync::Arc;

use super::choose::{choose, load_in_force};
use super::{Asked, enter};
use crate::domain::record::Status;
use crate::domain::refusal::Refusal;
use crate::service::clearance::Clearance;
use crate::service::deletions;
use crate::service::door::{self, Withheld};
use crate::service::exchange::Exchange;
use crate::service::kept::{self, delivery};
use crate::service::permission::AlertsRead;
use crate::wire::api::feed::Delivery;

/// The most alerts on a page: more than anybody scrolls through.
const MOST: usize = 1_000;

/// Alerts for a page.
pub struct Newest {
    /// The newest, oldest of them first, and whether the reader's partner has said that it has read it.
    pub alerts: Vec<(Delivery, bool)>,
    /// Whether the partner has something to delete that was taken back or corrected.
    pub has_deletions: bool,
    /// How many are in force in all.
    pub in_all: usize,
    /// The size of the log up to which nothing is missing.
    pub revision: u64,
}

/// Gives the newest alerts of one status in force.
///
/// # Errors
/// Refusals of the log, or [`Reason::Internal`](crate::domain::refusal::Reason::Internal).
pub async fn newest(
    exchange: &Exchange,
    clearance: &mut Clearance<AlertsRead>,
    status: Status,
) -> Result<Newest, Refusal> {
    let revision = exchange.sequencer.published().size();
    let reading = clearance.caller.partner.clone();
    let (partner, own, at) = (reading.number, reading.id.clone(), clearance.at);
    let asked = Arc::new(Asked { partner, own, status, since: 0, revision });
    let mut judge = clearance.for_member();
    judge.directory = exchange.directory.now();
    let question = asked.clone();
    let (chosen, alerts, has_deletions) = exchange
        .read(move |reader| {
            let chosen = choose(reader, &judge, &question)?;
            let mut alerts = Vec::new();
            for index in chosen.indexes.iter().skip(chosen.indexes.len().saturating_sub(MOST)) {
                if let Some(kept) = load_in_force(reader, &judge, &question, *index)? {
                    let jws = kept::signed(reader, *index)?;
                    let read = reader.delivery(*index, partner, delivery::READ)?;
                    let alert = Delivery { index: *index, about: kept.row.about(), jws };
                    alerts.push((alert, read.is_some()));
                }
            }
            Ok((chosen, alerts, deletions::is_any(reader, &reading, at)?))
        })
        .await?;
    enter(clearance, &asked, &chosen);
    let in_all = chosen.indexes.len();
    let withheld = Withheld::new(Newest { alerts, has_deletions, in_all, revision });
    let (newest, _) = door::disclose(exchange, clearance, withheld).await?;
    Ok(newest)
}
