//! Revocation lists (RFC 5280, section 5) of the development CA: write one, read one back.
//! Absent: who decides on a revocation, and any check of a list's signature (the server's TLS
//! verifier does that at each handshake).

use rcgen::{
    CertificateRevocationListParams, KeyIdMethod, RevocationReason, RevokedCertParams, SerialNumber,
};
use rustls::pki_types::CertificateRevocationListDer;
use rustls::pki_types::pem::PemObject;
use time::OffsetDateTime;
use x509_parser::prelude::{CertificateRevocationList, FromDer};

use super::certificate::trimmed;
use super::{Ca, PkiError, later};

/// One withdrawn certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// Serial number, big-endian without leading zeros.
    pub serial: Vec<u8>,
    /// When it was withdrawn; whole seconds are kept.
    pub at: OffsetDateTime,
}

impl Ca {
    /// A complete revocation list as PEM, in force from `from` for `days` days. After that every
    /// client is refused until a new list is in place, so renew it well before.
    ///
    /// The list replaces earlier ones: pass all revocations, those of [`read_crl`] included.
    ///
    /// # Errors
    /// [`PkiError::Validity`], or a failure to sign.
    pub fn crl(
        &self,
        revoked: &[Revocation],
        from: OffsetDateTime,
        days: u32,
    ) -> Result<String, PkiError> {
        let params = CertificateRevocationListParams {
            this_update: from,
            next_update: later(from, days)?,
            // Must only grow (section 5.2.3): the seconds of its own date do.
            crl_number: SerialNumber::from(from.unix_timestamp().unsigned_abs()),
            issuing_distribution_point: None,
            revoked_certs: revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(params.signed_by(&self.issuer)?.pem()?)
    }
}

fn entry(revocation: &Revocation) -> RevokedCertParams {
    RevokedCertParams {
        serial_number: SerialNumber::from_slice(&revocation.serial),
        revocation_time: revocation.at,
        reason_code: Some(RevocationReason::PrivilegeWithdrawn),
        invalidity_date: None,
    }
}

/// The revocations of a list, to carry them over into the next one.
///
/// # Errors
/// [`PkiError::NotPem`] when the text holds no revocation list.
pub fn read_crl(pem: &str) -> Result<Vec<Revocation>, PkiError> {
    let unreadable = || PkiError::NotPem("revocation list");
    let der =
        CertificateRevocationListDer::from_pem_slice(pem.as_bytes()).map_err(|_| unreadable())?;
    let (_, list) = CertificateRevocationList::from_der(&der).map_err(|_| unreadable())?;
    Ok(list
        .iter_revoked_certificates()
        .map(|revoked| Revocation {
            serial: trimmed(revoked.raw_serial()).to_vec(),
            at: revoked.revocation_date.to_datetime(),
        })
        .collect())
}
