//! `samen-verify bundle`: one line a check of an evidence bundle, offline. Reads the directory or archive; what
//! is trusted comes from the command line and never from the bundle.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use samen_audit::bundle::{self, Bundle, Finding, Kept, MAX_BYTES, MAX_FILES, State, unpack};
use samen_audit::note::MAX_NOTE_BYTES;

use super::entry::describe;
use super::file;
use super::outcome::{Outcome, Stop, chain};
use super::trust::Trust;

/// Levels of directories that are read: a bundle has one below its own.
const MAX_LEVELS: u8 = 2;

/// The largest archive that is read: the files with a header each and at most a block of padding.
const MAX_ARCHIVE_BYTES: usize = MAX_BYTES + MAX_FILES * 1024 + 10_240;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The directory of the bundle, or the archive (tar) of it.
    bundle: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// A checkpoint kept from before the bundle was made; may be given more than once.
    #[arg(long = "checkpoint", value_name = "FILE")]
    kept: Vec<PathBuf>,
    /// Show every entry too: what it says, what is withheld, what is erased.
    #[arg(long)]
    entries: bool,
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
    let trust = read_trust(arguments)?;
    let files = match arguments.bundle.is_dir() {
        true => {
            let mut reading = Reading { files: Vec::new(), left: MAX_BYTES };
            reading.directory(&arguments.bundle, "", 1)?;
            reading.files
        }
        false => match unpack(&file::read(&arguments.bundle, MAX_ARCHIVE_BYTES)?) {
            Ok(files) => files,
            Err(error) => return Err(outcome.fail("archive", chain(&error))),
        },
    };
    let bundle = match Bundle::parse(&files) {
        Ok(bundle) => bundle,
        Err(error) => return Err(outcome.fail("manifest", chain(&error))),
    };
    let mut stop = None;
    for Finding { check, state, text } in bundle.verify(&trust) {
        match state {
            State::Ok => outcome.ok(check, text),
            State::Note => outcome.note(check, text),
            State::Failed => {
                let failed = outcome.fail(check, text);
                stop = stop.or(Some(failed));
            }
        }
    }
    if arguments.entries {
        for line in &bundle.entries {
            outcome.note(&format!("entry {}", line.index()), describe(line));
        }
    }
    stop.map_or(Ok(()), Err)
}

fn read_trust(arguments: &Arguments) -> Result<bundle::Trust, Stop> {
    let trusted = arguments.trust.read()?;
    let trust = match trusted.policy() {
        None => bundle::Trust::in_log(trusted.log_keys()),
        Some(policy) => bundle::Trust::in_policy(policy.clone()),
    };
    let read = |path: &PathBuf| {
        let note = file::read_text(path, MAX_NOTE_BYTES)?;
        Ok(Kept { name: path.display().to_string(), note })
    };
    Ok(trust.and_kept(arguments.kept.iter().map(read).collect::<Result<_, _>>()?))
}

/// The files of a directory as far as they were read.
struct Reading {
    files: Vec<(String, Vec<u8>)>,
    /// Bytes that may still be read.
    left: usize,
}

impl Reading {
    /// Reads the files below `directory`, but no more than shows that they are too many.
    fn directory(&mut self, directory: &Path, prefix: &str, level: u8) -> Result<(), Stop> {
        let unreadable = |error: std::io::Error| {
            Stop::Usage(format!("cannot read {}: {error}", directory.display()))
        };
        for item in std::fs::read_dir(directory).map_err(unreadable)? {
            let path = item.map_err(unreadable)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{prefix}{name}");
            if path.is_dir() && level < MAX_LEVELS {
                self.directory(&path, &format!("{name}/"), level + 1)?;
                continue;
            }
            let bytes = file::read(&path, self.left)?;
            self.left = self.left.saturating_sub(bytes.len());
            self.files.push((name, bytes));
            if self.files.len() > MAX_FILES {
                return Ok(());
            }
        }
        Ok(())
    }
}
