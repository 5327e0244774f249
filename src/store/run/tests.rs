//! Tests of runs: packing, overlap, damage.
//!
//! Absent: sealing and the real engine (the store's own tests have them).

use super::super::engine::{Direction, Engine, MemoryDisk, MemoryEngine, RawBatch, TipVersion};
use super::super::key;
use super::*;

fn engine_with(size: u64, batches: &[&[(u64, usize)]]) -> (Engine, Vec<usize>) {
    let engine = Engine::Memory(MemoryEngine::open(&MemoryDisk::default()));
    let mut counts = Vec::new();
    for batch in batches {
        let (mut arena, mut items, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (index, length) in *batch {
            let start = arena.len();
            arena.extend(value(*index, *length));
            let key = key::visible(7, *index);
            items.push(Item::new(&key, Some(start..arena.len())));
        }
        pack(&engine, size, items, &arena, &mut rows).unwrap();
        counts.push(rows.len());
        let (tip, _) = engine.tip().unwrap();
        engine.commit(tip, &RawBatch::new(TipVersion(tip.0 + 1), Vec::new(), rows)).unwrap();
    }
    (engine, counts)
}

fn value(index: u64, length: usize) -> Vec<u8> {
    index.to_be_bytes().into_iter().cycle().skip(7).take(length).collect()
}

fn group() -> Vec<u8> {
    key::visible(7, 0)[..5].to_vec()
}

#[test]
fn neighbors_share_rows_as_far_as_they_fit() {
    let few: Vec<(u64, usize)> = (10..20).map(|index| (index, 52)).collect();
    let far = [(30, 0), (93, 0), (94, 0), (600, 0)];
    let large = [(700, MAX_ITEM), (701, 1), (702, MAX_ITEM - 1 - ITEM_HEADER)];
    let larger = [(800, MAX_ITEM - ITEM_HEADER), (801, 1)];
    let (engine, counts) = engine_with(0, &[&few, &far, &large, &larger]);
    assert_eq!(counts, [1, 3, 2, 2]);
    for (index, length) in [&few[..], &far, &large, &larger].concat() {
        let found = find(&engine, Table::Visible, &key::visible(7, index)).unwrap();
        assert_eq!(found.unwrap().value(), value(index, length), "{index}");
    }
    for index in [0, 9, 20, 29, 31, 95, 599, 601, 703, u64::MAX] {
        let found = find(&engine, Table::Visible, &key::visible(7, index)).unwrap();
        assert!(found.is_none(), "{index}");
    }
}

#[test]
fn any_part_of_a_table_reads_in_order_from_both_ends() {
    let batches: Vec<Vec<(u64, usize)>> = (0..40_u64)
        .map(|batch| (0..batch % 7 + 1).map(|n| (batch * 20 + n * 3, 4)).collect())
        .collect();
    let slices: Vec<&[(u64, usize)]> = batches.iter().map(Vec::as_slice).collect();
    let (engine, _) = engine_with(0, &slices);
    let all: Vec<u64> = batches.iter().flatten().map(|(index, _)| *index).collect();
    for (start, end, limit) in
        [(0, 1000, 1000), (3, 500, 7), (41, 42, 5), (50, 50, 5), (77, 790, 1), (0, 9, 0)]
    {
        let within = |index: &&u64| (start..end).contains(*index);
        let expected: Vec<u64> = all.iter().filter(within).take(limit).copied().collect();
        let read = |direction| {
            let found = scan(&engine, Table::Visible, &group(), start..end, direction, limit);
            found.unwrap().into_iter().map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(read(Direction::Ascending), expected);
        let newest: Vec<u64> = all.iter().rev().filter(within).take(limit).copied().collect();
        assert_eq!(read(Direction::Descending), newest);
    }
}

#[test]
fn late_items_join_what_is_there_and_replace_their_own_kind() {
    let before: Vec<(u64, usize)> = [10, 12, 14, 40, 60].map(|index| (index, 4)).to_vec();
    let late = [(5, 6), (11, 6), (10, 6), (14, 6), (41, 6)];
    for split in 0..=late.len() {
        let (first, second) = late.split_at(split);
        let (engine, _) = engine_with(0, &[&before]);
        for part in [first, second] {
            let items =
                part.iter().map(|(index, _)| Item::new(&key::visible(7, *index), Some(0..6)));
            let mut rows = Vec::new();
            pack(&engine, 100, items.collect(), b"later!", &mut rows).unwrap();
            let (tip, _) = engine.tip().unwrap();
            engine.commit(tip, &RawBatch::new(TipVersion(tip.0 + 1), Vec::new(), rows)).unwrap();
        }
        let expected = [5, 10, 11, 12, 14, 40, 41, 60];
        let newest: Vec<u64> = expected.into_iter().rev().collect();
        for limit in 1..9 {
            let read = |direction| {
                let found = scan(&engine, Table::Visible, &group(), 0..99, direction, limit);
                found.unwrap().into_iter().map(|(index, _)| index).collect::<Vec<_>>()
            };
            assert_eq!(read(Direction::Ascending), expected[..limit.min(8)]);
            assert_eq!(read(Direction::Descending), newest[..limit.min(8)]);
        }
        for index in expected {
            let found = find(&engine, Table::Visible, &key::visible(7, index)).unwrap().unwrap();
            let is_late = late.iter().any(|(at, _)| *at == index);
            assert_eq!(found.value() == b"later!", is_late, "{index}");
            let range = index..index + 1;
            for direction in [Direction::Ascending, Direction::Descending] {
                let found = scan(&engine, Table::Visible, &group(), range.clone(), direction, 9);
                assert_eq!(&*found.unwrap()[0].1 == b"later!", is_late, "{index}");
            }
        }
    }
}

#[test]
fn a_node_is_late_when_its_last_leaf_was_there() {
    let late = |level, n, size| Item::new(&key::node(level, n), None).is_late(size);
    assert!(late(1, 3, 8) && !late(1, 3, 7));
    assert!(late(3, 0, 8) && !late(3, 1, 15));
    assert!(!late(63, 1, u64::MAX) && !late(255, 0, u64::MAX));
}

#[test]
fn damaged_rows_are_noticed_and_end() {
    for row in [&[0][..], &[0, 0], &[0, 0, 5, 1], &[0, 0, 0, 0]] {
        assert!(Items::of(0, row).any(|item| item.is_none()), "{row:?}");
    }
    assert!(Items::of(u64::MAX, &[1, 0, 0]).any(|item| item.is_none()));
}
