//! What `samen-verify` does for a person: read files or a log, make the library's checks one by
//! one, say in one line each what holds. No check of its own.

pub(crate) mod alerts;
pub(crate) mod bundle;
pub(crate) mod consistency;
mod date;
mod entry;
mod file;
mod history;
pub(crate) mod log;
pub(crate) mod note;
mod outcome;
mod progress;
pub(crate) mod receipt;
pub(crate) mod redact;
mod source;
mod tally;
mod trust;
mod walk;
pub(crate) mod watch;

#[cfg(feature = "fetch")]
mod fetch;
