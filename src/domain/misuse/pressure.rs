//! Pressure on the rules: refusal after refusal of one person, and a partner at the edge of its limits.
//! Absent: what the limits are; whoever shows the entries says what held in their minute.

use std::collections::HashMap;

use super::flag::{Flag, Raised, Sign};
use super::measured::many;
use super::{Deed, LimitAt, Measured, Recent, Seen, Who};
use crate::domain::action::Meter;
use crate::domain::time::{Day, MS_PER_DAY, Timestamp};

/// Refusals in a row that are looked at: a form filled in wrongly is corrected in fewer.
const REFUSALS: usize = 5;

/// The longest pause inside a row, in milliseconds.
pub const PAUSE_MS: i64 = 3_600_000;

/// The part of a limit that is near it, in hundredths.
const NEAR_PERCENT: u32 = 80;

/// Minutes of one day near the limit that are looked at: one busy minute is an incident, not a habit.
const NEAR_MINUTES: u32 = 5;

#[derive(Default)]
pub(super) struct Pressure {
    /// Refusals in a row.
    rows: HashMap<Who, Recent<()>>,
    use_of: HashMap<(String, Meter), Use>,
    swept: Option<Day>,
}

/// What a partner used of a meter in a day.
struct Use {
    day: Day,
    minute: i64,
    in_minute: u32,
    /// What held in the minute.
    limit: u32,
    /// Minutes near the limit.
    near: u32,
    /// Refusals over the limit that have an entry.
    over: u32,
    suppressed: u64,
    /// For each minute near the limit the entry with which it came there, and the refusals.
    flag: Flag,
}

impl Pressure {
    pub(super) fn see(&mut self, seen: &Seen, limit: &LimitAt<'_>, raised: &mut Raised) {
        match &seen.deed {
            Deed::Refused { over_limit: false, .. } => self.refused(seen, raised),
            Deed::Refused { over_limit: true, .. } => {}
            _ => self.granted(&seen.who),
        }
        let (partner, meter, place) = (&seen.who.partner, seen.meter, (seen.index, seen.at));
        if let Deed::Refused { over_limit, suppressed } = &seen.deed {
            let Some(used) = self.of(partner, meter, seen.at, limit) else { return };
            used.suppressed = used.suppressed.saturating_add(*suppressed);
            if *over_limit {
                used.over = used.over.saturating_add(1);
                used.flag.add(seen.index, seen.at);
            }
            if *over_limit || *suppressed > 0 {
                used.judge(meter, raised);
            }
            if *over_limit {
                return;
            }
        }
        self.spent(partner, meter, place, limit, raised);
    }

    /// Something granted ends the row.
    pub(super) fn granted(&mut self, who: &Who) {
        self.rows.remove(who);
    }

    /// Counts one more in its minute.
    pub(super) fn spent(
        &mut self,
        partner: &str,
        meter: Meter,
        (index, at): (u64, Timestamp),
        limit: &LimitAt<'_>,
        raised: &mut Raised,
    ) {
        let Some(used) = self.of(partner, meter, at, limit) else { return };
        used.in_minute = used.in_minute.saturating_add(1);
        if used.in_minute == near(used.limit) {
            used.near = used.near.saturating_add(1);
            used.flag.add(index, at);
            used.judge(meter, raised);
        }
    }

    fn refused(&mut self, seen: &Seen, raised: &mut Raised) {
        if self.swept != Some(seen.at.day()) {
            self.swept = Some(seen.at.day());
            // A day later than a pause ends a row, so that it makes no difference when this is done.
            let goes_on = |last: Timestamp| seen.at.since(last) <= PAUSE_MS + MS_PER_DAY;
            self.rows.retain(|_, row| row.last().is_some_and(goes_on));
        }
        let row = self.rows.entry(seen.who.clone()).or_default();
        if row.last().is_some_and(|last| seen.at.since(last) > PAUSE_MS) {
            *row = Recent::default();
        }
        row.add(seen, ());
        if row.done.len() >= REFUSALS {
            let half = row.this_week().count() >= REFUSALS.div_ceil(2);
            row.flag(Sign::RefusalsInARow, (&seen.who, ""), half, raised, |count| {
                let sentence =
                    format!("Was refused {count} times in a row; {REFUSALS} raise this.");
                Measured::said(sentence).with("times", count).with("raises", REFUSALS)
            });
        }
    }

    /// What a partner has used of a meter on this day and in this minute. An entry that comes in late, after
    /// one of the next minute, counts there.
    fn of(
        &mut self,
        partner: &str,
        meter: Meter,
        at: Timestamp,
        limit: &LimitAt<'_>,
    ) -> Option<&mut Use> {
        let (day, minute) = (at.day(), at.as_seconds() / 60);
        let key = (partner.to_owned(), meter);
        let is_new = self.use_of.get(&key).is_none_or(|used| used.minute < minute);
        if is_new {
            // A partner that nobody knows has no limit to be near to.
            let limit = limit(partner, meter, at)?;
            let who = Who { partner: partner.to_owned(), person: String::new() };
            let fresh = || Use {
                day,
                minute,
                in_minute: 0,
                limit,
                near: 0,
                over: 0,
                suppressed: 0,
                flag: Flag { person: None, ..Flag::new(Sign::NearLimit, &who, at) },
            };
            let used = self.use_of.entry(key.clone()).or_insert_with(fresh);
            if used.day < day {
                *used = fresh();
            }
            (used.minute, used.in_minute, used.limit) = (minute, 0, limit);
        }
        self.use_of.get_mut(&key)
    }
}

/// The requests in a minute that are near a limit; at least one.
fn near(limit: u32) -> u32 {
    (u64::from(limit) * u64::from(NEAR_PERCENT)).div_ceil(100).try_into().unwrap_or(u32::MAX).max(1)
}

impl Use {
    fn judge(&mut self, meter: Meter, raised: &mut Raised) {
        if self.near < NEAR_MINUTES && self.over == 0 {
            return;
        }
        let Self { limit, near, over, suppressed, .. } = *self;
        let own = if suppressed == 1 { "its own" } else { "their own" };
        let sentence = format!(
            "Used {NEAR_PERCENT} % or more of its limit of {limit} a minute for {} in {} of one day, and was \
             refused {} over the limit ({suppressed} more without an entry of {own}); {NEAR_MINUTES} minutes \
             or one refusal raise this.",
            meter.code(),
            many(near, "minute"),
            many(over, "time"),
        );
        self.flag.measured = Measured::said(sentence)
            .of_meter(meter)
            .with("percent", NEAR_PERCENT)
            .with("limit", limit)
            .with("minutes", near)
            .with("refused", over)
            .with("suppressed", suppressed)
            .with("raises", NEAR_MINUTES);
        raised.put(meter.code(), &self.flag);
    }
}
