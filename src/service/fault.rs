//! Faults inside the exchange: logged here, where they are handled, and a constant for the caller.
//! Absent: refusals that are the caller's doing.

use crate::domain::refusal::{Reason, Refusal};

/// Logs what went wrong, without content, and gives the refusal that says nothing of it.
pub fn fault(what: &'static str) -> Refusal {
    tracing::error!(what, "a fault inside the exchange");
    Reason::Internal.into()
}
