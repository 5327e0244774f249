//! `samen bench`: measures an exchange with real certificates and signatures, and beside it what TLS, HTTP,
//! one signature check and one write to the disk cost by themselves on the same machine, so that the
//! figures can be compared. Absent: anything in the exchange that only a measurement would use.

mod alerts;
mod bearings;
mod crowd;
mod feed;
mod figures;
mod fill;
mod floor;
mod groups;
mod listen;
mod load;
mod machine;
mod pace;
mod place;
mod process;
mod progress;
mod report;
mod sign;
mod storm;
mod submit;
mod work;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::app::Hollow;
use crate::app::config::Config;
use crate::client::transport::Protocol;

use super::failure::Failure;
use super::serve::stopped;
use super::session::Session;

/// What to measure.
#[derive(Subcommand)]
pub(crate) enum BenchCommand {
    /// Signed records, submitted as fast as they are answered, or at a given rate.
    ///
    /// Without --as it builds an exchange of its own and runs it in a process beside this one.
    Submit(submit::SubmitArgs),
    /// Thousands of listeners, each over a connection of its own: how soon an alert is with the last of them, and
    /// what they cost while nothing happens.
    Feed(feed::FeedArgs),
    /// Very many alerts in force, given as a snapshot and then as a delta: time, bytes, and memory on both sides.
    Alerts(alerts::AlertsArgs),
    /// Empty requests over mutual TLS: what no exchange on this machine can go below.
    Ceiling(CeilingArgs),
    /// Answers every request with nothing; `ceiling` and `submit` start it by themselves.
    #[command(hide = true)]
    Hollow {
        /// The configuration of the exchange whose TLS it uses.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
    },
}

/// How many at once, and how they travel.
#[derive(Args, Clone, Debug)]
pub(crate) struct Shape {
    /// Requests in flight; several numbers are measured one after the other.
    #[arg(long, value_name = "N", value_delimiter = ',', default_values_t = [1, 64, 256],
          value_parser = clap::value_parser!(u16).range(1..))]
    in_flight: Vec<u16>,
    /// Use HTTP/2. HTTP/1.1 needs a connection for each request in flight.
    #[arg(long)]
    http2: bool,
    /// Connections over which requests are spread with HTTP/2.
    #[arg(long, value_name = "N", default_value_t = 8, requires = "http2",
          value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
    /// Build the exchange or its certificates here and keep them, in place of a temporary directory.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Shape {
    fn protocol(&self) -> Protocol {
        if self.http2 { Protocol::Http2 } else { Protocol::Http1 }
    }

    /// Connections for so many requests in flight.
    fn connections(&self, in_flight: u16) -> u16 {
        if self.http2 { self.connections.min(in_flight) } else { in_flight }
    }
}

/// Empty requests.
#[derive(Args)]
pub(crate) struct CeilingArgs {
    #[command(flatten)]
    shape: Shape,
    /// Seconds for each number in flight.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
}

/// Runs a command of this family.
pub(crate) async fn run(command: BenchCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        BenchCommand::Submit(args) => submit::run(args, session).await,
        BenchCommand::Feed(args) => feed::run(args, session).await,
        BenchCommand::Alerts(args) => alerts::run(args, session).await,
        BenchCommand::Ceiling(args) => ceiling(args, session).await,
        BenchCommand::Hollow { config } => hollow(&Config::load(&config)?, session).await,
    }
}

async fn ceiling(args: CeilingArgs, session: &mut Session) -> Result<(), Failure> {
    let place = place::Place::build(args.shape.dir.clone())?;
    let actors = place.stage.actors()?;
    let member = place::member(&actors, false)?;
    let bearings = bearings::Bearings::take(&place, &member.profile, &args.shape)?;
    let mut report = report::Report::begin(&place, session)?;
    let time = Duration::from_secs(args.seconds.into());
    for in_flight in args.shape.in_flight.iter().copied() {
        let empty = bearings.empty(in_flight, time).await?;
        report.add(figures::Level::of_floor(in_flight, &args.shape, empty));
    }
    let floor = floor::measure(&member.signer, &place, &sign::draft("bench"))?;
    report.print(&floor, session)
}

async fn hollow(config: &Config, session: &mut Session) -> Result<(), Failure> {
    let hollow = Hollow::bind(config)?;
    let address = hollow.address().to_string();
    session.output.say(&json!({ "address": address }), &format!("listening on {address}"))?;
    Ok(hollow.run_until(stopped()).await?)
}
