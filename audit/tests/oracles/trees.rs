//! One tree of 2^20 leaves, its tiles computed once, and everybody's proofs of it side by side.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use samen_audit::hash::{EMPTY_ROOT, Hash, leaf_hash, node_hash};
use samen_audit::tree::{self, Tiles, verify_consistency, verify_inclusion};
use sha2::Sha256;
use tlog_tiles::HashReader;

/// Leaves of [`tree`].
pub(crate) const LEAVES: u64 = 1 << 20;

/// The rows of a tree: row `n` has the root of every 256^n leaves.
pub(crate) struct Rows {
    rows: Vec<Vec<Hash>>,
    /// Roots that were computed and agreed on, by size.
    roots: Mutex<BTreeMap<u64, Hash>>,
}

/// The entry at `index`.
pub(crate) fn data(index: u64) -> Vec<u8> {
    index.to_le_bytes().repeat(usize::try_from(index % 5).unwrap())
}

/// The tree that all tests share.
pub(crate) fn tree() -> &'static Rows {
    static TREE: OnceLock<Rows> = OnceLock::new();
    TREE.get_or_init(|| {
        let leaves: Vec<Hash> = (0..LEAVES).map(|n| leaf_hash(&data(n))).collect();
        let mut rows = vec![leaves];
        for level in 0..2 {
            let next = rows[level].as_chunks::<256>().0.iter().map(|tile| fold(tile)).collect();
            rows.push(next);
        }
        Rows { rows, roots: Mutex::default() }
    })
}

/// Root of a complete subtree.
fn fold(hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    row[0]
}

impl Tiles for Rows {
    type Error = ();

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, ()> {
        let start = usize::try_from(n).map_err(drop)? * 256;
        let row = self.rows.get(usize::from(level)).ok_or(())?;
        row.get(start..start + usize::from(width)).map(<[Hash]>::to_vec).ok_or(())
    }
}

impl HashReader for Rows {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let read = |index: &u64| {
            let (height, n) = tlog_tiles::split_stored_hash_index(*index);
            let (row, inner) = (usize::from(height / 8), height % 8);
            let start = usize::try_from(n << inner).unwrap();
            tlog_tiles::Hash(fold(&self.rows[row][start..start + (1 << inner)]))
        };
        Ok(indexes.iter().map(read).collect())
    }
}

impl Rows {
    pub(crate) fn leaf(&self, index: u64) -> Hash {
        self.rows[0][usize::try_from(index).unwrap()]
    }

    /// Root of the first `size` leaves, as both agree.
    pub(crate) fn root(&self, size: u64) -> Hash {
        if let Some(known) = self.roots.lock().unwrap().get(&size) {
            return *known;
        }
        let ours = tree::root(size, self).unwrap();
        let theirs =
            if size == 0 { EMPTY_ROOT } else { tlog_tiles::tree_hash(size, self).unwrap().0 };
        assert_eq!(ours, theirs);
        self.roots.lock().unwrap().insert(size, ours);
        ours
    }

    /// Our inclusion proof, which others make and accept alike.
    pub(crate) fn inclusion(&self, index: u64, size: u64) -> Vec<Hash> {
        let ours = tree::inclusion_proof(index, size, self).unwrap();
        let theirs = tlog_tiles::prove_record(size, index, self).unwrap();
        assert_eq!(ours, theirs.iter().map(|hash| hash.0).collect::<Vec<Hash>>());
        assert_eq!(
            inclusion_holds(&self.leaf(index), index, size, &ours, &self.root(size)),
            Ok(())
        );
        let theirs = InclusionProof::<Sha256>::try_from_bytes(ours.concat()).unwrap();
        let root = their_root(&self.root(size), size);
        assert!(root.verify_inclusion(&data(index), index, &theirs).is_ok());
        ours
    }

    /// Our consistency proof, which others make and accept alike.
    pub(crate) fn consistency(&self, old: u64, new: u64) -> Vec<Hash> {
        let ours = tree::consistency_proof(old, new, self).unwrap();
        let (old_root, new_root) = (self.root(old), self.root(new));
        assert_eq!(tree::earlier_root(old, new, self), Ok(old_root));
        assert_eq!(consistency_holds(old, &old_root, new, &new_root, &ours), Ok(()));
        if old > 0 {
            let theirs = tlog_tiles::prove_tree(new, old, self).unwrap();
            assert_eq!(ours, theirs.iter().map(|hash| hash.0).collect::<Vec<Hash>>());
            let theirs = ConsistencyProof::<Sha256>::try_from_bytes(ours.concat()).unwrap();
            let (old_root, new_root) = (their_root(&old_root, old), their_root(&new_root, new));
            assert!(new_root.verify_consistency(&old_root, &theirs).is_ok());
        }
        ours
    }
}

fn their_root(root: &Hash, size: u64) -> RootHash<Sha256> {
    RootHash::new((*root).into(), size)
}

/// Our verdict on an inclusion proof, which is that of tlog_tiles.
pub(crate) fn inclusion_holds(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ()> {
    let ours = verify_inclusion(leaf, index, size, proof, root).map_err(drop);
    let [leaf, root] = [leaf, root].map(|hash| tlog_tiles::Hash(*hash));
    let theirs = tlog_tiles::check_record(&their_proof(proof), size, root, index, leaf);
    assert_eq!(ours, theirs.map_err(drop), "index {index} of {size}");
    ours
}

/// Our verdict on a consistency proof, which is that of tlog_tiles wherever that has one.
pub(crate) fn consistency_holds(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ()> {
    let ours = verify_consistency(old, old_root, new, new_root, proof).map_err(drop);
    if old > 0 {
        let [old_root, new_root] = [old_root, new_root].map(|hash| tlog_tiles::Hash(*hash));
        let theirs = tlog_tiles::check_tree(&their_proof(proof), new, new_root, old, old_root);
        assert_eq!(ours, theirs.map_err(drop), "from {old} to {new}");
    }
    ours
}

fn their_proof(proof: &[Hash]) -> Vec<tlog_tiles::Hash> {
    proof.iter().map(|hash| tlog_tiles::Hash(*hash)).collect()
}
