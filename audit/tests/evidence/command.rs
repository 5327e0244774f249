//! The command `samen-verify` as a person runs it on a bundle.

use std::path::Path;
use std::process::{Command, Output};

use samen_audit::bundle::Bundle;
use samen_audit::leaf::FieldId;
use tempfile::TempDir;

use super::cast::{log_signer, policy};
use super::night::Night;

/// Runs the command: exit code, and everything that it said.
pub(crate) fn run(arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_samen-verify"))
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code().unwrap(), text)
}

/// Writes a bundle into a directory of its own below `directory`; its path.
pub(crate) fn write(bundle: &Bundle, directory: &Path) -> String {
    let place = directory.join("bundle");
    drop(std::fs::remove_dir_all(&place));
    std::fs::create_dir_all(place.join("records")).unwrap();
    for (path, content) in bundle.files() {
        std::fs::write(place.join(path), content).unwrap();
    }
    place.to_str().unwrap().to_owned()
}

/// Writes a text into a file below `directory`; its path.
pub(crate) fn file(directory: &Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_bundle_is_checked_offline_and_shown() {
    let (night, directory) = (Night::new(), TempDir::new().unwrap());
    let withheld = [FieldId::PERSON];
    let place = write(&night.bundle(&withheld, &night.scene.cosigned(600)), directory.path());
    let policy = file(directory.path(), "trusted", &policy("all"));
    let kept = file(directory.path(), "kept", &night.scene.cosigned(500));
    let (code, text) =
        run(&["bundle", &place, "--policy", &policy, "--checkpoint", &kept, "--entries"]);
    assert_eq!(code, 0, "{text}");
    for line in [
        "ok    manifest      every file",
        "ok    witnesses     the quorum is met",
        "ok    kept",
        "note  entry 5       consultation: time=2026-11-22T20:02:00.000Z, action=\"record.open\"",
        "person withheld",
        "note  entry 7       consultation, erased by entry 9",
        "note  entry 8       consultation, erased on its day",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let key = log_signer().verifier().to_string();
    let (code, text) = run(&["bundle", &place, "--log-key", &key, "--json"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with('{') && text.contains(r#""result":"ok""#), "{text}");
}

#[test]
fn a_damaged_bundle_is_refused_and_usage_is_told_apart() {
    let (night, directory) = (Night::new(), TempDir::new().unwrap());
    let place = write(&night.bundle(&[], &night.scene.cosigned(600)), directory.path());
    let key = log_signer().verifier().to_string();
    let check = || run(&["bundle", &place, "--log-key", &key]);
    assert_eq!(check().0, 0);
    let extra = file(&directory.path().join("bundle"), "more.txt", "more");
    let (code, text) = check();
    assert_eq!(code, 3);
    assert!(text.contains("FAIL  manifest"), "{text}");
    std::fs::remove_file(extra).unwrap();
    std::fs::create_dir_all(directory.path().join("bundle/records/deep/deeper")).unwrap();
    assert_eq!(check().0, 2);
    std::fs::remove_dir_all(directory.path().join("bundle/records/deep")).unwrap();
    file(&directory.path().join("bundle"), "keys.json", "[]\n");
    let (code, text) = check();
    assert_eq!(code, 3);
    assert!(text.contains("keys.json is not the file that manifest.json lists"), "{text}");
    for wrong in [
        &["bundle", &place][..],
        &["bundle", &place, "--log-key", "nonsense"],
        &["bundle", "/nonexistent", "--log-key", &key],
        &["bundle", &place, "--policy", "/nonexistent"],
        &["bundle", &place, "--log-key", &key, "--policy", "x"],
        &["bundle", &place, "--log-key", &key, "--checkpoint", "/nonexistent"],
    ] {
        assert_eq!(run(wrong).0, 2, "{wrong:?}");
    }
}
