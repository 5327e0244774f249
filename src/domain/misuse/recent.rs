//! What somebody did within the last seven days, and the flag of this week that it has led to.
//! Absent: which sign it is.

use std::collections::VecDeque;

use super::flag::{Flag, Raised, Sign};
use super::{ENTRIES, Measured, Seen, WEEK_MS, Who};
use crate::domain::time::{MS_PER_DAY, Timestamp, Week};

pub(super) struct Recent<T> {
    pub(super) done: VecDeque<(Timestamp, u64, T)>,
    flag: Option<Flag>,
    met: Option<Met>,
}

/// The last week in which so much was remembered that it raises a flag.
#[derive(Clone, Copy)]
struct Met {
    week: Week,
    /// Whether it was so in the week before, too.
    goes_on: bool,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { done: VecDeque::new(), flag: None, met: None }
    }
}

impl<T> Recent<T> {
    /// Adds what is done now, forgets what is older than seven days, and closes the flag of an earlier week.
    pub(super) fn add(&mut self, seen: &Seen, what: T) {
        while self.done.front().is_some_and(|(at, ..)| seen.at.since(*at) > WEEK_MS) {
            self.done.pop_front();
        }
        // An entry that comes in late, after one of the next week, adds to the flag that is open.
        self.flag.take_if(|flag| flag.week < Week::of(seen.at));
        // Behind a flag only the count matters, so a flood does not grow the memory.
        if self.done.len() == ENTRIES {
            self.done.pop_front();
        }
        self.done.push_back((seen.at, seen.index, what));
    }

    /// When something was done last.
    pub(super) fn last(&self) -> Option<Timestamp> {
        self.done.back().map(|(at, ..)| *at)
    }

    /// Whether nothing of it can count any more, a day after it could for the last time: so that it makes no
    /// difference when it is asked.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.last().is_none_or(|last| now.since(last) > WEEK_MS + MS_PER_DAY)
    }

    /// What was done since the week of the newest began.
    pub(super) fn this_week(&self) -> impl Iterator<Item = &(Timestamp, u64, T)> {
        let week = self.last().map(Week::of);
        self.done.iter().filter(move |(at, ..)| Some(Week::of(*at)) == week)
    }

    /// So much is remembered that it raises a flag: raises one with all of it, or adds the newest to the one
    /// of this week. What goes on from the week before is flagged once more when half of it, `half`, is of this
    /// week, so that what is remembered on a Monday is not told twice; and as one half or the other is, nothing
    /// is left untold.
    pub(super) fn flag(
        &mut self,
        sign: Sign,
        (who, about): (&Who, &str),
        half: bool,
        raised: &mut Raised,
        measure: impl Fn(u64) -> Measured,
    ) {
        let Some((newest, index, _)) = self.done.back() else { return };
        let week = Week::of(*newest);
        let met = match self.met {
            Some(met) if met.week >= week => met,
            met => Met { week, goes_on: met.is_some_and(|met| met.week.next() == week) },
        };
        self.met = Some(met);
        if self.flag.is_none() && met.goes_on && !half {
            return;
        }
        let flag = match &mut self.flag {
            Some(flag) => {
                flag.add(*index, *newest);
                flag
            }
            none => {
                let mut flag = Flag::new(sign, who, *newest);
                for (at, index, _) in &self.done {
                    flag.add(*index, *at);
                }
                none.insert(flag)
            }
        };
        flag.measured = measure(flag.count);
        raised.put(about, flag);
    }
}
