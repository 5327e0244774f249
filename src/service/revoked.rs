//! Client certificates that their CA has revoked, looked at for every request: a connection outlives the
//! handshake that let it in. Absent: where the lists come from, and certificates withdrawn here (`registry`).

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

/// SHA-256 over issuer and serial number of a certificate, as a CA names it in its list (RFC 5280, 5.1).
pub type Issued = [u8; 32];

/// The certificates that are revoked now. Replaced whole when the lists are read again.
#[derive(Default)]
pub struct Revoked(RwLock<Arc<HashSet<Issued>>>);

impl Revoked {
    /// Whether this certificate is revoked.
    pub fn has(&self, certificate: &Issued) -> bool {
        // Only whole sets are swapped in, so a poisoned lock still holds a good one.
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(certificate)
    }

    /// Puts the certificates of newly read lists in force.
    pub fn replace(&self, revoked: Arc<HashSet<Issued>>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = revoked;
    }
}
