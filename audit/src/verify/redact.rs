//! `samen-verify redact`: a copy of a receipt that shows less, and proves as much of what it still
//! shows. Needs no key and asks no exchange.

use std::path::PathBuf;
use std::process::ExitCode;

use samen_audit::leaf::{FieldId, Part};
use samen_audit::receipt::{MAX_RECEIPT_BYTES, Receipt};

use super::file;
use super::outcome::{Outcome, Stop};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The receipt (JSON). It stays as it is.
    receipt: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// Where to write the new receipt; the file must not exist.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Say it as JSON.
    #[arg(long)]
    json: bool,
}

/// One of the two must be given.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Choice {
    /// Fields to withhold, by name (as `samen-verify receipt` lists them), with commas between.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    withhold: Vec<String>,
    /// Fields to go on showing, withholding all others.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    show: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut outcome = Outcome::default();
    let stop = check(arguments, &mut outcome).err();
    outcome.finish(stop, arguments.json)
}

fn check(arguments: &Arguments, outcome: &mut Outcome) -> Result<(), Stop> {
    let bytes = file::read(&arguments.receipt, MAX_RECEIPT_BYTES)?;
    let receipt = outcome.check("receipt", Receipt::parse(&bytes), |_| "well formed".to_owned())?;
    let leaf = outcome.check("leaf", receipt.check_leaf(), |leaf| leaf.class.to_string())?;
    outcome.check("fields", receipt.check_fields(&leaf), |()| {
        "lead to the commitment in the leaf".to_owned()
    })?;
    let withheld = if arguments.choice.show.is_empty() {
        find(&receipt, &arguments.choice.withhold)?
    } else {
        let shown = find(&receipt, &arguments.choice.show)?;
        check_shown(&receipt, &shown)?;
        opened(&receipt).into_iter().filter(|field| !shown.contains(field)).collect()
    };
    let redacted = receipt.withhold(&withheld);
    // The digests stand for the fields now; a receipt that no longer holds is not handed out.
    outcome.check("redacted", redacted.check_fields(&leaf), |()| {
        format!("still leads there; shown: {}", names(&opened(&redacted)))
    })?;
    if redacted.record != receipt.record || redacted.record_sha256 != receipt.record_sha256 {
        outcome.note("record", "what the receipt said of the record went with the fields");
    }
    file::create(&arguments.out, redacted.encode().as_bytes())?;
    outcome.note("written", arguments.out.display().to_string());
    Ok(())
}

/// The fields of these names; each must be in the receipt, so that a slip of the pen shows.
fn find(receipt: &Receipt, wanted: &[String]) -> Result<Vec<FieldId>, Stop> {
    let field = |name: &String| {
        let found = receipt.fields.iter().map(Part::field).find(|f| f.to_string() == *name);
        found.ok_or_else(|| {
            let all: Vec<FieldId> = receipt.fields.iter().map(Part::field).collect();
            Stop::Usage(format!("the receipt has no field {name}; it has {}", names(&all)))
        })
    };
    wanted.iter().map(field).collect()
}

fn check_shown(receipt: &Receipt, wanted: &[FieldId]) -> Result<(), Stop> {
    let opened = opened(receipt);
    match wanted.iter().find(|field| !opened.contains(field)) {
        None => Ok(()),
        Some(field) => Err(Stop::Usage(format!(
            "the receipt withholds {field} already; only the exchange can show it again"
        ))),
    }
}

fn opened(receipt: &Receipt) -> Vec<FieldId> {
    let shown = receipt.fields.iter().filter(|part| matches!(part, Part::Opened(_)));
    shown.map(Part::field).collect()
}

fn names(fields: &[FieldId]) -> String {
    let names: Vec<String> = fields.iter().map(ToString::to_string).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
