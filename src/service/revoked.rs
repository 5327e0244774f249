//! Client certificates that their CA has revoked, looked at for every request: a connection outlives the
//! handshake that let it in. Absent: where the lists come from, and certificates withdrawn here (`registry`).

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::watch;

/// SHA-256 over issuer and serial number of a certificate, as a CA names it in its list (RFC 5280, 5.1).
pub type Issued = [u8; 32];

/// The certificates that are revoked now. Replaced whole when the lists are read again.
pub struct Revoked(watch::Sender<Arc<HashSet<Issued>>>);

impl Default for Revoked {
    fn default() -> Self {
        Self(watch::Sender::new(Arc::default()))
    }
}

impl Revoked {
    /// Whether this certificate is revoked.
    pub fn has(&self, certificate: &Issued) -> bool {
        self.0.borrow().contains(certificate)
    }

    /// Puts the certificates of newly read lists in force.
    pub fn replace(&self, revoked: Arc<HashSet<Issued>>) {
        self.0.send_replace(revoked);
    }

    /// A view that is woken when lists were read again.
    pub fn subscribe(&self) -> watch::Receiver<Arc<HashSet<Issued>>> {
        self.0.subscribe()
    }
}
