//! The queue of a plate reader's program: signed reports that wait for the exchange, one sealed file
//! each, durable before they count, and beside them the list that it works from. A database would be more than a
//! few small files need.
//!
//! The directory holds `waiting/` and `refused/` with a file for each report, named by its number, `list`, and
//! `lock`. Absent: what a report says, sending it, and whether it was accepted.

mod list;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::engine::{DirectoryLock, lock_directory};
use super::error::StoreError;
use crate::vault::{Bucket, Vault, VaultError, replace_file, sync_directory};

const WAITING: &str = "waiting";
const REFUSED: &str = "refused";
/// A file of another folder does not open here, and neither does one of another number.
const WAITING_TABLE: u8 = 1;
const REFUSED_TABLE: u8 = 2;
/// The largest file that is read, in bytes: a record of 64 KiB, signed, and what stands beside it.
const MAX_FILE: u64 = 256 * 1024;

/// Why the queue takes or gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// Another process has it.
    #[error("the queue {} is in use by another process", .0.display())]
    InUse(PathBuf),
    /// It holds as much as it may.
    #[error("the queue is full: {items} reports wait already")]
    Full {
        /// How many.
        items: usize,
    },
    /// A file is not what was written; it was set aside.
    #[error("{} is damaged and was set aside; what it said is lost", .0.display())]
    Damaged(PathBuf),
    /// The keyring.
    #[error("the keyring of the queue cannot be used")]
    Vault(#[from] VaultError),
    /// A file operation failed.
    #[error("cannot {verb} {}", path.display())]
    File {
        /// What was tried.
        verb: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub struct QueueLimits {
    /// Reports.
    pub items: usize,
    /// Bytes of them, sealed.
    pub bytes: u64,
}

/// A report in the queue.
pub struct Waiting {
    /// Its number; the smaller, the older.
    pub number: u64,
    /// What was put.
    pub payload: Zeroizing<Vec<u8>>,
}

struct Held {
    bytes: u64,
    day: Option<u32>,
}

#[derive(Default)]
struct State {
    waiting: BTreeMap<u64, Held>,
    refused: BTreeMap<u64, Held>,
    next: u64,
    list: Option<list::Kept>,
}

/// The queue, owned by this process alone until this is dropped.
pub struct EdgeQueue {
    directory: PathBuf,
    vault: Vault,
    limits: QueueLimits,
    state: Mutex<State>,
    _lock: DirectoryLock,
}

impl EdgeQueue {
    /// Takes the queue for this process; an empty directory is an empty queue.
    ///
    /// # Errors
    /// [`QueueError::InUse`] or [`QueueError::File`].
    pub fn open(directory: &Path, vault: Vault, limits: QueueLimits) -> Result<Self, QueueError> {
        let lock = lock_directory(directory).map_err(|error| match error {
            StoreError::File { verb, path, source } => QueueError::File { verb, path, source },
            _ => QueueError::InUse(directory.to_owned()),
        })?;
        let mut state = State::default();
        for (folder, held) in [(WAITING, &mut state.waiting), (REFUSED, &mut state.refused)] {
            *held = look(&directory.join(folder))?;
        }
        let last = [&state.waiting, &state.refused].map(|held| held.keys().next_back().copied());
        state.next = last.into_iter().flatten().max().map_or(1, |last| last.saturating_add(1));
        let directory = directory.to_owned();
        Ok(Self { directory, vault, limits, state: Mutex::new(state), _lock: lock })
    }

    /// Puts a report at the end, sealed under the key of this day (days since 1970-01-01 UTC). Durable
    /// on return.
    ///
    /// # Errors
    /// [`QueueError::Full`], or another one; nothing was put then.
    pub fn put(&self, day: u32, payload: &[u8]) -> Result<u64, QueueError> {
        let mut state = self.state();
        let used: u64 = state.waiting.values().map(|held| held.bytes).sum();
        let items = state.waiting.len();
        let more = u64::try_from(payload.len()).unwrap_or(u64::MAX);
        if items >= self.limits.items || used.saturating_add(more) > self.limits.bytes {
            return Err(QueueError::Full { items });
        }
        let number = state.next;
        let held = self.write((WAITING, WAITING_TABLE), number, day, payload)?;
        state.next += 1;
        state.waiting.insert(number, held);
        Ok(number)
    }

    /// The report that waits longest.
    ///
    /// # Errors
    /// [`QueueError::Damaged`] once for a file that does not open; the next call goes on after it.
    pub fn oldest(&self) -> Result<Option<Waiting>, QueueError> {
        let mut state = self.state();
        let Some(number) = state.waiting.keys().next().copied() else {
            return Ok(None);
        };
        match self.read((WAITING, WAITING_TABLE), number) {
            Ok(payload) => Ok(Some(Waiting { number, payload })),
            Err(QueueError::Damaged(path)) => {
                state.waiting.remove(&number);
                Err(set_aside(path))
            }
            Err(error) => Err(error),
        }
    }

    /// Forgets a report that was sent. If we crash before, it is sent again, and the exchange knows it.
    ///
    /// # Errors
    /// [`QueueError::File`]; it is not sent again before the next start.
    pub fn remove(&self, number: u64) -> Result<(), QueueError> {
        self.state().waiting.remove(&number);
        remove(&self.directory.join(WAITING), number)
    }

    /// Moves a report that will never be accepted to the refused ones, with another payload that says
    /// why. The oldest refused one goes when there are as many as may wait.
    ///
    /// # Errors
    /// As [`EdgeQueue::put`]; the report is not sent again before the next start.
    pub fn refuse(&self, number: u64, day: u32, payload: &[u8]) -> Result<(), QueueError> {
        let mut state = self.state();
        state.waiting.remove(&number);
        let held = self.write((REFUSED, REFUSED_TABLE), number, day, payload)?;
        state.refused.insert(number, held);
        let first = state.refused.keys().next().copied();
        if let Some(first) = first.filter(|_| state.refused.len() > self.limits.items) {
            state.refused.remove(&first);
            remove(&self.directory.join(REFUSED), first)?;
        }
        drop(state);
        remove(&self.directory.join(WAITING), number)
    }

    /// The refused reports, the oldest first.
    ///
    /// # Errors
    /// [`QueueError`].
    pub fn refused(&self) -> Result<Vec<Waiting>, QueueError> {
        let numbers: Vec<u64> = self.state().refused.keys().copied().collect();
        let load = |number| {
            let payload = self.read((REFUSED, REFUSED_TABLE), number)?;
            Ok(Waiting { number, payload })
        };
        numbers.into_iter().map(load).collect()
    }

    /// How many wait, and how many were refused.
    pub fn lengths(&self) -> (usize, usize) {
        let state = self.state();
        (state.waiting.len(), state.refused.len())
    }

    /// Destroys the keys of days before `today` under which nothing is sealed any more: what a disk
    /// keeps of removed files cannot be read then.
    ///
    /// # Errors
    /// [`QueueError::Vault`].
    pub fn tidy(&self, today: u32) -> Result<(), QueueError> {
        let state = self.state();
        let held = state.waiting.values().chain(state.refused.values());
        let listed = state.list.map(|kept| kept.day);
        let days: Vec<Option<u32>> = held.map(|held| held.day).chain([listed]).collect();
        for bucket in self.vault.buckets() {
            if let Bucket::Records(day) = bucket
                && day < today
                && !days.contains(&Some(day))
            {
                self.vault.drop_bucket(bucket)?;
            }
        }
        Ok(())
    }

    fn write(
        &self,
        (folder, table): (&str, u8),
        number: u64,
        day: u32,
        payload: &[u8],
    ) -> Result<Held, QueueError> {
        let bucket = Bucket::Records(day);
        self.vault.ensure(&[bucket])?;
        let sealed = self.vault.seal(bucket, table, &number.to_be_bytes(), payload)?;
        let path = self.directory.join(folder).join(name_of(number));
        if let Err(source) = replace_file(&path, &sealed) {
            // What a full disk took of it is of no use, and would keep the disk full.
            drop(fs::remove_file(path.with_extension("tmp")));
            return Err(QueueError::File { verb: "write", path, source });
        }
        Ok(Held { bytes: u64::try_from(sealed.len()).unwrap_or(u64::MAX), day: Some(day) })
    }

    fn read(
        &self,
        (folder, table): (&str, u8),
        number: u64,
    ) -> Result<Zeroizing<Vec<u8>>, QueueError> {
        let path = self.directory.join(folder).join(name_of(number));
        let sealed = fs::read(&path).map_err(failed("read", &path))?;
        let opened = self.vault.open_any(table, &number.to_be_bytes(), &sealed);
        opened.map_err(|_| QueueError::Damaged(path))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave the maps half changed, so a poisoned lock is taken over.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for EdgeQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EdgeQueue").field("lengths", &self.lengths()).finish_non_exhaustive()
    }
}

/// Twenty digits, so that the order of names is the order of numbers.
fn name_of(number: u64) -> String {
    format!("{number:020}")
}

/// What a folder holds; it is made when it is not there.
fn look(folder: &Path) -> Result<BTreeMap<u64, Held>, QueueError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
            return Err(failed("create", folder)(source));
        }
        _ => {}
    }
    let mut found = BTreeMap::new();
    for item in fs::read_dir(folder).map_err(failed("list", folder))? {
        let item = item.map_err(failed("list", folder))?;
        let path = item.path();
        let number = item.file_name().to_str().and_then(|name| name.parse::<u64>().ok());
        let Some(number) = number else {
            // The rest of a write that was cut short: it never counted.
            if path.extension().is_some_and(|extension| extension == "tmp") {
                fs::remove_file(&path).map_err(failed("remove", &path))?;
            }
            continue;
        };
        let bytes = item.metadata().map_err(failed("read", &path))?.len();
        if bytes > MAX_FILE {
            set_aside(path);
            continue;
        }
        let sealed = fs::read(&path).map_err(failed("read", &path))?;
        let day = match Vault::bucket_of(&sealed) {
            Some(Bucket::Records(day)) => Some(day),
            _ => None,
        };
        found.insert(number, Held { bytes, day });
    }
    Ok(found)
}

fn set_aside(path: PathBuf) -> QueueError {
    let aside = path.with_extension("damaged");
    match fs::rename(&path, &aside) {
        Ok(()) => QueueError::Damaged(aside),
        Err(_) => QueueError::Damaged(path),
    }
}

fn remove(folder: &Path, number: u64) -> Result<(), QueueError> {
    let path = folder.join(name_of(number));
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(failed("remove", &path)(source))
        }
        _ => sync_directory(folder).map_err(failed("make durable", folder)),
    }
}

/// For `map_err`: a failed file operation, with what was tried.
fn failed(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> QueueError {
    move |source| QueueError::File { verb, path: path.to_owned(), source }
}
