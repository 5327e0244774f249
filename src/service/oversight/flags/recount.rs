//! The flags of a period told again from the entries themselves, by a watch that begins with the lead, and where
//! they differ from those that are kept: how an officer checks them. Absent: the kept ones (`watch`).

use std::collections::{BTreeMap, BTreeSet};

use super::Period;
use crate::domain::misuse::{Flag, LimitAt, lead};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Week;
use crate::service::oversight::pass::Pass;
use crate::service::question::{OUT_OF_ORDER_MS, load};
use crate::service::watch::{Sight, is_evidence};
use crate::store::Reader;
use crate::wire::api::flags::{FlagDifference, FlagsRecount};

/// What the entries tell.
pub(in crate::service::oversight) struct Told {
    /// The flags with an entry in the period.
    pub(in crate::service::oversight) flags: Vec<Flag>,
    /// The partners of which a record is erased since: some of their flags cannot be told.
    erased: BTreeSet<String>,
    entries: u64,
}

/// Tells the flags of a period from the first `below` entries of the log. Blocks.
///
/// # Errors
/// [`Reason::PeriodTooLarge`], [`Reason::Erased`] when entries that it needs are gone, or a fault of the store.
pub(in crate::service::oversight) fn tell(
    reader: &Reader,
    period: &Period,
    below: u64,
    limit: &LimitAt<'_>,
) -> Result<Told, Refusal> {
    let begins = lead(period.from);
    // A flag of the week after the period may hold entries of it, and grows until that week ends.
    let ends = Week::of(period.to).next().next().start();
    let pass = Pass::new(period.partners.clone(), None, (begins, ends), below)?;
    let range = pass.range(reader)?;
    // Months are erased whole and in order: when the first entry that surely is needed is there, all are.
    let surely = begins.plus_ms(OUT_OF_ORDER_MS).as_unsigned_ms();
    if let Some(first) = reader.first_index_at(surely)?.filter(|first| range.contains(first))
        && load(reader, first)?.is_none()
    {
        return Err(Reason::Erased.into());
    }
    let mut sight = Sight::default();
    let entries = pass.walk(reader, is_evidence, |line, fields| {
        sight.show(reader, (line.index, line.partner, line.mark), fields, limit)
    })?;
    let flags = sight.take().into_iter().map(|(_, flag)| flag);
    let flags = flags.filter(|flag| flag.touches(period.from, period.to)).collect();
    Ok(Told { flags, erased: sight.erased().clone(), entries })
}

/// Where the flags that are kept and those that the entries tell differ.
pub(in crate::service::oversight) fn compare(kept: &[Flag], told: &Told) -> FlagsRecount {
    let (kept, again) = (sorted(kept), sorted(&told.flags));
    let keys: BTreeSet<_> = kept.keys().chain(again.keys()).collect();
    let (mut differences, mut untold) = (Vec::new(), 0);
    for key in keys {
        let what = match (kept.get(key), again.get(key)) {
            (Some(kept), Some(again)) if say_the_same(kept, again) => continue,
            (None, _) => "missing",
            (_, None) => "unfounded",
            _ => "otherwise",
        };
        let (sign, partner, person, _, first) = *key;
        if sign.rests_on_records() && told.erased.contains(partner) {
            untold += 1;
            continue;
        }
        differences.push(FlagDifference {
            what: what.to_owned(),
            sign: sign.code().to_owned(),
            partner: partner.to_owned(),
            person: person.map(str::to_owned),
            first,
        });
    }
    FlagsRecount {
        entries: told.entries,
        flags: u64::try_from(told.flags.len()).unwrap_or(u64::MAX),
        agrees: differences.is_empty(),
        differences,
        untold,
    }
}

fn say_the_same(kept: &[&Flag], again: &[&Flag]) -> bool {
    kept.len() == again.len()
        && kept.iter().zip(again).all(|(kept, again)| kept.says_the_same(again))
}

type Key<'a> = (crate::domain::misuse::Sign, &'a str, Option<&'a str>, Week, u64);

/// By what is seen of them. Two may look the same, when one opened record carries two plates.
fn sorted(flags: &[Flag]) -> BTreeMap<Key<'_>, Vec<&Flag>> {
    let mut by_key: BTreeMap<Key<'_>, Vec<&Flag>> = BTreeMap::new();
    for flag in flags {
        let first = flag.first().map_or(u64::MAX, |(index, _)| index);
        let key = (flag.sign, flag.partner.as_str(), flag.person.as_deref(), flag.week, first);
        by_key.entry(key).or_default().push(flag);
    }
    for same in by_key.values_mut() {
        same.sort_by(|one, other| (&one.entries, one.count).cmp(&(&other.entries, other.count)));
    }
    by_key
}
