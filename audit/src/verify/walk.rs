//! One pass over a log: every entry is hashed, every tile and every earlier root derived again and
//! compared. Holds the right edge and the open tiles in memory, never the log.

use samen_audit::checkpoint::Checkpoint;
use samen_audit::edge::Edge;
use samen_audit::hash::{Hash, leaf_hash};
use samen_audit::tree::{TILE_WIDTH, tile_width};

use super::outcome::Stop;
use super::progress::Progress;
use super::source::Source;
use super::tally::Tally;

/// What a pass found.
pub(super) struct Walked {
    /// Root over all entries.
    pub(super) root: Hash,
    /// Hash tiles that were compared.
    pub(super) tiles: u64,
    /// Kinds of entries.
    pub(super) tally: Tally,
    /// Root at the size of each of the checkpoints asked about, in their order.
    pub(super) earlier: Vec<Option<Hash>>,
}

/// Reads the first `size` entries from `source`.
pub(super) fn walk(source: &Source, size: u64, kept: &[Checkpoint]) -> Result<Walked, Stop> {
    let mut pass = Pass {
        source,
        edge: Edge::new(),
        open: vec![Vec::new()],
        tiles: 0,
        tally: Tally::default(),
        earlier: vec![None; kept.len()],
        kept,
    };
    pass.note_earlier();
    let mut progress = Progress::new(size);
    for n in 0..size.div_ceil(u64::from(TILE_WIDTH)) {
        for entry in source.entries(n, tile_width(size, 0, n))? {
            pass.entry(&entry)?;
        }
        progress.at(pass.edge.size());
    }
    pass.partial_tiles()?;
    progress.done();
    let Pass { edge, tiles, tally, earlier, .. } = pass;
    Ok(Walked { root: edge.root(), tiles, tally, earlier })
}

struct Pass<'a> {
    source: &'a Source,
    edge: Edge,
    /// The hashes of the tile being filled, per level.
    open: Vec<Vec<Hash>>,
    tiles: u64,
    tally: Tally,
    kept: &'a [Checkpoint],
    earlier: Vec<Option<Hash>>,
}

impl Pass<'_> {
    fn entry(&mut self, entry: &[u8]) -> Result<(), Stop> {
        self.tally.add(self.edge.size(), entry);
        let leaf = leaf_hash(entry);
        let completed = self.edge.append(leaf);
        self.row(0, self.edge.size() - 1, leaf)?;
        for node in completed {
            self.row(node.level, node.index, node.hash)?;
        }
        self.note_earlier();
        Ok(())
    }

    /// Adds hash `index` of `level`; compares the tile that it completes.
    fn row(&mut self, level: u8, index: u64, hash: Hash) -> Result<(), Stop> {
        let at = usize::from(level);
        if at == self.open.len() {
            self.open.push(Vec::new());
        }
        self.open[at].push(hash);
        if self.open[at].len() == usize::from(TILE_WIDTH) {
            self.compare(level, index / u64::from(TILE_WIDTH))?;
            self.open[at].clear();
        }
        Ok(())
    }

    fn partial_tiles(&mut self) -> Result<(), Stop> {
        let size = self.edge.size();
        for level in 0..=8u8 {
            let n = samen_audit::tree::row_length(size, level) / u64::from(TILE_WIDTH);
            if tile_width(size, level, n) > 0 {
                self.compare(level, n)?;
            }
        }
        Ok(())
    }

    fn compare(&mut self, level: u8, n: u64) -> Result<(), Stop> {
        let derived = self.open.get(usize::from(level)).map_or(&[][..], Vec::as_slice);
        let width = u16::try_from(derived.len()).unwrap_or(TILE_WIDTH);
        let published = self.source.hashes(level, n, width)?;
        if let Some(at) = (0..derived.len()).find(|at| published.get(*at) != Some(&derived[*at])) {
            let index = n * u64::from(TILE_WIDTH) + u64::try_from(at).unwrap_or(0);
            return Err(Stop::Failed(match level {
                0 => format!("the published hash of entry {index} is not that of the entry"),
                _ => format!("hash {index} of tile level {level} does not follow from the entries"),
            }));
        }
        self.tiles += 1;
        Ok(())
    }

    fn note_earlier(&mut self) {
        for (root, kept) in self.earlier.iter_mut().zip(self.kept) {
            if kept.size == self.edge.size() {
                *root = Some(self.edge.root());
            }
        }
    }
}
