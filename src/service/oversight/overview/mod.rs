//! The yearly overview: how often what was disclosed, looked at, recalled, refused, erased and read by the
//! officer. Told from the counts that the writer keeps; when asked, counted again from the entries. Numbers
//! only. Absent: what they look like on paper (`cli`), and any person.

mod numbers;
mod recalls;
mod recount;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::pass::Pass;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::directory::Directory;
use crate::service::door::{self, Withheld};
use crate::service::exchange::Exchange;
use crate::service::permission::AuditOverview;
use crate::service::question::{scope, state_use};
use crate::service::tally;
use crate::store::Reader;
use crate::wire::api::grant::moment;
use crate::wire::api::oversight::{OverviewAnswer, OverviewRequest, Recount};
pub(super) use numbers::Numbers;

/// The years that can be asked for.
const YEARS: RangeInclusive<u32> = 2000..=9998;

/// How often counts and entries are read until no entry came in between.
const TRIES: usize = 32;

/// What a caller is told to wait when an entry always did, in milliseconds.
const BUSY_WAIT_MS: u64 = 1000;

/// Counts a year, or a month of it. Reads one row for each number and what each recall has come to: the cost
/// grows with the answer. A recount opens every entry of the period.
///
/// # Errors
/// Refusals of the request, [`Reason::PeriodTooLarge`], for a recount [`Reason::Erased`] and
/// [`Reason::Overloaded`], and refusals of the log.
pub async fn count(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditOverview>,
    request: &OverviewRequest,
) -> Result<OverviewAnswer, Refusal> {
    let OverviewRequest { year, month, recount, .. } = request;
    let asked = serde_json::json!({ "year": year, "month": month, "recount": recount });
    clearance.entry.asked = Some(Sensitive::new(asked.to_string()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let (from, to) = period(request)?;
    let partner = clearance.caller.partner.clone();
    let partners = scope(&partner);
    let question = Question {
        own: partner.id.to_string(),
        partners: partners.clone(),
        period: (from, to),
        directory: clearance.directory.clone(),
        below: exchange.sequencer.published().size(),
    };
    let recount = *recount;
    let (whole, by_month, counted_from, recount) = exchange
        .read(move |reader| {
            let (Counted { by_month, mut whole }, recount) = match recount {
                true => question.counted_twice(reader).map(|(one, two)| (one, Some(two)))?,
                false => (question.counted(reader)?, None),
            };
            recalls::add(&mut whole, reader, &question)?;
            Ok((whole, by_month, tally::begun(reader)?.unwrap_or_default(), recount))
        })
        .await?;
    let read = whole.entries;
    clearance.entry.given = Some(given(read, recount.as_ref()));
    let answer = OverviewAnswer {
        from: from.to_string(),
        to: to.to_string(),
        partners,
        read,
        counted_from,
        tables: whole.tables(),
        months: (from.month()..).take(by_month.len()).map(month_text).collect(),
        series: whole.series(&by_month),
        recount,
        entry: 0,
    };
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// What is entered about the answer.
fn given(read: u64, recount: Option<&Recount>) -> String {
    let numbers = format!("the numbers of {read} entries");
    match recount {
        None => numbers,
        Some(Recount { agrees: true, entries, .. }) => {
            format!("{numbers}; a recount of {entries} agrees")
        }
        Some(Recount { differences, entries, .. }) => {
            let differ = differences.len();
            format!("{numbers}; in a recount of {entries} {differ} numbers differ")
        }
    }
}

fn period(request: &OverviewRequest) -> Result<(Timestamp, Timestamp), Refusal> {
    let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
    let year = request.year;
    if !YEARS.contains(&year) {
        return Err(invalid("/year"));
    }
    let start =
        |year: u32, month: u32| moment(&format!("{year:04}-{month:02}-01T00:00:00Z"), "/month");
    match request.month {
        None => Ok((start(year, 1)?, start(year + 1, 1)?)),
        Some(12) => Ok((start(year, 12)?, start(year + 1, 1)?)),
        Some(month @ 1..=11) => Ok((start(year, month)?, start(year, month + 1)?)),
        Some(_) => Err(invalid("/month")),
    }
}

/// A month as `2026-01`.
fn month_text(month: u32) -> String {
    format!("{:04}-{:02}", month / 12, month % 12 + 1)
}

/// What the writer counted: month by month, and as their sum.
pub(super) struct Counted {
    pub(super) by_month: Vec<Numbers>,
    pub(super) whole: Numbers,
}

/// What is asked: whole months of some partners.
pub(super) struct Question {
    /// The officer's own office.
    pub(super) own: String,
    pub(super) partners: Vec<String>,
    pub(super) period: (Timestamp, Timestamp),
    pub(super) directory: Arc<Directory>,
    /// The size of the log when it was asked.
    pub(super) below: u64,
}

impl Question {
    fn pass(&self, below: u64) -> Result<Pass, Refusal> {
        Pass::new(self.partners.clone(), None, self.period, below)
    }

    /// As the writer counted.
    pub(super) fn counted(&self, reader: &Reader) -> Result<Counted, Refusal> {
        let mut by_month = Vec::new();
        let mut whole = Numbers::new(&self.own);
        for month in self.pass(self.below)?.months() {
            let numbers = self.counted_in(reader, month)?;
            whole.add_all(&numbers);
            by_month.push(numbers);
        }
        Ok(Counted { by_month, whole })
    }

    fn counted_in(&self, reader: &Reader, month: u32) -> Result<Numbers, Refusal> {
        let mut numbers = Numbers::new(&self.own);
        for partner in &BTreeSet::from_iter(&self.partners) {
            let sum = tally::sum(reader, month, partner)?;
            for (what, count) in &sum.counts {
                numbers.take(partner, what, *count, &sum.recipients);
            }
        }
        // Erasures are the exchange's own and concern everybody.
        for (what, count) in &tally::sum(reader, month, "")?.counts {
            numbers.take("", what, *count, &Default::default());
        }
        Ok(numbers)
    }

    /// As the writer counted, and against it as the entries say. The store gives no common moment to two
    /// reads, so both are of a moment at which nothing was written.
    pub(super) fn counted_twice(&self, reader: &Reader) -> Result<(Counted, Recount), Refusal> {
        let size = || Ok::<_, Refusal>(reader.tip()?.map_or(0, |tip| tip.size));
        for _ in 0..TRIES {
            let before = size()?;
            let counted = self.counted(reader)?;
            if size()? == before {
                let again = recount::count(self, reader, before)?;
                let recount = recount::compare(&counted.whole, &again);
                return Ok((counted, recount));
            }
        }
        Err(Refusal::later(Reason::Overloaded, BUSY_WAIT_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(year: u32, month: Option<u32>) -> Result<(String, String), Refusal> {
        let (use_code, justification) = (String::new(), String::new());
        let request = OverviewRequest { use_code, justification, year, month, recount: false };
        let (from, to) = period(&request)?;
        Ok((from.to_string()[..10].to_owned(), to.to_string()[..10].to_owned()))
    }

    #[test]
    fn months_are_named_as_people_write_them() {
        let from = period(&OverviewRequest {
            use_code: String::new(),
            justification: String::new(),
            year: 2026,
            month: None,
            recount: false,
        });
        let months: Vec<String> = (from.unwrap().0.month()..).take(12).map(month_text).collect();
        assert_eq!((months[0].as_str(), months[11].as_str()), ("2026-01", "2026-12"));
    }

    #[test]
    fn a_year_and_its_months_meet() {
        assert_eq!(of(2026, None).unwrap(), ("2026-01-01".into(), "2027-01-01".into()));
        assert_eq!(of(2026, Some(11)).unwrap(), ("2026-11-01".into(), "2026-12-01".into()));
        assert_eq!(of(2026, Some(12)).unwrap(), ("2026-12-01".into(), "2027-01-01".into()));
        for (year, month) in [(1999, None), (9999, None), (2026, Some(0)), (2026, Some(13))] {
            assert!(of(year, month).is_err());
        }
    }
}
