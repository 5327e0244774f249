//! Keys of signed notes: the public `vkey` line that people pass on, and the signing key. Ed25519
//! (type 0x01) only; witness cosignatures are another type and not made here.

use std::fmt;
use std::str::FromStr;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

use super::{NoteSignature, is_key_name};
use crate::hash::sha256_parts;
use crate::text;

/// Signature type of Ed25519 over the note text.
const ED25519_TYPE: u8 = 0x01;

/// Longest verifier key line that is looked at: a name of a few hundred bytes and 54 of key.
const MAX_VKEY_BYTES: usize = 1024;

/// Why a key was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// The name is empty or holds a space, a plus sign or a control character.
    Name,
    /// Not `<name>+<8 hex digits>+<base64>`.
    Malformed,
    /// The id does not belong to this name and key.
    Id,
    /// A signature type other than Ed25519.
    Type,
    /// Not an Ed25519 private key.
    Private,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "a key name must not be empty or hold spaces or plus signs",
            Self::Malformed => "not a verifier key (<name>+<8 hex digits>+<base64>)",
            Self::Id => "the id in the verifier key does not belong to its name and key",
            Self::Type => "the verifier key is not of type Ed25519",
            Self::Private => "not an Ed25519 private key",
        })
    }
}

impl std::error::Error for KeyError {}

/// A public key that checks notes, written `<name>+<8 hex>+<base64(type || key)>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key_id: [u8; 4],
    public: [u8; 32],
}

impl VerifierKey {
    /// A key from its name and the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn new(name: &str, public: [u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let digest = sha256_parts(&[name.as_bytes(), b"\n", &[ED25519_TYPE], &public]);
        let [a, b, c, d, ..] = digest;
        Ok(Self { name: name.to_owned(), key_id: [a, b, c, d], public })
    }

    /// Parses a verifier key; the same as `str::parse`.
    ///
    /// # Errors
    /// A [`KeyError`] that says what is wrong with it.
    pub fn parse(vkey: &str) -> Result<Self, KeyError> {
        vkey.parse()
    }

    /// Name of the key; for a log's key, the origin of the log.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256 over name and key.
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// Whether `signature` is this key's signature of `text`.
    pub(super) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.public).verify(text, signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[ED25519_TYPE][..], &self.public].concat();
        write!(f, "{}+{}+{}", self.name, text::hex(&self.key_id), text::base64(&key))
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(vkey: &str) -> Result<Self, KeyError> {
        if vkey.len() > MAX_VKEY_BYTES {
            return Err(KeyError::Malformed);
        }
        // Neither name nor id holds a plus sign, base64 may.
        let (name, rest) = vkey.split_once('+').ok_or(KeyError::Malformed)?;
        let (id, key) = rest.split_once('+').ok_or(KeyError::Malformed)?;
        let id = text::from_hex(id).filter(|id| id.len() == 4).ok_or(KeyError::Malformed)?;
        let key = text::from_base64(key).ok_or(KeyError::Malformed)?;
        let (kind, public) = key.split_first().ok_or(KeyError::Malformed)?;
        if *kind != ED25519_TYPE {
            return Err(KeyError::Type);
        }
        let public = public.try_into().map_err(|_| KeyError::Malformed)?;
        let parsed = Self::new(name, public)?;
        if parsed.key_id[..] == id[..] { Ok(parsed) } else { Err(KeyError::Id) }
    }
}

/// An Ed25519 key that signs notes under a name.
pub struct NoteSigner {
    verifier: VerifierKey,
    pair: Ed25519KeyPair,
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoteSigner").field("verifier", &self.verifier).finish_non_exhaustive()
    }
}

impl NoteSigner {
    /// A signer from the 32-byte private key of RFC 8032. The caller wipes `seed` afterwards.
    ///
    /// # Errors
    /// [`KeyError::Name`], or [`KeyError::Private`] when the seed is no key.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Private)?;
        Self::from_pair(name, pair)
    }

    /// A signer from a PKCS#8 document, version 1 or 2.
    ///
    /// # Errors
    /// [`KeyError::Name`], or [`KeyError::Private`] when the document is no Ed25519 key.
    pub fn from_pkcs8(name: &str, document: &[u8]) -> Result<Self, KeyError> {
        let pair =
            Ed25519KeyPair::from_pkcs8_maybe_unchecked(document).map_err(|_| KeyError::Private)?;
        Self::from_pair(name, pair)
    }

    fn from_pair(name: &str, pair: Ed25519KeyPair) -> Result<Self, KeyError> {
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Private)?;
        Ok(Self { verifier: VerifierKey::new(name, public)?, pair })
    }

    /// Name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    /// The signature line of this key over `text`.
    #[must_use]
    pub fn sign(&self, text: &str) -> NoteSignature {
        NoteSignature {
            name: self.verifier.name.clone(),
            key_id: self.verifier.key_id,
            signature: self.pair.sign(text.as_bytes()).as_ref().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[test]
    fn verifier_key_has_one_spelling() {
        let key = VerifierKey::parse(VKEY).unwrap();
        assert_eq!(key.name(), "example.com/foo");
        assert_eq!(key.to_string(), VKEY);
        for (vkey, error) in [
            ("", KeyError::Malformed),
            ("a+b", KeyError::Malformed),
            (&VKEY.replace("530d903a", "530D903A"), KeyError::Malformed),
            (&VKEY.replace("530d903a", "530d903b"), KeyError::Id),
            (&VKEY.replace("foo", "bar"), KeyError::Id),
            (&VKEY.replace("+Aek", "+BOk"), KeyError::Type),
            (&VKEY.replace("example.com/foo", ""), KeyError::Name),
            (&format!("{VKEY} "), KeyError::Malformed),
            (&VKEY[..VKEY.len() - 4], KeyError::Malformed),
        ] {
            assert_eq!(VerifierKey::parse(vkey), Err(error), "{vkey}");
        }
    }

    #[test]
    fn debug_of_a_signer_shows_no_key() {
        let signer = NoteSigner::from_seed("log.example/a", &[42; 32]).unwrap();
        let shown = format!("{signer:?}");
        assert!(!shown.contains("42, 42") && !shown.contains("pair"));
        assert!(NoteSigner::from_seed("a b", &[1; 32]).is_err());
        assert_eq!(NoteSigner::from_pkcs8("a", &[1; 32]).unwrap_err(), KeyError::Private);
    }
}
