//! The pages on which a guard reports: incidents, handovers, and the key of the device that
//! signs. Absent: what came of them (`police::incoming`), and signing and sending, which the browser does through the API.

use actix_web::HttpResponse;
use askama::Template;

use super::page::{Frame, Page, html};
use super::signing::Signing;
use crate::domain::action::Action;
use crate::domain::lmc::LmcCode;
use crate::domain::record::RecordType;
use crate::service::console;
use crate::service::permission::ConsoleOpen;

#[derive(Template)]
#[template(path = "incident.html", config = "src/http/console/askama.toml")]
struct Incident<'a> {
    frame: &'a Frame,
    signing: Signing,
    lmc: Vec<(&'static str, &'static str)>,
    lmc_required: bool,
}

#[derive(Template)]
#[template(path = "handover.html", config = "src/http/console/askama.toml")]
struct Handover<'a> {
    frame: &'a Frame,
    signing: Signing,
    lmc: Vec<(&'static str, &'static str)>,
    lmc_required: bool,
}

#[derive(Template)]
#[template(path = "device.html", config = "src/http/console/askama.toml")]
struct Device<'a> {
    frame: &'a Frame,
    signing: Signing,
}

/// `GET /incidents/new`
pub async fn get_incident(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let signing = Signing::new(exchange, clearance, &[RecordType::Incident]);
        console::open(exchange, clearance, "new incident", &[Action::RecordSubmit]).await?;
        html(&Incident { frame, signing, lmc: classifications(frame), lmc_required: true })
    })
    .await
}

/// `GET /handovers/new`
pub async fn get_handover(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let signing = Signing::new(exchange, clearance, &[RecordType::Handover]);
        console::open(exchange, clearance, "new handover", &[Action::RecordSubmit]).await?;
        html(&Handover { frame, signing, lmc: classifications(frame), lmc_required: false })
    })
    .await
}

/// `GET /device`
pub async fn get_device(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let signing = Signing::new(exchange, clearance, &[]);
        console::open(exchange, clearance, "device", &[Action::KeyRequest]).await?;
        html(&Device { frame, signing })
    })
    .await
}

fn classifications(frame: &Frame) -> Vec<(&'static str, &'static str)> {
    LmcCode::ALL.iter().map(|code| (code.code(), code.label(frame.words.0))).collect()
}
