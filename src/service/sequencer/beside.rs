//! Flags that the watch hands in: rows that follow from the log, stored with the next group or, when nothing
//! else waits, by themselves. They leave the log as it is. Absent: how they are told (`watch`).

use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::store::{Batch, BatchError, FlagRow};
use crate::vault::VaultError;

/// A flag to store.
pub struct KeptFlag {
    /// The month of the oldest entry behind it: it goes when that goes.
    pub month: u32,
    /// The partner that it is about.
    pub partner: String,
    /// The week that it belongs to.
    pub week: u32,
    /// What tells it from others.
    pub identity: Vec<u8>,
    /// Everything that is shown of it.
    pub plain: Zeroizing<Vec<u8>>,
}

/// Flags to store, and how far the watch has come with them.
pub struct FlagsWrite {
    /// Their kind: flags of another way of telling them are of another kind.
    pub kind: u8,
    /// The flags.
    pub flags: Vec<KeptFlag>,
    /// The kind of the standing row that says how far the watch has come.
    pub place_kind: u8,
    /// Its content.
    pub place: Vec<u8>,
}

/// Flags in the queue, and who waits for them to be durable.
pub(super) struct Beside {
    pub(super) write: FlagsWrite,
    pub(super) reply: oneshot::Sender<()>,
}

/// Puts flags into a batch and gives back who is told once it is durable. Where they cannot be put nobody is
/// told and the watch's place stays, and nothing else in the batch suffers.
pub(super) fn put_all(batch: &mut Batch, all: Vec<Beside>) -> Vec<oneshot::Sender<()>> {
    let mut told = Vec::with_capacity(all.len());
    for Beside { write, reply } in all {
        match put(batch, &write) {
            Ok(()) => told.push(reply),
            Err(error) => {
                let cause: &dyn std::error::Error = &error;
                tracing::error!(error = cause, "flags cannot be put into the group");
            }
        }
    }
    told
}

/// Tells everybody who waits that their flags are durable.
pub(super) fn tell(waiting: Vec<oneshot::Sender<()>>) {
    for reply in waiting {
        // Whoever waited may be gone; the flags stay.
        reply.send(()).unwrap_or_default();
    }
}

pub(in crate::service) fn put(batch: &mut Batch, write: &FlagsWrite) -> Result<(), BatchError> {
    for flag in &write.flags {
        let row = FlagRow {
            month: flag.month,
            partner: flag.partner.as_bytes(),
            week: flag.week,
            identity: &flag.identity,
            plain: &flag.plain,
        };
        match batch.put_flag(write.kind, &row) {
            // The month was erased since: nothing of it is told any more.
            Ok(()) | Err(BatchError::Vault(VaultError::NoKey(_))) => {}
            Err(error) => return Err(error),
        }
    }
    batch.put_standing(write.place_kind, &[write.kind], &write.place)
}
