//! Vectors of the hashes: leaves, commitments and their openings, roots, proofs, tiles.

use samen_audit::edge::Edge;
use samen_audit::hash::{Hash, leaf_hash};
use samen_audit::leaf::{Class, EntryFields, FieldId, Leaf, Part, commit, open};
use samen_audit::text::hex;
use samen_audit::tile::{TileLevel, TilePath, encode_entries, encode_hashes};
use samen_audit::tree::{Tiles, consistency_proof, inclusion_proof};
use serde_json::{Value, json};

use super::golden;

#[test]
fn leaves() {
    let cases = Class::ALL.into_iter().zip([0u32, 1, 20_779, u32::MAX].into_iter().cycle());
    let cases = cases.map(|(class, erase_day)| {
        let leaf = Leaf { class, erase_day, commit: [class.number(); 32] };
        json!({
            "class": class.name(), "number": class.number(), "erase_day": erase_day,
            "commit": hex(&leaf.commit), "leaf": hex(&leaf.to_bytes()), "hash": hex(&leaf.hash()),
        })
    });
    golden("leaf", "Leaves: their bytes and their hashes in the tree.", cases.collect());
}

#[test]
fn commitments() {
    let time = 1_795_377_600_000u64.to_be_bytes();
    let whole: Vec<(FieldId, Vec<u8>)> = vec![
        (FieldId::TIME, time.to_vec()),
        (FieldId::PARTNER, b"firm".to_vec()),
        (FieldId::CERTIFICATE, vec![8; 32]),
        (FieldId::JUSTIFICATION, "Caf\u{e9}".as_bytes().to_vec()),
        (FieldId::GIVEN, Vec::new()),
        (FieldId(300), b"of a later version".to_vec()),
    ];
    let cases = [0, 1, 2, whole.len()].map(|count| {
        let fields = EntryFields::from_unordered(whole[..count].to_vec()).unwrap();
        let k = [7; 32];
        let all: Vec<FieldId> = fields.iter().map(|(id, _)| id).collect();
        let shown: Vec<Value> = open(&k, &fields, &all)
            .iter()
            .map(|part| {
                let Part::Opened(opening) = part else { panic!("every field is shown") };
                json!({
                    "id": opening.field.0, "name": opening.field.to_string(),
                    "value": hex(&opening.value), "salt": hex(&opening.salt),
                    "digest": hex(&opening.digest()),
                })
            })
            .collect();
        json!({ "k": hex(&k), "fields": shown, "commit": hex(&commit(&k, &fields)) })
    });
    golden(
        "commitment",
        "Commitments: salts, digests of fields, and what they lead to.",
        cases.into(),
    );
}

/// A tree whose leaf `n` is the number `n` as eight bytes.
struct Tree {
    edge: Edge,
    rows: Vec<Vec<Hash>>,
    roots: Vec<Hash>,
}

fn leaf(n: u64) -> [u8; 8] {
    n.to_be_bytes()
}

impl Tree {
    fn of(size: u64) -> Self {
        let edge = Edge::new();
        let mut tree = Self { rows: vec![Vec::new(); 3], roots: vec![edge.root()], edge };
        for n in 0..size {
            let hash = leaf_hash(&leaf(n));
            tree.rows[0].push(hash);
            for node in tree.edge.append(hash) {
                tree.rows[usize::from(node.level)].push(node.hash);
            }
            tree.roots.push(tree.edge.root());
        }
        tree
    }

    fn root(&self, size: u64) -> String {
        hex(&self.roots[usize::try_from(size).unwrap()])
    }
}

impl Tiles for Tree {
    type Error = ();

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, ()> {
        let start = usize::try_from(n).map_err(drop)? * 256;
        let row = &self.rows[usize::from(level)];
        row.get(start..start + usize::from(width)).map(<[Hash]>::to_vec).ok_or(())
    }
}

fn path(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(|hash| hex(hash)).collect()
}

#[test]
fn trees() {
    let tree = Tree::of(600);
    let mut cases = Vec::new();
    for size in [0u64, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 255, 256, 257, 600] {
        let spread = [0, size / 3, size / 2, size.saturating_sub(1)];
        let mut indexes: Vec<u64> = spread.into_iter().filter(|index| *index < size).collect();
        indexes.dedup();
        let inclusion: Vec<Value> = indexes
            .iter()
            .map(|index| {
                let proof = inclusion_proof(*index, size, &tree).unwrap();
                json!({ "index": index, "path": path(&proof) })
            })
            .collect();
        let mut olds: Vec<u64> = spread.into_iter().chain([size]).collect();
        olds.dedup();
        let consistency: Vec<Value> = olds
            .iter()
            .map(|old| {
                let proof = consistency_proof(*old, size, &tree).unwrap();
                json!({ "old": old, "old_root": tree.root(*old), "proof": path(&proof) })
            })
            .collect();
        cases.push(json!({
            "size": size, "root": tree.root(size),
            "inclusion": inclusion, "consistency": consistency,
        }));
    }
    golden("tree", "Trees whose leaf n is n as eight big-endian bytes: roots and proofs.", cases);
}

#[test]
fn tiles() {
    let mut cases = Vec::new();
    for (level, n, width) in [
        (TileLevel::Hashes(0), 0, 256),
        (TileLevel::Hashes(0), 1_234_067, 5),
        (TileLevel::Hashes(1), 999, 1),
        (TileLevel::Hashes(63), 1_000, 255),
        (TileLevel::Entries, 0, 255),
        (TileLevel::Entries, 999_000, 256),
        (TileLevel::Hashes(1), u64::MAX, 256),
    ] {
        let level_name = match level {
            TileLevel::Hashes(level) => level.to_string(),
            TileLevel::Entries => "entries".to_owned(),
        };
        let path = TilePath { level, n, width }.to_string();
        cases.push(json!({ "level": level_name, "n": n, "width": width, "path": path }));
    }
    let leaves: Vec<[u8; 8]> = (0..3).map(leaf).collect();
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let entries = encode_entries(leaves.iter().map(|leaf| &leaf[..])).unwrap();
    cases.push(json!({
        "entries": leaves.iter().map(|leaf| hex(leaf)).collect::<Vec<_>>(), "path": "tile/entries/000.p/3", "bytes": hex(&entries),
    }));
    cases.push(json!({
        "hashes": path(&hashes), "path": "tile/0/000.p/3", "bytes": hex(&encode_hashes(&hashes)),
    }));
    golden("tile", "Tiles: paths, and the bytes of an entries tile and of a hash tile.", cases);
}
