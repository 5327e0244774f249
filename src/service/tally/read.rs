//! The counts read back: all of one partner in one month, and summed up. Absent: adding.

use std::collections::BTreeMap;

use samen_audit::hash::Hash;

use super::count::What;
use super::{key, kind, recipients_key, split};
use crate::store::{ReadError, Reader};

const DAMAGED: ReadError = ReadError::Damaged { table: "standing" };

/// What one partner's month adds up to.
pub struct Sum {
    /// How often what happened.
    pub counts: Vec<(What, u64)>,
    /// The ids of recipients by their digest.
    pub recipients: BTreeMap<Hash, Vec<String>>,
}

/// The index of the first entry that is counted; nothing before any is.
///
/// # Errors
/// When the store fails or a row is damaged.
pub fn begun(reader: &Reader) -> Result<Option<u64>, ReadError> {
    let row = reader.standing(kind::BEGUN, &[])?;
    let index = |row: &[u8]| row.try_into().map(u64::from_be_bytes).map_err(|_| DAMAGED);
    row.map(|row| index(&row)).transpose()
}

/// The counts of a partner in a month; of the exchange itself for an empty name.
///
/// # Errors
/// When the store fails or a row is damaged.
pub fn sum(reader: &Reader, month: u32, partner: &str) -> Result<Sum, ReadError> {
    let (mut counts, mut recipients) = (Vec::new(), BTreeMap::new());
    for (text, count) in counts_of(reader, month, partner)? {
        // A text that this version does not know was written by a later one.
        let what = What::parse(&text).ok_or(DAMAGED)?;
        if let What::Sent(.., digest) = &what
            && !recipients.contains_key(digest)
        {
            recipients.insert(*digest, ids(reader, digest)?);
        }
        counts.push((what, count));
    }
    Ok(Sum { counts, recipients })
}

/// The counts of a partner in a month, by number.
pub(super) fn counts_of(
    reader: &Reader,
    month: u32,
    partner: &str,
) -> Result<Vec<(String, u64)>, ReadError> {
    let mut counts = Vec::new();
    for number in 0.. {
        let Some(row) = reader.standing(kind::COUNT, &key(month, partner, number))? else { break };
        let (text, count) = split(&row).ok_or(DAMAGED)?;
        counts.push((text.to_owned(), count));
    }
    Ok(counts)
}

fn ids(reader: &Reader, digest: &Hash) -> Result<Vec<String>, ReadError> {
    let row = reader.standing(kind::RECIPIENTS, recipients_key(digest))?;
    let row = row.ok_or(ReadError::Missing { table: "standing" })?;
    let text = str::from_utf8(&row).map_err(|_| DAMAGED)?;
    Ok(text.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect())
}
