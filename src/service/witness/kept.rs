//! What a witness remembers of a log, read back from its files and verified: nothing that does not
//! bear its own cosignature counts. Absent: when to write it.

use std::collections::HashMap;
use std::path::Path;

use samen_audit::checkpoint::Checkpoint;
use samen_audit::cosignature::{self, WitnessKey};
use samen_audit::note::{Note, NoteError};
use samen_audit::witness::{Seen, read_head};

use super::{WitnessedLog, name_of};
use crate::store::{WitnessFiles, WitnessFilesError, WitnessNotes};

/// Why a witness cannot go on from its state.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The files themselves.
    #[error(transparent)]
    Files(#[from] WitnessFilesError),
    /// They belong to a witness with another name or key.
    #[error(
        "the witness state belongs to another witness: the name or the key in the configuration was \
         changed. Put back what belongs together"
    )]
    OtherWitness,
    /// The same key signs as a log and as a witness. Neither signature says what kind it is of.
    #[error("a key of the log {0} is the key of this witness: a witness needs a key of its own")]
    OwnKey(String),
}

/// What was cosigned last of one log.
pub(super) struct Last {
    pub(super) seen: Seen,
    /// When, in seconds since 1970.
    pub(super) time_s: u64,
    /// The text of the checkpoint, that of extensions included.
    pub(super) text: String,
    /// The cosignature, as a line.
    pub(super) line: String,
    /// All of it as a signed note.
    pub(super) note: String,
}

impl Last {
    pub(super) fn new(head: &Checkpoint, time_s: u64, line: String, note: &Note) -> Self {
        let seen = Seen { size: head.size, root: head.root };
        Self { seen, time_s, text: note.text.clone(), line, note: note.encode() }
    }
}

/// How a witness stands towards one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The log.
    pub origin: String,
    /// Its name in files and addresses.
    pub name: String,
    /// Whether it is in the configuration.
    pub configured: bool,
    /// Leaves and time (seconds since 1970) of the last cosignature, if there is one.
    pub cosigned: Option<(u64, u64)>,
    /// How many things were offered that do not fit.
    pub evidence: usize,
}

/// Everything that is remembered, by origin. A log that is configured must have signed what was kept
/// of it, unless it signed with a key that is not configured any more.
///
/// # Errors
/// [`StateError`].
pub(super) fn verify(
    notes: &WitnessNotes,
    key: &WitnessKey,
    logs: &[WitnessedLog],
    directory: &Path,
) -> Result<HashMap<String, Last>, StateError> {
    if notes.owner != key.to_string() {
        return Err(StateError::OtherWitness);
    }
    let verified = notes.notes.iter().map(|(name, note)| {
        let damaged = || WitnessFilesError::Damaged(directory.join(name));
        read(note, key, logs)
            .filter(|(origin, _)| name_of(origin) == *name)
            .ok_or_else(|| damaged().into())
    });
    verified.collect()
}

fn read(note: &str, key: &WitnessKey, logs: &[WitnessedLog]) -> Option<(String, Last)> {
    let parsed = Note::parse(note).ok()?;
    let head = read_head(&parsed.text).ok()?;
    let cosigned = cosignature::verify(&parsed, std::slice::from_ref(key)).ok()?;
    let time_s = cosigned.first()?.time_s;
    let log_keys = logs.iter().find(|log| log.origin == head.origin).map(|log| log.keys.as_slice());
    if parsed.verify(log_keys.unwrap_or_default()) == Err(NoteError::BadSignature) {
        return None;
    }
    let mine = |line: &&samen_audit::note::NoteSignature| {
        line.name == key.name() && line.key_id == key.key_id()
    };
    let line = parsed.signatures.iter().find(mine)?.encode();
    // Written by nobody else, so in the one spelling that this witness writes.
    let last = Last::new(&head, time_s, line, &parsed);
    (last.note == note).then_some((head.origin, last))
}

/// Reads how the witness with this key stands towards every log, without taking its state: another
/// process may be serving.
///
/// # Errors
/// [`StateError`].
pub fn statuses(
    key: &WitnessKey,
    logs: &[WitnessedLog],
    directory: &Path,
) -> Result<Vec<Status>, StateError> {
    let kept = verify(&WitnessFiles::look(directory)?, key, logs, directory)?;
    let mut origins: Vec<&str> = logs.iter().map(|log| log.origin.as_str()).collect();
    let more = kept.keys().map(String::as_str).filter(|origin| !origins.contains(origin));
    origins.extend(more.collect::<Vec<_>>());
    origins.sort_unstable();
    let status = |origin: &str| {
        let name = name_of(origin);
        Ok(Status {
            origin: origin.to_owned(),
            configured: logs.iter().any(|log| log.origin == origin),
            cosigned: kept.get(origin).map(|last| (last.seen.size, last.time_s)),
            evidence: WitnessFiles::count_evidence(directory, &name)?,
            name,
        })
    };
    origins.into_iter().map(status).collect()
}
