//! Reading bodies: the media type first, then at most so many bytes, within so much time.
//! Absent: what the bytes mean.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;

use crate::domain::refusal::{Reason, Refusal};
use crate::wire::strict::parse_strict;

/// The most bytes of a request in JSON.
pub const JSON_BYTES: usize = 64 * 1024;
/// How long a body may take from its first byte to its last.
const TIME: Duration = Duration::from_secs(20);
/// The deepest nesting of a request in JSON.
const DEPTH: usize = 16;
/// The most bytes of a refused body that are still taken in, and how long that may take. Without it an
/// HTTP/2 client that is still sending sees its stream reset before it sees the answer.
const DRAINED_BYTES: usize = 1024 * 1024;
const DRAINED_TIME: Duration = Duration::from_secs(2);

/// Media types of one signed document.
pub const JOSE: &[&str] = &["application/jose+json", "application/jose"];
/// Media types of a batch of signed documents, one a line.
pub const LINES: &[&str] = &["application/x-ndjson", "application/jsonl"];
/// Media types of a request in JSON.
pub const JSON: &[&str] = &["application/json"];

/// The body of a request, not read yet.
pub struct Body {
    media_type: Option<String>,
    payload: Payload,
}

impl Body {
    /// The body that comes with a request.
    pub fn new(request: &HttpRequest, payload: Payload) -> Self {
        let header = request.headers().get(CONTENT_TYPE);
        let media_type = header.and_then(|value| value.to_str().ok()).map(Into::into);
        Self { media_type, payload }
    }

    /// Reads a body of one of these media types.
    ///
    /// # Errors
    /// [`Reason::ContentTypeUnsupported`], [`Reason::BodyTooLarge`] or [`Reason::BodyTimeout`].
    pub async fn read(&mut self, media_types: &[&str], largest: usize) -> Result<Bytes, Refusal> {
        let essence = self.media_type.as_deref().and_then(|value| value.split(';').next());
        let known = |essence: &str| {
            media_types.iter().any(|media_type| essence.trim().eq_ignore_ascii_case(media_type))
        };
        if !essence.is_some_and(known) {
            return Err(Reason::ContentTypeUnsupported.into());
        }
        tokio::time::timeout(TIME, collect(&mut self.payload, largest))
            .await
            .unwrap_or_else(|_| Err(Reason::BodyTimeout.into()))
    }

    /// Reads a request in JSON: strictly, and with no member that the route does not know.
    ///
    /// # Errors
    /// As [`Body::read`], the refusals of the JSON itself, and [`Reason::RequestInvalid`].
    pub async fn json<T: DeserializeOwned>(&mut self) -> Result<T, Refusal> {
        let bytes = self.read(JSON, JSON_BYTES).await?;
        let value = parse_strict(&bytes, DEPTH)?;
        serde_json::from_value(value).map_err(|_| Reason::RequestInvalid.into())
    }

    /// Takes in what is still coming and throws it away, so that the answer arrives.
    pub async fn drain(mut self) {
        let rest = async {
            let mut taken = 0;
            while let Some(Ok(chunk)) = self.payload.next().await {
                taken += chunk.len();
                if taken > DRAINED_BYTES {
                    return;
                }
            }
        };
        // A body that is too slow or too long to drain is cut off; its sender chose that.
        tokio::time::timeout(DRAINED_TIME, rest).await.unwrap_or_default();
    }
}

async fn collect(payload: &mut Payload, largest: usize) -> Result<Bytes, Refusal> {
    let mut first = Bytes::new();
    let mut whole: Option<BytesMut> = None;
    while let Some(chunk) = payload.next().await {
        // A body that breaks off is one that did not arrive.
        let chunk = chunk.map_err(|_| Reason::BodyTimeout)?;
        let so_far = whole.as_ref().map_or(first.len(), BytesMut::len);
        if so_far + chunk.len() > largest {
            return Err(Reason::BodyTooLarge.into());
        }
        // Only a body of several chunks is copied together.
        match &mut whole {
            Some(whole) => whole.extend_from_slice(&chunk),
            None if first.is_empty() => first = chunk,
            None => {
                let mut joined = BytesMut::from(first.as_ref());
                joined.extend_from_slice(&chunk);
                whole = Some(joined);
            }
        }
    }
    Ok(whole.map_or(first, BytesMut::freeze))
}
