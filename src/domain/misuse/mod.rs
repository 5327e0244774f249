//! Signs of misuse, told from the audit log entry by entry: what to look at, with the numbers and the
//! entries behind it. Absent: any judgement or sanction, which are a person's, and "own plate looked up",
//! which would need a register of whose plate it is that the exchange does not have.

mod flag;
mod habits;
mod listed;
mod measured;
mod pressure;
mod recent;
#[cfg(test)]
mod resumed;
mod targets;
#[cfg(test)]
pub(crate) mod tests;
mod wording;

use super::action::Meter;
use super::time::{MS_PER_DAY, Timestamp, Week};
use flag::Raised;
pub use flag::{Flag, Identity, Sign, in_order};
use habits::Habits;
use listed::Listings;
pub use measured::{Figure, Measured};
pub use pressure::PAUSE_MS;
use pressure::Pressure;
use recent::Recent;
use targets::Targets;
use wording::Wording;

/// The window of most signs, in milliseconds: a week, so that a shift of every kind lies in it.
const WEEK_MS: i64 = 7 * 86_400_000;

/// The most entries that a flag names: more than a person reads; the number says how many there were.
const ENTRIES: usize = 100;

/// Days of the log before a week that decide which flags are raised in it: it counts what went on in the week
/// before it, to which the 7 days before belong; alerts are remembered for 30 days; and entries may come in a
/// little late. Habits need 28.
const LEAD_DAYS: u32 = 7 + 7 + 30 + 1;

/// A partner's person or system. Has no `Debug`: it names somebody.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    /// The partner.
    pub partner: String,
    /// The person or system.
    pub person: String,
}

/// One entry of the log as far as signs need it, in the order of the log. Has no `Debug`: it holds plates
/// and a person's words.
#[derive(Clone)]
pub struct Seen {
    /// Its log index.
    pub index: u64,
    /// Its time.
    pub at: Timestamp,
    /// Whose it is.
    pub who: Who,
    /// The budget that it spent from.
    pub meter: Meter,
    /// What was done.
    pub deed: Deed,
}

/// What was done.
#[derive(Clone)]
pub enum Deed {
    /// A search or an opened record.
    LookedUp(LookUp),
    /// A record that was accepted.
    Sent(Sent),
    /// A refusal.
    Refused {
        /// Whether it was one over a limit.
        over_limit: bool,
        /// Refusals before it that have no entry of their own.
        suppressed: u64,
    },
    /// Anything else that was granted.
    Other,
}

/// A search or an opened record.
#[derive(Clone)]
pub struct LookUp {
    /// What was looked up: plates in normal form, or the id of a record without one.
    pub targets: Vec<String>,
    /// Whether it was a search, and not an opened record.
    pub is_search: bool,
    /// Whether the reader said that it is about a record of the own partner.
    pub as_own_record: bool,
    /// The reader's words.
    pub justification: String,
}

/// A record that was accepted.
#[derive(Clone)]
pub struct Sent {
    /// Its id.
    pub record: String,
    /// Whether it is an alert that takes nothing back.
    pub is_alert: bool,
    /// Plates in it, in normal form.
    pub plates: Vec<String>,
    /// Records that it takes back.
    pub withdraws: Vec<String>,
}

/// What a partner may do in the minute of this moment from one budget; nothing for a partner that nobody knows.
pub type LimitAt<'a> = dyn Fn(&str, Meter, Timestamp) -> Option<u32> + 'a;

/// Looks at the log, entry by entry. What it remembers grows with the people and targets of a week, and of a
/// month for alerts; not with the log. It follows from the entries of [`lead`] alone, so one that is started
/// there goes on exactly as one that has seen everything.
#[derive(Default)]
pub struct Watch {
    targets: Targets,
    habits: Habits,
    wording: Wording,
    listings: Listings,
    pressure: Pressure,
    raised: Raised,
}

impl Watch {
    /// Takes the next entry.
    pub fn see(&mut self, seen: &Seen, limit: &LimitAt<'_>) {
        let raised = &mut self.raised;
        self.pressure.see(seen, limit, raised);
        match &seen.deed {
            Deed::LookedUp(look) => {
                self.targets.see(seen, look, raised);
                self.habits.see(seen, raised);
                self.wording.see(seen, look, raised);
                self.listings.looked_up(seen, look, raised);
            }
            Deed::Sent(sent) => self.listings.sent(seen, sent, raised),
            Deed::Refused { .. } | Deed::Other => {}
        }
    }

    /// Takes an entry of a partner of which only this is known: it spends from a budget and is no sign of
    /// anything else. Say with [`Watch::granted`] where it ends a row of refusals.
    pub fn spent(
        &mut self,
        partner: &str,
        meter: Meter,
        (index, at): (u64, Timestamp),
        limit: &LimitAt<'_>,
    ) {
        self.pressure.spent(partner, meter, (index, at), limit, &mut self.raised);
    }

    /// Something was granted to a person, which ends a row of refusals.
    pub fn granted(&mut self, who: &Who) {
        self.pressure.granted(who);
    }

    /// The flags that were raised or have grown since the last call, each whole. A later one of the same
    /// identity replaces an earlier one.
    pub fn take(&mut self) -> Vec<(Identity, Flag)> {
        self.raised.take()
    }
}

/// From when on the log has to be seen to know all that counts at `at` and later in that week.
pub fn lead(at: Timestamp) -> Timestamp {
    Week::of(at).start().plus_ms(-i64::from(LEAD_DAYS) * MS_PER_DAY)
}
