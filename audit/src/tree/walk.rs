//! Which subtrees a root or a proof is made of, for any source of subtree hashes. Knows no tiles.

use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// Gives the hashes of complete subtrees.
pub(crate) trait Subtrees {
    type Error;

    /// Root of the leaves `[index << height, (index + 1) << height)`.
    fn subtree(&mut self, height: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// Root of the first `size` leaves.
pub(crate) fn whole<S: Subtrees>(source: &mut S, size: u64) -> Result<Hash, S::Error> {
    range(source, 0, size)
}

/// The inclusion path of leaf `index` (`index < size`), leaf to root.
pub(crate) fn inclusion_path<S: Subtrees>(
    source: &mut S,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, S::Error> {
    let (mut begin, mut n) = (0, size);
    let mut downward = Vec::new();
    while n > 1 {
        let k = split(n);
        if index - begin < k {
            downward.push(range(source, begin + k, n - k)?);
            n = k;
        } else {
            downward.push(range(source, begin, k)?);
            begin += k;
            n -= k;
        }
    }
    downward.reverse();
    Ok(downward)
}

/// The consistency path from `old` to `new` leaves (`0 < old <= new`): SUBPROOF of RFC 9162.
pub(crate) fn consistency_path<S: Subtrees>(
    source: &mut S,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, S::Error> {
    let (mut begin, mut n) = (0, new);
    let mut downward = Vec::new();
    while old - begin < n {
        let k = split(n);
        if old - begin <= k {
            downward.push(range(source, begin + k, n - k)?);
            n = k;
        } else {
            downward.push(range(source, begin, k)?);
            begin += k;
            n -= k;
        }
    }
    // The checker holds the old root; it must be told the last subtree only when that is not it.
    if begin > 0 {
        downward.push(range(source, begin, n)?);
    }
    downward.reverse();
    Ok(downward)
}

/// Root of the complete subtree over `hashes`, whose number is a power of two.
pub(crate) fn subtree_of(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => EMPTY_ROOT,
        [one] => *one,
        [left, right] => node_hash(left, right),
        many => {
            let (left, right) = many.split_at(many.len() / 2);
            node_hash(&subtree_of(left), &subtree_of(right))
        }
    }
}

/// Root of leaves `[begin, begin + n)`, where `begin` is a multiple of the largest power of two
/// that fits in `n`: complete subtrees from the left, folded from the right.
fn range<S: Subtrees>(source: &mut S, begin: u64, n: u64) -> Result<Hash, S::Error> {
    let mut peaks = Vec::new();
    let (mut at, mut left) = (begin, n);
    for height in (0..64u8).rev() {
        let width = 1u64 << height;
        if left & width != 0 {
            peaks.push(source.subtree(height, at >> height)?);
            at += width;
            left -= width;
        }
    }
    Ok(peaks.into_iter().rev().reduce(|right, left| node_hash(&left, &right)).unwrap_or(EMPTY_ROOT))
}

/// The largest power of two below `n` (`n >= 2`).
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}
