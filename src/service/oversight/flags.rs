//! Signs of misuse in a period, for the officer to look at: nobody is refused or suspended by them. They are
//! read as the watch has kept them, so the cost grows with the flags and not with the log; when asked, they are
//! told again from the entries. Absent: the signs themselves (`domain::misuse`), and the watch (`watch`).

mod recount;
#[cfg(test)]
mod tests;

use crate::domain::action::Meter;
use crate::domain::id::PartnerId;
use crate::domain::misuse::{Flag, in_order};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Withheld};
use crate::service::exchange::Exchange;
use crate::service::permission::AuditFlags;
use crate::service::question::{scope, state_use};
use crate::service::watch::{Progress, found};
use crate::store::{ReadError, Reader};
use crate::wire::api::flags::{FlagRow, FlagsAnswer, FlagsRecount, FlagsRequest};
use crate::wire::api::grant::moment;
use crate::wire::api::registry_rows::partner_id;
use recount::{Told, tell};

/// The most flags in one answer: more than anybody reads in a day.
const FLAGS: usize = 500;

/// How often flags are read until the watch did not move in between, for a recount.
const TRIES: usize = 32;

/// What a caller is told to wait when it always did, in milliseconds.
const BUSY_WAIT_MS: u64 = 1000;

/// What the officer may miss, said with every answer.
const NOT_LOOKED_FOR: &str =
    "own plate looked up: the exchange has no register of whose plate it is";

/// Whose flags of which period are asked for: those with an entry at or after `from` and before `to`.
#[derive(Clone)]
pub(super) struct Period {
    pub(super) partners: Vec<String>,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// Flags in order, as many as are shown, and how many more there are.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) flags: Vec<Flag>,
    pub(super) left_out: usize,
}

/// Gives the flags of a period. Has the watch see everything up to this moment first, and says when it could
/// not; reads one row for each flag of the weeks that the period touches. A recount opens what can be evidence
/// in those weeks and the 45 days before.
///
/// # Errors
/// Refusals of the request, for a recount [`Reason::PeriodTooLarge`], [`Reason::Erased`] and
/// [`Reason::Overloaded`], and refusals of the log.
pub async fn raise(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditFlags>,
    request: &FlagsRequest,
) -> Result<FlagsAnswer, Refusal> {
    let FlagsRequest { from, to, partner, recount, .. } = request;
    let mut asked = serde_json::json!({ "from": from, "to": to, "partner": partner });
    if *recount {
        asked["recount"] = true.into();
    }
    clearance.entry.asked = Some(Sensitive::new(asked.to_string()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let period = period(clearance, request)?;
    let below = exchange.sequencer.published().size();
    let mut seen = exchange.watching.catch_up(below).await;
    let mut recounted = None;
    let shown = match recount {
        false => exchange.read(move |reader| Ok(shown(reader, &period)?)).await?,
        true => {
            let (all, at) = standing_still(exchange, &period).await?;
            seen = at;
            let told = told(exchange, clearance, period, at.next).await?;
            recounted = Some(recount::compare(&all, &told));
            Shown::of(all)
        }
    };
    let complete = seen.next >= below;
    clearance.entry.given = Some(given(&shown.flags, seen, complete, recounted.as_ref()));
    let answer = FlagsAnswer {
        flags: shown.flags.into_iter().map(row).collect(),
        left_out: u64::try_from(shown.left_out).unwrap_or(u64::MAX),
        complete,
        entries_seen: seen.next,
        seen_until: seen.at.map(|at| at.to_string()),
        not_looked_for: vec![NOT_LOOKED_FOR.to_owned()],
        recount: recounted,
        entry: 0,
    };
    let (mut answer, permit) = door::disclose(exchange, clearance, Withheld::new(answer)).await?;
    answer.entry = permit.index();
    Ok(answer)
}

fn period(clearance: &Clearance<AuditFlags>, request: &FlagsRequest) -> Result<Period, Refusal> {
    let from = moment(&request.from, "/from")?;
    let to = request.to.as_ref().map(|text| moment(text, "/to")).transpose()?;
    // The present millisecond belongs to the past.
    let to = to.unwrap_or_else(|| clearance.at.plus_ms(1));
    if to < from {
        return Err(Refusal::at(Reason::RequestInvalid, "/to"));
    }
    let wanted = request.partner.as_ref().map(|id| partner_id(id, "/partner")).transpose()?;
    let mut partners = scope(&clearance.caller.partner);
    // A partner outside the scope has none, nor is it said that it exists.
    partners.retain(|id| wanted.as_ref().is_none_or(|wanted| wanted.as_str() == id));
    partners.sort_unstable();
    partners.dedup();
    Ok(Period { partners, from, to })
}

/// The first flags of a period. Blocks.
pub(super) fn shown(reader: &Reader, period: &Period) -> Result<Shown, ReadError> {
    let mut shown = Shown::default();
    found(reader, &period.partners, (period.from, period.to), |flag| {
        shown.flags.push(flag);
        // However many there are, no more than twice as many as are shown are held.
        if shown.flags.len() >= 2 * FLAGS {
            shown.cut();
        }
    })?;
    shown.cut();
    Ok(shown)
}

impl Shown {
    fn of(flags: Vec<Flag>) -> Self {
        let mut shown = Self { flags, left_out: 0 };
        shown.cut();
        shown
    }

    fn cut(&mut self) {
        self.flags.sort_by(in_order);
        self.left_out += self.flags.len().saturating_sub(FLAGS);
        self.flags.truncate(FLAGS);
    }
}

/// All flags of a period at a moment at which the watch did not move.
async fn standing_still(
    exchange: &Exchange,
    period: &Period,
) -> Result<(Vec<Flag>, Progress), Refusal> {
    for _ in 0..TRIES {
        let before = exchange.watching.catch_up(exchange.sequencer.published().size()).await;
        let period = period.clone();
        let flags = exchange
            .read(move |reader| {
                let mut flags = Vec::new();
                let times = (period.from, period.to);
                found(reader, &period.partners, times, |flag| flags.push(flag))?;
                Ok(flags)
            })
            .await?;
        if !before.is_writing && exchange.watching.progress() == before {
            return Ok((flags, before));
        }
    }
    Err(Refusal::later(Reason::Overloaded, BUSY_WAIT_MS))
}

/// The flags told again from the first `below` entries.
async fn told(
    exchange: &Exchange,
    clearance: &Clearance<AuditFlags>,
    period: Period,
    below: u64,
) -> Result<Told, Refusal> {
    let (limiter, directory) = (exchange.limiter.clone(), clearance.directory.clone());
    exchange
        .read(move |reader| {
            let limit = |partner: &str, meter: Meter, at: Timestamp| {
                let partner = PartnerId::parse(partner).ok()?;
                limiter.allowed(&directory, &partner, meter, at)
            };
            tell(reader, &period, below, &limit)
        })
        .await
}

/// What is entered about the answer: which signs, which entries it named, and what it did not cover.
fn given(flags: &[Flag], seen: Progress, complete: bool, recount: Option<&FlagsRecount>) -> String {
    let mut parts: Vec<String> = flags
        .iter()
        .map(|flag| {
            let entries: Vec<String> =
                flag.entries.iter().map(|(index, _)| index.to_string()).collect();
            format!("{} of entries {}", flag.sign.code(), entries.join(" "))
        })
        .collect();
    if parts.is_empty() {
        parts.push("nothing found".into());
    }
    if !complete {
        parts.push(format!("entries from {} on were not looked at", seen.next));
    }
    parts.extend(recount.map(|recount| match recount.differences.len() {
        0 => format!("a recount of {} entries agrees", recount.entries),
        differ => format!("in a recount of {} entries {differ} flags differ", recount.entries),
    }));
    parts.join("; ")
}

fn row(flag: Flag) -> FlagRow {
    let figures = flag.measured.figures.into_iter();
    FlagRow {
        sign: flag.sign.code().to_owned(),
        partner: flag.partner,
        person: flag.person,
        explanation: flag.measured.sentence,
        figures: figures.map(|(name, value)| (name, value.into())).collect(),
        entries: flag.entries.into_iter().map(|(index, _)| index).collect(),
        count: flag.count,
        last_at: flag.last_at.to_string(),
    }
}
