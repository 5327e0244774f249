//! Signing in the name of the author of a profile: records, grants and consents as JWS (RFC 7515).
//! Absent: any clock (the moment is an argument), and what a record says.

use std::fmt;
use std::path::{Path, PathBuf};

use samen_audit::jws::{PrivateKey, PublicKey};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::id::{ExchangeName, PartnerId, PersonId, RecordId};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;

use super::profile::Profile;

/// `typ` of the JWS of a record.
pub const RECORD_TYP: &str = "samen-record+json";

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The profile names no signing key.
    #[error("the client profile has no `signing_key`; add the path of a private JWK")]
    NoKey,
    /// The key file cannot be read.
    #[error("cannot read the signing key {path}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The key file is not a private key of a kind that the exchange takes.
    #[error(
        "{path} is not a private JWK of kind Ed25519 or P-256; make one with `samen key generate`"
    )]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// The document is not a JSON object, or cannot be written as JSON.
    #[error("what should be signed is not a JSON object")]
    NotAnObject,
    /// The exchange would refuse the record.
    #[error("the record would be refused")]
    Record(#[source] Refusal),
    /// The system gave no random numbers, or the key did not sign.
    #[error("the key could not sign; try again, and check the key file when it stays")]
    Failed,
}

/// A key and in whose name it signs.
pub struct Signer {
    key: PrivateKey,
    exchange: ExchangeName,
    partner: PartnerId,
    author: PersonId,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("signer (redacted)")
    }
}

/// A signed record, ready to send: these bytes are what counts from here on.
#[derive(Clone, Debug)]
pub struct SignedRecord {
    /// Its id.
    pub id: RecordId,
    /// The flattened JWS.
    pub jws: String,
}

impl Signer {
    /// Loads the signing key of a profile.
    ///
    /// # Errors
    /// [`SignError::NoKey`], [`SignError::Unreadable`] or [`SignError::NotAKey`].
    pub fn load(profile: &Profile) -> Result<Self, SignError> {
        let path = profile.signing_key.as_deref().ok_or(SignError::NoKey)?;
        Ok(Self::new(load_key(path)?, profile))
    }

    /// A signer with a key at hand.
    pub fn new(key: PrivateKey, profile: &Profile) -> Self {
        Self {
            key,
            exchange: profile.exchange.clone(),
            partner: profile.partner.clone(),
            author: profile.author().clone(),
        }
    }

    /// The public half of the key: what is registered.
    pub fn public(&self) -> &PublicKey {
        self.key.public()
    }

    /// The exchange for which this signs.
    pub fn exchange(&self) -> &ExchangeName {
        &self.exchange
    }

    /// The partner in whose name this signs.
    pub fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// The person in whose name this signs.
    pub fn author(&self) -> &PersonId {
        &self.author
    }

    /// Fills in what follows from the signer and the moment, where the draft leaves it out: `version`,
    /// `id` (UUID version 7), `exchange`, `issuer`, `author`, `issued_at`, `status` and `message`.
    /// Purpose, grant, expiry and audience are never filled in: those are decisions.
    pub fn complete(&self, draft: &mut Map<String, Value>, now: Timestamp) {
        let mut fill = |member: &str, value: Value| {
            draft.entry(member).or_insert(value);
        };
        fill("version", 1.into());
        fill("id", new_id(now).to_string().into());
        fill("exchange", self.exchange.as_str().into());
        fill("issuer", self.partner.as_str().into());
        fill("author", self.author.as_str().into());
        fill("issued_at", now.to_string().into());
        fill("status", "actual".into());
        fill("message", "new".into());
    }

    /// Completes, checks and signs a record.
    ///
    /// # Errors
    /// [`SignError::Record`] with what the exchange would say, so that a mistake never travels.
    pub fn record(
        &self,
        mut draft: Map<String, Value>,
        now: Timestamp,
    ) -> Result<SignedRecord, SignError> {
        self.complete(&mut draft, now);
        let payload = serde_json::to_vec(&draft).map_err(|_| SignError::NotAnObject)?;
        let record = crate::wire::record::parse(&payload).map_err(SignError::Record)?;
        let jws = self.sign(&payload, RECORD_TYP)?;
        Ok(SignedRecord { id: record.envelope.id, jws })
    }

    /// Signs another document, such as a grant, under its own `typ`.
    ///
    /// # Errors
    /// [`SignError::NotAnObject`] or [`SignError::Failed`].
    pub fn document<T: Serialize>(&self, document: &T, typ: &str) -> Result<String, SignError> {
        let payload = serde_json::to_vec(document).map_err(|_| SignError::NotAnObject)?;
        self.sign(&payload, typ)
    }

    fn sign(&self, payload: &[u8], typ: &str) -> Result<String, SignError> {
        self.key.sign_flattened(payload, typ).map_err(|_| SignError::Failed)
    }
}

/// A UUID of version 7 (RFC 9562, section 5.7) for a record of this moment: time-ordered ids keep the
/// store of the exchange fast.
pub fn new_id(now: Timestamp) -> RecordId {
    let ms = now.as_unsigned_ms();
    let nanos = u32::try_from(ms % 1000).unwrap_or(0) * 1_000_000;
    let moment = uuid::Timestamp::from_unix(uuid::NoContext, ms / 1000, nanos);
    RecordId::from_bytes(uuid::Uuid::new_v7(moment).into_bytes())
}

/// Reads a private JWK.
///
/// # Errors
/// [`SignError::Unreadable`] or [`SignError::NotAKey`].
pub fn load_key(path: &Path) -> Result<PrivateKey, SignError> {
    let text = zeroize::Zeroizing::new(
        std::fs::read_to_string(path)
            .map_err(|source| SignError::Unreadable { path: path.to_path_buf(), source })?,
    );
    PrivateKey::parse(text.as_bytes()).map_err(|_| SignError::NotAKey { path: path.to_path_buf() })
}
