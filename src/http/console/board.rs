//! The live board: the alerts in force for the caller's partner, and what arrives while one looks.
//! Absent: what a partner receives (`service`), and the card itself (`card`).

use std::time::Duration;

use actix_web::http::header::HeaderName;
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;

use super::card::{Card, card};
use super::page::{Frame, Page, html};
use super::signing::Signing;
use super::texts::Words;
use crate::domain::action::Action;
use crate::domain::decide::Caller;
use crate::domain::record::{RecordType, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::service::alerts;
use crate::service::directory::DirectoryView;
use crate::service::feed::{Follower, Next, Told, follow};
use crate::service::permission::{AlertsRead, FeedFollow};
use crate::wire::api::search::About;

/// How long a feed is silent before a page is told that it is alive: a page that hears nothing for three times
/// as long shows that it may be out of date.
pub(super) const QUIET: Duration = Duration::from_secs(5);
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

#[derive(Template)]
#[template(path = "board.html", config = "src/http/console/askama.toml")]
struct Board<'a> {
    frame: &'a Frame,
    cards: Vec<Card>,
    /// The last index of the log up to which the cards are complete.
    after: u64,
    status: &'static str,
    unreal: bool,
    may_answer: bool,
    /// Whether there is something to delete.
    has_deletions: bool,
    signing: Signing,
}

/// The query of the board and its feed.
#[derive(Deserialize)]
pub struct Shown {
    status: Option<String>,
    after: Option<u64>,
    /// Codes of record types with commas between them; every type when left out.
    kinds: Option<String>,
}

/// What is meant, unless exercises are asked for.
fn shown(request: &HttpRequest) -> Result<(Status, Shown), Refusal> {
    let invalid = || Refusal::at(Reason::RequestInvalid, "/status");
    let query = Query::<Shown>::from_query(request.query_string()).map_err(|_| invalid())?;
    let status = match query.status.as_deref() {
        None => Status::Actual,
        Some(code) => Status::from_code(code).ok_or_else(invalid)?,
    };
    Ok((status, query.into_inner()))
}

/// `GET /board`
pub async fn get(page: Page<AlertsRead>, request: HttpRequest) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let (status, _) = shown(&request)?;
        let answer = alerts::newest(exchange, clearance, status).await?;
        let may_answer = may_answer(&clearance.caller);
        let types = [RecordType::Sighting, RecordType::Receipt];
        let signing = Signing::new(exchange, clearance, &types);
        let newest_first = answer.alerts.iter().rev().map(|(alert, is_read)| {
            let told = (alert.index, &alert.about, alert.jws.as_str());
            let card = card(told, &clearance.directory, frame.words, may_answer);
            Card { is_read: *is_read, ..card }
        });
        html(&Board {
            frame,
            cards: newest_first.collect(),
            after: answer.revision.saturating_sub(1),
            status: status.code(),
            unreal: status != Status::Actual,
            may_answer,
            has_deletions: answer.has_deletions,
            signing,
        })
    })
    .await
}

fn may_answer(caller: &Caller) -> bool {
    Action::RecordSubmit.is_open_to(caller.partner.kind, caller.person.role)
}

/// An open feed of cards.
struct Stream {
    follower: Follower,
    directory: DirectoryView,
    words: Words,
    may_answer: bool,
    kinds: Option<String>,
    is_quiet: bool,
}

/// `GET /board/feed`
pub async fn get_feed(page: Page<FeedFollow>, request: HttpRequest) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let (status, shown) = shown(&request)?;
        let after = last_event_id(&request).or(shown.after);
        let follower = follow(exchange, clearance, visit.asking.clone(), after, status).await?;
        let start = Stream {
            follower,
            directory: exchange.directory.clone(),
            words: frame.words,
            may_answer: may_answer(&clearance.caller),
            kinds: shown.kinds,
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

/// Browsers send it by themselves when they connect again.
pub(super) fn last_event_id(request: &HttpRequest) -> Option<u64> {
    request.headers().get(LAST_EVENT_ID)?.to_str().ok()?.parse().ok()
}

impl Stream {
    /// The next events: cards, ids of what holds no more, a sign of life, or the end with its reason.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.is_quiet {
                self.is_quiet = false;
                return Some(Bytes::from_static(b"event: alive\ndata: alive\n\n"));
            }
            match self.follower.next(QUIET).await? {
                Next::Quiet => self.is_quiet = true,
                Next::Records(told) => {
                    let events: String = told.iter().map(|told| self.event(told)).collect();
                    if !events.is_empty() {
                        return Some(events.into());
                    }
                }
                Next::Ended(refusal) => {
                    let (title, advice) = self.words.refusal(refusal.reason);
                    return Some(event(None, "refused", &format!("{title} {advice}")).into());
                }
            }
        }
    }

    fn event(&self, told: &Told) -> String {
        match told {
            Told::Record(record) => {
                let record = &record.told;
                self.card(record.index, &record.about, &record.jws)
            }
            Told::Withdrawn(withdrawal) => {
                let withdrawal = &withdrawal.told;
                event(Some(withdrawal.index), "withdrawn", &withdrawal.withdrawn.join(" "))
            }
        }
    }

    fn card(&self, index: u64, about: &About, jws: &str) -> String {
        let wanted = |kinds: &String| kinds.split(',').any(|kind| kind == about.record_type);
        if !self.kinds.as_ref().is_none_or(wanted) {
            return String::new();
        }
        let card = card((index, about, jws), &self.directory.now(), self.words, self.may_answer);
        if about.message == "cancel" {
            return event(Some(index), "withdrawn", &card.replaces);
        }
        // A card that cannot be rendered is still told of: the page says that it is out of date.
        match card.render() {
            Ok(html) => event(Some(index), "card", &html),
            Err(_) => event(Some(index), "unreadable", ""),
        }
    }
}

/// An event (HTML, section 9.2.6): a line of data for each line of text.
pub(super) fn event(id: Option<u64>, name: &str, text: &str) -> String {
    let mut event = String::new();
    if let Some(id) = id {
        event.push_str(&format!("id: {id}\n"));
    }
    event.push_str(&format!("event: {name}\n"));
    for line in text.split(['\n', '\r']) {
        event.push_str(&format!("data: {line}\n"));
    }
    event.push('\n');
    event
}
