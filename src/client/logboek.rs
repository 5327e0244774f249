//! The sending side of OTLP/HTTP in its JSON encoding: one request, `/v1/traces`, and whether the collector
//! took everything. Absent: what the spans hold, gzip, protobuf, and trying again.

use hyper::StatusCode;
use serde::Deserialize;

use super::plain::{self, PlainError, PlainPost, PlainTls};

/// The largest answer that is read: a collector says nothing or a short message.
const ANSWER_BYTES: usize = 64 * 1024;

/// Why the collector did not confirm.
#[derive(Debug, thiserror::Error)]
pub enum CollectorError {
    /// No answer.
    #[error("no answer")]
    Plain(#[from] PlainError),
    /// It did not accept the request.
    #[error("it answered with status {0}")]
    Status(StatusCode),
    /// It answered with 200 and something that does not say what it took.
    #[error("its answer is not an ExportTraceServiceResponse")]
    Answer(#[source] serde_json::Error),
}

impl CollectorError {
    /// The error with what is behind it, on one line.
    pub fn in_full(&self) -> String {
        plain::in_full(self)
    }
}

/// `ExportTraceServiceResponse` (opentelemetry-proto, `trace_service.proto`). Unknown members are
/// passed over, as OTLP demands.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Response {
    partial_success: Option<PartialSuccess>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct PartialSuccess {
    rejected_spans: Count,
}

/// A 64-bit number, which JSON of protobuf writes as text or as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Count {
    Number(u64),
    Text(String),
}

impl Default for Count {
    fn default() -> Self {
        Self::Number(0)
    }
}

/// The way to one collector.
pub struct CollectorClient(PlainPost);

impl CollectorClient {
    /// For the collector at this address, such as `https://collector.example:4318`.
    ///
    /// # Errors
    /// [`PlainError`]: address or CA.
    pub fn new(endpoint: &str, tls: PlainTls) -> Result<Self, PlainError> {
        let uri = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
        PlainPost::new(&uri, tls, Some("application/json"), ANSWER_BYTES).map(Self)
    }

    /// Sends an `ExportTraceServiceRequest`. Gives how many spans the collector says it will never take.
    ///
    /// # Errors
    /// [`CollectorError`]; nothing is known to have arrived then.
    pub async fn export(&self, body: String) -> Result<u64, CollectorError> {
        let (head, body) = self.0.send(body).await?;
        if head.status != StatusCode::OK {
            return Err(CollectorError::Status(head.status));
        }
        rejected(&body)
    }
}

fn rejected(body: &[u8]) -> Result<u64, CollectorError> {
    // Some collectors answer a full success with nothing at all.
    if body.is_empty() {
        return Ok(0);
    }
    let response: Response = serde_json::from_slice(body).map_err(CollectorError::Answer)?;
    match response.partial_success.map(|partial| partial.rejected_spans) {
        None => Ok(0),
        Some(Count::Number(count)) => Ok(count),
        // Text that is no number says that something was rejected, and not how much.
        Some(Count::Text(text)) => Ok(text.parse().unwrap_or(u64::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_rejected_is_read_in_every_spelling() {
        let read = |body: &str| rejected(body.as_bytes()).unwrap();
        assert_eq!((read(""), read("{}"), read("{\"partialSuccess\":{}}")), (0, 0, 0));
        assert_eq!(
            read("{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"x\"}}"),
            3
        );
        assert_eq!(read("{\"partialSuccess\":{\"rejectedSpans\":3},\"later\":1}"), 3);
        assert!(rejected(b"<html>").is_err());
    }
}
