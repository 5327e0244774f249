//! Public keys as JWK (RFC 7517): Ed25519 (RFC 8037) and P-256 (RFC 7518). The key decides the
//! algorithm. Private keys are refused here; see `private`.

use std::fmt;

use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey};
use serde_json::{Map, Value};

use super::{Jws, JwsError, SIGNATURE_BYTES};
use crate::hash::sha256;
use crate::json;
use crate::text::{base64url, from_base64url};

/// Largest JWK that is looked at, in bytes: room for members that are dropped, such as `x5c`.
const MAX_JWK_BYTES: usize = 16 * 1024;

/// Deepest nesting in a JWK: members that are dropped may be arrays.
const MAX_DEPTH: usize = 4;

/// Why a JWK was refused. Echoes nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JwkError {
    /// Not a JSON object, or a member twice, or too large.
    Malformed,
    /// Neither an Ed25519 key (`OKP`) nor a P-256 key (`EC`).
    Unsupported,
    /// A member is missing or not base64url of the right length; names it.
    Member(&'static str),
    /// A private key where a public one belongs.
    Private,
    /// Not a private key, or its private and public halves do not belong together.
    NotAPair,
    /// The source of randomness failed.
    Randomness,
}

impl fmt::Display for JwkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the key is not a JWK"),
            Self::Unsupported => f.write_str("the key is neither Ed25519 (OKP) nor P-256 (EC)"),
            Self::Member(name) => write!(f, "the member {name} of the key is missing or wrong"),
            Self::Private => f.write_str("a private key was given where a public one belongs"),
            Self::NotAPair => f.write_str("the private and public halves do not belong together"),
            Self::Randomness => f.write_str("the system gave no randomness"),
        }
    }
}

impl std::error::Error for JwkError {}

/// A public key that checks records.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicKey(pub(super) Kind);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// The 32 bytes of RFC 8032.
    Ed25519([u8; 32]),
    /// The two coordinates.
    P256 { x: [u8; 32], y: [u8; 32] },
}

impl PublicKey {
    /// Reads a public JWK. Of its members only the key itself is kept: `alg`, `use`, `key_ops`,
    /// `ext`, `kid` and any other are dropped. Whether P-256 coordinates are on the curve shows
    /// when a signature is checked.
    ///
    /// # Errors
    /// A [`JwkError`].
    pub fn parse(jwk: &[u8]) -> Result<Self, JwkError> {
        let members = read_object(jwk)?;
        // "k" is the member of a symmetric key.
        if members.contains_key("d") || members.contains_key("k") {
            return Err(JwkError::Private);
        }
        Self::from_members(&members)
    }

    pub(super) fn from_members(members: &Map<String, Value>) -> Result<Self, JwkError> {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        match (text("kty"), text("crv")) {
            (Some("OKP"), Some("Ed25519")) => Ok(Self(Kind::Ed25519(bytes_of(members, "x")?))),
            (Some("EC"), Some("P-256")) => {
                Ok(Self(Kind::P256 { x: bytes_of(members, "x")?, y: bytes_of(members, "y")? }))
            }
            _ => Err(JwkError::Unsupported),
        }
    }

    /// The key as JWK with its required members only, in the order of RFC 7638.
    #[must_use]
    pub fn to_jwk(&self) -> String {
        match &self.0 {
            Kind::Ed25519(x) => {
                format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, base64url(x))
            }
            Kind::P256 { x, y } => format!(
                r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
                base64url(x),
                base64url(y)
            ),
        }
    }

    /// The RFC 7638 thumbprint with SHA-256 in base64url: the `kid` of every record.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        base64url(&sha256(self.to_jwk().as_bytes()))
    }

    /// The name that this key writes as `alg`. `EdDSA`, because several libraries do not know the
    /// newer `Ed25519`.
    #[must_use]
    pub fn alg(&self) -> &'static str {
        match self.0 {
            Kind::Ed25519(_) => "EdDSA",
            Kind::P256 { .. } => "ES256",
        }
    }

    /// Checks the signature of `jws` with this key. The header's `alg` must agree with the key;
    /// `Ed25519` (RFC 9864) is accepted for `EdDSA`. Whether the header's `kid` names this key is
    /// not looked at.
    ///
    /// # Errors
    /// [`JwsError::AlgorithmMismatch`] or [`JwsError::SignatureInvalid`].
    pub fn verify(&self, jws: &Jws) -> Result<(), JwsError> {
        match (&self.0, jws.alg()) {
            (Kind::Ed25519(_), "EdDSA" | "Ed25519") | (Kind::P256 { .. }, "ES256") => {
                self.verify_bytes(jws.signing_input(), jws.signature())
            }
            _ => Err(JwsError::AlgorithmMismatch),
        }
    }

    /// Checks a bare signature of 64 bytes over `message`.
    pub(super) fn verify_bytes(&self, message: &[u8], signature: &[u8]) -> Result<(), JwsError> {
        if signature.len() != SIGNATURE_BYTES {
            return Err(JwsError::SignatureInvalid);
        }
        match &self.0 {
            Kind::Ed25519(x) => UnparsedPublicKey::new(&ED25519, x).verify(message, signature),
            Kind::P256 { .. } => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, self.point())
                .verify(message, signature),
        }
        .map_err(|_| JwsError::SignatureInvalid)
    }

    /// The key as `ring` takes it: 32 bytes, or the uncompressed point of SEC 1.
    pub(super) fn point(&self) -> Vec<u8> {
        match &self.0 {
            Kind::Ed25519(x) => x.to_vec(),
            Kind::P256 { x, y } => [&[4][..], x, y].concat(),
        }
    }
}

pub(super) fn read_object(jwk: &[u8]) -> Result<Map<String, Value>, JwkError> {
    if jwk.len() > MAX_JWK_BYTES {
        return Err(JwkError::Malformed);
    }
    match json::parse(jwk, MAX_DEPTH) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(JwkError::Malformed),
    }
}

pub(super) fn bytes_of(
    members: &Map<String, Value>,
    name: &'static str,
) -> Result<[u8; 32], JwkError> {
    members
        .get(name)
        .and_then(Value::as_str)
        .and_then(|text| from_base64url(text.as_bytes()))
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(JwkError::Member(name))
}
