//! Entering refusals: every one of a known caller leaves an entry, but a flood over a limit leaves one
//! now and then with a count, so that a caller cannot grow the log faster than its limit.
//! Absent: the answer to the caller.

use std::num::NonZeroU32;

use super::door;
use super::exchange::Exchange;
use crate::domain::action::Meter;
use crate::domain::entry::Entry;
use crate::domain::id::PartnerId;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;

/// Enters a refusal. When the log cannot take it, the caller is told that instead.
///
/// # Errors
/// [`Reason::LogUnavailable`] or [`Reason::Overloaded`].
pub async fn refuse(exchange: &Exchange, mut entry: Entry) -> Result<(), Refusal> {
    let reason = entry.refusal.as_ref().map(|refusal| refusal.reason);
    // Nothing can be entered while the log is down or full; the caller is told to come back.
    if matches!(reason, Some(Reason::LogUnavailable | Reason::Overloaded)) {
        return Ok(());
    }
    if let Some(actor) = &entry.actor {
        if reason == Some(Reason::RateLimited) && !may_enter(exchange, &actor.partner, entry.at) {
            exchange.suppress(&actor.partner);
            return Ok(());
        }
        entry.suppressed = exchange.take_suppressed(&actor.partner);
    }
    door::note(exchange, &entry).await.map(|_| ())
}

/// Refusals over a limit have a budget of their own, the smallest one of the partner.
fn may_enter(exchange: &Exchange, partner: &PartnerId, at: Timestamp) -> bool {
    let directory = exchange.directory.now();
    exchange.limiter.spend(&directory, partner, Meter::Refusals, NonZeroU32::MIN, at).is_ok()
}
