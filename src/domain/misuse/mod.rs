//! Signs of misuse, computed from the audit log in one pass: what to look at, with the numbers and the
//! entries behind it. Absent: any judgement or sanction, which are a person's, and "own plate looked up",
//! which would need a register of whose plate it is that the exchange does not have.

mod habits;
mod listed;
mod pressure;
mod targets;
#[cfg(test)]
mod tests;
mod wording;

use std::collections::{BTreeMap, VecDeque};

use super::action::Meter;
use super::time::Timestamp;
use habits::Habits;
use listed::Listings;
use pressure::Pressure;
use targets::Targets;
use wording::Wording;

/// The window of most signs, in milliseconds: a week, so that a shift of every kind lies in it.
const WEEK_MS: i64 = 7 * 86_400_000;

/// The most entries that a flag names: more than a person reads; the number says how many there were.
const ENTRIES: usize = 100;

/// Days of the log before the period that are read too, to learn what is normal for a person: four weeks
/// hold every shift of a usual roster.
pub const LEAD_DAYS: u32 = 28;

/// What is looked for, and what each sign is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// One person looked up the same plate or record again and again.
    RepeatedTarget,
    /// Look-ups at hours of the day at which the person never works otherwise.
    UnusualHours,
    /// Far more look-ups in a day than the person otherwise makes.
    UnusualVolume,
    /// Justifications that say nothing.
    VagueJustification,
    /// The same justification for many different plates or records.
    CopiedJustification,
    /// An alert listed, searched for by its own partner, and withdrawn right after.
    WithdrawnAfterSearch,
    /// The author of an alert kept looking it up without saying that it is an own record.
    OwnAlert,
    /// A partner used nearly all that its limits give, or met them.
    NearLimit,
    /// One refusal after the other for the same person.
    RefusalsInARow,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Self; 9] = [
        Self::RepeatedTarget,
        Self::UnusualHours,
        Self::UnusualVolume,
        Self::VagueJustification,
        Self::CopiedJustification,
        Self::WithdrawnAfterSearch,
        Self::OwnAlert,
        Self::NearLimit,
        Self::RefusalsInARow,
    ];

    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::RepeatedTarget => "repeated-target",
            Self::UnusualHours => "unusual-hours",
            Self::UnusualVolume => "unusual-volume",
            Self::VagueJustification => "vague-justification",
            Self::CopiedJustification => "copied-justification",
            Self::WithdrawnAfterSearch => "withdrawn-after-search",
            Self::OwnAlert => "own-alert",
            Self::NearLimit => "near-limit",
            Self::RefusalsInARow => "refusals-in-a-row",
        }
    }
}

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

/// A sign, for a person to look at. Has no `Debug`: it names somebody.
#[derive(Clone)]
pub struct Flag {
    /// Which sign.
    pub sign: Sign,
    /// The partner that it is about.
    pub partner: String,
    /// The person, where it is about one.
    pub person: Option<String>,
    /// What was seen, in one sentence with its numbers.
    pub explanation: String,
    /// The entries behind it, oldest first; at most a hundred.
    pub entries: Vec<u64>,
    /// How many entries are behind it.
    pub count: u64,
    /// The time of the last of them.
    pub last_at: Timestamp,
}

impl Flag {
    fn about(sign: Sign, who: &Who, last_at: Timestamp) -> Self {
        let (partner, person) = (who.partner.clone(), Some(who.person.clone()));
        let (explanation, entries) = (String::new(), Vec::new());
        Self { sign, partner, person, explanation, entries, count: 0, last_at }
    }

    fn add(&mut self, index: u64, at: Timestamp) {
        self.count += 1;
        self.last_at = self.last_at.max(at);
        if self.entries.len() < ENTRIES {
            self.entries.push(index);
        }
    }
}

/// What a partner may do in a minute, by meter, as its limits stand now: the log does not keep those of
/// then.
pub type LimitsNow = BTreeMap<(String, Meter), u32>;

/// One pass over the log. What it remembers grows with the people and targets of a week, and of a month
/// for alerts; not with the log.
pub struct Watch {
    from: Timestamp,
    targets: Targets,
    habits: Habits,
    wording: Wording,
    listings: Listings,
    pressure: Pressure,
    flags: Vec<Flag>,
}

impl Watch {
    /// Reports signs whose last entry is at or after `from`; what is seen before it only teaches.
    pub fn new(from: Timestamp, limits: LimitsNow) -> Self {
        Self {
            from,
            targets: Targets::default(),
            habits: Habits::default(),
            wording: Wording::default(),
            listings: Listings::default(),
            pressure: Pressure::new(limits),
            flags: Vec::new(),
        }
    }

    /// Takes the next entry.
    pub fn see(&mut self, seen: &Seen) {
        let flags = &mut self.flags;
        self.pressure.see(seen, flags);
        match &seen.deed {
            Deed::LookedUp(look) => {
                self.targets.see(seen, look, flags);
                self.habits.see(seen, flags);
                self.wording.see(seen, look, flags);
                self.listings.looked_up(seen, look, flags);
            }
            Deed::Sent(sent) => self.listings.sent(seen, sent, flags),
            Deed::Refused { .. } | Deed::Other => {}
        }
    }

    /// Takes an entry of a partner of which only this is known: it spends from a budget and is no sign of
    /// anything else. Say with [`Watch::granted`] where it ends a row of refusals.
    pub fn spent(&mut self, partner: &str, meter: Meter, index: u64, at: Timestamp) {
        self.pressure.spent(partner, meter, index, at, &mut self.flags);
    }

    /// Something was granted to a person, which ends a row of refusals.
    pub fn granted(&mut self, who: &Who) {
        self.pressure.granted(who);
    }

    /// The signs, by code and then by time.
    pub fn end(mut self) -> Vec<Flag> {
        self.habits.end(&mut self.flags);
        self.pressure.end(&mut self.flags);
        let from = self.from;
        let mut flags: Vec<Flag> =
            self.flags.into_iter().filter(|flag| flag.last_at >= from).collect();
        flags.sort_by(|a, b| (a.sign, a.last_at, &a.entries).cmp(&(b.sign, b.last_at, &b.entries)));
        flags
    }
}

/// What somebody did within the last week, and the flag that it has led to.
#[derive(Default)]
struct Recent<T> {
    done: VecDeque<(Timestamp, u64, T)>,
    flag: Option<usize>,
}

impl<T> Recent<T> {
    /// Adds what is done now and forgets what is older than a week.
    fn add(&mut self, seen: &Seen, what: T) {
        self.forget(seen.at);
        if self.done.is_empty() {
            self.flag = None;
        }
        // Behind a flag only the count matters, so a flood does not grow the memory.
        if self.done.len() == ENTRIES {
            self.done.pop_front();
        }
        self.done.push_back((seen.at, seen.index, what));
    }

    fn forget(&mut self, now: Timestamp) {
        while self.done.front().is_some_and(|(at, ..)| now.since(*at) > WEEK_MS) {
            self.done.pop_front();
        }
    }

    /// Raises a flag with all that is remembered, or adds the newest to the flag that is there.
    fn flag(
        &mut self,
        sign: Sign,
        who: &Who,
        flags: &mut Vec<Flag>,
        explain: impl Fn(u64) -> String,
    ) {
        let Some((newest, index, _)) = self.done.back() else { return };
        let known = self.flag.and_then(|at| flags.get_mut(at));
        if let Some(flag) = known {
            flag.add(*index, *newest);
            flag.explanation = explain(flag.count);
            return;
        }
        let mut flag = Flag::about(sign, who, *newest);
        for (at, index, _) in &self.done {
            flag.add(*index, *at);
        }
        flag.explanation = explain(flag.count);
        self.flag = Some(flags.len());
        flags.push(flag);
    }
}
