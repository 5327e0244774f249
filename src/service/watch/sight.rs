//! What the watch sees of an entry: index rows for what is only counted, the text of what can be evidence, and
//! the records behind it. Absent: which entries it is shown (`run`, and `oversight` for a recount).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::action::Action;
use crate::domain::id::RecordId;
use crate::domain::misuse::{
    Deed, Flag, Identity, LimitAt, LookUp, PAUSE_MS, Seen, Sent, Watch, Who,
};
use crate::domain::plate::Normal;
use crate::domain::reading::ReasonCode;
use crate::domain::record::{Message, RecordType};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::{Day, Timestamp};
use crate::service::door::{Kind, Mark, term};
use crate::service::kept::{self, Kept, KeptError};
use crate::service::question::OUT_OF_ORDER_MS;
use crate::store::{ReadError, Reader};
use crate::wire::api::search::SearchQuery;

type Fields = BTreeMap<String, String>;

/// Whether an entry can be a sign by what stands in it.
pub(in crate::service) fn is_evidence(kind: Kind) -> bool {
    matches!(kind, Kind::Refused | Kind::LookedUp | Kind::Listed)
}

/// A watch and what it takes to show it the log.
#[derive(Default)]
pub(in crate::service) struct Sight {
    watch: Watch,
    rows: Rows,
    erased: BTreeSet<String>,
}

impl Sight {
    /// Shows the watch the next entry of a partner: with its fields where it was opened, else by its mark.
    ///
    /// # Errors
    /// A fault of the store.
    pub(in crate::service) fn show(
        &mut self,
        reader: &Reader,
        (index, partner, mark): (u64, &str, Option<Mark>),
        fields: Option<&Fields>,
        limit: &LimitAt<'_>,
    ) -> Result<(), Refusal> {
        match (fields, mark) {
            (Some(fields), _) => {
                let Some(seen) = self.seen(reader, index, fields)? else { return Ok(()) };
                if let Deed::Refused { over_limit, .. } = &seen.deed
                    && self.rows.is_ended(reader, &seen, *over_limit)?
                {
                    self.watch.granted(&seen.who);
                }
                self.watch.see(&seen, limit);
            }
            (None, Some(mark)) => self.watch.spent(partner, mark.meter, (index, mark.at), limit),
            (None, None) => {}
        }
        Ok(())
    }

    /// What was raised or has grown since the last call.
    pub(in crate::service) fn take(&mut self) -> Vec<(Identity, Flag)> {
        self.watch.take()
    }

    /// The partners of which an entry was shown whose record is erased.
    pub(in crate::service) fn erased(&self) -> &BTreeSet<String> {
        &self.erased
    }

    /// An entry as the signs need it; nothing for an entry of nobody.
    fn seen(
        &mut self,
        reader: &Reader,
        index: u64,
        fields: &Fields,
    ) -> Result<Option<Seen>, Refusal> {
        let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let action = Action::ALL.iter().find(|action| action.code() == text("action"));
        let at = Timestamp::parse(&text("time")).ok();
        let (Some(action), Some(at), Some(person)) = (action, at, fields.get("person")) else {
            return Ok(None);
        };
        let who = Who { partner: text("partner"), person: person.clone() };
        let deed = match (fields.get("refusal"), action) {
            (Some(reason), _) => Deed::Refused {
                over_limit: *reason == Reason::RateLimited.slug(),
                suppressed: text("suppressed").parse().unwrap_or_default(),
            },
            (None, Action::RecordSearch | Action::RecordOpen) => Deed::LookedUp(LookUp {
                targets: self.targets(reader, *action, fields)?,
                is_search: *action == Action::RecordSearch,
                as_own_record: text("reason") == ReasonCode::OwnRecord.code(),
                justification: text("justification"),
            }),
            (None, Action::RecordSubmit) => {
                self.sent(reader, fields)?.map_or(Deed::Other, Deed::Sent)
            }
            (None, _) => Deed::Other,
        };
        Ok(Some(Seen { index, at, who, meter: action.meter(), deed }))
    }

    fn targets(
        &mut self,
        reader: &Reader,
        action: Action,
        fields: &Fields,
    ) -> Result<Vec<String>, Refusal> {
        if action == Action::RecordSearch {
            let asked = fields.get("asked").map(String::as_str).unwrap_or_default();
            let query = serde_json::from_str::<SearchQuery>(asked).ok();
            let plate = query.and_then(|query| Normal::parse(&query.plate?).ok());
            return Ok(plate.into_iter().map(|plate| plate.as_str().to_owned()).collect());
        }
        let id = first(fields);
        let plates = match self.kept(reader, fields)? {
            Some(kept) => kept.row.plates,
            None => Vec::new(),
        };
        let by_id = id.filter(|_| plates.is_empty()).map(str::to_owned);
        Ok(plates.into_iter().chain(by_id).collect())
    }

    fn sent(&mut self, reader: &Reader, fields: &Fields) -> Result<Option<Sent>, Refusal> {
        let Some(kept) = self.kept(reader, fields)? else { return Ok(None) };
        let is_alert = kept.facts.record_type == RecordType::Alert;
        let cancels = kept.facts.message == Message::Cancel;
        Ok(Some(Sent {
            record: kept.facts.id.to_string(),
            is_alert: is_alert && !cancels,
            plates: kept.row.plates,
            withdraws: if cancels { kept.row.replaces } else { Vec::new() },
        }))
    }

    /// The record that an entry is about in the first place, while it is there.
    fn kept(&mut self, reader: &Reader, fields: &Fields) -> Result<Option<Kept>, Refusal> {
        let id = first(fields).and_then(|id| RecordId::parse(id).ok());
        let Some(id) = id else { return Ok(None) };
        match kept::find(reader, id) {
            Ok(kept) => Ok(kept),
            Err(KeptError::Read(ReadError::Erased)) => {
                self.erased.extend(fields.get("partner").cloned());
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn first(fields: &Fields) -> Option<&str> {
    fields.get("records")?.split(' ').next()
}

/// For each person the last refusal, and how many over a limit came after it: they end no row.
#[derive(Default)]
struct Rows {
    last: HashMap<Who, Last>,
    swept: Option<Day>,
}

struct Last {
    index: u64,
    at: Timestamp,
    over: usize,
}

impl Rows {
    /// Whether anything was granted to the person between the last refusal and this one. Between two refusals
    /// lies nothing else than refusals over a limit, or something granted; the index by person counts it.
    fn is_ended(
        &mut self,
        reader: &Reader,
        seen: &Seen,
        over_limit: bool,
    ) -> Result<bool, Refusal> {
        if over_limit {
            if let Some(last) = self.last.get_mut(&seen.who) {
                last.over += 1;
            }
            return Ok(false);
        }
        if self.swept != Some(seen.at.day()) {
            self.swept = Some(seen.at.day());
            self.last.retain(|_, last| seen.at.since(last.at) <= PAUSE_MS);
        }
        let newest = Last { index: seen.index, at: seen.at, over: 0 };
        let Some(last) = self.last.insert(seen.who.clone(), newest) else { return Ok(false) };
        // After a pause there is no row left to be ended.
        if seen.at.since(last.at) > PAUSE_MS {
            return Ok(false);
        }
        let (partner, person) = (seen.who.partner.as_bytes(), seen.who.person.as_bytes());
        let person = [partner, b"\0", person].concat();
        let (term, between) = ((term::PERSON, person.as_slice()), last.index + 1..seen.index);
        let earliest = last.at.min(seen.at).plus_ms(-OUT_OF_ORDER_MS).month();
        let months = earliest..=last.at.max(seen.at).plus_ms(OUT_OF_ORDER_MS).month();
        let entries = reader.marked_entries(term, months, between, last.over + 1)?;
        Ok(entries.len() > last.over)
    }
}
