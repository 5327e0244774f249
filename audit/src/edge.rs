//! The right edge of a growing tree, in memory: what appending, the root and the proofs of fresh
//! leaves need. No storage and no old tiles; clone it to stage a batch, then swap.

use std::sync::Arc;

use crate::hash::{Hash, node_hash};
use crate::tree::{
    Subtrees, TILE_WIDTH, Tiles, TreeError, inclusion_path, low_byte, row_length, tile_width,
};

/// Largest tree that [`Edge::restore`] accepts: far above any log, far below an overflow.
const MAX_SIZE: u64 = 1 << 62;

/// A row hash that an append completed, to be stored: `hash` is hash number `index` of tile level
/// `level` (>= 1), the root of 256^level leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewNode {
    /// Tile level, 1 or more.
    pub level: u8,
    /// Position in the row of that level.
    pub index: u64,
    /// Root of the full tile below.
    pub hash: Hash,
}

/// Asked for a tile that the edge no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRecent;

impl std::fmt::Display for NotRecent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the tile is not among the most recent ones")
    }
}

impl std::error::Error for NotRecent {}

/// The right edge of the tree: per tile level the partial tile and the last full one, with all
/// their inner nodes.
///
/// A proof of any leaf in the last one or two entry tiles (at least the newest 256 leaves) costs
/// look-ups only. A clone copies the partial tiles, at most 16 KiB a level.
#[derive(Debug, Clone, Default)]
pub struct Edge {
    size: u64,
    levels: Vec<Level>,
}

impl Edge {
    /// The edge of an empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge of a stored tree of `size` leaves. Reads at most two tiles a level and checks each
    /// full one against its hash in the level above.
    ///
    /// # Errors
    /// When a tile cannot be read, has the wrong width, or disagrees with the level above.
    pub fn restore<T: Tiles>(size: u64, tiles: &T) -> Result<Self, TreeError<T::Error>> {
        if size > MAX_SIZE {
            return Err(TreeError::OutOfRange);
        }
        let mut edge = Self { size, levels: Vec::new() };
        let mut full_roots = Vec::new();
        for level in 0..8 {
            let full = row_length(size, level) >> 8;
            let mut restored = Level::default();
            if let Some(n) = full.checked_sub(1) {
                let root = restored.load(tiles, level, n, TILE_WIDTH)?;
                full_roots.push((level, n, root));
            }
            match tile_width(size, level, full) {
                0 if full == 0 => break,
                0 => {}
                width => {
                    restored.load(tiles, level, full, width)?;
                }
            }
            edge.levels.push(restored);
        }
        for (level, n, root) in full_roots {
            if edge.node((level + 1) * 8, n) != root {
                return Err(TreeError::Inconsistent { level, n });
            }
        }
        Ok(edge)
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf hash. Gives the row hashes of level 1 and above that this completed: none but
    /// for every 256th leaf.
    pub fn append(&mut self, leaf_hash: Hash) -> Vec<NewNode> {
        self.size += 1;
        let mut completed = Vec::new();
        let mut hash = leaf_hash;
        for level in 0u8.. {
            let at = usize::from(level);
            if at == self.levels.len() {
                self.levels.push(Level::default());
            }
            match self.levels[at].push(hash) {
                None => break,
                Some(root) => {
                    let index = row_length(self.size, level + 1) - 1;
                    completed.push(NewNode { level: level + 1, index, hash: root });
                    hash = root;
                }
            }
        }
        completed
    }

    /// Root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        (0..64u8)
            .filter(|height| self.size >> height & 1 == 1)
            .filter_map(|height| self.node(height, (self.size >> height) - 1))
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or(crate::hash::EMPTY_ROOT)
    }

    /// The first `width` hashes of tile `n` at `level` when that tile is the partial or the last
    /// full one of its level and holds as many.
    #[must_use]
    pub fn recent(&self, level: u8, n: u64, width: u16) -> Option<Vec<Hash>> {
        Some(self.rows(level, n)?.by_height[0].get(..usize::from(width))?.to_vec())
    }

    /// Inclusion proof of leaf `index` in the present tree, when the leaf is in one of the last two
    /// entry tiles. [`crate::tree::inclusion_proof`] proves older ones.
    #[must_use]
    pub fn inclusion_proof(&self, index: u64) -> Option<Vec<Hash>> {
        if index >= self.size {
            return None;
        }
        inclusion_path(&mut Lookup(self), index, self.size).ok()
    }

    fn rows(&self, level: u8, n: u64) -> Option<&Rows> {
        let held = self.levels.get(usize::from(level))?;
        let current = row_length(self.size, level) >> 8;
        if n == current {
            Some(&held.current)
        } else if n.checked_add(1) == Some(current) {
            held.last.as_deref()
        } else {
            None
        }
    }

    fn node(&self, height: u8, index: u64) -> Option<Hash> {
        let (level, inner) = (height / 8, height % 8);
        let first = index.checked_shl(u32::from(inner))?;
        let offset = usize::from(low_byte(first) >> inner);
        self.rows(level, first >> 8)?.by_height[usize::from(inner)].get(offset).copied()
    }
}

impl Tiles for Edge {
    type Error = NotRecent;

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, NotRecent> {
        self.recent(level, n, width).ok_or(NotRecent)
    }
}

struct Lookup<'a>(&'a Edge);

impl Subtrees for Lookup<'_> {
    type Error = NotRecent;

    fn subtree(&mut self, height: u8, index: u64) -> Result<Hash, NotRecent> {
        self.0.node(height, index).ok_or(NotRecent)
    }
}

/// One tile level at the edge.
#[derive(Debug, Clone, Default)]
struct Level {
    current: Rows,
    last: Option<Arc<Rows>>,
}

/// A tile with the nodes inside it: row `h` holds the roots of 2^h hashes of the tile.
#[derive(Debug, Clone, Default)]
struct Rows {
    by_height: [Vec<Hash>; 8],
}

impl Level {
    /// Adds a hash to the partial tile; gives the tile's root when that made it full.
    fn push(&mut self, hash: Hash) -> Option<Hash> {
        let mut hash = hash;
        for row in &mut self.current.by_height {
            row.push(hash);
            match row.as_chunks::<2>() {
                (pairs, []) => {
                    let [left, right] = pairs.last()?;
                    hash = node_hash(left, right);
                }
                _ => return None,
            }
        }
        self.last = Some(Arc::new(std::mem::take(&mut self.current)));
        Some(hash)
    }

    /// Reads a tile into the partial one; gives its root when it is full.
    fn load<T: Tiles>(
        &mut self,
        tiles: &T,
        level: u8,
        n: u64,
        width: u16,
    ) -> Result<Option<Hash>, TreeError<T::Error>> {
        let hashes = tiles.tile(level, n, width).map_err(TreeError::Tiles)?;
        if hashes.len() != usize::from(width) {
            return Err(TreeError::WrongWidth { level, n });
        }
        Ok(hashes.into_iter().fold(None, |_, hash| self.push(hash)))
    }
}
