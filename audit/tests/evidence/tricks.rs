//! What an operator who holds the key of the log could try, and how `samen-verify` names it. The
//! forger of these tests signs whatever he likes; he has neither the witnesses' keys nor the
//! checkpoints that others keep.

use std::path::Path;

use samen_audit::bundle::Line;
use samen_audit::leaf::{Class, FieldId, Part};
use samen_audit::tile::{TileLevel, TilePath, encode_entries, encode_hashes};
use samen_audit::tree::tile_width;
use tempfile::TempDir;

use super::cast::{log_signer, policy};
use super::command::{file, run, write};
use super::night::{Night, at};
use super::scene::Scene;

/// A log that was published and kept, and the directory for what comes after.
struct Stage {
    night: Night,
    directory: TempDir,
    /// The checkpoint that a reader kept when the log had 30 entries.
    kept: String,
    key: String,
    policy: String,
}

impl Stage {
    fn set() -> Self {
        let (night, directory) = (Night::new(), TempDir::new().unwrap());
        let kept = file(directory.path(), "kept", &night.scene.cosigned(600));
        let policy = file(directory.path(), "trusted", &policy("all"));
        Self { night, directory, kept, key: log_signer().verifier().to_string(), policy }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Publishes `scene`, signed by the log; the directory.
    fn publish(&self, scene: &Scene) -> String {
        let place = self.path().join("log");
        drop(std::fs::remove_dir_all(&place));
        write_log(scene, &place, &scene.checkpoint());
        place.to_str().unwrap().to_owned()
    }

    /// `samen-verify watch`, which last saw the log as it was when the checkpoint was kept.
    fn watch(&self, scene: &Scene) -> (i32, String) {
        let state = file(self.path(), "state", &self.night.scene.checkpoint());
        let place = self.publish(scene);
        let seen = run(&["watch", &place, "--log-key", &self.key, "--state", &state]);
        let kept = std::fs::read_to_string(&state).unwrap() == self.night.scene.checkpoint();
        assert_eq!(kept, seen.0 == 3, "an alarm leaves the state as it was");
        seen
    }

    /// `samen-verify log` against the checkpoint that was kept.
    fn log(&self, scene: &Scene) -> (i32, String) {
        let place = self.publish(scene);
        run(&["log", &place, "--log-key", &self.key, "--checkpoint", &self.kept])
    }
}

/// The command refused with 3, and a line that failed says so in these words.
fn caught((code, text): (i32, String), words: &[&str]) {
    assert_eq!(code, 3, "{text}");
    let failed: Vec<&str> = text.lines().filter(|line| line.starts_with("FAIL")).collect();
    let line = failed.join("\n");
    assert!(!failed.is_empty() && words.iter().all(|word| line.contains(word)), "{text}");
}

#[test]
fn an_honest_log_is_not_accused() {
    let stage = Stage::set();
    let mut new = stage.night.scene.clone();
    for n in 0..300 {
        new.log(Class::Heartbeat, 700 + n, &[]);
    }
    assert_eq!(stage.log(&new).0, 0);
    assert_eq!(stage.watch(&new).0, 0);
}

#[test]
fn a_dropped_entry() {
    let stage = Stage::set();
    let mut dropped = stage.night.scene.rewritten(|all| drop(all.remove(5)));
    for n in 0..5 {
        dropped.log(Class::Heartbeat, 700 + n, &[]);
    }
    caught(stage.log(&dropped), &["kept", "first 30 entries are not those of that day"]);
    caught(stage.watch(&dropped), &["history", "ALARM", "two histories"]);
    // Taken out of the published entries only, it shows in the tiles.
    let place = stage.publish(&stage.night.scene);
    let tile = Path::new(&place).join("tile/entries/000.p/30");
    let mut bytes = std::fs::read(&tile).unwrap();
    bytes.drain(5 * 54..6 * 54);
    bytes.extend_from_within(..54);
    std::fs::write(tile, bytes).unwrap();
    caught(run(&["log", &place, "--log-key", &stage.key]), &["tiles", "hash of entry 5"]);
}

#[test]
fn an_edited_field() {
    let stage = Stage::set();
    let mut bundle = stage.night.bundle(&[], &stage.night.scene.cosigned(600));
    if let Line::Shown(receipt) = Night::line_of(&mut bundle, at::OPENED) {
        for part in &mut receipt.fields {
            match part {
                Part::Opened(opening) if opening.field == FieldId::JUSTIFICATION => {
                    opening.value = b"Asked by the control room".to_vec();
                }
                _ => {}
            }
        }
    }
    let place = write(&bundle, stage.path());
    let check = run(&["bundle", &place, "--policy", &stage.policy]);
    caught(check, &["fields", "entry 5: the fields do not lead to the commitment"]);
}

#[test]
fn a_backdated_entry() {
    let mut stage = Stage::set();
    // Written at 20:15, after the checkpoint of 20:10 was witnessed, and said to be of 20:08.
    let late =
        stage.night.scene.log(Class::Consultation, 480, &[(FieldId::ACTION, b"record.open")]);
    let note = stage.night.scene.cosigned(900);
    let place = write(&stage.night.scene.bundle(&[late], &[], &note), stage.path());
    let check = ["bundle", &place, "--policy", &stage.policy];
    assert_eq!(run(&check).0, 0, "nothing else speaks against it");
    let check = run(&[&check[..], &["--checkpoint", &stage.kept]].concat());
    caught(check, &["kept", "entry 30 is backdated: it says 2026-11-22T20:08:00.000Z"]);
    // Between two entries that show their times it needs no witness.
    let place = write(&stage.night.scene.bundle(&[4, 25, 30], &[], &note), stage.path());
    assert_eq!(run(&["bundle", &place, "--policy", &stage.policy]).0, 0, "within the tolerance");
    let later =
        stage.night.scene.log(Class::Consultation, 60, &[(FieldId::ACTION, b"record.open")]);
    let note = stage.night.scene.cosigned(900);
    let place = write(&stage.night.scene.bundle(&[25, later], &[], &note), stage.path());
    caught(run(&["bundle", &place, "--policy", &stage.policy]), &["order", "entry 31 says"]);
}

#[test]
fn a_restored_snapshot() {
    let stage = Stage::set();
    let snapshot = stage.night.scene.rewritten(|all| all.truncate(20));
    caught(stage.log(&snapshot), &["kept", "rolled back"]);
    caught(stage.watch(&snapshot), &["history", "ALARM", "rolled back"]);
    // And gone on with from there, past where it was.
    let mut gone_on = snapshot;
    for n in 0..40 {
        gone_on.log(Class::Heartbeat, 700 + n, &[]);
    }
    caught(stage.log(&gone_on), &["kept", "first 30 entries are not those of that day"]);
    caught(stage.watch(&gone_on), &["history", "ALARM", "two histories"]);
    let new = file(stage.path(), "new", &gone_on.checkpoint());
    let place = stage.publish(&gone_on);
    let check = ["consistency", &stage.kept, &new, "--log-key", &stage.key, "--log", &place];
    caught(run(&check), &["consistency", "two histories"]);
}

#[test]
fn a_truncated_tail() {
    let stage = Stage::set();
    let short = stage.night.scene.rewritten(|all| all.truncate(29));
    caught(stage.log(&short), &["kept", "has 30 entries", "only 29", "rolled back"]);
    caught(stage.watch(&short), &["history", "ALARM", "rolled back"]);
    let place = write(&short.bundle(&[at::OPENED], &[], &short.cosigned(590)), stage.path());
    let check = run(&["bundle", &place, "--policy", &stage.policy, "--checkpoint", &stage.kept]);
    caught(check, &["kept", "rolled back"]);
    // The head left as it was, the end of the entries gone.
    let place = stage.publish(&stage.night.scene);
    let path = Path::new(&place).join("tile/entries/000.p/30");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..29 * 54]).unwrap();
    caught(run(&["log", &place, "--log-key", &stage.key]), &["tiles", "holds 29 and not 30"]);
}

#[test]
fn two_histories_for_two_readers() {
    let stage = Stage::set();
    let other = stage.night.scene.rewritten(|all| all[5].leaf.erase_day += 1);
    caught(stage.log(&other), &["kept", "first 30 entries are not those of that day"]);
    caught(stage.watch(&other), &["history", "ALARM", "two histories"]);
    let theirs = file(stage.path(), "theirs", &other.checkpoint());
    let check = run(&["consistency", &stage.kept, &theirs, "--log-key", &stage.key]);
    caught(check, &["consistency", "two histories: two roots for 30 entries, both signed"]);
    let place = write(&other.bundle(&[at::OPENED], &[], &other.checkpoint()), stage.path());
    let check = run(&["bundle", &place, "--log-key", &stage.key, "--checkpoint", &stage.kept]);
    caught(check, &["kept", "two histories"]);
    // Witnesses saw the other history, so this one has no quorum.
    caught(run(&["bundle", &place, "--policy", &stage.policy]), &["witnesses", "not met"]);
}

/// Writes the log out as it is published, with `checkpoint` as its head.
fn write_log(scene: &Scene, directory: &Path, checkpoint: &str) {
    let put = |path: &TilePath, bytes: &[u8]| {
        let file = directory.join(path.to_string());
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    };
    std::fs::create_dir_all(directory).unwrap();
    std::fs::write(directory.join("checkpoint"), checkpoint).unwrap();
    let leaves: Vec<[u8; 52]> = scene.entries.iter().map(|one| one.leaf.to_bytes()).collect();
    for (n, bundle) in (0u64..).zip(leaves.chunks(256)) {
        let width = u16::try_from(bundle.len()).unwrap();
        let bytes = encode_entries(bundle.iter().map(|leaf| &leaf[..])).unwrap();
        put(&TilePath { level: TileLevel::Entries, n, width }, &bytes);
    }
    for (level, row) in (0u8..).zip(&scene.rows) {
        for (n, tile) in (0u64..).zip(row.chunks(256)) {
            let width = tile_width(scene.edge.size(), level, n);
            put(&TilePath { level: TileLevel::Hashes(level), n, width }, &encode_hashes(tile));
        }
    }
}
