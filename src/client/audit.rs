//! Questions of a data protection officer to the audit log.
//! Absent: checking the evidence (`samen-audit`).

use crate::wire::api::audit::{
    AuditAnswer, AuditOpenAnswer, AuditOpenRequest, AuditSearchRequest, BundleAnswer,
    BundleRequest, WitnessReport, WitnessesRequest,
};
use crate::wire::api::recall::{RecallsAnswer, RecallsRequest};

use super::error::ClientError;
use super::exchange::Client;

impl Client {
    /// Searches the entries of the partners in this officer's scope.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_search(
        &self,
        question: &AuditSearchRequest,
    ) -> Result<AuditAnswer, ClientError> {
        self.post("/v1/audit/searches", question).await
    }

    /// Opens one entry, with the evidence that its fields are the committed ones.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_open(
        &self,
        index: u64,
        request: &AuditOpenRequest,
    ) -> Result<AuditOpenAnswer, ClientError> {
        self.post(&format!("/v1/audit/entries/{index}/open"), request).await
    }

    /// Takes an evidence bundle: the files of it, not checked.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_bundle(&self, request: &BundleRequest) -> Result<BundleAnswer, ClientError> {
        self.post("/v1/audit/bundles", request).await
    }

    /// How far recalls and corrections have got.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_recalls(
        &self,
        question: &RecallsRequest,
    ) -> Result<RecallsAnswer, ClientError> {
        self.post("/v1/audit/recalls", question).await
    }

    /// How the witnesses of the log stand.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_witnesses(
        &self,
        request: &WitnessesRequest,
    ) -> Result<WitnessReport, ClientError> {
        self.post("/v1/audit/witnesses", request).await
    }
}
