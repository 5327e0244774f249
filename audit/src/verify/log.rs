//! `samen-verify log`: derives a whole log again from its entries and compares it with what was
//! signed, now and earlier.

use std::path::PathBuf;
use std::process::ExitCode;

use samen_audit::checkpoint::{Checkpoint, VerifiedCheckpoint};
use samen_audit::hash::Hash;
use samen_audit::note::{MAX_NOTE_BYTES, VerifierKey};

use super::file;
use super::outcome::{Outcome, Stop, chain};
use super::source::{Identity, Source};
use super::trust::Trust;
use super::walk::{Walked, walk};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Address of the exchange, prefix of its log, or a directory with the same paths.
    #[arg(value_name = "URL_OR_DIR")]
    place: String,
    #[command(flatten)]
    trust: Trust,
    /// A checkpoint kept from an earlier day; may be given more than once.
    #[arg(long = "checkpoint", value_name = "FILE")]
    kept: Vec<PathBuf>,
    /// Where to keep the checkpoint of today, once everything holds.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
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
    let earlier = read_kept(&arguments.kept)?;
    let source = Source::open(&arguments.place, &arguments.identity)?;
    let note = outcome.or_fail("checkpoint", source.checkpoint())?;
    let log_keys = trusted.log_keys();
    let head = outcome.check("checkpoint", Checkpoint::verify(&note, log_keys), |head| {
        format!("{}, {} entries, signed by the log", head.origin, head.size)
    })?;
    let kept = check_kept(&earlier, &head, log_keys, outcome)?;
    let walked = outcome.or_fail("tiles", walk(&source, head.size, &kept))?;
    let tiles = walked.tiles;
    outcome.ok("tiles", format!("all {tiles} hash tiles follow from the {} entries", head.size));
    if walked.root != head.root {
        return Err(outcome.fail("root", "the entries do not lead to the signed root".to_owned()));
    }
    outcome.ok("root", "the entries lead to the root that the log signed");
    compare_kept(&earlier, &kept, &walked.earlier, outcome)?;
    trusted.check_witnesses(&note, outcome)?;
    describe(&walked, outcome);
    match &arguments.save {
        None => Ok(()),
        Some(path) => file::replace(path, note.as_bytes()),
    }
}

/// A checkpoint file that the caller kept, as read.
struct Kept {
    name: String,
    note: String,
}

fn read_kept(paths: &[PathBuf]) -> Result<Vec<Kept>, Stop> {
    let read = |path: &PathBuf| {
        let note = file::read_text(path, MAX_NOTE_BYTES)?;
        Ok(Kept { name: path.display().to_string(), note })
    };
    paths.iter().map(read).collect()
}

/// Kept checkpoints must be signed by the same log and not be ahead of it: a log that is behind
/// what it once signed was rolled back.
fn check_kept(
    earlier: &[Kept],
    head: &VerifiedCheckpoint,
    log_keys: &[VerifierKey],
    outcome: &mut Outcome,
) -> Result<Vec<Checkpoint>, Stop> {
    let mut kept = Vec::new();
    for Kept { name, note } in earlier {
        let checkpoint = match Checkpoint::verify(note, log_keys) {
            Ok(checkpoint) => checkpoint,
            Err(error) => return Err(outcome.fail("kept", format!("{name}: {}", chain(&error)))),
        };
        if checkpoint.origin != head.origin {
            return Err(outcome.fail("kept", format!("{name} is of another log")));
        }
        if checkpoint.size > head.size {
            let (then, now) = (checkpoint.size, head.size);
            let reason =
                format!("{name} has {then} entries and the log only {now}: it was rolled back");
            return Err(outcome.fail("kept", reason));
        }
        kept.push((*checkpoint).clone());
    }
    Ok(kept)
}

fn compare_kept(
    earlier: &[Kept],
    kept: &[Checkpoint],
    roots: &[Option<Hash>],
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    for ((Kept { name, .. }, checkpoint), root) in earlier.iter().zip(kept).zip(roots) {
        if *root != Some(checkpoint.root) {
            let size = checkpoint.size;
            let reason = format!(
                "{name}: the first {size} entries are not those of that day: two histories"
            );
            return Err(outcome.fail("kept", reason));
        }
        outcome.ok("kept", format!("{name}: its {} entries still begin the log", checkpoint.size));
    }
    Ok(())
}

fn describe(walked: &Walked, outcome: &mut Outcome) {
    for (class, line) in walked.tally.classes() {
        outcome.note(class.name(), line);
    }
    if let Some(line) = walked.tally.foreign() {
        outcome.note("other", line);
    }
}
