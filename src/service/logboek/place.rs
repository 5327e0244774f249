//! How far the lines have come, kept in a small file beside the configuration so that a restart goes on
//! where it was. A crash between a confirmation and this file sends lines again, with the same ids.
//! Absent: the lines.

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::vault::replace_file;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    origin: String,
    next: u64,
}

/// Why the place cannot be used. Names the file, never its content.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It cannot be read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It is something else.
    #[error(
        "{} does not say how far the lines have come: put the right file back, or remove it to send \
         every entry again",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: serde_json::Error,
    },
}

/// The file that says which entry is next.
pub struct Place {
    path: PathBuf,
    origin: String,
    next: u64,
}

impl Place {
    /// Reads the file. Without one, and for a log of another origin, the first entry is next.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn load(path: PathBuf, origin: &str) -> Result<Self, PlaceError> {
        let kept: Option<Kept> = match std::fs::read(&path) {
            Ok(bytes) => Some(
                serde_json::from_slice(&bytes)
                    .map_err(|source| PlaceError::Damaged { path: path.clone(), source })?,
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(PlaceError::Read { path, source }),
        };
        let next = kept.filter(|kept| kept.origin == origin).map_or(0, |kept| kept.next);
        Ok(Self { path, origin: origin.to_owned(), next })
    }

    /// The entry that was next when the file was read.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// The origin of the log.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Keeps which entry is next.
    ///
    /// # Errors
    /// The operating system's.
    pub(super) fn keep(&self, next: u64) -> io::Result<()> {
        let kept = Kept { origin: self.origin.clone(), next };
        replace_file(&self.path, &serde_json::to_vec(&kept)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_where_it_was_and_begins_anew_with_another_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let place = Place::load(path.clone(), "one/audit/2026").unwrap();
        assert_eq!(place.next(), 0);
        place.keep(41).unwrap();
        assert_eq!(Place::load(path.clone(), "one/audit/2026").unwrap().next(), 41);
        assert_eq!(Place::load(path.clone(), "one/audit/2027").unwrap().next(), 0);
        std::fs::write(&path, "{}").unwrap();
        assert!(matches!(Place::load(path, "x"), Err(PlaceError::Damaged { .. })));
    }
}
