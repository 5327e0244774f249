//! A question to the audit log: parsed, and which entries fit it; why the log is read; and whose entries
//! an officer may see. Absent: what is done with the entries that are found (`audit`, `bundle`).

use std::collections::BTreeMap;
use std::ops::Range;

use super::clearance::Clearance;
use super::door::{decode, term};
use super::fault::fault;
use super::permission::Permission;
use crate::domain::action::{Action, Operation};
use crate::domain::id::{CaseNumber, GrantId, RecordId};
use crate::domain::party::Partner;
use crate::domain::plate::Normal;
use crate::domain::purpose::Purpose;
use crate::domain::reading::{UseCode, justify};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::audit::AuditQuery;
use crate::wire::api::grant::moment;
use crate::wire::api::registry_rows::{partner_id, person_id};

/// The most candidates that are looked at in one go.
pub(super) const CANDIDATES: usize = 5_000;

/// How much earlier than its predecessor in the log an entry may have begun, in milliseconds: longer
/// than any request takes.
pub(super) const OUT_OF_ORDER_MS: i64 = 60_000;

/// A question, parsed.
pub(super) struct Question {
    /// The index to look in, with the term; the whole period without one.
    term: Option<(u8, Vec<u8>)>,
    /// Fields that have to have these values.
    fields: Vec<(&'static str, String)>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    /// The plate that is asked about.
    pub(super) plate: Option<Normal>,
    /// The record that is asked about.
    pub(super) record: Option<RecordId>,
}

/// States why the log is read, and writes it into the entry.
pub(super) fn state_use<A: Permission>(
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

/// The partners whose entries an officer of this partner may see.
pub(super) fn scope(partner: &Partner) -> Vec<String> {
    partner.scope.iter().chain([&partner.id]).map(ToString::to_string).collect()
}

/// Entries of partners outside the scope are not shown, nor is it said that they exist. Entries of the
/// exchange itself have no partner and concern everybody.
pub(super) fn in_scope(fields: &BTreeMap<String, String>, scope: &[String]) -> bool {
    fields.get("partner").is_none_or(|partner| scope.contains(partner))
}

/// The fields of an entry; `None` once its key is gone.
pub(super) fn load(
    reader: &Reader,
    index: u64,
) -> Result<Option<BTreeMap<String, String>>, Refusal> {
    match reader.entry(index) {
        Ok(Some(plain)) => {
            Ok(Some(decode(&plain).map_err(|_| fault("a kept entry cannot be read"))?))
        }
        Ok(None) => Err(ReadError::Missing { table: "entry" }.into()),
        Err(ReadError::Erased) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl Question {
    /// From the request.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub(super) fn parse(query: &AuditQuery) -> Result<Self, Refusal> {
        let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
        let partner =
            query.partner.as_ref().map(|id| partner_id(id, "/query/partner")).transpose()?;
        let person = query.person.as_ref().map(|id| person_id(id, "/query/person")).transpose()?;
        let plate = query.plate.as_ref().map(|text| Normal::parse(text)).transpose();
        let plate = plate.map_err(|_| invalid("/query/plate"))?;
        let record = query.record.as_ref().map(|id| RecordId::parse(id)).transpose();
        let record = record.map_err(|_| invalid("/query/record"))?;
        if person.is_some() && partner.is_none() {
            return Err(invalid("/query/partner"));
        }
        let mut fields = coded(query)?;
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
        Ok(Self { term, fields, from, to, plate, record })
    }

    /// One that every entry fits.
    pub(super) fn of_everything() -> Self {
        Self { term: None, fields: Vec::new(), from: None, to: None, plate: None, record: None }
    }

    /// Whether it asks for everything of a period, so that it fits entries whose text is gone too.
    pub(super) fn is_of_a_period(&self) -> bool {
        self.term.is_none() && self.fields.is_empty()
    }

    /// Where in the first `below` entries of the log those lie that can fit.
    pub(super) fn range(&self, reader: &Reader, below: u64) -> Result<Range<u64>, ReadError> {
        // Entries of one moment may stand in the log in another order than they were begun.
        let (from, to) = (
            self.from.map(|from| from.plus_ms(-OUT_OF_ORDER_MS)),
            self.to.map(|to| to.plus_ms(OUT_OF_ORDER_MS)),
        );
        let at = |moment: Option<Timestamp>, otherwise: u64| -> Result<u64, ReadError> {
            match moment {
                Some(moment) => {
                    Ok(reader.first_index_at(moment.as_unsigned_ms())?.unwrap_or(below))
                }
                None => Ok(otherwise),
            }
        };
        Ok(at(from, 0)?..at(to, below)?.min(below))
    }

    /// Entries that can fit, newest first, at most [`CANDIDATES`].
    pub(super) fn candidates(
        &self,
        reader: &Reader,
        range: Range<u64>,
    ) -> Result<Vec<u64>, ReadError> {
        match &self.term {
            Some((kind, term)) => {
                reader.find_entries(*kind, term, range, Direction::Descending, CANDIDATES)
            }
            None => Ok(range.rev().take(CANDIDATES).collect()),
        }
    }

    /// Whether an entry with these fields is what was asked for.
    pub(super) fn fits(&self, fields: &BTreeMap<String, String>) -> bool {
        let time = fields.get("time").and_then(|time| Timestamp::parse(time).ok());
        let in_period = time.is_some_and(|time| {
            self.from.is_none_or(|from| time >= from) && self.to.is_none_or(|to| time < to)
        });
        in_period && self.fields.iter().all(|(name, value)| fields.get(*name) == Some(value))
    }
}

/// The fields that a question names by their codes.
fn coded(query: &AuditQuery) -> Result<Vec<(&'static str, String)>, Refusal> {
    let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
    let mut fields = Vec::new();
    if let Some(code) = &query.purpose {
        let purpose = Purpose::from_code(code).ok_or_else(|| invalid("/query/purpose"))?;
        fields.push(("purpose", purpose.code().to_owned()));
    }
    if let Some(code) = &query.operation {
        let known = Operation::ALL.iter().find(|operation| operation.code() == code);
        let known = known.ok_or_else(|| invalid("/query/operation"))?;
        fields.push(("operation", known.code().to_owned()));
    }
    if let Some(code) = &query.action {
        let known = Action::ALL.iter().find(|action| action.code() == code);
        let known = known.ok_or_else(|| invalid("/query/action"))?;
        fields.push(("action", known.code().to_owned()));
    }
    if let Some(grant) = &query.grant {
        let grant = GrantId::parse(grant).map_err(|_| invalid("/query/grant"))?;
        fields.push(("grant", grant.to_string()));
    }
    if let Some(case) = &query.case {
        let case = CaseNumber::parse(case).map_err(|_| invalid("/query/case"))?;
        fields.push(("case", case.as_str().to_owned()));
    }
    Ok(fields)
}
