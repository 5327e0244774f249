//! Files that a person names: read with a limit, and written so that a crash leaves either the old
//! or the new one. No meaning of what is in them.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::outcome::Stop;

/// Reads a file, but no more of it than shows the library that it is larger than `limit`.
pub(super) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Stop> {
    match find(path, limit)? {
        Some(bytes) => Ok(bytes),
        None => Err(Stop::Usage(format!("cannot read {}: there is no such file", path.display()))),
    }
}

/// The same for text.
pub(super) fn read_text(path: &Path, limit: usize) -> Result<String, Stop> {
    String::from_utf8(read(path, limit)?)
        .map_err(|_| Stop::Usage(format!("{} is not text", path.display())))
}

/// The same as [`read`], and `None` when there is no such file.
pub(super) fn find(path: &Path, limit: usize) -> Result<Option<Vec<u8>>, Stop> {
    let unreadable =
        |error: std::io::Error| Stop::Usage(format!("cannot read {}: {error}", path.display()));
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Some(bytes))
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let written =
        OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
    written.map_err(|error| unwritable(path, &error))
}

/// Puts a file in the place of one that may be there: written beside it, made durable, renamed.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    // The number of the process keeps two runs out of each other's way.
    let beside = with_suffix(path, &format!(".{}.tmp", std::process::id()));
    let written = File::create(&beside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&beside, path))
        .and_then(|()| sync_directory(path));
    written.map_err(|error| {
        // Best effort: a temporary file left behind means nothing to anyone.
        let _ = std::fs::remove_file(&beside);
        unwritable(path, &error)
    })
}

/// The path with `suffix` after its last character.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A rename is durable once the directory is.
fn sync_directory(path: &Path) -> std::io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if cfg!(unix) {
        File::open(directory.unwrap_or_else(|| Path::new(".")))?.sync_all()
    } else {
        Ok(())
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Stop {
    Stop::Usage(format!("cannot write {}: {error}", path.display()))
}
