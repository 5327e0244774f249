//! Signed notes (C2SP `signed-note`): text with signature lines. What the text means, and which
//! keys are trusted, is decided elsewhere.

mod key;
mod signer;

use std::fmt;

pub use key::{KeyError, NoteKey, VerifierKey};
pub(crate) use signer::NamedPair;
pub use signer::NoteSigner;

use crate::text;

/// Largest note that is looked at, in bytes: the limit of the first implementation of the format
/// (Go `sumdb/note`), room for a hundred post-quantum signatures.
pub const MAX_NOTE_BYTES: usize = 1_000_000;

/// Most signature lines that are looked at; the format demands 16, its first implementation
/// allows 100.
pub const MAX_SIGNATURES: usize = 100;

/// Opens a signature line: em dash, space.
const SIGNATURE_PREFIX: &str = "\u{2014} ";

/// A signature line of a note. Nothing about it is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key, as the line says.
    pub name: String,
    /// Id of the key, as the line says.
    pub key_id: [u8; 4],
    /// The signature bytes after the key id.
    pub signature: Vec<u8>,
}

impl NoteSignature {
    /// The line as it stands in a note, with its newline.
    #[must_use]
    pub fn encode(&self) -> String {
        let payload = [&self.key_id[..], &self.signature].concat();
        format!("{SIGNATURE_PREFIX}{} {}\n", self.name, text::base64(&payload))
    }
}

/// A note as read: well formed, not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The signed text, ending in a newline.
    pub text: String,
    /// The signature lines in the order of the note.
    pub signatures: Vec<NoteSignature>,
}

/// A note with at least one good signature of a trusted key and no bad one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedNote {
    text: String,
    signers: Vec<VerifierKey>,
}

impl VerifiedNote {
    /// The signed text, ending in a newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The trusted keys that signed, each once.
    #[must_use]
    pub fn signers(&self) -> &[VerifierKey] {
        &self.signers
    }

    /// Whether a trusted key of this name signed.
    #[must_use]
    pub fn is_signed_by(&self, name: &str) -> bool {
        self.signers.iter().any(|key| key.name() == name)
    }
}

/// Why a note was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteError {
    /// The note is larger than [`MAX_NOTE_BYTES`].
    TooLarge,
    /// The note has more than [`MAX_SIGNATURES`] signature lines.
    TooManySignatures,
    /// Not a text, a blank line and signature lines, or control characters within.
    Malformed,
    /// Two trusted keys share a name and an id, so that a line does not say which it means.
    AmbiguousKey,
    /// A line names a trusted key, and its signature does not verify.
    BadSignature,
    /// No trusted key signed.
    NotSigned,
}

impl fmt::Display for NoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the note is too large",
            Self::TooManySignatures => "the note has too many signatures",
            Self::Malformed => "not a signed note",
            Self::AmbiguousKey => "two trusted keys share their name and id",
            Self::BadSignature => "a signature by a trusted key does not verify",
            Self::NotSigned => "no trusted key signed the note",
        })
    }
}

impl std::error::Error for NoteError {}

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteError::TooLarge`], [`NoteError::TooManySignatures`] or [`NoteError::Malformed`].
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        if note.len() > MAX_NOTE_BYTES {
            return Err(NoteError::TooLarge);
        }
        if note.bytes().any(|c| c < b' ' && c != b'\n') {
            return Err(NoteError::Malformed);
        }
        // The last blank line divides: the text may hold blank lines of its own.
        let (body, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
        Ok(Self { text: format!("{body}\n"), signatures: parse_signatures(lines)? })
    }

    /// Adds a signature line. It takes the place of a line of the same name and key id.
    pub fn add(&mut self, signature: NoteSignature) {
        let same = |line: &&mut NoteSignature| {
            line.name == signature.name && line.key_id == signature.key_id
        };
        match self.signatures.iter_mut().find(same) {
            Some(line) => *line = signature,
            None => self.signatures.push(signature),
        }
    }

    /// Signs `text` with each of the signers. The text must end in a newline and hold no other
    /// control character, or the note will not parse.
    #[must_use]
    pub fn sign(text: &str, signers: &[&NoteSigner]) -> Self {
        let signatures = signers.iter().map(|signer| signer.sign(text)).collect();
        Self { text: text.to_owned(), signatures }
    }

    /// The note as it is stored and sent.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("{}\n", self.text);
        out.extend(self.signatures.iter().map(NoteSignature::encode));
        out
    }

    /// Checks the note against the trusted keys: lines of unknown keys are passed over, every line
    /// of a trusted key must verify, and at least one must be there.
    ///
    /// # Errors
    /// [`NoteError::AmbiguousKey`], [`NoteError::BadSignature`] or [`NoteError::NotSigned`].
    pub fn verify(&self, trusted: &[VerifierKey]) -> Result<VerifiedNote, NoteError> {
        let mut signers: Vec<VerifierKey> = Vec::new();
        for line in &self.signatures {
            let mut named =
                trusted.iter().filter(|k| k.name() == line.name && k.key_id() == line.key_id);
            let Some(key) = named.next() else { continue };
            if named.any(|other| other != key) {
                return Err(NoteError::AmbiguousKey);
            }
            if !key.verifies(self.text.as_bytes(), &line.signature) {
                return Err(NoteError::BadSignature);
            }
            if !signers.contains(key) {
                signers.push(key.clone());
            }
        }
        if signers.is_empty() {
            return Err(NoteError::NotSigned);
        }
        Ok(VerifiedNote { text: self.text.clone(), signers })
    }
}

/// Reads one or more signature lines, each ending in a newline.
pub(crate) fn parse_signatures(lines: &str) -> Result<Vec<NoteSignature>, NoteError> {
    let lines = lines.strip_suffix('\n').ok_or(NoteError::Malformed)?;
    let mut signatures = Vec::new();
    for line in lines.split('\n') {
        if signatures.len() == MAX_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        signatures.push(parse_signature(line).ok_or(NoteError::Malformed)?);
    }
    Ok(signatures)
}

fn parse_signature(line: &str) -> Option<NoteSignature> {
    let (name, payload) = line.strip_prefix(SIGNATURE_PREFIX)?.split_once(' ')?;
    let payload = text::from_base64(payload)?;
    let (key_id, signature) = payload.split_first_chunk::<4>()?;
    if !is_key_name(name) || signature.is_empty() {
        return None;
    }
    Some(NoteSignature { name: name.to_owned(), key_id: *key_id, signature: signature.to_vec() })
}

/// A key name is not empty and has no Unicode space, plus sign or control character.
fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const SIGNED: &str = "This is an example message.\n\n\u{2014} example.com/foo \
        Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    fn signer(name: &str, seed: u8) -> NoteSigner {
        NoteSigner::from_seed(name, &[seed; 32]).unwrap()
    }

    #[test]
    fn golden_note_verifies_and_reads_back() {
        let key: VerifierKey = VKEY.parse().unwrap();
        let note = Note::parse(SIGNED).unwrap();
        assert_eq!(note.encode(), SIGNED);
        let verified = note.verify(&[key]).unwrap();
        assert_eq!(verified.text(), "This is an example message.\n");
        assert!(verified.is_signed_by("example.com/foo"));
        assert!(!verified.is_signed_by("example.com/bar"));
    }

    #[test]
    fn every_changed_text_byte_is_a_bad_signature() {
        let key: VerifierKey = VKEY.parse().unwrap();
        let note = Note::parse(SIGNED).unwrap();
        for at in 0..note.text.len() {
            let mut text = note.text.clone().into_bytes();
            text[at] ^= 1;
            let text = String::from_utf8(text).unwrap();
            let changed = Note { text, signatures: note.signatures.clone() };
            assert_eq!(changed.verify(std::slice::from_ref(&key)), Err(NoteError::BadSignature));
        }
    }

    #[test]
    fn unknown_keys_are_passed_over_and_known_ones_must_hold() {
        let (known, other) = (signer("log.example/a", 1), signer("log.example/b", 2));
        let keys = [known.verifier()];
        let both = Note::sign("text\n", &[&other, &known]);
        assert_eq!(both.verify(&keys).unwrap().signers().len(), 1);
        let none = Note::sign("text\n", &[&other]);
        assert_eq!(none.verify(&keys), Err(NoteError::NotSigned));
        assert_eq!(none.verify(&[]), Err(NoteError::NotSigned));
        // The same name with another id is an unknown key; the same id must verify.
        let impostor = Note::sign("text\n", &[&signer("log.example/a", 3)]);
        assert_eq!(impostor.verify(&keys), Err(NoteError::NotSigned));
        let mut forged = Note::sign("text\n", &[&known, &known]);
        assert_eq!(forged.verify(&keys).unwrap().signers().len(), 1);
        forged.signatures[1].signature[0] ^= 1;
        assert_eq!(forged.verify(&keys), Err(NoteError::BadSignature));
    }

    #[test]
    fn text_may_hold_blank_lines_and_signature_lookalikes() {
        let signer = signer("log.example/a", 1);
        let inner = Note::sign("inner\n", &[&signer]).encode();
        let outer = Note::sign(&inner, &[&signer]).encode();
        let read = Note::parse(&outer).unwrap();
        assert_eq!(read.text, inner);
        assert!(read.verify(&[signer.verifier()]).is_ok());
    }

    #[test]
    fn malformed_notes_are_refused() {
        let good = Note::sign("text\n", &[&signer("a", 1)]).encode();
        let line = good.split_once("\n\n").unwrap().1.to_owned();
        for bad in [
            String::new(),
            "text\n".to_owned(),
            "text\n\n".to_owned(),
            good.trim_end().to_owned(),
            good.replace('\n', "\r\n"),
            good.replace("\u{2014} ", "- "),
            good.replace("\u{2014} a ", "\u{2014} "),
            good.replace("\u{2014} a ", "\u{2014} a+b "),
            good.replace("\u{2014} a ", "\u{2014} a\u{a0}b "),
            format!("{good}trailing"),
            "text\n\n\u{2014} a AAAAAAE\n".to_owned(),
            "text\n\n\u{2014} a AAAAAA==\n".to_owned(),
            "te\txt\n\n".to_owned() + &line,
        ] {
            assert_eq!(Note::parse(&bad), Err(NoteError::Malformed), "{bad:?}");
        }
        assert_eq!(
            Note::parse(&format!("text\n\n{}", line.repeat(101))),
            Err(NoteError::TooManySignatures)
        );
        assert!(Note::parse(&format!("text\n\n{}", line.repeat(100))).is_ok());
        let large = format!("{}{good}", "x".repeat(MAX_NOTE_BYTES));
        assert_eq!(Note::parse(&large), Err(NoteError::TooLarge));
    }
}
