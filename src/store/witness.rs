//! The files of a witness: the checkpoint that it cosigned last of each log, one file each, and what
//! it was offered that does not fit. A database would be more than a few small files need.
//!
//! The directory holds `witness` (the verifier key that the files belong to, and the name of every
//! log that was ever cosigned, so that a file that is gone is noticed), a file for each log, `lock`,
//! and `evidence/`. Absent: what a checkpoint says, which name belongs to which log, and signatures.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::engine::{DirectoryLock, lock_directory};
use super::error::StoreError;
use crate::vault::{create_file, replace_file, sync_directory};

/// First line of the list; another form gets another line.
const FORM: &str = "samen-witness/v1";
const LIST: &str = "witness";
const EVIDENCE: &str = "evidence";
/// The largest file that is read, in bytes: a kept checkpoint is little more than the request that it
/// came in, and a list of a thousand logs is smaller.
const MAX_FILE: u64 = 128 * 1024;
/// Most pieces of evidence of one kind and log that are kept. Anybody may send a true checkpoint with
/// a false proof, so without a limit anybody could fill the disk; the kinds are counted apart, so
/// that such noise does not push out a second history.
const MAX_EVIDENCE: usize = 100;

/// Why the files of a witness cannot be used. Paths are the operator's own.
#[derive(Debug, thiserror::Error)]
pub enum WitnessFilesError {
    /// Another process has them.
    #[error("the witness state {} is in use by another process", .0.display())]
    InUse(PathBuf),
    /// There are some already.
    #[error("there is a witness state in {} already; nothing is overwritten", .0.display())]
    Exists(PathBuf),
    /// There are none, or one of them is gone. Never answered by starting afresh.
    #[error(
        "{} is missing. A witness that forgets what it cosigned could cosign a second history: if \
         this one ever cosigned, make a new witness with another name and key, and never start this \
         one again", .0.display()
    )]
    Missing(PathBuf),
    /// It is not what was written.
    #[error(
        "{} is damaged. Do not remove it and do not put an older copy in its place: make a new \
         witness with another name and key", .0.display()
    )]
    Damaged(PathBuf),
    /// A file operation failed.
    #[error("cannot {verb} {}", path.display())]
    File {
        /// What was tried.
        verb: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What the files say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessNotes {
    /// The verifier key of the witness that they belong to.
    pub owner: String,
    /// The name of each log that was cosigned, and the note that was kept of it last.
    pub notes: Vec<(String, String)>,
}

/// Something that a log signed and that does not fit what was cosigned of it.
#[derive(Clone, Copy, Debug)]
pub struct WitnessEvidence<'a> {
    /// What it shows, in one word that names files.
    pub kind: &'static str,
    /// A name for this very piece, the same when it comes again.
    pub digest: &'a str,
    /// The request as it came.
    pub request: &'a str,
    /// The signed checkpoint in it.
    pub offered: &'a str,
    /// The signed checkpoint that was cosigned last.
    pub cosigned: &'a str,
}

/// The files, owned by this process alone until this is dropped.
#[derive(Debug)]
pub struct WitnessFiles {
    directory: PathBuf,
    owner: String,
    names: Mutex<BTreeSet<String>>,
    _lock: DirectoryLock,
}

impl WitnessFiles {
    /// Makes the files of a witness that never cosigned, in a directory that is made too. Durable on
    /// return.
    ///
    /// # Errors
    /// `Exists`, also for a directory with something else in it, or `File`.
    pub fn create(directory: &Path, owner: &str) -> Result<(), WitnessFilesError> {
        match DirBuilder::new().mode(0o700).create(directory) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let mut inside = fs::read_dir(directory).map_err(failed("list", directory))?;
                if inside.next().is_some() {
                    return Err(WitnessFilesError::Exists(directory.to_owned()));
                }
            }
            Err(source) => return Err(failed("create", directory)(source)),
        }
        let evidence = directory.join(EVIDENCE);
        DirBuilder::new().mode(0o700).create(&evidence).map_err(failed("create", &evidence))?;
        // The list comes last: without it the directory is no witness state and does not open.
        let list = directory.join(LIST);
        create_file(&list, list_text(owner, &BTreeSet::new()).as_bytes())
            .map_err(failed("create", &list))?;
        let parent = directory.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or_else(|| Path::new("."));
        sync_directory(parent).map_err(failed("make durable", parent))
    }

    /// Takes the files for this process and reads them.
    ///
    /// # Errors
    /// `InUse`, `Missing`, `Damaged` or `File`.
    pub fn open(directory: &Path) -> Result<(Self, WitnessNotes), WitnessFilesError> {
        if !directory.is_dir() {
            return Err(WitnessFilesError::Missing(directory.to_owned()));
        }
        let lock = lock_directory(directory).map_err(|error| match error {
            StoreError::File { verb, path, source } => {
                WitnessFilesError::File { verb, path, source }
            }
            _ => WitnessFilesError::InUse(directory.to_owned()),
        })?;
        let kept = Self::look(directory)?;
        let names: BTreeSet<String> = kept.notes.iter().map(|(name, _)| name.clone()).collect();
        let files = Self {
            directory: directory.to_owned(),
            owner: kept.owner.clone(),
            names: Mutex::new(BTreeSet::new()),
            _lock: lock,
        };
        // A crash between the first note of a log and the list leaves the note unlisted.
        files.list(names)?;
        Ok((files, kept))
    }

    /// Reads the files without taking them: another process may be serving.
    ///
    /// # Errors
    /// `Missing`, `Damaged` or `File`.
    pub fn look(directory: &Path) -> Result<WitnessNotes, WitnessFilesError> {
        let list = directory.join(LIST);
        let damaged = || WitnessFilesError::Damaged(list.clone());
        let text = read(&list)?;
        // The list first: a note is there before its name is listed.
        let (owner, mut names) = read_list(&text).ok_or_else(damaged)?;
        for item in fs::read_dir(directory).map_err(failed("list", directory))? {
            let item = item.map_err(failed("list", directory))?;
            names.extend(item.file_name().into_string().ok().filter(|name| is_name(name)));
        }
        let mut notes = Vec::new();
        for name in names {
            let note = read(&directory.join(&name))?;
            notes.push((name, note));
        }
        Ok(WitnessNotes { owner, notes })
    }

    /// Where the note of a log stands.
    #[must_use]
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Keeps `note` as the last of the log with this name, 64 hexadecimal digits. Durable on return.
    ///
    /// # Errors
    /// `File`; whether the note is kept is not known then, and the witness has to stop.
    pub fn keep(&self, name: &str, note: &str) -> Result<(), WitnessFilesError> {
        let path = self.path_of(name);
        if !is_name(name) {
            return Err(WitnessFilesError::Damaged(path));
        }
        replace_file(&path, note.as_bytes()).map_err(failed("write", &path))?;
        // If we crash here the note counts, and the next start lists it.
        self.list(BTreeSet::from([name.to_owned()]))
    }

    /// Keeps evidence about the log with this name. `false` when it is kept already, or so much is.
    ///
    /// # Errors
    /// `File`; what was cosigned is not touched by it.
    pub fn keep_evidence(
        &self,
        name: &str,
        evidence: &WitnessEvidence<'_>,
    ) -> Result<bool, WitnessFilesError> {
        // One at a time, or two would count before either is there.
        let _turn = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = self.directory.join(EVIDENCE);
        let prefix = format!("{}-{name}-", evidence.kind);
        let place = folder.join(format!("{prefix}{}", evidence.digest));
        if place.exists() || count(&folder, &prefix)? >= MAX_EVIDENCE {
            return Ok(false);
        }
        // Under its name only when it is whole.
        let beside = folder.join(format!("{prefix}{}.tmp", evidence.digest));
        match fs::remove_dir_all(&beside) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(failed("remove", &beside)(source));
            }
            _ => {}
        }
        DirBuilder::new().mode(0o700).create(&beside).map_err(failed("create", &beside))?;
        let parts = [
            ("request", evidence.request),
            ("offered", evidence.offered),
            ("cosigned", evidence.cosigned),
        ];
        for (part, text) in parts {
            let path = beside.join(part);
            create_file(&path, text.as_bytes()).map_err(failed("write", &path))?;
        }
        fs::rename(&beside, &place).map_err(failed("write", &place))?;
        sync_directory(&folder).map_err(failed("make durable", &folder))?;
        Ok(true)
    }

    /// How many pieces of evidence there are about the log with this name.
    ///
    /// # Errors
    /// `File`.
    pub fn count_evidence(directory: &Path, name: &str) -> Result<usize, WitnessFilesError> {
        count(&directory.join(EVIDENCE), &format!("-{name}-"))
    }

    fn list(&self, more: BTreeSet<String>) -> Result<(), WitnessFilesError> {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if more.is_subset(&names) {
            return Ok(());
        }
        let longer: BTreeSet<String> = names.union(&more).cloned().collect();
        let path = self.directory.join(LIST);
        replace_file(&path, list_text(&self.owner, &longer).as_bytes())
            .map_err(failed("write", &path))?;
        *names = longer;
        Ok(())
    }
}

/// 64 hexadecimal digits, nothing else: no name leads out of the directory.
fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c))
}

fn list_text(owner: &str, names: &BTreeSet<String>) -> String {
    let mut text = format!("{FORM}\n{owner}\n");
    for name in names {
        text.push_str(name);
        text.push('\n');
    }
    text
}

fn read_list(text: &str) -> Option<(String, BTreeSet<String>)> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    if lines.next()? != FORM {
        return None;
    }
    let owner = lines.next()?.to_owned();
    let names = lines.map(|name| is_name(name).then(|| name.to_owned()));
    Some((owner, names.collect::<Option<_>>()?))
}

fn read(path: &Path) -> Result<String, WitnessFilesError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(WitnessFilesError::Missing(path.to_owned()));
        }
        opened => opened.map_err(failed("read", path))?,
    };
    let mut bytes = Vec::new();
    file.take(MAX_FILE).read_to_end(&mut bytes).map_err(failed("read", path))?;
    String::from_utf8(bytes).map_err(|_| WitnessFilesError::Damaged(path.to_owned()))
}

/// How many names in a folder have `part` in them, the unfinished left out.
fn count(folder: &Path, part: &str) -> Result<usize, WitnessFilesError> {
    let mut found = 0;
    for item in fs::read_dir(folder).map_err(failed("list", folder))? {
        let name = item.map_err(failed("list", folder))?.file_name();
        let name = name.to_string_lossy();
        found += usize::from(name.contains(part) && !name.ends_with(".tmp"));
    }
    Ok(found)
}

/// For `map_err`: a failed file operation, with what was tried.
fn failed(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WitnessFilesError {
    move |source| WitnessFilesError::File { verb, path: path.to_owned(), source }
}
