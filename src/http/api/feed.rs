//! The live feed as server-sent events, and the alerts in force.
//! Absent: what a partner receives.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;

use super::render;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::http::desk::Desk;
use crate::http::problem::json;
use crate::service::alerts;
use crate::service::feed::{Follower, Next, Told, follow};
use crate::service::permission::{AlertsRead, FeedFollow};
use crate::wire::problem::Problem;

/// Looks at the standing, a second each, after which a comment shows that the feed is alive.
const QUIET_LOOKS: u32 = 15;
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

struct Stream {
    follower: Follower,
    request_id: String,
    quiet: u32,
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
        let start = Stream { follower, request_id, quiet: QUIET_LOOKS };
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
fn status(code: Option<&str>) -> Result<Status, Refusal> {
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

/// The next bytes of the stream: records, a comment after a quiet while, or the end with its reason.
async fn next(stream: &mut Stream) -> Option<Bytes> {
    loop {
        match stream.follower.next().await? {
            Next::Records(records) if records.is_empty() => {
                stream.quiet += 1;
                if stream.quiet >= QUIET_LOOKS {
                    stream.quiet = 0;
                    return Some(Bytes::from_static(b": alive\n\n"));
                }
            }
            Next::Records(records) => {
                stream.quiet = 0;
                let mut text = String::new();
                for told in &records {
                    let (index, event, data) = match told {
                        Told::Record(record) => (record.index, "record", json(record)),
                        Told::Withdrawn(withdrawn) => {
                            (withdrawn.index, "withdrawn", json(withdrawn))
                        }
                    };
                    text.push_str(&format!("id: {index}\nevent: {event}\ndata: {data}\n\n"));
                }
                return Some(text.into());
            }
            Next::Ended(refusal) => {
                let problem = Problem::new(&refusal, Some(&stream.request_id));
                return Some(format!("event: refused\ndata: {}\n\n", json(&problem)).into());
            }
        }
    }
}

/// The query of `GET /v1/alerts`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Since {
    #[serde(default)]
    since: u64,
    status: Option<String>,
}

/// `GET /v1/alerts`
pub async fn get_alerts(desk: Desk<AlertsRead>, request: HttpRequest) -> HttpResponse {
    desk.answer(async |exchange, clearance, _| {
        let invalid = |_| Refusal::at(Reason::RequestInvalid, "/since");
        let query = Query::<Since>::from_query(request.query_string()).map_err(invalid)?;
        let status = status(query.status.as_deref())?;
        let answer = alerts::alerts(exchange, clearance, query.since, status).await?;
        Ok(render(StatusCode::OK, &answer))
    })
    .await
}
