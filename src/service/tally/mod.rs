//! Running counts of what happened, by month and partner: kept by the writer in the same commit as the
//! entries that they count, so that a year is told without reading it. They name partners and grants and
//! never a person, and stay when the entries of a month are erased.
//! Absent: what is told of them (`oversight::overview`).

mod count;
mod ledger;
mod read;

pub(in crate::service) use count::READING;
pub use count::{Count, What, counts};
pub use ledger::{Ledger, LedgerError};
pub use read::{Sum, begun, sum};

use samen_audit::hash::Hash;

/// Kinds among the standing rows; fixed for ever.
mod kind {
    /// A count: month, number and partner -> how often, and of what.
    pub(super) const COUNT: u8 = 48;
    /// Recipients of a record, by the digest of their ids.
    pub(super) const RECIPIENTS: u8 = 49;
    /// The index of the first entry that is counted; the key is empty.
    pub(super) const BEGUN: u8 = 50;
}

/// The key of a partner's count: they are numbered from 0 without a gap, so all of them are found.
fn key(month: u32, partner: &str, number: u32) -> Vec<u8> {
    [&month.to_be_bytes()[..], &number.to_be_bytes(), partner.as_bytes()].concat()
}

fn content(what: &str, count: u64) -> Vec<u8> {
    [&count.to_be_bytes()[..], what.as_bytes()].concat()
}

/// What a count is of, and how often.
fn split(content: &[u8]) -> Option<(&str, u64)> {
    let (count, what) = content.split_first_chunk()?;
    Some((str::from_utf8(what).ok()?, u64::from_be_bytes(*count)))
}

/// The key of recipients.
fn recipients_key(digest: &Hash) -> &[u8] {
    digest.as_slice()
}
