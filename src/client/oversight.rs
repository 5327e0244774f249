//! Questions of a data protection officer about a whole period.
//! Absent: single entries (`audit`).

use crate::wire::api::audit::AuditOpenRequest;
use crate::wire::api::flags::{FlagsAnswer, FlagsRequest};
use crate::wire::api::oversight::{
    OverviewAnswer, OverviewRequest, ProgressAnswer, ReviewAnswer, ReviewRequest, SampleAnswer,
    SampleRequest, SubjectAnswer, SubjectRequest,
};

use super::error::ClientError;
use super::exchange::Client;

impl Client {
    /// Has the signs of misuse of a period computed.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_flags(&self, request: &FlagsRequest) -> Result<FlagsAnswer, ClientError> {
        self.post("/v1/audit/flags", request).await
    }
    /// Counts a year or a month.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_overview(
        &self,
        request: &OverviewRequest,
    ) -> Result<OverviewAnswer, ClientError> {
        self.post("/v1/audit/overviews", request).await
    }

    /// Collects what concerns one citizen.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_subject(
        &self,
        request: &SubjectRequest,
    ) -> Result<SubjectAnswer, ClientError> {
        self.post("/v1/audit/subjects", request).await
    }

    /// Draws a random sample of what was disclosed and looked at.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_sample(&self, request: &SampleRequest) -> Result<SampleAnswer, ClientError> {
        self.post("/v1/audit/samples", request).await
    }

    /// How far the review of a sample has come.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_progress(
        &self,
        sample: u64,
        request: &AuditOpenRequest,
    ) -> Result<ProgressAnswer, ClientError> {
        self.post(&format!("/v1/audit/samples/{sample}/progress"), request).await
    }

    /// Enters what was found about an entry.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn audit_review(&self, request: &ReviewRequest) -> Result<ReviewAnswer, ClientError> {
        self.post("/v1/audit/reviews", request).await
    }
}
