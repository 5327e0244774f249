//! `samen-verify consistency`: two checkpoints that someone kept are of one history, or are the
//! proof that the log told two.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use samen_audit::checkpoint::{Checkpoint, VerifiedCheckpoint};
use samen_audit::hash::Hash;
use samen_audit::note::{MAX_NOTE_BYTES, VerifierKey};
use samen_audit::text::hash_from_base64;
use samen_audit::tree::verify_consistency;

use super::file;
use super::history::{self, Finding};
use super::outcome::{Outcome, Stop};
use super::source::{Identity, Source};
use super::trust::Trust;

/// Most hashes of a proof (C2SP `tlog-witness`): no two 64-bit sizes need more.
const MAX_HASHES: usize = 63;

/// Largest proof file that is looked at, in bytes: those lines, and room to see one too many.
const MAX_PROOF_BYTES: usize = 64 * 45;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The older checkpoint, a signed note.
    old: PathBuf,
    /// The newer checkpoint, a signed note.
    new: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// Consistency proof between the two: one base64 hash a line.
    #[arg(long, value_name = "FILE", conflicts_with = "log")]
    proof: Option<PathBuf>,
    /// Where the log is published (address or directory); its hash tiles prove it as well.
    #[arg(long, value_name = "URL_OR_DIR")]
    log: Option<String>,
    #[command(flatten)]
    identity: Identity,
    /// NEW may bear another name: the log was continued under it.
    #[arg(long)]
    continues: bool,
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
    let old_note = file::read_text(&arguments.old, MAX_NOTE_BYTES)?;
    let new_note = file::read_text(&arguments.new, MAX_NOTE_BYTES)?;
    let old = signed("old", &old_note, trusted.log_keys(), outcome)?;
    let new = signed("new", &new_note, trusted.log_keys(), outcome)?;
    let name = check_origins(&old, &new, arguments.continues, outcome)?;
    if old.size > new.size {
        let (old, new) = (old.size, new.size);
        let reason = format!("OLD has {old} entries and NEW {new}: give the smaller one first");
        return Err(Stop::Usage(reason));
    }
    let detail = prove(arguments, &old, &new, outcome)?;
    outcome.ok("consistency", format!("{detail}{name}"));
    trusted.check_witnesses(&new_note, outcome)?;
    Ok(())
}

fn signed(
    check: &str,
    note: &str,
    log_keys: &[VerifierKey],
    outcome: &mut Outcome,
) -> Result<VerifiedCheckpoint, Stop> {
    outcome.check(check, Checkpoint::verify(note, log_keys), |head| {
        format!("{}, {} entries, signed by the log", head.origin, head.size)
    })
}

/// Two logs have nothing to do with each other, unless the caller says that one continues the
/// other. Gives what is to be said about it.
fn check_origins(
    old: &Checkpoint,
    new: &Checkpoint,
    continues: bool,
    outcome: &mut Outcome,
) -> Result<String, Stop> {
    if old.origin == new.origin {
        Ok(String::new())
    } else if continues {
        Ok(format!("; {} goes on under the new name {}", old.origin, new.origin))
    } else {
        let reason = "they are of two logs; if NEW continues OLD under a new name, add --continues";
        Err(outcome.fail("consistency", reason.to_owned()))
    }
}

fn prove(
    arguments: &Arguments,
    old: &Checkpoint,
    new: &Checkpoint,
    outcome: &mut Outcome,
) -> Result<String, Stop> {
    if old.size == new.size {
        let size = old.size;
        return if old.root == new.root {
            Ok(format!("the same {size} entries"))
        } else {
            let reason = format!("two histories: two roots for {size} entries, both signed");
            Err(outcome.fail("consistency", reason))
        };
    }
    let holds = format!("the first {} of {} entries are those of OLD", old.size, new.size);
    match (&arguments.proof, &arguments.log) {
        (Some(path), _) => by_proof(path, old, new, outcome).map(|()| holds),
        (None, Some(place)) => by_tiles(place, arguments, old, new, outcome).map(|()| holds),
        (None, None) => {
            Err(Stop::Usage("give a --proof, or the --log whose tiles prove it".to_owned()))
        }
    }
}

fn by_proof(
    path: &Path,
    old: &Checkpoint,
    new: &Checkpoint,
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    let Some(proof) = parse_proof(&file::read_text(path, MAX_PROOF_BYTES)?) else {
        let name = path.display();
        let reason = format!("{name} is not a proof: at most 63 lines, one base64 hash each");
        return Err(outcome.fail("consistency", reason));
    };
    verify_consistency(old.size, &old.root, new.size, &new.root, &proof).map_err(|error| {
        let reason = format!(
            "{error}: either this is not the proof between these two, or they are of two \
             histories (ask for the proof again, or check with --log)"
        );
        outcome.fail("consistency", reason)
    })
}

/// Hashes in base64, each on a line with its newline.
fn parse_proof(text: &str) -> Option<Vec<Hash>> {
    let hashes: Vec<Hash> = text
        .split_terminator('\n')
        .map(hash_from_base64)
        .take(MAX_HASHES + 1)
        .collect::<Option<_>>()?;
    Some(hashes).filter(|hashes| hashes.len() <= MAX_HASHES)
}

fn by_tiles(
    place: &str,
    arguments: &Arguments,
    old: &Checkpoint,
    new: &Checkpoint,
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    let source = Source::open(place, &arguments.identity)?;
    let reason = match history::compare(&source, old, new) {
        Ok(Finding::Continues) => return Ok(()),
        Ok(Finding::TwoHistories) => {
            format!("two histories: the first {} entries of NEW are not those of OLD", old.size)
        }
        Ok(Finding::OtherTiles) => "the tiles of the log do not lead to NEW".to_owned(),
        Err(Stop::Failed(reason)) => reason,
        Err(other) => return Err(other),
    };
    Err(outcome.fail("consistency", reason))
}
