//! What changes while a page of reports or own alerts is open: every thread that looks different comes again,
//! whole, so that every window shows the same. Absent: what changed (`service::follow_up`).

use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;

use super::board::{QUIET, event, last_event_id};
use super::page::Page;
use super::police::alerts::row;
use super::texts::Words;
use super::thread::followed;
use crate::domain::decide::Caller;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::service::directory::DirectoryView;
use crate::service::follow_up::{Change, Next, Thread, Threads, View, Watcher, watch};
use crate::service::permission::FollowUpRead;

/// The query of a page of threads and of its feed.
#[derive(Deserialize)]
pub struct Followed {
    view: Option<String>,
    status: Option<String>,
    after: Option<u64>,
    /// Below which log index threads are asked for.
    pub(super) below: Option<u64>,
}

/// The way from a page of threads to older ones, and back to the newest.
pub(super) struct Older {
    /// Below which log index there may be older ones.
    pub(super) below: Option<u64>,
    /// Whether the newest are on another page.
    pub(super) is_older: bool,
}

impl Older {
    pub(super) fn new(found: &Threads, asked: Option<u64>) -> Self {
        Self { below: found.older, is_older: asked.is_some() }
    }
}

/// What a request says about what it wants to see.
///
/// # Errors
/// [`Reason::RequestInvalid`].
pub(super) fn wanted(request: &HttpRequest) -> Result<(Status, Followed), Refusal> {
    let invalid = || Refusal::at(Reason::RequestInvalid, "/status");
    let query = Query::<Followed>::from_query(request.query_string()).map_err(|_| invalid())?;
    let status = match query.status.as_deref() {
        None => Status::Actual,
        Some(code) => Status::from_code(code).ok_or_else(invalid)?,
    };
    Ok((status, query.into_inner()))
}

/// An open feed of threads.
struct Stream {
    watcher: Watcher,
    view: View,
    caller: Caller,
    directory: DirectoryView,
    words: Words,
    is_quiet: bool,
}

/// `GET /follow-up/feed`
pub async fn get(page: Page<FollowUpRead>, request: HttpRequest) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let (status, wanted) = wanted(&request)?;
        let view = match wanted.view.as_deref() {
            Some("received") => View::Received,
            Some("sent") => View::Sent,
            Some("alerts") => View::Alerts,
            _ => return Err(Refusal::at(Reason::RequestInvalid, "/view")),
        };
        let after = last_event_id(&request).or(wanted.after);
        let asking = visit.asking.clone();
        let watcher = watch(exchange, clearance, asking, (view, status), after).await?;
        let start = Stream {
            watcher,
            view,
            caller: clearance.caller.clone(),
            directory: exchange.directory.clone(),
            words: frame.words,
            // The first thing a page hears is that the feed is open.
            is_quiet: true,
        };
        let events = stream::unfold(start, |mut stream| async {
            let event = stream.next().await?;
            Some((Ok::<_, std::convert::Infallible>(event), stream))
        });
        Ok(HttpResponse::Ok().content_type("text/event-stream").streaming(events))
    })
    .await
}

impl Stream {
    /// The next events: threads, ids of what holds no more, a sign of life, or the end with its reason.
    async fn next(&mut self) -> Option<Bytes> {
        if self.is_quiet {
            self.is_quiet = false;
            return Some(Bytes::from_static(b"event: alive\ndata: alive\n\n"));
        }
        match self.watcher.next(QUIET).await? {
            Next::Quiet => Some(Bytes::from_static(b"event: alive\ndata: alive\n\n")),
            Next::Changes(changes, through) => {
                let count = changes.len();
                let events = changes.iter().enumerate().map(|(at, change)| {
                    // Only behind the last one is nothing missing.
                    let id = (at + 1 == count).then_some(through);
                    match change {
                        Change::Gone(record) => event(id, "withdrawn", record),
                        Change::Thread(thread) => match self.render(thread) {
                            Ok(html) => event(id, "card", &html),
                            Err(_) => event(id, "unreadable", ""),
                        },
                    }
                });
                Some(events.collect::<String>().into())
            }
            Next::Ended(refusal) => {
                let (title, advice) = self.words.refusal(refusal.reason);
                Some(event(None, "refused", &format!("{title} {advice}")).into())
            }
        }
    }

    fn render(&self, thread: &Thread) -> Result<String, askama::Error> {
        let directory = self.directory.now();
        match self.view {
            View::Alerts => row(thread, &directory, self.words).render(),
            _ => followed(thread, &self.caller, &directory, self.words).render(),
        }
    }
}
