//! The whole log, read over the network as anybody may and derived again from its leaves; and the same
//! log in the store once the exchange has stopped. Absent: what its entries have to say (`ledger`).

use samen::service::door::decode;
use samen::store::{ReadError, Store};
use samen_audit::checkpoint::{Checkpoint, VerifiedCheckpoint};
use samen_audit::edge::Edge;
use samen_audit::hash::{Hash, leaf_hash};
use samen_audit::leaf::Leaf;
use samen_audit::note::VerifierKey;
use samen_audit::tile::{TileLevel, TilePath, decode_entries, decode_hashes};
use samen_audit::tree::tile_width;

use super::caller::Caller;
use super::ledger::Said;

/// A log that was read and derived again.
pub(crate) struct Log {
    pub(crate) head: VerifiedCheckpoint,
    pub(crate) leaves: Vec<Vec<u8>>,
}

async fn tile(caller: &Caller, level: TileLevel, n: u64, width: u16) -> Vec<u8> {
    let path = TilePath { level, n, width };
    let answer = caller.get(&format!("/log/{path}")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.body.to_vec()
}

/// Reads the log and derives every hash, every tile and the root again. Every checkpoint in `seen` is
/// one that this log had on its way.
pub(crate) async fn read(caller: &Caller, log_key: &VerifierKey, seen: &[String]) -> Log {
    let keys = std::slice::from_ref(log_key);
    let verify = |note: &str| Checkpoint::verify(note, keys).unwrap();
    let head = verify(caller.get("/log/checkpoint").await.text());
    let mut leaves = Vec::new();
    for n in 0..head.size.div_ceil(256) {
        let width = tile_width(head.size, 0, n);
        let bytes = tile(caller, TileLevel::Entries, n, width).await;
        leaves.extend(decode_entries(&bytes).unwrap());
    }
    let (edge, rows, roots) = derive(&leaves);
    assert_eq!((edge.size(), edge.root()), (head.size, head.root));
    for (level, row) in (0..).zip(&rows) {
        for (n, derived) in (0..).zip(row.chunks(256)) {
            let width = tile_width(head.size, level, n);
            let bytes = tile(caller, TileLevel::Hashes(level), n, width).await;
            assert_eq!(decode_hashes(&bytes).unwrap(), derived, "tile {n} of level {level}");
        }
    }
    for note in seen {
        let earlier = verify(note);
        let at = usize::try_from(earlier.size).unwrap();
        assert_eq!(earlier.origin, head.origin);
        assert_eq!(
            roots.get(at),
            Some(&earlier.root),
            "a checkpoint of {at} entries is of another log"
        );
    }
    Log { head, leaves }
}

/// The right edge, the hashes of each level, and the root at every size.
fn derive(leaves: &[Vec<u8>]) -> (Edge, Vec<Vec<Hash>>, Vec<Hash>) {
    let mut edge = Edge::new();
    let mut rows: Vec<Vec<Hash>> = Vec::new();
    let mut roots = vec![edge.root()];
    let put = |rows: &mut Vec<Vec<Hash>>, level: u8, hash| {
        let level = usize::from(level);
        rows.resize_with(rows.len().max(level + 1), Vec::new);
        rows[level].push(hash);
    };
    for leaf in leaves {
        Leaf::parse(leaf).unwrap();
        let hash = leaf_hash(leaf);
        put(&mut rows, 0, hash);
        for node in edge.append(hash) {
            put(&mut rows, node.level, node.hash);
        }
        roots.push(edge.root());
    }
    (edge, rows, roots)
}

impl Log {
    /// The store holds this very log, its head file knows it, and no value lies outside the database.
    pub(crate) fn assert_in(&self, store: &Store) {
        let (reader, head) = (store.reader(), store.head().read());
        let tip = reader.tip().unwrap().unwrap();
        assert_eq!((tip.size, tip.root), (self.head.size, self.head.root));
        assert_eq!((head.size, head.root), (self.head.size, self.head.root));
        let leaves = reader.leaves(0..tip.size).unwrap();
        assert!(leaves.iter().map(AsRef::as_ref).eq(self.leaves.iter().map(Vec::as_slice)));
        store.assert_no_blobs().unwrap();
    }
}

/// What the entries from `first` on say that have their text, and how many refusals over a limit they leave out.
pub(crate) fn entries(store: &Store, first: u64, size: u64) -> (Vec<Said>, u64) {
    let mut suppressed = 0;
    let said = (first..size).filter_map(|index| {
        let plain = match store.reader().entry(index) {
            Err(ReadError::Erased) => return None,
            plain => plain.unwrap().unwrap(),
        };
        let mut fields = decode(&plain).unwrap();
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        suppressed += take("suppressed").parse().unwrap_or(0);
        Some(Said {
            action: take("action"),
            partner: take("partner"),
            person: take("person"),
            asserted_by: take("asserted_by"),
            refusal: take("refusal"),
            pointer: take("pointer"),
        })
    });
    (said.collect(), suppressed)
}
