//! `samen incident`: an incident report, with the digests of evidence that stays where it is.
//! Absent: the evidence itself.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::domain::lmc::LmcCode;
use crate::domain::record::RecordType;
use crate::domain::record::incident::{EvidenceKind, NarrativePart};

use super::super::args;
use super::super::failure::Failure;
use super::super::moment::{Moment, Span, moment, span};
use super::super::session::{Session, now, read};
use super::envelope::EnvelopeArgs;
use super::members::Members;
use super::parts::{PersonArgs, PlaceArgs, VehicleArgs};
use super::{Sending, finish};

/// An incident report.
#[derive(Args)]
#[command(next_help_heading = "Incident")]
pub(crate) struct IncidentArgs {
    /// Classification of the control rooms.
    #[arg(long, value_parser = args::code::<LmcCode>())]
    lmc: Option<String>,
    /// When it began: a time, `now`, or how long ago.
    #[arg(long, value_parser = moment)]
    began: Option<Moment>,
    /// When it ended.
    #[arg(long, value_parser = moment)]
    ended: Option<Moment>,
    /// A part of the telling, such as observation:"The gate stood open"; repeat for more.
    #[arg(long, value_name = "PART:TEXT", value_parser = narrative)]
    told: Vec<Value>,
    /// Somebody was caught in the act.
    #[arg(long)]
    caught_in_act: bool,
    /// When the control room was told.
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    control_room: Option<Moment>,
    /// The number that the control room gave it.
    #[arg(long, value_name = "NUMBER", requires = "control_room")]
    control_room_reference: Option<String>,
    /// Evidence that you keep, such as video=camera3.mp4; only its SHA-256 is sent. Repeat for more.
    #[arg(long, value_name = "KIND=FILE", value_parser = evidence, requires = "keep_evidence")]
    evidence: Vec<TypedEvidence>,
    /// How long you keep the evidence, such as 28d.
    #[arg(long, value_name = "SPAN", value_parser = span)]
    keep_evidence: Option<Span>,
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

/// Evidence as typed.
#[derive(Clone)]
pub(crate) struct TypedEvidence {
    kind: String,
    file: PathBuf,
}

/// Builds, signs and sends an incident report.
pub(crate) async fn run(args: IncidentArgs, session: &mut Session) -> Result<(), Failure> {
    let now = now();
    let mut started = args.envelope.start(RecordType::Incident, now)?;
    let when = |at: Option<Moment>| at.map(|at| at.resolve(now).to_string());
    let mut control_room = Members::default();
    control_room.set("at", when(args.control_room)).set("reference", args.control_room_reference);
    let mut evidence = Vec::new();
    if let Some(keep) = args.keep_evidence {
        let partner = session.profile()?.partner;
        let until = keep.after(now).to_string();
        for piece in args.evidence {
            evidence.push(json!({
                "sha256": digest(&piece.file)?,
                "kind": piece.kind,
                "held_by": partner.as_str(),
                "retain_until": until,
            }));
        }
    }
    let (plate, vehicle) = args.vehicle.values();
    let mut involved = Members::default();
    involved.set("plate", plate).set("vehicle", vehicle);
    let body = &mut started.body;
    if args.caught_in_act || !body.has("caught_in_act") {
        body.set("caught_in_act", Some(args.caught_in_act));
    }
    body.set("lmc", args.lmc)
        .set("began_at", when(args.began))
        .set("ended_at", when(args.ended))
        .set("place", args.place.value())
        .extend_list("narrative", args.told)
        .extend_list("persons", args.person.value().into_iter().collect())
        .extend_list("vehicles", involved.into_value().into_iter().collect())
        .set("control_room", control_room.into_value())
        .extend_list("evidence", evidence);
    body.require(&[
        ("lmc", "--lmc"),
        ("began_at", "--began"),
        ("place", "a place (--town, --street, --point or --where)"),
        ("narrative", "--told"),
    ])?;
    finish(started.finish(), &args.sending, session).await
}

/// Parses `observation:The gate stood open`.
///
/// # Errors
/// A sentence for the one who typed it.
pub(crate) fn narrative(text: &str) -> Result<Value, String> {
    match text.split_once(':') {
        Some((part, text)) if NarrativePart::from_code(part).is_some() => {
            Ok(json!({ "part": part, "text": text.trim() }))
        }
        _ => Err("start with observation:, statement:, action:, damage: or background:".to_owned()),
    }
}

/// Parses `video=camera3.mp4`.
fn evidence(text: &str) -> Result<TypedEvidence, String> {
    match text.split_once('=') {
        Some((kind, file)) if EvidenceKind::from_code(kind).is_some() => {
            Ok(TypedEvidence { kind: kind.to_owned(), file: file.into() })
        }
        _ => Err("give image, video, audio, document, log or object, then = and a file".to_owned()),
    }
}

fn digest(path: &Path) -> Result<String, Failure> {
    let digest = samen_audit::hash::sha256(&read(path)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
