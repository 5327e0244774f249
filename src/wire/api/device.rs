//! Keys of devices that wait for approval, as they are asked for and shown.
//! Absent: who may decide about them, and how the proof is checked.

use serde::{Deserialize, Serialize};

use crate::domain::device::{Decided, KeyRequest, Verdict, device_name};
use crate::domain::id::KeyId;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;

use super::grant::moment;
use super::registry_rows::{partner_id, person_id};

/// `typ` of the JWS by which a device shows that it holds its key.
pub const PROOF_TYP: &str = "samen-key-request+json";

/// `POST /v1/keys/requests`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyRequestBody {
    /// The public key (RFC 7517).
    pub jwk: serde_json::Value,
    /// What the person calls the device: 1 to 64 characters.
    pub device: String,
    /// A JWS over a [`ProofDocument`], signed with that key.
    pub proof: String,
}

/// The payload by which a device shows that it holds its key, for this person, here and now.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProofDocument {
    /// The exchange for which it is meant.
    pub exchange: String,
    /// Whose register the person is in.
    pub partner: String,
    /// Who asks.
    pub person: String,
    /// When it was signed, RFC 3339 UTC.
    pub at: String,
}

/// `POST /v1/keys/requests/{id}/approvals`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovalBody {
    /// The last moment of the key, RFC 3339 UTC: 90 days ahead at most, and when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
}

/// `POST /v1/keys/requests/{id}/refusals`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RefusalBody {
    /// Why, for the one who asked and for the log.
    pub reason: String,
}

/// A request, in answers.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeyRequestShown {
    /// The RFC 7638 thumbprint of the key: what both compare before it is approved.
    pub kid: String,
    /// Whose register the person is in.
    pub partner: String,
    /// Who asks.
    pub person: String,
    /// What the person calls the device.
    pub device: String,
    /// The public key.
    pub jwk: serde_json::Value,
    /// When it was asked, RFC 3339 UTC.
    pub asked_at: String,
    /// The last moment at which it can be decided, RFC 3339 UTC.
    pub expires_at: String,
    /// `open`, `approved`, `refused` or `expired`.
    pub state: String,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecidedShown>,
}

/// What was decided about a request.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DecidedShown {
    /// `approved` or `refused`.
    pub verdict: String,
    /// Whose partner decided.
    pub partner: String,
    /// Who decided.
    pub person: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Why, for a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl KeyRequestShown {
    /// A request as it stands at a moment.
    pub fn new(request: &KeyRequest, now: Timestamp) -> Self {
        Self {
            kid: request.id.to_string(),
            partner: request.partner.to_string(),
            person: request.person.to_string(),
            device: request.device.expose().clone(),
            jwk: serde_json::from_str(&request.jwk).unwrap_or_default(),
            asked_at: request.asked_at.to_string(),
            expires_at: request.expires_at().to_string(),
            state: request.state(now).into(),
            decided: request.decided.as_ref().map(DecidedShown::from),
        }
    }

    /// Parses into the domain; the state follows from the rest.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn parse(&self) -> Result<KeyRequest, Refusal> {
        let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
        Ok(KeyRequest {
            id: KeyId::parse(&self.kid).map_err(|_| invalid("/kid"))?,
            partner: partner_id(&self.partner, "/partner")?,
            person: person_id(&self.person, "/person")?,
            device: device_name(&self.device).ok_or_else(|| invalid("/device"))?,
            jwk: self.jwk.to_string(),
            asked_at: moment(&self.asked_at, "/asked_at")?,
            decided: self.decided.as_ref().map(DecidedShown::parse).transpose()?,
        })
    }
}

impl DecidedShown {
    fn parse(&self) -> Result<Decided, Refusal> {
        let invalid = || Refusal::at(Reason::RequestInvalid, "/decided/verdict");
        Ok(Decided {
            verdict: Verdict::from_code(&self.verdict).ok_or_else(invalid)?,
            partner: partner_id(&self.partner, "/decided/partner")?,
            person: person_id(&self.person, "/decided/person")?,
            at: moment(&self.at, "/decided/at")?,
            reason: self.reason.clone().map(Sensitive::new),
        })
    }
}

impl From<&Decided> for DecidedShown {
    fn from(decided: &Decided) -> Self {
        Self {
            verdict: decided.verdict.code().into(),
            partner: decided.partner.to_string(),
            person: decided.person.to_string(),
            at: decided.at.to_string(),
            reason: decided.reason.as_ref().map(|reason| reason.expose().clone()),
        }
    }
}
