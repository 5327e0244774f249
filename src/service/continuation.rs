//! Going on after the newest part of a log was lost: the log gets a new origin, and the first entry under
//! it carries the last checkpoint that others keep of the old one. What was lost stays visible for ever,
//! and receipts of the old log still verify with the old key.
//! Absent: asking witnesses; the operator brings the checkpoint.

use std::path::Path;
use std::sync::Arc;

use ring::rand::SecureRandom;
use samen_audit::checkpoint::{Checkpoint, CheckpointError, VerifiedCheckpoint};
use samen_audit::edge::Edge;
use samen_audit::note::{NoteSigner, VerifierKey};
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use samen_audit::tree::{TreeError, root};

use super::door::{decode, prepare};
use super::evidence::StoreTiles;
use super::recover::{RecoverError, stored_directory, stored_edge};
use super::sequencer::{AloneError, append_alone};
use crate::domain::action::Action;
use crate::domain::entry::{Entry, RequestIds};
use crate::domain::profile::Profile;
use crate::domain::time::Timestamp;
use crate::store::{HeadState, ReadError, Reader, Store, StoreError, Tip};

/// What is known of the old log.
pub struct Past<'a> {
    /// Its key.
    pub key: &'a VerifierKey,
    /// The last checkpoint that anybody keeps, as a signed note.
    pub checkpoint: &'a str,
}

/// What the new origin is made with.
pub struct Future<'a> {
    /// Signs under the new origin.
    pub signer: &'a NoteSigner,
    /// When.
    pub at: Timestamp,
    /// How long entries are kept.
    pub profile: Profile,
    /// Keys of entries.
    pub rng: &'a dyn SecureRandom,
}

/// What came of it.
pub struct Continued {
    /// Entries of the old log according to the last checkpoint that is known.
    pub known: u64,
    /// Entries that the database still held.
    pub held: u64,
    /// The evidence of the first entry under the new origin. Give it to every partner.
    pub receipt: Receipt,
}

/// Why the log does not go on under a new origin. Nothing was changed, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum ContinuationError {
    /// Both origins are the same.
    #[error("the origin is still {0}: give the log a new name with log.shard in the configuration")]
    SameOrigin(String),
    /// The checkpoint is not one of the old log.
    #[error("the checkpoint is not one that the old log signed")]
    Checkpoint(#[source] CheckpointError),
    /// The database is of another log.
    #[error("the database is of neither the old log nor the new one")]
    OtherLog,
    /// Nothing is missing.
    #[error(
        "nothing was lost: the database begins with all {0} entries of that checkpoint. Put log.shard back \
         and start the exchange; if it does not start, bring the checkpoint of the witness that it names"
    )]
    NothingLost(u64),
    /// It was done before.
    #[error("the log goes on under this origin already: start the exchange")]
    Done,
    /// The stored log does not hold together.
    #[error("the database does not hold together")]
    Recover(#[from] RecoverError),
    /// The store failed.
    #[error("the store cannot be read")]
    Read(#[from] ReadError),
    /// The system gave no randomness, or the checkpoint is too large.
    #[error("the entry cannot be prepared")]
    Prepare,
    /// The entry could not be written.
    #[error("the first entry under the new origin cannot be written")]
    Append(#[from] AloneError),
    /// The head file could not be replaced; the entry is written.
    #[error(
        "the entry is written and the head file cannot be replaced: run the same command again"
    )]
    Head(#[source] StoreError),
}

/// Writes the first entry under the new origin, and a head file that knows it.
///
/// # Errors
/// [`ContinuationError`].
pub fn go_on(
    store: &Store,
    directory: &Path,
    past: &Past<'_>,
    future: &Future<'_>,
) -> Result<Continued, ContinuationError> {
    let new = future.signer.verifier();
    if past.key.name() == new.name() {
        return Err(ContinuationError::SameOrigin(new.name().to_owned()));
    }
    let known = Checkpoint::verify(past.checkpoint, std::slice::from_ref(past.key))
        .map_err(ContinuationError::Checkpoint)?;
    let reader = store.reader();
    let tip = reader.tip()?;
    let edge = stored_edge(reader, tip)?;
    let founded_anew = is_under(reader, tip, past.key, &new)?;
    if founded_anew && is_continuation(reader, tip)? {
        return finish(store, directory, &edge);
    }
    let held = if founded_anew { 0 } else { edge.size() };
    if !founded_anew && holds(reader, edge.size(), &known)? {
        return Err(ContinuationError::NothingLost(known.size));
    }
    let registered = Arc::new(stored_directory(reader)?);
    let entry = entry(past, future, &edge, &known, held);
    let mut prepared =
        prepare(&entry, future.rng, future.profile).map_err(|_| ContinuationError::Prepare)?;
    let (leaf, fields) = (prepared.leaf, std::mem::take(&mut prepared.parts));
    let published = append_alone(store, &edge, future.signer, &registered, prepared)?;
    let index = edge.size();
    let hashes = published.edge.inclusion_proof(index).ok_or(AloneError::SelfCheck)?;
    let checkpoint = published.checkpoint.clone();
    write_head(store, directory, &published.edge, &checkpoint)?;
    let proof = TlogProof { extra: None, index, hashes, checkpoint };
    let receipt = Receipt {
        record: None,
        record_sha256: None,
        leaf,
        fields,
        proof,
        witnesses_missing: Vec::new(),
    };
    Ok(Continued { known: known.size, held, receipt })
}

fn entry(
    past: &Past<'_>,
    future: &Future<'_>,
    edge: &Edge,
    known: &VerifiedCheckpoint,
    held: u64,
) -> Entry {
    let mut entry = Entry::new(future.at, Action::LogContinue, None, RequestIds::default());
    entry.previous_root = Some(edge.root());
    entry.given = Some(format!(
        "continues {}: {} entries were signed, {held} of them are here",
        past.key.name(),
        known.size
    ));
    entry.old_checkpoint = Some(past.checkpoint.to_owned());
    entry
}

/// Whether the stored checkpoint is by the new origin; it has to be by one of the two.
fn is_under(
    reader: &Reader,
    tip: Option<Tip>,
    old: &VerifierKey,
    new: &VerifierKey,
) -> Result<bool, ContinuationError> {
    let size = tip.map_or(0, |tip| tip.size);
    let stored = reader.latest_checkpoint()?.filter(|(at, _)| *at == size);
    let (_, note) = stored.ok_or(ContinuationError::OtherLog)?;
    let keys = [old.clone(), new.clone()];
    let verified = Checkpoint::verify(&note, &keys).map_err(|_| ContinuationError::OtherLog)?;
    if verified.size != size || tip.is_none_or(|tip| tip.root != verified.root) {
        return Err(ContinuationError::OtherLog);
    }
    Ok(verified.origin == new.name())
}

/// Whether the last entry is the first one of a continuation.
fn is_continuation(reader: &Reader, tip: Option<Tip>) -> Result<bool, ContinuationError> {
    let last = tip.map_or(0, |tip| tip.size).checked_sub(1);
    let plain = last.map(|last| reader.entry(last)).transpose()?.flatten();
    let fields = plain.and_then(|plain| decode(&plain).ok());
    let action = fields.and_then(|mut fields| fields.remove("action"));
    Ok(action.as_deref() == Some(Action::LogContinue.code()))
}

/// The entry was written by an earlier run: only the head file may be left to do.
fn finish(store: &Store, directory: &Path, edge: &Edge) -> Result<Continued, ContinuationError> {
    if store.head().read().root == edge.root() {
        return Err(ContinuationError::Done);
    }
    let note = store.reader().latest_checkpoint()?.map(|(_, note)| note).unwrap_or_default();
    write_head(store, directory, edge, &note)?;
    Err(ContinuationError::Done)
}

/// Whether the database begins with everything that the checkpoint speaks of.
fn holds(
    reader: &Reader,
    size: u64,
    known: &VerifiedCheckpoint,
) -> Result<bool, ContinuationError> {
    if known.size > size {
        return Ok(false);
    }
    let tree = |error: TreeError<ReadError>| RecoverError::Tree(error);
    Ok(root(known.size, &StoreTiles::new(reader)).map_err(tree)? == known.root)
}

fn write_head(
    store: &Store,
    directory: &Path,
    edge: &Edge,
    checkpoint: &str,
) -> Result<(), ContinuationError> {
    let note = checkpoint.to_owned();
    let state = HeadState { size: edge.size(), root: edge.root(), note };
    store.replace_head(directory, &state).map_err(ContinuationError::Head)
}
