//! Our tree and notes against implementations by others. The definitions themselves are tested
//! beside the code; no network and no stored keys here.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::cell::RefCell;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use samen_audit::edge::Edge;
use samen_audit::hash::{Hash, leaf_hash};
use samen_audit::note::{Note, NoteSigner, VerifierKey};
use samen_audit::tile::{TileLevel, TilePath};
use samen_audit::tree::{
    Tiles, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion,
};
use sha2::Sha256;
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::HashReader;

/// The same leaves in our rows, in ct-merkle and in tlog_tiles.
struct Trees {
    edge: Edge,
    rows: Vec<Vec<Hash>>,
    roots: Vec<Hash>,
    theirs: MemoryBackedTree<Sha256, Vec<u8>>,
    stored: RefCell<Vec<tlog_tiles::Hash>>,
}

impl Tiles for Trees {
    type Error = ();

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, ()> {
        let start = usize::try_from(n).map_err(drop)? * 256;
        let row = &self.rows[usize::from(level)];
        row.get(start..start + usize::from(width)).map(<[Hash]>::to_vec).ok_or(())
    }
}

impl HashReader for Trees {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let stored = self.stored.borrow();
        Ok(indexes.iter().map(|at| stored[usize::try_from(*at).unwrap()]).collect())
    }
}

impl Trees {
    fn grow(size: u64) -> Self {
        let mut trees = Self {
            edge: Edge::new(),
            rows: vec![Vec::new(); 4],
            roots: vec![Edge::new().root()],
            theirs: MemoryBackedTree::new(),
            stored: RefCell::default(),
        };
        (0..size).for_each(|n| trees.push(n));
        trees
    }

    fn push(&mut self, n: u64) {
        let data = n.to_le_bytes().repeat(usize::try_from(n % 5).unwrap());
        let leaf = leaf_hash(&data);
        self.rows[0].push(leaf);
        for node in self.edge.append(leaf) {
            self.rows[usize::from(node.level)].push(node.hash);
        }
        self.roots.push(self.edge.root());
        let new = tlog_tiles::stored_hashes(n, &data, self).unwrap();
        self.stored.borrow_mut().extend(new);
        self.theirs.push(data);
    }

    fn root_at(&self, size: u64) -> Hash {
        self.roots[usize::try_from(size).unwrap()]
    }

    fn check_root(&self, size: u64) {
        assert_eq!(root(size, self).unwrap(), self.root_at(size));
        assert_eq!(tlog_tiles::tree_hash(size, self).unwrap().0, self.root_at(size));
    }

    fn check_inclusion(&self, index: u64, size: u64) {
        let ours = inclusion_proof(index, size, self).unwrap();
        let theirs = tlog_tiles::prove_record(size, index, self).unwrap();
        assert_eq!(ours, theirs.iter().map(|hash| hash.0).collect::<Vec<Hash>>());
        let leaf = self.rows[0][usize::try_from(index).unwrap()];
        assert_eq!(verify_inclusion(&leaf, index, size, &ours, &self.root_at(size)), Ok(()));
    }

    fn check_consistency(&self, old: u64, new: u64) {
        let ours = consistency_proof(old, new, self).unwrap();
        let theirs = tlog_tiles::prove_tree(new, old, self).unwrap();
        assert_eq!(ours, theirs.iter().map(|hash| hash.0).collect::<Vec<Hash>>());
        let roots = (self.root_at(old), self.root_at(new));
        assert_eq!(verify_consistency(old, &roots.0, new, &roots.1, &ours), Ok(()));
    }
}

#[test]
fn every_size_to_300_agrees_with_both() {
    let mut trees = Trees::grow(0);
    for size in 1..=300 {
        trees.push(size - 1);
        trees.check_root(size);
        assert_eq!(trees.theirs.root().as_bytes()[..], trees.root_at(size));
        for index in [0, size / 3, size / 2, size - 1] {
            trees.check_inclusion(index, size);
            let theirs = trees.theirs.prove_inclusion(usize::try_from(index).unwrap());
            let ours = inclusion_proof(index, size, &trees).unwrap();
            assert_eq!(ours.concat(), theirs.as_bytes());
            let added = usize::try_from(size - index - 1).unwrap();
            if added > 0 {
                let theirs = trees.theirs.prove_consistency(added);
                let ours = consistency_proof(index + 1, size, &trees).unwrap();
                assert_eq!(ours.concat(), theirs.as_bytes());
            }
        }
    }
    for size in [1, 2, 7, 64, 100, 255, 256, 257, 300] {
        for other in 0..size {
            trees.check_inclusion(other, size);
            trees.check_consistency(other + 1, size);
        }
    }
}

#[test]
fn random_places_of_a_large_tree_agree() {
    let trees = Trees::grow(66_000);
    let place = (1..=66_000u64).prop_flat_map(|size| (0..size, Just(size)));
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let outcome = runner.run(&place, |(index, size)| {
        trees.check_root(size);
        trees.check_inclusion(index, size);
        trees.check_consistency(index + 1, size);
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

proptest! {
    #[test]
    fn tile_paths_agree(level in 0..64u8, n in 0..u64::MAX / 1000, width in 1..=256u16) {
        let ours = TilePath { level: TileLevel::Hashes(level), n, width };
        let theirs = tlog_tiles::Tile::new(8, level, n, u32::from(width), false).path();
        prop_assert_eq!(ours.to_string().replacen("tile/", "tile/8/", 1), theirs);
        prop_assert_eq!(TilePath::parse(&ours.to_string()), Ok(ours));
    }

    #[test]
    fn notes_cross_over(seed: [u8; 32], text in "[ -~é—]{0,80}(\n[ -~]{0,20}){0,3}\n") {
        let ours = NoteSigner::from_seed("log.example/a", &seed).unwrap();
        let vkey = ours.verifier().to_string();
        let verifier = StandardVerifier::new(&vkey).unwrap();
        let list = VerifierList::new(vec![Box::new(verifier)]);
        let encoded = Note::sign(&text, &[&ours]).encode();
        let theirs = signed_note::Note::from_bytes(encoded.as_bytes()).unwrap();
        prop_assert!(theirs.verify(&list).is_ok());
        prop_assert_eq!(theirs.text(), text.as_bytes());
    }
}

#[test]
fn their_note_verifies_here() {
    let skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let signer = StandardSigner::new(skey).unwrap();
    let mut note =
        signed_note::Note::new(b"If you think cryptography is the answer\n", &[]).unwrap();
    note.add_sigs(&[&signer]).unwrap();
    let text = String::from_utf8(note.to_bytes()).unwrap();
    let key = VerifierKey::parse(vkey).unwrap();
    assert!(Note::parse(&text).unwrap().verify(&[key]).is_ok());
}
