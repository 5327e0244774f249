//! Everything that concerns one data subject, found by a plate or by a record: which records carry it, who
//! sent, received, opened or searched it; and what the law lets the officer withhold from the citizen, with
//! the ground. Absent: the decision to withhold, which is the officer's, and people known by no plate.

use std::collections::BTreeSet;

use crate::domain::id::RecordId;
use crate::domain::plate::{Normal, fold};
use crate::domain::purpose::Purpose;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::directory::Directory;
use crate::service::door::{self, Withheld, term};
use crate::service::exchange::Exchange;
use crate::service::kept::{self as records, Kept, KeptError};
use crate::service::permission::AuditSubject;
use crate::service::question::{in_scope, load, scope, state_use};
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::audit::AuditEntry;
use crate::wire::api::oversight::{
    MayWithhold, SubjectAnswer, SubjectEvent, SubjectRecord, SubjectRequest,
};

/// The most records and the most entries of one answer: more than a letter holds.
const MOST: usize = 1_000;

/// Which subject is asked about.
struct Subject {
    plate: Option<Normal>,
    record: Option<RecordId>,
    scope: Vec<String>,
    size: u64,
    at: Timestamp,
}

/// Collects what concerns a subject. It is found by the indexes of plates and records: the cost grows with
/// the answer.
///
/// # Errors
/// Refusals of the request, [`Reason::PeriodTooLarge`] when more concerns it than one answer holds, and
/// refusals of the log.
pub async fn collect(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditSubject>,
    request: &SubjectRequest,
) -> Result<SubjectAnswer, Refusal> {
    let asked = serde_json::json!({ "plate": request.plate, "record": request.record });
    clearance.entry.asked = Some(Sensitive::new(asked.to_string()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
    let plate = request.plate.as_ref().map(|text| Normal::parse(text)).transpose();
    let plate = plate.map_err(|_| invalid("/plate"))?;
    let record = request.record.as_ref().map(|id| RecordId::parse(id)).transpose();
    let record = record.map_err(|_| invalid("/record"))?;
    if plate.is_some() == record.is_some() {
        return Err(invalid("/plate"));
    }
    let plates = plate.iter().map(|plate| Sensitive::new(plate.as_str().to_owned()));
    clearance.entry.plates.extend(plates);
    let subject = Subject {
        plate,
        record,
        scope: scope(&clearance.caller.partner),
        size: exchange.sequencer.published().size(),
        at: clearance.at,
    };
    let directory = clearance.directory.clone();
    let (records, events) =
        exchange.read(move |reader| subject.collect(reader, &directory)).await?;
    let ids = records.iter().filter_map(|record| RecordId::parse(&record.about.id).ok());
    clearance.entry.records.extend(ids);
    let indexes: Vec<String> = events.iter().map(|event| event.shown.index.to_string()).collect();
    clearance.entry.given = Some(match (records.len(), indexes.len()) {
        (0, 0) => "nothing found".into(),
        (records, _) => format!("{records} records, entries {}", indexes.join(" ")),
    });
    let answer = SubjectAnswer { records, events, entry: 0 };
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

impl Subject {
    fn collect(
        &self,
        reader: &Reader,
        directory: &Directory,
    ) -> Result<(Vec<SubjectRecord>, Vec<SubjectEvent>), Refusal> {
        let mut shown = Vec::new();
        let mut entries: BTreeSet<u64> = BTreeSet::new();
        let mut closed: Vec<(String, Option<MayWithhold>)> = Vec::new();
        for kept in self.records(reader)? {
            let to = kept.row.to.iter().filter_map(|number| directory.partner_by_number(*number));
            let recipients: Vec<String> = to.map(|partner| partner.id.to_string()).collect();
            let issuer = kept.facts.issuer.to_string();
            if !self.scope.iter().any(|id| *id == issuer || recipients.contains(id)) {
                continue;
            }
            let standing = records::standing(reader, &kept, self.at)?;
            let may_withhold = mark(kept.facts.purpose, standing.state == "in-force");
            closed.push((kept.facts.id.to_string(), may_withhold.clone()));
            let id = kept.facts.id.to_bytes();
            self.add(reader, &mut entries, term::RECORD, &id)?;
            let (index, about, recipients) = (kept.index, kept.row.about(), recipients);
            shown.push(SubjectRecord { index, about, standing, recipients, may_withhold });
        }
        if let Some(record) = self.record {
            self.add(reader, &mut entries, term::RECORD, &record.to_bytes())?;
        }
        if let Some(plate) = &self.plate {
            self.add(reader, &mut entries, term::PLATE, plate.as_str().as_bytes())?;
        }
        let mut events = Vec::new();
        for index in entries {
            let Some(fields) = load(reader, index)? else { continue };
            if !in_scope(&fields, &self.scope) {
                continue;
            }
            let text = fields.get("records").map(String::as_str).unwrap_or_default();
            let about = closed.iter().find(|(id, _)| text.split(' ').any(|one| one == id));
            let may_withhold =
                about.and_then(|(_, mark)| mark.clone()).or_else(|| of_case(&fields));
            events.push(SubjectEvent { shown: AuditEntry { index, fields }, may_withhold });
        }
        Ok((shown, events))
    }

    /// The records that carry the plate as it is, or the one that is asked about.
    fn records(&self, reader: &Reader) -> Result<Vec<Kept>, Refusal> {
        let Some(plate) = &self.plate else {
            let Some(id) = self.record else { return Ok(Vec::new()) };
            return Ok(records::unless_erased(reader, id)?.into_iter().collect());
        };
        let (folded, all) = (fold(plate), Direction::Ascending);
        let folded = folded.as_str().as_bytes();
        let range = 0..self.size;
        let kind = records::term::PLATE;
        let indexes = reader.find_records(kind, folded, range, all, MOST + 1)?;
        if indexes.len() > MOST {
            return Err(Reason::PeriodTooLarge.into());
        }
        let mut found = Vec::new();
        for index in indexes {
            match records::load(reader, index) {
                Ok(kept) if kept.row.plates.iter().any(|one| one == plate.as_str()) => {
                    found.push(kept);
                }
                Ok(_) | Err(KeptError::Read(ReadError::Erased)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(found)
    }

    fn add(
        &self,
        reader: &Reader,
        entries: &mut BTreeSet<u64>,
        kind: u8,
        value: &[u8],
    ) -> Result<(), Refusal> {
        let (range, all) = (0..self.size, Direction::Ascending);
        entries.extend(reader.find_entries(kind, value, range, all, MOST + 1)?);
        if entries.len() > MOST { Err(Reason::PeriodTooLarge.into()) } else { Ok(()) }
    }
}

/// What may be withheld about a record while it is in force: afterwards the case no longer runs on it.
fn mark(purpose: Purpose, in_force: bool) -> Option<MayWithhold> {
    let (ground, why) = match purpose {
        Purpose::Offences => (
            "led-15-1-b",
            "Confidential while the record is in force: telling would prejudice the detection or \
             investigation of offences (LED art. 15(1)(b), Wpg art. 27).",
        ),
        Purpose::PublicOrder => (
            "led-15-1-c",
            "Confidential while the record is in force: telling would harm public security (LED art. \
             15(1)(c), Wpg art. 27).",
        ),
        Purpose::Assistance | Purpose::Supervision => return None,
    };
    in_force.then(|| MayWithhold { ground: ground.into(), why: why.into() })
}

/// A look-up for a case that the reader named, about no record that is known: whether the case still runs
/// is not in the log.
fn of_case(fields: &std::collections::BTreeMap<String, String>) -> Option<MayWithhold> {
    fields.contains_key("case").then(|| MayWithhold {
        ground: "led-15-1-a".into(),
        why: "The reader named a case: ask whether it still runs before telling; telling may obstruct an \
              investigation (LED art. 15(1)(a), Wpg art. 27)."
            .into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_force_may_be_withheld_and_only_for_a_ground_of_the_law() {
        for purpose in [Purpose::Offences, Purpose::PublicOrder] {
            assert!(mark(purpose, true).is_some_and(|mark| mark.ground.starts_with("led-15-1-")));
            assert!(mark(purpose, false).is_none());
        }
        assert!(mark(Purpose::Assistance, true).is_none());
        assert!(mark(Purpose::Supervision, true).is_none());
    }
}
