//! Running a witness that cosigns the logs of others, founding one, and looking at what it cosigned.
//! Absent: what a witness is made of (`app`), and offering checkpoints to witnesses.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use crate::app::config::Logging;
use crate::app::telemetry;
use crate::app::witness::{self, WitnessConfig};
use crate::domain::time::Timestamp;

use super::failure::Failure;
use super::serve::stopped;
use super::session::Session;

/// A witness.
#[derive(Subcommand)]
pub(crate) enum WitnessCommand {
    /// Make a witness: DIR/witness.key, DIR/witness.toml and an empty DIR/state.
    Init {
        /// Its name, part of its key: an address of yours, such as witness.example/firm.
        #[arg(long)]
        name: String,
        /// Where to put it.
        #[arg(long, value_name = "DIR")]
        dir: PathBuf,
        /// Where it will listen.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<SocketAddr>,
    },
    /// Run a witness: it cosigns the checkpoints of logs that only grow (C2SP tlog-witness).
    Serve(WitnessArgs),
    /// Show what was cosigned last of each log, and whether there is evidence against one.
    Status(WitnessArgs),
}

/// Which witness.
#[derive(Args)]
pub(crate) struct WitnessArgs {
    /// Its configuration.
    #[arg(long, value_name = "FILE", default_value = "witness.toml")]
    config: PathBuf,
}

/// Runs a command of this family.
pub(crate) async fn run(command: WitnessCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        WitnessCommand::Init { name, dir, listen } => init(&name, &dir, listen, session),
        WitnessCommand::Serve(args) => serve(&args, session).await,
        WitnessCommand::Status(args) => status(&args, session),
    }
}

fn init(
    name: &str,
    directory: &Path,
    listen: Option<SocketAddr>,
    session: &mut Session,
) -> Result<(), Failure> {
    let founded = witness::found(directory, name, listen)?;
    let config = founded.config.display();
    let text = format!(
        "the verifier key of this witness is\n{}\nGive it to the logs that it shall cosign and to \
         whoever checks them. Add each log to {config} as a [[log]], then run\n\
         samen witness serve --config {config}",
        founded.key
    );
    session.output.say(&json!({ "key": founded.key, "config": founded.config }), &text)
}

async fn serve(args: &WitnessArgs, session: &mut Session) -> Result<(), Failure> {
    let config = WitnessConfig::load(&args.config)?;
    telemetry::start(Logging { json: false, level: tracing::Level::INFO });
    let logs = config.logs.len();
    // It waits for the disk, so beside the threads that serve.
    let built = tokio::task::spawn_blocking(move || witness::build(config)).await;
    let application = built.map_err(|_| Failure::Witness(witness::WitnessAppError::Halted))??;
    let (url, key) = (application.url(), application.key());
    let text = format!(
        "the witness cosigns {logs} {} on {url}\nkey: {key}\nstop with Ctrl-C",
        if logs == 1 { "log" } else { "logs" }
    );
    let facts = json!({ "address": application.address().to_string(), "url": url, "key": key });
    let stop = stopped();
    session.output.say(&facts, &text)?;
    Ok(application.run_until(stop).await?)
}

fn status(args: &WitnessArgs, session: &mut Session) -> Result<(), Failure> {
    let (key, logs) = witness::status(&WitnessConfig::load(&args.config)?)?;
    if session.output.is_json() {
        let logs = logs.iter().map(|log| {
            json!({
                "origin": log.origin,
                "name": log.name,
                "configured": log.configured,
                "size": log.cosigned.map(|(size, _)| size),
                "cosigned_at": log.cosigned.map(|(_, time_s)| moment(time_s)),
                "evidence": log.evidence,
            })
        });
        return session
            .output
            .json(&json!({ "key": key.to_string(), "logs": logs.collect::<Vec<_>>() }));
    }
    session.output.line(key.to_string())?;
    let rows: Vec<Vec<String>> = logs
        .iter()
        .map(|log| {
            let (size, at) = match log.cosigned {
                Some((size, time_s)) => (size.to_string(), moment(time_s)),
                None => (String::new(), "never".to_owned()),
            };
            let mut origin = log.origin.clone();
            if !log.configured {
                origin.push_str(" (not configured)");
            }
            vec![origin, size, at, log.evidence.to_string()]
        })
        .collect();
    session.output.table(&["log", "size", "cosigned", "evidence"], &rows)
}

/// The end of the year 9999, in seconds since 1970: what no date is written beyond.
const LAST_S: i64 = 253_402_300_799;

fn moment(time_s: u64) -> String {
    let seconds = i64::try_from(time_s).unwrap_or(LAST_S).min(LAST_S);
    Timestamp::from_seconds(seconds).to_string()
}
