//! Look-ups at hours, or in numbers, that lie far outside what a person does otherwise. What is normal is
//! learned from the person's own days before. Absent: rosters, which the exchange does not have.

use std::collections::HashMap;

use super::{Flag, Seen, Sign, Who};
use crate::domain::time::{Day, Timestamp};

/// Days with look-ups before anything is called unusual: two working weeks.
const DAYS_LEARNED: u32 = 10;

/// Look-ups before anything is called unusual.
const LOOKS_LEARNED: u32 = 40;

/// An hour is usual when there were look-ups within this many hours of it: shifts move a little, and the
/// clock of the law twice a year.
const HOURS_AROUND: usize = 2;

/// Look-ups at unusual hours in one day that are looked at: one or two are a swapped shift's beginning or
/// a call at night.
const ODD_LOOKS: usize = 3;

/// Look-ups in one day below which no number is unusual.
const MANY: u32 = 20;

/// How many times the average of the earlier days is far more. The day also has to exceed the busiest one
/// by half.
const TIMES_AVERAGE: u32 = 3;

const HOURS: usize = 24;

#[derive(Default)]
pub(super) struct Habits {
    by: HashMap<Who, Habit>,
}

#[derive(Default)]
struct Habit {
    /// Look-ups by hour of the day, in UTC, of the days before.
    hours: [u32; HOURS],
    days: u32,
    looks: u32,
    busiest: u32,
    today: Option<Today>,
}

struct Today {
    day: Day,
    hours: [u32; HOURS],
    all: Vec<(u64, Timestamp)>,
    count: u32,
    odd: Vec<(u64, Timestamp)>,
}

impl Habits {
    pub(super) fn see(&mut self, seen: &Seen, flags: &mut Vec<Flag>) {
        let habit = self.by.entry(seen.who.clone()).or_default();
        let day = seen.at.day();
        if habit.today.as_ref().is_some_and(|today| today.day != day) {
            habit.close(&seen.who, flags);
        }
        let hour = usize::try_from(seen.at.as_seconds() / 3600).unwrap_or_default() % HOURS;
        let is_odd = habit.is_odd(hour);
        let today = habit.today.get_or_insert_with(|| Today {
            day,
            hours: [0; HOURS],
            all: Vec::new(),
            count: 0,
            odd: Vec::new(),
        });
        today.count = today.count.saturating_add(1);
        if let Some(looks) = today.hours.get_mut(hour) {
            *looks = looks.saturating_add(1);
        }
        if today.all.len() < super::ENTRIES {
            today.all.push((seen.index, seen.at));
        }
        if is_odd && today.odd.len() < super::ENTRIES {
            today.odd.push((seen.index, seen.at));
        }
    }

    pub(super) fn end(&mut self, flags: &mut Vec<Flag>) {
        for (who, habit) in &mut self.by {
            habit.close(who, flags);
        }
    }
}

impl Habit {
    fn has_learned(&self) -> bool {
        self.days >= DAYS_LEARNED && self.looks >= LOOKS_LEARNED
    }

    fn is_odd(&self, hour: usize) -> bool {
        // Half a day either way would be every hour.
        let around = (0..=2 * HOURS_AROUND).map(|by| (hour + HOURS - HOURS_AROUND + by) % HOURS);
        let near: u32 = around.filter_map(|hour| self.hours.get(hour)).sum();
        self.has_learned() && near == 0
    }

    /// Judges the day that ended by the days before it, and then learns from it.
    fn close(&mut self, who: &Who, flags: &mut Vec<Flag>) {
        let Some(today) = self.today.take() else { return };
        if today.odd.len() >= ODD_LOOKS {
            let explanation = format!(
                "Made {} look-ups in one day at hours of the day within {HOURS_AROUND} hours of which \
                 none of the {} look-ups of {} earlier days lies; {ODD_LOOKS} raise this.",
                today.odd.len(),
                self.looks,
                self.days
            );
            flags.push(flag(Sign::UnusualHours, who, &today.odd, explanation));
        }
        let count = today.count;
        let average = self.looks.checked_div(self.days).unwrap_or_default();
        let far = count > average.saturating_mul(TIMES_AVERAGE)
            && count > self.busiest.saturating_add(self.busiest / 2);
        if self.has_learned() && count >= MANY && far {
            let explanation = format!(
                "Made {count} look-ups in one day, against {average} on an average and {} on the \
                 busiest of {} earlier days.",
                self.busiest, self.days
            );
            let mut raised = flag(Sign::UnusualVolume, who, &today.all, explanation);
            raised.count = u64::from(count);
            flags.push(raised);
        }
        for (learned, new) in self.hours.iter_mut().zip(today.hours) {
            *learned = learned.saturating_add(new);
        }
        self.days = self.days.saturating_add(1);
        self.looks = self.looks.saturating_add(count);
        self.busiest = self.busiest.max(count);
    }
}

fn flag(sign: Sign, who: &Who, entries: &[(u64, Timestamp)], explanation: String) -> Flag {
    let last = entries.last().map_or_else(|| Timestamp::from_ms(0), |(_, at)| *at);
    let mut flag = Flag::about(sign, who, last);
    for (index, at) in entries {
        flag.add(*index, *at);
    }
    flag.explanation = explanation;
    flag
}
