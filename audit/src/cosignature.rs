//! Witness cosignatures (C2SP `tlog-cosignature`), the Ed25519 kind: a witness says that, at a time,
//! this was the largest consistent state of the log that it had seen. No quorum (see `policy`), no
//! protocol, no clock, and not the ML-DSA kind: its lines are those of unknown keys.

use std::fmt;

use crate::note::{self, KeyError, NamedPair, Note, NoteError, NoteKey, NoteSignature};

/// A witness's key, written as a `vkey` of signature type 0x04.
pub type WitnessKey = NoteKey<0x04>;

/// Latest time that a cosignature may bear, in seconds since 1970-01-01 UTC: the format keeps the
/// sign bit free.
pub const MAX_TIME_S: u64 = u64::MAX >> 1;

/// A cosignature that verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// The witness.
    pub key: WitnessKey,
    /// When it signed, by its own clock: seconds since 1970-01-01 UTC.
    pub time_s: u64,
}

/// Why the cosignatures of a checkpoint were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CosignatureError {
    /// Two trusted witnesses share a name and an id, so that a line does not say which it means.
    AmbiguousKey,
    /// A line names a trusted witness, and its cosignature does not verify.
    BadSignature,
    /// A line of a trusted witness bears a time beyond [`MAX_TIME_S`].
    BadTime,
}

impl fmt::Display for CosignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AmbiguousKey => "two trusted witnesses share their name and id",
            Self::BadSignature => "a cosignature by a trusted witness does not verify",
            Self::BadTime => "a cosignature by a trusted witness bears an impossible time",
        })
    }
}

impl std::error::Error for CosignatureError {}

/// The cosignatures of `note` by trusted witnesses, one a witness, in the order of the note. Lines
/// of unknown keys are passed over; of several lines of one witness the newest time counts.
///
/// # Errors
/// A [`CosignatureError`] when a line of a trusted witness is not good.
pub fn verify(note: &Note, trusted: &[WitnessKey]) -> Result<Vec<Cosignature>, CosignatureError> {
    let mut found: Vec<Cosignature> = Vec::new();
    for line in &note.signatures {
        let mut named =
            trusted.iter().filter(|k| k.name() == line.name && k.key_id() == line.key_id);
        let Some(key) = named.next() else { continue };
        if named.any(|other| other != key) {
            return Err(CosignatureError::AmbiguousKey);
        }
        let time_s = verify_line(key, &note.text, &line.signature)?;
        match found.iter_mut().find(|cosignature| cosignature.key == *key) {
            Some(cosignature) => cosignature.time_s = cosignature.time_s.max(time_s),
            None => found.push(Cosignature { key: key.clone(), time_s }),
        }
    }
    Ok(found)
}

fn verify_line(key: &WitnessKey, text: &str, payload: &[u8]) -> Result<u64, CosignatureError> {
    let (time, signature) =
        payload.split_first_chunk::<8>().ok_or(CosignatureError::BadSignature)?;
    let time_s = u64::from_be_bytes(*time);
    if time_s > MAX_TIME_S {
        return Err(CosignatureError::BadTime);
    }
    if key.verifies(message(time_s, text).as_bytes(), signature) {
        Ok(time_s)
    } else {
        Err(CosignatureError::BadSignature)
    }
}

/// What an Ed25519 cosignature signs (C2SP `tlog-cosignature`, Ed25519 signed message).
fn message(time_s: u64, checkpoint_text: &str) -> String {
    format!("cosignature/v1\ntime {time_s}\n{checkpoint_text}")
}

/// Reads the body that a witness answers with (C2SP `tlog-witness`): one or more signature lines,
/// each ending in a newline. Nothing is verified; add the lines to the note and do.
///
/// # Errors
/// [`NoteError::TooLarge`], [`NoteError::TooManySignatures`] or [`NoteError::Malformed`].
pub fn parse_lines(body: &str) -> Result<Vec<NoteSignature>, NoteError> {
    if body.len() > note::MAX_NOTE_BYTES {
        return Err(NoteError::TooLarge);
    }
    note::parse_signatures(body)
}

/// A witness's key pair. It must sign cosignatures under one name only, and nothing else: the
/// signed text does not say who cosigns.
pub struct WitnessSigner(NamedPair<0x04>);

impl fmt::Debug for WitnessSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WitnessSigner").field("key", self.key()).finish_non_exhaustive()
    }
}

impl WitnessSigner {
    /// A signer from the 32-byte private key of RFC 8032. The caller wipes `seed` afterwards.
    ///
    /// # Errors
    /// [`KeyError::Name`], or [`KeyError::Private`] when the seed is no key.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        NamedPair::from_seed(name, seed).map(Self)
    }

    /// A signer from a PKCS#8 document, version 1 or 2.
    ///
    /// # Errors
    /// [`KeyError::Name`], or [`KeyError::Private`] when the document is no Ed25519 key.
    pub fn from_pkcs8(name: &str, document: &[u8]) -> Result<Self, KeyError> {
        NamedPair::from_pkcs8(name, document).map(Self)
    }

    /// The public half.
    #[must_use]
    pub fn key(&self) -> &WitnessKey {
        self.0.key()
    }

    /// The cosignature line over the text of a checkpoint, as of `time_s` (seconds since 1970-01-01
    /// UTC, at most [`MAX_TIME_S`], or nobody will accept it). The caller has proven the checkpoint
    /// consistent with everything that it cosigned before, and has that on disk.
    #[must_use]
    pub fn cosign(&self, checkpoint_text: &str, time_s: u64) -> NoteSignature {
        self.0.line(&time_s.to_be_bytes(), message(time_s, checkpoint_text).as_bytes())
    }
}

#[cfg(test)]
mod tests;
