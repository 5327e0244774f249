//! `samen bench feed`: listeners in this process, the exchange in another, a sender on a thread of its own.
//! Absent: connections (`listen`) and who holds them (`crowd`).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use clap::Args;
use hdrhistogram::Histogram;
use serde_json::{Map, Value, json};
use tokio::sync::oneshot;

use crate::cli::demo::cast::OFFICER;
use crate::cli::demo::stage::Stage;
use crate::cli::failure::Failure;
use crate::cli::session::{Session, now};
use crate::client::transport::Protocol;
use crate::client::{Client, ClientError, Profile};

use super::crowd::{self, GRANT};
use super::figures::{QUANTILES, micros};
use super::listen::Listeners;
use super::load::histogram;
use super::machine::Machine;
use super::place::Place;
use super::process::{Process, cpu, memory, waited};
use super::sign;
use super::storm::Storm;

/// How long after the last connection is opened until memory is read and alerts are sent.
const SETTLE: Duration = Duration::from_secs(2);

/// Listeners.
#[derive(Args)]
pub(crate) struct FeedArgs {
    /// Listeners; several numbers are measured one after the other.
    #[arg(long, value_name = "N", value_delimiter = ',', default_values_t = [1_000],
          value_parser = clap::value_parser!(u16).range(1..=16_000))]
    listeners: Vec<u16>,
    /// Alerts, one after the other: the next is sent when the last listener has the one before.
    #[arg(long, value_name = "N", default_value_t = 20,
          value_parser = clap::value_parser!(u16).range(1..=1_000))]
    alerts: u16,
    /// Seconds in which nothing happens, to see what listeners cost then.
    #[arg(long, value_name = "S", default_value_t = 10,
          value_parser = clap::value_parser!(u16).range(1..=600))]
    idle: u16,
    /// Seconds from one alert to the next, to see what happens in between.
    #[arg(long, value_name = "S", default_value_t = 0)]
    every: u16,
    /// Use HTTP/2, still with a connection for each listener.
    #[arg(long)]
    http2: bool,
    /// Afterwards kill the exchange under its listeners, start it again, and wait until all are back.
    #[arg(long)]
    storm: bool,
    /// Build the exchange here and keep it, in place of a temporary directory.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// What came of one number of listeners.
struct Level {
    listeners: u16,
    /// Nanoseconds from the sender's receipt until each listener had the alert.
    times: Histogram<u64>,
    /// The same until the last had it.
    last: Histogram<u64>,
    /// Nanoseconds from sending until the last had it.
    whole: Histogram<u64>,
    /// Bytes of the exchange for each listener.
    memory: Option<f64>,
    /// The part of one core that the exchange takes while nothing happens.
    idle: Option<f64>,
    /// Of the alert that was slowest with the last: how long that took, and how long threads of the exchange and of
    /// this process waited for a processor meanwhile.
    slowest: [Duration; 3],
    storm: Option<Storm>,
}

/// Measures.
pub(super) async fn run(args: FeedArgs, session: &mut Session) -> Result<(), Failure> {
    let place = Place::build(args.dir.clone())?;
    let machine = Machine::look(place.stage.directory());
    if !session.output.is_json() {
        session.output.line(machine.text())?;
    }
    let founding = place.serve().await?;
    let systems = crowd::enroll(&place, &place.stage.actors()?).await?;
    drop(founding);
    let mut levels = Vec::new();
    for listeners in args.listeners.iter().copied() {
        levels.push(level(&args, &place, &systems, listeners).await?);
    }
    print(&machine, &levels, session)
}

async fn level(
    args: &FeedArgs,
    place: &Place,
    systems: &[Profile],
    listeners: u16,
) -> Result<Level, Failure> {
    // A process of its own for each number, so that its memory is that of these listeners.
    let mut process = Process::start(&["serve"], &place.configuration())?;
    let sender = Sender::start(&place.stage, args.alerts + u16::from(args.storm))?;
    let before = memory(process.id());
    let protocol = if args.http2 { Protocol::Http2 } else { Protocol::Http1 };
    let mut crowd = Listeners::open(systems, listeners.into(), protocol).await?;
    tokio::time::sleep(SETTLE).await;
    let per_listener = |bytes: u64| approximate(bytes) / f64::from(listeners);
    let after = memory(process.id());
    let memory =
        before.zip(after).map(|(before, after)| per_listener(after.saturating_sub(before)));
    let idle = idle(process.id(), Duration::from_secs(args.idle.into())).await;
    let [mut times, mut last, mut whole] = [histogram()?, histogram()?, histogram()?];
    let mut slowest = [Duration::ZERO; 3];
    for _ in 0..args.alerts {
        tokio::time::sleep(Duration::from_secs(args.every.into())).await;
        let before = waiting(process.id());
        let sent = sender.send().await?;
        let had = crowd.all_had(sent.index).await?;
        let after = waiting(process.id());
        let since = |when: &Instant, from: Instant| {
            let passed = when.saturating_duration_since(from).as_nanos();
            u64::try_from(passed).unwrap_or(u64::MAX).max(1)
        };
        had.iter().for_each(|when| times.saturating_record(since(when, sent.answered)));
        if let Some(end) = had.iter().max() {
            last.saturating_record(since(end, sent.answered));
            whole.saturating_record(since(end, sent.began));
            let took = end.saturating_duration_since(sent.answered);
            if took > slowest[0] {
                slowest =
                    [took, after[0].saturating_sub(before[0]), after[1].saturating_sub(before[1])];
            }
        }
    }
    let mut storm = None;
    if args.storm {
        storm = Some(Storm::raise(&mut process, place, &mut crowd).await?);
        let sent = sender.send().await?;
        crowd.all_had(sent.index).await?;
    }
    Ok(Level { listeners, times, last, whole, memory, idle, slowest, storm })
}

/// How long threads of a process and of this one have waited for a processor.
fn waiting(pid: u32) -> [Duration; 2] {
    [pid, std::process::id()].map(|pid| waited(pid).unwrap_or_default())
}

/// The part of one core that a process takes.
async fn idle(pid: u32, time: Duration) -> Option<f64> {
    let (before, began) = (cpu(pid)?, Instant::now());
    tokio::time::sleep(time).await;
    Some(cpu(pid)?.saturating_sub(before).as_secs_f64() / began.elapsed().as_secs_f64())
}

/// A record that was sent.
struct Sent {
    began: Instant,
    answered: Instant,
    index: u64,
}

/// Sends from a thread with a runtime of its own: the listeners of this process do not delay it.
struct Sender(std::sync::mpsc::Sender<oneshot::Sender<Result<Sent, ClientError>>>);

impl Sender {
    fn start(stage: &Stage, alerts: u16) -> Result<Self, Failure> {
        let actors = stage.actors()?;
        let officer = actors.get(OFFICER)?;
        let signed = Arc::new(sign::sign(&officer.signer, &draft(GRANT), alerts.into())?);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(Failure::Output)?;
        let client = Client::new(&officer.profile)?;
        let (ask, asked) = std::sync::mpsc::channel::<oneshot::Sender<_>>();
        let work = move || {
            for (record, reply) in signed.iter().zip(asked) {
                let sent = runtime.block_on(submit(&client, record.clone()));
                drop(reply.send(sent));
            }
        };
        let thread = std::thread::Builder::new().name("sender".into()).spawn(work);
        thread.map_err(Failure::Output)?;
        Ok(Self(ask))
    }

    /// Sends the next alert and waits for its receipt.
    async fn send(&self) -> Result<Sent, Failure> {
        let lost = || Failure::Step("the sender ended unexpectedly".into());
        let (reply, sent) = oneshot::channel();
        self.0.send(reply).map_err(|_| lost())?;
        Ok(sent.await.map_err(|_| lost())??)
    }
}

async fn submit(client: &Client, record: Bytes) -> Result<Sent, ClientError> {
    let began = Instant::now();
    let answer = match client.submit(record.clone()).await {
        Ok(answer) => answer,
        // The connection is of before a storm. The same bytes again are harmless.
        Err(ClientError::Transport(_)) => client.submit(record).await?,
        Err(error) => return Err(error),
    };
    Ok(Sent { began, answered: Instant::now(), index: answer.receipt.proof.index })
}

/// An alert of about a kilobyte for everybody under the grant.
pub(super) fn draft(grant: &str) -> Map<String, Value> {
    let draft = json!({
        "type": "alert",
        "expires_at": now().plus_ms(24 * 3_600_000).to_string(),
        "references": [],
        "purpose": "offences",
        "grant": grant,
        "case": "BENCH-2026-000002",
        "audience": "all",
        "handling": { "code": "H1" },
        "area": { "type": "Point", "coordinates": [6.79, 52.27], "radius_m": 25_000 },
        "body": {
            "plate": { "country": "NL", "text": "R-808-XB" },
            "vehicle": { "kind": "van", "make": "Volkswagen", "model": "Transporter",
                "colors": ["white"], "marks": ["ladder rack on the roof"] },
            "reason": { "code": "burglary", "text": "Made by a measurement: nobody is wanted" },
            "action": "call_control_room",
            "warnings": ["escape_risk"],
            "priority": 2,
            "call": { "phone": "+31 88 000 00 00", "ask_for": "control room, desk 4" },
        },
    });
    match draft {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn print(machine: &Machine, levels: &[Level], session: &mut Session) -> Result<(), Failure> {
    if session.output.is_json() {
        let levels: Vec<_> = levels.iter().map(Level::json).collect();
        return session.output.json(&json!({ "machine": machine.json(), "levels": levels }));
    }
    let rows: Vec<_> = levels.iter().map(Level::row).collect();
    let times = QUANTILES.iter().map(|(name, _)| *name);
    let heading: Vec<&str> = ["listeners"]
        .into_iter()
        .chain(times)
        .chain([
            "last p50",
            "last p90",
            "last p99",
            "last max",
            "from sending",
            "KiB each",
            "idle core",
        ])
        .collect();
    session.output.table(&heading, &rows)?;
    session.output.line(
        "times in ms from the sender's receipt until a listener has the alert; `last`: until all have it",
    )?;
    for level in levels {
        session.output.line(level.slowest_text())?;
        if let Some(storm) = &level.storm {
            session.output.line(storm.text(level.listeners))?;
        }
    }
    Ok(())
}

impl Level {
    fn row(&self) -> Vec<String> {
        let ms = |times: &Histogram<u64>, at: f64| format!("{:.1}", ms(times, at));
        let mut row = vec![self.listeners.to_string()];
        row.extend(QUANTILES.iter().map(|(_, at)| ms(&self.times, *at)));
        row.extend([0.5, 0.9, 0.99, 1.0].map(|at| ms(&self.last, at)));
        row.push(ms(&self.whole, 0.5));
        row.push(self.memory.map_or_else(|| "-".into(), |bytes| format!("{:.1}", bytes / 1024.0)));
        row.push(self.idle.map_or_else(|| "-".into(), |part| format!("{:.1} %", part * 100.0)));
        row
    }

    fn slowest_text(&self) -> String {
        let [took, exchange, here] = self.slowest.map(|time| micros(time) / 1e3);
        format!(
            "slowest of {} with {} listeners: {took:.1} ms; threads of the exchange waited {exchange:.1} ms for a \
             processor meanwhile, those of the listeners {here:.1} ms",
            self.last.len(),
            self.listeners,
        )
    }

    fn json(&self) -> Value {
        let [took, exchange, here] = self.slowest.map(|time| micros(time) / 1e3);
        let quantiles: Map<String, Value> = QUANTILES
            .iter()
            .map(|(name, at)| ((*name).to_owned(), json!(ms(&self.times, *at))))
            .collect();
        json!({
            "listeners": self.listeners,
            "alerts": self.last.len(),
            "ms": quantiles,
            "last_ms": {
                "p50": ms(&self.last, 0.5), "p90": ms(&self.last, 0.9),
                "p99": ms(&self.last, 0.99), "max": ms(&self.last, 1.0),
            },
            "from_sending_ms": { "p50": ms(&self.whole, 0.5), "max": ms(&self.whole, 1.0) },
            "slowest_ms": { "took": took, "exchange_waited": exchange, "listeners_waited": here },
            "storm": self.storm.as_ref().map(Storm::json),
            "server_bytes_a_listener": self.memory,
            "server_cpu_idle": self.idle,
        })
    }
}

fn ms(times: &Histogram<u64>, quantile: f64) -> f64 {
    micros(Duration::from_nanos(times.value_at_quantile(quantile))) / 1e3
}

/// Bytes as a number to divide; no process comes near four thousand million kilobytes.
fn approximate(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) * 1024.0
}
