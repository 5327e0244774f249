//! One entry at the end of a log that nobody is serving: assembled, committed and read back by the same
//! code as a running exchange's groups, without a thread. Absent: the head file and answers.

use std::sync::Arc;

use samen_audit::edge::Edge;
use samen_audit::hash::leaf_hash;
use samen_audit::note::NoteSigner;
use tokio::sync::oneshot;

use super::batch::{Ground, GroupError, assemble};
use super::{Append, Change, Published};
use crate::service::directory::Directory;
use crate::service::door::Prepared;
use crate::service::tally::Ledger;
use crate::store::{CommitError, ReadError, Store};

/// Why the entry was not made durable.
#[derive(Debug, thiserror::Error)]
pub enum AloneError {
    /// It could not be put together.
    #[error("the entry cannot be put together")]
    Group(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It could not be committed.
    #[error("the entry cannot be committed")]
    Commit(#[from] CommitError),
    /// It could not be read back.
    #[error("the entry cannot be read back")]
    ReadBack(#[from] ReadError),
    /// It reads back differently.
    #[error("the entry reads back differently")]
    SelfCheck,
}

/// Appends one entry after `edge` and signs the log with `signer`, whose name is the origin.
///
/// # Errors
/// [`AloneError`]; after `Commit` the outcome is open until the next start.
pub fn append_alone(
    store: &Store,
    edge: &Edge,
    signer: &NoteSigner,
    directory: &Arc<Directory>,
    prepared: Prepared,
) -> Result<Published, AloneError> {
    let key = signer.verifier();
    let origin = key.name();
    let ground = Ground { store, edge, signer, origin, directory, time_ms: prepared.time_ms };
    let (reply, _nobody) = oneshot::channel();
    let expected = prepared.leaf_hash;
    let append = Append { prepared, change: Change::None, reply };
    let group = assemble(&ground, vec![append], None, &mut Ledger::default())
        .map_err(|error: GroupError| AloneError::Group(Box::new(error)))?
        .ok_or(AloneError::SelfCheck)?;
    let (index, size) = (group.first, group.edge.size());
    store.commit(index, group.batch)?;
    let reader = store.reader();
    let leaf = reader.leaf(index)?;
    let tip = reader.tip()?;
    let same = leaf.is_some_and(|leaf| leaf_hash(&leaf) == expected)
        && tip.is_some_and(|tip| (tip.size, tip.root) == (size, group.root));
    if !same {
        return Err(AloneError::SelfCheck);
    }
    Ok(Published { edge: group.edge, checkpoint: group.checkpoint, time_ms: group.time_ms })
}
