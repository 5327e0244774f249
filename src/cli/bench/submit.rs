//! `samen bench submit`: which exchange, which records, and one run after the other.
//! Absent: sending (`load`), printing (`report`).

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use samen_audit::receipt::Receipt;
use serde_json::{Map, Value};

use crate::cli::failure::Failure;
use crate::cli::session::{Session, read_object};
use crate::cli::show;
use crate::client::records::MAX_BATCH;
use crate::client::{Profile, Signer};

use super::Shape;
use super::bearings::Bearings;
use super::figures::{Level, Run};
use super::groups::Groups;
use super::load::{self, Measured};
use super::pace::Pace;
use super::place::{GRANT, Place, member};
use super::process::Process;
use super::report::Report;
use super::work::Work;
use super::{floor, sign};

/// Longest time for empty requests before the records of the same number in flight.
const EMPTY_S: u32 = 3;
/// Records signed for each second of a run, so that they outlast it: more than two cores accept.
const ALONE_PER_SECOND: usize = 4_000;
const PER_SECOND: usize = 20_000;
const BATCHED_PER_SECOND: usize = 40_000;

/// Signed records.
#[derive(Args)]
pub(crate) struct SubmitArgs {
    #[command(flatten)]
    shape: Shape,
    /// Seconds for each number in flight.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=240))]
    seconds: u32,
    /// Send so many records for each number in flight, however long it takes.
    #[arg(long, value_name = "N", conflicts_with = "seconds")]
    count: Option<u32>,
    /// Records in one request, up to 500.
    #[arg(long, value_name = "N", default_value_t = 1)]
    batch: usize,
    /// Send so many requests a second, whatever the answers do; the time of each counts from when it was due.
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Sign with P-256 in place of Ed25519; with --as the key of the profile decides.
    #[arg(long)]
    es256: bool,
    /// With --as: the grant to send sightings under.
    #[arg(long)]
    grant: Option<String>,
    /// Send copies of the record in this file, not signed yet, each with an id of its own.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// With --as: the process of the exchange on this machine, to read its processor time.
    #[arg(long, value_name = "PID")]
    server_pid: Option<u32>,
}

/// The exchange that is measured.
struct Exchange {
    profile: Profile,
    signer: Signer,
    draft: Map<String, Value>,
    pid: Option<u32>,
    operations: Option<SocketAddr>,
    _process: Option<Process>,
}

/// Measures.
pub(super) async fn run(args: SubmitArgs, session: &mut Session) -> Result<(), Failure> {
    if args.batch == 0 || args.batch > MAX_BATCH {
        return Err(Failure::usage(format!("--batch takes 1 to {MAX_BATCH} records")));
    }
    let place = Place::build(args.shape.dir.clone())?;
    let mut report = Report::begin(&place, session)?;
    let exchange =
        if session.is_somebody() { theirs(&args, session)? } else { own(&args, &place).await? };
    let actors = place.stage.actors()?;
    let bearings = Bearings::take(&place, &member(&actors, false)?.profile, &args.shape)?;
    let empty_time = Duration::from_secs(args.seconds.min(EMPTY_S).into());
    for in_flight in args.shape.in_flight.iter().copied() {
        let empty = bearings.empty(in_flight, empty_time).await?;
        report.add(level(&args, &exchange, in_flight, empty).await?);
    }
    let floor = floor::measure(&exchange.signer, &place, &exchange.draft)?;
    report.print(&floor, session)
}

async fn own(args: &SubmitArgs, place: &Place) -> Result<Exchange, Failure> {
    if args.grant.is_some() || args.server_pid.is_some() {
        return Err(Failure::usage(
            "--grant and --server-pid are for a running exchange, with --as",
        ));
    }
    let process = place.serve().await?;
    let actors = place.stage.actors()?;
    let profile = member(&actors, args.es256)?.profile.clone();
    Ok(Exchange {
        signer: Signer::load(&profile)?,
        profile,
        draft: draft(args, GRANT)?,
        pid: Some(process.id()),
        operations: Some(place.stage.operations()),
        _process: Some(process),
    })
}

fn theirs(args: &SubmitArgs, session: &Session) -> Result<Exchange, Failure> {
    let profile = session.profile()?;
    let grant = match (&args.grant, &args.record) {
        (Some(grant), _) => grant,
        (None, Some(_)) => "",
        (None, None) => return Err(Failure::usage("name the grant to send under with --grant")),
    };
    Ok(Exchange {
        signer: Signer::load(&profile)?,
        profile,
        draft: draft(args, grant)?,
        pid: args.server_pid,
        operations: None,
        _process: None,
    })
}

fn draft(args: &SubmitArgs, grant: &str) -> Result<Map<String, Value>, Failure> {
    let Some(path) = &args.record else {
        return Ok(sign::draft(grant));
    };
    let mut draft = read_object(path)?;
    for own in ["id", "issued_at"] {
        draft.remove(own);
    }
    Ok(draft)
}

async fn level(
    args: &SubmitArgs,
    exchange: &Exchange,
    in_flight: u16,
    empty: Run,
) -> Result<Level, Failure> {
    let connections = args.shape.connections(in_flight);
    let records = records(args, in_flight);
    let signed = sign::sign(&exchange.signer, &exchange.draft, records)?;
    let work = Arc::new(Work::new(signed, args.batch));
    let opened = load::connect(&exchange.profile, args.shape.protocol(), connections).await?;
    let groups = || exchange.operations.and_then(Groups::read);
    let before = groups();
    let what = format!("{in_flight} in flight: signed records");
    let run = async {
        let time = args.count.is_none().then(|| Duration::from_secs(args.seconds.into()));
        let pace = Pace::start(work.requests(), time, args.rate);
        load::run(&opened, in_flight, &work, pace, &what).await
    };
    let run = Run::of(exchange.pid, run).await?;
    let group = groups().zip(before).and_then(|(after, before)| after.since(before));
    let verified = verify(&run.measured, &work, &exchange.profile)?;
    Ok(Level { in_flight, connections, empty: Some(empty), records: Some(run), group, verified })
}

/// How many records to sign for a run.
fn records(args: &SubmitArgs, in_flight: u16) -> usize {
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    if let Some(count) = args.count {
        return number(count);
    }
    let per_second = match (args.rate, args.batch, in_flight) {
        (Some(rate), batch, _) => number(rate) * batch,
        (None, 1, 1) => ALONE_PER_SECOND,
        (None, 1, _) => PER_SECOND,
        (None, ..) => BATCHED_PER_SECOND,
    };
    number(args.seconds) * per_second
}

/// Verifies the receipts that were kept.
fn verify(measured: &Measured, work: &Work, profile: &Profile) -> Result<usize, Failure> {
    let mut verified = 0;
    let pairs = measured.kept.iter().flat_map(|(at, answer)| work.receipts(*at, answer));
    for (record, text) in pairs {
        let receipt =
            Receipt::parse(&text).map_err(|error| Failure::Verification(error.to_string()))?;
        verified += usize::from(show::verify(&receipt, &record, profile)?);
    }
    Ok(verified)
}
