//! Signs of misuse in a period, for the officer to look at: nobody is refused or suspended by them.
//! Absent: the signs themselves (`domain::misuse`).

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::pass::{Fields, Pass};
use crate::domain::action::{Action, Meter};
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::misuse::{Deed, Flag, LEAD_DAYS, LimitsNow, LookUp, Seen, Sent, Watch, Who};
use crate::domain::plate::Normal;
use crate::domain::reading::ReasonCode;
use crate::domain::record::{Message, RecordType};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Kind, Withheld, term};
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::kept::{self, Kept, KeptError};
use crate::service::permission::AuditFlags;
use crate::service::question::{scope, state_use};
use crate::store::{ReadError, Reader};
use crate::wire::api::grant::moment;
use crate::wire::api::oversight::{FlagRow, FlagsAnswer, FlagsRequest};
use crate::wire::api::registry_rows::partner_id;
use crate::wire::api::search::SearchQuery;

/// The most flags in one answer: more than anybody reads in a day.
const FLAGS: usize = 500;

/// What the officer may miss, said with every answer.
const NOT_LOOKED_FOR: &str =
    "own plate looked up: the exchange has no register of whose plate it is";

/// Raises the flags of a period. Reads the index rows of the partners in scope from four weeks before the
/// period on, and opens what can be evidence alone: look-ups, alerts with a plate, recalls, refusals.
///
/// # Errors
/// Refusals of the request, [`Reason::PeriodTooLarge`], and refusals of the log.
pub async fn raise(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditFlags>,
    request: &FlagsRequest,
) -> Result<FlagsAnswer, Refusal> {
    let asked = serde_json::json!({
        "from": request.from, "to": request.to, "partner": request.partner,
    });
    clearance.entry.asked = Some(Sensitive::new(asked.to_string()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let from = moment(&request.from, "/from")?;
    let to = request.to.as_ref().map(|text| moment(text, "/to")).transpose()?;
    // The present millisecond belongs to the past.
    let to = to.unwrap_or_else(|| clearance.at.plus_ms(1));
    if to < from {
        return Err(Refusal::at(Reason::RequestInvalid, "/to"));
    }
    request.partner.as_ref().map(|id| partner_id(id, "/partner")).transpose()?;
    let scope = scope(&clearance.caller.partner);
    let limits = limits(exchange, clearance, &scope)?;
    let lead = from.plus_ms(-i64::from(LEAD_DAYS) * crate::domain::time::MS_PER_DAY);
    let below = exchange.sequencer.published().size();
    let pass = Pass::new(scope, request.partner.as_ref(), (lead, to), below)?;
    let (mut flags, read) = exchange
        .read(move |reader| {
            let mut watch = Watch::new(from, limits);
            let read = watch_over(&pass, reader, is_evidence, &mut watch)?;
            Ok((watch.end(), read))
        })
        .await?;
    let left_out = flags.len().saturating_sub(FLAGS);
    flags.truncate(FLAGS);
    clearance.entry.given = Some(given(&flags));
    let answer = FlagsAnswer {
        flags: flags.into_iter().map(row).collect(),
        read,
        left_out: u64::try_from(left_out).unwrap_or(u64::MAX),
        not_looked_for: vec![NOT_LOOKED_FOR.to_owned()],
        entry: 0,
    };
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

fn limits(
    exchange: &Exchange,
    clearance: &Clearance<AuditFlags>,
    scope: &[String],
) -> Result<LimitsNow, Refusal> {
    let (directory, at): (&Arc<_>, Timestamp) = (&clearance.directory, clearance.at);
    let mut limits = LimitsNow::new();
    for partner in scope {
        let id = PartnerId::parse(partner).map_err(|_| fault("a scope cannot be read"))?;
        for meter in Meter::ALL {
            let per_minute = exchange.limiter.per_minute(directory, &id, meter, at);
            limits.insert((partner.clone(), meter), per_minute);
        }
    }
    Ok(limits)
}

/// What is entered about the answer: which signs, and which entries it named.
fn given(flags: &[Flag]) -> String {
    let each: Vec<String> = flags
        .iter()
        .map(|flag| {
            let entries: Vec<String> = flag.entries.iter().map(u64::to_string).collect();
            format!("{} of entries {}", flag.sign.code(), entries.join(" "))
        })
        .collect();
    if each.is_empty() { "nothing found".into() } else { each.join("; ") }
}

fn row(flag: Flag) -> FlagRow {
    FlagRow {
        sign: flag.sign.code().to_owned(),
        partner: flag.partner,
        person: flag.person,
        explanation: flag.explanation,
        entries: flag.entries,
        count: flag.count,
        last_at: flag.last_at.to_string(),
    }
}

/// Whether an entry can be a sign by what stands in it.
pub(super) fn is_evidence(kind: Kind) -> bool {
    matches!(kind, Kind::Refused | Kind::LookedUp | Kind::Listed)
}

/// Shows the watch every entry of the period, and says how many there were. Where an entry is not opened, its
/// mark says what it spent.
pub(super) fn watch_over(
    pass: &Pass,
    reader: &Reader,
    opens: impl Fn(Kind) -> bool,
    watch: &mut Watch,
) -> Result<u64, Refusal> {
    let mut rows = Rows { months: pass.months(), last: HashMap::new() };
    pass.walk(reader, opens, |line, fields| {
        let (index, partner) = (line.index, line.partner);
        match (fields, line.mark) {
            (Some(fields), _) => {
                let Some(seen) = seen(reader, index, fields)? else { return Ok(()) };
                if let Deed::Refused { over_limit, .. } = &seen.deed
                    && rows.is_ended(reader, &seen, *over_limit)?
                {
                    watch.granted(&seen.who);
                }
                watch.see(&seen);
            }
            (None, Some(mark)) => watch.spent(partner, mark.meter, index, mark.at),
            (None, None) => {}
        }
        Ok(())
    })
}

/// For each person the last refusal, and how many over a limit came after it: they end no row.
struct Rows {
    months: RangeInclusive<u32>,
    last: HashMap<Who, (u64, usize)>,
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
            if let Some((_, over)) = self.last.get_mut(&seen.who) {
                *over += 1;
            }
            return Ok(false);
        }
        let Some((last, over)) = self.last.insert(seen.who.clone(), (seen.index, 0)) else {
            return Ok(false);
        };
        let (partner, person) = (seen.who.partner.as_bytes(), seen.who.person.as_bytes());
        let person = [partner, b"\0", person].concat();
        let (term, between) = ((term::PERSON, person.as_slice()), last + 1..seen.index);
        let entries = reader.marked_entries(term, self.months.clone(), between, over + 1)?;
        Ok(entries.len() > over)
    }
}

/// An entry as the signs need it; nothing for an entry of nobody.
fn seen(reader: &Reader, index: u64, fields: &Fields) -> Result<Option<Seen>, Refusal> {
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
            targets: targets(reader, *action, fields)?,
            is_search: *action == Action::RecordSearch,
            as_own_record: text("reason") == ReasonCode::OwnRecord.code(),
            justification: text("justification"),
        }),
        (None, Action::RecordSubmit) => sent(reader, fields)?.map_or(Deed::Other, Deed::Sent),
        (None, _) => Deed::Other,
    };
    Ok(Some(Seen { index, at, who, meter: action.meter(), deed }))
}

fn targets(reader: &Reader, action: Action, fields: &Fields) -> Result<Vec<String>, Refusal> {
    if action == Action::RecordSearch {
        let asked = fields.get("asked").map(String::as_str).unwrap_or_default();
        let query = serde_json::from_str::<SearchQuery>(asked).ok();
        let plate = query.and_then(|query| Normal::parse(&query.plate?).ok());
        return Ok(plate.into_iter().map(|plate| plate.as_str().to_owned()).collect());
    }
    let id = first(fields);
    let plates = match kept(reader, id)? {
        Some(kept) => kept.row.plates,
        None => Vec::new(),
    };
    let by_id = id.filter(|_| plates.is_empty()).map(str::to_owned);
    Ok(plates.into_iter().chain(by_id).collect())
}

fn sent(reader: &Reader, fields: &Fields) -> Result<Option<Sent>, Refusal> {
    let Some(kept) = kept(reader, first(fields))? else { return Ok(None) };
    let is_alert = kept.facts.record_type == RecordType::Alert;
    let cancels = kept.facts.message == Message::Cancel;
    Ok(Some(Sent {
        record: kept.facts.id.to_string(),
        is_alert: is_alert && !cancels,
        plates: kept.row.plates,
        withdraws: if cancels { kept.row.replaces } else { Vec::new() },
    }))
}

/// The record that an entry is about in the first place.
pub(super) fn first(fields: &Fields) -> Option<&str> {
    fields.get("records")?.split(' ').next()
}

/// A record, while it is there.
pub(super) fn kept(reader: &Reader, id: Option<&str>) -> Result<Option<Kept>, Refusal> {
    let Some(id) = id.and_then(|id| RecordId::parse(id).ok()) else { return Ok(None) };
    match kept::find(reader, id) {
        Ok(kept) => Ok(kept),
        Err(KeptError::Read(ReadError::Erased)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
