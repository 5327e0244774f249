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
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Receipt(arguments) => verify::receipt::run(&arguments),
        Command::Log(arguments) => verify::log::run(&arguments),
    }
}
