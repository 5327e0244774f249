//! Finding out why a connection was closed: connects once more and only listens.
//! Absent: sending anything.
//!
//! In TLS 1.3 the server judges the client certificate after the client believes the handshake
//! done. The client is already sending then, and the alert that says why it is not wanted is lost
//! to a reset of the connection more often than not, most of all under HTTP/2.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use hyper::Uri;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, ReadBuf};
use tower_service::Service;

use super::error::tls_trouble;
use super::{Connector, TlsTrouble};

/// A server that took the certificate says nothing before it is asked; do not wait for long.
const PATIENCE: Duration = Duration::from_secs(1);

/// The reason that the server gives when nothing is sent to it, if it has one.
pub(super) async fn probe(mut connector: Connector, server: Uri) -> Option<TlsTrouble> {
    let listen = async {
        let stream = match connector.call(server).await {
            Ok(stream) => stream,
            Err(error) => return tls_trouble(error.as_ref()),
        };
        let mut stream = TokioIo::new(stream);
        let mut octet = [0];
        let mut octet = ReadBuf::new(&mut octet);
        let read = poll_fn(|context| Pin::new(&mut stream).poll_read(context, &mut octet)).await;
        read.err().and_then(|error| tls_trouble(&error))
    };
    tokio::time::timeout(PATIENCE, listen).await.ok().flatten()
}
