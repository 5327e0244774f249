//! Whether the log went on from where a copy knows it, by a consistency proof out of its own tiles.
//! Absent: trust in the tiles: a proof of wrong ones leads to another root.

use std::collections::HashMap;

use samen_audit::hash::Hash;
use samen_audit::tile::{TileLevel, TilePath, decode_hashes};
use samen_audit::tree::{Tiles, TreeError, consistency_proof, verify_consistency};

use super::{CopyError, RefreshError};
use crate::client::exchange::Client;

/// The most tiles that one proof is made of: two edges of a tree of 2^64 leaves, eight tiles high each.
const TILES: usize = 16;

/// A head of the log: its size and its root.
pub(super) type Head = (u64, Hash);

impl Client {
    /// Makes sure that the log of `new` begins with the log of `old`.
    ///
    /// # Errors
    /// [`CopyError::Forked`], and what keeps the tiles from coming.
    pub(super) async fn goes_on(&self, old: Head, new: Head) -> Result<(), RefreshError> {
        let mut fetched = Fetched::default();
        // Every round fetches the tile that the one before it lacked.
        for _ in 0..=TILES {
            match consistency_proof(old.0, new.0, &fetched) {
                Ok(proof) => {
                    return verify_consistency(old.0, &old.1, new.0, &new.1, &proof)
                        .map_err(|_| CopyError::Forked.into());
                }
                Err(TreeError::Tiles(Missing(tile))) => {
                    let bytes = self.tile(&tile).await?;
                    let hashes = decode_hashes(&bytes).map_err(|_| CopyError::Forked)?;
                    fetched.0.insert(tile, hashes);
                }
                Err(_) => break,
            }
        }
        Err(CopyError::Forked.into())
    }
}

/// The tiles that have come so far.
#[derive(Default)]
struct Fetched(HashMap<TilePath, Vec<Hash>>);

/// A tile that has not come yet.
struct Missing(TilePath);

impl Tiles for Fetched {
    type Error = Missing;

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, Missing> {
        let path = TilePath { level: TileLevel::Hashes(level), n, width };
        self.0.get(&path).cloned().ok_or(Missing(path))
    }
}
