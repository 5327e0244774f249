//! The store as a whole: making and opening its directory, committing, and reading off the async
//! threads.
//!
//! The directory holds `db/` (the engine's), `head` and `lock`. Absent: the order of commit, head
//! and publication (the sequencer's), and the comparison of tip and head (the start-up gate's).

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

use super::batch::Batch;
use super::engine::{
    DirectoryLock, Engine, SledEngine, TipVersion, file_error, lock_directory, sync,
};
use super::error::{CommitError, ReadError, StoreError};
use super::head::{Head, HeadState};
use super::reader::Reader;
use crate::vault::Vault;

/// The open store. Clones share it; the last one dropped closes it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    reader: Reader,
    head: Head,
    // Dropped last, so that nobody else enters before the engine has left.
    _lock: Option<DirectoryLock>,
}

impl Store {
    /// Makes an empty store in `directory`, which is made too if its parent exists. Durable on
    /// return.
    ///
    /// # Errors
    /// `Exists` when there is one, also a half-made one.
    pub fn create(directory: &Path, vault: Arc<Vault>) -> Result<Self, StoreError> {
        match DirBuilder::new().mode(0o700).create(directory) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(file_error("create", directory, source)),
        }
        let lock = lock_directory(directory)?;
        let (database, head) = (directory.join("db"), directory.join("head"));
        if database.exists() || head.exists() {
            return Err(StoreError::Exists { path: directory.to_owned() });
        }
        let engine = SledEngine::create(&database)?;
        // The head comes last: a store without one was never finished and does not open.
        let head = Head::create(&head).map_err(StoreError::Head)?;
        sync(directory)?;
        let parent = directory.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync(parent.unwrap_or_else(|| Path::new(".")))?;
        Ok(Self::over(Engine::Sled(engine), vault, head, Some(lock)))
    }

    /// Opens an existing store; never makes one. Takes as long as the engine's recovery.
    ///
    /// # Errors
    /// `InUse`, `Missing`, `Format`, `Head`, `Panicked` and `TimedOut` for files the engine cannot
    /// read, `Blobs`.
    pub fn open(directory: &Path, vault: Arc<Vault>) -> Result<Self, StoreError> {
        if !directory.is_dir() {
            let path = directory.to_owned();
            return Err(StoreError::Missing { path, missing: "the directory" });
        }
        let lock = lock_directory(directory)?;
        let head = Head::open(&directory.join("head")).map_err(StoreError::Head)?;
        let engine = SledEngine::open(&directory.join("db"))?;
        Ok(Self::over(Engine::Sled(engine), vault, head, Some(lock)))
    }

    /// A store on a memory disk, for tests of the rooms above.
    #[cfg(test)]
    pub fn in_memory(disk: &super::MemoryDisk, vault: Arc<Vault>, head: Head) -> Self {
        Self::over(Engine::Memory(super::engine::MemoryEngine::open(disk)), vault, head, None)
    }

    fn over(engine: Engine, vault: Arc<Vault>, head: Head, lock: Option<DirectoryLock>) -> Self {
        Self { inner: Arc::new(Inner { reader: Reader { engine, vault }, head, _lock: lock }) }
    }

    /// An empty batch.
    #[must_use]
    pub fn batch(&self) -> Batch {
        Batch::new(Arc::clone(&self.inner.reader.vault))
    }

    /// Stores all of `batch` or nothing, if the log still has `expected_size` entries. Durable on
    /// return. Blocks: call it from a thread of its own.
    ///
    /// # Errors
    /// After `Unknown` the outcome is open and everything else is refused: stop the process.
    /// After any other error nothing was stored.
    pub fn commit(&self, expected_size: u64, batch: Batch) -> Result<(), CommitError> {
        let engine = &self.inner.reader.engine;
        let batch = batch.finish(engine, expected_size)?;
        engine.commit(TipVersion(expected_size), &batch)?;
        Ok(())
    }

    /// Stores rows that follow from the log and leave it as it is, all or nothing, if it still has
    /// `expected_size` entries. Durable on return. Blocks.
    ///
    /// # Errors
    /// As [`Store::commit`]; `NoProgress` for a batch with a tip or with rows of the log.
    pub fn commit_beside(&self, expected_size: u64, batch: Batch) -> Result<(), CommitError> {
        let batch = batch.finish_beside()?;
        self.inner.reader.engine.commit(TipVersion(expected_size), &batch)?;
        Ok(())
    }

    /// Reads on a thread where blocking is allowed.
    ///
    /// # Errors
    /// What `reading` returns, or `TaskLost` when it panicked or the runtime is shutting down.
    pub async fn read<T, E, F>(&self, reading: F) -> Result<T, E>
    where
        F: FnOnce(&Reader) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<ReadError> + Send + 'static,
    {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || reading(&inner.reader))
            .await
            .unwrap_or_else(|_| Err(ReadError::TaskLost.into()))
    }

    /// The reads themselves, for threads that may block: the sequencer and start-up.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.inner.reader
    }

    /// The head file.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.inner.head
    }

    /// Puts a new head file in the place of the one in `directory`, where this store was opened. The store
    /// goes on with the old one: close it and open it again.
    ///
    /// # Errors
    /// `Head`, or `File` when the directory cannot be synced.
    pub fn replace_head(&self, directory: &Path, state: &HeadState) -> Result<(), StoreError> {
        let old_size = self.inner.head.read().size;
        Head::replace(&directory.join("head"), old_size, state).map_err(StoreError::Head)?;
        sync(directory)
    }

    /// The vault that seals this store's values.
    #[must_use]
    pub fn vault(&self) -> &Arc<Vault> {
        &self.inner.reader.vault
    }

    /// Follows the size of the log as it becomes durable, which is before it is published.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.inner.reader.engine.subscribe()
    }

    /// Fails when a value lies where the engine does not make it durable.
    ///
    /// # Errors
    /// `Blobs`, or `File` when the directory cannot be listed.
    pub fn assert_no_blobs(&self) -> Result<(), StoreError> {
        self.inner.reader.engine.assert_no_blobs()
    }
}
