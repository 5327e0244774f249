//! Whether what changed since a revision is told by the records that came since. It is not when a grant has
//! changed, has begun or run out meanwhile, or a record was erased by order: then everything is given anew.
//! Absent: the changes themselves.

use samen_audit::leaf::{Class, Leaf};

use super::Asked;
use crate::domain::party::PartnerKind;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{decode, term};
use crate::service::permission::AlertsRead;
use crate::store::{Direction, ReadError, Reader};

/// The most entries of an oversight office that are looked at for an erasure by order. Past it everything is
/// given anew, which costs more and is never wrong.
const LOOKED_AT: usize = 4_096;

/// Whether the records since `asked.since` say everything that a receiver of that revision has to know.
pub(super) fn is_told_by_a_delta(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
) -> Result<bool, Refusal> {
    let Some(before) = asked.since.checked_sub(1) else { return Ok(false) };
    let Some(then) = time_of(reader, before)? else { return Ok(false) };
    Ok(!has_a_grant_changed(reader, judge, asked, then)? && !was_one_erased(reader, judge, asked)?)
}

/// The time of an entry; nothing when its text is erased.
fn time_of(reader: &Reader, index: u64) -> Result<Option<Timestamp>, ReadError> {
    let plain = match reader.entry(index) {
        Ok(plain) => plain,
        Err(ReadError::Erased) => return Ok(None),
        Err(error) => return Err(error),
    };
    let fields = plain.and_then(|plain| decode(&plain).ok());
    Ok(fields.and_then(|fields| Timestamp::parse(fields.get("time")?).ok()))
}

/// Whether a grant that this partner receives under was accepted or revoked, or has begun or run out by the
/// clock, since then.
fn has_a_grant_changed(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
    then: Timestamp,
) -> Result<bool, ReadError> {
    let grants = judge.directory.grants().values().map(|state| &state.grant);
    for grant in grants.filter(|grant| grant.to.contains(&asked.own)) {
        let begun = then < grant.valid_from && grant.valid_from <= judge.at;
        let run_out = then <= grant.valid_until && grant.valid_until < judge.at;
        if begun || run_out {
            return Ok(true);
        }
        // Up to the very end of the log: the registry may be newer than the revision.
        let (id, range) = (grant.id.as_str().as_bytes(), asked.since..u64::MAX);
        if !reader.find_entries(term::SUBJECT, id, range, Direction::Ascending, 1)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an oversight office has ordered a record to be erased since. Erasures after expiry change nothing.
fn was_one_erased(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
) -> Result<bool, ReadError> {
    let offices = judge.directory.partners().into_iter();
    for office in offices.filter(|partner| partner.kind == PartnerKind::Oversight) {
        let (id, range) = (office.id.as_str().as_bytes(), asked.since..u64::MAX);
        let entries =
            reader.find_entries(term::PARTNER, id, range, Direction::Ascending, LOOKED_AT)?;
        if entries.len() == LOOKED_AT {
            return Ok(true);
        }
        for index in entries {
            let leaf = reader.leaf(index)?.and_then(|leaf| Leaf::parse(&leaf).ok());
            if leaf.is_none_or(|leaf| leaf.class == Class::Erase) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
