//! Reading the four files behind the door, and saying plainly which one is wrong.
//! Absent: watching them, and any clock: whether a list is overdue is asked with a time.

use std::collections::HashSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ring::digest::{Context, SHA256};
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::sign::CertifiedKey;
use x509_parser::prelude::{CertificateRevocationList, FromDer, X509Certificate};

use super::Material;

/// Where the PEM files are.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// CA certificates that may issue client certificates, one or more.
    pub ca: PathBuf,
    /// Revocation lists of those CAs, one or more. Without it nothing is checked for revocation.
    pub crl: Option<PathBuf>,
    /// The exchange's certificate, followed by any intermediate ones.
    pub cert: PathBuf,
    /// The private key of that certificate (PKCS#8, SEC1 or PKCS#1).
    pub key: PathBuf,
}

/// Which of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsFile {
    /// The CA bundle.
    Ca,
    /// The revocation lists.
    Crl,
    /// The exchange's certificate.
    Cert,
    /// The exchange's private key.
    Key,
}

impl fmt::Display for TlsFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ca => "CA bundle",
            Self::Crl => "revocation list",
            Self::Cert => "server certificate",
            Self::Key => "server key",
        })
    }
}

/// Why the door cannot be set up. Paths are the operator's own; contents are never shown.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file system refused.
    #[error("the {file} {path} cannot be read; check the path and the permissions")]
    Read {
        /// Which file.
        file: TlsFile,
        /// Where it was looked for.
        path: PathBuf,
        /// What the file system said.
        #[source]
        source: std::io::Error,
    },
    /// Readable, but without a usable PEM block of the expected kind.
    #[error("the {file} {path} holds no usable PEM; export it as PEM (base64) text")]
    Pem {
        /// Which file.
        file: TlsFile,
        /// Where it is.
        path: PathBuf,
    },
    /// A block that is PEM but not what it says.
    #[error("the {file} {path} is damaged or of an unsupported kind; make it again")]
    Damaged {
        /// Which file.
        file: TlsFile,
        /// Where it is.
        path: PathBuf,
    },
    /// Certificate and key are not a pair.
    #[error("the server key {path} does not belong to the server certificate; replace both")]
    KeyMismatch {
        /// Where the key is.
        path: PathBuf,
    },
    /// With such lists every client would be refused.
    #[error("the revocation list {path} comes from none of the CAs; fetch the lists of these CAs")]
    ForeignCrl {
        /// Where the lists are.
        path: PathBuf,
    },
    /// The cryptography provider refused the protocol version; a defect of the build.
    #[error("this build cannot speak TLS 1.3")]
    Provider(#[source] rustls::Error),
}

/// The revocation lists in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrlState {
    /// How many lists.
    pub lists: usize,
    /// How many certificates they withdraw.
    pub revoked: usize,
    /// When the first of them is overdue, milliseconds since 1970. From then on all clients of
    /// its CA are refused. Absent when a list names no date, which is refused at once.
    pub next_update_ms: Option<i64>,
    /// CAs of the bundle without a list; all clients they issued directly are refused.
    pub cas_without_list: usize,
}

impl CrlState {
    /// Whether a list is overdue at `now_ms` (milliseconds since 1970).
    pub fn is_overdue(&self, now_ms: i64) -> bool {
        self.next_update_ms.is_none_or(|next| next <= now_ms)
    }
}

/// What was loaded, to be said at start and after each reload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsReport {
    /// Trusted CA certificates.
    pub ca_count: usize,
    /// Revocation lists; `None` means that revocation is NOT checked at the handshake.
    pub crl: Option<CrlState>,
    /// End of the server certificate's validity, milliseconds since 1970.
    pub server_not_after_ms: i64,
}

/// Reads and checks all files.
pub(super) fn read(files: &TlsFiles, provider: &Arc<CryptoProvider>) -> Result<Material, TlsError> {
    let cas: Vec<CertificateDer<'static>> = blocks(TlsFile::Ca, &files.ca)?;
    let damaged_ca = || TlsError::Damaged { file: TlsFile::Ca, path: files.ca.clone() };
    let mut roots = RootCertStore::empty();
    for ca in &cas {
        roots.add(ca.clone()).map_err(|_| damaged_ca())?;
    }
    let mut builder =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
            .clear_root_hint_subjects();
    let (mut crl, mut revoked) = (None, HashSet::new());
    if let Some(path) = &files.crl {
        let lists = blocks(TlsFile::Crl, path)?;
        crl = Some(crl_state(&lists, &cas, path, &mut revoked)?);
        // Without the second call an overdue list would count as a fresh one.
        builder = builder.with_crls(lists).enforce_revocation_expiration();
    }
    let verifier = builder.build().map_err(|_| match &files.crl {
        Some(path) => TlsError::Damaged { file: TlsFile::Crl, path: path.clone() },
        None => damaged_ca(),
    })?;
    let (certificate, server_not_after_ms) = server_pair(&files.cert, &files.key, provider)?;
    let report = TlsReport { ca_count: cas.len(), crl, server_not_after_ms };
    Ok(Material {
        verifier,
        certificate: Arc::new(certificate),
        report,
        revoked: Arc::new(revoked),
    })
}

/// The server's certificate with its key, and the end of its validity in milliseconds since 1970.
pub(super) fn server_pair(
    cert: &Path,
    key: &Path,
    provider: &CryptoProvider,
) -> Result<(CertifiedKey, i64), TlsError> {
    let chain: Vec<CertificateDer<'static>> = blocks(TlsFile::Cert, cert)?;
    let damaged = |file, path: &Path| TlsError::Damaged { file, path: path.to_owned() };
    let not_after_ms = chain
        .first()
        .and_then(|der| not_after_ms(der))
        .ok_or_else(|| damaged(TlsFile::Cert, cert))?;
    let private = PrivateKeyDer::from_pem_slice(&content(TlsFile::Key, key)?)
        .map_err(|_| TlsError::Pem { file: TlsFile::Key, path: key.to_owned() })?;
    let pair = CertifiedKey::from_der(chain, private, provider).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => TlsError::KeyMismatch { path: key.to_owned() },
        rustls::Error::InvalidCertificate(_) => damaged(TlsFile::Cert, cert),
        _ => damaged(TlsFile::Key, key),
    })?;
    Ok((pair, not_after_ms))
}

fn crl_state(
    lists: &[CertificateRevocationListDer<'static>],
    cas: &[CertificateDer<'static>],
    path: &Path,
    revoked: &mut HashSet<[u8; 32]>,
) -> Result<CrlState, TlsError> {
    let damaged = || TlsError::Damaged { file: TlsFile::Crl, path: path.to_owned() };
    let mut state = CrlState {
        lists: lists.len(),
        revoked: 0,
        next_update_ms: Some(i64::MAX),
        cas_without_list: 0,
    };
    let mut issuers = Vec::new();
    for list in lists {
        let (_, list) = CertificateRevocationList::from_der(list).map_err(|_| damaged())?;
        let issuer = list.issuer().as_raw();
        state.revoked += list.iter_revoked_certificates().count();
        revoked
            .extend(list.iter_revoked_certificates().map(|one| issued(issuer, one.raw_serial())));
        let next = list.next_update().map(|at| at.timestamp().saturating_mul(1000));
        state.next_update_ms = state.next_update_ms.zip(next).map(|(a, b)| a.min(b));
        issuers.push(list.issuer().as_raw().to_vec());
    }
    let has_list = |ca: &CertificateDer<'_>| {
        X509Certificate::from_der(ca)
            .is_ok_and(|(_, ca)| issuers.iter().any(|issuer| issuer == ca.subject().as_raw()))
    };
    state.cas_without_list = cas.iter().filter(|ca| !has_list(ca)).count();
    if state.cas_without_list == cas.len() {
        return Err(TlsError::ForeignCrl { path: path.to_owned() });
    }
    Ok(state)
}

/// SHA-256 over issuer and serial number, as a CA names a certificate in its list (RFC 5280, 5.1).
fn issued(issuer: &[u8], serial: &[u8]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    // No issuer is a prefix of another: a name says its own length in DER.
    context.update(issuer);
    // Both sides write it in DER, where only a sign byte may differ between encoders.
    let significant = serial.iter().position(|byte| *byte != 0).unwrap_or(serial.len());
    context.update(serial.get(significant..).unwrap_or_default());
    let mut name = [0; 32];
    name.copy_from_slice(context.finish().as_ref());
    name
}

/// The same of a certificate; `None` when it cannot be read.
pub(in crate::http) fn issued_of(der: &[u8]) -> Option<[u8; 32]> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(issued(certificate.issuer().as_raw(), certificate.raw_serial()))
}

/// End of a certificate's validity, milliseconds since 1970; `None` when it cannot be read.
pub(in crate::http) fn not_after_ms(der: &[u8]) -> Option<i64> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(certificate.validity().not_after.timestamp().saturating_mul(1000))
}

fn content(file: TlsFile, path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read { file, path: path.to_owned(), source })
}

/// All PEM blocks of one kind, at least one.
fn blocks<T: PemObject>(file: TlsFile, path: &Path) -> Result<Vec<T>, TlsError> {
    let found = T::pem_slice_iter(&content(file, path)?).collect::<Result<Vec<_>, _>>();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(TlsError::Pem { file, path: path.to_owned() }),
    }
}
