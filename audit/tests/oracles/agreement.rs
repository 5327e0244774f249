//! Roots and proofs of trees of every small size and of random sizes: ours are what ct-merkle and
//! tlog_tiles make, and all accept them.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use samen_audit::edge::Edge;
use samen_audit::tree::{consistency_proof, inclusion_proof};
use sha2::Sha256;

use crate::trees::{LEAVES, data, tree};

/// Every size to here.
const SMALL: u64 = 1100;

/// To here every proof of every size; above, those at the places where trees differ.
const TINY: u64 = 64;

/// Every number below a tiny size; else both ends, where the tree parts, and some between.
fn places(size: u64) -> Vec<u64> {
    if size <= TINY {
        return (0..size).collect();
    }
    let power = 1 << (size - 1).ilog2();
    let between = size.pow(3) % 7919 % size;
    vec![0, power - 1, size - 1, between]
}

#[test]
fn every_size_to_1100_agrees_with_both() {
    let rows = tree();
    let mut theirs: MemoryBackedTree<Sha256, Vec<u8>> = MemoryBackedTree::new();
    let mut edge = Edge::new();
    for size in 0..=SMALL {
        if size > 0 {
            theirs.push(data(size - 1));
            edge.append(rows.leaf(size - 1));
            assert_eq!(theirs.root().as_bytes()[..], rows.root(size));
        }
        assert_eq!((edge.size(), edge.root()), (size, rows.root(size)));
        rows.consistency(0, size);
        for place in places(size) {
            let ours = rows.inclusion(place, size);
            let at = usize::try_from(place).unwrap();
            assert_eq!(ours.concat(), theirs.prove_inclusion(at).as_bytes());
            let ours = rows.consistency(place + 1, size);
            let added = usize::try_from(size - place - 1).unwrap();
            if added > 0 {
                assert_eq!(ours.concat(), theirs.prove_consistency(added).as_bytes());
            }
        }
    }
}

#[test]
fn every_pair_of_chosen_sizes_agrees() {
    let rows = tree();
    for size in [255, 256, 257, 515] {
        for place in 0..size {
            rows.inclusion(place, size);
            rows.consistency(place + 1, size);
        }
    }
}

#[test]
fn random_sizes_to_a_million_agree() {
    let rows = tree();
    let place = (1..=LEAVES).prop_flat_map(|size| (0..size, Just(size)));
    let mut runner = TestRunner::new_with_rng(
        Config::with_cases(200),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let outcome = runner.run(&place, |(index, size)| {
        rows.inclusion(index, size);
        rows.consistency(index + 1, size);
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
    for size in [LEAVES - 1, LEAVES] {
        for index in places(size) {
            rows.inclusion(index, size);
            rows.consistency(index + 1, size);
        }
    }
}

#[test]
fn nothing_is_proven_outside_the_tree() {
    let rows = tree();
    assert!(inclusion_proof(0, 0, rows).is_err());
    assert!(inclusion_proof(7, 7, rows).is_err());
    assert!(consistency_proof(8, 7, rows).is_err());
    assert!(inclusion_proof(0, LEAVES + 1, rows).is_err());
    assert!(consistency_proof(1, u64::MAX, rows).is_err());
}
