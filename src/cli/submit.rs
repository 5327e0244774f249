//! Submitting records that are signed already, or signing them first, one by one or in batches, and
//! keeping record and receipt side by side. Absent: building records from flags (`build`).

use std::path::{Path, PathBuf};

use bytes::Bytes;
use clap::Args;
use samen_audit::receipt::Receipt;
use serde_json::{Value, json};

use crate::client::error::explain;
use crate::client::records::MAX_BATCH;
use crate::client::{BatchAnswer, Signer, Submission};
use crate::domain::id::RecordId;
use crate::wire::strict::parse_strict;

use super::failure::{Failure, is_for_later};
use super::output::Paint;
use super::pki::write_public;
use super::session::{Connected, MAX_DEPTH, Session, now, read};
use super::show;

/// Records to submit.
#[derive(Args)]
pub(crate) struct SubmitArgs {
    /// Files with a record each; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The files hold records in JSON that are not signed yet: sign them with the key of the profile.
    #[arg(long)]
    sign: bool,
    /// Every line of the files is a record; up to 500 go in one request.
    #[arg(long)]
    batch: bool,
    /// Keep every record and its receipt in this directory.
    #[arg(long, value_name = "DIR")]
    receipts: Option<PathBuf>,
}

/// Submits records; exit code 1 when any was refused.
pub(crate) async fn run(args: SubmitArgs, session: &mut Session) -> Result<(), Failure> {
    let connected = session.connect()?;
    let signer = if args.sign { Some(session.signer()?) } else { None };
    let mut records = Vec::new();
    for path in &args.files {
        let bytes = read(path)?;
        if args.batch {
            let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
            for line in lines.filter(|line| !line.is_empty()) {
                records.push(prepared(line, signer.as_ref())?);
            }
        } else {
            records.push(prepared(bytes.trim_ascii(), signer.as_ref())?);
        }
    }
    let keep = args.receipts.as_deref();
    let mut tally = Tally { sent: records.len(), ..Tally::default() };
    if args.batch {
        for some in records.chunks(MAX_BATCH) {
            let answers = connected.client.submit_batch(some).await?;
            for (record, answer) in some.iter().zip(answers) {
                tally.count(record, answer, &connected, keep, session)?;
            }
        }
        return tally.end();
    }
    for record in records {
        send(record, &connected, keep, session).await?;
    }
    Ok(())
}

/// The record as it will travel. The exchange keeps exactly these bytes.
fn prepared(bytes: &[u8], signer: Option<&Signer>) -> Result<Bytes, Failure> {
    let Some(signer) = signer else {
        return Ok(Bytes::copy_from_slice(bytes));
    };
    match parse_strict(bytes, MAX_DEPTH)? {
        Value::Object(draft) => Ok(signer.record(draft, now())?.jws.into()),
        _ => Err(Failure::usage("a record is a JSON object")),
    }
}

/// Submits one record, checks and prints its receipt, and keeps both.
pub(crate) async fn send(
    record: Bytes,
    connected: &Connected,
    keep: Option<&Path>,
    session: &mut Session,
) -> Result<(), Failure> {
    let submission = connected.client.submit(record.clone()).await?;
    accepted(&record, &submission, connected, keep, session)
}

/// Checks, prints and keeps the receipt of an accepted record.
pub(crate) fn accepted(
    record: &[u8],
    submission: &Submission,
    connected: &Connected,
    keep: Option<&Path>,
    session: &mut Session,
) -> Result<(), Failure> {
    let Submission { text, receipt, repeated } = submission;
    // It names files and is shown, so it has to be a UUID and nothing else.
    let id = receipt.record.as_deref().and_then(|id| RecordId::parse(id).ok());
    let id = id.ok_or_else(|| Failure::Verification("the receipt names no record".to_owned()))?;
    if let Some(directory) = keep {
        std::fs::create_dir_all(directory).map_err(Failure::writing(directory))?;
        write_public(&directory.join(format!("{id}.jws.json")), record)?;
        write_public(&directory.join(format!("{id}.receipt.json")), text)?;
    }
    let verified = show::verify(receipt, record, &connected.profile)?;
    if session.output.is_json() {
        let value: Value = serde_json::from_slice(text).unwrap_or_default();
        let status = if *repeated { 200 } else { 201 };
        return session.output.json(&json!({ "status": status, "receipt": value }));
    }
    let word = if *repeated { "accepted before:" } else { "accepted" };
    let word = session.output.paint(Paint::Green, word);
    let checked = if verified { ", receipt verified" } else { "" };
    session.output.line(format!("{word} {id} as entry {}{checked}", receipt.proof.index))
}

/// What became of a batch.
#[derive(Default)]
struct Tally {
    sent: usize,
    refused: usize,
    later: usize,
}

impl Tally {
    fn count(
        &mut self,
        record: &[u8],
        answer: BatchAnswer,
        connected: &Connected,
        keep: Option<&Path>,
        session: &mut Session,
    ) -> Result<(), Failure> {
        if let Some(value) = answer.receipt {
            let text = value.to_string();
            let receipt = Receipt::parse(text.as_bytes())
                .map_err(|error| Failure::Verification(error.to_string()))?;
            let repeated = answer.status == 200;
            let submission = Submission { text: text.into(), receipt, repeated };
            return accepted(record, &submission, connected, keep, session);
        }
        self.refused += 1;
        let Some(problem) = answer.problem else {
            return session.output.line("refused without a reason");
        };
        self.later += usize::from(is_for_later(&problem));
        if session.output.is_json() {
            return session.output.json(&json!({ "status": answer.status, "problem": problem }));
        }
        let mark = session.output.paint(Paint::Red, "refused");
        session.output.line(format!("{mark}  {}", explain(&problem, None)))
    }

    fn end(self) -> Result<(), Failure> {
        match self.refused {
            0 => Ok(()),
            refused => {
                let later = self.later == refused;
                Err(Failure::Partly { refused, sent: self.sent, later })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::failure::{REFUSED, TRY_LATER};
    use super::*;

    #[test]
    fn a_batch_ends_refused_or_later_as_its_records_did() {
        let end = |refused, later| Tally { sent: 3, refused, later }.end();
        assert!(end(0, 0).is_ok());
        assert_eq!(end(2, 2).unwrap_err().exit_code(), TRY_LATER);
        assert_eq!(end(2, 1).unwrap_err().exit_code(), REFUSED);
    }

    #[test]
    fn a_signed_record_travels_as_it_is() {
        assert_eq!(prepared(b"{\"payload\":\"e30\"}", None).unwrap(), "{\"payload\":\"e30\"}");
    }
}
