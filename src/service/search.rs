//! Searching among what the caller's partner received or sent: by plate, type, area, period and case.
//! Every search leaves an entry that says what was asked and what was found, also nothing.
//! Absent: the text of the records, which is opened one by one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::clearance::Clearance;
use super::cursor;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::fault::fault;
use super::kept::{self, Kept, term};
use super::permission::RecordSearch;
use super::stored::listing::type_byte;
use crate::domain::decide::Subject;
use crate::domain::geo::Area;
use crate::domain::id::RecordId;
use crate::domain::plate::{Grade, Normal, compare, fold};
use crate::domain::record::{RecordType, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::{CLOCKS_DIFFER_MS, OBSERVED_WAITS_MS, Timestamp};
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::grant::moment;
use crate::wire::api::search::{Found, SearchAnswer, SearchQuery, SearchRequest};

/// Results on a page when the request does not say.
const PAGE: u32 = 50;
/// The most results on a page.
const PAGE_LARGEST: u32 = 100;
/// The most candidates that one request looks at; the next page goes on behind them.
const CANDIDATES: usize = 2_000;
/// The most records whose answers one request asks for: a page of one's own.
const ANSWERED_LARGEST: usize = 50;

/// A question, parsed.
#[derive(Clone)]
struct Question {
    plate: Option<Normal>,
    types: Vec<RecordType>,
    area: Option<Area>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    case: Option<String>,
    status: Status,
    /// Records whose answers are asked for.
    answers_to: Vec<RecordId>,
    /// Those of them that the partner may know of, with their places in the log.
    targets: Vec<(u64, RecordId)>,
}

/// A page of candidates, judged.
struct Page {
    found: Vec<(Found, RecordId)>,
    /// Plates of what was found: the search can be asked for by them too, not only as typed.
    plates: BTreeSet<String>,
    /// Where the next page goes on, when there may be one.
    below: Option<u64>,
}

/// Answers a search.
///
/// # Errors
/// Refusals of the request, the decision or the cursor; nothing is shown then.
pub async fn search(
    exchange: &Exchange,
    clearance: &mut Clearance<RecordSearch>,
    request: &SearchRequest,
) -> Result<SearchAnswer, Refusal> {
    let asked =
        serde_json::to_string(&request.query).map_err(|_| fault("a question cannot be written"))?;
    clearance.entry.asked = Some(Sensitive::new(asked.clone()));
    let reading = request.reading.parse().map_err(|refusal| within("/reading", refusal))?;
    clearance.entry = clearance.entry.clone().reading(&reading);
    let question = parse(&request.query)?;
    clearance
        .entry
        .plates
        .extend(question.plate.iter().map(|plate| Sensitive::new(plate.as_str().to_owned())));
    let question_plate = question.plate;
    let limit = cursor::rows(request.limit, PAGE, PAGE_LARGEST)?;
    clearance.entry.grant = clearance.decide(Subject::Nothing, Some(reading.purpose))?;
    let partner = clearance.caller.partner.number;
    let below = cursor::parse(exchange, partner, &asked, request.cursor.as_deref())?;
    let candidates = exchange
        .read(move |reader| {
            let targets = targets(reader, partner, &question.answers_to)?;
            let question = Question { targets, ..question };
            candidates(reader, partner, &question, below).map(|found| (found, question))
        })
        .await?;
    let ((indexes, more), question) = candidates;
    let page = judge(exchange, clearance, &question, reading.purpose, indexes, more, limit).await?;
    let next = cursor::make(exchange, partner, &asked, page.below)?;
    clearance.entry.given = Some(match page.found.len() {
        0 => "nothing found".into(),
        found => format!("{found} records found"),
    });
    clearance.entry.records = page.found.iter().map(|(_, id)| *id).collect();
    let typed = question_plate.as_ref().map(|plate| plate.as_str().to_owned());
    let plates: BTreeSet<String> = page.plates.into_iter().chain(typed).collect();
    clearance.entry.plates = plates.into_iter().map(Sensitive::new).collect();
    let results = page.found.into_iter().map(|(found, _)| found).collect();
    let withheld = Withheld::new(SearchAnswer { results, next, entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// The refusal of a member inside another one.
fn within(prefix: &str, mut refusal: Refusal) -> Refusal {
    refusal.pointer = refusal.pointer.map(|pointer| format!("{prefix}{pointer}"));
    refusal
}

fn parse(query: &SearchQuery) -> Result<Question, Refusal> {
    let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
    let plate = match &query.plate {
        Some(plate) => Some(Normal::parse(plate).map_err(|_| invalid("/query/plate"))?),
        None => None,
    };
    let types = query
        .types
        .iter()
        .map(|code| RecordType::from_code(code).ok_or_else(|| invalid("/query/types")))
        .collect::<Result<Vec<_>, _>>()?;
    let area = query.area.as_ref().map(|circle| circle.parse("/query/area")).transpose()?;
    let from = query.from.as_ref().map(|text| moment(text, "/query/from")).transpose()?;
    let to = query.to.as_ref().map(|text| moment(text, "/query/to")).transpose()?;
    let case = query.case.clone();
    let status = match &query.status {
        Some(code) => Status::from_code(code).ok_or_else(|| invalid("/query/status"))?,
        None => Status::Actual,
    };
    let answers_to = query
        .answers_to
        .iter()
        .map(|id| RecordId::parse(id).map_err(|_| invalid("/query/answers_to")))
        .collect::<Result<Vec<_>, _>>()?;
    if answers_to.len() > ANSWERED_LARGEST {
        return Err(invalid("/query/answers_to"));
    }
    let nothing = plate.is_none() && types.is_empty() && area.is_none() && case.is_none();
    if nothing && from.is_none() && to.is_none() && answers_to.is_empty() {
        return Err(invalid("/query"));
    }
    let targets = Vec::new();
    Ok(Question { plate, types, area, from, to, case, status, answers_to, targets })
}

/// Where the records lie whose answers are asked for; one that the partner may not know of is nowhere.
fn targets(
    reader: &Reader,
    partner: u32,
    ids: &[RecordId],
) -> Result<Vec<(u64, RecordId)>, Refusal> {
    let mut targets = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(kept) = reader.record_id(&id.to_bytes())?
            && kept::is_visible(reader, partner, kept.index)?
        {
            targets.push((kept.index, *id));
        }
    }
    Ok(targets)
}

/// What answers one of the targets, newest first, and whether there is more.
fn answering(
    reader: &Reader,
    targets: &[(u64, RecordId)],
    range: &Range<u64>,
) -> Result<(Vec<u64>, bool), Refusal> {
    let mut found = BTreeSet::new();
    for (target, _) in targets {
        found.extend(kept::answers(reader, *target, range.clone())?);
    }
    let more = found.len() > CANDIDATES;
    Ok((found.into_iter().rev().take(CANDIDATES).collect(), more))
}

/// Indexes that may fit, newest first, and whether there may be more behind them.
fn candidates(
    reader: &Reader,
    partner: u32,
    question: &Question,
    below: u64,
) -> Result<(Vec<u64>, bool), Refusal> {
    let first = match question.from {
        Some(from) => reader
            .first_index_at(from.plus_ms(-CLOCKS_DIFFER_MS).as_unsigned_ms())?
            .unwrap_or(below),
        None => 0,
    };
    let end = match question.to {
        // What was observed until then may have been sent when the line was mended.
        Some(to) => {
            reader.first_index_at(to.plus_ms(OBSERVED_WAITS_MS).as_unsigned_ms())?.unwrap_or(below)
        }
        None => below,
    };
    let range = first..end.min(below);
    let newest = Direction::Descending;
    if !question.answers_to.is_empty() {
        return answering(reader, &question.targets, &range);
    }
    let indexes = if let Some(plate) = &question.plate {
        let fold = fold(plate);
        reader.find_records(term::PLATE, fold.as_str().as_bytes(), range, newest, CANDIDATES)?
    } else if let Some(case) = &question.case {
        reader.find_records(term::CASE, case.as_bytes(), range, newest, CANDIDATES)?
    } else {
        let wanted: Vec<u8> = question.types.iter().map(|kind| type_byte(*kind)).collect();
        let rows = reader.visible(partner, range, newest, CANDIDATES)?;
        let more = rows.len() == CANDIDATES;
        let last = rows.last().map(|(index, _)| *index);
        let fits = |listing: &[u8]| {
            wanted.is_empty() || listing.first().is_some_and(|kind| wanted.contains(kind))
        };
        let mut kept: Vec<u64> =
            rows.iter().filter(|(_, listing)| fits(listing)).map(|(index, _)| *index).collect();
        // The last row looked at marks where the next page goes on, also when it does not fit.
        kept.extend(last.filter(|last| more && kept.last() != Some(last)));
        return Ok((kept, more));
    };
    let more = indexes.len() == CANDIDATES;
    Ok((indexes, more))
}

/// Keeps the candidates that this caller may see for this purpose and that fit the whole question.
async fn judge(
    exchange: &Exchange,
    clearance: &Clearance<RecordSearch>,
    question: &Question,
    purpose: crate::domain::purpose::Purpose,
    indexes: Vec<u64>,
    more: bool,
    limit: usize,
) -> Result<Page, Refusal> {
    let mut page = Page { found: Vec::new(), plates: BTreeSet::new(), below: None };
    let last = indexes.last().copied();
    let partner = clearance.caller.partner.number;
    let own = clearance.caller.partner.id.clone();
    for chunk in indexes.chunks(limit) {
        let (chunk, question, at) = (chunk.to_vec(), question.clone(), clearance.at);
        let fitting = exchange
            .read(move |reader| {
                let fits = |index: &u64| fit(reader, partner, &question, *index, at).transpose();
                chunk.iter().filter_map(fits).collect::<Result<Vec<_>, Refusal>>()
            })
            .await?;
        for (kept, found) in fitting {
            let withdrawn = kept.facts.issuer != own && kept::still_shown(&found.standing).is_err();
            if withdrawn || clearance.may_see(&kept.facts, Some(purpose)).is_err() {
                continue;
            }
            if page.found.len() == limit {
                page.below = page.found.last().map(|(found, _)| found.index);
                return Ok(page);
            }
            page.plates.extend(kept.row.plates);
            page.found.push((found, kept.facts.id));
        }
    }
    page.below = last.filter(|_| more);
    Ok(page)
}

/// The record at `index` when it is visible to the partner and fits; erased ones fit nothing.
fn fit(
    reader: &Reader,
    partner: u32,
    question: &Question,
    index: u64,
    at: Timestamp,
) -> Result<Option<(Kept, Found)>, Refusal> {
    if !kept::is_visible(reader, partner, index)? {
        return Ok(None);
    }
    let kept = match kept::load(reader, index) {
        Ok(kept) => kept,
        Err(kept::KeptError::Read(ReadError::Erased)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if kept.row.is_only_told(partner) {
        return Ok(None);
    }
    let Some(grade) = grade(question, &kept) else {
        return Ok(None);
    };
    if !fits_rest(question, &kept) {
        return Ok(None);
    }
    let mut answers = Vec::new();
    for (target, id) in &question.targets {
        if kept::is_answer(reader, *target, index)? {
            answers.push(id.to_string());
        }
    }
    let (grade, positions) = match grade {
        None => (None, Vec::new()),
        Some(Grade::Exact) => (Some("exact".to_owned()), Vec::new()),
        Some(Grade::OcrEquivalent { positions }) => (Some("ocr_equivalent".to_owned()), positions),
    };
    let standing = kept::standing(reader, &kept, at)?;
    let found = Found { index, about: kept.row.about(), grade, positions, answers, standing };
    Ok(Some((kept, found)))
}

/// `None` when a plate was asked for and no plate of the record is close enough.
fn grade(question: &Question, kept: &Kept) -> Option<Option<Grade>> {
    let Some(asked) = &question.plate else {
        return Some(None);
    };
    let grades = kept.row.plates.iter().filter_map(|plate| {
        let listed = Normal::parse(plate).ok()?;
        compare(&listed, asked)
    });
    let best = grades.reduce(|a, b| if a == Grade::Exact { a } else { b });
    best.map(Some)
}

fn fits_rest(question: &Question, kept: &Kept) -> bool {
    let facts = &kept.facts;
    let kind = question.types.is_empty() || question.types.contains(&facts.record_type);
    let from = question.from.is_none_or(|from| facts.issued_at >= from);
    let to = question.to.is_none_or(|to| facts.issued_at < to);
    let case = question.case.is_none() || question.case == kept.row.case;
    let area = match &question.area {
        Some(asked) => kept.row.area().is_some_and(|area| asked.touches(&area)),
        None => true,
    };
    kind && from && to && case && area && facts.status == question.status
}
