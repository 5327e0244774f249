//! What the engine needs of the file system: one owner, durable names, and a limit on opening.
//!
//! Absent: the engine's file formats.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::super::error::StoreError;

/// How often a lock is tried, and how long apart: a second in all, which nobody who starts a program notices.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// The lock of a directory, held until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct DirectoryLock(File);

impl Drop for DirectoryLock {
    fn drop(&mut self) {
        // Said and not left to the closing of the file: a child that is being started holds the file open for a
        // moment longer, and the next owner would be told that somebody is here.
        self.0.unlock().ok();
    }
}

/// Takes the store's lock file; whoever holds it owns the directory.
pub(crate) fn lock_directory(directory: &Path) -> Result<DirectoryLock, StoreError> {
    let path = directory.join("lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(|source| file_error("open", &path, source))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(DirectoryLock(file)),
            // Who is just ending may be at it still: its last thread lets go a moment after its last word.
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(source)) => return Err(file_error("lock", &path, source)),
        }
    }
    Err(StoreError::InUse { path: directory.to_owned() })
}

/// Refuses to go on when the disk that holds `directory` has less than `bytes` left.
///
/// Seen: the engine, opened on a disk that is full, leaves files behind that it cannot read again,
/// while the same files open whole once there is room. So room comes first.
pub(super) fn require_room(directory: &Path, bytes: u64) -> Result<(), StoreError> {
    let disk = rustix::fs::statvfs(directory)
        .map_err(|errno| file_error("ask the free space of", directory, errno.into()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free >= bytes {
        return Ok(());
    }
    Err(StoreError::NoRoom {
        path: directory.to_owned(),
        free_mib: free >> 20,
        needed_mib: bytes >> 20,
    })
}

/// Makes every file below `directory`, and every name in it, durable.
pub(super) fn sync_tree(directory: &Path) -> Result<(), StoreError> {
    let reading = |source| file_error("list", directory, source);
    for item in fs::read_dir(directory).map_err(reading)? {
        let path = item.map_err(reading)?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        } else {
            sync(&path)?;
        }
    }
    sync(directory)
}

/// Makes one file, or the names in one directory, durable.
pub(crate) fn sync(path: &Path) -> Result<(), StoreError> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|source| file_error("make durable", path, source))
}

/// Runs `open` on a thread of its own, so that a panic or a hang of the engine becomes an error.
/// After a timeout that thread is left behind; the process is expected to end.
pub(super) fn guarded<T: Send + 'static>(
    limit: Duration,
    open: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (sender, receiver) = mpsc::channel();
    thread::Builder::new()
        .name("store-open".to_owned())
        // Nobody listens any more after a timeout: the result is dropped then.
        .spawn(move || drop(sender.send(open())))
        .map_err(|source| file_error("start a thread for", Path::new("the store"), source))?;
    match receiver.recv_timeout(limit) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(StoreError::TimedOut { seconds: limit.as_secs() }),
        Err(RecvTimeoutError::Disconnected) => Err(StoreError::Panicked),
    }
}

/// A failed file operation, with what was tried.
pub(crate) fn file_error(verb: &'static str, path: &Path, source: io::Error) -> StoreError {
    StoreError::File { verb, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(5);
    const LATE: Duration = Duration::from_secs(60);

    #[test]
    fn a_disk_without_room_is_refused_before_the_engine_touches_it() {
        let directory = tempfile::tempdir().unwrap();
        assert!(require_room(directory.path(), 1).is_ok());
        let refused = require_room(directory.path(), u64::MAX);
        assert!(matches!(refused, Err(StoreError::NoRoom { .. })));
    }

    #[test]
    fn a_panic_and_a_hang_become_plain_errors() {
        let panicked = guarded::<()>(LATE, || panic!("damaged"));
        assert!(matches!(panicked, Err(StoreError::Panicked)));
        let (release, wait) = mpsc::channel::<()>();
        let hung = guarded(SOON, move || {
            let _released = wait.recv();
            Ok(())
        });
        assert!(matches!(hung, Err(StoreError::TimedOut { .. })));
        drop(release);
        assert!(guarded(LATE, || Ok(7)).is_ok_and(|seven| seven == 7));
    }

    #[test]
    fn one_owner_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let held = lock_directory(folder.path()).unwrap();
        assert!(matches!(lock_directory(folder.path()), Err(StoreError::InUse { .. })));
        // A child that is being started has a copy of every open file for a moment.
        let copied = held.0.try_clone().unwrap();
        drop(held);
        assert!(lock_directory(folder.path()).is_ok());
        drop(copied);
        // Whoever comes while the last one is leaving gets in.
        let held = lock_directory(folder.path()).unwrap();
        thread::scope(|scope| {
            let next = scope.spawn(|| lock_directory(folder.path()).is_ok());
            drop(held);
            assert!(next.join().unwrap());
        });
    }
}
