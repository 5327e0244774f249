//! The rest of the night's work: an incident report and a handover, from firms to the police.
//! Absent: the wanted plate (`night`).

use serde_json::json;

use super::super::failure::Failure;
use super::super::session::now;
use super::cast::{DESK, OPERATOR, POLICE, RJ, RJ_GUARD, SECURION};
use super::enroll::{POLICE_GRANT, grant_of};
use super::listen::Listeners;
use super::night::{answering, record, verified};
use super::stage::{Actor, Actors};
use super::tell::Teller;

/// A guard reports a burglary; the video stays with the firm, its digest goes along.
pub(crate) async fn incident(
    actors: &Actors,
    listeners: &mut Listeners,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let guard = actors.get(RJ_GUARD)?;
    let digest = samen_audit::hash::sha256(b"the recording itself stays with the firm");
    let incident = record(
        "incident",
        &grant_of(RJ),
        json!([POLICE]),
        14 * 24,
        json!({
            "lmc": "bzibbi",
            "began_at": now().plus_ms(-50 * 60_000).to_string(),
            "ended_at": now().plus_ms(-20 * 60_000).to_string(),
            "place": { "street": "Turfkade", "number": "12", "town": "Almelo" },
            "narrative": [
                { "part": "observation", "text": "Side door forced, alarm panel torn off." },
                { "part": "damage", "text": "Copper cable and hand tools missing." },
                { "part": "action", "text": "Premises closed, key holder called." },
            ],
            "caught_in_act": false,
            "control_room": { "at": now().plus_ms(-25 * 60_000).to_string(), "reference": "P2026-88121" },
            "evidence": [{ "sha256": samen_audit::text::hex(&digest), "kind": "video", "held_by": RJ,
                "retain_until": now().plus_days(28).to_string() }],
        }),
    );
    let signed = guard.sign(incident)?;
    let entry = guard.send(&signed).await?;
    listeners.expect(POLICE, signed.id).await?;
    let what = "RJ Safety & Security reports a burglary -> police";
    teller.done(what, &format!("{}; the video stays there", verified(entry)))
}

/// An alarm centre hands an alarm over, and the police take it.
pub(crate) async fn handover(
    actors: &Actors,
    listeners: &mut Listeners,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let offer = record(
        "handover",
        &grant_of(SECURION),
        json!([POLICE]),
        24,
        json!({
            "kind": "alarm",
            "state": "offered",
            "lmc": "alpaib",
            "place": { "street": "Havenkade", "number": "40", "town": "Hengelo" },
            "offenders": 2,
            "live_view": true,
            "key_holder_coming": true,
            "call_back": { "phone": "+31 74 000 00 00", "ask_for": "alarm centre" },
        }),
    );
    let operator = actors.get(OPERATOR)?;
    let signed = operator.sign(offer)?;
    let entry = operator.send(&signed).await?;
    listeners.expect(POLICE, signed.id).await?;
    teller.done("Securion hands an alarm over, live view ready -> police", &verified(entry))?;
    let body = json!({ "kind": "alarm", "state": "accepted", "note": "Unit 21.04 takes it." });
    let answer = record("handover", POLICE_GRANT, json!([SECURION]), 24, body);
    let desk: &Actor = actors.get(DESK)?;
    let taken = desk.sign(answering(signed.id, answer))?;
    let entry = desk.send(&taken).await?;
    listeners.expect(SECURION, taken.id).await?;
    teller.done("police take it over -> Securion", &verified(entry))
}
