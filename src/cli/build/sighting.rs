//! `samen sighting`: what was seen of an alert, or by itself.
//! Absent: matching reads against alerts.

use clap::Args;

use crate::domain::id::RecordId;
use crate::domain::record::RecordType;
use crate::domain::record::sighting::{Agreement, Heading, Match, Method, SightingKind};

use super::super::args;
use super::super::failure::Failure;
use super::super::moment::{Moment, moment};
use super::super::session::{Session, now};
use super::envelope::EnvelopeArgs;
use super::members::Members;
use super::parts::{PersonArgs, PlaceArgs, VehicleArgs};
use super::{Sending, finish};

/// A sighting.
#[derive(Args)]
#[command(next_help_heading = "Sighting")]
pub(crate) struct SightingArgs {
    /// The alert it is about.
    #[arg(long, value_name = "ID", value_parser = args::record, conflicts_with = "spontaneous")]
    of: Option<RecordId>,
    /// It is about no alert.
    #[arg(long)]
    spontaneous: bool,
    /// What it says.
    #[arg(long, value_parser = args::code::<SightingKind>())]
    kind: Option<String>,
    /// When first seen: a time, `now`, or how long ago.
    #[arg(long, value_parser = moment)]
    first_seen: Option<Moment>,
    /// When last seen; as first seen when left out.
    #[arg(long, value_parser = moment)]
    last_seen: Option<Moment>,
    /// How it was seen.
    #[arg(long, value_parser = args::code::<Method>())]
    method: Option<String>,
    /// The camera, by its keeper's id.
    #[arg(long)]
    camera: Option<String>,
    /// What the plate reader read.
    #[arg(long)]
    read_text: Option<String>,
    /// How sure the reader was, in percent.
    #[arg(long, value_name = "PERCENT", requires = "read_text")]
    confidence: Option<u32>,
    /// How the reading fits the listed plate.
    #[arg(long = "match", value_parser = args::code::<Match>())]
    matched: Option<String>,
    /// Whether the description agrees with what you see.
    #[arg(long, value_name = "ANSWER", value_parser = args::code::<Agreement>())]
    description_agrees: Option<String>,
    /// Where it headed.
    #[arg(long, value_parser = args::code::<Heading>())]
    heading: Option<String>,
    /// Toward what.
    #[arg(long)]
    toward: Option<String>,
    /// Anything else.
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

/// Builds, signs and sends a sighting.
pub(crate) async fn run(args: SightingArgs, session: &mut Session) -> Result<(), Failure> {
    let now = now();
    let updates = args.envelope.is_update();
    let mut started = args.envelope.start(RecordType::Sighting, now)?;
    if let Some(id) = args.of.filter(|_| !updates) {
        started.answer(id);
    }
    let last = args.last_seen.or(args.first_seen);
    let mut direction = Members::default();
    direction.set("heading", args.heading).set("toward", args.toward);
    let (plate, vehicle) = args.vehicle.values();
    started
        .body
        .set("of", args.of.map(|id| id.to_string()))
        .set_if("spontaneous", args.spontaneous)
        .set("kind", args.kind)
        .set("first_seen", args.first_seen.map(|at| at.resolve(now).to_string()))
        .set("last_seen", last.map(|at| at.resolve(now).to_string()))
        .set("place", args.place.value())
        .set("direction", direction.into_value())
        .set("method", args.method)
        .set("camera", args.camera)
        .set("read_text", args.read_text)
        .set("confidence_percent", args.confidence)
        .set("match", args.matched)
        .set("description_agrees", args.description_agrees)
        .set("plate", plate)
        .set("vehicle", vehicle)
        .set("person", args.person.value())
        .set("note", args.note);
    started.body.require(&[
        ("kind", "--kind"),
        ("first_seen", "--first-seen"),
        ("place", "a place (--town, --street, --point or --where)"),
        ("method", "--method"),
    ])?;
    finish(started.finish(), &args.sending, session).await
}
