//! Who is at the other end of a connection, taken from the verified client certificate.
//! Absent: what the certificate is registered for, and whether it still counts: that is judged at
//! each request by the service, because a connection outlives many decisions.

use std::any::Any;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::HttpRequest;
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use rustix::net::sockopt;

use super::stalled::Wire;
use super::tls::{issued_of, not_after_ms};

/// Bytes that the kernel holds for a connection whose other end takes them slowly; it doubles the number for its
/// own accounts. Enough for 10 MB a second over a way of 20 ms.
const SEND_BUFFER: usize = 128 << 10;

/// HTTP/2 as TLS calls it (RFC 7301, RFC 9113).
const HTTP2: &[u8] = b"h2";

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
/// and HTTP/2 alike, and keeps what a connection may hold in bounds. Whatever is missing or unreadable leaves
/// a connection without a peer.
pub fn on_connect(stalled: Duration) -> impl Fn(&dyn Any, &mut Extensions) + Clone {
    move |connection, data| {
        let Some(stream) = connection.downcast_ref::<TlsStream<TcpStream>>() else { return };
        if let Err(error) = bound(stream, stalled, data) {
            let cause: &dyn std::error::Error = &error;
            tracing::warn!(error = cause, "a connection stays without bounds of its own");
        }
        if let Some(peer) = read(stream) {
            data.insert(peer);
        }
    }
}

/// The kernel drops the connection when its other end takes nothing of what waits for it for so long
/// (`TCP_USER_TIMEOUT`, RFC 5482), and holds little for it until then. Nothing up here would notice: a body is
/// not asked for more before the socket has room.
fn bound(
    stream: &TlsStream<TcpStream>,
    stalled: Duration,
    data: &mut Extensions,
) -> io::Result<()> {
    let (tcp, tls) = stream.get_ref();
    let stalled_ms = u32::try_from(stalled.as_millis()).unwrap_or(u32::MAX);
    sockopt::set_tcp_user_timeout(tcp, stalled_ms)?;
    sockopt::set_socket_send_buffer_size(tcp, SEND_BUFFER)?;
    // Of its many answers one may stall alone, which the kernel does not see.
    if tls.alpn_protocol() == Some(HTTP2) {
        data.insert(Wire::of(tcp)?);
    }
    Ok(())
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
