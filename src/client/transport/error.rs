//! Why no answer came, in words that say what to do about it.
//! Absent: refusals by the exchange, which are answers.

use std::error::Error;
use std::fmt;
use std::io;

use http_body_util::LengthLimitError;
use rustls::{AlertDescription, CertificateError};

use crate::client::sse::SseError;

type Cause = Box<dyn Error + Send + Sync>;

/// What went wrong with the two certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsTrouble {
    /// The exchange did not take our certificate, without a closer reason.
    ClientRefused,
    /// The exchange says that our certificate has expired.
    ClientExpired,
    /// The exchange says that our certificate was revoked.
    ClientRevoked,
    /// The exchange does not trust the CA that signed our certificate, or has no fresh revocation
    /// list of it (rustls sends the same alert for both).
    ClientUnknownCa,
    /// The exchange's certificate comes from another CA than the one we trust.
    ServerUnknownCa,
    /// The exchange's certificate is for another name.
    ServerName,
    /// The exchange's certificate is not valid today.
    ServerDates,
    /// No common protocol version, or what answered is not TLS.
    NotTls13,
}

impl fmt::Display for TlsTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientRefused => {
                "the exchange refused the client certificate; ask the steward which one is valid"
            }
            Self::ClientExpired => "the client certificate has expired; ask for a new one",
            Self::ClientRevoked => "the client certificate was revoked; ask for a new one",
            Self::ClientUnknownCa => {
                "the exchange does not trust the CA of the client certificate, or lacks a fresh \
                 revocation list of it; ask the steward"
            }
            Self::ServerUnknownCa => {
                "the exchange's certificate is not from the CA given; check `ca` and the address"
            }
            Self::ServerName => {
                "the exchange's certificate is for another name; use that name in the address, or \
                 set `server_name`"
            }
            Self::ServerDates => {
                "the exchange's certificate is not valid now; check the clock of this machine"
            }
            Self::NotTls13 => "what answers does not speak TLS 1.3; check address and port",
        })
    }
}

/// Why a request brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The URL, the path or the server name is malformed.
    #[error("the address of the exchange is not of the form https://host:port")]
    Address,
    /// No connection: wrong address, or nothing listens there.
    #[error("cannot connect to the exchange; check the address and that it is running")]
    Connect(#[source] Cause),
    /// The certificates did not fit.
    #[error("{0}")]
    Tls(TlsTrouble),
    /// No answer in time.
    #[error("the exchange did not answer in time")]
    Timeout,
    /// The answer is longer than we are ready to take.
    #[error("the answer is longer than {max_bytes} bytes")]
    TooLarge {
        /// The budget.
        max_bytes: usize,
    },
    /// The connection ended before the answer did. The request may have been carried out.
    #[error("the exchange closed the connection before the answer was complete")]
    Closed(#[source] Cause),
    /// What came back is not HTTP, or not an event stream.
    #[error("what answered does not follow the protocol; check the address")]
    Protocol(#[source] Cause),
}

impl TransportError {
    pub(super) fn from_client(error: hyper_util::client::legacy::Error) -> Self {
        let connecting = error.is_connect();
        match plain(&error) {
            Some(Plain::Tls(trouble)) => Self::Tls(trouble),
            _ if connecting => Self::Connect(Box::new(error)),
            Some(Plain::Closed) => Self::Closed(Box::new(error)),
            None => Self::Protocol(Box::new(error)),
        }
    }

    pub(super) fn from_hyper(error: hyper::Error) -> Self {
        match plain(&error) {
            Some(Plain::Tls(trouble)) => Self::Tls(trouble),
            Some(Plain::Closed) => Self::Closed(Box::new(error)),
            None => Self::Protocol(Box::new(error)),
        }
    }

    pub(super) fn from_body(error: Cause, too_large: Self) -> Self {
        if error.is::<LengthLimitError>() {
            return too_large;
        }
        match error.downcast::<hyper::Error>() {
            Ok(error) => Self::from_hyper(*error),
            Err(error) => Self::Protocol(error),
        }
    }

    pub(super) fn from_sse(error: SseError) -> Self {
        Self::Protocol(Box::new(error))
    }
}

enum Plain {
    Tls(TlsTrouble),
    Closed,
}

/// Looks through the layers for the one that a person can act on.
fn plain(error: &(dyn Error + 'static)) -> Option<Plain> {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(Plain::Tls(trouble(tls)));
    }
    // `source` of an IO error steps over the error that it wraps.
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let below = match wrapped {
        Some(inside) => plain(inside),
        None => error.source().and_then(plain),
    };
    below.or_else(|| is_closed(error).then_some(Plain::Closed))
}

/// What the TLS layer says inside an error of a layer above it.
pub(super) fn tls_trouble(error: &(dyn Error + 'static)) -> Option<TlsTrouble> {
    match plain(error) {
        Some(Plain::Tls(trouble)) => Some(trouble),
        Some(Plain::Closed) | None => None,
    }
}

fn is_closed(error: &(dyn Error + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<hyper::Error>() {
        return error.is_incomplete_message() || error.is_canceled() || error.is_closed();
    }
    error.downcast_ref::<io::Error>().is_some_and(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::NotConnected
                | io::ErrorKind::UnexpectedEof
        )
    })
}

fn trouble(error: &rustls::Error) -> TlsTrouble {
    match error {
        rustls::Error::AlertReceived(alert) => match alert {
            AlertDescription::CertificateExpired => TlsTrouble::ClientExpired,
            AlertDescription::CertificateRevoked => TlsTrouble::ClientRevoked,
            AlertDescription::UnknownCA => TlsTrouble::ClientUnknownCa,
            AlertDescription::ProtocolVersion | AlertDescription::NoApplicationProtocol => {
                TlsTrouble::NotTls13
            }
            _ => TlsTrouble::ClientRefused,
        },
        rustls::Error::InvalidCertificate(problem) => match problem {
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsTrouble::ServerName
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TlsTrouble::ServerDates,
            _ => TlsTrouble::ServerUnknownCa,
        },
        _ => TlsTrouble::NotTls13,
    }
}
