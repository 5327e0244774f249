//! Who may post to the local listener: no page in a browser, and with a token only who has it.
//! Absent: certificates; the exchange asks for those, and this listener never speaks to it.

use actix_web::Error;
use actix_web::HttpRequest;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, HeaderValue, ORIGIN, WWW_AUTHENTICATE};
use actix_web::middleware::Next;
use actix_web::web::Data;
use ring::hmac;

use super::problem;

/// The fewest characters of a token: 16 random ones cannot be guessed over a network.
const SHORTEST: usize = 16;
/// The most characters of a token.
const LONGEST: usize = 256;

/// A token that is too short, too long, or has characters that a header does not carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token has 16 to 256 visible ASCII characters on one line")]
pub struct WeakToken;

/// What a reader sends as `Authorization: Bearer <token>`; the word `Token`, which Plate Recognizer's own
/// webhooks use, is taken for `Bearer`.
#[derive(Clone)]
pub struct Token {
    key: hmac::Key,
    tag: hmac::Tag,
}

impl Token {
    /// A token as it stands in its file, a line break at the end passed over.
    ///
    /// # Errors
    /// [`WeakToken`].
    pub fn parse(text: &str) -> Result<Self, WeakToken> {
        let token = text.trim_end_matches(['\r', '\n']);
        let fits = (SHORTEST..=LONGEST).contains(&token.len())
            && token.bytes().all(|byte| byte.is_ascii_graphic());
        if !fits {
            return Err(WeakToken);
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, token.as_bytes());
        let tag = hmac::sign(&key, token.as_bytes());
        Ok(Self { key, tag })
    }

    /// Whether a header shows the token. Codes of both are compared, in constant time.
    fn is_shown(&self, header: Option<&HeaderValue>) -> bool {
        let shown = header.and_then(|value| value.to_str().ok()?.split_once(' '));
        shown.is_some_and(|(scheme, shown)| {
            let known =
                scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token");
            known && hmac::verify(&self.key, shown.trim().as_bytes(), self.tag.as_ref()).is_ok()
        })
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("token (redacted)")
    }
}

/// Turns away who may not be here, before the body is read.
pub(super) async fn check(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match refusal(request.request()) {
        None => next.call(request).await,
        Some(answer) => Ok(request.into_response(answer)),
    }
}

fn refusal(request: &HttpRequest) -> Option<actix_web::HttpResponse> {
    // A page in a browser on this machine can post to the loopback address without asking anybody; the
    // browser says so in this header, which no camera sends (Fetch standard, 3.2).
    if request.headers().contains_key(ORIGIN) {
        return Some(problem(StatusCode::FORBIDDEN, "pages in a browser cannot use this address"));
    }
    let token =
        request.app_data::<Data<Option<Token>>>().and_then(|token| token.get_ref().as_ref());
    if token.is_none_or(|token| token.is_shown(request.headers().get(AUTHORIZATION))) {
        return None;
    }
    let mut answer = problem(
        StatusCode::UNAUTHORIZED,
        "send the token of this listener as `Authorization: Bearer <token>`",
    );
    answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    Some(answer)
}
