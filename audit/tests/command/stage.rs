//! What the tests of the command play with: a log in memory and on disk, a receipt from it, and a run
//! of the real binary. Checks nothing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use samen_audit::checkpoint::Checkpoint;
use samen_audit::cosignature::WitnessSigner;
use samen_audit::edge::Edge;
use samen_audit::hash::{Hash, leaf_hash, sha256};
use samen_audit::leaf::{Class, EntryFields, FieldId, Leaf, commit, open};
use samen_audit::note::{Note, NoteSigner};
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use samen_audit::tile::{TileLevel, TilePath, encode_entries, encode_hashes};
use samen_audit::tree::{row_length, tile_width};
use tempfile::TempDir;

pub(crate) const ORIGIN: &str = "nl.example/audit/2026";

pub(crate) fn signer() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[1; 32]).unwrap()
}

pub(crate) fn vkey() -> String {
    signer().verifier().to_string()
}

/// A log in memory, written out as its directory.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) edge: Edge,
    pub(crate) rows: Vec<Vec<Hash>>,
}

impl Log {
    pub(crate) fn of(size: u32) -> Self {
        let mut log = Self::default();
        for n in 0..size {
            let class = if n == 0 { Class::Open } else { Class::Collection };
            let leaf = Leaf { class, erase_day: n, commit: sha256(&n.to_be_bytes()) };
            log.append(leaf.to_bytes().to_vec());
        }
        log
    }

    pub(crate) fn append(&mut self, entry: Vec<u8>) {
        let leaf = leaf_hash(&entry);
        self.rows.resize(4, Vec::new());
        self.rows[0].push(leaf);
        for node in self.edge.append(leaf) {
            self.rows[usize::from(node.level)].push(node.hash);
        }
        self.entries.push(entry);
    }

    pub(crate) fn checkpoint(&self) -> String {
        let (size, root) = (self.edge.size(), self.edge.root());
        Checkpoint { origin: ORIGIN.to_owned(), size, root }.sign(&signer())
    }

    pub(crate) fn write(&self, directory: &Path) {
        std::fs::write(directory.join("checkpoint"), self.checkpoint()).unwrap();
        let bundles: Vec<&[Vec<u8>]> = self.entries.chunks(256).collect();
        for (n, bundle) in (0u64..).zip(bundles) {
            let width = u16::try_from(bundle.len()).unwrap();
            let path = TilePath { level: TileLevel::Entries, n, width };
            let bytes = encode_entries(bundle.iter().map(Vec::as_slice)).unwrap();
            write_below(directory, path, &bytes);
        }
        for (level, row) in (0u8..).zip(&self.rows) {
            assert_eq!(u64::try_from(row.len()), Ok(row_length(self.edge.size(), level)));
            for (n, tile) in (0u64..).zip(row.chunks(256)) {
                let width = tile_width(self.edge.size(), level, n);
                let path = TilePath { level: TileLevel::Hashes(level), n, width };
                write_below(directory, path, &encode_hashes(tile));
            }
        }
    }
}

pub(crate) fn write_below(directory: &Path, path: TilePath, bytes: &[u8]) {
    let file = directory.join(path.to_string());
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, bytes).unwrap();
}

pub(crate) fn run(arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_samen-verify"))
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code().unwrap(), text)
}

pub(crate) fn run_log(place: &str, more: &[&str]) -> (i32, String) {
    run(&[&["log", place, "--log-key", &vkey()], more].concat())
}

pub(crate) const RECORD: &[u8] = b"the signed record";
pub(crate) const RECORD_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// The receipt of [`RECORD`] as entry 20 of a log that ends there.
pub(crate) fn receipt() -> Receipt {
    log_with_receipt(0).1
}

/// A log with the entry of [`RECORD`] as number 20 and `after` more, and the receipt of that entry.
pub(crate) fn log_with_receipt(after: u32) -> (Log, Receipt) {
    let fields = EntryFields::from_unordered([
        (FieldId::TIME, vec![0; 8]),
        (FieldId::CERTIFICATE, vec![7; 32]),
        (FieldId::RECORDS, RECORD_ID.as_bytes().to_vec()),
        (FieldId::RECORD_SHA256, sha256(RECORD).to_vec()),
    ])
    .unwrap();
    let commit = commit(&[6; 32], &fields);
    let leaf = Leaf { class: Class::Collection, erase_day: 20_779, commit };
    let mut log = Log::of(20);
    log.append(leaf.to_bytes().to_vec());
    (0..after).for_each(|n| log.append(n.to_be_bytes().to_vec()));
    let shown = [FieldId::TIME, FieldId::RECORDS, FieldId::RECORD_SHA256];
    let receipt = Receipt {
        record: Some(RECORD_ID.to_owned()),
        record_sha256: Some(sha256(RECORD)),
        leaf: leaf.to_bytes(),
        fields: open(&[6; 32], &fields, &shown),
        proof: TlogProof {
            extra: None,
            index: 20,
            hashes: log.edge.inclusion_proof(20).unwrap(),
            checkpoint: log.checkpoint(),
        },
        witnesses_missing: Vec::new(),
    };
    (log, receipt)
}

/// The witnesses of the tests.
pub(crate) fn witness(name: &str) -> WitnessSigner {
    WitnessSigner::from_seed(&format!("{name}.example"), &sha256(name.as_bytes())).unwrap()
}

/// A policy that demands two of three witnesses.
pub(crate) fn policy() -> String {
    let mut out = format!("log {}\n", vkey());
    for name in ["police", "firm", "abroad"] {
        out += &format!("witness {name} {}\n", witness(name).key());
    }
    out + "group both 2 police firm abroad\nquorum both\n"
}

/// The signed checkpoint with cosignatures of these witnesses at these times.
pub(crate) fn cosigned(checkpoint: &str, by: &[(&str, u64)]) -> String {
    let mut note = Note::parse(checkpoint).unwrap();
    for (name, time_s) in by {
        note.add(witness(name).cosign(&note.text, *time_s));
    }
    note.encode()
}

/// A directory that goes away with the test.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// Writes a file and gives its path as an argument.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The path of a name in the directory, as an argument.
    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// Publishes a log in a directory of its own below this one.
    pub(crate) fn publish(&self, log: &Log) -> String {
        let directory = PathBuf::from(self.path("log"));
        if directory.exists() {
            std::fs::remove_dir_all(&directory).unwrap();
        }
        std::fs::create_dir(&directory).unwrap();
        log.write(&directory);
        self.path("log")
    }

    pub(crate) fn read(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.path(name)).ok()
    }

    /// The names of everything directly in the directory.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}
