//! A plain POST to a server that is no exchange: over HTTP, or over HTTPS with the CA that was configured
//! for it, within a time and a size. Absent: client certificates, and what the answers mean.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::http::response;
use hyper::{Method, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

/// Time for a connection, the request and the whole answer: a server that takes longer is treated as
/// being out of reach and asked again later.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a server gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum PlainError {
    /// The address is none.
    #[error("its address has to begin with http:// or https:// and name a host")]
    Address,
    /// The CA file is none.
    #[error("its CA file holds no usable PEM certificate")]
    Ca,
    /// An address with `https` and no CA.
    #[error("its address begins with https:// and no CA file is configured for it")]
    NoCa,
    /// This build has no TLS 1.3.
    #[error("this build cannot speak TLS")]
    Provider(#[source] rustls::Error),
    /// No answer in time.
    #[error("no answer within {} seconds", PATIENCE.as_secs())]
    Timeout,
    /// The connection failed.
    #[error("the connection failed")]
    Connection(#[source] hyper_util::client::legacy::Error),
    /// The answer is larger than any that is expected, or broke off.
    #[error("the answer broke off or is too large")]
    Body(#[source] Box<dyn Error + Send + Sync>),
}

/// An error with what is behind it, on one line.
pub fn in_full(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let _ = write!(text, ": {inner}"); // Writing to a string cannot fail.
        source = inner.source();
    }
    text
}

/// Whom to believe that a server is who it says.
pub struct PlainTls {
    config: ClientConfig,
    has_ca: bool,
}

impl PlainTls {
    /// From the PEM text of a CA file; without one only `http` can be spoken.
    ///
    /// # Errors
    /// [`PlainError::Ca`] or [`PlainError::Provider`].
    pub fn from_pem(ca: Option<&[u8]>) -> Result<Self, PlainError> {
        let mut roots = RootCertStore::empty();
        for certificate in ca.into_iter().flat_map(CertificateDer::pem_slice_iter) {
            let certificate = certificate.map_err(|_| PlainError::Ca)?;
            roots.add(certificate).map_err(|_| PlainError::Ca)?;
        }
        if ca.is_some() && roots.is_empty() {
            return Err(PlainError::Ca);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(PlainError::Provider)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { config, has_ca: ca.is_some() })
    }
}

/// The way to one address.
pub(super) struct PlainPost {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    uri: Uri,
    media_type: Option<HeaderValue>,
    answer_bytes: usize,
}

impl PlainPost {
    /// For this address, bodies of this media type, and answers of at most so many bytes.
    ///
    /// # Errors
    /// [`PlainError::Address`] or [`PlainError::NoCa`].
    pub(super) fn new(
        uri: &str,
        tls: PlainTls,
        media_type: Option<&'static str>,
        answer_bytes: usize,
    ) -> Result<Self, PlainError> {
        let uri: Uri = uri.parse().map_err(|_| PlainError::Address)?;
        match (uri.scheme_str(), uri.host()) {
            (Some("http"), Some(_)) => {}
            (Some("https"), Some(_)) if tls.has_ca => {}
            (Some("https"), Some(_)) => return Err(PlainError::NoCa),
            _ => return Err(PlainError::Address),
        }
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls.config)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client =
            Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
        Ok(Self { client, uri, media_type: media_type.map(HeaderValue::from_static), answer_bytes })
    }

    /// Sends a body and reads the whole answer.
    ///
    /// # Errors
    /// [`PlainError`] when there is no whole answer in time.
    pub(super) async fn send(&self, body: String) -> Result<(response::Parts, Bytes), PlainError> {
        let exchange = self.exchange(body);
        tokio::time::timeout(PATIENCE, exchange).await.map_err(|_| PlainError::Timeout)?
    }

    async fn exchange(&self, body: String) -> Result<(response::Parts, Bytes), PlainError> {
        let mut request = hyper::Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        if let Some(media_type) = &self.media_type {
            request.headers_mut().insert(CONTENT_TYPE, media_type.clone());
        }
        let answer = self.client.request(request).await.map_err(PlainError::Connection)?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, self.answer_bytes).collect().await;
        Ok((head, body.map_err(PlainError::Body)?.to_bytes()))
    }
}
