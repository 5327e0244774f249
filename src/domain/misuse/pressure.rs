//! Pressure on the rules: refusal after refusal of one person, and a partner at the edge of its limits.
//! Absent: limits as they stood in the past, which the log does not keep.

use std::collections::HashMap;

use super::{Deed, Flag, LimitsNow, Seen, Sign, Who};
use crate::domain::action::Meter;
use crate::domain::time::{Day, Timestamp};

/// Refusals in a row that are looked at: a form filled in wrongly is corrected in fewer.
const REFUSALS: usize = 5;

/// The longest pause inside a row, in milliseconds.
const PAUSE_MS: i64 = 3_600_000;

/// The part of a limit that is near it, in hundredths.
const NEAR_PERCENT: u32 = 80;

/// Minutes of one day near the limit that are looked at: one busy minute is an incident, not a habit.
const NEAR_MINUTES: usize = 5;

pub(super) struct Pressure {
    limits: LimitsNow,
    rows: HashMap<Who, Row>,
    use_of: HashMap<(String, Meter), Use>,
}

/// Refusals in a row.
#[derive(Default)]
struct Row {
    refused: Vec<(Timestamp, u64)>,
    flag: Option<usize>,
}

/// What a partner used of a meter in a day.
struct Use {
    day: Day,
    minute: i64,
    in_minute: u32,
    /// For each minute near the limit, the entry with which it came there.
    near: Vec<(Timestamp, u64)>,
    /// Refusals over the limit that have an entry.
    over: Vec<(Timestamp, u64)>,
    suppressed: u64,
}

impl Pressure {
    pub(super) fn new(limits: LimitsNow) -> Self {
        Self { limits, rows: HashMap::new(), use_of: HashMap::new() }
    }

    pub(super) fn see(&mut self, seen: &Seen, flags: &mut Vec<Flag>) {
        match &seen.deed {
            Deed::Refused { over_limit: false, .. } => self.refused(seen, flags),
            Deed::Refused { over_limit: true, .. } => {}
            _ => self.granted(&seen.who),
        }
        if let Deed::Refused { over_limit, suppressed } = &seen.deed {
            let Some((used, _)) = self.of(&seen.who.partner, seen.meter, seen.at, flags) else {
                return;
            };
            used.suppressed = used.suppressed.saturating_add(*suppressed);
            if *over_limit {
                used.over.push((seen.at, seen.index));
                return;
            }
        }
        self.spent(&seen.who.partner, seen.meter, seen.index, seen.at, flags);
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
        index: u64,
        at: Timestamp,
        flags: &mut Vec<Flag>,
    ) {
        let Some((used, limit)) = self.of(partner, meter, at, flags) else { return };
        let minute = at.as_seconds() / 60;
        if used.minute != minute {
            (used.minute, used.in_minute) = (minute, 0);
        }
        used.in_minute = used.in_minute.saturating_add(1);
        if used.in_minute == near(limit) {
            used.near.push((at, index));
        }
    }

    pub(super) fn end(&mut self, flags: &mut Vec<Flag>) {
        for ((partner, meter), used) in &self.use_of {
            flags.extend(used.judge(partner, *meter, &self.limits));
        }
    }

    fn refused(&mut self, seen: &Seen, flags: &mut Vec<Flag>) {
        let row = self.rows.entry(seen.who.clone()).or_default();
        if row.refused.last().is_some_and(|(at, _)| seen.at.since(*at) > PAUSE_MS) {
            *row = Row::default();
        }
        if row.refused.len() < super::ENTRIES {
            row.refused.push((seen.at, seen.index));
        }
        if row.refused.len() < REFUSALS {
            return;
        }
        let explain =
            |count: u64| format!("Was refused {count} times in a row; {REFUSALS} raise this.");
        if let Some(flag) = row.flag.and_then(|at| flags.get_mut(at)) {
            flag.add(seen.index, seen.at);
            flag.explanation = explain(flag.count);
            return;
        }
        let mut flag = Flag::about(Sign::RefusalsInARow, &seen.who, seen.at);
        for (at, index) in &row.refused {
            flag.add(*index, *at);
        }
        flag.explanation = explain(flag.count);
        row.flag = Some(flags.len());
        flags.push(flag);
    }

    /// What a partner has used of a meter on this day, and its limit; the day before is judged first.
    fn of(
        &mut self,
        partner: &str,
        meter: Meter,
        at: Timestamp,
        flags: &mut Vec<Flag>,
    ) -> Option<(&mut Use, u32)> {
        let (day, key) = (at.day(), (partner.to_owned(), meter));
        let limit = self.limits.get(&key).copied()?;
        let fresh = || Use {
            day,
            minute: 0,
            in_minute: 0,
            near: Vec::new(),
            over: Vec::new(),
            suppressed: 0,
        };
        let used = self.use_of.entry(key).or_insert_with(fresh);
        if used.day != day {
            flags.extend(used.judge(partner, meter, &self.limits));
            *used = fresh();
        }
        Some((used, limit))
    }
}

/// The requests in a minute that are near a limit; at least one.
fn near(limit: u32) -> u32 {
    (u64::from(limit) * u64::from(NEAR_PERCENT)).div_ceil(100).try_into().unwrap_or(u32::MAX).max(1)
}

impl Use {
    fn judge(&self, partner: &str, meter: Meter, limits: &LimitsNow) -> Option<Flag> {
        let limit = limits.get(&(partner.to_owned(), meter)).copied()?;
        if self.near.len() < NEAR_MINUTES && self.over.is_empty() {
            return None;
        }
        let mut behind: Vec<(Timestamp, u64)> =
            self.near.iter().chain(&self.over).copied().collect();
        behind.sort_unstable_by_key(|(_, index)| *index);
        let (last_at, _) = *behind.last()?;
        let who = Who { partner: partner.to_owned(), person: String::new() };
        let mut flag = Flag { person: None, ..Flag::about(Sign::NearLimit, &who, last_at) };
        for (at, index) in behind {
            flag.add(index, at);
        }
        flag.explanation = format!(
            "Used {NEAR_PERCENT} % or more of its {limit} {} a minute in {} minutes of one day, and was \
             refused {} times over the limit ({} more without an entry of their own); {NEAR_MINUTES} \
             minutes or one refusal raise this.",
            meter.code(),
            self.near.len(),
            self.over.len(),
            self.suppressed
        );
        Some(flag)
    }
}
