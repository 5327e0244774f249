//! `samen-verify receipt`: one line a check, offline.

use std::path::PathBuf;
use std::process::ExitCode;

use samen_audit::leaf::{FieldId, Leaf, Part};
use samen_audit::proof::{MAX_PROOF_BYTES, TlogProof};
use samen_audit::receipt::{MAX_RECEIPT_BYTES, Receipt, ReceiptError};

use super::date::date;
use super::file;
use super::outcome::{Outcome, Stop};
use super::trust::Trust;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The receipt as the exchange answered it (JSON).
    file: PathBuf,
    #[command(flatten)]
    trust: Trust,
    /// The signed record as it was sent, to be compared.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// A newer proof of the same entry, with more cosignatures, instead of the one in the receipt.
    #[arg(long, value_name = "FILE")]
    proof: Option<PathBuf>,
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
    let bytes = file::read(&arguments.file, MAX_RECEIPT_BYTES)?;
    let record = arguments.record.as_deref();
    let record = record.map(|path| file::read(path, MAX_RECEIPT_BYTES)).transpose()?;
    let mut receipt = outcome.check("receipt", Receipt::parse(&bytes), describe_receipt)?;
    if let Some(path) = &arguments.proof {
        receipt.proof = newer_proof(&file::read_text(path, MAX_PROOF_BYTES)?, &receipt, outcome)?;
        receipt.witnesses_missing.clear();
    }
    if !receipt.witnesses_missing.is_empty() {
        let names = receipt.witnesses_missing.join(", ");
        outcome.note(
            "witnesses",
            format!(
                "not cosigned yet by {names}, says the exchange; fetch a newer proof (--proof)"
            ),
        );
    }
    let leaf = outcome.check("leaf", receipt.check_leaf(), describe_leaf)?;
    outcome.check("fields", receipt.check_fields(&leaf), |()| describe_fields(&receipt))?;
    outcome.check("record", receipt.check_record(record.as_deref()), |proven| {
        describe_record(&receipt, record.is_some(), proven.is_some())
    })?;
    let log_keys = trusted.log_keys();
    let checkpoint = outcome.check("checkpoint", receipt.check_checkpoint(log_keys), |head| {
        format!("{}, {} entries, signed by the log", head.origin, head.size)
    })?;
    outcome.check("inclusion", receipt.check_inclusion(&checkpoint), |()| {
        format!("entry {} of {}", receipt.proof.index, checkpoint.size)
    })?;
    trusted.check_witnesses(&receipt.proof.checkpoint, outcome)?;
    // The same checks once more in the one call that programs use: they cannot drift apart.
    let whole: Result<_, ReceiptError> = receipt.verify(log_keys, record.as_deref());
    outcome.check("all", whole, |_| "the entry was logged as the receipt says".to_owned())?;
    Ok(())
}

/// Reads a proof that was fetched later; it must be of the same entry.
fn newer_proof(text: &str, receipt: &Receipt, outcome: &mut Outcome) -> Result<TlogProof, Stop> {
    let proof = outcome.check("proof", TlogProof::parse(text), |proof| {
        format!("entry {}, instead of the proof in the receipt", proof.index)
    })?;
    if proof.index == receipt.proof.index {
        return Ok(proof);
    }
    let (given, own) = (proof.index, receipt.proof.index);
    Err(outcome.fail("proof", format!("it is for entry {given} and the receipt for entry {own}")))
}

fn describe_receipt(receipt: &Receipt) -> String {
    match &receipt.record {
        Some(record) => format!("well formed, for record {record}"),
        None if is_withheld(receipt, FieldId::RECORDS) => {
            "well formed; which record it is for is withheld".to_owned()
        }
        None => "well formed, for an entry that is not about one record".to_owned(),
    }
}

fn describe_record(receipt: &Receipt, is_given: bool, is_proven: bool) -> String {
    if receipt.record_sha256.is_none() && is_withheld(receipt, FieldId::RECORD_SHA256) {
        return "the digest of the record is withheld: nothing is said about its contents"
            .to_owned();
    }
    if receipt.record_sha256.is_none() {
        return "the entry is not about a signed document".to_owned();
    }
    let beside = if is_given { ", and of the file given" } else { "" };
    let id = if is_proven { "" } else { "; its id is not shown by the entry" };
    format!("the digest in the entry is that of the record{beside}{id}")
}

fn is_withheld(receipt: &Receipt, wanted: FieldId) -> bool {
    receipt.fields.iter().any(|p| matches!(p, Part::Withheld { field, .. } if *field == wanted))
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
