//! A witness of logs, ours or those of others (C2SP `tlog-witness`): it cosigns a checkpoint only when
//! the log has merely grown since the one it cosigned last, and remembers that one before it answers.
//! Absent: HTTP, files, and the exchange, of which a witness knows nothing.

mod kept;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use samen_audit::checkpoint::Checkpoint;
use samen_audit::cosignature::WitnessSigner;
use samen_audit::hash::sha256;
use samen_audit::note::{Note, VerifierKey};
use samen_audit::text::hex;
use samen_audit::witness::{AddCheckpoint, judge, read_head};
use tokio::sync::watch;

use super::clock::Clock;
use crate::store::{WitnessEvidence, WitnessFiles};

pub use kept::{StateError, Status, statuses};
pub use samen_audit::witness::{MAX_REQUEST_BYTES, SIZE_MEDIA_TYPE, WitnessRefusal};

use kept::Last;

/// A log that is cosigned.
#[derive(Clone, Debug)]
pub struct WitnessedLog {
    /// Its origin.
    pub origin: String,
    /// The keys that it may sign with, at least one.
    pub keys: Vec<VerifierKey>,
}

/// Why a request is not answered with a cosignature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The protocol says so.
    Protocol(WitnessRefusal),
    /// The clock of this machine is behind the last cosignature: signing now would say that the log
    /// shrank.
    ClockBehind {
        /// How far, at least 1.
        seconds: u64,
    },
    /// What is on disk is not known; the process has to start again.
    Stopped,
}

impl From<WitnessRefusal> for Refused {
    fn from(refusal: WitnessRefusal) -> Self {
        Self::Protocol(refusal)
    }
}

/// A log and what was cosigned of it last. The lock makes checking and keeping one step.
struct Watched {
    /// SHA-256 of the origin, in hexadecimal: its name in files and addresses.
    name: String,
    /// None for a log that is not configured any more: it is remembered, and not cosigned.
    keys: Vec<VerifierKey>,
    last: Mutex<Option<Last>>,
}

impl Watched {
    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        // A thread that panicked has either replaced the whole value or nothing.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The witness.
pub struct Witness {
    signer: WitnessSigner,
    clock: Arc<dyn Clock>,
    files: WitnessFiles,
    by_origin: HashMap<String, Arc<Watched>>,
    by_name: HashMap<String, Arc<Watched>>,
    halted: watch::Sender<bool>,
}

/// The name of a log in files and addresses: SHA-256 of its origin, in lower-case hexadecimal.
#[must_use]
pub fn name_of(origin: &str) -> String {
    hex(&sha256(origin.as_bytes()))
}

impl Witness {
    /// Takes the state in `directory` for this process and verifies all of it.
    ///
    /// # Errors
    /// [`StateError`]; then nothing may be cosigned, and the way on is a new witness.
    pub fn open(
        signer: WitnessSigner,
        logs: Vec<WitnessedLog>,
        directory: &Path,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StateError> {
        let own = |key: &VerifierKey| key.public() == signer.key().public();
        if let Some(log) = logs.iter().find(|log| log.keys.iter().any(own)) {
            return Err(StateError::OwnKey(log.origin.clone()));
        }
        let (files, notes) = WitnessFiles::open(directory)?;
        let now_s = now_s(clock.as_ref());
        let (mut by_origin, mut by_name) = (HashMap::new(), HashMap::new());
        let mut kept = kept::verify(&notes, signer.key(), &logs, directory)?;
        let mut watch = |origin: String, keys, last: Option<Last>| {
            if let Some(last) = last.as_ref().filter(|last| last.time_s > now_s) {
                let ahead_s = last.time_s - now_s;
                tracing::warn!(origin, ahead_s, "the clock is behind the last cosignature");
            }
            let name = name_of(&origin);
            let watched = Arc::new(Watched { name: name.clone(), keys, last: Mutex::new(last) });
            by_origin.insert(origin, watched.clone());
            by_name.insert(name, watched);
        };
        for log in logs {
            let last = kept.remove(&log.origin);
            watch(log.origin, log.keys, last);
        }
        for (origin, last) in kept {
            watch(origin, Vec::new(), Some(last));
        }
        let halted = watch::Sender::new(false);
        Ok(Self { signer, clock, files, by_origin, by_name, halted })
    }

    /// The verifier key of this witness, for the policies of others.
    #[must_use]
    pub fn key(&self) -> String {
        self.signer.key().to_string()
    }

    /// Becomes true when the state could not be written: the process has to stop then.
    #[must_use]
    pub fn halted(&self) -> watch::Receiver<bool> {
        self.halted.subscribe()
    }

    /// Cosigns the checkpoint of a request, if it fits. What is returned, lines of signatures, is
    /// kept already. Waits for the disk.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn add_checkpoint(&self, request: &[u8]) -> Result<String, Refused> {
        let asked = AddCheckpoint::parse(request)?;
        let note = asked.read_note()?;
        let head = read_head(&note.text)?;
        let log = self.by_origin.get(&head.origin).filter(|log| !log.keys.is_empty());
        let log = log.ok_or(WitnessRefusal::UnknownOrigin)?;
        let mut last = log.last();
        if *self.halted.borrow() {
            return Err(Refused::Stopped);
        }
        let seen = last.as_ref().map(|last| last.seen);
        match judge(&asked, &log.keys, seen.as_ref()) {
            Ok(_) => self.cosign(log, &mut last, head, note),
            Err(refusal) => {
                if let Some(last) = last.as_ref() {
                    self.suspect(log, last, &asked, &head, refusal);
                }
                Err(refusal.into())
            }
        }
    }

    /// The last checkpoint of a log with the signatures of the log and of this witness, if there is
    /// one. `name` is that of [`name_of`].
    #[must_use]
    pub fn latest(&self, name: &str) -> Option<String> {
        Some(self.by_name.get(name)?.last().as_ref()?.note.clone())
    }

    /// The caller has judged `note`, with `head` in it, to be the next one, and holds the lock.
    fn cosign(
        &self,
        log: &Watched,
        last: &mut Option<Last>,
        head: Checkpoint,
        mut note: Note,
    ) -> Result<String, Refused> {
        let now_s = now_s(self.clock.as_ref());
        // No clock says 1970: it does not know the time.
        let not_before_s = last.as_ref().map_or(1, |last| last.time_s.max(1));
        if now_s < not_before_s {
            return Err(Refused::ClockBehind { seconds: not_before_s - now_s });
        }
        // The same again within a second has an answer already, and needs no write.
        let again = |last: &&Last| last.time_s == now_s && last.text == note.text;
        if let Some(last) = last.as_ref().filter(again) {
            return Ok(last.line.clone());
        }
        keep_verified(&mut note, &log.keys);
        let cosignature = self.signer.cosign(&note.text, now_s);
        let line = cosignature.encode();
        note.signatures.push(cosignature);
        let next = Last::new(&head, now_s, line, &note);
        // If we crash before this is durable, nobody got a cosignature; if after, the asker hears of
        // the new size at its next try.
        if let Err(error) = self.files.keep(&log.name, &next.note) {
            let cause: &dyn std::error::Error = &error;
            tracing::error!(error = cause, "the state cannot be written: the witness stops");
            self.halted.send_replace(true);
            return Err(Refused::Stopped);
        }
        tracing::debug!(origin = head.origin, size = head.size, "cosigned");
        Ok(last.insert(next).line.clone())
    }

    /// Keeps what the log has signed and what does not fit, as evidence. That fails no request: what
    /// was cosigned is not touched by it.
    fn suspect(
        &self,
        log: &Watched,
        last: &Last,
        asked: &AddCheckpoint,
        head: &Checkpoint,
        refusal: WitnessRefusal,
    ) {
        // Both refusals come after the signature of the log was found good. A stale size says
        // nothing, unless it comes with another root of the very size that was cosigned.
        let fork = head.size == last.seen.size && head.root != last.seen.root;
        let kind = match refusal {
            WitnessRefusal::OtherRoot => "fork",
            WitnessRefusal::Conflict { .. } if fork => "fork",
            WitnessRefusal::BadProof => "proof",
            _ => return,
        };
        let digest = hex(&sha256(asked.note.as_bytes()));
        let evidence = WitnessEvidence {
            kind,
            digest: &digest,
            request: &asked.encode(),
            offered: &asked.note,
            cosigned: &last.note,
        };
        match self.files.keep_evidence(&log.name, &evidence) {
            Ok(false) => {}
            Ok(true) if kind == "fork" => tracing::error!(
                origin = head.origin,
                size = head.size,
                evidence = digest,
                "TWO HISTORIES: the log signed another root of the size that was cosigned"
            ),
            Ok(true) => tracing::error!(
                origin = head.origin,
                size = head.size,
                cosigned = last.seen.size,
                evidence = digest,
                "the log signed a checkpoint that was not shown to continue the cosigned one"
            ),
            Err(error) => {
                let cause: &dyn std::error::Error = &error;
                tracing::error!(error = cause, "evidence against a log cannot be kept");
            }
        }
    }
}

/// Leaves only one line of each trusted key: what others added is not ours to keep or to serve.
fn keep_verified(note: &mut Note, keys: &[VerifierKey]) {
    let mut named: Vec<(String, [u8; 4])> = Vec::new();
    note.signatures.retain(|line| {
        let this = (line.name.clone(), line.key_id);
        let known = keys.iter().any(|key| key.name() == this.0 && key.key_id() == this.1);
        let first = known && !named.contains(&this);
        if first {
            named.push(this);
        }
        first
    });
}

/// Seconds since 1970; 0 for a clock before that.
fn now_s(clock: &dyn Clock) -> u64 {
    u64::try_from(clock.now().as_seconds()).unwrap_or(0)
}
