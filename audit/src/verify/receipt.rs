//! `samen-verify receipt`: one line a check, offline.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use samen_audit::leaf::{Leaf, Part};
use samen_audit::note::VerifierKey;
use samen_audit::receipt::{MAX_RECEIPT_BYTES, Receipt, ReceiptError};

use super::date::date;
use super::outcome::{Outcome, Stop};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The receipt as the exchange answered it (JSON).
    file: PathBuf,
    /// Key of the log, as its operator published it; may be given more than once.
    #[arg(long = "log-key", value_name = "VKEY", required = true)]
    log_keys: Vec<VerifierKey>,
    /// The signed record as it was sent, to be compared.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
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
    let file = read(&arguments.file)?;
    let record = arguments.record.as_deref().map(read).transpose()?;
    let receipt =
        outcome.check("receipt", Receipt::parse(&file), |receipt| match &receipt.record {
            Some(record) => format!("well formed, for record {record}"),
            None => "well formed, for an entry that is not about one record".to_owned(),
        })?;
    let leaf = outcome.check("leaf", receipt.check_leaf(), describe_leaf)?;
    outcome.check("fields", receipt.check_fields(&leaf), |()| describe_fields(&receipt))?;
    outcome.check("record", receipt.check_record(record.as_deref()), |proven| {
        if receipt.record_sha256.is_none() {
            return "the entry is not about a signed document".to_owned();
        }
        let beside = if record.is_some() { ", and of the file given" } else { "" };
        let id = if proven.is_some() { "" } else { "; its id is not shown by the entry" };
        format!("the digest in the entry is that of the record{beside}{id}")
    })?;
    let checkpoint =
        outcome.check("checkpoint", receipt.check_checkpoint(&arguments.log_keys), |head| {
            format!("{}, {} entries, signed by the log", head.origin, head.size)
        })?;
    outcome.check("inclusion", receipt.check_inclusion(&checkpoint), |()| {
        format!("entry {} of {}", receipt.proof.index, checkpoint.size)
    })?;
    // The same checks once more in the one call that programs use: they cannot drift apart.
    let whole: Result<_, ReceiptError> = receipt.verify(&arguments.log_keys, record.as_deref());
    outcome.check("all", whole, |_| "the entry was logged as the receipt says".to_owned())?;
    Ok(())
}

/// Reads a file, but no more of it than shows the library that it is too large.
fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    let limit = u64::try_from(MAX_RECEIPT_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| Stop::Usage(format!("cannot read {}: {error}", path.display())))?;
    Ok(bytes)
}

fn describe_leaf(leaf: &Leaf) -> String {
    match leaf.erase_day {
        0 => format!("{}, text kept for ever", leaf.class),
        day => format!("{}, text erased on {}", leaf.class, date(day)),
    }
}

fn describe_fields(receipt: &Receipt) -> String {
    let names = |wanted: bool| {
        let chosen = receipt.fields.iter().filter(|p| matches!(p, Part::Opened(_)) == wanted);
        let names: Vec<String> = chosen.map(|part| part.field().to_string()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    format!("lead to the commitment; shown: {}; withheld: {}", names(true), names(false))
}
