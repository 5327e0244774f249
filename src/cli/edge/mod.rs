//! `samen edge`: the program beside a plate reader. Lines come in on standard input, candidates and what
//! became of them go out. Absent: matching, signing and sending (`app`).

mod input;
mod tell;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::app::config::Logging;
use crate::app::edge::config::EXAMPLE;
use crate::app::edge::{self, EdgeConfig, EdgeError};
use crate::app::telemetry;
use crate::wire::edge::Event;

use super::failure::Failure;
use super::serve::stopped;
use super::session::Session;

/// Match plates on this machine: only a hit leaves it.
///
/// A line on standard input is a reading in JSON, such as {"plate": "GB-12-CD", "camera": "gate-3"}, a
/// person's answer about a candidate, such as `7 yes PAS-1042`, or `status`. A reading that fits no alert
/// is forgotten at once.
#[derive(Args)]
pub(crate) struct EdgeArgs {
    /// Its configuration.
    #[arg(long, value_name = "FILE", default_value = "edge.toml")]
    config: PathBuf,
    /// Print a documented configuration, and stop.
    #[arg(long)]
    example: bool,
    /// List the sightings that the exchange refused for good, and stop. Not while it runs.
    #[arg(long, conflicts_with = "example")]
    refused: bool,
}

/// Runs the program.
pub(crate) async fn run(args: EdgeArgs, session: &mut Session) -> Result<(), Failure> {
    if args.example {
        return session.output.line(EXAMPLE.trim_end());
    }
    let config = EdgeConfig::load(&args.config)?;
    if args.refused {
        return refused(&config, session);
    }
    let profile = session.profile()?;
    telemetry::start(Logging { json: false, level: tracing::Level::WARN });
    // It waits for the disk, so beside the threads that serve.
    let built = tokio::task::spawn_blocking(move || edge::build(config, &profile)).await;
    let application = built.map_err(|_| Failure::Edge(EdgeError::Halted))??;
    input::start(application.input()).map_err(|error| Failure::Edge(EdgeError::System(error)))?;
    let (gone, nobody) = tokio::sync::oneshot::channel::<()>();
    let mut gone = Some(gone);
    let mut failure = None;
    let stop = stopped();
    let stop = async {
        tokio::select! {
            () = stop => {}
            _ = nobody => {}
        }
    };
    let told = application.run_until(stop, |event| {
        if let Err(error) = tell(&event, session) {
            // Nobody reads along any more: the program ends in order.
            failure.get_or_insert(error);
            drop(gone.take());
        }
    });
    told.await?;
    failure.map_or(Ok(()), Err)
}

fn tell(event: &Event, session: &mut Session) -> Result<(), Failure> {
    if session.output.is_json() {
        return session.output.json(event);
    }
    for (paint, line) in tell::lines(event) {
        let line = match paint {
            Some(paint) => session.output.paint(paint, &line),
            None => line,
        };
        session.output.line(line)?;
    }
    Ok(())
}

fn refused(config: &EdgeConfig, session: &mut Session) -> Result<(), Failure> {
    let refused = edge::refused(config)?;
    if session.output.is_json() {
        let items: Vec<_> = refused
            .iter()
            .map(|one| json!({ "record": one.record, "problem": one.problem, "jws": one.jws }))
            .collect();
        return session.output.json(&json!({ "items": items }));
    }
    let rows: Vec<Vec<String>> =
        refused.into_iter().map(|one| vec![one.record, one.problem.unwrap_or_default()]).collect();
    session.output.table(&["sighting", "problem"], &rows)
}
