//! Checking inclusion and consistency proofs. Needs nothing but the proof and the roots.

use std::fmt;

use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofError {
    /// The leaf index is not below the tree size.
    IndexOutOfRange,
    /// The older tree is larger than the newer one.
    SizesReversed,
    /// The proof has another number of hashes than these sizes need.
    WrongLength,
    /// The leaf and the proof do not lead to the root.
    RootMismatch,
    /// The proof does not lead to the root of the older tree.
    OldRootMismatch,
    /// The proof does not lead to the root of the newer tree.
    NewRootMismatch,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IndexOutOfRange => "the leaf index lies outside the tree",
            Self::SizesReversed => "the older tree is larger than the newer one",
            Self::WrongLength => "the proof has the wrong number of hashes for these tree sizes",
            Self::RootMismatch => "the leaf and the proof do not lead to the root",
            Self::OldRootMismatch => "the proof does not lead to the root of the older tree",
            Self::NewRootMismatch => "the proof does not lead to the root of the newer tree",
        })
    }
}

impl std::error::Error for ProofError {}

/// Checks that the leaf with hash `leaf` is number `index` of the tree of `size` leaves with root
/// `root` (RFC 9162, section 2.1.3.2).
///
/// # Errors
/// A [`ProofError`] that says what does not hold.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::IndexOutOfRange);
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            skip_missing_right(&mut node, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last, hash == *root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::RootMismatch),
        _ => Err(ProofError::WrongLength),
    }
}

/// Checks that the tree of `new` leaves with root `new_root` begins with the very leaves of the
/// tree of `old` leaves with root `old_root` (RFC 9162, section 2.1.4.2). A tree of no leaves is a
/// beginning of every tree; its root must then be [`EMPTY_ROOT`].
///
/// # Errors
/// A [`ProofError`] that says what does not hold.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::SizesReversed);
    }
    if old == 0 || old == new {
        return verify_trivial(old, old_root, new, new_root, proof);
    }
    let (mut node, mut last) = (old - 1, new - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // A complete old tree is its own first subtree, so the proof leaves its root out.
    let (first, rest) = match (old.is_power_of_two(), proof) {
        (true, _) => (old_root, proof),
        (false, [first, rest @ ..]) => (first, rest),
        (false, []) => return Err(ProofError::WrongLength),
    };
    let (mut from_old, mut from_new) = (*first, *first);
    for hash in rest {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if node & 1 == 1 || node == last {
            from_old = node_hash(hash, &from_old);
            from_new = node_hash(hash, &from_new);
            skip_missing_right(&mut node, &mut last);
        } else {
            from_new = node_hash(&from_new, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        Err(ProofError::WrongLength)
    } else if from_old != *old_root {
        Err(ProofError::OldRootMismatch)
    } else if from_new != *new_root {
        Err(ProofError::NewRootMismatch)
    } else {
        Ok(())
    }
}

fn verify_trivial(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if !proof.is_empty() {
        Err(ProofError::WrongLength)
    } else if old == 0 && *old_root != EMPTY_ROOT {
        Err(ProofError::OldRootMismatch)
    } else if old == new && old_root != new_root {
        Err(ProofError::NewRootMismatch)
    } else {
        Ok(())
    }
}

/// At the right edge the path climbs past the levels where there is no right sibling.
fn skip_missing_right(node: &mut u64, last: &mut u64) {
    while *node & 1 == 0 && *node != 0 {
        *node >>= 1;
        *last >>= 1;
    }
}
