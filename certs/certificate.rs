//! A certificate as it is handed around, and one together with its new key.
//! Absent: making and signing them.

use std::fmt;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use super::{Ca, PkiError, p12};

pub(super) const CERTIFICATE: PkiError = PkiError::NotPem("certificate");

/// A certificate that was read or made, with the facts that others need of it.
#[derive(Clone)]
pub struct Certificate {
    /// PEM, one `CERTIFICATE` block.
    pub pem: String,
    /// The same as DER.
    pub der: Vec<u8>,
    /// Serial number, big-endian without leading zeros.
    pub serial: Vec<u8>,
    /// Last moment of validity, milliseconds since 1970-01-01T00:00:00Z.
    pub not_after_ms: i64,
}

impl Certificate {
    /// Reads the first certificate of a PEM text.
    ///
    /// # Errors
    /// [`PkiError::NotPem`] when there is none.
    pub fn load(pem: &str) -> Result<Self, PkiError> {
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| CERTIFICATE)?;
        Self::from_der(der.to_vec(), pem.to_owned())
    }

    pub(super) fn from_der(der: Vec<u8>, pem: String) -> Result<Self, PkiError> {
        let (_, parsed) = X509Certificate::from_der(&der).map_err(|_| CERTIFICATE)?;
        let serial = trimmed(parsed.raw_serial()).to_vec();
        let not_after_ms = parsed.validity().not_after.timestamp().saturating_mul(1000);
        Ok(Self { pem, serial, not_after_ms, der })
    }

    /// SHA-256 of the DER form: what is registered with the exchange.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut out = [0; 32];
        out.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, &self.der).as_ref());
        out
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").finish_non_exhaustive()
    }
}

/// A certificate together with the new key it was made for.
pub struct Issued {
    /// The certificate.
    pub certificate: Certificate,
    /// PKCS#8 private key as PEM; wiped from memory when dropped.
    pub key_pem: Zeroizing<String>,
}

impl Issued {
    /// SHA-256 of the DER form of the certificate.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.certificate.fingerprint()
    }

    /// The certificate as PEM.
    pub fn cert_pem(&self) -> &str {
        &self.certificate.pem
    }

    /// The certificate as DER.
    pub fn cert_der(&self) -> &[u8] {
        &self.certificate.der
    }

    /// A PKCS#12 bundle (RFC 7292) of key, certificate and CA for a browser; see [`p12`].
    ///
    /// # Errors
    /// As [`p12`].
    pub fn p12(&self, password: &str, ca: &Ca) -> Result<Vec<u8>, PkiError> {
        p12(&self.certificate, &self.key_pem, ca.certificate(), password)
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").finish_non_exhaustive()
    }
}

/// Without leading zeros, so that a serial number compares equal wherever it was read.
pub(super) fn trimmed(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}
