//! Opening the log at start: tip, edge, head and signed checkpoint have to agree, or nothing is served.
//! Absent: witnesses.

use std::sync::Arc;

use samen_audit::checkpoint::Checkpoint;
use samen_audit::edge::Edge;
use samen_audit::hash::Hash;
use samen_audit::leaf::{Leaf, commit_from};
use samen_audit::note::VerifierKey;
use samen_audit::tree::{TreeError, root};

use super::directory::Directory;
use super::door::open_fields;
use super::evidence::StoreTiles;
use super::stored::registered::{Kind, UnreadableRegistration, restore};
use crate::store::{HeadState, ReadError, Reader, Tip};

/// How many of the newest entries are read at start.
const LAST_ENTRIES: u64 = 16;

/// What the exchange starts from.
pub struct Recovered {
    /// The right edge of the tree.
    pub edge: Edge,
    /// The checkpoint of that edge; empty for an empty log.
    pub checkpoint: String,
    /// The time of the newest entry in milliseconds since 1970.
    pub time_ms: u64,
    /// What is registered.
    pub directory: Arc<Directory>,
}

/// Why the exchange does not start. Each says what was seen and what to do.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// The store failed.
    #[error("the store cannot be read")]
    Read(#[from] ReadError),
    /// The stored tree contradicts itself.
    #[error(
        "the stored tree contradicts itself: restore nothing over it, keep the directory for inspection"
    )]
    Tree(#[source] TreeError<ReadError>),
    /// The leaves do not lead to the stored root.
    #[error("the stored leaves do not lead to the stored root: the database was damaged or edited")]
    Root,
    /// An entry is not the one that the log committed to.
    #[error(
        "the text of entry {0} is not what its leaf commits to: the database was damaged or edited, or the \
         keyring is not the one it was written with. Put the newest database and its keyring back"
    )]
    Entry(u64),
    /// The head file knows of a longer log.
    #[error(
        "the head file knows a log of {head} entries, the database holds {tip}: the database was rolled \
         back or restored from an older copy. Put the newest database back; if it is lost for good, go on \
         under a new origin with `samen log continue`"
    )]
    RolledBack {
        /// Entries according to the head file.
        head: u64,
        /// Entries in the database.
        tip: u64,
    },
    /// The head file saw another history.
    #[error(
        "the head file saw another history of the first {0} entries: database and head file do not belong together"
    )]
    OtherHistory(u64),
    /// The stored checkpoint is not one of this log.
    #[error(
        "the stored checkpoint does not verify with the log key of the configuration, or is not of this log"
    )]
    Checkpoint,
    /// A registration cannot be read.
    #[error("the registry cannot be read")]
    Registry(#[from] UnreadableRegistration),
}

/// Verifies the stored log against itself, the head file and the log key, and reads the registry.
///
/// # Errors
/// [`RecoverError`]; nothing may be served then.
pub fn recover(
    reader: &Reader,
    head: &HeadState,
    log_key: &VerifierKey,
    origin: &str,
) -> Result<Recovered, RecoverError> {
    let tip = reader.tip()?;
    let size = tip.map_or(0, |tip| tip.size);
    if head.size > size {
        return Err(RecoverError::RolledBack { head: head.size, tip: size });
    }
    let edge = stored_edge(reader, tip)?;
    let tiles = StoreTiles::new(reader);
    // The head is written after the commit, so a crash between leaves it some groups behind.
    let at_head: Hash = root(head.size, &tiles).map_err(RecoverError::Tree)?;
    if at_head != head.root {
        return Err(RecoverError::OtherHistory(head.size));
    }
    let checkpoint = match reader.latest_checkpoint()? {
        Some((at, note)) if at == size => note,
        None if size == 0 => String::new(),
        _ => return Err(RecoverError::Checkpoint),
    };
    if size > 0 {
        let keys = std::slice::from_ref(log_key);
        let verified =
            Checkpoint::verify(&checkpoint, keys).map_err(|_| RecoverError::Checkpoint)?;
        let same = (verified.size, verified.root) == (size, edge.root());
        if !same || verified.origin != origin {
            return Err(RecoverError::Checkpoint);
        }
    }
    check_last_entries(reader, size)?;
    let directory = stored_directory(reader)?;
    let time_ms = tip.map_or(0, |tip| tip.time_ms);
    Ok(Recovered { edge, checkpoint, time_ms, directory: Arc::new(directory) })
}

/// The newest entries can be read and say what their leaves commit to: damage at the end of the database,
/// or another keyring, shows before anything is served.
fn check_last_entries(reader: &Reader, size: u64) -> Result<(), RecoverError> {
    for index in size.saturating_sub(LAST_ENTRIES)..size {
        let leaf = reader.leaf(index)?.and_then(|leaf| Leaf::parse(&leaf).ok());
        let commit = match reader.entry(index) {
            // Its month is over and its key destroyed: there is nothing left to read.
            Err(ReadError::Erased) => continue,
            entry => entry?
                .and_then(|plain| open_fields(&plain).ok())
                .and_then(|parts| commit_from(&parts).ok()),
        };
        if commit.is_none() || commit != leaf.map(|leaf| leaf.commit) {
            return Err(RecoverError::Entry(index));
        }
    }
    Ok(())
}

/// The right edge of the stored tree, which leads to the stored root.
pub(super) fn stored_edge(reader: &Reader, tip: Option<Tip>) -> Result<Edge, RecoverError> {
    let size = tip.map_or(0, |tip| tip.size);
    let edge = Edge::restore(size, &StoreTiles::new(reader)).map_err(RecoverError::Tree)?;
    if tip.is_some_and(|tip| tip.root != edge.root()) {
        return Err(RecoverError::Root);
    }
    Ok(edge)
}

/// What is registered.
pub(super) fn stored_directory(reader: &Reader) -> Result<Directory, RecoverError> {
    let mut directory = Directory::default();
    for kind in Kind::ALL {
        for row in reader.all_standing(kind.number())? {
            restore(&mut directory, kind, &row.value)?;
        }
    }
    Ok(directory)
}
