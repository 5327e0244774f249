//! A flag: which sign, about whom, the numbers and the entries behind it, and what tells it from every
//! other. Absent: when one is raised, and any plate in what is shown of it.

use std::collections::BTreeMap;

use super::{ENTRIES, Measured, Who};
use crate::domain::time::{Timestamp, Week};

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

    /// The sign with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.code() == code)
    }

    /// Whether it is told from what stands in records too, which are erased long before the log's entries.
    pub fn rests_on_records(self) -> bool {
        matches!(
            self,
            Self::RepeatedTarget
                | Self::CopiedJustification
                | Self::WithdrawnAfterSearch
                | Self::OwnAlert
        )
    }
}

/// A sign, for a person to look at. It belongs to one week and grows in it at most. Has no `Debug`: it names
/// somebody.
#[derive(Clone, PartialEq, Eq)]
pub struct Flag {
    /// Which sign.
    pub sign: Sign,
    /// The partner that it is about.
    pub partner: String,
    /// The person, where it is about one.
    pub person: Option<String>,
    /// The week in which it was raised. Entries behind it may be up to seven days older.
    pub week: Week,
    /// What was measured.
    pub measured: Measured,
    /// The entries behind it with their times, in the order of the log; at most a hundred.
    pub entries: Vec<(u64, Timestamp)>,
    /// How many entries are behind it.
    pub count: u64,
    /// The time of the last of them.
    pub last_at: Timestamp,
}

impl Flag {
    /// One without entries, raised by what somebody does at this moment.
    pub(super) fn new(sign: Sign, who: &Who, at: Timestamp) -> Self {
        let (partner, person) = (who.partner.clone(), Some(who.person.clone()));
        let (measured, entries, week) = (Measured::default(), Vec::new(), Week::of(at));
        Self { sign, partner, person, week, measured, entries, count: 0, last_at: at }
    }

    /// One more entry behind it.
    pub(super) fn add(&mut self, index: u64, at: Timestamp) {
        self.count += 1;
        self.last_at = self.last_at.max(at);
        if self.entries.len() < ENTRIES {
            self.entries.push((index, at));
        }
    }

    /// The first entry behind it. A flag that is raised has one.
    pub fn first(&self) -> Option<(u64, Timestamp)> {
        self.entries.first().copied()
    }

    /// Whether an entry behind it lies in the period: at or after `from`, before `to`. Of more than a hundred
    /// entries the later ones are taken to lie all the way from the hundredth to the last.
    pub fn touches(&self, from: Timestamp, to: Timestamp) -> bool {
        let lies_in = |at: Timestamp| from <= at && at < to;
        let named = self.entries.iter().any(|(_, at)| lies_in(*at));
        let unnamed_from = self.entries.last().filter(|_| self.is_cut()).map(|(_, at)| *at);
        named
            || lies_in(self.last_at)
            || unnamed_from.is_some_and(|at| at < to && from < self.last_at)
    }

    /// Whether another one says the same, in whatever words.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let worded_alike = Self { measured: self.measured.clone(), ..other.clone() };
        *self == worded_alike && self.measured.says_the_same(&other.measured)
    }

    fn is_cut(&self) -> bool {
        self.count > u64::try_from(self.entries.len()).unwrap_or(u64::MAX)
    }
}

/// Puts flags in the order in which they are shown: by sign, and then by time.
pub fn in_order(one: &Flag, other: &Flag) -> std::cmp::Ordering {
    let key = |flag: &Flag| (flag.sign, flag.last_at, flag.first().map(|(index, _)| index));
    key(one).cmp(&key(other)).then_with(|| one.entries.cmp(&other.entries))
}

/// What tells a flag from every other and stays the same while it grows: week, sign, partner, person, first
/// entry, and what it is about, which may be a plate. So it is only ever stored as a keyed hash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity(Vec<u8>);

impl Identity {
    fn of(flag: &Flag, about: &str) -> Self {
        let first = flag.first().map_or(u64::MAX, |(index, _)| index);
        let person = flag.person.as_deref().unwrap_or_default();
        let mut bytes = flag.week.0.to_be_bytes().to_vec();
        bytes.extend_from_slice(&first.to_be_bytes());
        // None of the three holds a zero byte, and what it is about comes last.
        for part in [flag.sign.code(), flag.partner.as_str(), person] {
            bytes.extend_from_slice(part.as_bytes());
            bytes.push(0);
        }
        bytes.extend_from_slice(about.as_bytes());
        Self(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Flags that were raised or have grown, each as it is now.
#[derive(Default)]
pub(super) struct Raised(BTreeMap<Identity, Flag>);

impl Raised {
    pub(super) fn put(&mut self, about: &str, flag: &Flag) {
        self.0.insert(Identity::of(flag, about), flag.clone());
    }

    pub(super) fn take(&mut self) -> Vec<(Identity, Flag)> {
        std::mem::take(&mut self.0).into_iter().collect()
    }
}
