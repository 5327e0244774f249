//! Records that answer or end others: `samen outcome`, `samen acknowledge`, `samen recall`.
//! Absent: descriptions; what these are about stands in the record that they refer to.

use clap::Args;
use serde_json::json;

use crate::domain::id::RecordId;
use crate::domain::record::RecordType;
use crate::domain::record::answer::{CancelReason, OutcomeCode, ReceiptState};

use super::super::args;
use super::super::failure::Failure;
use super::super::moment::{Moment, moment};
use super::super::session::{Session, now};
use super::super::submit;
use super::envelope::EnvelopeArgs;
use super::{Sending, finish};

/// What came of a report.
#[derive(Args)]
#[command(next_help_heading = "Outcome")]
pub(crate) struct OutcomeArgs {
    /// The report.
    #[arg(long, value_name = "ID", value_parser = args::record)]
    of: RecordId,
    /// What came of it.
    #[arg(long, value_parser = args::code::<OutcomeCode>())]
    code: String,
    /// In words.
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    envelope: EnvelopeArgs,
    #[command(flatten)]
    sending: Sending,
}

/// Builds, signs and sends an outcome.
pub(crate) async fn outcome(args: OutcomeArgs, session: &mut Session) -> Result<(), Failure> {
    let updates = args.envelope.is_update();
    let mut started = args.envelope.start(RecordType::Outcome, now())?;
    if !updates {
        started.answer(args.of);
    }
    started.body.set("code", Some(args.code)).set("text", args.text);
    finish(started.finish(), &args.sending, session).await
}

/// How far you got with records.
#[derive(Args)]
#[command(next_help_heading = "Receipt")]
pub(crate) struct AcknowledgeArgs {
    /// The record.
    #[arg(value_name = "ID", value_parser = args::record)]
    of: RecordId,
    /// What you did with it.
    #[arg(long, value_parser = args::code::<ReceiptState>())]
    state: String,
    /// When; now unless said.
    #[arg(long, value_parser = moment, default_value = "now")]
    at: Moment,
    #[command(flatten)]
    envelope: EnvelopeArgs,
    #[command(flatten)]
    sending: Sending,
}

/// Signs and sends a receipt record.
pub(crate) async fn acknowledge(
    args: AcknowledgeArgs,
    session: &mut Session,
) -> Result<(), Failure> {
    let now = now();
    let mut started = args.envelope.start(RecordType::Receipt, now)?;
    started.answer(args.of);
    let at = args.at.resolve(now).to_string();
    started.body.set("state", Some(args.state)).set("at", Some(at));
    let draft = started.finish();
    if args.sending.print {
        return finish(draft, &args.sending, session).await;
    }
    let signed = session.signer()?.record(draft, now)?;
    let connected = session.connect()?;
    let answer = connected.client.acknowledge(signed.jws.clone()).await?;
    let keep = args.sending.receipts.as_deref();
    let record = signed.jws.as_bytes();
    submit::accepted(record, &answer, &connected, keep, session)
}

/// Which records to take back.
#[derive(Args)]
#[command(next_help_heading = "Recall")]
pub(crate) struct RecallArgs {
    /// The records, all of one type.
    #[arg(required = true, value_name = "ID", value_parser = args::record)]
    of: Vec<RecordId>,
    /// Their type.
    #[arg(long = "type", value_name = "TYPE", value_parser = args::code::<RecordType>())]
    kind: String,
    /// Why.
    #[arg(long, value_parser = args::code::<CancelReason>())]
    reason: String,
    /// In words.
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    envelope: EnvelopeArgs,
    #[command(flatten)]
    sending: Sending,
}

/// Signs and sends a cancellation; it goes at once to everybody who received the records.
pub(crate) async fn recall(args: RecallArgs, session: &mut Session) -> Result<(), Failure> {
    let kind = RecordType::from_code(&args.kind)
        .ok_or_else(|| Failure::usage("that is no type of record"))?;
    let mut started = args.envelope.start(kind, now())?;
    let ids: Vec<_> = args.of.iter().map(ToString::to_string).collect();
    started.envelope.set("message", Some("cancel")).set("references", Some(json!(ids)));
    started.body.set("reason", Some(args.reason)).set("text", args.text);
    finish(started.finish(), &args.sending, session).await
}
