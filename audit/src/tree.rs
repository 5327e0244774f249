//! The Merkle tree of RFC 6962 and RFC 9162: roots and proofs computed from tiles, and proofs
//! checked. Where tiles come from is the caller's business, behind [`Tiles`]; nothing is kept here.

mod check;
mod walk;

use std::fmt;

use crate::hash::Hash;
pub use check::{ProofError, verify_consistency, verify_inclusion};
pub(crate) use walk::{Subtrees, inclusion_path};
use walk::{consistency_path, subtree_of, whole};

/// Hashes in a full tile (C2SP `tlog-tiles`).
pub const TILE_WIDTH: u16 = 256;

/// A place where tiles of a tree can be read.
pub trait Tiles {
    /// Why a tile could not be read.
    type Error;

    /// The first `width` (1..=256) hashes of tile `n` at tile level `level`, where each hash of
    /// level L is the root of 256^L consecutive leaves.
    ///
    /// # Errors
    /// When the tile cannot be read or does not hold that many hashes.
    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, Self::Error>;
}

impl<T: Tiles + ?Sized> Tiles for &T {
    type Error = T::Error;

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, Self::Error> {
        (**self).tile(level, n, width)
    }
}

/// Why a root or a proof could not be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeError<E> {
    /// The leaf or the older size lies outside the tree, or the tree is too large to handle.
    OutOfRange,
    /// A tile came with another number of hashes than asked.
    WrongWidth {
        /// Tile level.
        level: u8,
        /// Tile number within the level.
        n: u64,
    },
    /// A full tile does not hash to the value that the level above holds for it.
    Inconsistent {
        /// Tile level.
        level: u8,
        /// Tile number within the level.
        n: u64,
    },
    /// A tile could not be read.
    Tiles(E),
}

impl<E> fmt::Display for TreeError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange => f.write_str("the leaf or tree size lies outside the tree"),
            Self::WrongWidth { level, n } => {
                write!(f, "tile {n} of level {level} has another width than the tree needs")
            }
            Self::Inconsistent { level, n } => {
                write!(f, "tile {n} of level {level} differs from its hash in the level above")
            }
            Self::Tiles(_) => f.write_str("a tile of the tree could not be read"),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for TreeError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Tiles(source) => Some(source),
            _ => None,
        }
    }
}

/// Number of hashes in the row of tile level `level` of a tree with `size` leaves.
#[must_use]
pub fn row_length(size: u64, level: u8) -> u64 {
    size.checked_shr(8 * u32::from(level)).unwrap_or(0)
}

/// Width of tile `n` at `level` in a tree with `size` leaves: 0 (absent) to 256 (full).
#[must_use]
pub fn tile_width(size: u64, level: u8, n: u64) -> u16 {
    let row = row_length(size, level);
    match n.checked_mul(u64::from(TILE_WIDTH)) {
        Some(start) if start < row => {
            u16::try_from(row - start).map_or(TILE_WIDTH, |width| width.min(TILE_WIDTH))
        }
        _ => 0,
    }
}

/// Root of the first `size` leaves.
///
/// # Errors
/// When a tile cannot be read or has the wrong width.
pub fn root<T: Tiles>(size: u64, tiles: &T) -> Result<Hash, TreeError<T::Error>> {
    whole(&mut TileReader::new(size, tiles), size)
}

/// Root of the first `old` leaves, out of the tiles of the tree of `size` leaves: a place that
/// publishes the larger tree need not have the partial tiles of the smaller one any more.
///
/// # Errors
/// [`TreeError::OutOfRange`] when `old > size`; otherwise when a tile cannot be read or has the
/// wrong width.
pub fn earlier_root<T: Tiles>(old: u64, size: u64, tiles: &T) -> Result<Hash, TreeError<T::Error>> {
    if old > size {
        return Err(TreeError::OutOfRange);
    }
    whole(&mut TileReader::new(size, tiles), old)
}

/// Inclusion proof of leaf `index` in the tree of `size` leaves, from the leaf's sibling upward
/// (RFC 9162, section 2.1.3.1). Each tile is read at most once.
///
/// # Errors
/// [`TreeError::OutOfRange`] when `index >= size`; otherwise when a tile cannot be read.
pub fn inclusion_proof<T: Tiles>(
    index: u64,
    size: u64,
    tiles: &T,
) -> Result<Vec<Hash>, TreeError<T::Error>> {
    if index >= size {
        return Err(TreeError::OutOfRange);
    }
    inclusion_path(&mut TileReader::new(size, tiles), index, size)
}

/// Proof that the tree of `new` leaves extends the tree of `old` leaves (RFC 9162, section
/// 2.1.4.1). Empty when `old` is 0 or equals `new`. Each tile is read at most once.
///
/// # Errors
/// [`TreeError::OutOfRange`] when `old > new`; otherwise when a tile cannot be read.
pub fn consistency_proof<T: Tiles>(
    old: u64,
    new: u64,
    tiles: &T,
) -> Result<Vec<Hash>, TreeError<T::Error>> {
    if old > new {
        return Err(TreeError::OutOfRange);
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    consistency_path(&mut TileReader::new(new, tiles), old, new)
}

/// Reads subtree hashes out of tiles and remembers the tiles for the length of one proof.
struct TileReader<'a, T> {
    size: u64,
    tiles: &'a T,
    read: Vec<(u8, u64, Vec<Hash>)>,
}

impl<'a, T: Tiles> TileReader<'a, T> {
    fn new(size: u64, tiles: &'a T) -> Self {
        Self { size, tiles, read: Vec::new() }
    }

    fn tile(&mut self, level: u8, n: u64) -> Result<&[Hash], TreeError<T::Error>> {
        let known = self.read.iter().position(|(l, m, _)| (*l, *m) == (level, n));
        if let Some(at) = known {
            return Ok(&self.read[at].2);
        }
        // Always the width that this tree size gives, so that one read serves every need.
        let width = tile_width(self.size, level, n);
        let hashes = self.tiles.tile(level, n, width).map_err(TreeError::Tiles)?;
        if hashes.len() != usize::from(width) {
            return Err(TreeError::WrongWidth { level, n });
        }
        Ok(&self.read.push_mut((level, n, hashes)).2)
    }
}

impl<T: Tiles> Subtrees for TileReader<'_, T> {
    type Error = TreeError<T::Error>;

    fn subtree(&mut self, height: u8, index: u64) -> Result<Hash, Self::Error> {
        let (level, inner) = (height / 8, height % 8);
        let first = index << inner;
        let (n, offset) = (first >> 8, usize::from(low_byte(first)));
        let hashes = self.tile(level, n)?;
        match hashes.get(offset..offset + (1 << inner)) {
            Some(part) => Ok(subtree_of(part)),
            None => Err(TreeError::WrongWidth { level, n }),
        }
    }
}

/// The lowest eight bits: the position of a row index within its tile.
pub(crate) const fn low_byte(value: u64) -> u8 {
    value.to_be_bytes()[7]
}

#[cfg(test)]
mod tests;
