//! The same plate or record looked up again and again by one person.
//! Absent: whether the person had a reason; the entries say what reason was given.

use std::collections::{BTreeSet, HashMap};

use super::{LookUp, Measured, Raised, Recent, Seen, Sign, Who};
use crate::domain::time::Day;

/// Look-ups of one target in a week that are looked at. Following an alert through a few shifts takes
/// fewer: one look when it arrives, one when it is handed over, one when something is seen.
const LOOKS: usize = 8;

/// On how many different days they have to lie: a long night about one car is work, coming back day
/// after day is a pattern.
const DAYS: usize = 3;

#[derive(Default)]
pub(super) struct Targets {
    by: HashMap<(Who, String), Recent<()>>,
    swept: Option<Day>,
}

impl Targets {
    pub(super) fn see(&mut self, seen: &Seen, look: &LookUp, raised: &mut Raised) {
        let today = seen.at.day();
        if self.swept != Some(today) {
            self.swept = Some(today);
            self.by.retain(|_, recent| !recent.is_over(seen.at));
        }
        for target in &look.targets {
            let recent = self.by.entry((seen.who.clone(), target.clone())).or_default();
            recent.add(seen, ());
            let days: BTreeSet<Day> = recent.done.iter().map(|(at, ..)| at.day()).collect();
            if recent.done.len() >= LOOKS && days.len() >= DAYS {
                let half = recent.this_week().count() >= LOOKS.div_ceil(2);
                recent.flag(Sign::RepeatedTarget, (&seen.who, target), half, raised, |count| {
                    let sentence = format!(
                        "Looked up the same target {count} times, on {} or more days; {LOOKS} times on \
                         {DAYS} days within seven days raise this.",
                        days.len()
                    );
                    Measured::said(sentence)
                        .with("times", count)
                        .with("days", days.len())
                        .with("raises", LOOKS)
                        .with("raises_days", DAYS)
                });
            }
        }
    }
}
