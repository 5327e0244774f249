//! Evidence bundles for the data protection officer: the entries that fit a question, with proofs, the
//! records, keys and grants behind them, as files that `samen-verify bundle` checks without the exchange.
//! Absent: checking them (`samen-audit`), and writing them to a disk (`cli`).

mod choose;
mod gather;

use std::collections::{BTreeMap, BTreeSet};

use samen_audit::bundle::Bundle;
use samen_audit::leaf::FieldId;
use serde_json::{Value, json};

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::evidence;
use super::exchange::Exchange;
use super::fault::fault;
use super::permission::{AuditBundle, Permission};
use super::question::{Question, scope, state_use};
use crate::domain::id::PartnerId;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::wire::api::audit::{BundleAnswer, BundleRequest};
use gather::{Gathered, Wanted};

/// The most entries that a question may find: more than a person reviews, and a few seconds of work.
pub const ENTRIES: usize = 2_000;

/// The most bytes of a bundle's files together: with every quote escaped, half of what a client reads.
pub const BYTES: usize = 32 << 20;

/// Makes a bundle of the entries that fit a question.
///
/// # Errors
/// Refusals of the request; [`Reason::BundleTooLarge`]; refusals of the log.
pub async fn export(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditBundle>,
    request: &BundleRequest,
) -> Result<BundleAnswer, Refusal> {
    let query =
        serde_json::to_value(&request.query).map_err(|_| fault("a question cannot be written"))?;
    let mut asked: Value =
        json!({ "query": query, "withhold": request.withhold, "records": request.records });
    let is_empty = query.as_object().is_some_and(serde_json::Map::is_empty);
    if let Some(asked) = asked.as_object_mut().filter(|_| !request.entries.is_empty()) {
        asked.insert("entries".to_owned(), json!(request.entries));
    }
    clearance.entry.asked = Some(Sensitive::new(asked.to_string()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let question = match is_empty && !request.entries.is_empty() {
        true => Question::of_everything(),
        false => Question::parse(&request.query)?,
    };
    let plates = question.plate.iter().map(|plate| Sensitive::new(plate.as_str().to_owned()));
    clearance.entry.plates.extend(plates);
    let withheld = fields(&request.withhold)?;
    let newest = exchange.sequencer.published();
    let named = named(&request.entries, newest.size())?;
    let wanted = Wanted {
        question,
        named,
        scope: scope(&clearance.caller.partner),
        withheld: withheld.clone(),
        with_records: request.records,
        directory: clearance.directory.clone(),
        shown: exchange.witnesses.shown(&newest),
        newest,
    };
    let gathered = exchange.read(move |reader| gather::gather(reader, &wanted)).await?;
    let Gathered { checkpoint, entries, records, record_ids, keys, grants } = gathered;
    let indexes: Vec<String> = entries.iter().map(|line| line.index().to_string()).collect();
    clearance.entry.given =
        Some(format!("bundle of {} entries: {}", indexes.len(), indexes.join(" ")));
    clearance.entry.records.extend(record_ids);
    let bundle = Bundle {
        exchange: exchange.name.to_string(),
        origin: checkpoint.lines().next().unwrap_or_default().to_owned(),
        created_at_ms: clearance.at.as_unsigned_ms(),
        question: asked,
        withheld,
        checkpoint,
        policy: evidence::policy(exchange),
        entries,
        records,
        keys,
        grants,
    };
    let withheld = Withheld::new(BundleAnswer { files: texts(&bundle)?, entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// The entries that are named, ascending and each once; nothing when none is.
fn named(entries: &[u64], size: u64) -> Result<Option<BTreeSet<u64>>, Refusal> {
    if entries.len() > ENTRIES {
        return Err(Reason::BundleTooLarge.into());
    }
    if let Some(at) = entries.iter().position(|index| *index >= size) {
        return Err(Refusal::at(Reason::RequestInvalid, format!("/entries/{at}")));
    }
    Ok((!entries.is_empty()).then(|| entries.iter().copied().collect()))
}

/// The partners whose entries may come into a bundle of this officer.
pub fn partners<A: Permission>(clearance: &Clearance<A>) -> Vec<PartnerId> {
    let partner = &clearance.caller.partner;
    partner.scope.iter().chain([&partner.id]).cloned().collect()
}

/// The names of the fields that can be withheld, in their order.
pub fn field_names() -> Vec<&'static str> {
    FieldId::ALL.iter().filter_map(|field| field.name()).collect()
}

/// The fields with these names, ascending and each once.
fn fields(names: &[String]) -> Result<Vec<FieldId>, Refusal> {
    let mut fields = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let field = FieldId::from_name(name).filter(|field| !fields.contains(field));
        let invalid = || Refusal::at(Reason::RequestInvalid, format!("/withhold/{at}"));
        fields.push(field.ok_or_else(invalid)?);
    }
    fields.sort_unstable();
    Ok(fields)
}

/// The files of a bundle; each is text.
fn texts(bundle: &Bundle) -> Result<BTreeMap<String, String>, Refusal> {
    let files = bundle.files();
    if files.iter().map(|(_, content)| content.len()).sum::<usize>() > BYTES {
        return Err(Reason::BundleTooLarge.into());
    }
    let text = |(path, content)| match String::from_utf8(content) {
        Ok(text) => Ok((path, text)),
        Err(_) => Err(fault("a file of a bundle is not text")),
    };
    files.into_iter().map(text).collect()
}
