//! The caller's side of TLS: which CA to trust and which certificate to show, from PEM files.
//! Absent: certificates of public authorities, TLS below 1.3, and resumed sessions.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

/// Where the PEM files are.
#[derive(Clone, Debug)]
pub struct ClientFiles {
    /// The CA that signed the exchange's certificate, one or more.
    pub ca: PathBuf,
    /// The client certificate, followed by any intermediate ones.
    pub cert: PathBuf,
    /// Its private key (PKCS#8, SEC1 or PKCS#1).
    pub key: PathBuf,
}

/// Which of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientFile {
    /// The CA bundle.
    Ca,
    /// The client certificate.
    Cert,
    /// The private key.
    Key,
}

impl fmt::Display for ClientFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ca => "CA file",
            Self::Cert => "client certificate",
            Self::Key => "client key",
        })
    }
}

/// Why no connection can be prepared. Contents are never shown.
#[derive(Debug, thiserror::Error)]
pub enum ClientTlsError {
    /// The file system refused.
    #[error("the {file} {path} cannot be read; check the path and the permissions")]
    Read {
        /// Which file.
        file: ClientFile,
        /// Where it was looked for.
        path: PathBuf,
        /// What the file system said.
        #[source]
        source: std::io::Error,
    },
    /// No usable PEM block of the expected kind.
    #[error("the {file} holds no usable PEM; export it as PEM (base64) text")]
    Unusable {
        /// Which file.
        file: ClientFile,
    },
    /// Certificate and key are not a pair.
    #[error("the client key does not belong to the client certificate; use the pair as issued")]
    KeyMismatch,
    /// The cryptography provider refused the protocol version; a defect of the build.
    #[error("this build cannot speak TLS 1.3")]
    Provider(#[source] rustls::Error),
}

/// Reads the files; see [`from_pem`]. Blocks on the file system.
///
/// # Errors
/// [`ClientTlsError`] names the file that is wrong.
pub fn load(files: &ClientFiles) -> Result<ClientConfig, ClientTlsError> {
    from_pem(
        &content(ClientFile::Ca, &files.ca)?,
        &content(ClientFile::Cert, &files.cert)?,
        &content(ClientFile::Key, &files.key)?,
    )
}

/// A configuration from PEM texts: TLS 1.3 only, `ring`, the given CA and no other, the given
/// certificate shown, every handshake a full one.
///
/// # Errors
/// [`ClientTlsError`] names the text that is wrong.
pub fn from_pem(ca: &[u8], cert: &[u8], key: &[u8]) -> Result<ClientConfig, ClientTlsError> {
    let unusable = |file| ClientTlsError::Unusable { file };
    let mut roots = RootCertStore::empty();
    for ca in certificates(ClientFile::Ca, ca)? {
        roots.add(ca).map_err(|_| unusable(ClientFile::Ca))?;
    }
    let chain = certificates(ClientFile::Cert, cert)?;
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| unusable(ClientFile::Key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(ClientTlsError::Provider)?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => ClientTlsError::KeyMismatch,
            rustls::Error::InvalidCertificate(_) => unusable(ClientFile::Cert),
            _ => unusable(ClientFile::Key),
        })?;
    // The exchange offers none; a server that does is not remembered either.
    config.resumption = Resumption::disabled();
    Ok(config)
}

fn content(file: ClientFile, path: &Path) -> Result<Vec<u8>, ClientTlsError> {
    let path = path.to_owned();
    std::fs::read(&path).map_err(|source| ClientTlsError::Read { file, path, source })
}

fn certificates(
    file: ClientFile,
    pem: &[u8],
) -> Result<Vec<CertificateDer<'static>>, ClientTlsError> {
    match CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>() {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(ClientTlsError::Unusable { file }),
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::pki::Ca;

    #[test]
    fn the_wrong_file_is_named() {
        let ca = Ca::create("Test CA", OffsetDateTime::UNIX_EPOCH, 365).unwrap();
        let client = ca.client("guard-1", "Firm", OffsetDateTime::UNIX_EPOCH, 30).unwrap();
        let (ca_pem, cert) = (ca.cert_pem().as_bytes(), client.cert_pem().as_bytes());
        let key = client.key_pem.as_bytes();
        assert!(from_pem(ca_pem, cert, key).is_ok());
        let wrong = |ca, cert, key| from_pem(ca, cert, key).unwrap_err();
        for (error, expected) in [
            (wrong(key, cert, key), ClientFile::Ca),
            (wrong(ca_pem, b"", key), ClientFile::Cert),
            (wrong(ca_pem, cert, cert), ClientFile::Key),
        ] {
            assert!(matches!(error, ClientTlsError::Unusable { file } if file == expected));
        }
        let other = wrong(ca_pem, cert, ca.key_pem().as_bytes());
        assert!(matches!(other, ClientTlsError::KeyMismatch));
    }

    #[test]
    fn a_missing_file_is_named_with_its_path() {
        let nowhere = PathBuf::from("/nonexistent/ca.pem");
        let files = ClientFiles { ca: nowhere.clone(), cert: nowhere.clone(), key: nowhere };
        let error = load(&files).unwrap_err();
        assert!(error.to_string().contains("/nonexistent/ca.pem"));
    }
}
