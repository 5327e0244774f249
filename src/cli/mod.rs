//! What a person types: one binary, `samen`, with a file for every family of commands. Parses, calls the
//! typed client or the application, prints. Absent: rules of the exchange, HTTP, and storage.

mod alerts;
mod args;
mod audit;
mod bench;
mod board;
mod build;
mod bundle;
mod certificate;
mod demo;
mod device;
mod document;
mod edge;
mod failure;
mod flags;
mod grant;
mod hint;
mod key;
mod log;
mod moment;
mod output;
mod overview;
mod partner;
mod person;
mod pki;
mod preview;
mod recalls;
mod receive;
mod retention;
mod sample;
mod search;
mod serve;
mod session;
mod show;
mod signature;
mod subject;
mod submit;
mod whoami;
mod witness;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use output::Output;
use session::Session;

/// A secure exchange of signed alerts, sightings and reports between police and screened private
/// security firms.
///
/// Exit codes: 0 done, 1 refused, 2 typed or configured wrongly, 3 evidence does not verify,
/// 75 try again later.
#[derive(Parser)]
#[command(name = "samen", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// The client profile: who you are, towards which exchange.
    #[arg(long = "as", global = true, env = "SAMEN_AS", value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Print JSON for programs.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Play a night of a real alliance on this machine, and look around in it.
    Demo(demo::DemoArgs),
    /// Run an exchange.
    Serve(serve::ServeArgs),
    /// Found a new exchange: keys, log and the first steward.
    Init(serve::ServeArgs),
    /// Read a configuration and say what is wrong with it.
    CheckConfig(serve::ServeArgs),
    /// The log of an exchange that is not running.
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Make certificates for a small alliance or for development.
    #[command(subcommand)]
    Pki(pki::PkiCommand),
    /// Signing keys.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Registered client certificates.
    #[command(subcommand)]
    Certificate(certificate::CertificateCommand),
    /// Partners of the exchange.
    #[command(subcommand)]
    Partner(partner::PartnerCommand),
    /// Persons and systems of a partner.
    #[command(subcommand)]
    Person(person::PersonCommand),
    /// Grants: the written decision to disclose, signed by every party.
    #[command(subcommand)]
    Grant(grant::GrantCommand),
    /// What the exchange has registered about you: standing, papers, keys and limits.
    Whoami,
    /// Submit signed records, or sign and submit them.
    Submit(submit::SubmitArgs),
    /// Open one record.
    Open(search::OpenArgs),
    /// Search what was disclosed to you or sent by you.
    Search(search::SearchArgs),
    /// Follow live what is disclosed to you.
    Feed(receive::FeedArgs),
    /// The alerts in force for you.
    Alerts(alerts::AlertsArgs),
    /// Say with a signed receipt that records were delivered, read or deleted.
    Acknowledge(build::answer::AcknowledgeArgs),
    /// Build, sign and send an alert.
    Alert(build::alert::AlertArgs),
    /// Build, sign and send a sighting.
    Sighting(build::sighting::SightingArgs),
    /// Build, sign and send an incident report.
    Incident(build::incident::IncidentArgs),
    /// Build, sign and send a handover, or move one on.
    Handover(build::handover::HandoverArgs),
    /// Build, sign and send an outcome to the one who reported.
    Outcome(build::answer::OutcomeArgs),
    /// Take records back.
    Recall(build::answer::RecallArgs),
    /// Questions of a data protection officer to the audit log.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// A witness, which cosigns the logs of others when they only grow.
    #[command(subcommand)]
    Witness(witness::WitnessCommand),
    /// Match plates on this machine: only a hit leaves it.
    Edge(edge::EdgeArgs),
    /// Measure an exchange, and what this machine could do at best.
    #[command(subcommand)]
    Bench(bench::BenchCommand),
    /// Completions for a shell.
    Completions(document::CompletionsArgs),
    /// The manual page, in roff.
    Man,
}

/// Parses the command line and runs it.
pub fn main() -> ExitCode {
    run(Cli::parse())
}

/// Runs a command that was parsed.
pub fn run(cli: Cli) -> ExitCode {
    let json = cli.json;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli)),
        Err(source) => Err(Failure::Output(source)),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            report(&failure, json);
            ExitCode::from(failure.exit_code())
        }
    }
}

fn report(failure: &Failure, json: bool) {
    if failure.is_closed_pipe() {
        return;
    }
    if json {
        output::note(&failure.json().to_string());
    } else {
        output::note(&format!("samen: {}", failure.text()));
    }
}

async fn dispatch(cli: Cli) -> Result<(), Failure> {
    let mut session = Session::new(Output::standard(cli.json), cli.profile);
    dispatch_in(cli.command, &mut session).await
}

async fn dispatch_in(command: Command, session: &mut Session) -> Result<(), Failure> {
    match command {
        Command::Demo(args) => demo::run(args, session).await,
        Command::Serve(args) => serve::serve(args, session).await,
        Command::Init(args) => serve::init(args, session).await,
        Command::CheckConfig(args) => serve::check_config(args, session),
        Command::Log(command) => log::run(command, session),
        Command::Pki(command) => pki::run(command, session),
        Command::Key(command) => key::run(command, session).await,
        Command::Certificate(command) => certificate::run(command, session).await,
        Command::Partner(command) => partner::run(command, session).await,
        Command::Person(command) => person::run(command, session).await,
        Command::Grant(command) => grant::run(command, session).await,
        Command::Whoami => whoami::run(session).await,
        Command::Submit(args) => submit::run(args, session).await,
        Command::Open(args) => search::open(args, session).await,
        Command::Search(args) => search::search(args, session).await,
        Command::Feed(args) => receive::feed(args, session).await,
        Command::Alerts(args) => alerts::alerts(args, session).await,
        Command::Acknowledge(args) => build::answer::acknowledge(args, session).await,
        Command::Alert(args) => build::alert::run(args, session).await,
        Command::Sighting(args) => build::sighting::run(args, session).await,
        Command::Incident(args) => build::incident::run(args, session).await,
        Command::Handover(args) => build::handover::run(args, session).await,
        Command::Outcome(args) => build::answer::outcome(args, session).await,
        Command::Recall(args) => build::answer::recall(args, session).await,
        Command::Audit(command) => audit::run(command, session).await,
        Command::Witness(command) => witness::run(command, session).await,
        Command::Edge(args) => edge::run(args, session).await,
        Command::Bench(command) => bench::run(command, session).await,
        Command::Completions(args) => document::completions(args, session),
        Command::Man => document::man(session),
    }
}

#[cfg(test)]
mod tests;
