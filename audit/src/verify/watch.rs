//! `samen-verify watch`: from cron, is the log of today the log of the last time? Keeps one file,
//! the last checkpoint that held; shows an alarm by its exit code.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use samen_audit::checkpoint::{Checkpoint, VerifiedCheckpoint};
use samen_audit::note::{MAX_NOTE_BYTES, VerifierKey};
use samen_audit::policy::Judged;

use super::date::moment;
use super::file;
use super::history::{self, Finding};
use super::outcome::{Outcome, Stop, chain};
use super::source::{Identity, Source};
use super::trust::Trust;

/// Most files of evidence that are kept before someone looks at them.
const MAX_ALARMS: usize = 9;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Address of the exchange, prefix of its log, or a directory with the same paths.
    #[arg(value_name = "URL_OR_DIR")]
    place: String,
    /// Where the last checkpoint that held is kept. Made by the first run.
    #[arg(long, value_name = "FILE")]
    state: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// With a policy: alarm when the quorum of witnesses is older than this many seconds.
    #[arg(long, value_name = "SECONDS")]
    max_age: Option<u64>,
    #[command(flatten)]
    identity: Identity,
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
    if arguments.max_age.is_some() && !trusted.has_policy() {
        return Err(Stop::Usage("--max-age needs a --policy that names the witnesses".to_owned()));
    }
    let last = read_state(&arguments.state, trusted.log_keys(), outcome)?;
    let source = Source::open(&arguments.place, &arguments.identity)?;
    let note = outcome.or_fail("checkpoint", source.checkpoint())?;
    let head = match Checkpoint::verify(&note, trusted.log_keys()) {
        Ok(head) => head,
        Err(error) => {
            return Err(outcome.fail("checkpoint", format!("ALARM: {}", chain(&error))));
        }
    };
    outcome.ok("checkpoint", format!("{}, {} entries, signed by the log", head.origin, head.size));
    let Some(last) = last else {
        // What the first run takes on trust has to be as good as the policy demands.
        check_quorum(&trusted.check_witnesses(&note, outcome)?, arguments, outcome)?;
        file::replace(&arguments.state, note.as_bytes())?;
        outcome.note("history", "first run: kept for the next one, compared with nothing yet");
        return Ok(());
    };
    match compare(&source, &last, &head) {
        Ok(held) => outcome.ok("history", held),
        Err(Stop::Failed(reason)) => {
            let stop = outcome.fail("history", format!("ALARM: {reason}"));
            // That the evidence could not be written must not hide what it is evidence of.
            match keep_evidence(&arguments.state, &note) {
                Ok(text) => outcome.note("evidence", text),
                Err(Stop::Usage(reason) | Stop::Failed(reason) | Stop::Unreachable(reason)) => {
                    outcome.note("evidence", reason);
                }
            }
            return Err(stop);
        }
        Err(other) => return Err(other),
    }
    // Kept before the witnesses are looked at: they may be late, and the state must hold every
    // checkpoint that the log was seen to sign, or a fork shown only once would be forgotten.
    file::replace(&arguments.state, note.as_bytes())?;
    check_quorum(&trusted.check_witnesses(&note, outcome)?, arguments, outcome)
}

fn read_state(
    path: &Path,
    log_keys: &[VerifierKey],
    outcome: &mut Outcome,
) -> Result<Option<VerifiedCheckpoint>, Stop> {
    let Some(bytes) = file::find(path, MAX_NOTE_BYTES)? else { return Ok(None) };
    let name = path.display();
    let Ok(note) = String::from_utf8(bytes) else {
        return Err(outcome.fail("state", format!("ALARM: {name} is not a checkpoint any more")));
    };
    match Checkpoint::verify(&note, log_keys) {
        Ok(last) => {
            outcome.ok("state", format!("{}, {} entries when last seen", last.origin, last.size));
            Ok(Some(last))
        }
        Err(error) => Err(outcome.fail("state", format!("ALARM: {name}: {}", chain(&error)))),
    }
}

/// Whether the log of now continues the log of the last time; `Stop::Failed` when it does not.
fn compare(source: &Source, last: &Checkpoint, head: &Checkpoint) -> Result<String, Stop> {
    let (then, now) = (last.size, head.size);
    if last.origin != head.origin {
        return Err(Stop::Failed(format!(
            "the log goes by another name now; if its operator continued it under {}, prove that \
             with `samen-verify consistency --continues` and begin a new state file",
            head.origin
        )));
    }
    if now < then {
        return Err(Stop::Failed(format!(
            "rolled back: the log had {then} entries and has {now} now"
        )));
    }
    match history::compare(source, last, head)? {
        Finding::Continues if now == then => Ok(format!("the same {now} entries as last time")),
        Finding::Continues => {
            Ok(format!("{} entries more, and the first {then} are those of last time", now - then))
        }
        Finding::TwoHistories => Err(Stop::Failed(format!(
            "two histories: the first {then} entries are not those of last time"
        ))),
        Finding::OtherTiles => Err(Stop::Failed(
            "the log serves hash tiles that do not lead to the root that it signed".to_owned(),
        )),
    }
}

/// Saves the checkpoint that broke the history, beside the state and never over other evidence.
fn keep_evidence(state: &Path, note: &str) -> Result<String, Stop> {
    for number in 1..=MAX_ALARMS {
        let suffix = if number == 1 { ".alarm".to_owned() } else { format!(".alarm.{number}") };
        let path = file::with_suffix(state, &suffix);
        match file::find(&path, MAX_NOTE_BYTES)? {
            Some(there) if there != note.as_bytes() => continue,
            Some(_) => {}
            None => file::replace(&path, note.as_bytes())?,
        }
        return Ok(format!("keep {} and {}: the log signed both", state.display(), path.display()));
    }
    Ok(format!(
        "{MAX_ALARMS} files of evidence lie beside {} already: this one was not kept",
        state.display()
    ))
}

/// With `--max-age`, the quorum must be fresh by the clock of this machine.
fn check_quorum(
    judged: &Option<Judged>,
    arguments: &Arguments,
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    let (Some(judged), Some(max_age_s)) = (judged, arguments.max_age) else { return Ok(()) };
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    match judged.quorum_time_s {
        Some(time_s) if now_s.saturating_sub(time_s) <= max_age_s => {
            outcome.ok("freshness", format!("the quorum cosigned at {}", moment(time_s)));
            Ok(())
        }
        Some(time_s) => {
            let reason = format!("ALARM: the quorum cosigned last at {}", moment(time_s));
            Err(outcome.fail("freshness", reason))
        }
        None => Err(outcome.fail("freshness", "ALARM: no witness cosigned".to_owned())),
    }
}
