//! What `samen-verify` does for a person: read files or a log, make the library's checks one by
//! one, say in one line each what holds. No check of its own.

mod date;
pub(crate) mod log;
mod outcome;
mod progress;
pub(crate) mod receipt;
mod source;
mod tally;
mod walk;

#[cfg(feature = "fetch")]
mod fetch;
