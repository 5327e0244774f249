//! Random samples of what was looked at and disclosed, and how far their review has come. A sample is the
//! entry that drawing it left: nothing else is kept of it. Absent: the verdicts themselves (`review`).

use std::collections::BTreeMap;

use super::draw::{Draw, population_sha256};
use super::pass::{Fields, Pass};
use super::review;
use crate::domain::action::{Action, Operation};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Kind, Withheld};
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::permission::AuditSample;
use crate::service::question::{load, scope, state_use};
use crate::store::Reader;
use crate::wire::api::audit::{AuditEntry, AuditOpenRequest};
use crate::wire::api::grant::moment;
use crate::wire::api::oversight::{
    ProgressAnswer, ProgressRow, SampleAnswer, SampleRequest, VerdictCount,
};
use crate::wire::api::registry_rows::partner_id;

/// The most entries of one sample: a week of reviewing.
const LARGEST: u32 = 200;

/// The fewest and most characters of a seed: enough to hold a drawing of a lottery or a line of a
/// newspaper, which nobody could choose to fit.
const SEED: std::ops::RangeInclusive<usize> = 4..=128;

/// Draws a sample of the disclosures and consultations of a period. The officer's own office is left out:
/// nobody reviews the own readings. Reads the index rows of the period, and opens the chosen entries alone.
///
/// # Errors
/// Refusals of the request, [`Reason::PeriodTooLarge`], and refusals of the log.
pub async fn draw(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditSample>,
    request: &SampleRequest,
) -> Result<SampleAnswer, Refusal> {
    let SampleRequest { seed, size, from, to, partner, population, .. } = request;
    let asked = serde_json::json!({
        "seed": seed, "size": size, "from": from, "to": to, "partner": partner,
    });
    clearance.entry.asked = Some(Sensitive::new(asked.to_string()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let (size, period) = parse(request, clearance.at)?;
    let own = clearance.caller.partner.id.to_string();
    let others = scope(&clearance.caller.partner).into_iter().filter(|id| *id != own).collect();
    let below = exchange.sequencer.published().size();
    let pass = Pass::new(others, partner.as_ref(), period, below)?;
    let mut draw = Draw::new(seed, size);
    let (indexes, chosen) = exchange
        .read(move |reader| {
            let indexes = looked_at(&pass, reader)?;
            indexes.iter().for_each(|index| draw.offer(*index));
            Ok((indexes, entries(reader, &draw.end())?))
        })
        .await?;
    let population_sha256 = population_sha256(&indexes);
    let drawn: Vec<String> = chosen.iter().map(|entry| entry.index.to_string()).collect();
    clearance.entry.given = Some(format!(
        "{} of {} entries, population {population_sha256}{DRAWN}{}",
        drawn.len(),
        indexes.len(),
        drawn.join(" ")
    ));
    let answer = SampleAnswer {
        sample: 0,
        population: u64::try_from(indexes.len()).unwrap_or(u64::MAX),
        population_sha256,
        indexes: if *population { indexes } else { Vec::new() },
        chosen,
    };
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.sample = permit.index();
    Ok(answer)
}

/// Size and period of a request.
fn parse(
    request: &SampleRequest,
    now: Timestamp,
) -> Result<(usize, (Timestamp, Timestamp)), Refusal> {
    let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
    let seed = &request.seed;
    if !SEED.contains(&seed.chars().count()) || seed.chars().any(char::is_control) {
        return Err(invalid("/seed"));
    }
    if !(1..=LARGEST).contains(&request.size) {
        return Err(invalid("/size"));
    }
    let size = usize::try_from(request.size).map_err(|_| fault("a size is out of range"))?;
    let (from, to) = (moment(&request.from, "/from")?, moment(&request.to, "/to")?);
    // A period that is still going on has another population tomorrow.
    if to <= from || to > now {
        return Err(invalid("/to"));
    }
    request.partner.as_ref().map(|id| partner_id(id, "/partner")).transpose()?;
    Ok((size, (from, to)))
}

/// Before the drawn indexes in the entry of a sample.
const DRAWN: &str = ", drawn: ";

/// The indexes that were drawn, when the entry with these fields is that of a sample.
pub fn drawn(fields: &BTreeMap<String, String>) -> Option<Vec<u64>> {
    let (_, drawn) = fields.get("given")?.split_once(DRAWN)?;
    Some(drawn.split(' ').filter_map(|index| index.parse().ok()).collect())
}

/// Where what was looked at or disclosed in the period lies, ascending.
pub(super) fn looked_at(pass: &Pass, reader: &Reader) -> Result<Vec<u64>, Refusal> {
    let mut indexes = Vec::new();
    let none = |_: Kind| false;
    pass.walk(reader, none, |line, fields| {
        let marked = line.mark.is_some_and(|mark| mark.kind.is_looked_at());
        if marked || fields.is_some_and(is_looked_at) {
            indexes.push(line.index);
        }
        Ok(())
    })?;
    Ok(indexes)
}

fn is_looked_at(fields: &Fields) -> bool {
    let operation = fields.get("operation").map(String::as_str).unwrap_or_default();
    [Operation::Disclosure, Operation::Consultation].iter().any(|one| one.code() == operation)
}

fn entries(reader: &Reader, indexes: &[u64]) -> Result<Vec<AuditEntry>, Refusal> {
    let mut entries = Vec::with_capacity(indexes.len());
    for index in indexes {
        let fields = load(reader, *index)?.ok_or(Reason::Erased)?;
        entries.push(AuditEntry { index: *index, fields });
    }
    Ok(entries)
}

/// How far the review of a sample has come: the newest verdict on each of its entries counts.
///
/// # Errors
/// [`Reason::NotFound`] when the entry is no sample of the officer's own office, and refusals of the log.
pub async fn progress(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditSample>,
    sample: u64,
    request: &AuditOpenRequest,
) -> Result<ProgressAnswer, Refusal> {
    clearance.entry.asked = Some(Sensitive::new(format!("progress of sample {sample}")));
    state_use(clearance, &request.use_code, &request.justification)?;
    let size = exchange.sequencer.published().size();
    if sample >= size {
        return Err(Reason::NotFound.into());
    }
    let partner = clearance.caller.partner.clone();
    let rows = exchange
        .read(move |reader| {
            let fields = load(reader, sample)?.ok_or(Reason::Erased)?;
            let is = |name: &str, value: &str| fields.get(name).is_some_and(|is| is == value);
            let own =
                is("action", Action::AuditSample.code()) && is("partner", partner.id.as_str());
            let drawn = drawn(&fields).filter(|_| own).ok_or(Reason::NotFound)?;
            let scope = scope(&partner);
            let rows = drawn.into_iter().map(|index| row(reader, index, &scope, size));
            rows.collect::<Result<Vec<_>, _>>()
        })
        .await?;
    let reviewed = rows.iter().filter(|row| row.review.is_some()).count();
    let mut verdicts: Vec<VerdictCount> = Vec::new();
    for verdict in rows.iter().filter_map(|row| row.review.as_ref()).map(|one| &one.verdict) {
        match verdicts.iter_mut().find(|count| count.verdict == *verdict) {
            Some(count) => count.entries += 1,
            None => verdicts.push(VerdictCount { verdict: verdict.clone(), entries: 1 }),
        }
    }
    verdicts.sort_by(|a, b| a.verdict.cmp(&b.verdict));
    clearance.entry.given = Some(format!("{reviewed} of {} reviewed", rows.len()));
    let reviewed = u64::try_from(reviewed).unwrap_or(u64::MAX);
    let answer = ProgressAnswer { sample, reviewed, rows, verdicts, entry: 0 };
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

fn row(reader: &Reader, index: u64, scope: &[String], size: u64) -> Result<ProgressRow, Refusal> {
    Ok(ProgressRow { index, review: review::newest(reader, index, scope, size)? })
}
