//! The asking side of C2SP `tlog-witness`: one request, `add-checkpoint`, over HTTP or HTTPS. What a
//! witness says is content-free and proven by its signature, so a plain connection gives nothing away.
//! Absent: client certificates, proofs, and what follows from an answer.

use std::error::Error;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::CONTENT_TYPE;
use hyper::{Method, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use samen_audit::witness::{MAX_ANSWER_BYTES, SIZE_MEDIA_TYPE, parse_size};

/// Time for a connection, the request and the whole answer: a witness that takes longer is treated as
/// being out of reach and asked again later.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a witness answered to `add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// 200: signature lines.
    Cosigned(String),
    /// 409: the size that it cosigned last, unless it did not say.
    Conflict(Option<u64>),
    /// 422: the consistency proof does not hold.
    BadProof,
    /// 404: it does not know the origin.
    UnknownLog,
    /// 403: no key that it trusts for the origin has signed.
    WrongKey,
    /// 400: it could not read the request.
    Malformed,
}

/// Why a witness gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum WitnessClientError {
    /// The address is none.
    #[error("its address has to begin with http:// or https:// and name a host")]
    Address,
    /// The CA file is none.
    #[error("the CA file of the witnesses holds no usable PEM certificate")]
    Ca,
    /// An address with `https` and no CA.
    #[error("its address begins with https:// and no CA file is configured for witnesses")]
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
    /// The answer is larger than any witness's, or broke off.
    #[error("the answer broke off or is too large")]
    Body(#[source] Box<dyn Error + Send + Sync>),
    /// A status that the protocol does not have.
    #[error("it answered with status {0}")]
    Status(StatusCode),
    /// A body that is not text.
    #[error("its answer is not text")]
    Text,
}

impl WitnessClientError {
    /// The error with what is behind it, on one line.
    pub fn in_full(&self) -> String {
        let mut text = self.to_string();
        let mut source = self.source();
        while let Some(inner) = source {
            let _ = write!(text, ": {inner}"); // Writing to a string cannot fail.
            source = inner.source();
        }
        text
    }
}

/// Whom to believe that a witness is who it says.
pub struct WitnessTls {
    config: ClientConfig,
    has_ca: bool,
}

impl WitnessTls {
    /// From the PEM text of a CA file; without one only `http` can be spoken.
    ///
    /// # Errors
    /// [`WitnessClientError::Ca`] or [`WitnessClientError::Provider`].
    pub fn from_pem(ca: Option<&[u8]>) -> Result<Self, WitnessClientError> {
        let mut roots = RootCertStore::empty();
        for certificate in ca.into_iter().flat_map(CertificateDer::pem_slice_iter) {
            let certificate = certificate.map_err(|_| WitnessClientError::Ca)?;
            roots.add(certificate).map_err(|_| WitnessClientError::Ca)?;
        }
        if ca.is_some() && roots.is_empty() {
            return Err(WitnessClientError::Ca);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(WitnessClientError::Provider)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { config, has_ca: ca.is_some() })
    }
}

/// The way to one witness.
pub struct WitnessClient {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    add_checkpoint: Uri,
}

impl WitnessClient {
    /// For the witness with this submission prefix, such as `https://witness.example/samen`.
    ///
    /// # Errors
    /// [`WitnessClientError::Address`] or [`WitnessClientError::NoCa`].
    pub fn new(prefix: &str, tls: WitnessTls) -> Result<Self, WitnessClientError> {
        let add_checkpoint: Uri = format!("{}/add-checkpoint", prefix.trim_end_matches('/'))
            .parse()
            .map_err(|_| WitnessClientError::Address)?;
        match (add_checkpoint.scheme_str(), add_checkpoint.host()) {
            (Some("http"), Some(_)) => {}
            (Some("https"), Some(_)) if tls.has_ca => {}
            (Some("https"), Some(_)) => return Err(WitnessClientError::NoCa),
            _ => return Err(WitnessClientError::Address),
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
        Ok(Self { client, add_checkpoint })
    }

    /// Offers a checkpoint.
    ///
    /// # Errors
    /// [`WitnessClientError`] when there is no answer of the protocol.
    pub async fn add_checkpoint(&self, body: String) -> Result<WitnessAnswer, WitnessClientError> {
        let exchange = self.exchange(body);
        tokio::time::timeout(PATIENCE, exchange).await.map_err(|_| WitnessClientError::Timeout)?
    }

    async fn exchange(&self, body: String) -> Result<WitnessAnswer, WitnessClientError> {
        let mut request = hyper::Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.add_checkpoint.clone();
        let answer = self.client.request(request).await.map_err(WitnessClientError::Connection)?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, MAX_ANSWER_BYTES).collect().await;
        let body = body.map_err(WitnessClientError::Body)?.to_bytes();
        let text = || str::from_utf8(&body).map_err(|_| WitnessClientError::Text);
        let is_size = head
            .headers
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes() == SIZE_MEDIA_TYPE.as_bytes());
        match head.status {
            StatusCode::OK => Ok(WitnessAnswer::Cosigned(text()?.to_owned())),
            StatusCode::CONFLICT if is_size => Ok(WitnessAnswer::Conflict(parse_size(&body))),
            StatusCode::CONFLICT => Ok(WitnessAnswer::Conflict(None)),
            StatusCode::UNPROCESSABLE_ENTITY => Ok(WitnessAnswer::BadProof),
            StatusCode::NOT_FOUND => Ok(WitnessAnswer::UnknownLog),
            StatusCode::FORBIDDEN => Ok(WitnessAnswer::WrongKey),
            StatusCode::BAD_REQUEST => Ok(WitnessAnswer::Malformed),
            other => Err(WitnessClientError::Status(other)),
        }
    }
}
