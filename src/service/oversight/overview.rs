//! The yearly overview: how often what was disclosed, looked at, recalled, refused, erased and read by the
//! officer. Numbers only. Absent: what they look like on paper (`cli`), and any person.

use std::collections::BTreeMap;

use samen_audit::leaf::{Class, Leaf};

use super::flags::{first, kept};
use super::pass::{Fields, Pass};
use crate::domain::action::{Action, Operation};
use crate::domain::record::{Message, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Withheld};
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::kept::delivery;
use crate::service::permission::AuditOverview;
use crate::service::question::{scope, state_use};
use crate::store::Reader;
use crate::wire::api::grant::moment;
use crate::wire::api::oversight::{CountRow, OverviewAnswer, OverviewRequest, OverviewTable};

/// The years that can be asked for.
const YEARS: std::ops::RangeInclusive<u32> = 2000..=9998;

/// The most deliveries of one record that are looked at: more partners than an alliance has.
const DELIVERIES: usize = 10_000;

/// Leaves that are read at a time.
const LEAVES: u64 = 4096;

/// The tables, in the order in which they are shown.
mod table {
    pub(super) const DISCLOSED_BY_PURPOSE: &str = "disclosures-by-purpose";
    pub(super) const DISCLOSED_BY_GRANT: &str = "disclosures-by-grant";
    pub(super) const DISCLOSED_BY_PARTNER: &str = "disclosures-by-partner";
    pub(super) const DISCLOSED_TO: &str = "disclosures-by-recipient";
    pub(super) const LOOKED_UP: &str = "consultations-by-partner";
    pub(super) const EXERCISES: &str = "exercises-and-tests";
    pub(super) const RECALLS: &str = "recalls";
    pub(super) const REFUSALS: &str = "refusals-by-reason";
    pub(super) const ERASURES: &str = "erasures";
    pub(super) const READINGS: &str = "readings-by-officer";
    pub(super) const ALL: [&str; 10] = [
        DISCLOSED_BY_PURPOSE,
        DISCLOSED_BY_GRANT,
        DISCLOSED_BY_PARTNER,
        DISCLOSED_TO,
        LOOKED_UP,
        EXERCISES,
        RECALLS,
        REFUSALS,
        ERASURES,
        READINGS,
    ];
}

/// Counts a year, or a month of it. Reads each entry of the partners in scope in the period once, found by
/// their indexes, and the leaves of the period (52 bytes each, without text) for the erasures: the cost
/// grows with the entries of the period.
///
/// # Errors
/// Refusals of the request, [`Reason::PeriodTooLarge`], and refusals of the log.
pub async fn count(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditOverview>,
    request: &OverviewRequest,
) -> Result<OverviewAnswer, Refusal> {
    let asked = serde_json::json!({ "year": request.year, "month": request.month });
    clearance.entry.asked = Some(Sensitive::new(asked.to_string()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let (from, to) = period(request)?;
    let partner = clearance.caller.partner.clone();
    let partners = scope(&partner);
    let below = exchange.sequencer.published().size();
    let pass = Pass::new(partners.clone(), None, (from, to), below)?;
    let own = partner.id.to_string();
    let (tables, read) = exchange
        .read(move |reader| {
            let mut tally = Tally { own, counts: BTreeMap::new() };
            let read = pass.walk(reader, |_, fields| tally.take(reader, fields))?;
            tally.erasures(reader, pass.range(reader)?)?;
            Ok((tally.tables(), read))
        })
        .await?;
    clearance.entry.given = Some(format!("the numbers of {read} entries"));
    let (from, to) = (from.to_string(), to.to_string());
    let answer = OverviewAnswer { from, to, partners, read, tables, entry: 0 };
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
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

struct Tally {
    /// The officer's own office.
    own: String,
    counts: BTreeMap<(&'static str, String), u64>,
}

impl Tally {
    fn add(&mut self, table: &'static str, key: &str, by: u64) {
        let count = self.counts.entry((table, key.to_owned())).or_default();
        *count = count.saturating_add(by);
    }

    fn take(&mut self, reader: &Reader, fields: &Fields) -> Result<(), Refusal> {
        let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let (partner, action) = (text("partner"), text("action"));
        if let Some(reason) = fields.get("refusal") {
            self.add(table::REFUSALS, reason, 1);
            let suppressed = text("suppressed").parse().unwrap_or_default();
            if suppressed > 0 {
                self.add(table::REFUSALS, "rate-limited, without an entry", suppressed);
            }
            return Ok(());
        }
        if action.starts_with("audit.") && partner == self.own {
            self.add(table::READINGS, action, 1);
        } else if text("operation") == Operation::Consultation.code() {
            self.add(table::LOOKED_UP, partner, 1);
        } else if action == Action::RecordSubmit.code() {
            self.disclosed(reader, fields)?;
        }
        Ok(())
    }

    /// Exercises and tests stand by themselves; a record whose text is erased counts as actual.
    fn disclosed(&mut self, reader: &Reader, fields: &Fields) -> Result<(), Refusal> {
        let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let kept = kept(reader, first(fields))?;
        let status = kept.as_ref().map_or(Status::Actual, |kept| kept.facts.status);
        if status != Status::Actual {
            self.add(table::EXERCISES, text("partner"), 1);
            return Ok(());
        }
        self.add(table::DISCLOSED_BY_PURPOSE, text("purpose"), 1);
        self.add(table::DISCLOSED_BY_GRANT, text("grant"), 1);
        self.add(table::DISCLOSED_BY_PARTNER, text("partner"), 1);
        for recipient in text("recipients").split(' ').filter(|id| !id.is_empty()) {
            self.add(table::DISCLOSED_TO, recipient, 1);
        }
        let Some(recall) = kept.filter(|kept| kept.facts.message == Message::Cancel) else {
            return Ok(());
        };
        self.add(table::RECALLS, "recalls", 1);
        for id in &recall.row.replaces {
            let Some(record) = self::kept(reader, Some(id))? else { continue };
            let said = reader.deliveries_of(record.index, DELIVERIES)?;
            let has_deleted = |number: &&u32| {
                said.iter().any(|(by, kind, _)| by == *number && *kind == delivery::DELETED)
            };
            let to = record.row.to.len();
            let deleted = record.row.to.iter().filter(has_deleted).count();
            for (key, count) in [("recipients", to), ("deleted", deleted), ("open", to - deleted)] {
                self.add(table::RECALLS, key, u64::try_from(count).unwrap_or(u64::MAX));
            }
        }
        Ok(())
    }

    /// Erasures are the exchange's own and concern everybody; their class stands in the leaf.
    fn erasures(&mut self, reader: &Reader, range: std::ops::Range<u64>) -> Result<(), Refusal> {
        let mut from = range.start;
        while from < range.end {
            let to = from.saturating_add(LEAVES).min(range.end);
            for leaf in reader.leaves(from..to)? {
                let leaf = Leaf::parse(&leaf).map_err(|_| fault("a kept leaf cannot be read"))?;
                if matches!(leaf.class, Class::Erase | Class::Erasure) {
                    self.add(table::ERASURES, "erasures", 1);
                }
            }
            from = to;
        }
        Ok(())
    }

    fn tables(self) -> Vec<OverviewTable> {
        let of = |table: &'static str| {
            let rows = self.counts.iter().filter(|((of, _), _)| *of == table);
            let row = |((_, key), count): (&(_, String), &u64)| CountRow {
                key: key.clone(),
                count: *count,
            };
            OverviewTable { table: table.to_owned(), rows: rows.map(row).collect() }
        };
        table::ALL.into_iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(year: u32, month: Option<u32>) -> Result<(String, String), Refusal> {
        let (use_code, justification) = (String::new(), String::new());
        let (from, to) = period(&OverviewRequest { use_code, justification, year, month })?;
        Ok((from.to_string()[..10].to_owned(), to.to_string()[..10].to_owned()))
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
