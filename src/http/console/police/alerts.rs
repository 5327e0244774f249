//! The alerts of one's own partner: how they stand, how far each recipient has got, what answers them, and
//! taking one back. Absent: signing, which the browser does.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::party::PartnerKind;
use crate::domain::record::answer::CancelReason;
use crate::domain::record::{RecordType, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::http::console::card::{Card, card};
use crate::http::console::follow::{Older, wanted};
use crate::http::console::map::{Map, Scene, Spot, map};
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::signing::Signing;
use crate::http::console::texts::Words;
use crate::http::console::thread::{Followed, followed, name_of};
use crate::http::problem;
use crate::service::clearance::Clearance;
use crate::service::console::{members, readable};
use crate::service::directory::Directory;
use crate::service::exchange::Exchange;
use crate::service::follow_up::{self, Thread, View};
use crate::service::permission::FollowUpRead;

#[derive(Template)]
#[template(path = "alerts.html", config = "src/http/console/askama.toml")]
struct Alerts<'a> {
    frame: &'a Frame,
    rows: Vec<Row>,
    /// The last index of the log up to which the rows are complete.
    after: u64,
    older: Older,
    status: &'static str,
    unreal: bool,
}

/// An own alert in the list.
#[derive(Template)]
#[template(path = "own_alert_row.html", config = "src/http/console/askama.toml")]
pub(in crate::http::console) struct Row {
    words: Words,
    card: Card,
    standing: String,
    sightings: usize,
    reach: Reach,
}

/// How far the recipients have got.
struct Reach {
    recipients: Vec<Recipient>,
    delivered: usize,
    read: usize,
    deleted: usize,
    late: usize,
}

struct Recipient {
    name: String,
    /// `sent`, `delivered`, `read` or `deleted`.
    state: String,
    /// Whether it has said that it knows of the recall or correction.
    told: bool,
    /// RFC 3339, UTC.
    deleted_at: Option<String>,
    /// RFC 3339, UTC.
    late_since: Option<String>,
}

/// One own alert.
#[derive(Template)]
#[template(path = "own_alert.html", config = "src/http/console/askama.toml")]
struct OwnAlert<'a> {
    frame: &'a Frame,
    signing: Signing,
    card: Card,
    id: String,
    standing: String,
    /// Ids of what took its place or took it back.
    by: Vec<String>,
    /// JSON: the audience of the alert, which its recall has too.
    audience: String,
    grant: String,
    reach: Reach,
    map: Option<Map>,
    reports: Vec<Followed>,
    block: String,
    after: u64,
    status: String,
    unreal: bool,
    reasons: Vec<&'static str>,
}

impl Reach {
    fn new(thread: &Thread, directory: &Directory) -> Self {
        let recipients: Vec<Recipient> = thread
            .deliveries
            .iter()
            .map(|said| Recipient {
                name: name_of(&said.partner, directory),
                state: said.state.clone(),
                told: thread.told.contains(&said.partner),
                deleted_at: said.deleted_at.clone(),
                late_since: said.late_since.clone().filter(|_| said.state != "deleted"),
            })
            .collect();
        let count = |states: &[&str]| {
            recipients.iter().filter(|one| states.contains(&one.state.as_str())).count()
        };
        Self {
            delivered: count(&["delivered", "read", "deleted"]),
            read: count(&["read", "deleted"]),
            deleted: count(&["deleted"]),
            late: recipients.iter().filter(|one| one.late_since.is_some()).count(),
            recipients,
        }
    }
}

/// An own alert as a row of the list.
pub(in crate::http::console) fn row(thread: &Thread, directory: &Directory, words: Words) -> Row {
    let root = &thread.root;
    let kind = RecordType::Sighting.code();
    Row {
        words,
        card: card((root.index, &root.about, root.jws.as_str()), directory, words, false),
        standing: root.standing.state.clone(),
        sightings: thread.answers.iter().filter(|one| one.about.record_type == kind).count(),
        reach: Reach::new(thread, directory),
    }
}

/// Only police send alerts.
pub(super) fn police(clearance: &Clearance<FollowUpRead>) -> Result<(), Refusal> {
    match clearance.caller.partner.kind {
        PartnerKind::Police => Ok(()),
        _ => Err(Reason::ActionNotAllowed.into()),
    }
}

/// `GET /alerts`
pub async fn get(page: Page<FollowUpRead>, request: HttpRequest) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let (status, wanted) = wanted(&request)?;
        police(clearance)?;
        let found =
            follow_up::read(exchange, clearance, View::Alerts, status, wanted.below).await?;
        let rows = found.threads.iter();
        html(&Alerts {
            frame,
            rows: rows.map(|one| row(one, &clearance.directory, frame.words)).collect(),
            after: found.revision.saturating_sub(1),
            older: Older::new(&found, wanted.below),
            status: status.code(),
            unreal: status != Status::Actual,
        })
    })
    .await
}

/// `GET /alerts/{id}`
pub async fn get_one(page: Page<FollowUpRead>, path: Path<String>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        police(clearance)?;
        let found = follow_up::alert(exchange, clearance, &path).await?;
        html(&own_alert(exchange, clearance, frame, &found))
    })
    .await
}

fn own_alert<'a>(
    exchange: &Exchange,
    clearance: &Clearance<FollowUpRead>,
    frame: &'a Frame,
    found: &follow_up::Followed,
) -> OwnAlert<'a> {
    let (directory, words, root) = (&clearance.directory, frame.words, &found.alert.root);
    let mut reports = Vec::new();
    let mut spots = Vec::new();
    for (at, thread) in found.reports.iter().enumerate() {
        let label = (found.reports.len() - at).to_string();
        let place = readable(&thread.root.jws).and_then(|record| record.body.place()?.point);
        let mut report = followed(thread, &clearance.caller, directory, words);
        if let Some(point) = place {
            report.number.clone_from(&label);
            spots.push(Spot { point, label });
        }
        reports.push(report);
    }
    // The oldest has the lowest number and keeps it when more arrive.
    spots.reverse();
    let record = readable(&root.jws);
    let area = record.as_ref().and_then(|record| record.envelope.area.as_ref());
    let scene = Scene { area, spots: &spots, outlines: exchange.outlines.lines() };
    let audience =
        members(&root.jws).and_then(|mut record| Some(record.get_mut("audience")?.take()));
    OwnAlert {
        frame,
        signing: Signing::new(
            exchange,
            clearance,
            &[RecordType::Alert, RecordType::Outcome, RecordType::Handover],
        ),
        card: Card {
            map: None,
            ..card((root.index, &root.about, root.jws.as_str()), directory, words, false)
        },
        id: root.about.id.clone(),
        standing: root.standing.state.clone(),
        by: root.standing.by.clone(),
        audience: problem::json(&audience),
        grant: root.about.grant.clone(),
        reach: Reach::new(&found.alert, directory),
        map: map(&scene, words),
        reports,
        block: record.as_ref().map(|record| words.block(record)).unwrap_or_default(),
        after: found.revision.saturating_sub(1),
        status: root.about.status.clone(),
        unreal: root.about.status != Status::Actual.code(),
        reasons: CancelReason::ALL.iter().map(|reason| reason.code()).collect(),
    }
}
