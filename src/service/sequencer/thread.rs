//! The writer's thread: drain, assemble, commit, check, hand on the head, publish, answer. In that order.
//! Absent: waiting on an idle exchange; one that is idle answers after one flush.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use samen_audit::edge::Edge;
use samen_audit::hash::leaf_hash;
use samen_audit::note::NoteSigner;
use tokio::sync::{mpsc, watch};

use super::batch::{Ground, Group, assemble};
use super::beside::{Beside, put_all, tell};
use super::keeper::Keeper;
use super::{Append, Committed, Outcome, Published, QUEUE, Sequencer, Waiting};
use crate::service::directory::{Directory, DirectoryView};
use crate::service::metrics::Metrics;
use crate::service::tally::Ledger;
use crate::service::witnesses::Pigeonhole;
use crate::store::{CommitError, HeadState, ReadError, Store};

/// The most entries in one group: larger groups make each member wait longer for no more in total.
const GROUP: usize = 128;

/// From this many entries in the last group on, the exchange is busy: the next group is filled a little
/// before it is written, because a commit costs about a millisecond of processor time whatever it holds.
const BUSY: usize = 8;
/// How long a group is filled when the exchange is busy. An idle exchange never waits.
const FILL: Duration = Duration::from_micros(1500);

/// What the writer starts from, as recovered from the store.
pub struct Start {
    /// The store.
    pub store: Store,
    /// The right edge of the tree.
    pub edge: Edge,
    /// The checkpoint of that edge; empty for an empty log.
    pub checkpoint: String,
    /// The time of the newest entry in milliseconds since 1970.
    pub time_ms: u64,
    /// Where cosigned checkpoints wait to be kept.
    pub cosigned: Pigeonhole,
    /// The key that signs checkpoints.
    pub signer: Arc<NoteSigner>,
    /// The origin of the log.
    pub origin: String,
    /// What is registered.
    pub directory: Arc<Directory>,
    /// Where the writer counts.
    pub metrics: Arc<Metrics>,
}

/// A started writer.
pub struct Running {
    /// Where entries are handed in.
    pub sequencer: Sequencer,
    /// The directory as changed by what is committed.
    pub directory: DirectoryView,
    /// Becomes true when the writer had to stop: the process must end, and recover at its start.
    pub halted: watch::Receiver<bool>,
    /// The thread; it ends after the last [`Sequencer`] is dropped and everything waiting is durable.
    pub thread: std::thread::JoinHandle<()>,
}

/// Why the writer stops for good.
#[derive(Debug, thiserror::Error)]
enum Fatal {
    #[error("the commit did not end well")]
    Commit(#[source] CommitError),
    #[error("what was just written cannot be read back")]
    ReadBack(#[source] ReadError),
    #[error("what was just written reads back differently")]
    SelfCheck,
}

struct Writer {
    start: Start,
    published: watch::Sender<Arc<Published>>,
    directory: watch::Sender<Arc<Directory>>,
    halted: watch::Sender<bool>,
    keeper: Keeper,
    ledger: Ledger,
}

/// Starts the writer on a thread of its own.
///
/// # Errors
/// When the system has no thread to give.
pub fn start(start: Start) -> Result<Running, std::io::Error> {
    let (queue, waiting) = mpsc::channel(QUEUE);
    let first = Published {
        edge: start.edge.clone(),
        checkpoint: start.checkpoint.clone(),
        time_ms: start.time_ms,
    };
    let (published, published_view) = watch::channel(Arc::new(first));
    let (directory, directory_view) = watch::channel(start.directory.clone());
    let (halted, halted_view) = watch::channel(false);
    let keeper = Keeper::start(start.store.clone(), halted.clone())?;
    let ledger = Ledger::default();
    let writer = Writer { start, published, directory, halted, keeper, ledger };
    let thread =
        std::thread::Builder::new().name("sequencer".into()).spawn(move || writer.run(waiting))?;
    Ok(Running {
        sequencer: Sequencer { queue, published: published_view },
        directory: DirectoryView::new(directory_view),
        halted: halted_view,
        thread,
    })
}

/// Adds what comes in the next moment, up to a full group.
fn gather(waiting: &mut mpsc::Receiver<Waiting>, members: &mut Vec<Waiting>) {
    if members.len() < GROUP && waiting.len() < GROUP - members.len() {
        std::thread::sleep(FILL);
    }
    while members.len() < GROUP {
        match waiting.try_recv() {
            Ok(member) => members.push(member),
            Err(_) => return,
        }
    }
}

fn apart(members: Vec<Waiting>) -> (Vec<Append>, Vec<Beside>) {
    let (mut appends, mut flags) = (Vec::with_capacity(members.len()), Vec::new());
    for member in members {
        match member {
            Waiting::Append(append) => appends.push(append),
            Waiting::Beside(beside) => flags.push(beside),
        }
    }
    (appends, flags)
}

impl Writer {
    fn run(mut self, mut waiting: mpsc::Receiver<Waiting>) {
        let mut members = Vec::with_capacity(GROUP);
        let mut last = 0;
        while waiting.blocking_recv_many(&mut members, GROUP) > 0 {
            if last >= BUSY {
                gather(&mut waiting, &mut members);
            }
            last = members.len();
            let (appends, flags) = apart(std::mem::take(&mut members));
            if let Err(fatal) = self.write(appends, flags) {
                let cause: &dyn std::error::Error = &fatal;
                tracing::error!(error = cause, "the log stops");
                self.halted.send_replace(true);
                // Everybody still waiting is dropped with the queue and told that the log failed.
                return;
            }
        }
    }

    /// One group, from what was drained to its answers.
    fn write(&mut self, appends: Vec<Append>, flags: Vec<Beside>) -> Result<(), Fatal> {
        if appends.is_empty() {
            return self.write_beside(flags);
        }
        let ground = Ground {
            store: &self.start.store,
            edge: &self.start.edge,
            signer: &self.start.signer,
            origin: &self.start.origin,
            directory: &self.start.directory,
            time_ms: self.start.time_ms,
        };
        let cosigned = self.start.cosigned.lock().unwrap_or_else(PoisonError::into_inner).take();
        let group = match assemble(&ground, appends, cosigned, &mut self.ledger) {
            Ok(Some(group)) => group,
            Ok(None) => return self.write_beside(flags),
            Err(error) => {
                // Nothing was written, so the log stands and is counted as it stands; the waiters were dropped.
                self.ledger.forget();
                let cause: &dyn std::error::Error = &error;
                tracing::error!(error = cause, "a group was not stored");
                return Ok(());
            }
        };
        self.commit(group, flags)
    }

    /// Flags with nothing else beside them: the log stays as it is, so there is nothing to publish.
    fn write_beside(&mut self, flags: Vec<Beside>) -> Result<(), Fatal> {
        if flags.is_empty() {
            return Ok(());
        }
        let mut batch = self.start.store.batch();
        let told = put_all(&mut batch, flags);
        if batch.is_empty() {
            return Ok(());
        }
        let size = self.start.edge.size();
        self.start.store.commit_beside(size, batch).map_err(Fatal::Commit)?;
        tell(told);
        Ok(())
    }

    fn commit(&mut self, group: Group, flags: Vec<Beside>) -> Result<(), Fatal> {
        let Group {
            mut batch,
            edge,
            root,
            checkpoint,
            first,
            leaf_hashes,
            directory,
            waiting,
            followers,
            time_ms,
            classes,
        } = group;
        let size = edge.size();
        let told = put_all(&mut batch, flags);
        self.start.store.commit(first, batch).map_err(Fatal::Commit)?;
        // A crash from here on leaves the head behind the tip, which recovery accepts after checking it.
        self.check(first, size, &root, &leaf_hashes)?;
        let note = checkpoint.clone();
        self.keeper.keep(HeadState { size, root, note });
        self.start.edge = edge.clone();
        if let Some(directory) = directory {
            self.start.directory = directory.clone();
            self.directory.send_replace(directory);
        }
        self.start.time_ms = time_ms;
        let published = Arc::new(Published { edge, checkpoint, time_ms });
        self.published.send_replace(published.clone());
        self.start.metrics.committed(&classes, size);
        for (index, reply) in waiting {
            let committed = Committed { index, published: published.clone() };
            // Whoever asked may have hung up; the entry stays.
            drop(reply.send(Outcome::Committed(committed)));
        }
        for (reply, outcome) in followers {
            drop(reply.send(outcome));
        }
        tell(told);
        Ok(())
    }

    /// Reads back what was written and hashes it again, before anybody is told.
    fn check(
        &self,
        first: u64,
        size: u64,
        root: &samen_audit::hash::Hash,
        leaf_hashes: &[samen_audit::hash::Hash],
    ) -> Result<(), Fatal> {
        let reader = self.start.store.reader();
        let tip = reader.tip().map_err(Fatal::ReadBack)?;
        let leaves = reader.leaves(first..size).map_err(Fatal::ReadBack)?;
        let same = leaves.iter().map(|leaf| leaf_hash(leaf)).eq(leaf_hashes.iter().copied());
        if same && tip.is_some_and(|tip| tip.size == size && tip.root == *root) {
            Ok(())
        } else {
            Err(Fatal::SelfCheck)
        }
    }
}
