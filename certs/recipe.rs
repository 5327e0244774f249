//! The certificate recipe: a development CA, and what it signs for servers, people and systems.
//! Absent: any clock (the first day is an argument), any stored key, and any say in who is
//! admitted: a certificate counts only when its fingerprint is registered with the exchange.

mod bundle;
mod certificate;
mod files;
mod revocation;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType, SerialNumber,
    SubjectPublicKeyInfo,
};
use ring::rand::{SecureRandom, SystemRandom};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use time::{Duration, OffsetDateTime};
use x509_parser::prelude::{FromDer, X509Certificate, X509CertificationRequest};
use zeroize::Zeroizing;

pub use bundle::{MIN_PASSWORD_CHARS, p12, practice_p12};
pub use certificate::{Certificate, Issued};
pub use files::{write_private, write_public};
pub use revocation::{Revocation, read_crl};

use certificate::CERTIFICATE;

/// Octets of a serial number: the most RFC 5280, section 4.1.2.2 allows.
const SERIAL_OCTETS: usize = 20;

/// Longest common name, organization or CA name: `ub-common-name` of RFC 5280, appendix A.1.
const MAX_NAME_CHARS: usize = 64;

/// Why no certificate came out. No name, key or file content is repeated.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// Neither a DNS name nor an IP address, or an empty list of them.
    #[error("a server needs at least one DNS name or IP address, each written plainly")]
    ServerName,
    /// Empty, too long, or with control characters.
    #[error("a name in a certificate has 1 to 64 characters and no control characters")]
    SubjectName,
    /// No days at all, or a last day that cannot be written.
    #[error("a certificate is valid for at least one day and ends before the year 10000")]
    Validity,
    /// Not one PEM block of the named kind.
    #[error("the {0} is not readable PEM")]
    NotPem(&'static str),
    /// The certificate may not sign others (RFC 5280, sections 4.2.1.3 and 4.2.1.9).
    #[error("the CA certificate is not marked as a certificate authority")]
    NotACa,
    /// The private key belongs to another certificate.
    #[error("the private key does not belong to the certificate")]
    KeyMismatch,
    /// Not a PKCS#10 request, or not signed by the key inside it (RFC 2986).
    #[error("the request is not a valid, self-signed PKCS#10 request")]
    Request,
    /// A password that guards a private key badly.
    #[error("a PKCS#12 password has at least {MIN_PASSWORD_CHARS} characters")]
    Password,
    /// The PKCS#12 bundle could not be written.
    #[error("the PKCS#12 bundle could not be built")]
    Bundle(#[source] p12_keystore::error::Error),
    /// The operating system gave no random numbers.
    #[error("the operating system gave no random numbers")]
    Random,
    /// The certificate or list could not be encoded or signed.
    #[error("signing failed")]
    Sign(#[from] rcgen::Error),
}

/// A certificate authority with its private key in memory.
pub struct Ca {
    certificate: Certificate,
    key_pem: Zeroizing<String>,
    issuer: Issuer<'static, KeyPair>,
}

impl Ca {
    /// Makes a new self-signed P-256 CA that may sign end certificates and revocation lists only.
    ///
    /// # Errors
    /// [`PkiError::SubjectName`], [`PkiError::Validity`], or a failure to sign.
    pub fn create(name: &str, from: OffsetDateTime, days: u32) -> Result<Self, PkiError> {
        let key = new_key()?;
        let mut params = blank(from, days)?;
        params.distinguished_name.push(DnType::CommonName, checked_name(name)?);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let signed = params.self_signed(&key)?;
        let certificate = Certificate::from_der(signed.der().to_vec(), signed.pem())?;
        let key_pem = Zeroizing::new(key.serialize_pem());
        Ok(Self { certificate, key_pem, issuer: Issuer::new(params, key) })
    }

    /// Takes up a CA that was made before, here or with another tool.
    ///
    /// # Errors
    /// [`PkiError::NotPem`], [`PkiError::NotACa`] or [`PkiError::KeyMismatch`].
    pub fn load(cert_pem: &str, key_pem: &str) -> Result<Self, PkiError> {
        let certificate = Certificate::load(cert_pem)?;
        let key = KeyPair::from_pem(key_pem).map_err(|_| PkiError::NotPem("private key"))?;
        {
            let (_, parsed) =
                X509Certificate::from_der(&certificate.der).map_err(|_| CERTIFICATE)?;
            if !parsed.is_ca() {
                return Err(PkiError::NotACa);
            }
            if parsed.public_key().raw != key.subject_public_key_info().as_slice() {
                return Err(PkiError::KeyMismatch);
            }
        }
        let der = CertificateDer::from(certificate.der.as_slice());
        let issuer = Issuer::from_ca_cert_der(&der, key)?;
        Ok(Self { certificate, key_pem: Zeroizing::new(key_pem.to_owned()), issuer })
    }

    /// The CA's own certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The CA's own certificate as PEM: what the exchange and its clients trust.
    pub fn cert_pem(&self) -> &str {
        &self.certificate.pem
    }

    /// The CA's private key as PKCS#8 PEM. Whoever holds it makes certificates at will.
    pub fn key_pem(&self) -> &str {
        &self.key_pem
    }

    /// Issues a server certificate for DNS names and IP addresses, the first one also as name.
    ///
    /// # Errors
    /// [`PkiError::ServerName`], [`PkiError::Validity`], or a failure to sign.
    pub fn server(
        &self,
        names: &[&str],
        from: OffsetDateTime,
        days: u32,
    ) -> Result<Issued, PkiError> {
        let first = names.first().ok_or(PkiError::ServerName)?;
        let mut params = end_entity(from, days, ExtendedKeyUsagePurpose::ServerAuth)?;
        params.subject_alt_names = names.iter().map(|n| alt_name(n)).collect::<Result<_, _>>()?;
        // A DNS name may be longer than a common name; clients look at the alternative names only.
        if let Ok(name) = checked_name(first) {
            params.distinguished_name.push(DnType::CommonName, name);
        }
        self.issue(&params)
    }

    /// Issues a client certificate for a person or system, with a new P-256 key.
    ///
    /// # Errors
    /// [`PkiError::SubjectName`], [`PkiError::Validity`], or a failure to sign.
    pub fn client(
        &self,
        common_name: &str,
        organization: &str,
        from: OffsetDateTime,
        days: u32,
    ) -> Result<Issued, PkiError> {
        self.issue(&client_params(common_name, organization, from, days)?)
    }

    /// Signs the key of a PKCS#10 request as a client certificate, for keys that stay elsewhere.
    /// Only the public key is taken over: names and uses asked for in the request are ignored.
    ///
    /// # Errors
    /// [`PkiError::Request`], [`PkiError::SubjectName`], [`PkiError::Validity`].
    pub fn sign_csr(
        &self,
        request_pem: &str,
        common_name: &str,
        organization: &str,
        from: OffsetDateTime,
        days: u32,
    ) -> Result<Certificate, PkiError> {
        let request =
            rustls::pki_types::CertificateSigningRequestDer::from_pem_slice(request_pem.as_bytes())
                .map_err(|_| PkiError::NotPem("certificate request"))?;
        let (_, parsed) =
            X509CertificationRequest::from_der(&request).map_err(|_| PkiError::Request)?;
        // Proof of possession: without it one could ask for a certificate on another's key.
        parsed.verify_signature().map_err(|_| PkiError::Request)?;
        let key = parsed.certification_request_info.subject_pki.raw;
        let key = SubjectPublicKeyInfo::from_der(key).map_err(|_| PkiError::Request)?;
        let params = client_params(common_name, organization, from, days)?;
        let signed = params.signed_by(&key, &self.issuer)?;
        Certificate::from_der(signed.der().to_vec(), signed.pem())
    }

    fn issue(&self, params: &CertificateParams) -> Result<Issued, PkiError> {
        let key = new_key()?;
        let signed = params.clone().signed_by(&key, &self.issuer)?;
        let certificate = Certificate::from_der(signed.der().to_vec(), signed.pem())?;
        Ok(Issued { certificate, key_pem: Zeroizing::new(key.serialize_pem()) })
    }
}

impl fmt::Debug for Ca {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ca").finish_non_exhaustive()
    }
}

fn new_key() -> Result<KeyPair, PkiError> {
    Ok(KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?)
}

/// Parameters with a validity, a random serial number and no name yet.
fn blank(from: OffsetDateTime, days: u32) -> Result<CertificateParams, PkiError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.serial_number = Some(random_serial()?);
    params.not_before = from;
    params.not_after = later(from, days)?;
    Ok(params)
}

fn later(from: OffsetDateTime, days: u32) -> Result<OffsetDateTime, PkiError> {
    let end = from.checked_add(Duration::days(i64::from(days))).ok_or(PkiError::Validity)?;
    // X.509 cannot write a year beyond four digits (RFC 5280, section 4.1.2.5).
    if days == 0 || end.year() > 9999 {
        return Err(PkiError::Validity);
    }
    Ok(end)
}

/// 158 random bits: positive, and of the same length for every certificate.
fn random_serial() -> Result<SerialNumber, PkiError> {
    let mut octets = [0_u8; SERIAL_OCTETS];
    SystemRandom::new().fill(&mut octets).map_err(|_| PkiError::Random)?;
    octets[0] = (octets[0] & 0x3f) | 0x40;
    Ok(SerialNumber::from_slice(&octets))
}

fn end_entity(
    from: OffsetDateTime,
    days: u32,
    purpose: ExtendedKeyUsagePurpose,
) -> Result<CertificateParams, PkiError> {
    let mut params = blank(from, days)?;
    params.is_ca = IsCa::ExplicitNoCa;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![purpose];
    Ok(params)
}

fn client_params(
    common_name: &str,
    organization: &str,
    from: OffsetDateTime,
    days: u32,
) -> Result<CertificateParams, PkiError> {
    let mut params = end_entity(from, days, ExtendedKeyUsagePurpose::ClientAuth)?;
    let name = &mut params.distinguished_name;
    name.push(DnType::OrganizationName, checked_name(organization)?);
    name.push(DnType::CommonName, checked_name(common_name)?);
    Ok(params)
}

fn checked_name(name: &str) -> Result<&str, PkiError> {
    let fits = (1..=MAX_NAME_CHARS).contains(&name.chars().count());
    if fits && !name.chars().any(char::is_control) { Ok(name) } else { Err(PkiError::SubjectName) }
}

fn alt_name(name: &str) -> Result<SanType, PkiError> {
    if let Ok(address) = name.parse::<IpAddr>() {
        return Ok(SanType::IpAddress(address));
    }
    rustls::pki_types::DnsName::try_from(name).map_err(|_| PkiError::ServerName)?;
    Ok(SanType::DnsName(name.try_into().map_err(|_| PkiError::ServerName)?))
}
