//! Who is at the other end of a connection, taken from the verified client certificate.
//! Absent: what the certificate is registered for, and whether it still counts: that is judged at
//! each request by the service, because a connection outlives many decisions.

use std::any::Any;
use std::fmt;
use std::net::SocketAddr;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;

use super::tls::{issued_of, not_after_ms};

/// The holder of the client certificate of one connection.
#[derive(Clone, PartialEq, Eq)]
pub struct Peer {
    /// SHA-256 of the certificate's DER form, as registered with the exchange.
    pub fingerprint: [u8; 32],
    /// SHA-256 over its issuer and serial number, by which revocation lists name it.
    pub issued: [u8; 32],
    /// Last moment of the certificate's validity, milliseconds since 1970. The handshake has
    /// checked it once; a connection may stay open beyond it.
    pub not_after_ms: i64,
    /// Address and port of the other end.
    pub remote: SocketAddr,
}

/// The connection shows no verified client certificate; the request must be refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no client certificate on this connection")]
pub struct NoPeer;

impl Peer {
    /// The peer of the connection that carries this request.
    ///
    /// # Errors
    /// [`NoPeer`] when [`on_connect`] could not make it out. There is no anonymous peer.
    pub fn of(request: &HttpRequest) -> Result<Self, NoPeer> {
        request.conn_data::<Self>().cloned().ok_or(NoPeer)
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Peer").finish_non_exhaustive()
    }
}

/// Give this to `HttpServer::on_connect`: remembers the peer with the connection, for HTTP/1.1
/// and HTTP/2 alike. Whatever is missing or unreadable leaves a connection without a peer.
pub fn on_connect(connection: &dyn Any, data: &mut Extensions) {
    let stream = connection.downcast_ref::<TlsStream<TcpStream>>();
    if let Some(peer) = stream.and_then(read) {
        data.insert(peer);
    }
}

fn read(stream: &TlsStream<TcpStream>) -> Option<Peer> {
    let (tcp, tls) = stream.get_ref();
    let certificate = tls.peer_certificates()?.first()?;
    let digest = ring::digest::digest(&ring::digest::SHA256, certificate);
    Some(Peer {
        fingerprint: digest.as_ref().try_into().ok()?,
        issued: issued_of(certificate)?,
        not_after_ms: not_after_ms(certificate)?,
        remote: tcp.peer_addr().ok()?,
    })
}
