//! Cursors of pages: an index that only this exchange could have given, to this caller, for this question.
//! Absent: what is on the pages.

use samen_audit::hash::sha256;
use samen_audit::text::{base64url, from_base64url};

use super::exchange::Exchange;
use crate::domain::refusal::{Reason, Refusal};
use crate::vault::Bucket;

const LABEL: &[u8] = b"samen/cursor/v1";
/// Bytes of a cursor: the index and its tag.
const BYTES: usize = 8 + 16;

fn tag(exchange: &Exchange, partner: u32, question: &str, index: u64) -> Result<[u8; 16], Refusal> {
    let digest = sha256(question.as_bytes());
    let term = [&partner.to_be_bytes()[..], &index.to_be_bytes(), &digest].concat();
    exchange
        .store
        .vault()
        .tag(Bucket::Standing, LABEL, &term)
        .ok_or_else(|| Reason::Internal.into())
}

/// How many rows a page has: as asked, up to `largest`; `usual` when nothing was asked.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `/limit`.
pub fn rows(asked: Option<u32>, usual: u32, largest: u32) -> Result<usize, Refusal> {
    let rows = Some(asked.unwrap_or(usual)).filter(|rows| (1..=largest).contains(rows));
    rows.and_then(|rows| usize::try_from(rows).ok())
        .ok_or_else(|| Refusal::at(Reason::RequestInvalid, "/limit"))
}

/// The cursor of the page that goes on below `index`, if there is such a page.
///
/// # Errors
/// [`Reason::Internal`] when the vault has no key for it.
pub fn make(
    exchange: &Exchange,
    partner: u32,
    question: &str,
    index: Option<u64>,
) -> Result<Option<String>, Refusal> {
    let Some(index) = index else {
        return Ok(None);
    };
    let tag = tag(exchange, partner, question, index)?;
    Ok(Some(base64url(&[&index.to_be_bytes()[..], &tag].concat())))
}

/// The index below which the page goes on; the end of the log without a cursor.
///
/// # Errors
/// [`Reason::CursorInvalid`] for anything that [`make`] did not make for the same partner and question.
pub fn parse(
    exchange: &Exchange,
    partner: u32,
    question: &str,
    cursor: Option<&str>,
) -> Result<u64, Refusal> {
    let Some(cursor) = cursor else {
        return Ok(exchange.sequencer.published().size());
    };
    let invalid = || Refusal::at(Reason::CursorInvalid, "/cursor");
    // Four characters of base64url carry three bytes.
    if cursor.len() != BYTES / 3 * 4 {
        return Err(invalid());
    }
    let bytes = from_base64url(cursor.as_bytes()).ok_or_else(invalid)?;
    let (index, given) = bytes.split_first_chunk::<8>().ok_or_else(invalid)?;
    let index = u64::from_be_bytes(*index);
    let expected = tag(exchange, partner, question, index)?;
    // The tag is public to whoever holds the cursor; guessing it byte by byte is what must not pay.
    let same = expected.iter().zip(given).fold(0u8, |so_far, (a, b)| so_far | (a ^ b)) == 0;
    if same && given.len() == expected.len() { Ok(index) } else { Err(invalid()) }
}
