//! Checkpoints (C2SP `tlog-checkpoint`): what a log says about itself, in the text of a signed
//! note. No witnesses, no extension lines, no comparison of two checkpoints (see `tree`).

use std::fmt;

use crate::hash::Hash;
use crate::note::{Note, NoteError, NoteSigner, VerifierKey};
use crate::text;

/// The head of a log: its name, its number of leaves and the root over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log, also the name of its key. One line, not empty.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

/// Why a checkpoint was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckpointError {
    /// The text is not origin, size and root, one line each.
    Malformed,
    /// The note is not good.
    Note(NoteError),
    /// The note is signed by a trusted key, but not by the key of the log that it speaks for.
    NotByOrigin,
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the checkpoint is not an origin, a size and a root",
            Self::Note(_) => "the checkpoint is not a note that a trusted key signed",
            Self::NotByOrigin => "the checkpoint is not signed by the log that it names",
        })
    }
}

impl std::error::Error for CheckpointError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Note(source) => Some(source),
            _ => None,
        }
    }
}

/// A checkpoint that the log itself signed with a trusted key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint(Checkpoint);

impl std::ops::Deref for VerifiedCheckpoint {
    type Target = Checkpoint;

    fn deref(&self) -> &Checkpoint {
        &self.0
    }
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, text::base64(&self.root))
    }

    /// Reads the text of a checkpoint: exactly three lines.
    ///
    /// # Errors
    /// [`CheckpointError::Malformed`].
    pub fn parse(note_text: &str) -> Result<Self, CheckpointError> {
        parse_lines(note_text).ok_or(CheckpointError::Malformed)
    }

    /// The whole signed note. The signer should bear the name of the origin.
    #[must_use]
    pub fn sign(&self, signer: &NoteSigner) -> String {
        Note::sign(&self.to_text(), &[signer]).encode()
    }

    /// Reads a signed note and demands that it is a checkpoint, signed by a trusted key whose name
    /// is the origin.
    ///
    /// # Errors
    /// A [`CheckpointError`] that says what does not hold.
    pub fn verify(
        signed_note: &str,
        log_keys: &[VerifierKey],
    ) -> Result<VerifiedCheckpoint, CheckpointError> {
        let note = Note::parse(signed_note).map_err(CheckpointError::Note)?;
        let verified = note.verify(log_keys).map_err(CheckpointError::Note)?;
        let checkpoint = Self::parse(verified.text())?;
        if !verified.is_signed_by(&checkpoint.origin) {
            return Err(CheckpointError::NotByOrigin);
        }
        Ok(VerifiedCheckpoint(checkpoint))
    }
}

fn parse_lines(note_text: &str) -> Option<Checkpoint> {
    let mut lines = note_text.strip_suffix('\n')?.split('\n');
    let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
    if origin.is_empty() || lines.next().is_some() {
        return None;
    }
    let size = text::from_decimal(size)?;
    let root = text::hash_from_base64(root)?;
    Some(Checkpoint { origin: origin.to_owned(), size, root })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::EMPTY_ROOT;

    fn checkpoint() -> Checkpoint {
        Checkpoint { origin: "nl.example/audit/2026".to_owned(), size: 20_852_163, root: [3; 32] }
    }

    #[test]
    fn text_reads_back() {
        for (size, root) in [(0, EMPTY_ROOT), (u64::MAX, [255; 32])] {
            let whole = Checkpoint { size, root, ..checkpoint() };
            assert_eq!(Checkpoint::parse(&whole.to_text()), Ok(whole));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        let good = checkpoint().to_text();
        for bad in [
            String::new(),
            good.trim_end().to_owned(),
            format!("{good}extension\n"),
            format!("{good}\n"),
            format!("\n{good}"),
            good.replace("20852163", "020852163"),
            good.replace("20852163", "+20852163"),
            good.replace("20852163", "18446744073709551616"),
            good.replace('=', ""),
            good.replace("nl.example/audit/2026", ""),
        ] {
            assert_eq!(Checkpoint::parse(&bad), Err(CheckpointError::Malformed), "{bad:?}");
        }
    }

    #[test]
    fn only_the_named_log_can_speak() {
        let log = NoteSigner::from_seed("nl.example/audit/2026", &[1; 32]).unwrap();
        let other = NoteSigner::from_seed("nl.example/audit/2027", &[2; 32]).unwrap();
        let keys = [log.verifier(), other.verifier()];
        let signed = checkpoint().sign(&log);
        assert_eq!(*Checkpoint::verify(&signed, &keys).unwrap(), checkpoint());
        assert_eq!(
            Checkpoint::verify(&checkpoint().sign(&other), &keys),
            Err(CheckpointError::NotByOrigin)
        );
        assert_eq!(
            Checkpoint::verify(&signed, &keys[1..]),
            Err(CheckpointError::Note(NoteError::NotSigned))
        );
        let grown = signed.replace("20852163", "20852164");
        assert_eq!(
            Checkpoint::verify(&grown, &keys),
            Err(CheckpointError::Note(NoteError::BadSignature))
        );
    }
}
