//! A data protection officer's orders about what is kept.
//! Absent: questions (`audit`).

use crate::wire::api::retention::{
    CloseAnswer, CloseRequest, HoldRequest, OrderAnswer, OrderRequest,
};

use super::error::ClientError;
use super::exchange::Client;

impl Client {
    /// Keeps a record beyond its retention.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn hold(&self, request: &HoldRequest) -> Result<OrderAnswer, ClientError> {
        self.post("/v1/audit/holds", request).await
    }

    /// Ends a hold.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn release(&self, request: &OrderRequest) -> Result<OrderAnswer, ClientError> {
        self.post("/v1/audit/holds/releases", request).await
    }

    /// Erases a record for good.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn erase(&self, request: &OrderRequest) -> Result<OrderAnswer, ClientError> {
        self.post("/v1/audit/erasures", request).await
    }

    /// Says that the audit is done through a month.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn close_audit(&self, request: &CloseRequest) -> Result<CloseAnswer, ClientError> {
        self.post("/v1/audit/closings", request).await
    }
}
