//! Entering refusals: every one of a known caller leaves an entry, but a flood over a limit leaves one
//! now and then with a count, so that a caller cannot grow the log faster than its limit.
//! Absent: the answer to the caller.

use std::num::NonZeroU32;

use super::door;
use super::exchange::Exchange;
use crate::domain::action::Meter;
use crate::domain::entry::Entry;
use crate::domain::refusal::{Reason, Refusal};

/// Enters a refusal. When the log cannot take it, the caller is told that instead.
///
/// # Errors
/// [`Reason::LogUnavailable`] or [`Reason::Overloaded`].
pub async fn refuse(exchange: &Exchange, mut entry: Entry) -> Result<(), Refusal> {
    let reason = entry.refusal.as_ref().map(|refusal| refusal.reason);
    match reason {
        // Nothing can be entered while the log is down or full; the caller is told to come back.
        Some(Reason::LogUnavailable | Reason::Overloaded) => return Ok(()),
        Some(Reason::RateLimited) if !may_enter(exchange, &entry) => {
            exchange.suppress();
            return Ok(());
        }
        _ => {}
    }
    entry.suppressed = exchange.take_suppressed();
    door::note(exchange, &entry).await.map(|_| ())
}

/// Refusals over a limit have a budget of their own, the smallest one of the partner.
fn may_enter(exchange: &Exchange, entry: &Entry) -> bool {
    let Some(actor) = &entry.actor else {
        return true;
    };
    let directory = exchange.directory.now();
    let meter = Meter::Refusals;
    exchange.limiter.spend(&directory, &actor.partner, meter, NonZeroU32::MIN, entry.at).is_ok()
}
