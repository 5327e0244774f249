//! The numbers counted again from the entries themselves, and where they differ from what the writer counted:
//! how an officer checks the counts. Absent: recalls, which are told from their index either way.

use std::collections::{BTreeMap, BTreeSet};

use samen_audit::hash::sha256;
use samen_audit::leaf::{Class, Leaf};

use super::numbers::Numbers;
use super::{Question, recalls};
use crate::domain::action::{Action, Operation};
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::service::fault::fault;
use crate::service::oversight::pass::{Fields, Pass};
use crate::service::question::{OUT_OF_ORDER_MS, load};
use crate::service::tally::{READING, What, begun};
use crate::store::Reader;
use crate::wire::api::oversight::{Difference, Recount};

/// Leaves that are read at a time.
const LEAVES: u64 = 4096;

/// Counts the entries of the first `below` of the log, from the first on that the writer counted. Opens
/// every one of them, and blocks.
///
/// # Errors
/// [`Reason::PeriodTooLarge`], [`Reason::Erased`] when entries of the period are gone, or a fault of the
/// store.
pub(super) fn count(question: &Question, reader: &Reader, below: u64) -> Result<Numbers, Refusal> {
    let pass = question.pass(below)?;
    let mut range = pass.range(reader)?;
    range.start = range.start.max(begun(reader)?.unwrap_or_default());
    // Months are erased whole and in order: when the first entry that surely is of the period is there, all are.
    let surely = question.period.0.plus_ms(OUT_OF_ORDER_MS).as_unsigned_ms();
    if let Some(first) = reader.first_index_at(surely)?.filter(|first| range.contains(first))
        && load(reader, first)?.is_none()
    {
        return Err(Reason::Erased.into());
    }
    let mut numbers = Numbers::new(&question.own);
    pass.walk(
        reader,
        |_| true,
        |line, fields| {
            let fields = fields.filter(|_| line.index >= range.start);
            match fields {
                Some(fields) => take(&mut numbers, reader, question, (line.index, fields)),
                None => Ok(()),
            }
        },
    )?;
    erasures(&mut numbers, reader, &pass, range)?;
    Ok(numbers)
}

/// The numbers that are not the same, on either side.
pub(super) fn compare(counted: &Numbers, again: &Numbers) -> Recount {
    let keys: BTreeSet<_> = counted.counts.keys().chain(again.counts.keys()).collect();
    let of = |numbers: &Numbers, key| numbers.counts.get(key).copied().unwrap_or_default();
    let differences: Vec<Difference> = keys
        .into_iter()
        .filter(|key| of(counted, key) != of(again, key))
        .map(|key| Difference {
            table: key.0.to_owned(),
            key: key.1.clone(),
            counted: of(counted, key),
            recounted: of(again, key),
        })
        .collect();
    let agrees = differences.is_empty() && counted.entries == again.entries;
    Recount { entries: again.entries, agrees, differences }
}

fn take(
    numbers: &mut Numbers,
    reader: &Reader,
    question: &Question,
    (index, fields): (u64, &Fields),
) -> Result<(), Refusal> {
    let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let (partner, action) = (text("partner"), text("action"));
    let mut recipients = BTreeMap::new();
    let what = if let Some(reason) = fields.get("refusal") {
        let suppressed = text("suppressed").parse().unwrap_or_default();
        if suppressed > 0 {
            numbers.take(partner, &What::Suppressed, suppressed, &recipients);
        }
        What::Refused(reason.clone())
    } else if action == Action::RecordSubmit.code() {
        match recalls::stated(reader, question, partner, index)? {
            Some((Status::Exercise | Status::Test, _)) => What::Practice,
            _ => {
                let to = text("recipients");
                let digest = sha256(to.as_bytes());
                let ids = to.split(' ').filter(|id| !id.is_empty()).map(str::to_owned);
                recipients.insert(digest, ids.collect());
                What::Sent(text("purpose").to_owned(), text("grant").to_owned(), digest)
            }
        }
    } else if action.starts_with(READING) {
        What::Reading(action.to_owned())
    } else if text("operation") == Operation::Consultation.code() {
        What::LookedUp
    } else {
        What::Other
    };
    numbers.take(partner, &what, 1, &recipients);
    Ok(())
}

/// Erasures are the exchange's own and concern everybody; their class stands in the leaf.
fn erasures(
    numbers: &mut Numbers,
    reader: &Reader,
    pass: &Pass,
    range: std::ops::Range<u64>,
) -> Result<(), Refusal> {
    let mut from = range.start;
    while from < range.end {
        let to = from.saturating_add(LEAVES).min(range.end);
        for (index, leaf) in (from..).zip(reader.leaves(from..to)?) {
            let leaf = Leaf::parse(&leaf).map_err(|_| fault("a kept leaf cannot be read"))?;
            let erases = matches!(leaf.class, Class::Erase | Class::Erasure);
            // At the ends of the range stand entries of other months too.
            if erases && pass.is_of_period(reader, index)? {
                numbers.take("", &What::Erased, 1, &BTreeMap::new());
            }
        }
        from = to;
    }
    Ok(())
}
