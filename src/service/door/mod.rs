//! The one audited door: no record is accepted and no answer leaves without a durable entry. Changes
//! and answers pass here and nowhere else. Absent: decisions (`clearance`) and the commit (`sequencer`).

mod encode;
mod mark;

use std::marker::PhantomData;

use samen_audit::leaf::Part;

use super::clearance::Clearance;
use super::exchange::Exchange;
use super::fault::fault;
use super::permission::Permission;
use super::sequencer::{Change, Committed, NotQueued, Outcome};
use crate::domain::entry::Entry;
use crate::domain::refusal::{Reason, Refusal};

pub use encode::{
    Prepared, Unprepared, UnreadableEntry, decode, index_terms, open_fields, prepare, term,
};
pub use mark::{Kind, MARK_BYTES, Mark};

/// Milliseconds that a caller is told to wait when the queue before the log is full.
const FULL_WAIT_MS: u64 = 1000;

/// Proof that the entry for `A` is durable in the log. Only this file can make one.
#[derive(Debug)]
pub struct Permit<A> {
    entered: Entered,
    permission: PhantomData<A>,
}

/// A durable entry: its place, and what its receipt is made of.
pub struct Entered {
    /// Its place in the log.
    pub committed: Committed,
    /// Its leaf.
    pub leaf: [u8; samen_audit::leaf::LEAF_BYTES],
    /// Its fields with their salts.
    pub parts: Vec<Part>,
}

impl std::fmt::Debug for Entered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entered").field("index", &self.committed.index).finish_non_exhaustive()
    }
}

impl<A> Permit<A> {
    /// The entry that the permit stands for.
    pub fn into_entered(self) -> Entered {
        self.entered
    }

    /// Its index in the log.
    pub fn index(&self) -> u64 {
        self.entered.committed.index
    }
}

/// An answer that is ready and may not be seen yet.
pub struct Withheld<A, T> {
    answer: T,
    permission: PhantomData<A>,
}

impl<A, T> Withheld<A, T> {
    /// Withholds an answer until its entry is durable.
    pub fn new(answer: T) -> Self {
        Self { answer, permission: PhantomData }
    }

    /// Opens the answer with the permit of the same action.
    pub fn open(self, _permit: &Permit<A>) -> T {
        self.answer
    }
}

/// What became of a change.
pub enum Changed<A> {
    /// It is made, and its entry is durable with it.
    Made(Permit<A>),
    /// The same record is there already, at this index; nothing was changed or entered.
    Repeated(u64),
}

/// Makes the entry durable and opens the answer.
///
/// # Errors
/// [`Reason::LogUnavailable`], [`Reason::LogboekUnavailable`] or [`Reason::Overloaded`]: the answer is
/// dropped unseen.
pub async fn disclose<A: Permission, T>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    withheld: Withheld<A, T>,
) -> Result<(T, Permit<A>), Refusal> {
    let entered = note(exchange, &clearance.entry).await?;
    exchange.logboek.confirmed(A::ACTION, entered.committed.index).await?;
    let permit = Permit { entered, permission: PhantomData };
    Ok((withheld.open(&permit), permit))
}

/// Makes the change and its entry durable in one commit.
///
/// # Errors
/// [`Reason::IdConflict`], [`Reason::RegistryConflict`], [`Reason::LogUnavailable`] or
/// [`Reason::Overloaded`]: nothing was changed.
pub async fn change<A: Permission>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    change: Change,
) -> Result<Changed<A>, Refusal> {
    match append(exchange, &clearance.entry, change).await? {
        Appended::Entered(entered) => {
            Ok(Changed::Made(Permit { entered, permission: PhantomData }))
        }
        Appended::Repeated(index) => Ok(Changed::Repeated(index)),
    }
}

/// Makes a refusal, or an event of the exchange itself, durable. It opens nothing.
///
/// # Errors
/// [`Reason::LogUnavailable`] or [`Reason::Overloaded`].
pub async fn note(exchange: &Exchange, entry: &Entry) -> Result<Entered, Refusal> {
    match append(exchange, entry, Change::None).await? {
        Appended::Entered(entered) => Ok(entered),
        // Without a record there is nothing to repeat.
        Appended::Repeated(_) => Err(Reason::Internal.into()),
    }
}

/// Makes an event of the exchange itself and what it changes durable in one commit.
///
/// # Errors
/// [`Reason::LogUnavailable`] or [`Reason::Overloaded`]: nothing was changed.
pub(super) async fn enter(
    exchange: &Exchange,
    entry: &Entry,
    change: Change,
) -> Result<Entered, Refusal> {
    match append(exchange, entry, change).await? {
        Appended::Entered(entered) => Ok(entered),
        Appended::Repeated(_) => Err(Reason::Internal.into()),
    }
}

/// Waits until everything that was handed in before is stored. Leaves no entry.
///
/// # Errors
/// [`Reason::LogUnavailable`] or [`Reason::Overloaded`].
pub(super) async fn settle(exchange: &Exchange, entry: &Entry) -> Result<(), Refusal> {
    let prepared = prepare(entry, exchange.rng.as_ref(), exchange.profile)
        .map_err(|_| fault("an entry cannot be prepared"))?;
    let waiting = exchange.sequencer.append(prepared, Change::Settle).map_err(not_queued)?;
    match waiting.await {
        Ok(Outcome::Settled) => Ok(()),
        _ => Err(Reason::LogUnavailable.into()),
    }
}

fn not_queued(not: NotQueued) -> Refusal {
    match not {
        NotQueued::Full => Refusal::later(Reason::Overloaded, FULL_WAIT_MS),
        NotQueued::Stopped => Refusal::new(Reason::LogUnavailable),
    }
}

enum Appended {
    Entered(Entered),
    Repeated(u64),
}

async fn append(exchange: &Exchange, entry: &Entry, change: Change) -> Result<Appended, Refusal> {
    let mut prepared = prepare(entry, exchange.rng.as_ref(), exchange.profile)
        .map_err(|_| fault("an entry cannot be prepared"))?;
    let (leaf, parts) = (prepared.leaf, std::mem::take(&mut prepared.parts));
    let waiting = exchange.sequencer.append(prepared, change).map_err(not_queued)?;
    // The sequencer drops a waiter only when it stops or cannot store the group.
    match waiting.await.unwrap_or(Outcome::Failed) {
        Outcome::Committed(committed) => Ok(Appended::Entered(Entered { committed, leaf, parts })),
        Outcome::Repeated(index) => Ok(Appended::Repeated(index)),
        Outcome::IdTaken => Err(Refusal::at(Reason::IdConflict, "/id")),
        // Only a change that asks to be settled is answered so.
        Outcome::Settled => Err(Reason::Internal.into()),
        Outcome::RegistryMoved => Err(Reason::RegistryConflict.into()),
        Outcome::Failed => Err(Reason::LogUnavailable.into()),
    }
}
