//! Whether one state of a log continues another, by the log's own hash tiles. Reads no entries and
//! keeps nothing.

use samen_audit::checkpoint::Checkpoint;
use samen_audit::hash::Hash;
use samen_audit::tree::{self, Tiles, TreeError, verify_consistency};

use super::outcome::Stop;
use super::source::Source;

/// What the tiles prove about an older and a newer state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finding {
    /// The newer state begins with the entries of the older one.
    Continues,
    /// The newer state begins with other entries, as many as the older one had.
    TwoHistories,
    /// The tiles do not lead to the newer state; nothing is proven about the older one.
    OtherTiles,
}

impl Tiles for Source {
    type Error = Stop;

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, Stop> {
        self.hashes(level, n, width)
    }
}

/// Compares two states, `older.size <= newer.size`, by the hash tiles of the log that serves them.
pub(super) fn compare<T: Tiles<Error = Stop>>(
    tiles: &T,
    older: &Checkpoint,
    newer: &Checkpoint,
) -> Result<Finding, Stop> {
    let (old, new) = (older.size, newer.size);
    // The root that the tiles give the older state, whatever was signed then. Once the proof binds
    // it to the newer root, no other beginning is possible.
    let (begin, proof) = if old == new {
        (newer.root, Vec::new())
    } else {
        let begin = tree::earlier_root(old, new, tiles).map_err(stop)?;
        (begin, tree::consistency_proof(old, new, tiles).map_err(stop)?)
    };
    Ok(if verify_consistency(old, &begin, new, &newer.root, &proof).is_err() {
        Finding::OtherTiles
    } else if begin == older.root {
        Finding::Continues
    } else {
        Finding::TwoHistories
    })
}

fn stop(error: TreeError<Stop>) -> Stop {
    match error {
        TreeError::Tiles(stop) => stop,
        other => Stop::Failed(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use samen_audit::edge::Edge;
    use samen_audit::hash::leaf_hash;

    use super::*;

    struct Small(Edge);

    impl Small {
        fn of(leaves: &[u8]) -> Self {
            let mut edge = Edge::new();
            leaves.iter().for_each(|leaf| drop(edge.append(leaf_hash(&[*leaf]))));
            Self(edge)
        }

        fn state(&self) -> Checkpoint {
            Checkpoint { origin: "a".to_owned(), size: self.0.size(), root: self.0.root() }
        }
    }

    impl Tiles for Small {
        type Error = Stop;

        fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, Stop> {
            self.0.recent(level, n, width).ok_or_else(|| Stop::Failed("no tile".to_owned()))
        }
    }

    #[test]
    fn a_fork_is_told_from_tiles_of_something_else() {
        let (long, short) = (Small::of(&[1, 2, 3, 4, 5, 6, 7]), Small::of(&[1, 2, 3, 4, 5]));
        let fork = Small::of(&[1, 2, 3, 4, 9]);
        let compare = |tiles: &Small, older: &Small, newer: &Small| {
            compare(tiles, &older.state(), &newer.state()).map_err(drop)
        };
        assert_eq!(compare(&long, &short, &long), Ok(Finding::Continues));
        assert_eq!(compare(&long, &Small::of(&[]), &long), Ok(Finding::Continues));
        assert_eq!(compare(&long, &long, &long), Ok(Finding::Continues));
        assert_eq!(compare(&long, &fork, &long), Ok(Finding::TwoHistories));
        assert_eq!(compare(&short, &fork, &short), Ok(Finding::TwoHistories));
        let other = Small::of(&[1, 2, 3, 4, 5, 6, 8]);
        assert_eq!(compare(&other, &short, &long), Ok(Finding::OtherTiles));
        assert_eq!(compare(&short, &fork, &long), Err(()));
    }
}
