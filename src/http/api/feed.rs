//! The live feed as server-sent events.
//! Absent: what a partner receives.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use bytes::{Bytes, BytesMut};
use futures_util::stream;
use serde::Deserialize;

use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::http::desk::Desk;
use crate::service::feed::{Follower, Next, follow};
use crate::service::permission::FeedFollow;
use crate::wire::api::feed::{ALIVE, refused};
use crate::wire::problem::Problem;

/// How long a feed is silent before a comment shows that it is alive.
const QUIET: Duration = Duration::from_secs(15);
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

struct Stream {
    follower: Follower,
    request_id: String,
}

/// `GET /v1/feed`
pub async fn get(desk: Desk<FeedFollow>, request: HttpRequest) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let after = last_event_id(&request)?;
        let shown = Query::<Shown>::from_query(request.query_string())
            .map_err(|_| Refusal::at(Reason::RequestInvalid, "/status"))?;
        let status = status(shown.status.as_deref())?;
        let follower = follow(exchange, clearance, visit.asking.clone(), after, status).await?;
        let request_id = visit.asking.ids.request.clone();
        let start = Stream { follower, request_id };
        let events = stream::unfold(start, |mut stream| async {
            let event = next(&mut stream).await?;
            Some((Ok::<_, std::convert::Infallible>(event), stream))
        });
        Ok(HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .content_type("text/event-stream")
            .streaming(events))
    })
    .await
}

/// The query of `GET /v1/feed`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    status: Option<String>,
}

/// What is meant, unless exercises or tests are asked for.
pub(super) fn status(code: Option<&str>) -> Result<Status, Refusal> {
    let invalid = || Refusal::at(Reason::RequestInvalid, "/status");
    code.map_or(Ok(Status::Actual), |code| Status::from_code(code).ok_or_else(invalid))
}

fn last_event_id(request: &HttpRequest) -> Result<Option<u64>, Refusal> {
    let Some(value) = request.headers().get(LAST_EVENT_ID) else {
        return Ok(None);
    };
    let invalid = || Refusal::from(Reason::RequestInvalid);
    let text = value.to_str().map_err(|_| invalid())?;
    Ok(Some(text.parse().map_err(|_| invalid())?))
}

/// The next bytes of the stream: events, a comment after a quiet while, or the end with its reason.
async fn next(stream: &mut Stream) -> Option<Bytes> {
    Some(match stream.follower.next(QUIET).await? {
        Next::Records(told) => match told.as_slice() {
            // One is what comes live: its bytes are those that everybody is given.
            [told] => told.event().clone(),
            told => {
                let mut events = BytesMut::new();
                told.iter().for_each(|told| events.extend_from_slice(told.event()));
                events.freeze()
            }
        },
        Next::Quiet => ALIVE,
        Next::Ended(refusal) => refused(&Problem::new(&refusal, Some(&stream.request_id))),
    })
}
