//! The listed plates, the open candidates, and which passes were counted already.
//! Absent: clocks (the moment is an argument), and any memory of a reading that fits nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use super::candidate::Candidate;
use crate::domain::id::RecordId;
use crate::domain::matcher::{Differences, Hit, Matcher, Read};
use crate::domain::record::Record;
use crate::domain::record::text::Line;
use crate::domain::time::{CLOCKS_DIFFER_MS, Timestamp};

/// The most candidates that wait for an answer: a screen that shows more shows nothing.
const MOST_OPEN: usize = 1_000;
/// The most passes that are remembered, so that a camera at a busy road costs bounded memory.
const MOST_PASSES: usize = 20_000;

/// How passes and candidates are counted.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How long after the last time that a camera saw a car it is the same pass, in milliseconds.
    pub pass_ms: i64,
    /// How long a candidate waits for an answer, in milliseconds.
    pub answer_ms: i64,
    /// How many confusable characters may differ.
    pub differences: Differences,
}

/// What happened, in numbers that name nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Readings.
    pub reads: u64,
    /// Candidates.
    pub candidates: u64,
}

/// Why a candidate is open no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its alert was taken back, corrected, or is not disclosed any more.
    Recalled,
    /// Its alert has expired.
    Expired,
    /// Nobody answered in time.
    Unanswered,
    /// There was no room for more.
    Crowded,
}

/// A candidate that is open no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its number.
    pub number: u64,
    /// Why.
    pub why: Why,
}

/// What a hit is to the watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Considered {
    /// A new candidate of this number; `crowded_out` names one that had to go for it.
    New {
        /// Its number.
        number: u64,
        /// The oldest one, when there were too many.
        crowded_out: Option<u64>,
    },
    /// Another pass of an open one.
    Again(u64),
    /// Another pass of one that was dealt with.
    Counted,
}

/// The listed plates, the open candidates, and the passes. Of an alert only what matching needs is kept, and
/// whatever form `A` its text is kept in: it is read when a candidate is shown.
pub struct Watch<A> {
    rules: Rules,
    matcher: Matcher,
    listed: HashMap<u64, Listed<A>>,
    keys: HashMap<RecordId, u64>,
    ends: BTreeSet<(Timestamp, u64)>,
    open: BTreeMap<u64, (u64, Candidate)>,
    /// Alert and camera: the last time seen, and the candidate.
    passes: HashMap<(u64, Line64), (Timestamp, u64)>,
    next: u64,
    tally: Tally,
}

/// The name of a camera as a key.
type Line64 = Box<str>;

/// An alert on the list.
struct Listed<A> {
    id: RecordId,
    expires_at: Timestamp,
    alert: A,
}

impl<A> Watch<A> {
    /// Watches for nothing yet.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            matcher: Matcher::new(),
            listed: HashMap::new(),
            keys: HashMap::new(),
            ends: BTreeSet::new(),
            open: BTreeMap::new(),
            passes: HashMap::new(),
            next: 1,
            tally: Tally::default(),
        }
    }

    /// Lists the plates of an alert in force, and keeps it as `alert`. `key` is any number that no other
    /// alert has.
    pub fn list(&mut self, key: u64, record: &Record, alert: A) {
        for plate in record.plates() {
            self.matcher.insert(key, plate.country(), plate.normal());
        }
        let (id, expires_at) = (record.id(), record.envelope.expires_at);
        self.keys.insert(id, key);
        self.ends.insert((expires_at, key));
        self.listed.insert(key, Listed { id, expires_at, alert });
    }

    /// Takes an alert off the list; its candidates are gone at once.
    pub fn end(&mut self, id: RecordId) -> Vec<Gone> {
        let key = self.keys.get(&id).copied();
        key.map_or_else(Vec::new, |key| self.drop_alert(key, Why::Recalled))
    }

    /// How many alerts are listed.
    pub fn alerts(&self) -> usize {
        self.listed.len()
    }

    /// Readings and candidates so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// The listed plates that a reading may be, the best first. When there is none nothing of the
    /// reading stays behind but one in the count of readings.
    pub fn look(&mut self, read: &Read, now: Timestamp) -> Vec<Hit> {
        self.tally.reads += 1;
        let mut hits = self.matcher.hits(read, self.rules.differences);
        hits.retain(|hit| {
            let listed = self.listed.get(&hit.candidate.alert);
            listed.is_some_and(|listed| listed.expires_at > now)
        });
        hits
    }

    /// Takes a hit in: as a new candidate, whose alert is read by `text`, or as another pass of the same car
    /// before the same camera.
    pub fn consider(
        &mut self,
        (hit, read): (&Hit, &Read),
        camera: &Line<64>,
        now: Timestamp,
        text: impl FnOnce(&A) -> Option<Arc<Record>>,
    ) -> Considered {
        // A reader whose clock is ahead does not see the future.
        let seen = read.at.filter(|at| at.since(now) <= CLOCKS_DIFFER_MS).unwrap_or(now);
        let place = (hit.candidate.alert, Line64::from(camera.as_str()));
        if let Some((last, number)) = self.passes.get_mut(&place)
            && (seen.since(*last).abs() <= self.rules.pass_ms || self.open.contains_key(number))
        {
            *last = seen.max(*last);
            let number = *number;
            return match self.open.get_mut(&number) {
                Some((_, candidate)) => {
                    candidate.pass((hit, read), seen);
                    Considered::Again(number)
                }
                None => Considered::Counted,
            };
        }
        let number = self.next;
        let alert = self.listed.get(&hit.candidate.alert).and_then(|listed| text(&listed.alert));
        let made =
            alert.and_then(|alert| Candidate::new(number, (hit, read), camera, alert, (seen, now)));
        let Some(candidate) = made else {
            return Considered::Counted;
        };
        self.next += 1;
        self.tally.candidates += 1;
        if self.passes.len() < MOST_PASSES {
            self.passes.insert(place, (seen, number));
        }
        self.open.insert(number, (hit.candidate.alert, candidate));
        let crowded_out = if self.open.len() > MOST_OPEN {
            self.open.pop_first().map(|(oldest, _)| oldest)
        } else {
            None
        };
        Considered::New { number, crowded_out }
    }

    /// An open candidate.
    pub fn candidate(&self, number: u64) -> Option<&Candidate> {
        self.open.get(&number).map(|(_, candidate)| candidate)
    }

    /// The open candidates, the oldest first.
    pub fn open(&self) -> impl Iterator<Item = &Candidate> {
        self.open.values().map(|(_, candidate)| candidate)
    }

    /// Takes a candidate off the screen, because it was answered or is on its way.
    pub fn close(&mut self, number: u64) -> Option<Candidate> {
        self.open.remove(&number).map(|(_, candidate)| candidate)
    }

    /// Lets time pass: alerts that have expired, candidates that nobody answered, and passes that are
    /// over are forgotten.
    pub fn expire(&mut self, now: Timestamp) -> Vec<Gone> {
        let mut gone = Vec::new();
        while let Some((end, key)) = self.ends.first().copied().filter(|(end, _)| *end <= now) {
            gone.extend(self.drop_alert(key, Why::Expired));
            self.ends.remove(&(end, key));
        }
        let wait_ms = self.rules.answer_ms;
        let late = |candidate: &Candidate| now.since(candidate.shown_at) >= wait_ms;
        let unanswered = self.open().filter(|one| late(one)).map(|one| one.number);
        let unanswered: Vec<u64> = unanswered.collect();
        for number in unanswered {
            self.open.remove(&number);
            gone.push(Gone { number, why: Why::Unanswered });
        }
        let pass_ms = self.rules.pass_ms;
        let open = &self.open;
        self.passes
            .retain(|_, (last, number)| now.since(*last) <= pass_ms || open.contains_key(number));
        gone
    }

    #[cfg(test)]
    pub(super) fn passes_are_empty(&self) -> bool {
        self.passes.is_empty()
    }

    fn drop_alert(&mut self, key: u64, why: Why) -> Vec<Gone> {
        self.matcher.remove(key);
        if let Some(listed) = self.listed.remove(&key) {
            self.keys.remove(&listed.id);
            self.ends.remove(&(listed.expires_at, key));
        }
        self.passes.retain(|(alert, _), _| *alert != key);
        let numbers = self.open.iter().filter(|(_, (alert, _))| *alert == key);
        let numbers: Vec<u64> = numbers.map(|(number, _)| *number).collect();
        numbers
            .into_iter()
            .map(|number| {
                self.open.remove(&number);
                Gone { number, why }
            })
            .collect()
    }
}

impl<A> fmt::Debug for Watch<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("watch (redacted)")
    }
}
