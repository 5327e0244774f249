//! The command `samen-verify` as a person runs it: on a directory, over HTTP, on a receipt, on
//! damaged evidence. TLS is tested where there is a server; nothing here leaves the machine.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "command/alerts.rs"]
mod alerts;
#[path = "command/history.rs"]
mod history;
#[path = "command/receipt.rs"]
mod receipt;
#[path = "command/stage.rs"]
mod stage;
#[path = "command/watch.rs"]
mod watch;

use std::path::Path;

use samen_audit::note::NoteSigner;
use samen_audit::tile::{TileLevel, TilePath, encode_hashes};
use stage::{Log, ORIGIN, run, run_log, write_below};
use tempfile::TempDir;

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
