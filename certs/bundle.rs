//! PKCS#12 bundles (RFC 7292), the form in which a browser takes a client certificate.
//! Absent: choosing or keeping the password.

use p12_keystore::{
    Certificate as BundledCertificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain,
};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;

use super::{Certificate, PkiError};

/// Fewest characters of a bundle's password: what NIST SP 800-63B-4, section 3.1.1.2 asks of a
/// password beside another factor, here the file itself.
pub const MIN_PASSWORD_CHARS: usize = 8;

/// Rounds of PBKDF2-HMAC-SHA-256 for the key and for the integrity code: ten times what keytool
/// writes by default. Each import in a browser repeats them.
const ROUNDS: u32 = 100_000;

/// Rounds where the password is public anyway: what OpenSSL takes when nothing is said.
const PRACTICE_ROUNDS: u32 = 2_048;

/// Bundles key, certificate and CA certificate: AES-256 under PBES2, HMAC-SHA-256.
///
/// `key_pem` is the PKCS#8 key of `certificate`. The bundle is a secret, its password another;
/// they should travel apart.
///
/// # Errors
/// [`PkiError::Password`] when too short, [`PkiError::NotPem`] or [`PkiError::Bundle`].
pub fn p12(
    certificate: &Certificate,
    key_pem: &str,
    ca: &Certificate,
    password: &str,
) -> Result<Vec<u8>, PkiError> {
    if password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(PkiError::Password);
    }
    bundle(certificate, key_pem, ca, password, ROUNDS)
}

/// The same for practice, with certificates that guard nothing real: any password, and few rounds, so
/// that many bundles are made at once.
///
/// # Errors
/// [`PkiError::NotPem`] or [`PkiError::Bundle`].
pub fn practice_p12(
    certificate: &Certificate,
    key_pem: &str,
    ca: &Certificate,
    password: &str,
) -> Result<Vec<u8>, PkiError> {
    bundle(certificate, key_pem, ca, password, PRACTICE_ROUNDS)
}

fn bundle(
    certificate: &Certificate,
    key_pem: &str,
    ca: &Certificate,
    password: &str,
    rounds: u32,
) -> Result<Vec<u8>, PkiError> {
    let key = PrivatePkcs8KeyDer::from_pem_slice(key_pem.as_bytes())
        .map_err(|_| PkiError::NotPem("private key"))?;
    let key = PrivateKey::from_der(key.secret_pkcs8_der()).map_err(PkiError::Bundle)?;
    let chain = [&certificate.der, &ca.der]
        .into_iter()
        .map(|der| BundledCertificate::from_der(der).map_err(PkiError::Bundle))
        .collect::<Result<Vec<_>, _>>()?;
    let mut store = KeyStore::new();
    let chain = PrivateKeyChain::new(certificate.fingerprint().to_vec(), key, chain);
    store.add_entry("samen", KeyStoreEntry::PrivateKeyChain(chain));
    store
        .writer(password)
        .encryption_iterations(rounds)
        .mac_iterations(rounds)
        .write()
        .map_err(PkiError::Bundle)
}
