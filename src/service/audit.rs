//! The data protection officer's questions to the log: who did what, to which record or plate, when and
//! why; within the officer's scope, for a stated use, and entered like everything else.
//! Absent: statistics and flags.

use std::collections::BTreeMap;

use super::clearance::Clearance;
use super::cursor;
use super::door::{self, Withheld, decode, term};
use super::exchange::Exchange;
use super::fault::fault;
use super::permission::{AuditOpen, AuditSearch, Permission};
use super::receipt;
use crate::domain::action::Operation;
use crate::domain::id::RecordId;
use crate::domain::plate::Normal;
use crate::domain::purpose::Purpose;
use crate::domain::reading::{UseCode, justify};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::audit::{
    AuditAnswer, AuditEntry, AuditOpenAnswer, AuditOpenRequest, AuditQuery, AuditSearchRequest,
};
use crate::wire::api::grant::moment;
use crate::wire::api::registry_rows::{partner_id, person_id};

/// Entries on a page when the request does not say.
const PAGE: u32 = 50;
/// The most entries on a page.
const PAGE_LARGEST: u32 = 200;
/// The most candidates that one request looks at; the next page goes on behind them.
const CANDIDATES: usize = 5_000;

/// How much earlier than its predecessor in the log an entry may have begun, in milliseconds: longer
/// than any request takes.
const OUT_OF_ORDER_MS: i64 = 60_000;

/// A question, parsed.
struct Question {
    /// The index to look in, with the term; the whole period without one.
    term: Option<(u8, Vec<u8>)>,
    /// Fields that have to have these values.
    fields: Vec<(&'static str, String)>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    plate: Option<Normal>,
}

/// Answers a question to the log.
///
/// # Errors
/// Refusals of the request, the cursor or the log.
pub async fn search(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditSearch>,
    request: &AuditSearchRequest,
) -> Result<AuditAnswer, Refusal> {
    let asked =
        serde_json::to_string(&request.query).map_err(|_| fault("a question cannot be written"))?;
    clearance.entry.asked = Some(Sensitive::new(asked.clone()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let question = parse(&request.query)?;
    clearance
        .entry
        .plates
        .extend(question.plate.iter().map(|plate| Sensitive::new(plate.as_str().to_owned())));
    let limit = request.limit.unwrap_or(PAGE);
    if !(1..=PAGE_LARGEST).contains(&limit) {
        return Err(Refusal::at(Reason::RequestInvalid, "/limit"));
    }
    let limit = usize::try_from(limit).map_err(|_| fault("a limit is out of range"))?;
    let partner = clearance.caller.partner.clone();
    let below = cursor::parse(exchange, partner.number, &asked, request.cursor.as_deref())?;
    let scope: Vec<String> =
        partner.scope.iter().chain([&partner.id]).map(ToString::to_string).collect();
    let (entries, below) =
        exchange.read(move |reader| page(reader, &question, &scope, below, limit)).await?;
    let next = match below {
        Some(below) => Some(cursor::make(exchange, partner.number, &asked, below)?),
        None => None,
    };
    let indexes: Vec<String> = entries.iter().map(|entry| entry.index.to_string()).collect();
    clearance.entry.given = Some(match indexes.len() {
        0 => "nothing found".into(),
        _ => format!("entries {}", indexes.join(" ")),
    });
    let withheld = Withheld::new(AuditAnswer { entries, next, entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// Opens one entry, with the evidence that the log holds exactly it.
///
/// # Errors
/// [`Reason::NotFound`] outside the officer's scope, [`Reason::Erased`], and refusals of the log.
pub async fn open(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditOpen>,
    index: u64,
    request: &AuditOpenRequest,
) -> Result<AuditOpenAnswer, Refusal> {
    clearance.entry.asked = Some(Sensitive::new(format!("entry {index}")));
    state_use(clearance, &request.use_code, &request.justification)?;
    if index >= exchange.sequencer.published().size() {
        return Err(Reason::NotFound.into());
    }
    let fields = exchange.read(move |reader| load(reader, index)).await?.ok_or(Reason::Erased)?;
    let partner = &clearance.caller.partner;
    let scope: Vec<String> =
        partner.scope.iter().chain([&partner.id]).map(ToString::to_string).collect();
    if !in_scope(&fields, &scope) {
        return Err(Reason::NotFound.into());
    }
    let evidence = receipt::evidence(exchange, index).await?;
    let evidence = serde_json::from_str(&evidence.encode())
        .map_err(|_| fault("evidence cannot be written"))?;
    clearance.entry.given = Some(format!("entries {index}"));
    let shown = AuditEntry { index, fields };
    let withheld = Withheld::new(AuditOpenAnswer { shown, evidence, entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

fn state_use<A: Permission>(
    clearance: &mut Clearance<A>,
    use_code: &str,
    justification: &str,
) -> Result<(), Refusal> {
    let use_code = UseCode::from_code(use_code)
        .ok_or_else(|| Refusal::at(Reason::UseCodeRequired, "/use_code"))?;
    clearance.entry.use_code = Some(use_code);
    clearance.entry.justification = Some(justify(justification, &[use_code.code()])?);
    Ok(())
}

fn parse(query: &AuditQuery) -> Result<Question, Refusal> {
    let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
    let partner = query.partner.as_ref().map(|id| partner_id(id, "/query/partner")).transpose()?;
    let person = query.person.as_ref().map(|id| person_id(id, "/query/person")).transpose()?;
    let plate = query.plate.as_ref().map(|text| Normal::parse(text)).transpose();
    let plate = plate.map_err(|_| invalid("/query/plate"))?;
    let record = query.record.as_ref().map(|id| RecordId::parse(id)).transpose();
    let record = record.map_err(|_| invalid("/query/record"))?;
    if person.is_some() && partner.is_none() {
        return Err(invalid("/query/partner"));
    }
    let mut fields = Vec::new();
    if let Some(code) = &query.purpose {
        let purpose = Purpose::from_code(code).ok_or_else(|| invalid("/query/purpose"))?;
        fields.push(("purpose", purpose.code().to_owned()));
    }
    if let Some(code) = &query.operation {
        let known = OPERATIONS.iter().find(|operation| operation.code() == code);
        fields.push((
            "operation",
            known.ok_or_else(|| invalid("/query/operation"))?.code().to_owned(),
        ));
    }
    fields.extend(partner.iter().map(|partner| ("partner", partner.to_string())));
    fields.extend(person.iter().map(|person| ("person", person.to_string())));
    let from = query.from.as_ref().map(|text| moment(text, "/query/from")).transpose()?;
    let to = query.to.as_ref().map(|text| moment(text, "/query/to")).transpose()?;
    // The narrowest index first; what it leaves is filtered by the fields.
    let term = match (&record, &plate, &person, &partner) {
        (Some(record), ..) => Some((term::RECORD, record.to_bytes().to_vec())),
        (None, Some(plate), ..) => Some((term::PLATE, plate.as_str().as_bytes().to_vec())),
        (None, None, Some(person), Some(partner)) => {
            let key = [partner.as_str().as_bytes(), b"\0", person.as_str().as_bytes()].concat();
            Some((term::PERSON, key))
        }
        (None, None, _, Some(partner)) => {
            Some((term::PARTNER, partner.as_str().as_bytes().to_vec()))
        }
        (None, None, _, None) => None,
    };
    if record.is_some() && plate.is_some() {
        return Err(invalid("/query/plate"));
    }
    if term.is_none() && fields.is_empty() && from.is_none() && to.is_none() {
        return Err(invalid("/query"));
    }
    Ok(Question { term, fields, from, to, plate })
}

const OPERATIONS: [Operation; 8] = [
    Operation::Collection,
    Operation::Alteration,
    Operation::Consultation,
    Operation::Disclosure,
    Operation::Combination,
    Operation::Erasure,
    Operation::Administration,
    Operation::Refusal,
];

/// Entries that fit, newest first, and where the next page goes on.
fn page(
    reader: &Reader,
    question: &Question,
    scope: &[String],
    below: u64,
    limit: usize,
) -> Result<(Vec<AuditEntry>, Option<u64>), Refusal> {
    // Entries of one moment may stand in the log in another order than they were begun.
    let (from, to) = (
        question.from.map(|from| from.plus_ms(-OUT_OF_ORDER_MS)),
        question.to.map(|to| to.plus_ms(OUT_OF_ORDER_MS)),
    );
    let at = |moment: Option<Timestamp>, otherwise: u64| -> Result<u64, ReadError> {
        match moment {
            Some(moment) => Ok(reader.first_index_at(moment.as_unsigned_ms())?.unwrap_or(below)),
            None => Ok(otherwise),
        }
    };
    let range = at(from, 0)?..at(to, below)?.min(below);
    let candidates: Vec<u64> = match &question.term {
        Some((kind, term)) => {
            reader.find_entries(*kind, term, range, Direction::Descending, CANDIDATES)?
        }
        None => range.rev().take(CANDIDATES).collect(),
    };
    let exhausted = candidates.len() < CANDIDATES;
    let last = candidates.last().copied();
    let mut entries: Vec<AuditEntry> = Vec::with_capacity(limit.min(candidates.len()));
    for index in candidates {
        let Some(fields) = load(reader, index)? else {
            continue;
        };
        if !in_scope(&fields, scope) || !fits(question, &fields) {
            continue;
        }
        if entries.len() == limit {
            let below = entries.last().map(|entry| entry.index);
            return Ok((entries, below));
        }
        entries.push(AuditEntry { index, fields });
    }
    Ok((entries, last.filter(|_| !exhausted)))
}

/// The fields of an entry; `None` once its key is gone.
fn load(reader: &Reader, index: u64) -> Result<Option<BTreeMap<String, String>>, Refusal> {
    match reader.entry(index) {
        Ok(Some(plain)) => {
            Ok(Some(decode(&plain).map_err(|_| fault("a kept entry cannot be read"))?))
        }
        Ok(None) => Err(ReadError::Missing { table: "entry" }.into()),
        Err(ReadError::Erased) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Entries of partners outside the scope are not shown, nor is it said that they exist. Entries of the
/// exchange itself have no partner and concern everybody.
fn in_scope(fields: &BTreeMap<String, String>, scope: &[String]) -> bool {
    fields.get("partner").is_none_or(|partner| scope.contains(partner))
}

fn fits(question: &Question, fields: &BTreeMap<String, String>) -> bool {
    let time = fields.get("time").and_then(|time| Timestamp::parse(time).ok());
    let in_period = time.is_some_and(|time| {
        question.from.is_none_or(|from| time >= from) && question.to.is_none_or(|to| time < to)
    });
    in_period && question.fields.iter().all(|(name, value)| fields.get(*name) == Some(value))
}
