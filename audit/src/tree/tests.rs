//! The tree against published roots and against the definitions of the RFC written out plainly.

use std::cell::RefCell;

use super::*;
use crate::edge::Edge;
use crate::hash::{EMPTY_ROOT, leaf_hash, node_hash};
use crate::text::{from_hex, hex};

/// Tiles of a tree kept whole in memory; notes which tiles were read.
struct Rows {
    rows: Vec<Vec<Hash>>,
    read: RefCell<Vec<(u8, u64)>>,
}

impl Rows {
    fn new(leaves: &[Hash]) -> Self {
        let mut edge = Edge::new();
        let mut rows = vec![Vec::new(); 9];
        for leaf in leaves {
            rows[0].push(*leaf);
            for node in edge.append(*leaf) {
                assert_eq!(u64::try_from(rows[usize::from(node.level)].len()), Ok(node.index));
                rows[usize::from(node.level)].push(node.hash);
            }
        }
        Self { rows, read: RefCell::default() }
    }
}

impl Tiles for Rows {
    type Error = ();

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, ()> {
        let known = self.read.borrow().contains(&(level, n));
        assert!(!known, "tile {level}/{n} read twice");
        assert!((1..=256).contains(&width));
        self.read.borrow_mut().push((level, n));
        let start = usize::try_from(n).unwrap() * 256;
        let row = &self.rows[usize::from(level)];
        row.get(start..start + usize::from(width)).map(<[Hash]>::to_vec).ok_or(())
    }
}

/// What a test hands to the code, with the record of reads begun anew.
fn fresh(tiles: &Rows) -> &Rows {
    tiles.read.borrow_mut().clear();
    tiles
}

fn leaves(count: u32) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

/// MTH of RFC 9162, section 2.1.1.
fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&mth(left), &mth(right))
        }
    }
}

/// PATH of RFC 9162, section 2.1.3.1.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(k);
    let (mut hashes, sibling) = if index < k {
        (path(index, left), mth(right))
    } else {
        (path(index - k, right), mth(left))
    };
    hashes.push(sibling);
    hashes
}

/// SUBPROOF of RFC 9162, section 2.1.4.1.
fn subproof(old: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if known { Vec::new() } else { vec![mth(leaves)] };
    }
    let k = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(k);
    let (mut hashes, sibling) = if old <= k {
        (subproof(old, left, known), mth(right))
    } else {
        (subproof(old - k, right, false), mth(left))
    };
    hashes.push(sibling);
    hashes
}

#[test]
fn reference_roots_and_path_of_certificate_transparency() {
    let inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves: Vec<Hash> = inputs.iter().map(|i| leaf_hash(&from_hex(i).unwrap())).collect();
    let mut edge = Edge::new();
    assert_eq!(hex(&edge.root()), roots[0]);
    for (leaf, expected) in leaves.iter().zip(&roots[1..]) {
        edge.append(*leaf);
        assert_eq!(hex(&edge.root()), *expected);
        assert_eq!(root(edge.size(), &edge).map(|root| hex(&root)).unwrap(), *expected);
    }
    let first: Vec<String> =
        inclusion_proof(0, 8, &edge).unwrap().iter().map(|hash| hex(hash)).collect();
    assert_eq!(
        first,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
}

#[test]
fn all_proofs_of_small_trees_follow_the_definitions() {
    let all = leaves(70);
    let tiles = Rows::new(&all);
    for size in 0..=all.len() {
        let n = u64::try_from(size).unwrap();
        let new_root = root(n, fresh(&tiles)).unwrap();
        assert_eq!(new_root, mth(&all[..size]));
        for (index, leaf) in all[..size].iter().enumerate() {
            let at = u64::try_from(index).unwrap();
            let proof = inclusion_proof(at, n, fresh(&tiles)).unwrap();
            assert_eq!(proof, path(index, &all[..size]));
            assert_eq!(verify_inclusion(leaf, at, n, &proof, &new_root), Ok(()));
        }
        for old in 0..=size {
            let m = u64::try_from(old).unwrap();
            assert_eq!(earlier_root(m, n, fresh(&tiles)), Ok(mth(&all[..old])));
            let proof = consistency_proof(m, n, fresh(&tiles)).unwrap();
            if old > 0 {
                assert_eq!(proof, subproof(old, &all[..size], true));
            }
            assert_eq!(verify_consistency(m, &mth(&all[..old]), n, &new_root, &proof), Ok(()));
        }
    }
}

#[test]
fn proofs_across_tile_borders_read_each_tile_once() {
    let all = leaves(66_100);
    let tiles = Rows::new(&all);
    for (index, size) in
        [(0, 256), (255, 257), (256, 513), (511, 66_000), (65_535, 65_536), (65_536, 66_100)]
    {
        let (at, n) = (u64::try_from(index).unwrap(), u64::try_from(size).unwrap());
        let new_root = root(n, fresh(&tiles)).unwrap();
        let proof = inclusion_proof(at, n, fresh(&tiles)).unwrap();
        assert_eq!(proof, path(index, &all[..size]), "{index} of {size}");
        assert_eq!(verify_inclusion(&all[index], at, n, &proof, &new_root), Ok(()));
        let proof = consistency_proof(at + 1, n, fresh(&tiles)).unwrap();
        assert_eq!(verify_consistency(at + 1, &mth(&all[..=index]), n, &new_root, &proof), Ok(()));
    }
}

#[test]
fn every_changed_bit_is_refused() {
    let all = leaves(300);
    let tiles = Rows::new(&all);
    for size in [1, 2, 3, 7, 8, 130, 257, 300] {
        let n = u64::try_from(size).unwrap();
        let new_root = mth(&all[..size]);
        for index in [0, size / 2, size - 1] {
            let at = u64::try_from(index).unwrap();
            let proof = inclusion_proof(at, n, fresh(&tiles)).unwrap();
            let check = |leaf: &Hash, proof: &[Hash], root: &Hash| {
                verify_inclusion(leaf, at, n, proof, root).is_err()
            };
            let parts = [vec![all[index], new_root], proof.clone()].concat();
            for_each_flip(&parts, |p| assert!(check(&p[0], &p[2..], &p[1])));
            let long = [proof.clone(), vec![[0; 32]]].concat();
            let refused = verify_inclusion(&all[index], at, n, &long, &new_root);
            assert_eq!(refused, Err(ProofError::WrongLength));
            if !proof.is_empty() {
                let refused = verify_inclusion(&all[index], at, n, &proof[1..], &new_root);
                assert_eq!(refused, Err(ProofError::WrongLength));
            }
            assert!(verify_inclusion(&all[index], at, n * 2, &proof, &new_root).is_err());
            for_each_consistency_flip(&all[..size], index + 1, &tiles);
        }
        let outside = verify_inclusion(&all[0], n, n, &[], &new_root);
        assert_eq!(outside, Err(ProofError::IndexOutOfRange));
    }
}

fn for_each_consistency_flip(leaves: &[Hash], old: usize, tiles: &Rows) {
    let (m, n) = (u64::try_from(old).unwrap(), u64::try_from(leaves.len()).unwrap());
    let (old_root, new_root) = (mth(&leaves[..old]), mth(leaves));
    let proof = consistency_proof(m, n, fresh(tiles)).unwrap();
    let parts = [vec![old_root, new_root], proof.clone()].concat();
    for_each_flip(&parts, |p| {
        assert!(verify_consistency(m, &p[0], n, &p[1], &p[2..]).is_err());
    });
    let long = [proof.clone(), vec![[0; 32]]].concat();
    assert!(verify_consistency(m, &old_root, n, &new_root, &long).is_err());
    if let [_, short @ ..] = proof.as_slice() {
        assert!(verify_consistency(m, &old_root, n, &new_root, short).is_err());
    }
    assert_eq!(
        verify_consistency(n + 1, &old_root, n, &new_root, &[]),
        Err(ProofError::SizesReversed)
    );
}

fn for_each_flip(parts: &[Hash], check: impl Fn(&[Hash])) {
    let mut changed = parts.to_vec();
    for at in 0..parts.len() {
        for bit in 0..256 {
            changed[at][bit / 8] ^= 1 << (bit % 8);
            check(&changed);
            changed[at] = parts[at];
        }
    }
}

#[test]
fn nothing_comes_before_everything() {
    assert_eq!(verify_consistency(0, &EMPTY_ROOT, 5, &[1; 32], &[]), Ok(()));
    let other = verify_consistency(0, &[1; 32], 5, &[1; 32], &[]);
    assert_eq!(other, Err(ProofError::OldRootMismatch));
    let long = verify_consistency(0, &EMPTY_ROOT, 5, &[1; 32], &[[0; 32]]);
    assert_eq!(long, Err(ProofError::WrongLength));
    assert_eq!(inclusion_proof(0, 0, &Edge::new()), Err(TreeError::OutOfRange));
    assert_eq!(consistency_proof(2, 1, &Edge::new()), Err(TreeError::OutOfRange));
    assert_eq!(earlier_root(2, 1, &Edge::new()), Err(TreeError::OutOfRange));
    let largest = verify_inclusion(&[0; 32], u64::MAX - 1, u64::MAX, &[[0; 32]; 64], &[0; 32]);
    assert!(largest.is_err());
}

#[test]
fn widths_follow_the_size() {
    assert_eq!((tile_width(70_000, 0, 272), tile_width(70_000, 0, 273)), (256, 112));
    assert_eq!((tile_width(70_000, 1, 0), tile_width(70_000, 1, 1)), (256, 17));
    assert_eq!((tile_width(70_000, 2, 0), tile_width(70_000, 2, 1)), (1, 0));
    assert_eq!((tile_width(0, 0, 0), tile_width(256, 1, 0), tile_width(1, 255, 0)), (0, 1, 0));
    assert_eq!(tile_width(u64::MAX, 0, u64::MAX), 0);
}

#[test]
fn edge_restores_and_proves_fresh_leaves() {
    let all = leaves(66_000);
    let tiles = Rows::new(&all);
    for size in [0, 1, 255, 256, 257, 511, 512, 600, 65_535, 65_536, 65_537, 66_000] {
        let n = u64::try_from(size).unwrap();
        let edge = Edge::restore(n, fresh(&tiles)).unwrap();
        assert_eq!((edge.size(), edge.root()), (n, mth(&all[..size])));
        for (index, leaf) in all[..size].iter().enumerate().rev().take(256) {
            let at = u64::try_from(index).unwrap();
            let proof = edge.inclusion_proof(at).unwrap();
            assert_eq!(verify_inclusion(leaf, at, n, &proof, &edge.root()), Ok(()));
        }
        assert_eq!(edge.inclusion_proof(n), None);
        if size >= 600 {
            assert_eq!(edge.inclusion_proof(0), None);
        }
    }
    let mut grown = Edge::restore(600, fresh(&tiles)).unwrap();
    let mut made = Vec::new();
    all[600..].iter().for_each(|leaf| made.extend(grown.append(*leaf)));
    assert_eq!(grown.root(), mth(&all));
    assert_eq!(made.len(), 257 - 2 + 1);
    assert!(
        made.iter()
            .all(|node| tiles.rows[usize::from(node.level)][usize::try_from(node.index).unwrap()]
                == node.hash)
    );
    assert_eq!(grown.recent(0, 257, 208), Some(all[65_792..].to_vec()));
    assert_eq!(grown.recent(0, 256, 256), Some(all[65_536..65_792].to_vec()));
    assert_eq!(grown.recent(0, 257, 209), None);
    assert_eq!(grown.recent(0, 255, 256), None);
    assert_eq!(grown.recent(7, 0, 1), None);
}

#[test]
fn edge_refuses_tiles_that_disagree() {
    let mut tiles = Rows::new(&leaves(1000));
    tiles.rows[0][600][0] ^= 1;
    let refused = Edge::restore(1000, &tiles).map(|edge| edge.root());
    assert_eq!(refused, Err(TreeError::Inconsistent { level: 0, n: 2 }));
    let none = Edge::restore(2000, fresh(&tiles)).map(|edge| edge.root());
    assert_eq!(none, Err(TreeError::Tiles(())));
    let huge = Edge::restore(u64::MAX, fresh(&tiles)).map(|edge| edge.root());
    assert_eq!(huge, Err(TreeError::OutOfRange));
}
