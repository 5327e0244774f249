//! The head file: the last size, root and signed checkpoint, kept outside the database, so that a
//! database that was rolled back or restored is caught at start.
//!
//! Two slots in one preallocated file are written in turn, each with a sequence number and a
//! SHA-256 checksum, so that a torn write costs the slot it tore and never the one before it.
//!
//! Absent: the comparison with the database (the start-up gate does that) and the checking of the
//! note's signature.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ring::digest::{SHA256, digest};

const MAGIC: &[u8; 12] = b"samen-head\n\x01";
/// One page of the usual page size: a slot never shares a page with the other.
const SLOT: usize = 4096;
const CHECKSUM: usize = 32;
/// Magic, sequence number, size, root, length of the note.
const FIXED: usize = 12 + 8 + 8 + 32 + 2;

/// The longest signed note in bytes.
pub const MAX_NOTE: usize = SLOT - FIXED - CHECKSUM;

/// The root of a log without entries: SHA-256 of nothing (RFC 9162, section 2.1.1).
pub const EMPTY_ROOT: [u8; 32] = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// What an operator can do about a head file or database that is lost.
pub(super) const WAY_ON: &str = "Restore the newest database and head file; when they are lost for good, restore the latest \
    backup and go on under a new origin with `samen log continue`";

/// What the head file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadState {
    /// The number of entries in the log.
    pub size: u64,
    /// The root of the tree over them.
    pub root: [u8; 32],
    /// The signed checkpoint, as text; empty before the first commit. At most [`MAX_NOTE`] bytes.
    pub note: String,
}

/// Why the head file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HeadError {
    /// It does not exist.
    #[error("the head file {} is missing; it belongs to the database beside it. {}", path.display(), WAY_ON)]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Neither slot is whole.
    #[error("the head file {} is damaged. {}", path.display(), WAY_ON)]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Reading, writing or syncing failed. Final when writing: the file takes no more writes.
    #[error("the head file {} cannot be {verb}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// `read` or `written`.
        verb: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The note does not fit a slot.
    #[error("a checkpoint note of {length} bytes does not fit the head file")]
    NoteTooLong {
        /// The note's length in bytes.
        length: usize,
    },
    /// A log never shrinks.
    #[error("the head file says {held} entries and cannot go back to {offered}")]
    Backwards {
        /// The size it holds.
        held: u64,
        /// The size it was to hold.
        offered: u64,
    },
    /// A write failed before.
    #[error("the head file stopped after an earlier failure")]
    Stopped,
}

/// The open head file.
pub struct Head {
    path: PathBuf,
    file: File,
    last: Mutex<Last>,
}

struct Last {
    sequence: u64,
    state: HeadState,
    failed: bool,
}

impl Head {
    /// Makes the file of an empty log. It must not exist. The file is durable on return, its name
    /// is when its directory is synced.
    ///
    /// # Errors
    /// When it exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self, HeadError> {
        let failed = |source| file_error(path, "written", source);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        let state = HeadState { size: 0, root: EMPTY_ROOT, note: String::new() };
        // Both slots are written, so that later writes change no metadata and `sync_data` is enough.
        for sequence in [0, 1] {
            write_slot(&file, sequence, &state).map_err(failed)?;
        }
        file.sync_all().map_err(failed)?;
        let last = Mutex::new(Last { sequence: 1, state, failed: false });
        Ok(Self { path: path.to_owned(), file, last })
    }

    /// Puts a new file with this state in the place of the one at `path`, which is kept beside it under
    /// the name `head.<size>`. Durable on return, except for the names: sync the directory.
    ///
    /// # Errors
    /// When a file of that name is there already, or nothing can be written.
    pub fn replace(path: &Path, old_size: u64, state: &HeadState) -> Result<(), HeadError> {
        let failed = |source| file_error(path, "written", source);
        let kept = path.with_extension(old_size.to_string());
        let fresh = path.with_extension("new");
        match fs::remove_file(&fresh) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        Self::create(&fresh)?.write(state)?;
        match fs::hard_link(path, &kept) {
            // An earlier try came as far as this.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed(error));
            }
            _ => {}
        }
        fs::rename(&fresh, path).map_err(failed)
    }

    /// Opens an existing file and takes its newest whole slot; never makes one.
    ///
    /// # Errors
    /// `Missing`, `Damaged` when neither slot is whole, or `File`.
    pub fn open(path: &Path) -> Result<Self, HeadError> {
        let file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(HeadError::Missing { path: path.to_owned() });
            }
            Err(source) => return Err(file_error(path, "read", source)),
        };
        let mut newest: Option<(u64, HeadState)> = None;
        for slot in [0, 1] {
            let found =
                read_slot(&file, slot).map_err(|source| file_error(path, "read", source))?;
            if let Some((sequence, state)) = found
                && newest.as_ref().is_none_or(|(held, _)| *held < sequence)
            {
                newest = Some((sequence, state));
            }
        }
        let (sequence, state) =
            newest.ok_or_else(|| HeadError::Damaged { path: path.to_owned() })?;
        let last = Mutex::new(Last { sequence, state, failed: false });
        Ok(Self { path: path.to_owned(), file, last })
    }

    /// The newest state that is durable.
    pub fn read(&self) -> HeadState {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).state.clone()
    }

    /// Makes `state` the newest; durable on return. Call it only after the commit it speaks of.
    ///
    /// # Errors
    /// When the note is too long or the size smaller than before, nothing is written. A failed
    /// write is final.
    pub fn write(&self, state: &HeadState) -> Result<(), HeadError> {
        if state.note.len() > MAX_NOTE {
            return Err(HeadError::NoteTooLong { length: state.note.len() });
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.failed {
            return Err(HeadError::Stopped);
        }
        if state.size < last.state.size {
            return Err(HeadError::Backwards { held: last.state.size, offered: state.size });
        }
        let sequence = last.sequence.saturating_add(1);
        let written = write_slot(&self.file, sequence, state).and_then(|()| self.file.sync_data());
        if let Err(source) = written {
            last.failed = true;
            return Err(file_error(&self.path, "written", source));
        }
        last.sequence = sequence;
        last.state.clone_from(state);
        Ok(())
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head").field("path", &self.path).finish_non_exhaustive()
    }
}

/// `state.note` must fit; callers check it.
fn write_slot(file: &File, sequence: u64, state: &HeadState) -> io::Result<()> {
    let too_long = |_| io::Error::from(io::ErrorKind::InvalidInput);
    let length = u16::try_from(state.note.len()).map_err(too_long)?;
    let mut slot = Vec::with_capacity(SLOT);
    slot.extend_from_slice(MAGIC);
    slot.extend_from_slice(&sequence.to_be_bytes());
    slot.extend_from_slice(&state.size.to_be_bytes());
    slot.extend_from_slice(&state.root);
    slot.extend_from_slice(&length.to_be_bytes());
    slot.extend_from_slice(state.note.as_bytes());
    slot.resize(SLOT - CHECKSUM, 0);
    let checksum = digest(&SHA256, &slot);
    slot.extend_from_slice(checksum.as_ref());
    file.write_all_at(&slot, offset(sequence))
}

/// `None` for a slot that is not whole.
fn read_slot(file: &File, slot: u64) -> io::Result<Option<(u64, HeadState)>> {
    let mut bytes = [0; SLOT];
    match file.read_exact_at(&mut bytes, offset(slot)) {
        Ok(()) => Ok(parse_slot(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn parse_slot(slot: &[u8; SLOT]) -> Option<(u64, HeadState)> {
    let (content, checksum) = slot.split_last_chunk::<CHECKSUM>()?;
    if digest(&SHA256, content).as_ref() != checksum {
        return None;
    }
    let rest = content.strip_prefix(MAGIC)?;
    let (sequence, rest) = rest.split_first_chunk()?;
    let (size, rest) = rest.split_first_chunk()?;
    let (root, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let note = rest.get(..usize::from(u16::from_be_bytes(*length)))?;
    let note = str::from_utf8(note).ok()?.to_owned();
    let state = HeadState { size: u64::from_be_bytes(*size), root: *root, note };
    Some((u64::from_be_bytes(*sequence), state))
}

fn offset(sequence: u64) -> u64 {
    if sequence.is_multiple_of(2) { 0 } else { 4096 }
}

fn file_error(path: &Path, verb: &'static str, source: io::Error) -> HeadError {
    HeadError::File { path: path.to_owned(), verb, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(size: u64) -> HeadState {
        HeadState { size, root: [9; 32], note: format!("origin\n{size}\n") }
    }

    fn fixture() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head");
        (folder, path)
    }

    #[test]
    fn the_newest_state_comes_back_after_any_number_of_writes() {
        let (_folder, path) = fixture();
        let head = Head::create(&path).unwrap();
        assert_eq!((head.read().size, head.read().root), (0, EMPTY_ROOT));
        assert_eq!(digest(&SHA256, b"").as_ref(), EMPTY_ROOT);
        for size in 1..=5 {
            head.write(&state(size)).unwrap();
            assert_eq!(Head::open(&path).unwrap().read(), state(size));
        }
        assert_eq!(fs::metadata(&path).unwrap().len(), 8192);
        assert!(Head::create(&path).is_err());
    }

    #[test]
    fn a_torn_slot_leaves_the_state_before_it() {
        let (_folder, path) = fixture();
        let head = Head::create(&path).unwrap();
        head.write(&state(1)).unwrap();
        let before = fs::read(&path).unwrap();
        head.write(&state(2)).unwrap();
        let after = fs::read(&path).unwrap();
        let changed: Vec<usize> = (0..after.len()).filter(|at| before[*at] != after[*at]).collect();
        // A write that stopped anywhere, at any byte that it changes.
        for cut in &changed {
            let torn: Vec<u8> = [&after[..*cut], &before[*cut..]].concat();
            fs::write(&path, &torn).unwrap();
            assert_eq!(Head::open(&path).unwrap().read(), state(1), "cut at {cut}");
        }
        fs::write(&path, &after).unwrap();
        let reopened = Head::open(&path).unwrap();
        assert_eq!(reopened.read(), state(2));
        // The next write goes over the older slot.
        reopened.write(&state(3)).unwrap();
        assert_eq!(Head::open(&path).unwrap().read(), state(3));
    }

    #[test]
    fn a_missing_or_wholly_damaged_file_is_an_error() {
        let (_folder, path) = fixture();
        assert!(matches!(Head::open(&path), Err(HeadError::Missing { .. })));
        for content in [vec![], vec![0; 8192], vec![0; 100]] {
            fs::write(&path, content).unwrap();
            assert!(matches!(Head::open(&path), Err(HeadError::Damaged { .. })));
        }
    }

    #[test]
    fn it_never_goes_back_and_takes_no_note_that_does_not_fit() {
        let (_folder, path) = fixture();
        let head = Head::create(&path).unwrap();
        head.write(&state(7)).unwrap();
        assert!(matches!(head.write(&state(6)), Err(HeadError::Backwards { .. })));
        head.write(&state(7)).unwrap();
        let long = HeadState { note: "x".repeat(MAX_NOTE + 1), ..state(8) };
        assert!(matches!(head.write(&long), Err(HeadError::NoteTooLong { .. })));
        let longest = HeadState { note: "x".repeat(MAX_NOTE), ..state(8) };
        head.write(&longest).unwrap();
        assert_eq!(Head::open(&path).unwrap().read(), longest);
    }
}
