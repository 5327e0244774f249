//! Bodies of readers: at most so many bytes within so much time, parsed, handed on and wiped.
//! Absent: what becomes of a reading; the answer is the same whether it matched or not.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::StreamExt as _;
use zeroize::Zeroizing;

use super::{Busy, Reads, problem};
use crate::domain::matcher::Read;
use crate::wire::anpr::{self, Form, InvalidRead, LARGEST_DOCUMENT};

/// The most bytes of a form, its picture included: that of a 4K camera takes four megabytes.
const LARGEST_FORM: usize = 16 * 1024 * 1024;

/// What says that a reading was taken in: to programs of our own as it should be said, and to other
/// people's readers with the one code that their documentation asks for. Some send a reading again, or
/// stop sending, after any other.
const TAKEN: StatusCode = StatusCode::NO_CONTENT;
const TAKEN_FROM_READER: StatusCode = StatusCode::OK;

/// How long a body may take.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) body_time: Duration,
}

/// Why a body was not taken in.
enum Refused {
    Invalid(InvalidRead),
    /// The first bad line, counted from 1.
    Line(usize, InvalidRead),
    TooLarge,
    TooSlow,
    BrokenOff,
    Busy,
}

impl From<InvalidRead> for Refused {
    fn from(invalid: InvalidRead) -> Self {
        Self::Invalid(invalid)
    }
}

/// `POST /reads`: one reading a line. When one line is wrong, none is taken.
pub(super) async fn post_lines<R: Reads>(
    reads: Data<R>,
    limits: Data<Limits>,
    body: Payload,
) -> HttpResponse {
    answer(TAKEN, async {
        let body = whole(body, limits.body_time).await?;
        let lines = (1..).zip(body.split(|byte| *byte == b'\n'));
        let filled = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
        let parsed =
            filled.map(|(at, line)| anpr::line(line).map_err(|invalid| Refused::Line(at, invalid)));
        hand_on(&reads, parsed.collect::<Result<Vec<Read>, Refused>>()?)
    })
    .await
}

/// `POST /openalpr`: what its agent posts.
pub(super) async fn post_openalpr<R: Reads>(
    reads: Data<R>,
    limits: Data<Limits>,
    body: Payload,
) -> HttpResponse {
    answer(TAKEN_FROM_READER, async {
        let body = whole(body, limits.body_time).await?;
        hand_on(&reads, anpr::openalpr(&body)?)
    })
    .await
}

/// `POST /plate-recognizer`: its webhooks, as JSON or as a form with a picture.
pub(super) async fn post_plate_recognizer<R: Reads>(
    request: HttpRequest,
    reads: Data<R>,
    limits: Data<Limits>,
    body: Payload,
) -> HttpResponse {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = header.unwrap_or_default();
    answer(TAKEN_FROM_READER, async {
        let is_form = content_type
            .get(.."multipart/form-data".len())
            .is_some_and(|essence| essence.eq_ignore_ascii_case("multipart/form-data"));
        let body = if is_form {
            document_of_form(Form::new(content_type)?, body, limits.body_time).await?
        } else {
            whole(body, limits.body_time).await?
        };
        hand_on(&reads, anpr::plate_recognizer(&body)?)
    })
    .await
}

fn hand_on<R: Reads>(reads: &Data<R>, parsed: Vec<Read>) -> Result<(), Refused> {
    parsed.into_iter().try_for_each(|read| reads.take(read)).map_err(|Busy| Refused::Busy)
}

/// A whole body in memory that is wiped. What the web framework holds before is not ours to wipe.
async fn whole(body: Payload, time: Duration) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let mut all = Zeroizing::new(Vec::new());
    each_chunk(body, LARGEST_DOCUMENT, time, |chunk| {
        all.extend_from_slice(&chunk);
        Ok(())
    })
    .await?;
    Ok(all)
}

async fn document_of_form(
    mut form: Form,
    body: Payload,
    time: Duration,
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let mut document = None;
    each_chunk(body, LARGEST_FORM, time, |chunk| {
        document = form.feed(&chunk)?.or_else(|| document.take());
        Ok(())
    })
    .await?;
    document.ok_or(Refused::Invalid(InvalidRead::Form))
}

async fn each_chunk(
    mut body: Payload,
    largest: usize,
    time: Duration,
    mut take: impl FnMut(Bytes) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let all = async {
        let mut taken = 0;
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(|_| Refused::BrokenOff)?;
            taken += chunk.len();
            if taken > largest {
                return Err(Refused::TooLarge);
            }
            take(chunk)?;
        }
        Ok(())
    };
    tokio::time::timeout(time, all).await.unwrap_or(Err(Refused::TooSlow))
}

async fn answer(
    code: StatusCode,
    taken: impl Future<Output = Result<(), Refused>>,
) -> HttpResponse {
    match taken.await {
        Ok(()) => HttpResponse::new(code),
        Err(refused) => refuse(&refused),
    }
}

/// The one place where refusals become status codes.
fn refuse(refused: &Refused) -> HttpResponse {
    match refused {
        Refused::Invalid(InvalidRead::TooLarge) | Refused::TooLarge => {
            problem(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than a reading")
        }
        Refused::Invalid(invalid) => problem(StatusCode::BAD_REQUEST, &invalid.to_string()),
        Refused::Line(at, invalid) => {
            problem(StatusCode::BAD_REQUEST, &format!("line {at}: {invalid}; no line was taken"))
        }
        Refused::BrokenOff => problem(StatusCode::BAD_REQUEST, "the body did not arrive"),
        Refused::TooSlow => problem(StatusCode::REQUEST_TIMEOUT, "the body took too long"),
        Refused::Busy => {
            let mut answer = problem(
                StatusCode::TOO_MANY_REQUESTS,
                "readings come faster than they are matched; try again in a second",
            );
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
            answer
        }
    }
}
