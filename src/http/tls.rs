//! The door: TLS 1.3 that demands a client certificate, with a CA bundle, revocation lists and a
//! server certificate that can be renewed while connections stay open.
//! Absent: who the certificate belongs to and whether that person may do anything (see `peer` and
//! the service), the listener itself, and any decision on when to reload.

mod files;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{DigitallySignedStruct, DistinguishedName, ServerConfig, SignatureScheme};

pub use files::{CrlState, TlsError, TlsFile, TlsFiles, TlsReport};
pub(in crate::http) use files::{issued_of, not_after_ms};

/// What one handshake is judged by. Replaced whole, so that no handshake sees half of a reload.
struct Material {
    verifier: Arc<dyn ClientCertVerifier>,
    certificate: Arc<CertifiedKey>,
    report: TlsReport,
    revoked: Arc<HashSet<[u8; 32]>>,
}

/// The TLS side of the exchange, reloadable.
pub struct Tls {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    current: Arc<Current>,
    config: ServerConfig,
}

impl Tls {
    /// Reads all files and prepares the server side: TLS 1.3 only, `ring`, a client certificate
    /// demanded, HTTP/2 before HTTP/1.1, and no resumption of any kind, because a resumed session
    /// skips the check of the client certificate (RFC 8446, section 2.2).
    ///
    /// # Errors
    /// [`TlsError`] names the file that is wrong and what to do.
    pub fn load(files: &TlsFiles) -> Result<Self, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let current = Arc::new(Current(RwLock::new(Arc::new(files::read(files, &provider)?))));
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(TlsError::Provider)?
            .with_client_cert_verifier(Arc::new(CurrentVerifier(Arc::clone(&current))))
            .with_cert_resolver(Arc::new(CurrentCertificate(Arc::clone(&current))));
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.max_early_data_size = 0;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { files: files.clone(), provider, current, config })
    }

    /// The configuration for a listener. All copies follow later reloads. Its `time_provider`
    /// may be replaced where the clock is moved by hand.
    pub fn server_config(&self) -> ServerConfig {
        self.config.clone()
    }

    /// What is in force now.
    pub fn report(&self) -> TlsReport {
        self.current.get().report.clone()
    }

    /// The certificates on the lists in force, each as issuer and serial number names it.
    pub fn revoked(&self) -> Arc<HashSet<[u8; 32]>> {
        Arc::clone(&self.current.get().revoked)
    }

    /// Reads all files again and puts them in force for new handshakes; open connections stay.
    /// Blocks on the file system.
    ///
    /// # Errors
    /// [`TlsError`]; then nothing changes and the files read before stay in force.
    pub fn reload(&self) -> Result<TlsReport, TlsError> {
        let fresh = files::read(&self.files, &self.provider)?;
        let report = fresh.report.clone();
        self.current.set(fresh);
        Ok(report)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("report", &self.report()).finish_non_exhaustive()
    }
}

/// TLS 1.3 for whoever comes, without a client certificate: for a witness, whose askers are judged by
/// what a log has signed. The files are read once.
///
/// # Errors
/// [`TlsError`] names the file that is wrong and what to do.
pub fn without_clients(cert: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let (certificate, _) = files::server_pair(cert, key, &provider)?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(TlsError::Provider)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(certificate)));
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

struct Current(RwLock<Arc<Material>>);

impl Current {
    // Only whole values are ever swapped in, so a poisoned lock still holds a good one.
    fn get(&self) -> Arc<Material> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, material: Material) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(material);
    }
}

struct CurrentVerifier(Arc<Current>);

impl fmt::Debug for CurrentVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CurrentVerifier")
    }
}

impl ClientCertVerifier for CurrentVerifier {
    /// None: the hints of the first bundle would keep clients of a CA added later from answering.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn offer_client_auth(&self) -> bool {
        true
    }

    fn client_auth_mandatory(&self) -> bool {
        true
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        self.0.get().verifier.verify_client_cert(end_entity, intermediates, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.get().verifier.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.get().verifier.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.get().verifier.supported_verify_schemes()
    }
}

struct CurrentCertificate(Arc<Current>);

impl fmt::Debug for CurrentCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CurrentCertificate")
    }
}

impl ResolvesServerCert for CurrentCertificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.get().certificate))
    }
}
