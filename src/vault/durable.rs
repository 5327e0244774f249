//! Small files that must survive a power cut: written whole, or not at all.
//!
//! Absent: locking between processes (the store's lock file does that) and any content.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Owner may read and write, nobody else anything.
const PRIVATE: u32 = 0o600;

/// Makes the names inside a directory durable.
///
/// # Errors
/// The operating system's, unchanged.
pub fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// The directory that holds `path`; the current one for a bare file name.
pub(super) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Creates a private file that did not exist, durable on return.
///
/// # Errors
/// The operating system's, unchanged; `AlreadyExists` when there is one.
pub fn create_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_directory(directory_of(path))
}

/// Replaces a private file whole: a crash leaves the old content or the new one, never a mixture.
/// The new one is durable on return.
///
/// # Errors
/// The operating system's, unchanged. Which of the two stands there is not known then.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary_of(path);
    remove_leftover(path)?;
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    sync_directory(directory_of(path))
}

/// Removes what an interrupted replacement left behind. It must go: it may still hold the wrapped
/// key of a bucket that is dropped later.
pub(super) fn remove_leftover(path: &Path) -> io::Result<()> {
    match fs::remove_file(temporary_of(path)) {
        Ok(()) => sync_directory(directory_of(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Where a replacement of `path` is written before it takes its name.
pub(super) fn temporary_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    PathBuf::from(name)
}
