//! Starting and ending: what is refused at the start, and what survives any end.
//! Absent: what a running exchange does.

pub(crate) mod gate;
mod listeners;
mod process;
mod revocation;
