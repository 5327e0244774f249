//! The checks that a submitted record passes before any rule about grants: form, key, signature, JSON,
//! schema, meaning, exchange and time. In that order, so that a refusal always names the first cause.
//! Absent: references, grants and the id, which need the store and the registry's rules.

use std::sync::Arc;

use bytes::Bytes;
use samen_audit::hash::{Hash, sha256};
use samen_audit::jws::{Jws, JwsError};

use super::directory::{Directory, RegisteredKey};
use super::exchange::Exchange;
use crate::domain::decide::Caller;
use crate::domain::entry::Entry;
use crate::domain::record::Record;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::{CLOCKS_DIFFER_MS, MS_PER_DAY, Timestamp};
use crate::wire;

/// The most bytes of a signed record.
pub const RECORD_BYTES: usize = 64 * 1024;
/// `typ` of the JWS of a record.
pub const RECORD_TYP: &str = "samen-record+json";

const MS_PER_MINUTE: i64 = 60_000;

/// A signed document whose signature was verified with a registered key of its author.
pub struct Signed {
    /// The parsed JWS.
    pub jws: Jws,
    /// The key.
    pub key: Arc<RegisteredKey>,
}

/// A record that is well formed, signed by its author, and means something here and now.
pub struct Checked {
    /// The record.
    pub record: Record,
    /// The signed bytes as received.
    pub signed: Bytes,
    /// Their SHA-256.
    pub sha256: Hash,
}

/// Verifies a signed document of type `typ` with the key of somebody of the caller's partner.
///
/// # Errors
/// The refusal of the first check that failed.
pub fn verify(
    directory: &Directory,
    caller: &Caller,
    bytes: &[u8],
    typ: &str,
    now: Timestamp,
) -> Result<Signed, Refusal> {
    let jws = Jws::parse(bytes).map_err(refusal)?;
    if jws.typ() != typ {
        return Err(Refusal::new(Reason::JwsHeaderRefused));
    }
    let key = directory.key(jws.kid()).ok_or(Reason::KeyUnknown)?.clone();
    key.row.judge(now)?;
    if key.row.partner != caller.partner.id {
        return Err(Reason::KeyNotAuthors.into());
    }
    key.public.verify(&jws).map_err(refusal)?;
    Ok(Signed { jws, key })
}

/// The refusal of a JWS that does not hold.
pub(super) fn refusal(error: JwsError) -> Refusal {
    match error {
        JwsError::Malformed(_) | JwsError::CannotSign => Reason::JwsMalformed.into(),
        JwsError::HeaderRefused(_) => Reason::JwsHeaderRefused.into(),
        JwsError::AlgorithmMismatch => Reason::AlgorithmMismatch.into(),
        JwsError::SignatureInvalid => Reason::SignatureInvalid.into(),
        JwsError::TooLarge => Reason::BodyTooLarge.into(),
    }
}

/// Whoever signed is who the document says, and who is on the connection; a system may carry what a
/// person of its partner signed.
///
/// # Errors
/// [`Reason::AuthorNotOfPartner`] or [`Reason::KeyNotAuthors`].
pub fn is_authored_by(
    caller: &Caller,
    key: &RegisteredKey,
    issuer: (&str, &str),
    author: (&str, &str),
) -> Result<(), Refusal> {
    if issuer.1 != caller.partner.id.as_str() {
        return Err(Refusal::at(Reason::AuthorNotOfPartner, issuer.0));
    }
    if author.1 != key.row.person.as_str() {
        return Err(Refusal::at(Reason::KeyNotAuthors, author.0));
    }
    let carried = caller.asserted_by.is_some()
        || caller.person.role == crate::domain::party::Role::System
        || author.1 == caller.person.id.as_str();
    if carried { Ok(()) } else { Err(Refusal::at(Reason::AuthorNotOfPartner, author.0)) }
}

/// Runs every check on a submitted record. What is learned on the way goes into the entry, so that a
/// refusal says what it was about.
///
/// # Errors
/// The refusal of the first check that failed.
pub fn check(
    exchange: &Exchange,
    directory: &Directory,
    caller: &Caller,
    signed: Bytes,
    entry: &mut Entry,
) -> Result<Checked, Refusal> {
    let now = entry.at;
    if signed.len() > RECORD_BYTES {
        return Err(Reason::BodyTooLarge.into());
    }
    let Signed { jws, key } = verify(directory, caller, &signed, RECORD_TYP, now)?;
    let sha256 = sha256(&signed);
    entry.document_sha256 = Some(sha256);
    let record = wire::record::parse(jws.payload())?;
    let envelope = &record.envelope;
    entry.records.push(envelope.id);
    entry.purpose = Some(envelope.purpose);
    entry.grant = Some(envelope.grant.clone());
    entry.case.clone_from(&envelope.case);
    let issuer = ("/issuer", envelope.issuer.as_str());
    is_authored_by(caller, &key, issuer, ("/author", envelope.author.as_str()))?;
    let author =
        directory.person(&envelope.issuer, &envelope.author).ok_or(Reason::KeyNotAuthors)?;
    author.judge(now)?;
    in_time(exchange, &record, now)?;
    entry.detail = waited(&record, now);
    Ok(Checked { sha256, signed, record })
}

/// What was observed while the line was down says how long it waited.
fn waited(record: &Record, now: Timestamp) -> Option<String> {
    let age = now.since(record.envelope.issued_at);
    (age > CLOCKS_DIFFER_MS)
        .then(|| format!("sent {} min after it was signed", age / MS_PER_MINUTE))
}

/// Exchange, clock skew, expiry and the cap of the profile.
fn in_time(exchange: &Exchange, record: &Record, now: Timestamp) -> Result<(), Refusal> {
    let envelope = &record.envelope;
    if envelope.exchange != exchange.name {
        return Err(Refusal::at(Reason::ExchangeMismatch, "/exchange"));
    }
    let age = now.since(envelope.issued_at);
    if age < -CLOCKS_DIFFER_MS || age > record.may_wait_ms() {
        return Err(Refusal::at(Reason::ClockSkew, "/issued_at"));
    }
    if envelope.expires_at <= now {
        return Err(Refusal::at(Reason::Expired, "/expires_at"));
    }
    let cap = exchange.profile.longest_life_days(record.record_type(), envelope.purpose);
    if envelope.expires_at.since(envelope.issued_at) > i64::from(cap) * MS_PER_DAY {
        return Err(Refusal::at(Reason::ExpiryBeyondCap, "/expires_at"));
    }
    Ok(())
}
