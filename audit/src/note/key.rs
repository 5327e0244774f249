//! Public keys of signed notes, as the `vkey` line that people pass on. Ed25519 only, of whatever
//! signature type the caller's Rust type says; what is signed is decided elsewhere.

use std::fmt;
use std::str::FromStr;

use ring::signature::{ED25519, UnparsedPublicKey};

use super::is_key_name;
use crate::hash::sha256_parts;
use crate::text;

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
    /// A signature type other than the one that is needed.
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
            Self::Type => {
                "the verifier key is of another signature type \
                 (an Ed25519 log key is of type 1, an Ed25519 witness key of type 4)"
            }
            Self::Private => "not an Ed25519 private key",
        })
    }
}

impl std::error::Error for KeyError {}

/// A public Ed25519 key under a name, written `<name>+<8 hex>+<base64(type || key)>` (C2SP
/// `signed-note`, verifier keys). `TYPE` is the signature type: the same 32 bytes make another key
/// with another id when they sign something else. See [`VerifierKey`] and
/// [`crate::cosignature::WitnessKey`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey<const TYPE: u8> {
    name: String,
    key_id: [u8; 4],
    public: [u8; 32],
}

/// A key that signs the text of a note itself, such as a log's (signature type 0x01).
pub type VerifierKey = NoteKey<0x01>;

impl<const TYPE: u8> NoteKey<TYPE> {
    /// A key from its name and the 32 bytes of RFC 8032.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn new(name: &str, public: [u8; 32]) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Name);
        }
        let digest = sha256_parts(&[name.as_bytes(), b"\n", &[TYPE], &public]);
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

    /// The first four bytes of SHA-256 over name, signature type and key.
    #[must_use]
    pub fn key_id(&self) -> [u8; 4] {
        self.key_id
    }

    /// The 32 bytes of RFC 8032.
    #[must_use]
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Whether `signature` is this key's signature of `message`.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.public).verify(message, signature).is_ok()
    }
}

impl<const TYPE: u8> fmt::Display for NoteKey<TYPE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[TYPE][..], &self.public].concat();
        write!(f, "{}+{}+{}", self.name, text::hex(&self.key_id), text::base64(&key))
    }
}

impl<const TYPE: u8> FromStr for NoteKey<TYPE> {
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
        if *kind != TYPE {
            return Err(KeyError::Type);
        }
        let public = public.try_into().map_err(|_| KeyError::Malformed)?;
        let parsed = Self::new(name, public)?;
        if parsed.key_id[..] == id[..] { Ok(parsed) } else { Err(KeyError::Id) }
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
    fn the_same_bytes_of_another_type_are_another_key() {
        let log = VerifierKey::parse(VKEY).unwrap();
        let witness = NoteKey::<0x04>::new(log.name(), *log.public()).unwrap();
        assert_ne!(log.key_id(), witness.key_id());
        assert_eq!(NoteKey::<0x04>::parse(&witness.to_string()), Ok(witness.clone()));
        assert_eq!(VerifierKey::parse(&witness.to_string()), Err(KeyError::Type));
        assert_eq!(NoteKey::<0x04>::parse(VKEY), Err(KeyError::Type));
    }
}
