//! `samen alert`: what police ask firms to look out for.
//! Absent: recalling one (`answer`).

use clap::Args;

use crate::domain::record::RecordType;
use crate::domain::record::alert::{AlertAction, AlertReason, Warning};

use super::super::args;
use super::super::failure::Failure;
use super::super::session::{Session, now};
use super::envelope::EnvelopeArgs;
use super::members::Members;
use super::parts::{PersonArgs, VehicleArgs, contact};
use super::{Sending, finish};

/// An alert.
#[derive(Args)]
#[command(next_help_heading = "Alert")]
pub(crate) struct AlertArgs {
    /// Why.
    #[arg(long, value_parser = args::code::<AlertReason>())]
    reason: Option<String>,
    /// Why, in words.
    #[arg(long, value_name = "TEXT")]
    reason_text: Option<String>,
    /// What a guard should do.
    #[arg(long, value_parser = args::code::<AlertAction>())]
    action: Option<String>,
    /// A danger; repeat for more.
    #[arg(long, value_parser = args::code::<Warning>())]
    warning: Vec<String>,
    /// 1 is the most urgent, 5 the least.
    #[arg(long)]
    priority: Option<u32>,
    /// The telephone number of the control room.
    #[arg(long, value_name = "PHONE")]
    call: Option<String>,
    /// Whom to ask for there: a desk or function, never a name.
    #[arg(long, requires = "call")]
    ask_for: Option<String>,
    #[command(flatten)]
    vehicle: VehicleArgs,
    #[command(flatten)]
    person: PersonArgs,
    #[command(flatten)]
    envelope: EnvelopeArgs,
    #[command(flatten)]
    sending: Sending,
}

/// Builds, signs and sends an alert.
pub(crate) async fn run(args: AlertArgs, session: &mut Session) -> Result<(), Failure> {
    let mut started = args.envelope.start(RecordType::Alert, now())?;
    let mut reason = Members::default();
    reason.set("code", args.reason).set("text", args.reason_text);
    let (plate, vehicle) = args.vehicle.values();
    started
        .body
        .set("plate", plate)
        .set("vehicle", vehicle)
        .set("person", args.person.value())
        .set("reason", reason.into_value())
        .set("action", args.action)
        .set_list("warnings", args.warning)
        .set("priority", args.priority)
        .set("call", contact(args.call, args.ask_for));
    started.body.require(&[
        ("reason", "--reason"),
        ("action", "--action"),
        ("priority", "--priority"),
        ("call", "--call"),
    ])?;
    finish(started.finish(), &args.sending, session).await
}
