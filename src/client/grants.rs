//! Proposing, accepting and revoking grants with signed documents.
//! Absent: what a grant says (`wire::api::grant`) and its signing (`signer`).

use bytes::Bytes;

use crate::domain::id::GrantId;
use crate::wire::api::grant::GrantShown;
use crate::wire::api::preview::{PreviewAnswer, PreviewRequest};
use crate::wire::api::registry::{Changed, Listed};

use super::error::ClientError;
use super::exchange::{Client, read};

impl Client {
    /// The grants to which this partner is a party.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn grants(&self) -> Result<Listed<GrantShown>, ClientError> {
        self.get("/v1/grants").await
    }

    /// Asks who would receive a record, under which grant, and for how long.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn preview(&self, request: &PreviewRequest) -> Result<PreviewAnswer, ClientError> {
        self.post("/v1/grants/preview", request).await
    }

    /// Proposes a signed grant; the signature counts as the proposer's acceptance.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn propose_grant(&self, jws: impl Into<Bytes>) -> Result<Changed, ClientError> {
        read(&self.post_jws("/v1/grants", jws.into()).await?)
    }

    /// Accepts a grant with a signed consent.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn accept_grant(
        &self,
        id: &GrantId,
        jws: impl Into<Bytes>,
    ) -> Result<Changed, ClientError> {
        let path = format!("/v1/grants/{id}/acceptances");
        read(&self.post_jws(&path, jws.into()).await?)
    }

    /// Revokes a grant with a signed consent; it ends at once.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn revoke_grant(
        &self,
        id: &GrantId,
        jws: impl Into<Bytes>,
    ) -> Result<Changed, ClientError> {
        let path = format!("/v1/grants/{id}/revocations");
        read(&self.post_jws(&path, jws.into()).await?)
    }
}
