//! `samen-verify alerts`: whether the alerts in force that somebody saved are complete, and up to when. Reads
//! a line at a time; what an alert says is not looked at.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use samen_audit::snapshot::{
    Kind, MAX_LINE_BYTES, SnapshotError, SnapshotReader, VerifiedSnapshot,
};

use super::date::moment;
use super::outcome::{Outcome, Stop};
use super::trust::Trust;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The lines as the exchange gave them (`samen alerts --json`), not compressed.
    file: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// The partner for whom they should be.
    #[arg(long)]
    partner: Option<String>,
    /// Say it as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut outcome = Outcome::default();
    let stop = check(arguments, &mut outcome).err();
    outcome.finish(stop, arguments.json)
}

fn check(arguments: &Arguments, outcome: &mut Outcome) -> Result<(), Stop> {
    let trusted = arguments.trust.read()?;
    let reader = SnapshotReader::new(trusted.log_keys());
    let read = read(&arguments.file, reader)?;
    let verified = outcome.check("alerts", read, |verified| {
        let said = verified.statement();
        let what = match said.kind {
            Kind::Snapshot => "all in force".to_owned(),
            Kind::Delta => format!("changes since revision {}", said.since),
        };
        format!("{} alerts and {} ended, {what}, signed by the log", said.alerts, said.ended)
    })?;
    let said = verified.statement();
    if arguments.partner.as_ref().is_some_and(|partner| *partner != said.partner) {
        return Err(outcome.fail("partner", format!("they are for {}", said.partner)));
    }
    let (exchange, partner, status) = (&said.exchange, &said.partner, &said.status);
    outcome.ok("partner", format!("{partner} at {exchange}, status {status}"));
    let checkpoint = verified.checkpoint();
    let text = format!("{}, complete up to entry {}", checkpoint.origin, checkpoint.size);
    outcome.ok("checkpoint", text);
    outcome.note("judged", format!("at {}", moment(said.at_ms / 1000)));
    Ok(())
}

/// Hands every line of a file to the reader.
fn read(
    path: &Path,
    mut reader: SnapshotReader,
) -> Result<Result<VerifiedSnapshot, SnapshotError>, Stop> {
    let unreadable =
        |error: std::io::Error| Stop::Usage(format!("cannot read {}: {error}", path.display()));
    let mut file = BufReader::new(File::open(path).map_err(unreadable)?);
    // One byte more than a line may have shows the library that it has more.
    let most = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX).saturating_add(2);
    loop {
        let mut line = Vec::new();
        let mut limited = file.by_ref().take(most);
        if limited.read_until(b'\n', &mut line).map_err(unreadable)? == 0 {
            return Ok(reader.finish());
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if let Err(error) = reader.take(&line) {
            return Ok(Err(error));
        }
    }
}
