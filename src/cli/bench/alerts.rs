//! `samen bench alerts`: an exchange with very many alerts in force, given to one receiver as a snapshot and, after
//! some changes, as a delta: how long it takes, and how much memory on both sides.
//! Absent: making the alerts (`fill`), and the exchange, which is another process.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::demo::cast::{SECURION, who};
use crate::cli::failure::Failure;
use crate::cli::session::{Session, now};
use crate::client::Client;
use crate::client::copy::{AlertsCopy, Change, RefreshError, Whose};
use crate::domain::party::Role;
use crate::domain::record::Status;

use super::fill::Filler;
use super::machine::Machine;
use super::place::Place;
use super::process::{Process, memory, peak};

/// How many alerts.
#[derive(Args)]
pub(crate) struct AlertsArgs {
    /// Alerts in force.
    #[arg(long, value_name = "N", default_value_t = 20_000,
          value_parser = clap::value_parser!(u32).range(1..=1_900_000))]
    alerts: u32,
    /// Alerts recalled, and as many new ones, between the snapshot and the delta.
    #[arg(long, value_name = "N", default_value_t = 5,
          value_parser = clap::value_parser!(u16).range(1..=400))]
    changes: u16,
    /// Build the exchange here and keep it, in place of a temporary directory.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// What came of one answer.
struct Given {
    kind: &'static str,
    alerts: usize,
    ended: usize,
    /// Until the head of the answer, its first line, its last one, and until the copy had taken it over.
    head: Duration,
    first: Duration,
    last: Duration,
    whole: Duration,
    /// Bytes as they came, compressed, and of the lines.
    packed: u64,
    plain: u64,
    /// Bytes of memory of the exchange before, and the most it had until the end.
    before: Option<u64>,
    peak: Option<u64>,
}

/// Measures.
pub(super) async fn run(args: AlertsArgs, session: &mut Session) -> Result<(), Failure> {
    let place = Place::build(args.dir.clone())?;
    let machine = Machine::look(place.stage.directory());
    if !session.output.is_json() {
        session.output.line(machine.text())?;
    }
    let founding = place.serve().await?;
    let filler = Filler::new(&place.stage.actors()?).await?;
    let began = Instant::now();
    let ids = filler.fill(args.alerts).await?;
    let filled = began.elapsed();
    drop(founding);
    // A process of its own, so that nothing of the filling is in its memory.
    let process = Process::start(&["serve"], &place.configuration())?;
    let actors = place.stage.actors()?;
    let receiver = &actors.get(who(SECURION, Role::System))?.profile;
    let own = memory(std::process::id());
    let copy = AlertsCopy::new(Whose::of(receiver, Status::Actual).map_err(unsound)?);
    let mut receiver = Receiver { client: Client::new(receiver)?, copy, pid: process.id() };
    let snapshot = receiver.take("snapshot").await?;
    let copied = memory(std::process::id()).zip(own).map(|(now, own)| now.saturating_sub(own));
    let changes = usize::from(args.changes);
    filler.recall(ids.iter().take(changes)).await?;
    filler.fill(args.changes.into()).await?;
    let delta = receiver.take("delta").await?;
    let (expected, held) = (ids.len(), receiver.copy.len());
    if held != expected {
        return Err(Failure::Step(format!(
            "the copy has {held} alerts, and {expected} are in force"
        )));
    }
    print(&machine, [snapshot, delta], (filled, copied), session)
}

/// The receiver and its copy.
struct Receiver {
    client: Client,
    copy: AlertsCopy,
    pid: u32,
}

impl Receiver {
    /// Brings the copy up to date, as `Client::refresh` does, and looks at the clock meanwhile.
    async fn take(&mut self, kind: &'static str) -> Result<Given, Failure> {
        let (before, began) = (memory(self.pid), Instant::now());
        let mut lines = self.client.alerts_lines(self.copy.revision(), Status::Actual).await?;
        let head = began.elapsed();
        let (mut first, mut plain) = (None, 0_u64);
        let mut intake = self.copy.intake();
        while let Some(line) = lines.next_line().await? {
            first.get_or_insert_with(|| began.elapsed());
            plain += u64::try_from(line.len()).unwrap_or_default() + 1;
            intake.take(&line).map_err(unsound)?;
        }
        let (last, packed) = (began.elapsed(), lines.received());
        let changes = self.copy.apply(intake, now()).map_err(unsound)?;
        let ended = changes.iter().filter(|one| matches!(one, Change::Ended { .. })).count();
        Ok(Given {
            kind,
            alerts: changes.len() - ended,
            ended,
            head,
            first: first.unwrap_or_default(),
            last,
            whole: began.elapsed(),
            packed,
            plain,
            before,
            peak: peak(self.pid),
        })
    }
}

fn unsound(error: impl Into<RefreshError>) -> Failure {
    let error = error.into();
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    Failure::Verification(format!("{error}: {cause}"))
}

fn print(
    machine: &Machine,
    given: [Given; 2],
    (filled, copied): (Duration, Option<u64>),
    session: &mut Session,
) -> Result<(), Failure> {
    if session.output.is_json() {
        let answers: Vec<_> = given.iter().map(Given::json).collect();
        return session.output.json(&json!({
            "machine": machine.json(), "filled_s": filled.as_secs_f64(), "answers": answers,
            "client_bytes_of_the_copy": copied,
        }));
    }
    let rows: Vec<_> = given.iter().map(Given::row).collect();
    session.output.table(
        &[
            "",
            "alerts",
            "ended",
            "head s",
            "first line s",
            "last line s",
            "taken over s",
            "MB",
            "MB packed",
            "server MB before",
            "server MB more",
        ],
        &rows,
    )?;
    session.output.line(format!(
        "filled over HTTP in {:.0} s; the copy takes {} MB of this process; both answers were verified",
        filled.as_secs_f64(),
        copied.map_or_else(|| "-".to_owned(), megabytes),
    ))
}

impl Given {
    fn row(&self) -> Vec<String> {
        let seconds = |time: Duration| format!("{:.2}", time.as_secs_f64());
        let shown = |bytes: Option<u64>| bytes.map_or_else(|| "-".to_owned(), megabytes);
        let mut row = vec![self.kind.to_owned(), self.alerts.to_string(), self.ended.to_string()];
        row.extend([self.head, self.first, self.last, self.whole].map(seconds));
        row.extend([megabytes(self.plain), megabytes(self.packed)]);
        row.extend([shown(self.before), shown(self.more())]);
        row
    }

    fn more(&self) -> Option<u64> {
        self.peak.zip(self.before).map(|(peak, before)| peak.saturating_sub(before))
    }

    fn json(&self) -> Value {
        json!({
            "kind": self.kind, "alerts": self.alerts, "ended": self.ended,
            "head_s": self.head.as_secs_f64(), "first_line_s": self.first.as_secs_f64(),
            "last_line_s": self.last.as_secs_f64(), "taken_over_s": self.whole.as_secs_f64(),
            "bytes": self.plain, "bytes_packed": self.packed,
            "server_bytes_before": self.before, "server_bytes_more": self.more(),
        })
    }
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}
