//! The command `samen-verify` as a person runs it: on a directory, over HTTP, on a receipt, on
//! damaged evidence. TLS is tested where there is a server; nothing here leaves the machine.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::{Command, Output};

use samen_audit::checkpoint::Checkpoint;
use samen_audit::edge::Edge;
use samen_audit::hash::{Hash, leaf_hash, sha256};
use samen_audit::leaf::{Class, EntryFields, FieldId, Leaf, commit, open};
use samen_audit::note::NoteSigner;
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use samen_audit::tile::{TileLevel, TilePath, encode_entries, encode_hashes};
use samen_audit::tree::{row_length, tile_width};
use tempfile::TempDir;

const ORIGIN: &str = "nl.example/audit/2026";

fn signer() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn vkey() -> String {
    signer().verifier().to_string()
}

/// A log in memory, written out as its directory.
#[derive(Default)]
struct Log {
    entries: Vec<Vec<u8>>,
    edge: Edge,
    rows: Vec<Vec<Hash>>,
}

impl Log {
    fn of(size: u32) -> Self {
        let mut log = Self::default();
        for n in 0..size {
            let class = if n == 0 { Class::Open } else { Class::Collection };
            let leaf = Leaf { class, erase_day: n, commit: sha256(&n.to_be_bytes()) };
            log.append(leaf.to_bytes().to_vec());
        }
        log
    }

    fn append(&mut self, entry: Vec<u8>) {
        let leaf = leaf_hash(&entry);
        self.rows.resize(4, Vec::new());
        self.rows[0].push(leaf);
        for node in self.edge.append(leaf) {
            self.rows[usize::from(node.level)].push(node.hash);
        }
        self.entries.push(entry);
    }

    fn checkpoint(&self) -> String {
        let (size, root) = (self.edge.size(), self.edge.root());
        Checkpoint { origin: ORIGIN.to_owned(), size, root }.sign(&signer())
    }

    fn write(&self, directory: &Path) {
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

fn write_below(directory: &Path, path: TilePath, bytes: &[u8]) {
    let file = directory.join(path.to_string());
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, bytes).unwrap();
}

fn run(arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_samen-verify"))
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code().unwrap(), text)
}

fn run_log(place: &str, more: &[&str]) -> (i32, String) {
    run(&[&["log", place, "--log-key", &vkey()], more].concat())
}

#[test]
fn a_whole_log_holds_and_says_what_is_in_it() {
    for size in [0, 1, 255, 256, 257, 700] {
        let directory = TempDir::new().unwrap();
        let mut log = Log::of(size);
        log.append(b"not ours".to_vec());
        log.write(directory.path());
        let (code, text) = run_log(directory.path().to_str().unwrap(), &[]);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("ok    root"), "{text}");
        assert!(text.contains(&format!("the first is entry {size}")), "{text}");
        if size > 1 {
            assert!(text.contains(&format!("collection    {}", size - 1)), "{text}");
        }
    }
}

#[test]
fn checkpoints_of_earlier_days_must_agree() {
    let directory = TempDir::new().unwrap();
    let place = directory.path().to_str().unwrap();
    let kept = directory.path().join("kept");
    let kept = kept.to_str().unwrap();
    let earlier = Log::of(300);
    earlier.write(directory.path());
    assert_eq!(run_log(place, &["--save", kept]).0, 0);
    assert_eq!(std::fs::read_to_string(kept).unwrap(), earlier.checkpoint());

    Log::of(600).write(directory.path());
    let (code, text) = run_log(place, &["--checkpoint", kept, "--json"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("its 300 entries still begin the log"), "{text}");

    let mut forked = Log::of(299);
    forked.append(b"another past".to_vec());
    (0..9).for_each(|_| forked.append(b"x".to_vec()));
    forked.write(directory.path());
    let (code, text) = run_log(place, &["--checkpoint", kept]);
    assert_eq!(code, 3);
    assert!(text.contains("are not those of that day"), "{text}");

    Log::of(200).write(directory.path());
    let (code, text) = run_log(place, &["--checkpoint", kept]);
    assert_eq!(code, 3);
    assert!(text.contains("rolled back"), "{text}");
}

#[test]
fn any_damaged_file_is_found() {
    let log = Log::of(520);
    for (path, reason) in [
        ("checkpoint", "checkpoint"),
        ("tile/entries/000", "hash of entry"),
        ("tile/entries/002.p/8", "hash of entry"),
        ("tile/0/001", "hash of entry 256"),
        ("tile/0/002.p/8", "hash of entry 512"),
        ("tile/1/000.p/2", "hash 0 of tile level 1"),
    ] {
        let directory = TempDir::new().unwrap();
        log.write(directory.path());
        let file = directory.path().join(path);
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[if path == "checkpoint" { 25 } else { 10 }] ^= 1;
        std::fs::write(&file, &bytes).unwrap();
        let (code, text) = run_log(directory.path().to_str().unwrap(), &[]);
        assert_eq!(code, 3, "{path}: {text}");
        assert!(text.contains(reason), "{path}: {text}");

        bytes.truncate(bytes.len() - 1);
        std::fs::write(&file, &bytes).unwrap();
        assert_eq!(run_log(directory.path().to_str().unwrap(), &[]).0, 3, "{path}");
        std::fs::remove_file(&file).unwrap();
        let code = run_log(directory.path().to_str().unwrap(), &[]).0;
        assert_eq!(code, if path == "checkpoint" { 75 } else { 3 }, "{path}");
    }
}

#[test]
fn a_full_tile_stands_in_for_a_dropped_partial_one() {
    let directory = TempDir::new().unwrap();
    Log::of(300).write(directory.path());
    let head = std::fs::read(directory.path().join("checkpoint")).unwrap();
    std::fs::remove_dir_all(directory.path().join("tile")).unwrap();
    Log::of(512).write(directory.path());
    std::fs::write(directory.path().join("checkpoint"), head).unwrap();
    let partial = TilePath { level: TileLevel::Hashes(1), n: 0, width: 1 };
    write_below(directory.path(), partial, &encode_hashes(&Log::of(256).rows[1]));
    let (code, text) = run_log(directory.path().to_str().unwrap(), &[]);
    assert_eq!(code, 0, "{text}");
}

#[test]
fn usage_and_absence_have_their_own_codes() {
    let directory = TempDir::new().unwrap();
    let place = directory.path().to_str().unwrap();
    assert_eq!(run(&["log", place]).0, 2);
    assert_eq!(run(&["log", place, "--log-key", "nonsense"]).0, 2);
    assert_eq!(run(&[]).0, 2);
    assert_eq!(run_log(place, &["--checkpoint", "/nonexistent/file"]).0, 2);
    assert_eq!(run_log(place, &[]).0, 75);
    assert_eq!(run_log("/nonexistent/directory", &[]).0, 75);
    let other = NoteSigner::from_seed(ORIGIN, &[2; 32]).unwrap().verifier().to_string();
    Log::of(3).write(directory.path());
    let (code, text) = run(&["log", place, "--log-key", &other]);
    assert_eq!(code, 3);
    assert!(text.contains("FAIL  checkpoint"), "{text}");
}

const RECORD: &[u8] = b"the signed record";
const RECORD_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// The receipt of [`RECORD`] as entry 20 of a log.
fn receipt() -> Receipt {
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
    let shown = [FieldId::TIME, FieldId::RECORDS, FieldId::RECORD_SHA256];
    Receipt {
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
    }
}

#[test]
fn a_receipt_holds_and_a_changed_one_does_not() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("receipt.json");
    let beside = directory.path().join("record.json");
    std::fs::write(&file, receipt().encode()).unwrap();
    std::fs::write(&beside, RECORD).unwrap();
    let (file, beside) = (file.to_str().unwrap(), beside.to_str().unwrap());
    let (code, text) = run(&["receipt", file, "--log-key", &vkey(), "--record", beside]);
    assert_eq!(code, 0, "{text}");
    for line in ["receipt", "leaf", "fields", "record", "checkpoint", "inclusion", "all"] {
        assert!(text.contains(&format!("ok    {line}")), "{text}");
    }
    assert!(text.contains("text erased on 2026-11-22") && text.contains("withheld: certificate"));
    let (code, text) = run(&["receipt", file, "--log-key", &vkey(), "--record", file, "--json"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.starts_with('{') && text.contains(r#""result":"failed""#), "{text}");
    let changed = Receipt { record_sha256: Some([0; 32]), ..receipt() };
    std::fs::write(file, changed.encode()).unwrap();
    let (code, text) = run(&["receipt", file, "--log-key", &vkey()]);
    assert_eq!(code, 3);
    assert!(text.contains("FAIL  record"), "{text}");
    assert_eq!(run(&["receipt", "/nonexistent", "--log-key", &vkey()]).0, 2);
}

#[cfg(feature = "fetch")]
#[test]
fn a_log_is_read_over_http() {
    let directory = TempDir::new().unwrap();
    std::fs::create_dir(directory.path().join("log")).unwrap();
    Log::of(300).write(&directory.path().join("log"));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let root = directory.path().to_owned();
    let server = std::thread::spawn(move || {
        for stream in listener.incoming() {
            if !serve_one(&stream.unwrap(), &root) {
                return;
            }
        }
    });
    let (code, text) = run_log(&url, &[]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(run_log(&format!("{url}/log/"), &[]).0, 0);
    assert_eq!(run_log(&format!("{url}/nothing/here"), &[]).0, 75);
    assert_eq!(run_log(&format!("{url}/stop"), &[]).0, 75);
    server.join().unwrap();
    assert_eq!(run_log(&url, &[]).0, 75);
}

/// Answers one request from a directory; `false` ends the server.
#[cfg(feature = "fetch")]
fn serve_one(stream: &std::net::TcpStream, root: &Path) -> bool {
    use std::io::{BufRead as _, BufReader, Write as _};
    let lines: Vec<String> = BufReader::new(stream)
        .lines()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .collect();
    let path = lines[0].split(' ').nth(1).unwrap().trim_start_matches('/').to_owned();
    let (status, body) = match std::fs::read(root.join(&path)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let mut out = stream;
    out.write_all(&[head.as_bytes(), &body].concat()).unwrap();
    !path.starts_with("stop")
}
