//! The data protection officer's questions to the log: who did what, to which record or plate, when and
//! why; within the officer's scope, for a stated use, and entered like everything else.
//! Absent: statistics and flags.

use super::clearance::Clearance;
use super::cursor;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::fault::fault;
use super::permission::{AuditOpen, AuditSearch};
use super::question::{CANDIDATES, Question, in_scope, load, scope, state_use};
use super::receipt;
use super::retention;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::store::Reader;
use crate::wire::api::audit::{
    AuditAnswer, AuditEntry, AuditOpenAnswer, AuditOpenRequest, AuditSearchRequest,
};

/// Entries on a page when the request does not say.
const PAGE: u32 = 50;
/// The most entries on a page.
const PAGE_LARGEST: u32 = 200;

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
    let question = Question::parse(&request.query)?;
    clearance
        .entry
        .plates
        .extend(question.plate.iter().map(|plate| Sensitive::new(plate.as_str().to_owned())));
    let limit = cursor::rows(request.limit, PAGE, PAGE_LARGEST)?;
    let partner = clearance.caller.partner.clone();
    let below = cursor::parse(exchange, partner.number, &asked, request.cursor.as_deref())?;
    let scope = scope(&partner);
    let (entries, below) =
        exchange.read(move |reader| page(reader, &question, &scope, below, limit)).await?;
    let next = cursor::make(exchange, partner.number, &asked, below)?;
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
    let found = exchange.read(move |reader| match load(reader, index)? {
        Some(fields) => Ok(fields),
        None => Err(Refusal::erased(retention::entry_erased_by(reader, index)?)),
    });
    let fields = found.await?;
    if !in_scope(&fields, &scope(&clearance.caller.partner)) {
        return Err(Reason::NotFound.into());
    }
    let evidence = match receipt::evidence(exchange, index).await {
        // Its key went since its fields were read.
        Err(refusal) if refusal.reason == Reason::Erased => {
            let by = move |reader: &Reader| Ok(retention::entry_erased_by(reader, index)?);
            return Err(Refusal::erased(exchange.read(by).await?));
        }
        evidence => evidence?,
    };
    let evidence = serde_json::from_str(&evidence.encode())
        .map_err(|_| fault("evidence cannot be written"))?;
    clearance.entry.given = Some(format!("entries {index}"));
    let shown = AuditEntry { index, fields };
    let withheld = Withheld::new(AuditOpenAnswer { shown, evidence, entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// Entries that fit, newest first, and where the next page goes on.
fn page(
    reader: &Reader,
    question: &Question,
    scope: &[String],
    below: u64,
    limit: usize,
) -> Result<(Vec<AuditEntry>, Option<u64>), Refusal> {
    let candidates = question.candidates(reader, question.range(reader, below)?)?;
    let exhausted = candidates.len() < CANDIDATES;
    let last = candidates.last().copied();
    let mut entries: Vec<AuditEntry> = Vec::with_capacity(limit.min(candidates.len()));
    for index in candidates {
        let Some(fields) = load(reader, index)? else {
            continue;
        };
        if !in_scope(&fields, scope) || !question.fits(&fields) {
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
