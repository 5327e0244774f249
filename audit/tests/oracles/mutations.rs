//! Every single-bit change of a proof, a leaf, a root, an index or a size, judged as tlog_tiles
//! judges it; all but some sizes are refused.
//!
//! A path of hashes does not bind the size of its tree: in trees of 5 and of 7 leaves leaf 0 has
//! three right siblings either way. The size is bound by the signature over the checkpoint, and
//! that every change of it is refused is tested there and with receipts.

use samen_audit::hash::Hash;
use samen_audit::tree::{verify_consistency, verify_inclusion};

use crate::trees::{LEAVES, consistency_holds, inclusion_holds, tree};

const SIZES: [u64; 14] = [1, 2, 3, 4, 5, 7, 8, 33, 130, 256, 257, 1100, 70_001, LEAVES];

/// Sizes above this are more than tlog_tiles counts.
const COUNTABLE_BITS: u32 = 61;

#[test]
fn every_changed_bit_of_an_inclusion_proof_is_refused() {
    let rows = tree();
    for size in SIZES {
        for index in [0, size / 2, size - 1] {
            let proof = rows.inclusion(index, size);
            let parts = [vec![rows.leaf(index), rows.root(size)], proof.clone()].concat();
            each_flip(&parts, |changed| {
                let [leaf, root, proof @ ..] = changed else { return };
                assert!(verify_inclusion(leaf, index, size, proof, root).is_err());
            });
            let (leaf, root) = (rows.leaf(index), rows.root(size));
            for bit in 0..u64::BITS {
                let other = index ^ 1 << bit;
                assert!(verify_inclusion(&leaf, other, size, &proof, &root).is_err());
            }
            for bit in 0..COUNTABLE_BITS {
                let other = size ^ 1 << bit;
                let holds = inclusion_holds(&leaf, index, other, &proof, &root).is_ok();
                assert!(!holds || same_turns(index, size, other), "{index}: {size} or {other}");
            }
        }
    }
}

/// Whether the path of leaf `index` turns the same way at every step in trees of both sizes.
fn same_turns(index: u64, one: u64, other: u64) -> bool {
    turns(index, one) == turns(index, other)
}

/// From the root down: whether the path goes to the left (RFC 9162, section 2.1.3.1).
fn turns(index: u64, size: u64) -> Vec<bool> {
    let (mut index, mut size, mut turns) = (index, size, Vec::new());
    while size > 1 {
        let k = 1 << (size - 1).ilog2();
        turns.push(index < k);
        (index, size) = if index < k { (index, k) } else { (index - k, size - k) };
    }
    turns
}

#[test]
fn every_changed_bit_of_a_consistency_proof_is_refused() {
    let rows = tree();
    for new in SIZES {
        for old in [1, new.div_ceil(2), new - new / 7, new] {
            let proof = rows.consistency(old, new);
            let (old_root, new_root) = (rows.root(old), rows.root(new));
            let parts = [vec![old_root, new_root], proof.clone()].concat();
            each_flip(&parts, |changed| {
                let [old_root, new_root, proof @ ..] = changed else { return };
                assert!(verify_consistency(old, old_root, new, new_root, proof).is_err());
            });
            for bit in 0..COUNTABLE_BITS {
                let other = old ^ 1 << bit;
                assert_eq!(
                    consistency_holds(other, &old_root, new, &new_root, &proof),
                    Err(()),
                    "{old} or {other} of {new}"
                );
                // Agreement is asserted within; see above for why some are accepted by all.
                let _ = consistency_holds(old, &old_root, new ^ 1 << bit, &new_root, &proof);
            }
        }
    }
}

#[test]
fn longer_and_shorter_proofs_are_refused() {
    let rows = tree();
    for size in SIZES {
        let (index, root) = (size / 2, rows.root(size));
        let proof = rows.inclusion(index, size);
        let leaf = rows.leaf(index);
        let long = [&proof[..], &[root]].concat();
        assert_eq!(inclusion_holds(&leaf, index, size, &long, &root), Err(()));
        if let [_, short @ ..] = proof.as_slice() {
            assert_eq!(inclusion_holds(&leaf, index, size, short, &root), Err(()));
            let cut = &proof[..proof.len() - 1];
            assert_eq!(inclusion_holds(&leaf, index, size, cut, &root), Err(()));
        }
        let old = size.div_ceil(2);
        let old_root = rows.root(old);
        let proof = rows.consistency(old, size);
        let long = [&proof[..], &[root]].concat();
        assert_eq!(consistency_holds(old, &old_root, size, &root, &long), Err(()));
        if let [_, short @ ..] = proof.as_slice() {
            assert_eq!(consistency_holds(old, &old_root, size, &root, short), Err(()));
        }
    }
}

fn each_flip(parts: &[Hash], check: impl Fn(&[Hash])) {
    let mut changed = parts.to_vec();
    for at in 0..parts.len() {
        for bit in 0..256 {
            changed[at][bit / 8] ^= 1 << (bit % 8);
            check(&changed);
            changed[at] = parts[at];
        }
    }
}
