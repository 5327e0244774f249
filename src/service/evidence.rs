//! The public evidence: checkpoint, tiles and proofs, which carry no content and no personal data.
//! Absent: entries themselves, and asking witnesses.

use samen_audit::hash::{Hash, leaf_hash};
use samen_audit::proof::TlogProof;
use samen_audit::tile::{TileLevel, TilePath, encode_entries, encode_hashes};
use samen_audit::tree::{Tiles, inclusion_proof, tile_width};

use super::exchange::Exchange;
use crate::domain::refusal::{Reason, Refusal};
use crate::store::{ReadError, Reader};

/// The hash tiles of the stored log.
pub struct StoreTiles<'a> {
    reader: &'a Reader,
}

impl<'a> StoreTiles<'a> {
    /// Over a reader.
    pub fn new(reader: &'a Reader) -> Self {
        Self { reader }
    }
}

impl Tiles for StoreTiles<'_> {
    type Error = ReadError;

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, ReadError> {
        let range = n * 256..n * 256 + u64::from(width);
        if level == 0 {
            let leaves = self.reader.leaves(range)?;
            return Ok(leaves.iter().map(|leaf| leaf_hash(leaf)).collect());
        }
        self.reader.nodes(level * 8, range)
    }
}

/// The signed checkpoint of the last round of witnesses, with their cosignatures; the newest where there
/// are no witnesses; empty before the first entry.
pub fn checkpoint(exchange: &Exchange) -> String {
    exchange.witnesses.shown(&exchange.sequencer.published()).note
}

/// The policy by which checkpoints of this log are judged, as C2SP `tlog-policy`.
pub fn policy(exchange: &Exchange) -> String {
    exchange.witnesses.policy().encode()
}

/// A tile by its path, such as `tile/0/x001/234.p/5`.
///
/// # Errors
/// [`Reason::NotFound`] for a path that names no tile of the log as published.
pub async fn tile(exchange: &Exchange, path: &str) -> Result<Vec<u8>, Refusal> {
    let path = TilePath::parse(path).map_err(|_| Reason::NotFound)?;
    let size = exchange.sequencer.published().size();
    let level = match path.level {
        TileLevel::Hashes(level) => level,
        TileLevel::Entries => 0,
    };
    if tile_width(size, level, path.n) < path.width {
        return Err(Reason::NotFound.into());
    }
    exchange
        .read(move |reader| match path.level {
            TileLevel::Hashes(level) => {
                let hashes = StoreTiles::new(reader).tile(level, path.n, path.width);
                Ok(encode_hashes(&hashes?))
            }
            TileLevel::Entries => {
                let first = path.n * 256;
                let leaves = reader.leaves(first..first + u64::from(path.width))?;
                encode_entries(leaves.iter().map(|leaf| &**leaf))
                    .map_err(|_| Reason::Internal.into())
            }
        })
        .await
}

/// The proof of the leaf at `index`, as `c2sp.org/tlog-proof@v1`: with the checkpoint that is shown and its
/// cosignatures, or with the newest one for a leaf that is too fresh for that.
///
/// # Errors
/// [`Reason::NotFound`] past the end of the log.
pub async fn proof(exchange: &Exchange, index: u64) -> Result<String, Refusal> {
    let newest = exchange.sequencer.published();
    if index >= newest.size() {
        return Err(Reason::NotFound.into());
    }
    let shown = exchange.witnesses.shown(&newest);
    let (size, checkpoint) = match shown.published.size() {
        size if index < size => (size, shown.note),
        _ => (newest.size(), newest.checkpoint.clone()),
    };
    exchange
        .read(move |reader| {
            let hashes =
                inclusion_proof(index, size, &StoreTiles::new(reader)).map_err(|error| {
                    let cause: &dyn std::error::Error = &error;
                    tracing::error!(error = cause, "a proof cannot be made");
                    Refusal::new(Reason::Internal)
                })?;
            Ok(TlogProof { extra: None, index, hashes, checkpoint }.encode())
        })
        .await
}
