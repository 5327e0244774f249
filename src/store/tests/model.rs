//! The typed store against plain maps: any sequence of commits, closings and erasures reads the
//! same from both.
//!
//! Absent: faults and sizes past a few chunks (the rooms' own tests have them).

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const DAYS: u32 = 3;
const TERMS: u8 = 3;

#[derive(Clone, Debug)]
enum Step {
    Commit(Vec<Item>),
    Reopen,
    Erase(u32),
}

#[derive(Clone, Debug)]
struct Item {
    day: u32,
    length: usize,
    fill: u8,
    term: u8,
    partner_no: u32,
    target: u64,
    registry_key: u8,
    time_step: u64,
}

fn item() -> impl Strategy<Value = Item> {
    let lengths = prop_oneof![0_usize..300, 4050_usize..4110, 8140_usize..8200];
    (0..DAYS, lengths, any::<u8>(), 0..TERMS, 0_u32..3, 0_u64..40, 0_u8..5, 0_u64..3).prop_map(
        |(day, length, fill, term, partner_no, target, registry_key, time_step)| Item {
            day,
            length,
            fill,
            term,
            partner_no,
            target,
            registry_key,
            time_step,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop::collection::vec(item(), 1..9).prop_map(Step::Commit),
        2 => Just(Step::Reopen),
        1 => (0..DAYS).prop_map(Step::Erase),
    ]
}

#[derive(Default)]
struct Model {
    size: u64,
    time_ms: u64,
    erased: BTreeSet<u32>,
    records: BTreeMap<u64, (u32, Vec<u8>)>,
    times: Vec<(u64, u64)>,
    terms: BTreeSet<(u8, u32, u64)>,
    visible: BTreeMap<(u32, u64), Vec<u8>>,
    relations: BTreeMap<(u64, u64), u8>,
    deliveries: BTreeMap<(u64, u32, u8), u64>,
    registry: BTreeMap<Vec<u8>, Vec<u8>>,
    checkpoints: BTreeMap<u64, String>,
}

impl Model {
    fn apply(&mut self, store: &Store, items: &[Item]) {
        let before = self.size;
        let mut batch = store.batch();
        for item in items.iter().filter(|item| !self.erased.contains(&item.day)) {
            let (index, value) = (self.size, vec![item.fill; item.length]);
            batch.put_leaf(index, &[item.fill; 52]).unwrap();
            batch.put_record(index, DAY + item.day, &value).unwrap();
            batch.put_record_meta(index, DAY + item.day, &[item.fill]).unwrap();
            batch.put_record_term(index, DAY + item.day, 1, &[item.term]).unwrap();
            batch.put_entry(index, MONTH, &value).unwrap();
            batch.put_visible(item.partner_no, index, &[item.fill]).unwrap();
            // Shared later with one more partner.
            if item.target < before {
                batch.put_visible(3, item.target, &[item.fill, 3]).unwrap();
                self.visible.insert((3, item.target), vec![item.fill, 3]);
            }
            batch.put_relation(item.target, index, item.fill);
            batch.put_delivery(item.target, item.partner_no, item.fill, index);
            batch.put_standing(2, &[item.registry_key], &value).unwrap();
            batch.put_standing(3, &[item.registry_key], b"another kind").unwrap();
            self.time_ms += item.time_step;
            batch.put_entry_time(self.time_ms, index);
            self.times.push((self.time_ms, index));
            self.terms.insert((item.term, item.day, index));
            self.visible.insert((item.partner_no, index), vec![item.fill]);
            self.relations.insert((item.target, index), item.fill);
            self.deliveries.insert((item.target, item.partner_no, item.fill), index);
            self.registry.insert(vec![item.registry_key], value.clone());
            self.records.insert(index, (item.day, value));
            self.size += 1;
        }
        if self.size == before {
            return;
        }
        let note = format!("checkpoint {}", self.size);
        batch.put_checkpoint(self.size, &note).unwrap();
        self.checkpoints.insert(self.size, note);
        batch.put_tip(Tip { size: self.size, root: [1; 32], time_ms: self.time_ms });
        store.commit(before, batch).unwrap();
    }

    fn check(&self, reader: &Reader) {
        assert_eq!(reader.tip().unwrap().map_or(0, |tip| tip.size), self.size);
        assert_eq!(reader.leaves(0..self.size).unwrap().len(), self.records.len());
        for (index, (day, value)) in &self.records {
            assert_eq!(reader.entry(*index).unwrap().unwrap().as_slice(), value);
            match reader.record(*index) {
                Err(ReadError::Erased) => assert!(self.erased.contains(day)),
                found => assert_eq!(found.unwrap().unwrap().as_slice(), value),
            }
        }
        assert!(reader.record(self.size).unwrap().is_none());
        self.check_terms(reader);
        self.check_partners(reader);
        for time in 0..=self.time_ms + 1 {
            let first = self.times.iter().find(|(at, _)| *at >= time).map(|(_, index)| *index);
            assert_eq!(reader.first_index_at(time).unwrap(), first);
        }
        for size in 0..=self.size + 1 {
            let next = self.checkpoints.range(size..).next().map(|(at, note)| (*at, note.clone()));
            assert_eq!(reader.checkpoint_at_or_after(size).unwrap(), next);
        }
        let newest = self.checkpoints.last_key_value().map(|(at, note)| (*at, note.clone()));
        assert_eq!(reader.latest_checkpoint().unwrap(), newest);
        let registry = reader.all_standing(2).unwrap();
        let registry = registry.iter().map(|row| (row.key.to_vec(), row.value.to_vec()));
        assert_eq!(registry.collect::<BTreeMap<_, _>>(), self.registry);
        assert!(reader.all_standing(4).unwrap().is_empty());
    }

    fn check_terms(&self, reader: &Reader) {
        for term in 0..TERMS {
            let mut all: Vec<u64> = self
                .terms
                .iter()
                .filter(|(of, day, _)| *of == term && !self.erased.contains(day))
                .map(|(_, _, index)| *index)
                .collect();
            all.sort_unstable();
            let find = |direction| reader.find_records(1, &[term], 0..u64::MAX, direction, 1000);
            assert_eq!(find(Direction::Ascending).unwrap(), all);
            all.reverse();
            assert_eq!(find(Direction::Descending).unwrap(), all);
        }
    }

    fn check_partners(&self, reader: &Reader) {
        for partner_no in 0..4 {
            let all: Vec<(u64, Vec<u8>)> = self
                .visible
                .range((partner_no, 2)..(partner_no, u64::MAX))
                .map(|((_, index), fill)| (*index, fill.clone()))
                .collect();
            let found = reader.visible(partner_no, 2..u64::MAX, Direction::Ascending, 1000);
            let found = found.unwrap().into_iter().map(|(index, plain)| (index, plain.to_vec()));
            assert_eq!(found.collect::<Vec<_>>(), all);
        }
        for target in 0..40 {
            let related: Vec<(u64, u8)> = self
                .relations
                .range((target, 0)..(target + 1, 0))
                .map(|((_, by), kind)| (*by, *kind))
                .collect();
            assert_eq!(reader.relations_of(target, 0, 1000).unwrap(), related);
            let delivered: Vec<(u32, u8, u64)> = self
                .deliveries
                .range((target, 0, 0)..(target + 1, 0, 0))
                .map(|((_, partner_no, kind), by)| (*partner_no, *kind, *by))
                .collect();
            assert_eq!(reader.deliveries_of(target, 1000).unwrap(), delivered);
            for (partner_no, kind, by) in delivered {
                let next = kind.wrapping_add(1);
                let wanted = self.deliveries.get(&(target, partner_no, next)).copied();
                assert_eq!(reader.delivery(target, partner_no, kind).unwrap(), Some(by));
                assert_eq!(reader.delivery(target, partner_no, next).unwrap(), wanted);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_reads_as_the_model_does(steps in prop::collection::vec(step(), 1..14)) {
        let place = Place::new();
        let days: Vec<Bucket> = (0..DAYS).map(|day| Bucket::Records(DAY + day)).collect();
        place.vault.ensure(&days).unwrap();
        let mut store = Some(place.create());
        let mut model = Model::default();
        for step in steps {
            match step {
                Step::Commit(items) => model.apply(store.as_ref().unwrap(), &items),
                Step::Reopen => {
                    drop(store.take());
                    store = Some(place.open().unwrap());
                }
                Step::Erase(day) => {
                    model.erased.insert(day);
                    place.vault.drop_bucket(Bucket::Records(DAY + day)).unwrap();
                }
            }
            model.check(store.as_ref().unwrap().reader());
        }
        store.as_ref().unwrap().assert_no_blobs().unwrap();
        drop(store.take());
        model.check(place.open().unwrap().reader());
    }
}
