//! The protected header: which members are demanded, refused or passed over. Knows no keys.

use serde_json::{Map, Value};

use super::{JwsError, MAX_HEADER_BYTES};
use crate::json::{self, JsonError};

/// Members that would bring a key along, point to one, or change what is signed. `b64` and `crit`
/// announce extensions (RFC 7797, RFC 7515 section 4.1.11), and none is supported.
const REFUSED: [&str; 6] = ["crit", "b64", "jku", "jwk", "x5u", "x5c"];

/// Longest `alg`, `kid` or `typ`: a thumbprint has 43 characters, media types are short.
const MAX_VALUE_BYTES: usize = 128;

/// Deepest nesting in a header; the members passed over may be arrays or objects.
const MAX_DEPTH: usize = 4;

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) alg: String,
    pub(super) kid: String,
    pub(super) typ: String,
}

impl Header {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, JwsError> {
        if bytes.len() > MAX_HEADER_BYTES {
            return Err(JwsError::TooLarge);
        }
        let members = match json::parse(bytes, MAX_DEPTH) {
            Ok(Value::Object(members)) => members,
            Ok(_) | Err(JsonError::Syntax) => {
                return Err(JwsError::Malformed("the header is not a JSON object"));
            }
            Err(JsonError::DuplicateMember) => {
                return Err(JwsError::Malformed("the header names a member twice"));
            }
            Err(JsonError::TooDeep) => {
                return Err(JwsError::Malformed("the header is nested too deep"));
            }
        };
        if let Some(refused) = REFUSED.into_iter().find(|name| members.contains_key(*name)) {
            return Err(JwsError::HeaderRefused(refused));
        }
        Ok(Self {
            alg: demanded(&members, "alg")?,
            kid: demanded(&members, "kid")?,
            typ: demanded(&members, "typ")?,
        })
    }
}

fn demanded(members: &Map<String, Value>, name: &'static str) -> Result<String, JwsError> {
    match members.get(name) {
        Some(Value::String(value)) if (1..=MAX_VALUE_BYTES).contains(&value.len()) => {
            Ok(value.clone())
        }
        _ => Err(JwsError::HeaderRefused(name)),
    }
}
