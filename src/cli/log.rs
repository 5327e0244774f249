//! What an operator does to a log that nobody is serving.
//! Absent: checking a log, which needs no operator (`samen-verify`).

use std::path::PathBuf;

use clap::{Args, Subcommand};
use samen_audit::note::VerifierKey;
use serde_json::json;

use crate::app::{config::Config, continue_log};

use super::failure::Failure;
use super::pki::write_public;
use super::session::{Session, read_text};

/// The log of an exchange.
#[derive(Subcommand)]
pub(crate) enum LogCommand {
    /// Go on under a new origin after the newest part of the log was lost.
    ///
    /// When an exchange refuses to start because its database was rolled back or restored, the newest
    /// database has to be put back. If it is lost for good: restore the latest backup, write a new name
    /// for log.shard and a new file for log.key into the configuration, fetch the last checkpoint that a
    /// witness or a partner keeps of the old log, and run this command. The first entry under the new
    /// origin carries that checkpoint, so that everybody can see what was lost.
    Continue(ContinueArgs),
}

/// The old log, and where to write the evidence.
#[derive(Args)]
pub(crate) struct ContinueArgs {
    /// The configuration, with the new log.shard and log.key.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The verifier key of the old log.
    #[arg(long, value_name = "VKEY")]
    old_key: VerifierKey,
    /// The last checkpoint that anybody keeps of the old log.
    #[arg(long, value_name = "FILE")]
    checkpoint: PathBuf,
    /// Where to write the evidence of the first entry, for every partner.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Runs a command of this family.
pub(crate) fn run(command: LogCommand, session: &mut Session) -> Result<(), Failure> {
    let LogCommand::Continue(args) = command;
    let config = Config::load(&args.config)?;
    let checkpoint = read_text(&args.checkpoint)?;
    if args.out.exists() {
        let shown = args.out.display();
        return Err(Failure::usage(format!("{shown} is there already; name another file")));
    }
    let (continued, log_key) = continue_log(&config, &args.old_key, &checkpoint)?;
    write_public(&args.out, continued.receipt.encode().as_bytes())?;
    let (known, held) = (continued.known, continued.held);
    if session.output.is_json() {
        return session.output.json(&json!({
            "log_key": log_key.to_string(), "known": known, "held": held,
            "entry": continued.receipt.proof.index,
        }));
    }
    let lost = known.saturating_sub(held);
    session.output.line(format!("The log goes on as {}.", log_key.name()))?;
    session.output.line(format!(
        "Of {known} entries that were signed before, {held} are here; {lost} at least are lost."
    ))?;
    session.output.line(format!("New log key: {log_key}"))?;
    session.output.line(format!(
        "Give the new key to every partner and witness, put it into the policy, and send {} along.",
        args.out.display()
    ))
}
