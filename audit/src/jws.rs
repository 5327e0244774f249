//! Signed records as JWS (RFC 7515): reading, verifying, signing. Exactly one signature and only a
//! protected header; general serialization, unprotected headers, embedded keys and key URLs are
//! refused. Whose key it is, and whether it may sign, is decided elsewhere.

mod flattened;
mod header;
mod private;
mod public;

use std::fmt;

pub use private::PrivateKey;
pub use public::{JwkError, PublicKey};

use crate::text::{base64url, from_base64url};
use header::Header;

/// Largest JWS that is looked at, in bytes: a record of 64 KiB in base64url with its header.
pub const MAX_JWS_BYTES: usize = 96 * 1024;

/// Largest protected header, in bytes before base64url: four short members are needed.
pub const MAX_HEADER_BYTES: usize = 2048;

/// Both supported algorithms make signatures of this length (RFC 7518 section 3.4, RFC 8032).
const SIGNATURE_BYTES: usize = 64;

/// Why a JWS was refused. Echoes nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JwsError {
    /// Not a compact or flattened JWS; says which part is wrong.
    Malformed(&'static str),
    /// A header that is not accepted, or a demanded one that is missing; names the member.
    HeaderRefused(&'static str),
    /// The `alg` in the header is not the algorithm of the key.
    AlgorithmMismatch,
    /// The signature does not verify with the key.
    SignatureInvalid,
    /// Larger than the budget.
    TooLarge,
    /// No signature could be made (the system gave no randomness).
    CannotSign,
}

impl fmt::Display for JwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(part) => write!(f, "not a JWS in compact or flattened form: {part}"),
            Self::HeaderRefused(member) => {
                write!(f, "the JWS header is refused: {member} is not acceptable or is missing")
            }
            Self::AlgorithmMismatch => {
                f.write_str("the algorithm in the JWS header is not that of the key")
            }
            Self::SignatureInvalid => f.write_str("the JWS signature does not verify"),
            Self::TooLarge => f.write_str("the JWS is too large"),
            Self::CannotSign => f.write_str("the JWS could not be signed"),
        }
    }
}

impl std::error::Error for JwsError {}

/// A JWS as read: well formed, not verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Jws {
    header: Header,
    signing_input: Vec<u8>,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl fmt::Debug for Jws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A payload is about people; the header names a key, which names a person.
        f.debug_struct("Jws").field("payload_bytes", &self.payload.len()).finish_non_exhaustive()
    }
}

impl Jws {
    /// Reads a JWS in flattened JSON or compact serialization, of at most [`MAX_JWS_BYTES`]. A
    /// line break after a compact one is passed over, since shells add it.
    ///
    /// # Errors
    /// [`JwsError::TooLarge`], [`JwsError::Malformed`] or [`JwsError::HeaderRefused`].
    pub fn parse(bytes: &[u8]) -> Result<Self, JwsError> {
        if bytes.len() > MAX_JWS_BYTES {
            return Err(JwsError::TooLarge);
        }
        if bytes.trim_ascii_start().starts_with(b"{") {
            let parts = flattened::read(bytes)?;
            Self::from_parts(parts.protected, parts.payload, parts.signature)
        } else {
            let compact = bytes.strip_suffix(b"\n").unwrap_or(bytes);
            let compact = compact.strip_suffix(b"\r").unwrap_or(compact);
            let mut parts = compact.split(|byte| *byte == b'.');
            match (parts.next(), parts.next(), parts.next(), parts.next()) {
                (Some(protected), Some(payload), Some(signature), None) => {
                    Self::from_parts(protected, payload, signature)
                }
                _ => Err(JwsError::Malformed("it does not have three parts")),
            }
        }
    }

    fn from_parts(protected: &[u8], payload: &[u8], signature: &[u8]) -> Result<Self, JwsError> {
        let header = from_base64url(protected)
            .ok_or(JwsError::Malformed("the header is not base64url without padding"))?;
        let header = Header::parse(&header)?;
        let signing_input = [protected, b".", payload].concat();
        let payload = from_base64url(payload)
            .ok_or(JwsError::Malformed("the payload is not base64url without padding"))?;
        let signature = from_base64url(signature)
            .ok_or(JwsError::Malformed("the signature is not base64url without padding"))?;
        if signature.is_empty() {
            return Err(JwsError::Malformed("the signature is empty"));
        }
        Ok(Self { header, signing_input, payload, signature })
    }

    /// The algorithm that the header names. The key decides; this must agree.
    #[must_use]
    pub fn alg(&self) -> &str {
        &self.header.alg
    }

    /// The key that the header names, by RFC 7638 thumbprint.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.header.kid
    }

    /// The media type that the header names.
    #[must_use]
    pub fn typ(&self) -> &str {
        &self.header.typ
    }

    /// The signed bytes as their author wrote them. Not verified until
    /// [`PublicKey::verify`] said so.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// What the signature is over: header and payload in base64url with a dot between.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        &self.signing_input
    }

    /// The signature bytes.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

/// The three parts of a JWS being made: header and payload in base64url, then the signature.
struct Unsigned {
    protected: String,
    payload: String,
}

impl Unsigned {
    fn new(alg: &str, kid: &str, typ: &str, payload: &[u8]) -> Self {
        let header = serde_json::json!({ "alg": alg, "kid": kid, "typ": typ }).to_string();
        Self { protected: base64url(header.as_bytes()), payload: base64url(payload) }
    }

    fn signing_input(&self) -> String {
        format!("{}.{}", self.protected, self.payload)
    }

    fn flattened(&self, signature: &[u8]) -> String {
        // Three members that need no escape, in the order of RFC 7515, appendix A.6.4.
        format!(
            r#"{{"payload":"{}","protected":"{}","signature":"{}"}}"#,
            self.payload,
            self.protected,
            base64url(signature)
        )
    }

    fn compact(&self, signature: &[u8]) -> String {
        format!("{}.{}.{}", self.protected, self.payload, base64url(signature))
    }
}

#[cfg(test)]
mod tests;
