//! What was just published, ready to be given: bounded, shared by every follower at the tip, and safe to
//! lose, because the store has it all. Absent: reading it (`item`), and the past (`page`).

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::item::Item;
use crate::domain::record::Status;

/// The most records: several full groups of the writer.
const RECORDS: usize = 1024;
/// The most bytes: as many records of a kilobyte or two, or some fifty of the longest.
const BYTES: usize = 8 << 20;
/// How often is tidied up before a record goes. Whoever keeps up has it within a second; text is not kept in
/// memory without need.
const ROUNDS: u64 = 3;

/// What is there for a follower.
pub(super) enum Found {
    /// This record is next.
    Item(Arc<Item>),
    /// Nothing, up to this index.
    Nothing(u64),
    /// What is next is no longer here: it is read from the store, up to this index.
    Behind(u64),
    /// Nothing comes any more.
    Closed,
}

/// The records, oldest first.
#[derive(Default)]
pub(super) struct Ring(RwLock<Held>);

#[derive(Default)]
struct Held {
    /// Each with the round in which it came.
    items: VecDeque<(u64, Arc<Item>)>,
    round: u64,
    bytes: usize,
    /// From here on everything was carried.
    base: u64,
    /// Up to here everything was carried.
    through: u64,
    /// The last record for each partner that is no longer here.
    gone: HashMap<u32, u64>,
    /// How often everything was forgotten.
    forgotten: u64,
    closed: bool,
}

impl Ring {
    /// What is there for a partner from index `next` on.
    pub(super) fn from(&self, next: u64, partner: u32, status: Status) -> Found {
        let held = self.read();
        if held.closed {
            return Found::Closed;
        }
        if next < held.base || held.gone.get(&partner).is_some_and(|last| next <= *last) {
            return Found::Behind(held.through);
        }
        let first = held.items.partition_point(|(_, item)| item.index < next);
        let wanted = |item: &&Arc<Item>| item.facts.status == status && item.is_for(partner);
        match held.items.range(first..).map(|(_, item)| item).find(wanted) {
            Some(item) => Found::Item(item.clone()),
            None => Found::Nothing(held.through),
        }
    }

    /// How often everything was forgotten; to be asked before records are read for [`Ring::add`].
    pub(super) fn forgotten(&self) -> u64 {
        self.read().forgotten
    }

    /// Adds what was published up to `through`. When all was forgotten meanwhile, followers read it themselves.
    pub(super) fn add(&self, items: Vec<Arc<Item>>, through: u64, forgotten: u64) {
        let mut held = self.write();
        if held.forgotten != forgotten {
            held.skip(through);
            return;
        }
        for item in items {
            for replaced in &item.replaces {
                held.end(*replaced);
            }
            held.bytes += item.bytes();
            let round = held.round;
            held.items.push_back((round, item));
        }
        held.through = through;
        while held.items.len() > RECORDS || held.bytes > BYTES {
            held.drop_oldest();
        }
    }

    /// Followers read everything up to `through` themselves.
    pub(super) fn skip(&self, through: u64) {
        self.write().skip(through);
    }

    /// Lets go of what has been here for several rounds; to be called every few seconds.
    pub(super) fn tidy(&self) {
        let mut held = self.write();
        held.round += 1;
        let round = held.round;
        while held.items.front().is_some_and(|(came, _)| came + ROUNDS <= round) {
            held.drop_oldest();
        }
    }

    /// Lets go of everything: some of it may have been erased.
    pub(super) fn forget(&self) {
        let mut held = self.write();
        held.forgotten += 1;
        while !held.items.is_empty() {
            held.drop_oldest();
        }
    }

    /// Nothing comes any more.
    pub(super) fn close(&self) {
        self.write().closed = true;
    }

    // A lock is held for single steps that do not panic half-way.
    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn end(&self, index: u64) {
        if let Ok(at) = self.items.binary_search_by_key(&index, |(_, item)| item.index)
            && let Some((_, item)) = self.items.get(at)
        {
            item.end();
        }
    }

    fn drop_oldest(&mut self) {
        let Some((_, item)) = self.items.pop_front() else { return };
        self.bytes = self.bytes.saturating_sub(item.bytes());
        for partner in item.partners() {
            self.gone.insert(partner, item.index);
        }
    }

    fn skip(&mut self, through: u64) {
        self.items.clear();
        self.gone.clear();
        self.bytes = 0;
        (self.base, self.through) = (through, through);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(index: u64, to: &[u32]) -> Arc<Item> {
        Arc::new(Item::made(index, to, &[], 100))
    }

    /// What a partner is given from `next` on, and where it then is; nothing when it is behind.
    fn given(ring: &Ring, mut next: u64, partner: u32) -> Option<(Vec<u64>, u64)> {
        let mut seen = Vec::new();
        loop {
            match ring.from(next, partner, Status::Actual) {
                Found::Item(item) => {
                    seen.push(item.index);
                    next = item.index + 1;
                }
                Found::Nothing(through) => return Some((seen, next.max(through))),
                Found::Behind(_) | Found::Closed => return None,
            }
        }
    }

    #[test]
    fn each_partner_is_given_its_own_once_and_in_order() {
        let ring = Ring::default();
        ring.skip(10);
        ring.add(vec![item(11, &[1, 2]), item(12, &[2]), item(14, &[1])], 15, 0);
        assert_eq!(given(&ring, 10, 1), Some((vec![11, 14], 15)));
        assert_eq!(given(&ring, 12, 2), Some((vec![12], 15)));
        assert_eq!(given(&ring, 10, 3), Some((vec![], 15)));
        assert!(matches!(ring.from(10, 1, Status::Exercise), Found::Nothing(15)));
        // Ahead of the log nothing comes, and from before the ring the store is asked.
        assert_eq!(given(&ring, 99, 1), Some((vec![], 99)));
        assert!(matches!(ring.from(9, 1, Status::Actual), Found::Behind(15)));
    }

    #[test]
    fn whoever_missed_something_is_behind_and_nobody_else() {
        let ring = Ring::default();
        ring.add(vec![item(0, &[1])], 1, 0);
        let many: Vec<_> = (1..=1024).map(|index| item(index, &[2])).collect();
        ring.add(many, 1025, 0);
        // The record for partner 1 had to make room: only a follower of it that had not taken it is behind.
        assert_eq!(given(&ring, 0, 1), None);
        assert_eq!(given(&ring, 1, 1), Some((vec![], 1025)));
        assert_eq!(given(&ring, 0, 3), Some((vec![], 1025)));
        assert_eq!(given(&ring, 0, 2).unwrap().0.len(), 1024);
    }

    #[test]
    fn memory_is_bounded_by_bytes_too() {
        let ring = Ring::default();
        for index in 0..200 {
            ring.add(vec![Arc::new(Item::made(index, &[1], &[], 100_000))], index + 1, 0);
            assert!(ring.read().bytes <= BYTES);
        }
        // Each counts twice: as text and as an event.
        assert!(ring.read().items.len() > 40);
        assert_eq!(given(&ring, 150, 1), None);
        assert_eq!(given(&ring, 199, 1), Some((vec![199], 200)));
    }

    #[test]
    fn nothing_stays_in_memory_for_long() {
        let ring = Ring::default();
        ring.add(vec![item(3, &[1])], 4, 0);
        (1..ROUNDS).for_each(|_| ring.tidy());
        assert_eq!(given(&ring, 3, 1), Some((vec![3], 4)));
        ring.tidy();
        assert_eq!((ring.read().items.len(), ring.read().bytes), (0, 0));
        assert_eq!(given(&ring, 3, 1), None);
        assert_eq!(given(&ring, 4, 1), Some((vec![], 4)));
    }

    #[test]
    fn what_is_taken_back_ends_at_once() {
        let ring = Ring::default();
        let (first, second) = (item(3, &[1]), item(4, &[1]));
        ring.add(vec![first.clone(), second.clone()], 5, 0);
        ring.add(vec![Arc::new(Item::made(6, &[1], &[3], 10))], 7, 0);
        assert!(first.is_ended() && !second.is_ended());
    }

    #[test]
    fn nothing_that_was_read_before_an_erasure_is_given_after_it() {
        let ring = Ring::default();
        ring.add(vec![item(3, &[1])], 4, 0);
        let before = ring.forgotten();
        ring.forget();
        ring.add(vec![item(5, &[1])], 6, before);
        assert_eq!(given(&ring, 0, 1), None);
        assert_eq!(given(&ring, 5, 1), None);
        assert_eq!(given(&ring, 6, 1), Some((vec![], 6)));
        ring.add(vec![item(6, &[1])], 7, ring.forgotten());
        assert_eq!(given(&ring, 6, 1), Some((vec![6], 7)));
    }
}
