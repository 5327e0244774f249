//! Records that are sent: accepted with a receipt, or refused with a reason that names the member.
//! Absent: reading them, and what grants allow.

mod batch;
mod content;
mod form;
mod keys;
mod receipts;
mod references;
mod signers;
mod submit;
