//! One connection pool to one exchange in one person's name, and the shapes that every route shares:
//! JSON in, JSON out, refusals as problem documents. Absent: the routes themselves (beside this file).

use bytes::Bytes;
use hyper::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use hyper::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::domain::id::PersonId;
use crate::domain::time::Timestamp;
use crate::wire::problem::{self, Problem};

use super::error::ClientError;
use super::profile::Profile;
use super::tls::{self, ClientFiles, ClientTlsError};
use super::transport::{Options, Request, Response, Transport, TransportError};

/// The header in which a system names the person it acts for.
const ACTING_PERSON: HeaderName = HeaderName::from_static("samen-acting-person");

/// The trace that a request belongs to (W3C Trace Context).
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
/// The trace under which the exchange has logged a request (W3C Trace Context, editor's draft).
const TRACERESPONSE: HeaderName = HeaderName::from_static("traceresponse");
/// The length of a `traceparent` of version 00: two, 32, 16 and two hexadecimal digits with dashes.
const TRACEPARENT_BYTES: usize = 55;

/// `application/json`.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A client of one exchange.
#[derive(Debug)]
pub struct Client {
    pub(super) transport: Transport,
    acting_person: Option<HeaderValue>,
    trace: Option<HeaderValue>,
}

/// Why no client could be made from a profile.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A certificate or key file.
    #[error("the certificates in the client profile cannot be used")]
    Tls(#[from] ClientTlsError),
    /// The address.
    #[error("the address in the client profile cannot be used")]
    Address(#[from] TransportError),
}

impl Client {
    /// A client with the certificate of a profile. Does not connect yet.
    ///
    /// # Errors
    /// [`OpenError`] that names the file that cannot be used.
    pub fn new(profile: &Profile) -> Result<Self, OpenError> {
        Self::with_options(profile, Options::default())
    }

    /// The same with other limits or another HTTP version; the profile names the server.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_options(profile: &Profile, mut options: Options) -> Result<Self, OpenError> {
        let files = ClientFiles {
            ca: profile.ca.clone(),
            cert: profile.certificate.clone(),
            key: profile.key.clone(),
        };
        options.server_name.clone_from(&profile.server_name);
        let transport = Transport::new(&profile.url, tls::load(&files)?, &options)?;
        let acting_person = profile.acting_person.as_ref().map(named);
        Ok(Self { transport, acting_person, trace: None })
    }

    /// The same client within the trace of whoever calls: its requests carry this `traceparent`, and the
    /// entries that they leave its trace id. What is none is passed over, as the standard demands.
    #[must_use]
    pub fn within(mut self, traceparent: &str) -> Self {
        self.trace = trace(traceparent);
        self
    }

    /// The same connections in the name of a person whom this system acts for.
    #[must_use]
    pub fn acting_for(&self, person: &PersonId) -> Self {
        Self {
            transport: self.transport.clone(),
            acting_person: Some(named(person)),
            trace: self.trace.clone(),
        }
    }

    /// The time of the exchange in whole seconds, as it dates its answers (RFC 9110, section 6.6.1).
    ///
    /// # Errors
    /// [`ClientError`], also when an answer bears no date.
    pub async fn time(&self) -> Result<Timestamp, ClientError> {
        let answer = self.call(Method::GET, "/log/checkpoint", None, Bytes::new()).await?;
        let date = answer.headers.get(DATE).and_then(|date| date.to_str().ok());
        let date = date.and_then(|date| OffsetDateTime::parse(date, &Rfc2822).ok());
        let status = answer.status.as_u16();
        date.map(|date| Timestamp::from_seconds(date.unix_timestamp()))
            .ok_or(ClientError::Unexpected { status, what: "an answer without a date" })
    }

    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        let answer = self.call(Method::GET, path, None, Bytes::new()).await?;
        read(&answer)
    }

    pub(super) async fn get_bytes(&self, path: &str) -> Result<Bytes, ClientError> {
        let answer = self.call(Method::GET, path, None, Bytes::new()).await?;
        Ok(answer.body)
    }

    pub(super) async fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, ClientError> {
        let unwritable = |_| ClientError::Unexpected { status: 0, what: "the request is not JSON" };
        let body = serde_json::to_vec(body).map_err(unwritable)?;
        let answer = self.call(Method::POST, path, Some(JSON), body.into()).await?;
        read(&answer)
    }

    /// Sends a JWS unchanged; the media type follows from its form.
    pub(super) async fn post_jws(&self, path: &str, jws: Bytes) -> Result<Response, ClientError> {
        let flattened = jws.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
        let media = if flattened { "application/jose+json" } else { "application/jose" };
        self.call(Method::POST, path, Some(HeaderValue::from_static(media)), jws).await
    }

    /// One request, one good answer.
    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        media: Option<HeaderValue>,
        body: Bytes,
    ) -> Result<Response, ClientError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        if let Some(media) = media {
            headers.insert(CONTENT_TYPE, media);
        }
        let request = Request { method, path: path.to_owned(), headers, body };
        let answer = self.transport.send(self.acting(request)).await?;
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(refusal(answer.status, &answer.headers, &answer.body))
        }
    }

    /// The request with the person acted for, and the trace that it belongs to, named in it.
    pub(super) fn acting(&self, mut request: Request) -> Request {
        if let Some(person) = &self.acting_person {
            request = request.header(ACTING_PERSON, person.clone());
        }
        if let Some(trace) = &self.trace {
            request = request.header(TRACEPARENT, trace.clone());
        }
        request
    }
}

fn named(person: &PersonId) -> HeaderValue {
    // A person id is letters, digits, `-`, `.` and `_`, so it always fits a header.
    HeaderValue::from_str(person.as_str()).unwrap_or(HeaderValue::from_static(""))
}

fn trace(traceparent: &str) -> Option<HeaderValue> {
    let digits = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b) || b == b'-';
    let fits = traceparent.len() == TRACEPARENT_BYTES && traceparent.bytes().all(digits);
    HeaderValue::from_str(traceparent).ok().filter(|_| fits)
}

/// Reads a JSON answer.
pub(super) fn read<T: DeserializeOwned>(answer: &Response) -> Result<T, ClientError> {
    serde_json::from_slice(&answer.body).map_err(|_| ClientError::Unexpected {
        status: answer.status.as_u16(),
        what: "its JSON has another shape",
    })
}

/// The error for an answer that is no success.
pub(super) fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> ClientError {
    let media = headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok());
    let documented = media.is_some_and(|media| media.starts_with(problem::MEDIA_TYPE));
    let problem = documented.then(|| serde_json::from_slice::<Problem>(body).ok()).flatten();
    match problem {
        Some(problem) => ClientError::Refused {
            problem: Box::new(problem),
            retry_after_s: headers
                .get(RETRY_AFTER)
                .and_then(|seconds| seconds.to_str().ok())
                .and_then(|seconds| seconds.parse().ok()),
            trace_id: trace_id(headers),
        },
        None => ClientError::Unexpected {
            status: status.as_u16(),
            what: "a refusal without a problem document",
        },
    }
}

/// The trace id that an answer names: the second of the four fields of `traceresponse`.
fn trace_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(TRACERESPONSE)?.to_str().ok()?;
    trace(text)?;
    text.split('-').nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::{Reason, Refusal};

    fn problem_headers() -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(problem::MEDIA_TYPE));
        headers
    }

    #[test]
    fn only_a_traceparent_is_passed_on() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(trace(good).unwrap(), good);
        for other in ["", "hello", &good[1..], &good.to_uppercase(), &good.replace('7', "\n")] {
            assert!(trace(other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn the_date_of_an_answer_is_one_of_http() {
        let date = OffsetDateTime::parse("Sun, 22 Nov 2026 21:04:05 GMT", &Rfc2822).unwrap();
        let date = Timestamp::from_seconds(date.unix_timestamp());
        assert_eq!(date, Timestamp::parse("2026-11-22T21:04:05Z").unwrap());
    }

    #[test]
    fn a_problem_document_is_read_with_its_retry_after() {
        let document = Problem::new(&Refusal::new(Reason::RateLimited), None);
        let mut headers = problem_headers();
        headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        headers.insert(TRACERESPONSE, HeaderValue::from_static(trace));
        let body = serde_json::to_vec(&document).unwrap();
        let error = refusal(StatusCode::TOO_MANY_REQUESTS, &headers, &body);
        let ClientError::Refused { problem, retry_after_s, trace_id } = error else {
            panic!("not a refusal");
        };
        assert_eq!((problem.slug(), retry_after_s), ("rate-limited", Some(2)));
        assert_eq!(trace_id.as_deref(), Some("0af7651916cd43dd8448eb211c80319c"));
    }

    #[test]
    fn a_page_of_something_else_is_not_taken_for_a_refusal() {
        for headers in [HeaderMap::new(), problem_headers()] {
            let error = refusal(StatusCode::BAD_GATEWAY, &headers, b"<html>");
            assert!(matches!(error, ClientError::Unexpected { status: 502, .. }), "{error}");
        }
    }
}
