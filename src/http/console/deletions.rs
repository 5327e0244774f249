//! What was taken back or corrected of what the reader's partner received, to be deleted and said so in one tap.
//! Absent: its text, which is shown to nobody any more, and signing, which the browser does.

use actix_web::HttpResponse;
use askama::Template;

use super::page::{Frame, Page, html};
use super::signing::Signing;
use super::thread::name_of;
use crate::domain::record::{RecordType, Status};
use crate::service::deletions::{Deletion, read};
use crate::service::directory::Directory;
use crate::service::permission::FollowUpRead;
use crate::wire::api::search::About;

#[derive(Template)]
#[template(path = "deletions.html", config = "src/http/console/askama.toml")]
struct Deletions<'a> {
    frame: &'a Frame,
    rows: Vec<Row>,
    signing: Signing,
}

struct Row {
    about: About,
    /// Name of the sender.
    issuer: String,
    /// `recalled` or `updated`.
    standing: String,
    /// RFC 3339, UTC.
    withdrawn_at: Option<String>,
    /// RFC 3339, UTC.
    due_at: Option<String>,
    late: bool,
    /// Whether it is an exercise or a test.
    unreal: bool,
}

/// `GET /deletions`
pub async fn get(page: Page<FollowUpRead>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let signing = Signing::new(exchange, clearance, &[RecordType::Receipt]);
        let found = read(exchange, clearance).await?;
        let at = clearance.at;
        let rows = found.into_iter().map(|one| {
            let late = one.due_at.is_some_and(|due| due < at);
            row(one, late, &clearance.directory)
        });
        html(&Deletions { frame, rows: rows.collect(), signing })
    })
    .await
}

fn row(deletion: Deletion, late: bool, directory: &Directory) -> Row {
    let Deletion { about, standing, withdrawn_at, due_at, .. } = deletion;
    Row {
        issuer: name_of(&about.issuer, directory),
        standing: standing.state,
        withdrawn_at: withdrawn_at.map(|at| at.to_string()),
        due_at: due_at.map(|at| at.to_string()),
        late,
        unreal: about.status != Status::Actual.code(),
        about,
    }
}
