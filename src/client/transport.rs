//! HTTP over mutual TLS as the client uses it: send a request, get a whole answer or a stream.
//! Absent: what is sent and what an answer means, retries, and files (see `tls`).

mod error;
mod message;
mod probe;
mod resolve;
mod streaming;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use http_body_util::Full;
use hyper::Uri;
use hyper::body::Bytes;
use hyper::http::uri::Authority;
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;

pub use error::{TlsTrouble, TransportError};
pub use message::{Request, Response};
pub use streaming::{Events, Streaming};

use message::LAST_EVENT_ID;
use resolve::Lookup;

/// Which HTTP to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Protocol {
    /// HTTP/2 when the server offers it, else HTTP/1.1.
    #[default]
    Auto,
    /// HTTP/1.1: one request at a time on each connection, as many connections as requests.
    Http1,
    /// HTTP/2: all requests over one connection.
    Http2,
}

/// How to reach the exchange and how long to wait.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which HTTP to speak.
    pub protocol: Protocol,
    /// Connect here in place of looking up the host name in the URL.
    pub address: Option<IpAddr>,
    /// The name that the server's certificate must bear, in place of the host in the URL.
    pub server_name: Option<String>,
    /// Time for a connection, a request and its whole answer, or the head of a stream.
    pub timeout: Duration,
    /// Longest silence on a stream. The feed sends a comment well before it ends.
    pub idle_timeout: Duration,
    /// Most bytes of an answer, and of one event on a stream.
    pub max_response_bytes: usize,
}

impl Default for Options {
    /// 30 s for an answer, 60 s of silence, and 64 MiB: 500 records of 64 KiB, doubled by JSON.
    fn default() -> Self {
        Self {
            protocol: Protocol::Auto,
            address: None,
            server_name: None,
            timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(60),
            max_response_bytes: 64 << 20,
        }
    }
}

type Connector = HttpsConnector<HttpConnector<Lookup>>;

/// Requests to one exchange as the holder of one certificate. Clones share their connections.
#[derive(Clone)]
pub struct Transport {
    client: Client<Connector, Full<Bytes>>,
    connector: Connector,
    authority: Authority,
    timeout: Duration,
    idle_timeout: Duration,
    max_response_bytes: usize,
}

impl Transport {
    /// Prepares requests to `base_url`, `https://host:port`. Connects when the first one is sent.
    ///
    /// # Errors
    /// [`TransportError::Address`] when the URL, or a server name to expect, is not of that form.
    pub fn new(
        base_url: &str,
        tls: ClientConfig,
        options: &Options,
    ) -> Result<Self, TransportError> {
        let authority = authority_of(base_url)?;
        let mut connector = HttpConnector::new_with_resolver(Lookup::new(options.address));
        connector.enforce_http(false);
        connector.set_nodelay(true);
        let mut builder = HttpsConnectorBuilder::new().with_tls_config(tls).https_only();
        if let Some(name) = &options.server_name {
            let name = ServerName::try_from(name.clone()).map_err(|_| TransportError::Address)?;
            builder = builder.with_server_name_resolver(FixedServerNameResolver::new(name));
        }
        let connector = match options.protocol {
            Protocol::Auto => builder.enable_all_versions().wrap_connector(connector),
            Protocol::Http1 => builder.enable_http1().wrap_connector(connector),
            Protocol::Http2 => builder.enable_http2().wrap_connector(connector),
        };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .http2_only(options.protocol == Protocol::Http2)
            .build(connector.clone());
        Ok(Self {
            client,
            connector,
            authority,
            timeout: options.timeout,
            idle_timeout: options.idle_timeout,
            max_response_bytes: options.max_response_bytes,
        })
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    ///
    /// # Errors
    /// [`TransportError`]; the request may have been carried out unless it says that no
    /// connection came about.
    pub async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let answer = async { self.begin(request).await?.read().await };
        tokio::time::timeout(self.timeout, answer).await.map_err(|_| TransportError::Timeout)?
    }

    /// Sends a request and hands over its answer as soon as the head is there.
    ///
    /// # Errors
    /// As [`Transport::send`].
    pub async fn stream(&self, request: Request) -> Result<Streaming, TransportError> {
        self.stream_within(request, self.timeout).await
    }

    /// The same for an answer whose head takes longer, or has to come sooner, than others.
    ///
    /// # Errors
    /// As [`Transport::send`].
    pub async fn stream_within(
        &self,
        request: Request,
        patience: Duration,
    ) -> Result<Streaming, TransportError> {
        let head = self.begin(request);
        tokio::time::timeout(patience, head).await.map_err(|_| TransportError::Timeout)?
    }

    async fn begin(&self, request: Request) -> Result<Streaming, TransportError> {
        let uri = self.uri(&request.path)?;
        let resumed_from = request.headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok());
        let resumed_from = resumed_from.map(str::to_owned);
        let mut message = hyper::Request::new(Full::new(request.body));
        *message.method_mut() = request.method;
        *message.uri_mut() = uri;
        *message.headers_mut() = request.headers;
        let (head, body) = match self.client.request(message).await {
            Ok(answer) => answer.into_parts(),
            Err(error) => return Err(self.explained(TransportError::from_client(error)).await),
        };
        Ok(Streaming {
            status: head.status,
            headers: head.headers,
            body,
            idle_timeout: self.idle_timeout,
            max_bytes: self.max_response_bytes,
            resumed_from,
        })
    }

    fn uri(&self, path: &str) -> Result<Uri, TransportError> {
        let uri = Uri::builder().scheme("https").authority(self.authority.clone());
        uri.path_and_query(path).build().map_err(|_| TransportError::Address)
    }

    /// Puts the server's reason in place of a connection that merely broke.
    async fn explained(&self, error: TransportError) -> TransportError {
        match (&error, self.uri("/")) {
            (TransportError::Closed(_) | TransportError::Protocol(_), Ok(server)) => {
                let trouble = probe::probe(self.connector.clone(), server).await;
                trouble.map_or(error, TransportError::Tls)
            }
            _ => error,
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}

/// Host and port of `https://host:port`; nothing else may be in it.
fn authority_of(base_url: &str) -> Result<Authority, TransportError> {
    let uri: Uri = base_url.parse().map_err(|_| TransportError::Address)?;
    let parts = uri.into_parts();
    let plain_path = parts.path_and_query.is_none_or(|path| path.as_str() == "/");
    match (parts.scheme, parts.authority) {
        (Some(scheme), Some(authority))
            if scheme.as_str() == "https" && plain_path && !authority.as_str().contains('@') =>
        {
            Ok(authority)
        }
        _ => Err(TransportError::Address),
    }
}
