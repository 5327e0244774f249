//! Reading bodies: the media type first, then at most so many bytes, within so much time.
//! Absent: what the bytes mean.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Payload;
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

/// Media types of one signed document.
pub const JOSE: &[&str] = &["application/jose+json", "application/jose"];
/// Media types of a batch of signed documents, one a line.
pub const LINES: &[&str] = &["application/x-ndjson", "application/jsonl"];
/// Media types of a request in JSON.
pub const JSON: &[&str] = &["application/json"];

/// Reads a body of one of these media types.
///
/// # Errors
/// [`Reason::ContentTypeUnsupported`], [`Reason::BodyTooLarge`] or [`Reason::BodyTimeout`].
pub async fn read(
    request: &HttpRequest,
    payload: Payload,
    media_types: &[&str],
    largest: usize,
) -> Result<Bytes, Refusal> {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|value| value.split(';').next()).map(str::trim);
    if !essence.is_some_and(|it| media_types.iter().any(|known| it.eq_ignore_ascii_case(known))) {
        return Err(Reason::ContentTypeUnsupported.into());
    }
    tokio::time::timeout(TIME, collect(payload, largest))
        .await
        .unwrap_or_else(|_| Err(Reason::BodyTimeout.into()))
}

async fn collect(mut payload: Payload, largest: usize) -> Result<Bytes, Refusal> {
    let mut first: Option<Bytes> = None;
    let mut rest: Option<BytesMut> = None;
    while let Some(chunk) = payload.next().await {
        // A body that breaks off is one that did not arrive.
        let chunk = chunk.map_err(|_| Reason::BodyTimeout)?;
        let so_far = first.as_ref().map_or(0, Bytes::len) + rest.as_ref().map_or(0, BytesMut::len);
        if so_far + chunk.len() > largest {
            return Err(Reason::BodyTooLarge.into());
        }
        match (&first, &mut rest) {
            (None, None) => first = Some(chunk),
            (Some(_), None) => {
                // Only a body of several chunks is copied together.
                let mut whole = BytesMut::from(first.take().unwrap_or_default().as_ref());
                whole.extend_from_slice(&chunk);
                rest = Some(whole);
            }
            (_, Some(whole)) => whole.extend_from_slice(&chunk),
        }
    }
    Ok(rest.map(BytesMut::freeze).or(first).unwrap_or_default())
}

/// Reads a request in JSON: strictly, and with no member that the route does not know.
///
/// # Errors
/// As [`read`], the refusals of the JSON itself, and [`Reason::RequestInvalid`].
pub async fn json<T: DeserializeOwned>(
    request: &HttpRequest,
    payload: Payload,
) -> Result<T, Refusal> {
    let bytes = read(request, payload, JSON, JSON_BYTES).await?;
    let value = parse_strict(&bytes, DEPTH)?;
    serde_json::from_value(value).map_err(|_| Reason::RequestInvalid.into())
}
