//! Tests of the store as a whole: life cycle, faults, erasure, and what stands readable on disk.
//!
//! Absent: the model test (`model`), and power cuts, which need a process of their own to kill.

mod model;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::vault::{Bucket, MasterKey, Vault};

/// A vault and a place for a store, in a directory of their own.
struct Place {
    folder: tempfile::TempDir,
    vault: Arc<Vault>,
}

const DAY: u32 = 20_700;
const MONTH: u32 = 24_319;

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::create(&folder.path().join("master.key")).unwrap();
        let vault = Arc::new(Vault::create(&folder.path().join("keyring"), &master).unwrap());
        vault.ensure(&[Bucket::Records(DAY), Bucket::Audit(MONTH)]).unwrap();
        Self { folder, vault }
    }

    fn directory(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn create(&self) -> Store {
        Store::create(&self.directory(), Arc::clone(&self.vault)).unwrap()
    }

    fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.directory(), Arc::clone(&self.vault))
    }

    fn in_memory(&self, disk: &MemoryDisk) -> Store {
        let path = self.folder.path().join("head");
        let head = Head::open(&path).or_else(|_| Head::create(&path)).unwrap();
        Store::in_memory(disk, Arc::clone(&self.vault), head)
    }
}

fn tip(size: u64) -> Tip {
    Tip { size, root: [3; 32], time_ms: 1_700_000_000_000 + size }
}

fn batch_of(store: &Store, size: u64) -> Batch {
    let mut batch = store.batch();
    batch.put_tip(tip(size));
    batch
}

#[test]
fn a_store_lives_through_closing_and_belongs_to_one() {
    let place = Place::new();
    assert!(matches!(place.open(), Err(StoreError::Missing { .. })));
    let store = place.create();
    assert_eq!(store.reader().tip().unwrap(), None);
    assert!(matches!(place.open(), Err(StoreError::InUse { .. })));
    let mut follower = store.subscribe();
    store.commit(0, batch_of(&store, 2)).unwrap();
    assert_eq!(*follower.borrow_and_update(), 2);
    let head = HeadState { size: 2, root: [3; 32], note: "note".to_owned() };
    store.head().write(&head).unwrap();
    drop(store);
    assert!(matches!(
        Store::create(&place.directory(), Arc::clone(&place.vault)),
        Err(StoreError::Exists { .. })
    ));
    let store = place.open().unwrap();
    assert_eq!(store.reader().tip().unwrap(), Some(tip(2)));
    assert_eq!(store.head().read(), head);
    store.assert_no_blobs().unwrap();
}

#[test]
fn a_store_that_lost_a_part_does_not_open() {
    for part in ["head", "db/conf", "db/db", "db"] {
        let place = Place::new();
        drop(place.create());
        let path = place.directory().join(part);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        let refused = place.open();
        assert!(
            matches!(
                refused,
                Err(StoreError::Missing { .. } | StoreError::Head(HeadError::Missing { .. }))
            ),
            "{part}"
        );
        assert!(!path.exists(), "{part} was made anew");
    }
}

#[test]
fn a_commit_needs_the_tip_it_was_built_on_and_one_of_its_own() {
    let place = Place::new();
    let store = place.in_memory(&MemoryDisk::default());
    store.commit(0, batch_of(&store, 1)).unwrap();
    let moved = store.commit(0, batch_of(&store, 1));
    assert!(matches!(moved, Err(CommitError::Moved { expected: 0, found: 1 })));
    let mut headless = store.batch();
    headless.put_node(1, 0, &[1; 32]);
    assert!(matches!(store.commit(1, headless), Err(CommitError::NoProgress)));
    assert!(store.reader().node(1, 0).unwrap().is_none());
}

#[test]
fn an_unknown_outcome_stops_the_store_and_a_restart_shows_which_it_was() {
    for (fault, size_after) in [(Fault::NotApplied, 1), (Fault::Applied, 2)] {
        let place = Place::new();
        let disk = MemoryDisk::default();
        let store = place.in_memory(&disk);
        store.commit(0, batch_of(&store, 1)).unwrap();
        let follower = store.subscribe();
        disk.fail_next_commit(fault);
        let mut batch = batch_of(&store, 2);
        batch.put_record(1, DAY, b"signed").unwrap();
        assert!(matches!(store.commit(1, batch), Err(CommitError::Unknown(_))));
        assert_eq!(*follower.borrow(), 1, "nobody is told of an unknown outcome");
        for expected in [1, 2] {
            let refused = store.commit(expected, batch_of(&store, 3));
            assert!(matches!(refused, Err(CommitError::Stopped)));
        }
        assert!(matches!(store.reader().tip(), Err(ReadError::Engine(EngineError::Stopped))));
        let store = place.in_memory(&disk);
        assert_eq!(store.reader().tip().unwrap().unwrap().size, size_after);
        assert_eq!(store.reader().record(1).unwrap().is_some(), fault == Fault::Applied);
        store.commit(size_after, batch_of(&store, 3)).unwrap();
    }
}

#[test]
fn what_is_put_under_a_bucket_without_a_key_is_refused() {
    let place = Place::new();
    let store = place.in_memory(&MemoryDisk::default());
    let mut batch = store.batch();
    assert!(batch.put_entry(0, MONTH + 1, b"entry").is_err());
    assert!(batch.put_entry_term(0, MONTH + 1, 1, b"term").is_err());
    assert!(batch.put_record(0, DAY + 1, b"record").is_err());
    assert!(batch.put_record_term(0, DAY + 1, 1, b"term").is_err());
    assert!(matches!(batch.put_leaf(0, &[0; 4094]), Err(BatchError::TooLarge { .. })));
    assert!(batch.is_empty());
}

#[test]
fn erasing_a_bucket_takes_its_values_and_its_search_terms_and_leaves_the_rest() {
    let place = Place::new();
    let later = DAY + 1;
    place.vault.ensure(&[Bucket::Records(later)]).unwrap();
    let store = place.in_memory(&MemoryDisk::default());
    let mut batch = batch_of(&store, 2);
    for (index, day) in [(0, DAY), (1, later)] {
        batch.put_record(index, day, b"signed").unwrap();
        batch.put_record_meta(index, day, b"meta").unwrap();
        batch.put_record_term(index, day, 1, b"AB123C").unwrap();
        batch.put_entry(index, MONTH, b"entry").unwrap();
        batch.put_record_id(&[0; 16], &RecordId { index, sha256: [1; 32], day });
    }
    store.commit(0, batch).unwrap();
    let reader = store.reader();
    let find = || reader.find_records(1, b"AB123C", 0..9, Direction::Descending, 9).unwrap();
    assert_eq!(find(), [1, 0]);
    place.vault.drop_bucket(Bucket::Records(DAY)).unwrap();
    assert_eq!(find(), [1]);
    assert!(matches!(reader.record(0), Err(ReadError::Erased)));
    assert!(matches!(reader.record_meta(0), Err(ReadError::Erased)));
    assert_eq!(reader.record(1).unwrap().unwrap().as_slice(), b"signed");
    assert_eq!(reader.entry(0).unwrap().unwrap().as_slice(), b"entry");
    assert!(reader.record_id(&[0; 16]).unwrap().is_some());
}

#[test]
fn answers_from_many_buckets_are_in_order_and_paged() {
    let place = Place::new();
    let months: Vec<u32> = (MONTH..MONTH + 7).collect();
    let buckets: Vec<Bucket> = months.iter().copied().map(Bucket::Audit).collect();
    place.vault.ensure(&buckets).unwrap();
    let store = place.in_memory(&MemoryDisk::default());
    let mut batch = batch_of(&store, 500);
    for (index, month) in (0..500_u64).zip(months.iter().cycle()) {
        let term: &[u8] = if index % 5 == 0 { b"other" } else { b"AB123C" };
        batch.put_entry_term(index, *month, 4, term).unwrap();
        batch.put_entry_term(index, *month, 5, b"AB123C").unwrap();
    }
    store.commit(0, batch).unwrap();
    let all: Vec<u64> = (100..450).filter(|index| index % 5 != 0).collect();
    let find = |direction, limit| {
        store.reader().find_entries(4, b"AB123C", 100..450, direction, limit).unwrap()
    };
    assert_eq!(find(Direction::Ascending, 1000), all);
    assert_eq!(find(Direction::Ascending, 33), all[..33]);
    let newest: Vec<u64> = all.iter().rev().copied().collect();
    assert_eq!(find(Direction::Descending, 1000), newest);
    assert_eq!(find(Direction::Descending, 33), newest[..33]);
    assert_eq!(find(Direction::Descending, 0), Vec::<u64>::new());
}

#[test]
fn rows_that_must_be_there_are_missed() {
    let place = Place::new();
    let store = place.in_memory(&MemoryDisk::default());
    let mut batch = batch_of(&store, 3);
    for index in [0, 2] {
        batch.put_leaf(index, &[7; 52]).unwrap();
        batch.put_node(1, index, &[8; 32]);
    }
    store.commit(0, batch).unwrap();
    let reader = store.reader();
    assert_eq!(reader.leaves(2..3).unwrap().len(), 1);
    assert!(matches!(reader.leaves(0..3), Err(ReadError::Missing { table: "leaf" })));
    assert!(matches!(reader.nodes(1, 0..3), Err(ReadError::Missing { table: "node" })));
    assert!(reader.leaves(0..0).unwrap().is_empty());
}

#[tokio::test]
async fn async_reads_return_what_the_closure_found() {
    let place = Place::new();
    let store = place.in_memory(&MemoryDisk::default());
    store.commit(0, batch_of(&store, 4)).unwrap();
    let size = store.read(|reader| Ok::<_, ReadError>(reader.tip()?.map(|tip| tip.size))).await;
    assert_eq!(size.unwrap(), Some(4));
    let lost = store.read(|_| -> Result<(), ReadError> { panic!("in a closure") }).await;
    assert!(matches!(lost, Err(ReadError::TaskLost)));
}

#[test]
fn nothing_put_in_sealed_stands_readable_in_the_directory() {
    let place = Place::new();
    let store = place.create();
    let secrets = [
        "PLATE-AB-123-C".to_owned(),
        "person-jansen-0042".to_owned(),
        "a man in a red coat left toward the station ".repeat(300),
        "meta-wanted-vehicle".to_owned(),
        "partner-registry-row".to_owned(),
    ];
    let [plate, person, text, meta, registry] = &secrets;
    let mut batch = batch_of(&store, 1);
    batch.put_entry(0, MONTH, text.as_bytes()).unwrap();
    batch.put_entry_term(0, MONTH, 1, person.as_bytes()).unwrap();
    batch.put_record(0, DAY, text.as_bytes()).unwrap();
    batch.put_record_meta(0, DAY, meta.as_bytes()).unwrap();
    batch.put_record_term(0, DAY, 1, plate.as_bytes()).unwrap();
    batch.put_standing(1, person.as_bytes(), registry.as_bytes()).unwrap();
    batch.put_checkpoint(1, "PUBLIC-CHECKPOINT").unwrap();
    store.commit(0, batch).unwrap();
    let reader = store.reader();
    assert_eq!(reader.entry(0).unwrap().unwrap().as_slice(), text.as_bytes());
    assert_eq!(
        reader.standing(1, person.as_bytes()).unwrap().unwrap().as_slice(),
        registry.as_bytes()
    );
    store.assert_no_blobs().unwrap();
    drop(store);
    let mut raw = Vec::new();
    collect(place.folder.path(), &mut raw);
    let holds = |text: &str| raw.windows(text.len()).any(|window| window == text.as_bytes());
    // That the search works at all shows in what is readable on purpose.
    assert!(holds("PUBLIC-CHECKPOINT"));
    for secret in &secrets {
        let beginning: String = secret.chars().take(14).collect();
        assert!(!holds(&beginning));
    }
}

fn collect(directory: &Path, raw: &mut Vec<u8>) {
    for item in fs::read_dir(directory).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            collect(&path, raw);
        } else {
            raw.extend(fs::read(&path).unwrap());
        }
    }
}
