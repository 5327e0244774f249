//! Sending, opening and searching records.
//! Absent: building and signing them (`signer`), and following them live (`feed`).

use bytes::Bytes;
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use samen_audit::receipt::Receipt;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::id::RecordId;
use crate::wire::api::reading::ReadingBody;
use crate::wire::api::search::{OpenAnswer, SearchAnswer, SearchRequest};
use crate::wire::problem::Problem;

use super::error::ClientError;
use super::exchange::Client;
use super::transport::Response;

/// Most records in one batch; the exchange refuses more.
pub const MAX_BATCH: usize = 500;

/// The answer to an accepted record.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The receipt as it came: what to keep beside the record.
    pub text: Bytes,
    /// The same, read.
    pub receipt: Receipt,
    /// Whether the exchange had these bytes already and repeated its first receipt.
    pub repeated: bool,
}

/// The answer to one record of a batch.
#[derive(Clone, Debug, Deserialize)]
pub struct BatchAnswer {
    /// The status it would have had alone.
    pub status: u16,
    /// The receipt, when it was accepted.
    pub receipt: Option<Value>,
    /// Why not, when it was refused.
    pub problem: Option<Problem>,
}

impl Client {
    /// Submits one signed record, unchanged.
    ///
    /// # Errors
    /// [`ClientError`]; a repeat of the same bytes is no error.
    pub async fn submit(&self, jws: impl Into<Bytes>) -> Result<Submission, ClientError> {
        submission(self.post_jws("/v1/records", jws.into()).await?)
    }

    /// Says with a signed receipt record how far this partner has got.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn acknowledge(&self, jws: impl Into<Bytes>) -> Result<Submission, ClientError> {
        submission(self.post_jws("/v1/feed/acknowledgements", jws.into()).await?)
    }

    /// Submits up to [`MAX_BATCH`] signed records; every one gets its own answer, in order.
    ///
    /// # Errors
    /// [`ClientError`] when the batch as a whole brought no answer.
    pub async fn submit_batch(&self, records: &[Bytes]) -> Result<Vec<BatchAnswer>, ClientError> {
        let mut body = Vec::with_capacity(records.iter().map(|record| record.len() + 1).sum());
        for record in records {
            // A line break inside a flattened JWS is white space between members, so it may go.
            body.extend(record.iter().filter(|byte| !matches!(byte, b'\n' | b'\r')));
            body.push(b'\n');
        }
        let media = HeaderValue::from_static("application/x-ndjson");
        let path = "/v1/records/batch";
        let answer = self.call(Method::POST, path, Some(media), body.into()).await?;
        let lines: Vec<BatchAnswer> = lines(&answer.body)?;
        if lines.len() == records.len() {
            Ok(lines)
        } else {
            Err(unexpected(&answer, "not one line a record"))
        }
    }

    /// Opens one record.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn open(
        &self,
        id: RecordId,
        reading: &ReadingBody,
    ) -> Result<OpenAnswer, ClientError> {
        self.post(&format!("/v1/records/{id}/open"), reading).await
    }

    /// Searches what this caller may see. A plate travels in the body, never in the address.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn search(&self, question: &SearchRequest) -> Result<SearchAnswer, ClientError> {
        self.post("/v1/searches", question).await
    }
}

fn submission(answer: Response) -> Result<Submission, ClientError> {
    match Receipt::parse(&answer.body) {
        Ok(receipt) => {
            Ok(Submission { receipt, repeated: answer.status == StatusCode::OK, text: answer.body })
        }
        Err(_) => Err(unexpected(&answer, "not a receipt")),
    }
}

fn lines(body: &[u8]) -> Result<Vec<BatchAnswer>, ClientError> {
    body.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            serde_json::from_slice(line).map_err(|_| ClientError::Unexpected {
                status: 200,
                what: "a line that is no answer to a record",
            })
        })
        .collect()
}

fn unexpected(answer: &Response, what: &'static str) -> ClientError {
    ClientError::Unexpected { status: answer.status.as_u16(), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_batch_is_read_by_itself() {
        let body = b"{\"status\":201,\"receipt\":{\"version\":1}}\n\
            {\"status\":422,\"problem\":{\"type\":\"urn:samen:problem:expired\",\"title\":\"t\",\
            \"status\":422,\"detail\":\"d\"}}\n";
        let lines = lines(body).unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].receipt.is_some());
        assert_eq!(lines[1].problem.as_ref().unwrap().slug(), "expired");
    }
}
