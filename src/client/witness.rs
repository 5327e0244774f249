//! The asking side of C2SP `tlog-witness`: one request, `add-checkpoint`, over HTTP or HTTPS. What a
//! witness says is content-free and proven by its signature, so a plain connection gives nothing away.
//! Absent: connections (`plain`), proofs, and what follows from an answer.

use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use samen_audit::witness::{MAX_ANSWER_BYTES, SIZE_MEDIA_TYPE, parse_size};

use super::plain::{self, PlainError, PlainPost, PlainTls};

/// What a witness answered to `add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// 200: signature lines.
    Cosigned(String),
    /// 409: the size that it cosigned last, unless it did not say.
    Conflict(Option<u64>),
    /// 422: the consistency proof does not hold.
    BadProof,
    /// 404: it does not know the origin.
    UnknownLog,
    /// 403: no key that it trusts for the origin has signed.
    WrongKey,
    /// 400: it could not read the request.
    Malformed,
}

/// Why a witness gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum WitnessClientError {
    /// No answer.
    #[error("no answer")]
    Plain(#[from] PlainError),
    /// A status that the protocol does not have.
    #[error("it answered with status {0}")]
    Status(StatusCode),
    /// A body that is not text.
    #[error("its answer is not text")]
    Text,
}

impl WitnessClientError {
    /// The error with what is behind it, on one line.
    pub fn in_full(&self) -> String {
        plain::in_full(self)
    }
}

/// The way to one witness.
pub struct WitnessClient(PlainPost);

impl WitnessClient {
    /// For the witness with this submission prefix, such as `https://witness.example/samen`.
    ///
    /// # Errors
    /// [`PlainError`]: address or CA.
    pub fn new(prefix: &str, tls: PlainTls) -> Result<Self, PlainError> {
        let uri = format!("{}/add-checkpoint", prefix.trim_end_matches('/'));
        PlainPost::new(&uri, tls, None, MAX_ANSWER_BYTES).map(Self)
    }

    /// Offers a checkpoint.
    ///
    /// # Errors
    /// [`WitnessClientError`] when there is no answer of the protocol.
    pub async fn add_checkpoint(&self, body: String) -> Result<WitnessAnswer, WitnessClientError> {
        let (head, body) = self.0.send(body).await?;
        let text = || str::from_utf8(&body).map_err(|_| WitnessClientError::Text);
        let is_size = head
            .headers
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes() == SIZE_MEDIA_TYPE.as_bytes());
        match head.status {
            StatusCode::OK => Ok(WitnessAnswer::Cosigned(text()?.to_owned())),
            StatusCode::CONFLICT if is_size => Ok(WitnessAnswer::Conflict(parse_size(&body))),
            StatusCode::CONFLICT => Ok(WitnessAnswer::Conflict(None)),
            StatusCode::UNPROCESSABLE_ENTITY => Ok(WitnessAnswer::BadProof),
            StatusCode::NOT_FOUND => Ok(WitnessAnswer::UnknownLog),
            StatusCode::FORBIDDEN => Ok(WitnessAnswer::WrongKey),
            StatusCode::BAD_REQUEST => Ok(WitnessAnswer::Malformed),
            other => Err(WitnessClientError::Status(other)),
        }
    }
}
