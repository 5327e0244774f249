//! The desk that every request passes: who is on the connection, clearance for the route's action, the
//! entry of a refusal, and the headers of the answer. Absent: the decision (`service`).

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};

use super::body::Body;
use super::peer::Peer;
use super::problem;
use crate::domain::entry::RequestIds;
use crate::domain::id::Fingerprint;
use crate::domain::refusal::{Reason, Refusal};
use crate::service::clearance::{Asking, Clearance, Turned, clear};
use crate::service::exchange::Exchange;
use crate::service::limits::Left;
use crate::service::permission::Permission;
use crate::service::refuse::refuse;

/// The header in which a system names the person it acts for.
pub const ACTING_PERSON: &str = "samen-acting-person";

/// Under which trace the request was served.
pub(super) const TRACE_RESPONSE: HeaderName = HeaderName::from_static("traceresponse");
/// Hexadecimal digits of the id of an operation within its trace.
const CHILD_DIGITS: usize = 16;
/// Flags of a trace: something was recorded about it; its id was drawn at random.
const RECORDED: u8 = 1;
const RANDOM: u8 = 2;

/// A request that asks for action `A`. A handler has to take one, so its signature names what it needs.
pub struct Desk<A> {
    exchange: Arc<Exchange>,
    asking: Option<Asking>,
    ids: RequestIds,
    body: Body,
    permission: PhantomData<A>,
}

/// What a cleared request brings along.
pub struct Visit {
    /// Who asks, as the connection shows it.
    pub asking: Asking,
    /// Its body, not read yet.
    pub body: Body,
}

impl<A: Permission> FromRequest for Desk<A> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let Some(exchange) = request.app_data::<web::Data<Exchange>>() else {
            return ready(Err(actix_web::error::ErrorInternalServerError("no exchange")));
        };
        let exchange = exchange.clone().into_inner();
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let ids = exchange.request_ids(header("traceparent"));
        let asking = Peer::of(request).ok().map(|peer| Asking {
            fingerprint: Fingerprint::new(peer.fingerprint),
            issued: peer.issued,
            acting_person: header(ACTING_PERSON).map(Into::into),
            ids: ids.clone(),
        });
        let body = Body::new(request, payload.take());
        ready(Ok(Self { exchange, asking, ids, body, permission: PhantomData }))
    }
}

impl<A: Permission> Desk<A> {
    /// Clears the request, does the work, and renders the answer or the refusal. A refusal of a known
    /// caller is in the log before the caller hears of it.
    pub async fn answer<F>(self, work: F) -> HttpResponse
    where
        F: AsyncFnOnce(
            &Arc<Exchange>,
            &mut Clearance<A>,
            &mut Visit,
        ) -> Result<HttpResponse, Refusal>,
    {
        self.answer_as(problem::respond, work).await
    }

    /// As [`Desk::answer`], with refusals told in another form than a problem document.
    pub(in crate::http) async fn answer_as<F, R>(self, told: R, work: F) -> HttpResponse
    where
        R: Fn(&Refusal, Option<&str>) -> HttpResponse,
        F: AsyncFnOnce(
            &Arc<Exchange>,
            &mut Clearance<A>,
            &mut Visit,
        ) -> Result<HttpResponse, Refusal>,
    {
        let trace = trace_response(&self.ids);
        let mut answer = self.judged(told, work).await;
        if let Ok(trace) = HeaderValue::from_str(&trace) {
            answer.headers_mut().insert(TRACE_RESPONSE, trace);
        }
        answer
    }

    async fn judged<F, R>(self, told: R, work: F) -> HttpResponse
    where
        R: Fn(&Refusal, Option<&str>) -> HttpResponse,
        F: AsyncFnOnce(
            &Arc<Exchange>,
            &mut Clearance<A>,
            &mut Visit,
        ) -> Result<HttpResponse, Refusal>,
    {
        let Self { exchange, asking, ids, body, .. } = self;
        let request_id = Some(ids.request.as_str());
        let Some(asking) = asking else {
            body.drain().await;
            return told(&Reason::CertificateUnregistered.into(), request_id);
        };
        let mut visit = Visit { asking, body };
        let (mut clearance, left) = match clear::<A>(&exchange, &visit.asking) {
            Ok(cleared) => cleared,
            Err(turned) => {
                let answer = turn_away::<A>(&exchange, turned, request_id, told).await;
                visit.body.drain().await;
                return answer;
            }
        };
        let answer = match work(&exchange, &mut clearance, &mut visit).await {
            Ok(answer) => {
                exchange.metrics.answered(A::ACTION.code(), "ok");
                answer
            }
            Err(refusal) => {
                let entry = clearance.entry.refused(refusal.clone());
                let refusal = refuse(&exchange, entry).await.err().unwrap_or(refusal);
                exchange.metrics.answered(A::ACTION.code(), refusal.reason.slug());
                visit.body.drain().await;
                told(&refusal, request_id)
            }
        };
        with_limits(answer, &left)
    }
}

/// The trace under which the caller finds this request in the evidence log and in the lines of the
/// processing log (W3C Trace Context, response header in the editor's draft): the caller's own trace, or
/// the one that begins here, whose id is the id of the request.
fn trace_response(ids: &RequestIds) -> String {
    let (trace, flags) = match &ids.trace {
        Some(trace) => (trace, RECORDED),
        None => (&ids.request, RECORDED | RANDOM),
    };
    let child = ids.request.get(..CHILD_DIGITS).unwrap_or_default();
    format!("00-{trace}-{child}-{flags:02x}")
}

async fn turn_away<A: Permission>(
    exchange: &Exchange,
    turned: Turned,
    request_id: Option<&str>,
    told: impl Fn(&Refusal, Option<&str>) -> HttpResponse,
) -> HttpResponse {
    let Turned { refusal, entry, left } = turned;
    let refusal = match entry {
        Some(entry) => refuse(exchange, *entry).await.err().unwrap_or(refusal),
        None => {
            exchange.metrics.unknown_certificate();
            refusal
        }
    };
    exchange.metrics.answered(A::ACTION.code(), refusal.reason.slug());
    let answer = told(&refusal, request_id);
    match left {
        Some(left) => with_limits(answer, &left),
        None => answer,
    }
}

/// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
fn with_limits(mut answer: HttpResponse, left: &Left) -> HttpResponse {
    let name = left.meter.code();
    let policy = format!("\"{name}\";q={};w=60", left.per_minute);
    let now = format!("\"{name}\";r={};t={}", left.remaining, left.reset_s);
    for (header, value) in [("ratelimit-policy", policy), ("ratelimit", now)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.headers_mut().insert(HeaderName::from_static(header), value);
        }
    }
    answer
}
