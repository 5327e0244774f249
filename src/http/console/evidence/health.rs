//! The health of the log: a page on which the browser checks the log by itself, and what the exchange says about
//! its witnesses. Absent: the checking, which trusts the exchange for nothing (`assets/health.js`).

use actix_web::HttpResponse;
use askama::Template;

use super::uses;
use crate::domain::action::Action;
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::texts::Words;
use crate::service::permission::{AuditWitnesses, ConsoleOpen};
use crate::service::{console, witnesses};
use crate::wire::api::audit::{WitnessReport, WitnessRow};

/// The steps of the check: what each asks, what it proves and what it does not.
const STEPS: [[&str; 4]; 7] = [
    ["key", "health-key", "health-key-proves", "health-key-not"],
    ["signature", "health-signature", "health-signature-proves", "health-signature-not"],
    ["history", "health-history", "health-history-proves", "health-history-not"],
    ["inclusion", "health-inclusion", "health-inclusion-proves", "health-inclusion-not"],
    ["policy", "health-policy", "health-policy-proves", "health-policy-not"],
    ["witnesses", "health-witnesses", "health-witnesses-proves", "health-witnesses-not"],
    ["quorum", "health-quorum", "health-quorum-proves", "health-quorum-not"],
];

/// What the script says: verdicts, findings and names.
const SAID: [&str; 61] = [
    "verdict-holds",
    "verdict-first",
    "verdict-look",
    "verdict-unable",
    "verdict-skipped",
    "verdict-fails",
    "health-all-holds",
    "health-all-first",
    "health-all-look",
    "health-all-unable",
    "health-all-skipped",
    "health-all-fails",
    "key-first",
    "key-same",
    "key-paper",
    "key-absent",
    "key-other-log",
    "key-changed",
    "key-malformed",
    "key-ambiguous",
    "key-pinned",
    "key-replaced",
    "no-ed25519",
    "signature-good",
    "signature-bad",
    "signature-none",
    "note-malformed",
    "checkpoint-malformed",
    "history-first",
    "history-same",
    "history-grown",
    "history-fork",
    "history-rolled-back",
    "inclusion-good",
    "inclusion-bad",
    "inclusion-empty",
    "inclusion-beyond",
    "tile-malformed",
    "proof-malformed",
    "policy-first",
    "policy-same",
    "policy-changed",
    "policy-malformed",
    "witnesses-all",
    "witnesses-some",
    "witnesses-none",
    "witness-bad",
    "witness-there",
    "witness-missing",
    "witness-behind",
    "witness-never",
    "quorum-met",
    "quorum-old",
    "quorum-none",
    "quorum-missing",
    "quorum-unknown",
    "skipped",
    "log-unreachable",
    "not-served",
    "alarm-kept",
    "alarm-served",
];

/// What an alarm was about.
const ALARMS: [&str; 4] = ["alarm-signature", "alarm-rollback", "alarm-fork", "alarm-policy"];

#[derive(Template)]
#[template(path = "health.html", config = "src/http/console/askama.toml")]
struct Health<'a> {
    frame: &'a Frame,
    uses: Vec<&'static str>,
    steps: Vec<Step>,
    said: Vec<&'static str>,
}

/// A step of the check, as the page shows it.
struct Step {
    name: &'static str,
    asks: &'static str,
    proves: &'static str,
    proves_not: &'static str,
}

impl Step {
    fn new([name, asks, proves, proves_not]: [&'static str; 4]) -> Self {
        Self { name, asks, proves, proves_not }
    }

    fn is(&self, name: &str) -> bool {
        self.name == name
    }
}

#[derive(Template)]
#[template(path = "health_witnesses.html", config = "src/http/console/askama.toml")]
struct Told {
    words: Words,
    report: WitnessReport,
}

/// `GET /log-health`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "log health", &[Action::AuditWitnesses]).await?;
        let said = SAID.into_iter().chain(ALARMS).collect();
        html(&Health { frame, uses: uses(), steps: STEPS.map(Step::new).into(), said })
    })
    .await
}

/// `POST /log-health/witnesses`
pub async fn post_witnesses(page: Page<AuditWitnesses>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let report = witnesses::report(exchange, clearance, &asked).await?;
        html(&Told { words: frame.words, report })
    })
    .await
}

impl Told {
    /// How a witness stands, in words.
    fn state(&self, row: &WitnessRow) -> String {
        let key = match row.state.as_str() {
            "cosigned" => "witness-state-cosigned",
            "unreachable" => "witness-state-unreachable",
            "refused" => "witness-state-refused",
            "contested" => "witness-state-contested",
            _ => "witness-state-never-asked",
        };
        self.words.t(key)
    }
}
