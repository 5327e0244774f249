//! The one writer: takes entries and changes in order, many at a time, and makes each group durable
//! before anything about it is said. Absent: decisions, and the content of records.

mod alone;
mod batch;
mod beside;
mod keeper;
mod thread;

use std::sync::Arc;

use bytes::Bytes;
use samen_audit::edge::Edge;
use samen_audit::hash::Hash;
use tokio::sync::{mpsc, oneshot, watch};
use zeroize::Zeroizing;

use super::directory::Directory;
use super::door::Prepared;
use super::stored::registered::Row;
use crate::domain::id::RecordId;

pub use alone::{AloneError, append_alone};
use beside::Beside;
#[cfg(test)]
pub(in crate::service) use beside::put as put_flags;
pub use beside::{FlagsWrite, KeptFlag};
pub use thread::{Running, Start, start};

/// How many may wait for the log: about a third of a second of work at full speed. Past it callers
/// are told to come back.
const QUEUE: usize = 4096;

/// A record to store with its entry.
#[derive(Debug)]
pub struct RecordWrite {
    /// Its id.
    pub id: RecordId,
    /// SHA-256 of the signed bytes.
    pub sha256: Hash,
    /// The day on which it is erased. The writer puts the number of the day's newest bucket there.
    pub day: u32,
    /// The signed bytes as received.
    pub signed: Bytes,
    /// The facts about it.
    pub facts: Vec<u8>,
    /// Terms under which it is found.
    pub terms: Vec<(u8, Vec<u8>)>,
    /// Partners that may see it, by number; the sender is one of them.
    pub visible_to: Vec<u32>,
    /// Readable bytes of the listing: type, status and message codes.
    pub listing: [u8; 3],
    /// Records that it updates, recalls or answers, and how.
    pub relations: Vec<(u64, u8)>,
    /// What its sender did with another record, and how.
    pub deliveries: Vec<(u64, u32, u8)>,
}

/// A change of the registry to store with its entry.
#[derive(Debug)]
pub struct RegistryWrite {
    /// The directory on which the change was judged.
    pub from: Arc<Directory>,
    /// The directory after it.
    pub to: Arc<Directory>,
    /// The rows that differ.
    pub rows: Vec<Row>,
}

/// A record to seal anew under another bucket: everything of it that is under the old one.
#[derive(Debug)]
pub struct Move {
    /// Its id.
    pub id: RecordId,
    /// Its place in the log.
    pub index: u64,
    /// SHA-256 of the signed bytes.
    pub sha256: Hash,
    /// The number of the bucket that it goes to.
    pub number: u32,
    /// The signed bytes.
    pub signed: Zeroizing<Vec<u8>>,
    /// The facts about it.
    pub facts: Zeroizing<Vec<u8>>,
    /// Terms under which it is found.
    pub terms: Vec<(u8, Vec<u8>)>,
}

/// A row about retention. The store keeps the index of the row's entry in front of its content.
#[derive(Debug)]
pub struct KeptRow {
    /// Its kind among the standing rows.
    pub kind: u8,
    /// Its key.
    pub key: Vec<u8>,
    /// Its content.
    pub content: Vec<u8>,
}

/// Records to seal anew and rows about retention.
#[derive(Debug, Default)]
pub struct RetentionWrite {
    /// The records.
    pub moves: Vec<Move>,
    /// The rows.
    pub rows: Vec<KeptRow>,
}

/// What is stored in the same commit as an entry.
#[derive(Debug)]
pub enum Change {
    /// Nothing, not even the entry: the answer says that everything handed in before is stored.
    Settle,
    /// What was kept, sealed anew or marked as erased.
    Retention(Box<RetentionWrite>),
    /// Nothing.
    None,
    /// A record.
    Record(Box<RecordWrite>),
    /// Registrations.
    Registry(Box<RegistryWrite>),
}

/// The log as last made durable and signed.
pub struct Published {
    /// The right edge of the tree, from which fresh proofs are made.
    pub edge: Edge,
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The time of the newest entry in milliseconds since 1970; 0 for an empty log.
    pub time_ms: u64,
}

impl Published {
    /// The number of entries.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }
}

impl std::fmt::Debug for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Published").field("size", &self.size()).finish_non_exhaustive()
    }
}

/// A durable entry: its place, and the log right after its group.
#[derive(Clone, Debug)]
pub struct Committed {
    /// The index of the entry.
    pub index: u64,
    /// The log after the group.
    pub published: Arc<Published>,
}

/// What became of an entry.
#[derive(Debug)]
pub enum Outcome {
    /// Entry and change are durable.
    Committed(Committed),
    /// The same record is there already, at this index. Nothing was stored.
    Repeated(u64),
    /// Another record has the id. Nothing was stored.
    IdTaken,
    /// Everything handed in before is stored, and what comes after is sealed under the keys that
    /// are newest now. Nothing was stored.
    Settled,
    /// The registry is no longer the one that the change was judged on. Nothing was stored.
    RegistryMoved,
    /// The log cannot be written.
    Failed,
}

/// An entry that could not even wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotQueued {
    /// Too many wait already.
    Full,
    /// The writer has stopped.
    Stopped,
}

pub(super) struct Append {
    prepared: Prepared,
    change: Change,
    reply: oneshot::Sender<Outcome>,
}

/// What waits for the writer.
enum Waiting {
    Append(Append),
    Beside(Beside),
}

/// Where entries are handed in.
#[derive(Clone)]
pub struct Sequencer {
    queue: mpsc::Sender<Waiting>,
    published: watch::Receiver<Arc<Published>>,
}

impl Sequencer {
    /// Hands an entry and its change in; the receiver gives the outcome after the group is durable.
    ///
    /// # Errors
    /// [`NotQueued`]: nothing was handed in.
    pub fn append(
        &self,
        prepared: Prepared,
        change: Change,
    ) -> Result<oneshot::Receiver<Outcome>, NotQueued> {
        let (reply, waiting) = oneshot::channel();
        self.hand_in(Waiting::Append(Append { prepared, change, reply }))?;
        Ok(waiting)
    }

    /// Hands flags in; the receiver says when they are durable, and fails when they were not stored.
    ///
    /// # Errors
    /// [`NotQueued`]: nothing was handed in.
    pub fn beside(&self, write: FlagsWrite) -> Result<oneshot::Receiver<()>, NotQueued> {
        let (reply, waiting) = oneshot::channel();
        self.hand_in(Waiting::Beside(Beside { write, reply }))?;
        Ok(waiting)
    }

    fn hand_in(&self, waiting: Waiting) -> Result<(), NotQueued> {
        self.queue.try_send(waiting).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotQueued::Full,
            mpsc::error::TrySendError::Closed(_) => NotQueued::Stopped,
        })
    }

    /// The log as last published.
    pub fn published(&self) -> Arc<Published> {
        self.published.borrow().clone()
    }

    /// A view that is woken at every publication.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Published>> {
        self.published.clone()
    }

    /// How many entries wait at this moment.
    pub fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }
}
