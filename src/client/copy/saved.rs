//! A copy as bytes, to be sealed and kept by whoever needs it without the exchange, and back.
//! Absent: sealing and files.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{AlertsCopy, CopyError, Known, Listed, Whose};
use crate::domain::time::Timestamp;

/// The form, version 1.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    v: u8,
    /// The name of the log.
    log: String,
    exchange: String,
    partner: String,
    status: String,
    revision: u64,
    root: String,
    at_ms: i64,
    alerts: Vec<(u64, String)>,
}

impl AlertsCopy {
    /// The copy as bytes. They hold personal data: seal them.
    pub fn export(&self) -> Zeroizing<Vec<u8>> {
        let Some(known) = &self.known else {
            return Zeroizing::default();
        };
        // What the feed told behind the revision comes again with the first delta.
        let alerts = self.alerts.range(..known.revision);
        let saved = Saved {
            v: 1,
            log: self.whose.log_key.name().to_owned(),
            exchange: self.whose.exchange.to_string(),
            partner: self.whose.partner.to_string(),
            status: self.whose.status.code().to_owned(),
            revision: known.revision,
            root: samen_audit::text::base64(&known.root),
            at_ms: known.at.as_ms(),
            alerts: alerts.map(|(index, alert)| (*index, alert.jws.to_string())).collect(),
        };
        // Plain strings and numbers always serialize.
        Zeroizing::new(serde_json::to_vec(&saved).unwrap_or_default())
    }

    /// The copy out of bytes that [`AlertsCopy::export`] made; no bytes give an empty copy. Whoever kept them
    /// vouches for them: what was signed is not kept.
    ///
    /// # Errors
    /// [`CopyError::Saved`], also for a copy of somebody else or of another log.
    pub fn import(whose: Whose, bytes: &[u8]) -> Result<Self, CopyError> {
        let mut copy = Self::new(whose);
        if bytes.is_empty() {
            return Ok(copy);
        }
        let saved: Saved = serde_json::from_slice(bytes).map_err(|_| CopyError::Saved)?;
        let ours = saved.v == 1
            && saved.log == copy.whose.log_key.name()
            && saved.exchange == copy.whose.exchange.as_str()
            && saved.partner == copy.whose.partner.as_str()
            && saved.status == copy.whose.status.code();
        if !ours {
            return Err(CopyError::Saved);
        }
        let root = samen_audit::text::hash_from_base64(&saved.root).ok_or(CopyError::Saved)?;
        for (index, jws) in &saved.alerts {
            let alert = Listed::of(*index, jws, copy.whose.status).map_err(|_| CopyError::Saved)?;
            copy.put(alert);
        }
        let at = Timestamp::from_ms(saved.at_ms);
        copy.known = Some(Known { revision: saved.revision, root, at });
        Ok(copy)
    }
}
