//! Partners, persons, certificates and keys, as their administrators keep them.
//! Absent: who may do so; the exchange decides.

use crate::domain::id::{KeyId, PartnerId};
use crate::wire::api::device::{ApprovalBody, KeyRequestBody, KeyRequestShown, RefusalBody};
use crate::wire::api::oneself::SelfAnswer;
use crate::wire::api::registry::{
    CertificateBody, CertificateShown, Changed, KeyBody, KeyShown, Listed, PartnerBody, PersonBody,
    SignerAnswer, StandingBody, WithdrawalBody,
};

use super::error::ClientError;
use super::exchange::Client;

impl Client {
    /// What is registered about the one who asks.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn oneself(&self) -> Result<SelfAnswer, ClientError> {
        self.get("/v1/self").await
    }

    /// The partners.
    ///
    /// # Errors
    /// [`ClientError`], as for every method here.
    pub async fn partners(&self) -> Result<Listed<PartnerBody>, ClientError> {
        self.get("/v1/partners").await
    }

    /// Admits a partner, or changes its particulars.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn admit_partner(&self, partner: &PartnerBody) -> Result<Changed, ClientError> {
        self.post("/v1/partners", partner).await
    }

    /// Changes the standing of a partner.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn partner_standing(&self, change: &StandingBody) -> Result<Changed, ClientError> {
        self.post("/v1/partners/standing", change).await
    }

    /// The persons and systems, of one partner when named.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn persons(
        &self,
        partner: Option<&PartnerId>,
    ) -> Result<Listed<PersonBody>, ClientError> {
        self.get(&of("/v1/persons", partner)).await
    }

    /// Registers a person or system, or changes its particulars.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn register_person(&self, person: &PersonBody) -> Result<Changed, ClientError> {
        self.post("/v1/persons", person).await
    }

    /// Changes the standing of a person or system.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn person_standing(&self, change: &StandingBody) -> Result<Changed, ClientError> {
        self.post("/v1/persons/standing", change).await
    }

    /// The registered certificates.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn certificates(&self) -> Result<Listed<CertificateShown>, ClientError> {
        self.get("/v1/certificates").await
    }

    /// Registers a client certificate.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn register_certificate(
        &self,
        certificate: &CertificateBody,
    ) -> Result<Changed, ClientError> {
        self.post("/v1/certificates", certificate).await
    }

    /// Withdraws a client certificate.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn withdraw_certificate(
        &self,
        withdrawal: &WithdrawalBody,
    ) -> Result<Changed, ClientError> {
        self.post("/v1/certificates/withdrawals", withdrawal).await
    }

    /// The registered signing keys.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn keys(&self) -> Result<Listed<KeyShown>, ClientError> {
        self.get("/v1/keys").await
    }

    /// Registers a public signing key.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn register_key(&self, key: &KeyBody) -> Result<Changed, ClientError> {
        self.post("/v1/keys", key).await
    }

    /// Withdraws a signing key.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn withdraw_key(&self, withdrawal: &WithdrawalBody) -> Result<Changed, ClientError> {
        self.post("/v1/keys/withdrawals", withdrawal).await
    }

    /// Asks to have the key of one's own device registered.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn request_key(&self, request: &KeyRequestBody) -> Result<Changed, ClientError> {
        self.post("/v1/keys/requests", request).await
    }

    /// The requests for keys of devices: `open`, `approved`, `refused`, `expired`, or all.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn key_requests(
        &self,
        state: Option<&str>,
    ) -> Result<Listed<KeyRequestShown>, ClientError> {
        let path = "/v1/keys/requests";
        let asked = state.map(|state| format!("{path}?state={state}"));
        self.get(asked.as_deref().unwrap_or(path)).await
    }

    /// Approves the key of a device: it is registered.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn approve_key(
        &self,
        kid: &KeyId,
        approval: &ApprovalBody,
    ) -> Result<Changed, ClientError> {
        self.post(&format!("/v1/keys/requests/{kid}/approvals"), approval).await
    }

    /// The public key of whoever signed a record.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn signer(&self, kid: &KeyId) -> Result<SignerAnswer, ClientError> {
        self.get(&format!("/v1/signers/{kid}")).await
    }

    /// Refuses the key of a device.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn refuse_key(
        &self,
        kid: &KeyId,
        refusal: &RefusalBody,
    ) -> Result<Changed, ClientError> {
        self.post(&format!("/v1/keys/requests/{kid}/refusals"), refusal).await
    }
}

/// A partner id is a slug, so it needs no escaping.
fn of(path: &str, partner: Option<&PartnerId>) -> String {
    partner.map_or_else(|| path.to_owned(), |partner| format!("{path}?partner={partner}"))
}
