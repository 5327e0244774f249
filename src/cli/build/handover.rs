//! `samen handover`: offering work to the police, and moving an offer on.
//! Absent: who may answer whom; the exchange decides.

use clap::Args;

use crate::domain::id::RecordId;
use crate::domain::lmc::LmcCode;
use crate::domain::record::RecordType;
use crate::domain::record::handover::{AnprList, HandoverKind, HandoverState};
use crate::domain::record::person::WeaponKind;

use super::super::args;
use super::super::failure::Failure;
use super::super::session::{Session, now};
use super::envelope::EnvelopeArgs;
use super::parts::{PersonArgs, PlaceArgs, VehicleArgs, contact};
use super::{Sending, finish};

/// A handover.
#[derive(Args)]
#[command(next_help_heading = "Handover")]
pub(crate) struct HandoverArgs {
    /// The work.
    #[arg(long, value_parser = args::code::<HandoverKind>())]
    kind: Option<String>,
    /// How far it is: offered, unless you answer one.
    #[arg(long, value_parser = args::code::<HandoverState>())]
    state: Option<String>,
    /// The handover that you answer.
    #[arg(long, value_name = "ID", value_parser = args::record, requires = "state")]
    of: Option<RecordId>,
    /// Classification of the control rooms.
    #[arg(long, value_parser = args::code::<LmcCode>())]
    lmc: Option<String>,
    /// The list behind a plate reader's hit.
    #[arg(long, value_parser = args::code::<AnprList>())]
    anpr_list: Option<String>,
    /// Weapon that was seen.
    #[arg(long, value_parser = args::code::<WeaponKind>())]
    weapon: Option<String>,
    /// Number of offenders.
    #[arg(long)]
    offenders: Option<u32>,
    /// Somebody was caught in the act.
    #[arg(long)]
    caught_in_act: Option<bool>,
    /// Whether police can watch live.
    #[arg(long, value_name = "YES")]
    live_view: Option<bool>,
    /// Whether a key holder is on the way.
    #[arg(long, value_name = "YES")]
    key_holder_coming: Option<bool>,
    /// The telephone number to call back.
    #[arg(long, value_name = "PHONE")]
    call_back: Option<String>,
    /// Whom to ask for: a desk, function or pass number, never a name.
    #[arg(long, requires = "call_back")]
    ask_for: Option<String>,
    /// In words.
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    vehicle: VehicleArgs,
    #[command(flatten)]
    person: PersonArgs,
    #[command(flatten)]
    envelope: EnvelopeArgs,
    #[command(flatten)]
    sending: Sending,
}

/// Builds, signs and sends a handover.
pub(crate) async fn run(args: HandoverArgs, session: &mut Session) -> Result<(), Failure> {
    let mut started = args.envelope.start(RecordType::Handover, now())?;
    if let Some(id) = args.of {
        started.answer(id);
    }
    if !started.body.has("state") {
        started.body.set("state", Some(HandoverState::Offered.code()));
    }
    let (plate, vehicle) = args.vehicle.values();
    started
        .body
        .set("kind", args.kind)
        .set("state", args.state)
        .set("lmc", args.lmc)
        .set("place", args.place.value())
        .set("plate", plate)
        .set("vehicle", vehicle)
        .set("person", args.person.value())
        .set("anpr_list", args.anpr_list)
        .set("weapon", args.weapon)
        .set("offenders", args.offenders)
        .set("caught_in_act", args.caught_in_act)
        .set("live_view", args.live_view)
        .set("key_holder_coming", args.key_holder_coming)
        .set("call_back", contact(args.call_back, args.ask_for))
        .set("note", args.note);
    started.body.require(&[("kind", "--kind")])?;
    finish(started.finish(), &args.sending, session).await
}
