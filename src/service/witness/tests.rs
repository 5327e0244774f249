//! A witness over real files: what it remembers, what it refuses, and what it finds when it starts
//! again.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

use samen_audit::cosignature;
use samen_audit::hash::{Hash, leaf_hash};
use samen_audit::note::NoteSigner;
use samen_audit::tree::{Tiles, consistency_proof, root};

use super::*;
use crate::domain::time::Timestamp;

const ORIGIN: &str = "log.example/audit/2026";
const NOW_S: i64 = 1_790_000_000;

#[derive(Default)]
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(self.0.load(Ordering::Relaxed))
    }

    fn monotonic_ns(&self) -> u64 {
        0
    }
}

/// A log of less than 256 leaves that differ by `history`.
struct Log {
    signer: NoteSigner,
    history: u8,
}

impl Tiles for Log {
    type Error = std::convert::Infallible;

    fn tile(&self, _: u8, _: u64, width: u16) -> Result<Vec<Hash>, Self::Error> {
        Ok((0..width)
            .map(|n| leaf_hash(&[&n.to_be_bytes()[..], &[self.history]].concat()))
            .collect())
    }
}

impl Log {
    fn new(origin: &str, history: u8) -> Self {
        Self { signer: NoteSigner::from_seed(origin, &[5; 32]).unwrap(), history }
    }

    fn note(&self, size: u64) -> String {
        let root = root(size, self).unwrap();
        Checkpoint { origin: self.signer.name().to_owned(), size, root }.sign(&self.signer)
    }

    fn request(&self, old_size: u64, new: u64) -> Vec<u8> {
        let proof = consistency_proof(old_size, new, self).unwrap_or_default();
        AddCheckpoint { old_size, proof, note: self.note(new) }.encode().into_bytes()
    }
}

struct Place {
    _folder: tempfile::TempDir,
    state: PathBuf,
    clock: Arc<HandClock>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        WitnessFiles::create(&state, &signer().key().to_string()).unwrap();
        let clock = Arc::new(HandClock(NOW_S.into()));
        Self { _folder: folder, state, clock }
    }

    fn open(&self, origins: &[&str]) -> Result<Witness, StateError> {
        let logs = origins.iter().map(|origin| WitnessedLog {
            origin: (*origin).to_owned(),
            keys: vec![Log::new(origin, 0).signer.verifier()],
        });
        Witness::open(signer(), logs.collect(), &self.state, self.clock.clone())
    }

    fn witness(&self) -> Witness {
        self.open(&[ORIGIN]).unwrap()
    }

    fn set(&self, seconds: i64) {
        self.clock.0.store(seconds, Ordering::Relaxed);
    }

    fn evidence(&self) -> usize {
        WitnessFiles::count_evidence(&self.state, &name_of(ORIGIN)).unwrap()
    }
}

fn signer() -> WitnessSigner {
    WitnessSigner::from_seed("witness.example/w", &[6; 32]).unwrap()
}

/// The time of the one cosignature over a note.
fn time_of(note: &str, lines: &str) -> i64 {
    let note = Note::parse(&format!("{note}{lines}")).unwrap();
    let found = cosignature::verify(&note, &[signer().key().clone()]).unwrap();
    assert_eq!(found.len(), 1);
    i64::try_from(found[0].time_s).unwrap()
}

#[test]
fn a_log_that_grows_is_cosigned_and_remembered() {
    let place = Place::new();
    let log = Log::new(ORIGIN, 0);
    let witness = place.witness();
    assert_eq!(witness.latest(&name_of(ORIGIN)), None);
    let mut old = 0;
    for (n, new) in [0, 1, 1, 2, 7, 200].into_iter().enumerate() {
        let now = NOW_S + i64::try_from(n).unwrap();
        place.set(now);
        let lines = witness.add_checkpoint(&log.request(old, new)).unwrap();
        assert_eq!(time_of(&log.note(new), &lines), now);
        let latest = witness.latest(&name_of(ORIGIN)).unwrap();
        assert_eq!(latest, format!("{}{lines}", log.note(new)));
        assert_eq!(fs::read_to_string(place.state.join(name_of(ORIGIN))).unwrap(), latest);
        old = new;
    }
    drop(witness);
    let witness = place.witness();
    let behind = witness.add_checkpoint(&log.request(7, 200));
    assert_eq!(behind, Err(WitnessRefusal::Conflict { size: 200 }.into()));
    assert_eq!(place.evidence(), 0);
    assert!(witness.add_checkpoint(&log.request(200, 201)).is_ok());
}

#[test]
fn the_same_again_in_the_same_second_is_answered_without_a_write() {
    let place = Place::new();
    let log = Log::new(ORIGIN, 0);
    let witness = place.witness();
    let first = witness.add_checkpoint(&log.request(0, 3)).unwrap();
    let path = place.state.join(name_of(ORIGIN));
    fs::remove_file(&path).unwrap();
    assert_eq!(witness.add_checkpoint(&log.request(3, 3)), Ok(first.clone()));
    assert!(!path.exists());
    place.set(NOW_S + 1);
    assert_ne!(witness.add_checkpoint(&log.request(3, 3)), Ok(first));
    assert!(path.exists());
}

#[test]
fn a_second_history_is_refused_and_kept_as_evidence() {
    let place = Place::new();
    let (log, other) = (Log::new(ORIGIN, 0), Log::new(ORIGIN, 1));
    let witness = place.witness();
    witness.add_checkpoint(&log.request(0, 5)).unwrap();
    let refused = |request: Vec<u8>| witness.add_checkpoint(&request).unwrap_err();
    assert_eq!(refused(other.request(5, 5)), WitnessRefusal::OtherRoot.into());
    assert_eq!(place.evidence(), 1);
    // The same checkpoint with a stale size shows the same.
    assert_eq!(refused(other.request(3, 5)), WitnessRefusal::Conflict { size: 5 }.into());
    assert_eq!(place.evidence(), 1);
    assert_eq!(refused(other.request(5, 9)), WitnessRefusal::BadProof.into());
    assert_eq!(place.evidence(), 2);
    // What is merely behind, or not signed, shows nothing.
    assert_eq!(refused(other.request(2, 3)), WitnessRefusal::Conflict { size: 5 }.into());
    let forged = String::from_utf8(other.request(5, 5)).unwrap().replace("\n5\n", "\n6\n");
    assert_eq!(refused(forged.into_bytes()), WitnessRefusal::NotSigned.into());
    assert_eq!(place.evidence(), 2);
    let fork = fs::read_dir(place.state.join("evidence")).unwrap().map(|item| item.unwrap().path());
    let fork = fork.into_iter().find(|path| path.to_string_lossy().contains("/fork-")).unwrap();
    assert_eq!(fs::read_to_string(fork.join("offered")).unwrap(), other.note(5));
    let cosigned = fs::read_to_string(fork.join("cosigned")).unwrap();
    assert!(cosigned.starts_with(&log.note(5)));
    assert!(witness.add_checkpoint(&log.request(5, 9)).is_ok());
}

#[test]
fn time_never_runs_backwards() {
    let place = Place::new();
    let log = Log::new(ORIGIN, 0);
    let witness = place.witness();
    witness.add_checkpoint(&log.request(0, 3)).unwrap();
    drop(witness);
    place.set(NOW_S - 60);
    let witness = place.witness();
    let behind = Err(Refused::ClockBehind { seconds: 60 });
    assert_eq!(witness.add_checkpoint(&log.request(3, 4)), behind);
    assert_eq!(witness.add_checkpoint(&log.request(3, 3)), behind);
    assert_eq!(witness.latest(&name_of(ORIGIN)).map(|note| note.contains("\n3\n")), Some(true));
    place.set(NOW_S);
    assert!(witness.add_checkpoint(&log.request(3, 4)).is_ok());
    place.set(0);
    assert!(matches!(witness.add_checkpoint(&log.request(4, 5)), Err(Refused::ClockBehind { .. })));
}

#[test]
fn only_configured_logs_are_cosigned_and_others_are_not_forgotten() {
    let place = Place::new();
    let (log, second) = (Log::new(ORIGIN, 0), Log::new("log.example/audit/2027", 3));
    let both = [ORIGIN, "log.example/audit/2027"];
    let witness = place.open(&both).unwrap();
    witness.add_checkpoint(&log.request(0, 5)).unwrap();
    witness.add_checkpoint(&second.request(0, 2)).unwrap();
    drop(witness);
    let witness = place.open(&both[1..]).unwrap();
    let unknown = Err(WitnessRefusal::UnknownOrigin.into());
    assert_eq!(witness.add_checkpoint(&log.request(5, 6)), unknown);
    assert!(witness.latest(&name_of(ORIGIN)).is_some());
    let logs = [WitnessedLog { origin: both[1].to_owned(), keys: vec![] }];
    let states = statuses(signer().key(), &logs, &place.state).unwrap();
    let told: Vec<_> = states.iter().map(|s| (s.origin.as_str(), s.configured)).collect();
    assert_eq!(told, [(both[0], false), (both[1], true)]);
    assert_eq!(states[1].cosigned, Some((2, 1_790_000_000)));
    drop(witness);
    // Configured again, it goes on where it was.
    let witness = place.open(&both).unwrap();
    let from_zero = witness.add_checkpoint(&log.request(0, 6));
    assert_eq!(from_zero, Err(WitnessRefusal::Conflict { size: 5 }.into()));
}

/// Where the name and the id of the key stand in the signature line of a log.
fn log_line_head(note: &str) -> std::ops::Range<usize> {
    let line = note.find("\n\n\u{2014} ").unwrap() + "\n\n\u{2014} ".len();
    line..line + ORIGIN.len() + 1 + 6
}

#[test]
fn no_damage_of_the_state_is_a_fresh_start() {
    let place = Place::new();
    let log = Log::new(ORIGIN, 0);
    place.witness().add_checkpoint(&log.request(0, 5)).unwrap();
    let path = place.state.join(name_of(ORIGIN));
    let good = fs::read(&path).unwrap();
    let name_of_log = log_line_head(&log.note(5));
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&path, &bad).unwrap();
        // A changed name or id makes the log's line one of an unknown key, which proves nothing.
        let unknown = name_of_log.contains(&at);
        assert!(place.open(&[ORIGIN]).is_err() || unknown, "byte {at}");
        fs::write(&path, &good[..at]).unwrap();
        assert!(matches!(place.open(&[ORIGIN]), Err(StateError::Files(_))), "cut at {at}");
    }
    fs::remove_file(&path).unwrap();
    assert!(matches!(place.open(&[ORIGIN]), Err(StateError::Files(_))));
    // The note of another log under this name.
    let other = Place::new();
    let origin = "log.example/audit/2027";
    other.open(&[origin]).unwrap().add_checkpoint(&Log::new(origin, 0).request(0, 1)).unwrap();
    fs::copy(other.state.join(name_of(origin)), &path).unwrap();
    assert!(matches!(place.open(&[ORIGIN]), Err(StateError::Files(_))));
    fs::write(&path, &good).unwrap();
    assert!(place.open(&[ORIGIN]).is_ok());
}

#[test]
fn state_key_and_log_keys_belong_together() {
    let place = Place::new();
    let stranger = WitnessSigner::from_seed("witness.example/w", &[7; 32]).unwrap();
    let opened = Witness::open(stranger, vec![], &place.state, place.clock.clone());
    assert!(matches!(opened, Err(StateError::OtherWitness)));
    let own = VerifierKey::new(ORIGIN, *signer().key().public()).unwrap();
    let logs = vec![WitnessedLog { origin: ORIGIN.to_owned(), keys: vec![own] }];
    let opened = Witness::open(signer(), logs, &place.state, place.clock.clone());
    assert!(matches!(opened, Err(StateError::OwnKey(_))));
}

#[test]
fn lines_of_strangers_are_neither_kept_nor_cosigned() {
    let place = Place::new();
    let log = Log::new(ORIGIN, 0);
    let witness = place.witness();
    let stranger = NoteSigner::from_seed("stranger.example", &[9; 32]).unwrap();
    let mut note = Note::parse(&log.note(4)).unwrap();
    let own = note.signatures[0].clone();
    note.signatures.insert(0, stranger.sign(&note.text));
    note.signatures.push(own);
    let asked = AddCheckpoint { old_size: 0, proof: vec![], note: note.encode() };
    let lines = witness.add_checkpoint(asked.encode().as_bytes()).unwrap();
    let latest = witness.latest(&name_of(ORIGIN)).unwrap();
    assert_eq!(latest, format!("{}{lines}", log.note(4)));
}

#[test]
fn a_state_that_cannot_be_written_stops_the_witness() {
    let place = Place::new();
    let log = Log::new(ORIGIN, 0);
    let witness = place.witness();
    let halted = witness.halted();
    // A directory in its place cannot be replaced by a file, whoever runs this.
    fs::create_dir_all(place.state.join(name_of(ORIGIN)).join("in the way")).unwrap();
    assert_eq!(witness.add_checkpoint(&log.request(0, 3)), Err(Refused::Stopped));
    assert!(*halted.borrow());
    fs::remove_dir_all(place.state.join(name_of(ORIGIN))).unwrap();
    assert_eq!(witness.add_checkpoint(&log.request(0, 3)), Err(Refused::Stopped));
    assert_eq!(witness.latest(&name_of(ORIGIN)), None);
}

#[test]
fn racing_requests_never_make_two_histories_or_a_rollback() {
    let place = Place::new();
    let witness = place.witness();
    let (log, other) = (Log::new(ORIGIN, 0), Log::new(ORIGIN, 1));
    witness.add_checkpoint(&log.request(0, 10)).unwrap();
    let cosigned = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for thread in 0..8_u64 {
            let (witness, cosigned, log, other) = (&witness, &cosigned, &log, &other);
            scope.spawn(move || {
                let mut old = 10;
                for step in 0..20 {
                    let new = old + 1 + (thread + step) % 3;
                    let from = if thread % 4 == 3 { other } else { log };
                    match witness.add_checkpoint(&from.request(old, new)) {
                        Ok(_) => cosigned.lock().unwrap().push((old, new, from.history)),
                        Err(Refused::Protocol(WitnessRefusal::Conflict { size })) => old = size,
                        Err(Refused::Protocol(WitnessRefusal::BadProof)) => {
                            assert_eq!(from.history, 1);
                        }
                        Err(error) => panic!("{error:?}"),
                    }
                }
            });
        }
    });
    let mut steps = cosigned.into_inner().unwrap();
    steps.sort_unstable();
    assert!(steps.len() > 10);
    let mut at = 10;
    for (old, new, history) in steps {
        assert_eq!((old, history), (at, 0), "every step begins where the one before it ended");
        at = new;
    }
    let latest = witness.latest(&name_of(ORIGIN)).unwrap();
    assert!(latest.starts_with(&log.note(at)));
}
