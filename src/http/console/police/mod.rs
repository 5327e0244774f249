//! The pages of the police: the composer of alerts, what became of them, and what comes in.
//! Absent: what guards see (`board`, `reporting`), and any decision.

pub mod alerts;
pub mod composer;
pub mod incoming;
