//! The files of a witness over real directories.

use super::*;

const OWNER: &str = "witness.example+00000000+key";

fn name(digit: &str) -> String {
    digit.repeat(64)
}

fn fixture() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    WitnessFiles::create(&state, OWNER).unwrap();
    (folder, state)
}

#[test]
fn what_is_kept_comes_back_and_belongs_to_one_process() {
    let (_folder, state) = fixture();
    let (files, kept) = WitnessFiles::open(&state).unwrap();
    assert_eq!(kept, WitnessNotes { owner: OWNER.to_owned(), notes: vec![] });
    files.keep(&name("b"), "one\n").unwrap();
    files.keep(&name("a"), "two\n").unwrap();
    files.keep(&name("b"), "three\n").unwrap();
    assert!(matches!(WitnessFiles::open(&state), Err(WitnessFilesError::InUse(_))));
    let wanted = vec![(name("a"), "two\n".to_owned()), (name("b"), "three\n".to_owned())];
    assert_eq!(WitnessFiles::look(&state).unwrap().notes, wanted);
    drop(files);
    assert_eq!(WitnessFiles::open(&state).unwrap().1.notes, wanted);
}

#[test]
fn nothing_is_made_over_something() {
    let (folder, state) = fixture();
    assert!(matches!(WitnessFiles::create(&state, OWNER), Err(WitnessFilesError::Exists(_))));
    let missing = folder.path().join("elsewhere");
    assert!(matches!(WitnessFiles::open(&missing), Err(WitnessFilesError::Missing(_))));
    fs::create_dir(&missing).unwrap();
    assert!(matches!(WitnessFiles::open(&missing), Err(WitnessFilesError::Missing(_))));
}

#[test]
fn a_note_that_is_gone_is_missed_and_one_that_was_not_listed_counts() {
    let (_folder, state) = fixture();
    let (files, _) = WitnessFiles::open(&state).unwrap();
    files.keep(&name("a"), "one\n").unwrap();
    drop(files);
    // The crash between a first note and the list.
    fs::write(state.join(name("c")), "new\n").unwrap();
    assert_eq!(WitnessFiles::open(&state).unwrap().1.notes.len(), 2);
    for gone in ["a", "c"] {
        let path = state.join(name(gone));
        let content = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(matches!(WitnessFiles::open(&state), Err(WitnessFilesError::Missing(_))));
        fs::write(&path, content).unwrap();
    }
    fs::write(state.join(LIST), "samen-witness/v2\nx\n").unwrap();
    assert!(matches!(WitnessFiles::open(&state), Err(WitnessFilesError::Damaged(_))));
    fs::remove_file(state.join(LIST)).unwrap();
    assert!(matches!(WitnessFiles::open(&state), Err(WitnessFilesError::Missing(_))));
}

#[test]
fn evidence_is_kept_once_and_not_without_end() {
    let (_folder, state) = fixture();
    let (files, _) = WitnessFiles::open(&state).unwrap();
    let keep = |kind, digest: &str| {
        let evidence = WitnessEvidence { kind, digest, request: "r", offered: "o", cosigned: "c" };
        files.keep_evidence(&name("a"), &evidence).unwrap()
    };
    assert!(keep("proof", "x"));
    assert!(!keep("proof", "x"));
    let kept = (0..2 * MAX_EVIDENCE).filter(|n| keep("proof", &n.to_string())).count();
    assert_eq!(kept, MAX_EVIDENCE - 1);
    // Noise of one kind leaves room for the other.
    assert!(keep("fork", "y"));
    let place = state.join(EVIDENCE).join(format!("fork-{}-y", name("a")));
    assert_eq!(fs::read(place.join("offered")).unwrap(), b"o");
    assert_eq!(WitnessFiles::count_evidence(&state, &name("a")).unwrap(), MAX_EVIDENCE + 1);
    assert_eq!(WitnessFiles::count_evidence(&state, &name("b")).unwrap(), 0);
}

#[test]
fn no_name_leads_out_of_the_directory() {
    let (_folder, state) = fixture();
    let (files, _) = WitnessFiles::open(&state).unwrap();
    for bad in ["", "witness", "../witness", &name("A"), &"a".repeat(65)] {
        assert!(files.keep(bad, "x").is_err(), "{bad}");
    }
}
