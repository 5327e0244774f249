//! The private half of a note key: what signs. Makes no keys; the caller brings the seed and wipes
//! it afterwards.

use std::fmt;

use ring::signature::{Ed25519KeyPair, KeyPair as _};

use super::{KeyError, NoteKey, NoteSignature, VerifierKey};

/// An Ed25519 key pair under a name, of one signature type.
pub(crate) struct NamedPair<const TYPE: u8> {
    key: NoteKey<TYPE>,
    pair: Ed25519KeyPair,
}

impl<const TYPE: u8> NamedPair<TYPE> {
    /// From the 32-byte private key of RFC 8032.
    pub(crate) fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Private)?;
        Self::from_pair(name, pair)
    }

    /// From a PKCS#8 document, version 1 or 2.
    pub(crate) fn from_pkcs8(name: &str, document: &[u8]) -> Result<Self, KeyError> {
        let pair =
            Ed25519KeyPair::from_pkcs8_maybe_unchecked(document).map_err(|_| KeyError::Private)?;
        Self::from_pair(name, pair)
    }

    fn from_pair(name: &str, pair: Ed25519KeyPair) -> Result<Self, KeyError> {
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Private)?;
        Ok(Self { key: NoteKey::new(name, public)?, pair })
    }

    /// The public half.
    pub(crate) fn key(&self) -> &NoteKey<TYPE> {
        &self.key
    }

    /// A signature line: `prefix`, then the signature of `message`.
    pub(crate) fn line(&self, prefix: &[u8], message: &[u8]) -> NoteSignature {
        NoteSignature {
            name: self.key.name().to_owned(),
            key_id: self.key.key_id(),
            signature: [prefix, self.pair.sign(message).as_ref()].concat(),
        }
    }
}

/// An Ed25519 key that signs notes under a name.
pub struct NoteSigner(NamedPair<0x01>);

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoteSigner").field("verifier", self.0.key()).finish_non_exhaustive()
    }
}

impl NoteSigner {
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

    /// Name of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.key().name()
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        self.0.key().clone()
    }

    /// The signature line of this key over `text`.
    #[must_use]
    pub fn sign(&self, text: &str) -> NoteSignature {
        self.0.line(&[], text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_signer_shows_no_key() {
        let signer = NoteSigner::from_seed("log.example/a", &[42; 32]).unwrap();
        let shown = format!("{signer:?}");
        assert!(!shown.contains("42, 42") && !shown.contains("pair"));
        assert!(NoteSigner::from_seed("a b", &[1; 32]).is_err());
        assert_eq!(NoteSigner::from_pkcs8("a", &[1; 32]).unwrap_err(), KeyError::Private);
    }
}
