//! Look-ups at hours, or in numbers, that lie far outside what a person does otherwise. What is normal is
//! learned from the person's own last four weeks. Absent: rosters, which the exchange does not have.

use std::collections::{HashMap, VecDeque};

use super::flag::{Flag, Raised, Sign};
use super::{Measured, Seen, Who};
use crate::domain::time::Day;

/// Days before the present one from which is learned: four weeks hold every shift of a usual roster.
const DAYS: u32 = 28;

/// Days with look-ups before anything is called unusual: two working weeks.
const DAYS_LEARNED: u32 = 10;

/// Look-ups before anything is called unusual.
const LOOKS_LEARNED: u32 = 40;

/// An hour is usual when there were look-ups within this many hours of it: shifts move a little, and the
/// clock of the law twice a year.
const HOURS_AROUND: u32 = 2;

/// Look-ups at unusual hours in one day that are looked at: one or two are a swapped shift's beginning or
/// a call at night.
const ODD_LOOKS: u64 = 3;

/// Look-ups in one day below which no number is unusual.
const MANY: u32 = 20;

/// How many times the average of the earlier days is far more. The day also has to exceed the busiest one
/// by half.
const TIMES_AVERAGE: u32 = 3;

const HOURS: u32 = 24;

#[derive(Default)]
pub(super) struct Habits {
    by: HashMap<Who, Habit>,
    swept: Option<Day>,
}

#[derive(Default)]
struct Habit {
    /// Days with look-ups, oldest first.
    before: VecDeque<Worked>,
    today: Option<Today>,
}

/// What is kept of a day.
struct Worked {
    day: Day,
    /// A bit for each hour of the day, in UTC, with a look-up.
    hours: u32,
    looks: u32,
}

/// What is normal for a person on a day.
struct Usual {
    hours: u32,
    days: u32,
    looks: u32,
    busiest: u32,
}

struct Today {
    worked: Worked,
    usual: Usual,
    all: Flag,
    odd: Flag,
}

impl Habits {
    pub(super) fn see(&mut self, seen: &Seen, raised: &mut Raised) {
        let day = seen.at.day();
        if self.swept != Some(day) {
            self.swept = Some(day);
            // A day more than can still be learned from, so that it makes no difference when this is done.
            self.by.retain(|_, habit| {
                habit.last().is_some_and(|last| day.0.saturating_sub(last.0) <= DAYS + 1)
            });
        }
        self.by.entry(seen.who.clone()).or_default().see(seen, raised);
    }
}

impl Habit {
    fn last(&self) -> Option<Day> {
        let before = self.before.back().map(|worked| worked.day);
        self.today.as_ref().map(|today| today.worked.day).or(before)
    }

    fn see(&mut self, seen: &Seen, raised: &mut Raised) {
        let day = seen.at.day();
        let hour = u32::try_from(seen.at.as_seconds() / 3600 % i64::from(HOURS));
        let hour = hour.unwrap_or_default();
        if let Some(over) = self.today.take_if(|today| today.worked.day < day) {
            self.before.push_back(over.worked);
        }
        while self.before.front().is_some_and(|worked| worked.day.0 + DAYS < day.0) {
            self.before.pop_front();
        }
        let before = &self.before;
        let today = self.today.get_or_insert_with(|| Today {
            worked: Worked { day, hours: 0, looks: 0 },
            usual: Usual::of(before),
            all: Flag::new(Sign::UnusualVolume, &seen.who, seen.at),
            odd: Flag::new(Sign::UnusualHours, &seen.who, seen.at),
        });
        if day < today.worked.day {
            // It came in late, after one of the next day: it is learned from, and not judged.
            return self.learn(day, hour);
        }
        today.worked.add(hour);
        today.all.add(seen.index, seen.at);
        today.judge_volume(raised);
        if today.usual.is_odd(hour) {
            today.odd.add(seen.index, seen.at);
            today.judge_hours(raised);
        }
    }

    fn learn(&mut self, day: Day, hour: u32) {
        let at = self.before.partition_point(|worked| worked.day < day);
        if self.before.get(at).is_none_or(|worked| worked.day != day) {
            self.before.insert(at, Worked { day, hours: 0, looks: 0 });
        }
        if let Some(worked) = self.before.get_mut(at) {
            worked.add(hour);
        }
    }
}

impl Worked {
    fn add(&mut self, hour: u32) {
        self.hours |= 1 << hour;
        self.looks = self.looks.saturating_add(1);
    }
}

impl Usual {
    fn of(days: &VecDeque<Worked>) -> Self {
        let mut usual = Self { hours: 0, days: 0, looks: 0, busiest: 0 };
        for worked in days {
            usual.hours |= worked.hours;
            usual.days += 1;
            usual.looks = usual.looks.saturating_add(worked.looks);
            usual.busiest = usual.busiest.max(worked.looks);
        }
        usual
    }

    fn is_learned(&self) -> bool {
        self.days >= DAYS_LEARNED && self.looks >= LOOKS_LEARNED
    }

    fn is_odd(&self, hour: u32) -> bool {
        // Half a day either way would be every hour.
        let mut around =
            (0..=2 * HOURS_AROUND).map(|by| (hour + HOURS - HOURS_AROUND + by) % HOURS);
        self.is_learned() && around.all(|hour| self.hours & 1 << hour == 0)
    }
}

impl Today {
    fn judge_hours(&mut self, raised: &mut Raised) {
        let Usual { looks, days, .. } = self.usual;
        let odd = &mut self.odd;
        if odd.count < ODD_LOOKS {
            return;
        }
        let sentence = format!(
            "Made {} look-ups in one day at hours of the day within {HOURS_AROUND} hours of which none of \
             the {looks} look-ups of {days} earlier days lies; {ODD_LOOKS} raise this.",
            odd.count
        );
        odd.measured = Measured::said(sentence)
            .with("times", odd.count)
            .with("around_hours", HOURS_AROUND)
            .with("earlier", looks)
            .with("days", days)
            .with("raises", ODD_LOOKS);
        raised.put("", odd);
    }

    fn judge_volume(&mut self, raised: &mut Raised) {
        let (count, usual) = (self.worked.looks, &self.usual);
        let average = usual.looks.checked_div(usual.days).unwrap_or_default();
        let far = count > average.saturating_mul(TIMES_AVERAGE)
            && count > usual.busiest.saturating_add(usual.busiest / 2);
        if !usual.is_learned() || count < MANY || !far {
            return;
        }
        let sentence = format!(
            "Made {count} look-ups in one day, against {average} on an average and {} on the busiest of \
             {} earlier days.",
            usual.busiest, usual.days
        );
        self.all.measured = Measured::said(sentence)
            .with("times", count)
            .with("average", average)
            .with("busiest", usual.busiest)
            .with("days", usual.days);
        raised.put("", &self.all);
    }
}
