//! What the exchange says of keys and grants: `keys.json` and `grants.json`. Reading and writing;
//! what vouches for a claim is decided in `vouch`.

use std::fmt::{self, Write as _};

use serde_json::Value;

use super::BundleError;
use super::files::{GRANTS, KEYS};
use super::member::Members;
use crate::json;
use crate::jws::PublicKey;
use crate::moment::{from_rfc3339, rfc3339};

/// List, key, JWK; and as deep for grants.
const MAX_DEPTH: usize = 3;

/// A signing key as registered at the exchange.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyClaim {
    /// The key; its RFC 7638 thumbprint is the `kid`.
    pub public: PublicKey,
    /// The partner whose key it is.
    pub partner: String,
    /// The person or system whose key it is, a pseudonym.
    pub person: String,
    /// Its first moment, milliseconds since 1970-01-01 UTC.
    pub valid_from_ms: u64,
    /// Its last moment.
    pub valid_until_ms: Option<u64>,
    /// The first moment at which it no longer counts.
    pub withdrawn_at_ms: Option<u64>,
}

/// A grant with what its parties signed, each document byte for byte.
#[derive(Clone, PartialEq, Eq)]
pub struct GrantClaim {
    /// Its id.
    pub id: String,
    /// The JWS of the grant itself.
    pub proposal: String,
    /// The JWS of each acceptance.
    pub acceptances: Vec<String>,
    /// The JWS of each revocation.
    pub revocations: Vec<String>,
}

impl fmt::Debug for KeyClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Partner and person name somebody.
        f.debug_struct("KeyClaim").field("public", &self.public).finish_non_exhaustive()
    }
}

impl fmt::Debug for GrantClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrantClaim").field("id", &self.id).finish_non_exhaustive()
    }
}

impl KeyClaim {
    /// Whether the key counts at this moment, milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn is_valid_at(&self, moment_ms: u64) -> bool {
        self.valid_from_ms <= moment_ms
            && self.valid_until_ms.is_none_or(|until| moment_ms <= until)
            && self.withdrawn_at_ms.is_none_or(|withdrawn| moment_ms < withdrawn)
    }

    fn read(value: Value) -> Result<Self, &'static str> {
        let mut members = Members::of(value, "key")?;
        let jwk = members.value("jwk")?;
        let public = PublicKey::parse(jwk.to_string().as_bytes()).map_err(|_| "jwk")?;
        if members.text("kid")? != public.thumbprint() {
            return Err("kid");
        }
        let claim = Self {
            public,
            partner: members.text("partner")?,
            person: members.text("person")?,
            valid_from_ms: members.parsed("valid_from", from_rfc3339)?,
            valid_until_ms: members.nullable("valid_until", from_rfc3339)?,
            withdrawn_at_ms: members.nullable("withdrawn_at", from_rfc3339)?,
        };
        members.finish().map(|()| claim)
    }
}

impl GrantClaim {
    fn read(value: Value) -> Result<Self, &'static str> {
        let mut members = Members::of(value, "grant")?;
        let claim = Self {
            id: members.text("id")?,
            proposal: members.text("proposal")?,
            acceptances: members.texts("acceptances")?,
            revocations: members.texts("revocations")?,
        };
        members.finish().map(|()| claim)
    }
}

pub(super) fn write_keys(keys: &[KeyClaim]) -> String {
    let moment = |ms: Option<u64>| ms.map_or(Value::Null, |ms| rfc3339(ms).into());
    list(keys, |out, key| {
        let KeyClaim { public, partner, person, .. } = key;
        let (partner, person) = (Value::from(partner.as_str()), Value::from(person.as_str()));
        let (kid, jwk) = (public.thumbprint(), public.to_jwk());
        let _ = write!(
            out, // Writing to a string cannot fail.
            "{{\"kid\":\"{kid}\",\"partner\":{partner},\"person\":{person},\"jwk\":{jwk},\
             \"valid_from\":{},\"valid_until\":{},\"withdrawn_at\":{}}}",
            moment(Some(key.valid_from_ms)),
            moment(key.valid_until_ms),
            moment(key.withdrawn_at_ms),
        );
    })
}

pub(super) fn write_grants(grants: &[GrantClaim]) -> String {
    list(grants, |out, grant| {
        let (id, proposal) = (Value::from(grant.id.as_str()), Value::from(grant.proposal.as_str()));
        let acceptances = Value::from(grant.acceptances.clone());
        let revocations = Value::from(grant.revocations.clone());
        let _ = write!(
            out, // Writing to a string cannot fail.
            "{{\"id\":{id},\"proposal\":{proposal},\"acceptances\":{acceptances},\
             \"revocations\":{revocations}}}",
        );
    })
}

pub(super) fn read_keys(bytes: &[u8]) -> Result<Vec<KeyClaim>, BundleError> {
    read(bytes, KEYS, KeyClaim::read)
}

pub(super) fn read_grants(bytes: &[u8]) -> Result<Vec<GrantClaim>, BundleError> {
    read(bytes, GRANTS, GrantClaim::read)
}

/// A JSON list with one item a line.
fn list<T>(items: &[T], write_item: impl Fn(&mut String, &T)) -> String {
    let mut out = "[".to_owned();
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        write_item(&mut out, item);
    }
    out.push_str("\n]\n");
    out
}

fn read<T>(
    bytes: &[u8],
    file: &'static str,
    read_item: impl Fn(Value) -> Result<T, &'static str>,
) -> Result<Vec<T>, BundleError> {
    let value = json::parse(bytes, MAX_DEPTH).map_err(|error| BundleError::Json(file, error))?;
    let Value::Array(items) = value else {
        return Err(BundleError::Member(file, "(list)"));
    };
    let items = items.into_iter().map(read_item).collect::<Result<_, _>>();
    items.map_err(|member| BundleError::Member(file, member))
}
