//! Asking a witness to cosign a checkpoint, and judging such a request (C2SP `tlog-witness`): the
//! bytes of both, and whether a log only grew since it was last seen. No status codes, no network,
//! no memory of what was seen, and no signing (see `cosignature`).

#[cfg(test)]
mod tests;

use std::fmt;

use crate::checkpoint::Checkpoint;
use crate::hash::{EMPTY_ROOT, Hash};
use crate::note::{Note, NoteError, VerifierKey};
use crate::text;
use crate::tree::{ProofError, verify_consistency};

/// Largest request that is looked at, in bytes: a proof is at most 3 KiB, and sixteen signatures,
/// which is what signed notes demand room for, are 53 KiB when all of them are of the largest kind
/// that cosignatures know (ML-DSA-44, 3.3 KiB a line).
pub const MAX_REQUEST_BYTES: usize = 64 * 1024;

/// Most hashes of a consistency proof in a request, as the format says: more than 2^63 leaves are
/// no log.
pub const MAX_PROOF_HASHES: usize = 63;

/// Largest answer of a witness that is worth reading, in bytes: one signature line of any kind is
/// 3.3 KiB, and a witness may answer with several.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// Media type of an answer that says which size the witness has.
pub const SIZE_MEDIA_TYPE: &str = "text/x.tlog.size";

/// A request to cosign a checkpoint. Well formed, and nothing about it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size of the checkpoint of this log that the asker believes the witness cosigned last; 0 for
    /// none.
    pub old_size: u64,
    /// Proof that the tree of the checkpoint extends the tree of `old_size` leaves (RFC 6962,
    /// section 2.1.2); at most [`MAX_PROOF_HASHES`].
    pub proof: Vec<Hash>,
    /// The signed checkpoint, verbatim.
    pub note: String,
}

/// What a witness saw of a log last, or sees now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WitnessRefusal {
    /// Not a request, or not a checkpoint in it.
    Malformed,
    /// The witness does not know a log of this origin.
    UnknownOrigin,
    /// No trusted key of the log signed, or a line of one does not verify.
    NotSigned,
    /// The old size is larger than the size of the checkpoint.
    OldSizeTooLarge,
    /// The old size is not the one that the witness cosigned last.
    Conflict {
        /// The size that it cosigned last; 0 for none.
        size: u64,
    },
    /// The checkpoint has the size that was cosigned last and another root: the log tells two
    /// histories, and both are signed.
    OtherRoot,
    /// The proof does not lead from the tree that was cosigned last to this one.
    BadProof,
}

impl fmt::Display for WitnessRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("not a request to add a checkpoint"),
            Self::UnknownOrigin => f.write_str("this witness does not know a log of this origin"),
            Self::NotSigned => f.write_str("the checkpoint is not signed by a key of its log"),
            Self::OldSizeTooLarge => {
                f.write_str("the old size is larger than the size of the checkpoint")
            }
            Self::Conflict { size } => write!(f, "the size that was cosigned last is {size}"),
            Self::OtherRoot => {
                f.write_str("a checkpoint of this size with another root was cosigned before")
            }
            Self::BadProof => {
                f.write_str("the proof does not lead from the last checkpoint to this one")
            }
        }
    }
}

impl std::error::Error for WitnessRefusal {}

impl AddCheckpoint {
    /// Reads a request: the line `old <size>`, a line for each hash, a blank line, and a note that
    /// ends in a newline.
    ///
    /// # Errors
    /// [`WitnessRefusal::Malformed`].
    pub fn parse(request: &[u8]) -> Result<Self, WitnessRefusal> {
        parse_request(request).ok_or(WitnessRefusal::Malformed)
    }

    /// The request as it is sent.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("old {}\n", self.old_size);
        for hash in &self.proof {
            out.push_str(&text::base64(hash));
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.note);
        out
    }

    /// The checkpoint that is to be cosigned, as the note says and not verified. Other logs may add
    /// lines of their own below it: those are passed over here, and cosigned with the rest.
    ///
    /// # Errors
    /// [`WitnessRefusal::Malformed`].
    pub fn checkpoint(&self) -> Result<Checkpoint, WitnessRefusal> {
        read_head(&self.read_note()?.text)
    }

    /// The checkpoint as a note, for signing the whole of its text.
    ///
    /// # Errors
    /// [`WitnessRefusal::Malformed`].
    pub fn read_note(&self) -> Result<Note, WitnessRefusal> {
        Note::parse(&self.note).map_err(|_| WitnessRefusal::Malformed)
    }
}

/// Reads the head of a log out of the text of a checkpoint, which may have extension lines (C2SP
/// `tlog-checkpoint`) below it.
///
/// # Errors
/// [`WitnessRefusal::Malformed`].
pub fn read_head(checkpoint_text: &str) -> Result<Checkpoint, WitnessRefusal> {
    let malformed = WitnessRefusal::Malformed;
    let body = checkpoint_text.strip_suffix('\n').ok_or(malformed)?;
    let mut lines = body.splitn(4, '\n');
    let mut head = String::with_capacity(checkpoint_text.len());
    for line in lines.by_ref().take(3) {
        head.push_str(line);
        head.push('\n');
    }
    if lines.next().is_some_and(|more| more.split('\n').any(str::is_empty)) {
        return Err(malformed);
    }
    Checkpoint::parse(&head).map_err(|_| malformed)
}

/// Judges a request to cosign a checkpoint of a log whose keys are `log_keys` and of which `seen`
/// was cosigned last. The checks come in the order of the document. What is returned has to be
/// durable in the place of `seen` before anything is cosigned.
///
/// # Errors
/// Every [`WitnessRefusal`] but [`WitnessRefusal::UnknownOrigin`], which the caller finds out when
/// it looks up the keys.
pub fn judge(
    request: &AddCheckpoint,
    log_keys: &[VerifierKey],
    seen: Option<&Seen>,
) -> Result<Seen, WitnessRefusal> {
    let note = request.read_note()?;
    let new = read_head(&note.text)?;
    note.verify(log_keys).map_err(|error| match error {
        NoteError::TooLarge | NoteError::TooManySignatures | NoteError::Malformed => {
            WitnessRefusal::Malformed
        }
        NoteError::AmbiguousKey | NoteError::BadSignature | NoteError::NotSigned => {
            WitnessRefusal::NotSigned
        }
    })?;
    if request.old_size > new.size {
        return Err(WitnessRefusal::OldSizeTooLarge);
    }
    // A log that was never seen is an empty one.
    let old = seen.copied().unwrap_or(Seen { size: 0, root: EMPTY_ROOT });
    if request.old_size != old.size {
        return Err(WitnessRefusal::Conflict { size: old.size });
    }
    let new = Seen { size: new.size, root: new.root };
    // An empty tree has one root only; another is not a second history but no tree at all.
    if new.size == old.size && new.size > 0 && new.root != old.root {
        return Err(WitnessRefusal::OtherRoot);
    }
    let grown = verify_consistency(old.size, &old.root, new.size, &new.root, &request.proof);
    grown.map_err(|_: ProofError| WitnessRefusal::BadProof)?;
    Ok(new)
}

/// The body of an answer that says which size the witness has ([`SIZE_MEDIA_TYPE`]).
#[must_use]
pub fn encode_size(size: u64) -> String {
    format!("{size}\n")
}

/// Reads [`encode_size`]: one decimal in its only spelling, and a newline.
#[must_use]
pub fn parse_size(body: &[u8]) -> Option<u64> {
    text::from_decimal(str::from_utf8(body).ok()?.strip_suffix('\n')?)
}

fn parse_request(request: &[u8]) -> Option<AddCheckpoint> {
    if request.len() > MAX_REQUEST_BYTES {
        return None;
    }
    // The first blank line ends the proof; the note has one of its own.
    let (lines, note) = str::from_utf8(request).ok()?.split_once("\n\n")?;
    if note.is_empty() || !note.ends_with('\n') {
        return None;
    }
    let mut lines = lines.split('\n');
    let old_size = text::from_decimal(lines.next()?.strip_prefix("old ")?)?;
    let mut proof = Vec::new();
    for line in lines {
        if proof.len() == MAX_PROOF_HASHES {
            return None;
        }
        proof.push(text::hash_from_base64(line)?);
    }
    Some(AddCheckpoint { old_size, proof, note: note.to_owned() })
}
