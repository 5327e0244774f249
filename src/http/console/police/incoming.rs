//! What comes in, beside the alert that it answers, to be answered in one tap; and for whoever reports, what
//! came of it. Absent: signing, which the browser does, and anything automatic.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::party::PartnerKind;
use crate::domain::record::{RecordType, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::http::console::follow::{Older, wanted};
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::signing::Signing;
use crate::http::console::thread::{Followed, followed};
use crate::service::follow_up::{View, read};
use crate::service::permission::FollowUpRead;

#[derive(Template)]
#[template(path = "incoming.html", config = "src/http/console/askama.toml")]
struct Incoming<'a> {
    frame: &'a Frame,
    signing: Signing,
    list: List,
}

#[derive(Template)]
#[template(path = "answers.html", config = "src/http/console/askama.toml")]
struct Answers<'a> {
    frame: &'a Frame,
    list: List,
}

/// Threads in two parts: what waits for an answer, and what has one.
struct List {
    view: &'static str,
    open: Vec<Followed>,
    answered: Vec<Followed>,
    /// The last index of the log up to which the threads are complete.
    after: u64,
    older: Older,
    status: &'static str,
    unreal: bool,
}

impl List {
    fn new(
        view: &'static str,
        threads: Vec<Followed>,
        after: u64,
        older: Older,
        status: Status,
    ) -> Self {
        let (answered, open) = threads.into_iter().partition(|one| one.state == "answered");
        let unreal = status != Status::Actual;
        Self { view, open, answered, after, older, status: status.code(), unreal }
    }
}

/// `GET /incoming`
pub async fn get(page: Page<FollowUpRead>, request: HttpRequest) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let (status, wanted) = wanted(&request)?;
        if clearance.caller.partner.kind != PartnerKind::Police {
            return Err(Refusal::from(Reason::ActionNotAllowed));
        }
        let signing =
            Signing::new(exchange, clearance, &[RecordType::Outcome, RecordType::Handover]);
        let found = read(exchange, clearance, View::Received, status, wanted.below).await?;
        let seen = |thread| followed(thread, &clearance.caller, &clearance.directory, frame.words);
        let threads = found.threads.iter().map(seen).collect();
        let older = Older::new(&found, wanted.below);
        let list = List::new("received", threads, found.revision.saturating_sub(1), older, status);
        html(&Incoming { frame, signing, list })
    })
    .await
}

/// `GET /answers`
pub async fn get_answers(page: Page<FollowUpRead>, request: HttpRequest) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let (status, wanted) = wanted(&request)?;
        let found = read(exchange, clearance, View::Sent, status, wanted.below).await?;
        let seen = |thread| followed(thread, &clearance.caller, &clearance.directory, frame.words);
        let threads = found.threads.iter().map(seen).collect();
        let older = Older::new(&found, wanted.below);
        let list = List::new("sent", threads, found.revision.saturating_sub(1), older, status);
        html(&Answers { frame, list })
    })
    .await
}
