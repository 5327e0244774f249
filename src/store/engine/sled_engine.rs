//! The embedded engine: sled 0.34, made durable.
//!
//! sled's own flush does not reach the disk in a power cut (it calls `sync_file_range`). So each
//! commit is applied, flushed, and then `sync_data` is called on a handle of our own to sled's
//! `db` file, opened before the first write so that it sees every write error. An error of any of
//! the three is final: a failed sync is never tried again, because the kernel may have dropped the
//! pages it failed to write.
//!
//! Absent: several trees (one tree with prefixes is as fast and as whole), values past 4 KiB, and
//! sled's timed flush.

use std::fs::{self, File};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::watch;

use super::files::{self, file_error};
use super::{Bytes, Direction, FORMAT, FORMAT_KEY, RawBatch, Row, TIP_KEY, TipVersion, split_tip};
use crate::store::error::{CommitError, EngineError, StoreError};

/// What has to be free on the disk before the database is opened, in bytes: some segments for
/// recovery to move things, and a start that does not end at the next commit.
const ROOM: u64 = 64 << 20;
/// sled reopens 5 million entries in under 2 s; a country's log after a crash has this long.
const OPEN_LIMIT: Duration = Duration::from_secs(120);
/// sled's page cache in bytes.
const CACHE: u64 = 256 << 20;
/// sled's segment size in bytes, fixed in a store's files once made. Four times sled's own choice:
/// a tenth less disk and CPU, and a page would have to pass 512 KiB to be kept outside the log.
const SEGMENT: usize = 2 << 20;
/// How often, and how far apart, sled's own lock is tried. Ours is held by then, so that only a
/// thread of a store closed in this same process can still be holding it, and briefly.
const LOCK_TRIES: u32 = 200;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// A sled database in a directory of its own.
pub(crate) struct SledEngine {
    tree: sled::Db,
    log: File,
    directory: PathBuf,
    writer: Mutex<()>,
    stopped: AtomicBool,
    tip: watch::Sender<u64>,
}

impl SledEngine {
    /// Makes an empty database in `directory`, which must not exist; all of it is durable on
    /// return, except the name of `directory` in its parent.
    pub(crate) fn create(directory: &Path) -> Result<Self, StoreError> {
        let directory = directory.to_owned();
        files::guarded(OPEN_LIMIT, move || {
            if directory.exists() {
                return Err(StoreError::Exists { path: directory });
            }
            let engine = Self::start(&directory)?;
            engine
                .tree
                .insert(FORMAT_KEY, &[FORMAT])
                .and_then(|_| engine.tree.flush())
                .map_err(|error| StoreError::Engine(failed(error)))?;
            files::sync_tree(&directory)?;
            Ok(engine)
        })
    }

    /// Opens an existing database; never makes one.
    pub(crate) fn open(directory: &Path) -> Result<Self, StoreError> {
        let directory = directory.to_owned();
        files::guarded(OPEN_LIMIT, move || {
            let missing = |missing| StoreError::Missing { path: directory.clone(), missing };
            for (file, name) in [("conf", "its configuration"), ("db", "its data file")] {
                if !directory.join(file).is_file() {
                    return Err(missing(name));
                }
            }
            files::require_room(&directory, ROOM)?;
            let engine = Self::start(&directory)?;
            let format = engine.get(&FORMAT_KEY).map_err(StoreError::Engine)?;
            match format.as_deref() {
                Some([FORMAT]) => {}
                Some([found, ..]) => {
                    return Err(StoreError::Format {
                        path: directory.clone(),
                        found: *found,
                        known: FORMAT,
                    });
                }
                _ => return Err(missing("its format mark")),
            }
            engine.assert_no_blobs()?;
            Ok(engine)
        })
    }

    fn start(directory: &Path) -> Result<Self, StoreError> {
        let tree = open_tree(directory)?;
        let path = directory.join("db");
        let log = File::open(&path).map_err(|source| file_error("open", &path, source))?;
        let (tip, _) = tree
            .get(TIP_KEY)
            .map_err(failed)
            .and_then(|row| split_tip(row.map(Bytes)))
            .map_err(StoreError::Engine)?;
        Ok(Self {
            tree,
            log,
            directory: directory.to_owned(),
            writer: Mutex::new(()),
            stopped: AtomicBool::new(false),
            tip: watch::Sender::new(tip.0),
        })
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Bytes>, EngineError> {
        self.refuse_stopped()?;
        Ok(self.tree.get(key).map_err(failed)?.map(Bytes))
    }

    pub(crate) fn scan(
        &self,
        range: Range<&[u8]>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<Row>, EngineError> {
        self.refuse_stopped()?;
        let rows = self.tree.range(range);
        let row = |row: sled::Result<(sled::IVec, sled::IVec)>| {
            row.map(|(key, value)| (Bytes(key), Bytes(value))).map_err(failed)
        };
        match direction {
            Direction::Ascending => rows.take(limit).map(row).collect(),
            Direction::Descending => rows.rev().take(limit).map(row).collect(),
        }
    }

    pub(crate) fn commit(
        &self,
        expected: TipVersion,
        batch: &RawBatch,
    ) -> Result<TipVersion, CommitError> {
        // The lock guards no data, so one poisoned by a panic means nothing by itself.
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if self.stopped.load(Ordering::Acquire) {
            return Err(CommitError::Stopped);
        }
        let found = self.tree.get(TIP_KEY).map_err(failed);
        let (found, _) =
            found.and_then(|row| split_tip(row.map(Bytes))).map_err(|error| self.stop(error))?;
        let tip = batch.check(expected, found)?;
        catch_unwind(AssertUnwindSafe(|| self.apply(batch)))
            .unwrap_or(Err(EngineError::Panicked))
            .map_err(|error| self.stop(error))?;
        if tip != expected {
            self.tip.send_replace(tip.0);
        }
        Ok(tip)
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.tip.subscribe()
    }

    pub(crate) fn assert_no_blobs(&self) -> Result<(), StoreError> {
        let path = self.directory.join("blobs");
        let mut items = fs::read_dir(&path).map_err(|source| file_error("list", &path, source))?;
        if items.next().is_some() { Err(StoreError::Blobs) } else { Ok(()) }
    }

    /// A crash before `apply_batch` returns leaves nothing of the batch, one after it all or
    /// nothing; only past `sync_data` is it there for certain.
    fn apply(&self, batch: &RawBatch) -> Result<(), EngineError> {
        let mut writes = sled::Batch::default();
        for (key, value) in &batch.rows {
            writes.insert(key.0.clone(), value.0.clone());
        }
        if let Some(row) = batch.tip_row() {
            writes.insert(&TIP_KEY, row);
        }
        self.tree.apply_batch(writes).map_err(failed)?;
        self.tree.flush().map_err(failed)?;
        self.log.sync_data().map_err(|error| EngineError::Failed(Box::new(error)))
    }

    /// From here on nothing is written or read: what memory holds may not be what the disk holds.
    fn stop(&self, error: EngineError) -> CommitError {
        self.stopped.store(true, Ordering::Release);
        CommitError::Unknown(error)
    }

    fn refuse_stopped(&self) -> Result<(), EngineError> {
        if self.stopped.load(Ordering::Acquire) { Err(EngineError::Stopped) } else { Ok(()) }
    }
}

fn open_tree(directory: &Path) -> Result<sled::Db, StoreError> {
    let config = sled::Config::new()
        .path(directory)
        .cache_capacity(CACHE)
        .segment_size(SEGMENT)
        .mode(sled::Mode::HighThroughput)
        .flush_every_ms(None)
        .use_compression(false)
        .print_profile_on_drop(false);
    let mut tries = 0;
    loop {
        match config.open() {
            Ok(tree) => return Ok(tree),
            Err(error) if tries < LOCK_TRIES && is_locked(&error) => {
                tries += 1;
                thread::sleep(LOCK_PAUSE);
            }
            Err(error) if is_locked(&error) => {
                return Err(StoreError::InUse { path: directory.to_owned() });
            }
            Err(error) => return Err(StoreError::Engine(failed(error))),
        }
    }
}

/// sled reports a held lock as an ordinary I/O error; only its text tells.
fn is_locked(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(inner) if inner.to_string().contains("could not acquire lock"))
}

fn failed(error: sled::Error) -> EngineError {
    EngineError::Failed(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(tip: u64, rows: &[(&[u8], &[u8])]) -> RawBatch {
        let rows = rows.iter().map(|(key, value)| (Bytes::from(*key), Bytes::from(*value)));
        RawBatch::new(TipVersion(tip), b"rest".to_vec(), rows.collect())
    }

    fn fixture() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db");
        (folder, path)
    }

    #[test]
    fn commits_come_back_after_reopening() {
        let (_folder, path) = fixture();
        let engine = SledEngine::create(&path).unwrap();
        engine.commit(TipVersion(0), &batch(3, &[(b"\x20a", b"1"), (b"\x20b", b"2")])).unwrap();
        assert_eq!(*engine.subscribe().borrow(), 3);
        drop(engine);
        assert!(matches!(SledEngine::create(&path), Err(StoreError::Exists { .. })));
        let engine = SledEngine::open(&path).unwrap();
        assert_eq!(engine.get(b"\x20a").unwrap().as_deref(), Some(&b"1"[..]));
        let range = &b"\x20"[..]..&b"\x21"[..];
        let newest = engine.scan(range, Direction::Descending, 1).unwrap();
        assert_eq!(&*newest[0].0, b"\x20b");
        assert_eq!(*engine.subscribe().borrow(), 3);
        engine.assert_no_blobs().unwrap();
    }

    #[test]
    fn a_moved_tip_a_still_tip_and_a_large_value_store_nothing() {
        let (_folder, path) = fixture();
        let engine = SledEngine::create(&path).unwrap();
        engine.commit(TipVersion(0), &batch(2, &[])).unwrap();
        let moved = engine.commit(TipVersion(1), &batch(3, &[(b"\x20a", b"1")]));
        assert!(matches!(moved, Err(CommitError::Moved { expected: 1, found: 2 })));
        let still = engine.commit(TipVersion(2), &batch(2, &[(b"\x20a", b"1")]));
        assert!(matches!(still, Err(CommitError::NoProgress)));
        let large = engine.commit(TipVersion(2), &batch(3, &[(b"\x20a", &[0; MAX + 1])]));
        assert!(matches!(large, Err(CommitError::TooLarge)));
        assert!(engine.get(b"\x20a").unwrap().is_none());
        // None of these is a failure of the engine: it goes on.
        engine.commit(TipVersion(2), &batch(3, &[(b"\x20a", &[0; MAX])])).unwrap();
    }

    const MAX: usize = super::super::MAX_VALUE;

    #[test]
    fn after_a_failure_everything_is_refused() {
        let (_folder, path) = fixture();
        let engine = SledEngine::create(&path).unwrap();
        let outcome = engine.stop(EngineError::Panicked);
        assert!(matches!(outcome, CommitError::Unknown(EngineError::Panicked)));
        let refused = engine.commit(TipVersion(0), &batch(1, &[]));
        assert!(matches!(refused, Err(CommitError::Stopped)));
        assert!(matches!(engine.get(b"x"), Err(EngineError::Stopped)));
    }

    #[test]
    fn what_is_missing_is_never_made_anew() {
        let (_folder, path) = fixture();
        assert!(matches!(SledEngine::open(&path), Err(StoreError::Missing { .. })));
        assert!(!path.exists());
        drop(SledEngine::create(&path).unwrap());
        fs::remove_file(path.join("db")).unwrap();
        assert!(matches!(SledEngine::open(&path), Err(StoreError::Missing { .. })));
    }

    #[test]
    fn another_format_is_refused() {
        let (_folder, path) = fixture();
        let engine = SledEngine::create(&path).unwrap();
        engine.tree.insert(FORMAT_KEY, &[FORMAT + 1]).unwrap();
        engine.tree.flush().unwrap();
        drop(engine);
        let refused = SledEngine::open(&path);
        assert!(matches!(refused, Err(StoreError::Format { found: 2, known: 1, .. })));
    }

    #[test]
    fn a_value_outside_the_log_is_noticed() {
        let (_folder, path) = fixture();
        drop(SledEngine::create(&path).unwrap());
        fs::write(path.join("blobs").join("7"), b"x").unwrap();
        assert!(matches!(SledEngine::open(&path), Err(StoreError::Blobs)));
    }
}
