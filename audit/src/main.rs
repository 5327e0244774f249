//! The command `samen-verify`: reads the command line and leaves with an exit code. Every check
//! itself is in the library; nothing here is trusted to decide what holds.

mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Checks the evidence of a samen exchange without trusting the exchange.
///
/// Exit codes: 0 everything holds, 2 wrong usage, 3 a check failed, 75 the log cannot be reached.
#[derive(Parser)]
#[command(name = "samen-verify", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check the receipt of one submission, offline.
    Receipt(verify::receipt::Arguments),
    /// Read a whole log, derive every tile and the root again, and compare.
    Log(verify::log::Arguments),
    /// Check who signed a note, such as a checkpoint, and show what it says.
    Note(verify::note::Arguments),
    /// Check that two checkpoints that someone kept are of one history.
    Consistency(verify::consistency::Arguments),
    /// Check that the log goes on from the last time; for cron. Alarms with exit code 3.
    Watch(verify::watch::Arguments),
    /// Write a copy of a receipt that shows fewer fields.
    Redact(verify::redact::Arguments),
    /// Check an evidence bundle, offline.
    Bundle(verify::bundle::Arguments),
    /// Check that saved alerts in force are complete, offline.
    Alerts(verify::alerts::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Receipt(arguments) => verify::receipt::run(&arguments),
        Command::Log(arguments) => verify::log::run(&arguments),
        Command::Note(arguments) => verify::note::run(&arguments),
        Command::Consistency(arguments) => verify::consistency::run(&arguments),
        Command::Watch(arguments) => verify::watch::run(&arguments),
        Command::Redact(arguments) => verify::redact::run(&arguments),
        Command::Bundle(arguments) => verify::bundle::run(&arguments),
        Command::Alerts(arguments) => verify::alerts::run(&arguments),
    }
}
