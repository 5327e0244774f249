//! Client certificates and signing keys of persons and systems: registered, listed and withdrawn.
//! Absent: private keys; the exchange never holds one of theirs.

use samen_audit::hash::sha256;
use samen_audit::jws::PublicKey;

use super::second::{Wanted, concerns_a_steward, store_by_two};
use super::{administers, list, own, store};
use crate::domain::id::{Fingerprint, KeyId, PartnerId, PersonId};
use crate::domain::party::{Certificate, SigningKey};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::directory::RegisteredKey;
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::permission::{
    CertificateRead, CertificateRegister, CertificateWithdraw, KeyRead, KeyRegister, KeyWithdraw,
    Permission,
};
use crate::service::stored::registered::{certificate_row, key_row};
use crate::wire::api::grant::{moment, words};
use crate::wire::api::registry::{
    CertificateBody, CertificateShown, Changed, KeyBody, KeyShown, Listed, WithdrawalBody,
};
use crate::wire::api::registry_rows::{partner_id, person_id};

/// The longest validity of a signing key: two years. Longer ones are registered anew.
const KEY_DAYS: u32 = 731;

/// A registered person whom the caller administers.
fn holder<A: Permission>(
    clearance: &mut Clearance<A>,
    partner: &str,
    person: &str,
) -> Result<(PartnerId, PersonId), Refusal> {
    let (partner, person) = (partner_id(partner, "/partner")?, person_id(person, "/person")?);
    clearance.entry.subject = Some(Sensitive::new(format!("{partner} {person}")));
    own(clearance, &partner)?;
    clearance.directory.person(&partner, &person).ok_or(Reason::NotFound)?;
    Ok((partner, person))
}

/// The particulars of one certificate in PEM: fingerprint and validity.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `/pem`.
pub fn read_certificate(pem: &str) -> Result<(Fingerprint, Timestamp, Timestamp), Refusal> {
    let invalid = || Refusal::at(Reason::RequestInvalid, "/pem");
    let (rest, pem) = x509_parser::pem::parse_x509_pem(pem.as_bytes()).map_err(|_| invalid())?;
    if pem.label != "CERTIFICATE" || rest.iter().any(|byte| !byte.is_ascii_whitespace()) {
        return Err(invalid());
    }
    let certificate = pem.parse_x509().map_err(|_| invalid())?;
    let validity = certificate.validity();
    let at = |time: x509_parser::time::ASN1Time| Timestamp::from_seconds(time.timestamp());
    Ok((Fingerprint::new(sha256(&pem.contents)), at(validity.not_before), at(validity.not_after)))
}

/// Registers a client certificate for a person or system. For a steward it may take two (`second`).
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn register_certificate(
    exchange: &Exchange,
    clearance: &mut Clearance<CertificateRegister>,
    body: &CertificateBody,
) -> Result<Changed, Refusal> {
    let (partner, person) = holder(clearance, &body.partner, &body.person)?;
    let (fingerprint, valid_from, valid_until) = read_certificate(&body.pem)?;
    if clearance.directory.certificate(&fingerprint).is_some() {
        return Err(Refusal::at(Reason::AlreadyRegistered, "/pem"));
    }
    if valid_until <= clearance.at {
        return Err(Refusal::at(Reason::CertificateExpired, "/pem"));
    }
    let from = clearance.directory.clone();
    let by_two = concerns_a_steward(exchange, &from, &partner, &person, None);
    let exactly = format!("{partner} {person}");
    let certificate =
        Certificate { fingerprint, partner, person, valid_from, valid_until, withdrawn_at: None };
    let (mut to, row) = ((*from).clone(), certificate_row(&certificate));
    to.put_certificate(certificate);
    let subject = fingerprint.to_string();
    if !by_two {
        return store(exchange, clearance, to, vec![row], subject).await;
    }
    let about = format!("certificate {fingerprint}");
    store_by_two(exchange, clearance, Wanted { about, exactly, subject, to, row, from: &from })
        .await
}

/// Withdraws a client certificate, on open connections too.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn withdraw_certificate(
    exchange: &Exchange,
    clearance: &mut Clearance<CertificateWithdraw>,
    body: &WithdrawalBody,
) -> Result<Changed, Refusal> {
    let invalid = || Refusal::at(Reason::RequestInvalid, "/fingerprint");
    let text = body.fingerprint.as_deref().ok_or_else(invalid)?;
    let fingerprint = Fingerprint::parse(text).map_err(|_| invalid())?;
    clearance.entry.subject = Some(Sensitive::new(fingerprint.to_string()));
    clearance.entry.justification = Some(Sensitive::new(words(&body.reason, "/reason")?));
    let known = clearance.directory.certificate(&fingerprint).ok_or(Reason::NotFound)?;
    own(clearance, &known.partner)?;
    let mut certificate = (**known).clone();
    certificate.withdrawn_at.get_or_insert(clearance.at);
    let mut to = (*clearance.directory).clone();
    let rows = vec![certificate_row(&certificate)];
    to.put_certificate(certificate);
    store(exchange, clearance, to, rows, fingerprint.to_string()).await
}

/// Lists the certificates of those whom the caller administers.
///
/// # Errors
/// Refusals of the log.
pub async fn read_certificates(
    exchange: &Exchange,
    clearance: &mut Clearance<CertificateRead>,
) -> Result<Listed<CertificateShown>, Refusal> {
    let directory = clearance.directory.clone();
    let items = directory
        .certificates()
        .into_iter()
        .filter(|certificate| administers(clearance, &certificate.partner))
        .map(|certificate| CertificateShown::from(&**certificate))
        .collect();
    list(exchange, clearance, items).await
}

/// Registers a signing key for a person or system. For a steward it may take two (`second`).
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn register_key(
    exchange: &Exchange,
    clearance: &mut Clearance<KeyRegister>,
    body: &KeyBody,
) -> Result<Changed, Refusal> {
    let (partner, person) = holder(clearance, &body.partner, &body.person)?;
    let invalid = || Refusal::at(Reason::RequestInvalid, "/jwk");
    let public = PublicKey::parse(body.jwk.to_string().as_bytes()).map_err(|_| invalid())?;
    let id = KeyId::parse(&public.thumbprint()).map_err(|_| invalid())?;
    if clearance.directory.key(id.as_str()).is_some() {
        return Err(Refusal::at(Reason::AlreadyRegistered, "/jwk"));
    }
    let now = clearance.at;
    let from = body.valid_from.as_ref().map(|text| moment(text, "/valid_from")).transpose()?;
    let valid_from = from.unwrap_or(now);
    let valid_until = moment(&body.valid_until, "/valid_until")?;
    if valid_until <= now || valid_until > valid_from.plus_days(KEY_DAYS) {
        return Err(Refusal::at(Reason::RequestInvalid, "/valid_until"));
    }
    let from = clearance.directory.clone();
    let by_two = concerns_a_steward(exchange, &from, &partner, &person, None);
    let exactly = format!("{partner} {person} {:?} {}", body.valid_from, body.valid_until);
    let row = SigningKey {
        id: id.clone(),
        partner,
        person,
        jwk: public.to_jwk(),
        valid_from,
        valid_until,
        withdrawn_at: None,
    };
    let (mut to, kept) = ((*from).clone(), key_row(&row));
    to.put_key(RegisteredKey { row, public });
    let subject = id.to_string();
    if !by_two {
        return store(exchange, clearance, to, vec![kept], subject).await;
    }
    let about = format!("key {id}");
    let row = kept;
    store_by_two(exchange, clearance, Wanted { about, exactly, subject, to, row, from: &from })
        .await
}

/// Withdraws a signing key; what it signed before stays.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn withdraw_key(
    exchange: &Exchange,
    clearance: &mut Clearance<KeyWithdraw>,
    body: &WithdrawalBody,
) -> Result<Changed, Refusal> {
    let kid = body.kid.as_deref().ok_or_else(|| Refusal::at(Reason::RequestInvalid, "/kid"))?;
    clearance.entry.justification = Some(Sensitive::new(words(&body.reason, "/reason")?));
    let known = clearance.directory.key(kid).ok_or(Reason::NotFound)?;
    clearance.entry.subject = Some(Sensitive::new(known.row.id.to_string()));
    own(clearance, &known.row.partner)?;
    let mut row = known.row.clone();
    row.withdrawn_at.get_or_insert(clearance.at);
    let public = PublicKey::parse(row.jwk.as_bytes())
        .map_err(|_| fault("a registered key cannot be read"))?;
    let mut to = (*clearance.directory).clone();
    let rows = vec![key_row(&row)];
    let subject = row.id.to_string();
    to.put_key(RegisteredKey { row, public });
    store(exchange, clearance, to, rows, subject).await
}

/// Lists the signing keys of those whom the caller administers.
///
/// # Errors
/// Refusals of the log.
pub async fn read_keys(
    exchange: &Exchange,
    clearance: &mut Clearance<KeyRead>,
) -> Result<Listed<KeyShown>, Refusal> {
    let directory = clearance.directory.clone();
    let items = directory
        .keys()
        .into_iter()
        .filter(|key| administers(clearance, &key.row.partner))
        .map(|key| KeyShown::from(&key.row))
        .collect();
    list(exchange, clearance, items).await
}
