//! One group: which of its members can be stored, and the rows, leaves and checkpoint of those.
//! Absent: waiting, committing and publishing.

use std::collections::HashMap;
use std::sync::Arc;

use samen_audit::checkpoint::Checkpoint;
use samen_audit::edge::Edge;
use samen_audit::hash::Hash;
use samen_audit::leaf::Class;
use samen_audit::note::NoteSigner;
use tokio::sync::oneshot;

use super::{Append, Change, Outcome, RecordWrite, RetentionWrite};
use crate::domain::id::RecordId;
use crate::service::directory::Directory;
use crate::service::door::term;
use crate::service::tally::{Ledger, LedgerError};
use crate::service::witnesses::Cosigned;
use crate::store::{Batch, BatchError, ReadError, RecordId as KeptId, Store, Tip};
use crate::vault::{Bucket, VaultError};

/// A group ready to be committed.
pub(super) struct Group {
    pub(super) batch: Batch,
    pub(super) edge: Edge,
    pub(super) root: Hash,
    pub(super) checkpoint: String,
    pub(super) first: u64,
    pub(super) leaf_hashes: Vec<Hash>,
    pub(super) directory: Option<Arc<Directory>>,
    /// The time of its newest entry in milliseconds since 1970.
    pub(super) time_ms: u64,
    /// The class of each of its leaves.
    pub(super) classes: Vec<Class>,
    /// Who waits for which index.
    pub(super) waiting: Vec<(u64, oneshot::Sender<Outcome>)>,
    /// Who is answered with another member of this group, which has to be durable first.
    pub(super) followers: Vec<(oneshot::Sender<Outcome>, Outcome)>,
}

/// Why a group could not be put together. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub(super) enum GroupError {
    #[error("a row cannot be put into the group")]
    Batch(#[from] BatchError),
    #[error("the store cannot be read")]
    Read(#[from] ReadError),
    #[error("the entries of the group cannot be counted")]
    Ledger(#[from] LedgerError),
    #[error("the keys of a new retention bucket cannot be kept")]
    Vault(#[from] VaultError),
}

/// What a group is put together on.
pub(super) struct Ground<'a> {
    pub(super) store: &'a Store,
    pub(super) edge: &'a Edge,
    pub(super) signer: &'a NoteSigner,
    pub(super) origin: &'a str,
    pub(super) directory: &'a Arc<Directory>,
    /// The time of the newest entry so far.
    pub(super) time_ms: u64,
}

enum Verdict {
    Store(Append),
    Answer(oneshot::Sender<Outcome>, Outcome),
    Follow(oneshot::Sender<Outcome>, Outcome),
}

/// The members of a group after each was judged.
struct Sifted {
    accepted: Vec<Append>,
    followers: Vec<(oneshot::Sender<Outcome>, Outcome)>,
    directory: Option<Arc<Directory>>,
}

/// Puts a group together, and beside it an earlier checkpoint with the cosignatures that it got meanwhile.
/// Members that cannot be stored are answered at once; `None` when none can. What is stored is counted in
/// `ledger`.
///
/// # Errors
/// [`GroupError`]; everybody in the group is dropped and told that the log failed.
pub(super) fn assemble(
    ground: &Ground<'_>,
    appends: Vec<Append>,
    cosigned: Option<Cosigned>,
    ledger: &mut Ledger,
) -> Result<Option<Group>, GroupError> {
    let Sifted { mut accepted, followers, directory } = sift(ground, appends)?;
    if accepted.is_empty() {
        return Ok(None);
    }
    ensure_buckets(ground.store, &mut accepted)?;
    let mut batch = ground.store.batch();
    let mut edge = ground.edge.clone();
    let first = edge.size();
    let mut leaf_hashes = Vec::with_capacity(accepted.len());
    let mut waiting = Vec::with_capacity(accepted.len());
    let mut time_ms = 0;
    let mut classes = Vec::with_capacity(accepted.len());
    let counts = accepted.iter().map(|append| &append.prepared);
    let counts = counts.map(|prepared| (prepared.month, prepared.counts.as_slice()));
    ledger.enter(ground.store.reader(), &mut batch, first, counts)?;
    for append in accepted {
        let index = edge.size();
        put_entry(&mut batch, index, &append, time_ms)?;
        time_ms = append.prepared.time_ms.max(time_ms);
        classes.push(append.prepared.class);
        put_change(&mut batch, index, &append.change)?;
        for node in edge.append(append.prepared.leaf_hash) {
            // The store speaks of heights: a row hash of tile level L stands 8 L above the leaves.
            batch.put_node(node.level * 8, node.index, &node.hash);
        }
        leaf_hashes.push(append.prepared.leaf_hash);
        waiting.push((index, append.reply));
    }
    let (size, root) = (edge.size(), edge.root());
    let checkpoint =
        Checkpoint { origin: ground.origin.to_owned(), size, root }.sign(ground.signer);
    batch.put_checkpoint(size, &checkpoint)?;
    if let Some(Cosigned { size, note }) = cosigned {
        batch.put_checkpoint(size, &note)?;
    }
    batch.put_tip(Tip { size, root, time_ms });
    Ok(Some(Group {
        batch,
        edge,
        root,
        checkpoint,
        first,
        leaf_hashes,
        directory,
        time_ms: time_ms.max(ground.time_ms),
        classes,
        waiting,
        followers,
    }))
}

/// Judges each member against the store and against the members before it.
fn sift(ground: &Ground<'_>, appends: Vec<Append>) -> Result<Sifted, ReadError> {
    let mut accepted = Vec::with_capacity(appends.len());
    let mut followers = Vec::new();
    let mut ids: HashMap<RecordId, (u64, Hash)> = HashMap::new();
    let mut directory: Option<Arc<Directory>> = None;
    for append in appends {
        // Members before this one take the indexes from the edge on.
        let index = ground.edge.size() + u64::try_from(accepted.len()).unwrap_or(u64::MAX);
        let verdict = match &append.change {
            Change::None | Change::Retention(_) => Verdict::Store(append),
            Change::Settle => Verdict::Answer(append.reply, Outcome::Settled),
            Change::Record(record) => {
                let twin = ids.get(&record.id).copied();
                let taken = match twin {
                    Some(twin) => Some(twin),
                    None => find(ground.store, record.id)?,
                };
                let outcome = taken.map(|(at, sha256)| {
                    let same = sha256 == record.sha256;
                    if same { Outcome::Repeated(at) } else { Outcome::IdTaken }
                });
                match outcome {
                    Some(outcome) if twin.is_some() => Verdict::Follow(append.reply, outcome),
                    Some(outcome) => Verdict::Answer(append.reply, outcome),
                    None => {
                        ids.insert(record.id, (index, record.sha256));
                        Verdict::Store(append)
                    }
                }
            }
            Change::Registry(write) => {
                let present = directory.as_ref().unwrap_or(ground.directory);
                if Arc::ptr_eq(present, &write.from) {
                    directory = Some(write.to.clone());
                    Verdict::Store(append)
                } else {
                    Verdict::Answer(append.reply, Outcome::RegistryMoved)
                }
            }
        };
        match verdict {
            Verdict::Store(append) => accepted.push(append),
            Verdict::Follow(reply, outcome) => followers.push((reply, outcome)),
            // Whoever asked may have hung up; then nobody misses the answer.
            Verdict::Answer(reply, outcome) => drop(reply.send(outcome)),
        }
    }
    Ok(Sifted { accepted, followers, directory })
}

/// Where the record with this id lies, and the digest of its bytes.
fn find(store: &Store, id: RecordId) -> Result<Option<(u64, Hash)>, ReadError> {
    let kept = store.reader().record_id(&id.to_bytes())?;
    Ok(kept.map(|kept| (kept.index, kept.sha256)))
}

/// Gives every bucket a key. Which generation of a day a record goes to is settled here, once for the
/// group: a new generation may be made at any moment.
fn ensure_buckets(store: &Store, accepted: &mut [Append]) -> Result<(), VaultError> {
    let mut buckets = vec![Bucket::Standing];
    for append in accepted {
        buckets.push(Bucket::Audit(append.prepared.month));
        match &mut append.change {
            Change::Record(record) => {
                record.day = store.vault().records_number(record.day);
                buckets.push(Bucket::Records(record.day));
            }
            Change::Retention(write) => {
                buckets.extend(write.moves.iter().map(|moved| Bucket::Records(moved.number)));
            }
            Change::None | Change::Settle | Change::Registry(_) => {}
        }
    }
    buckets.sort_unstable();
    buckets.dedup();
    store.vault().ensure(&buckets)
}

fn put_entry(
    batch: &mut Batch,
    index: u64,
    append: &Append,
    time_ms: u64,
) -> Result<(), BatchError> {
    let prepared = &append.prepared;
    batch.put_leaf(index, &prepared.leaf)?;
    batch.put_entry(index, prepared.month, &prepared.plain)?;
    for (kind, found_by) in &prepared.terms {
        let mark = if *kind == term::PARTNER { &prepared.mark[..] } else { &[] };
        batch.put_marked_term(index, prepared.month, *kind, found_by, mark)?;
    }
    if prepared.time_ms > time_ms {
        batch.put_entry_time(prepared.time_ms, index);
    }
    Ok(())
}

fn put_change(batch: &mut Batch, index: u64, change: &Change) -> Result<(), BatchError> {
    match change {
        Change::None | Change::Settle => Ok(()),
        Change::Retention(write) => put_retention(batch, index, write),
        Change::Record(record) => put_record(batch, index, record),
        Change::Registry(write) => write
            .rows
            .iter()
            .try_for_each(|row| batch.put_standing(row.kind.number(), &row.key, &row.content)),
    }
}

fn put_retention(batch: &mut Batch, index: u64, write: &RetentionWrite) -> Result<(), BatchError> {
    for moved in &write.moves {
        let number = moved.number;
        batch.put_record(moved.index, number, &moved.signed)?;
        batch.put_record_meta(moved.index, number, &moved.facts)?;
        let kept = KeptId { index: moved.index, sha256: moved.sha256, day: number };
        batch.put_record_id(&moved.id.to_bytes(), &kept);
        for (kind, term) in &moved.terms {
            batch.put_record_term(moved.index, number, *kind, term)?;
        }
    }
    for row in &write.rows {
        let content = [&index.to_be_bytes(), row.content.as_slice()].concat();
        batch.put_standing(row.kind, &row.key, &content)?;
    }
    Ok(())
}

fn put_record(batch: &mut Batch, index: u64, record: &RecordWrite) -> Result<(), BatchError> {
    batch.put_record(index, record.day, &record.signed)?;
    batch.put_record_meta(index, record.day, &record.facts)?;
    let kept = KeptId { index, sha256: record.sha256, day: record.day };
    batch.put_record_id(&record.id.to_bytes(), &kept);
    for (kind, term) in &record.terms {
        batch.put_record_term(index, record.day, *kind, term)?;
    }
    for partner in &record.visible_to {
        batch.put_visible(*partner, index, &record.listing)?;
    }
    for (target, kind) in &record.relations {
        batch.put_relation(*target, index, *kind);
    }
    for (target, partner, kind) in &record.deliveries {
        batch.put_delivery(*target, *partner, *kind, index);
    }
    Ok(())
}
