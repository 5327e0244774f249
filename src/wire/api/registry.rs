//! Partners, persons, certificates and keys as they are registered and shown.
//! Absent: who may register what.

use serde::{Deserialize, Serialize};

/// A license of a firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LicenseBody {
    /// Its number.
    pub number: String,
    /// Its category.
    pub category: String,
    /// Who gave it.
    pub authority: String,
    /// Where it holds.
    pub territory: String,
    /// Its last moment, RFC 3339 UTC.
    pub valid_until: String,
}

/// Something that was given by an authority until a moment: a quality mark or a screening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkBody {
    /// The name of the mark, or the authority that screened.
    pub name: String,
    /// Its last moment, RFC 3339 UTC.
    pub valid_until: String,
}

/// A partner: `POST /v1/partners` admits it or changes its particulars; `standing` is shown, and
/// changed by `POST /v1/partners/standing`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartnerBody {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `police`, `firm`, `oversight` or `steward`.
    pub kind: String,
    /// Only in answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<String>,
    /// For a firm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<LicenseBody>,
    /// For a firm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_mark: Option<MarkBody>,
    /// For oversight: the partners it watches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<String>,
    /// The last moment of its trial period, RFC 3339 UTC; half of the usual limits hold until then. Left
    /// out, a known partner keeps the one it has; an earlier moment shortens it, and a past one ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial_until: Option<String>,
    /// Only in answers: the steward who wants it to be active, while a second one has to confirm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<String>,
}

/// A person or system: `POST /v1/persons`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonBody {
    /// Its partner.
    pub partner: String,
    /// Its pseudonym in the partner's register.
    pub id: String,
    /// Its role.
    pub role: String,
    /// Only in answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<String>,
    /// Its screening; a system has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screening: Option<MarkBody>,
    /// Its last training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training: Option<String>,
}

/// `POST /v1/partners/standing` (without `person`) and `POST /v1/persons/standing` (with it).
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StandingBody {
    /// The partner.
    pub partner: String,
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// `applied`, `active`, `suspended` or `withdrawn`.
    pub standing: String,
    /// Why, for the log.
    pub reason: String,
}

/// `POST /v1/certificates`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CertificateBody {
    /// Whose.
    pub partner: String,
    /// The person or system that holds it.
    pub person: String,
    /// One certificate in PEM.
    pub pem: String,
}

/// A registered certificate, in answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CertificateShown {
    /// SHA-256 of its DER in lower-case hexadecimal.
    pub fingerprint: String,
    /// Whose.
    pub partner: String,
    /// The person or system.
    pub person: String,
    /// Its first moment.
    pub valid_from: String,
    /// Its last moment.
    pub valid_until: String,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<String>,
}

/// `POST /v1/keys`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeyBody {
    /// Whose.
    pub partner: String,
    /// The person or system that signs with it.
    pub person: String,
    /// The public key (RFC 7517).
    pub jwk: serde_json::Value,
    /// Its first moment; now when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Its last moment.
    pub valid_until: String,
}

/// A registered key, in answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KeyShown {
    /// Its RFC 7638 thumbprint.
    pub kid: String,
    /// Whose.
    pub partner: String,
    /// The person or system.
    pub person: String,
    /// The public key.
    pub jwk: serde_json::Value,
    /// Its first moment.
    pub valid_from: String,
    /// Its last moment.
    pub valid_until: String,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<String>,
}

/// The public key of whoever signed a record: the answer of `GET /v1/signers/{kid}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SignerAnswer {
    /// The key. Its thumbprint is computed from it, so that no other key can stand under the `kid` of a record.
    #[serde(flatten)]
    pub key: KeyShown,
    /// The log index of the entry that this answer left.
    pub entry: u64,
}

/// `POST /v1/certificates/withdrawals` (with `fingerprint`) and `POST /v1/keys/withdrawals` (`kid`).
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawalBody {
    /// The certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Why, for the log.
    pub reason: String,
}

/// The answer to a change of the registry: what is registered now, and the entry that says so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Changed {
    /// The id, fingerprint or kid of what was changed.
    pub subject: String,
    /// The log index of the entry.
    pub entry: u64,
    /// Whether it is only proposed: the same request by another steward does it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub proposed: bool,
}

/// The answer to a reading of the registry.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Listed<T> {
    /// What is registered, as far as this caller may see it.
    pub items: Vec<T>,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}
