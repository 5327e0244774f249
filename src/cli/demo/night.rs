//! The night itself: a wanted plate, two sightings and their outcomes, sent by those whose work it is and
//! received live by those for whom it is meant; then the reports of the firms (`reports`).
//! Absent: those who break a rule (`refusals`) and those who check (`oversight`).

use std::time::Instant;

use serde_json::{Value, json};

use crate::domain::id::RecordId;
use crate::wire::api::reading::ReadingBody;
use crate::wire::api::search::{SearchQuery, SearchRequest};

use super::super::failure::Failure;
use super::super::session::now;
use super::cast::{
    FAIR, FAIR_GUARD, FIRMS, OFFICER, OPERATOR, POLICE, RJ, RJ_GUARD, SECURION, name,
};
use super::enroll::{POLICE_GRANT, grant_of};
use super::listen::Listeners;
use super::reports;
use super::stage::{Actor, Actors};
use super::tell::Teller;

/// The wanted plate, made up, as the police write it.
pub(crate) const PLATE: &str = "R-808-XB";
/// The same plate as a reader misread it: a letter O for a zero.
const MISREAD: &str = "R-8O8-XB";
/// The case of the police.
pub(crate) const CASE: &str = "PL0600-2026-551234";
const HOUR_MS: i64 = 3_600_000;

/// Plays the night. Returns the id of the alert.
///
/// # Errors
/// The first step that does not behave.
pub(crate) async fn play(
    actors: &Actors,
    listeners: &mut Listeners,
    teller: &mut Teller<'_>,
) -> Result<RecordId, Failure> {
    let alert = alert(actors, listeners, teller).await?;
    guards_read(actors, alert, teller).await?;
    let misread = misread(actors, listeners, alert, teller).await?;
    let seen = seen(actors, listeners, alert, teller).await?;
    outcome(
        actors,
        listeners,
        misread,
        SECURION,
        "confirmed",
        "Right vehicle. A unit is on its way.",
        teller,
    )
    .await?;
    outcome(
        actors,
        listeners,
        seen,
        FAIR,
        "thanks",
        "Van stopped on the A35, two arrests.",
        teller,
    )
    .await?;
    reports::incident(actors, listeners, teller).await?;
    reports::handover(actors, listeners, teller).await?;
    progress(actors, alert, teller).await?;
    Ok(alert)
}

/// The envelope of a record of this night, with its body.
pub(crate) fn record(kind: &str, grant: &str, audience: Value, hours: i64, body: Value) -> Value {
    json!({
        "type": kind,
        "purpose": "offences",
        "grant": grant,
        "audience": audience,
        "expires_at": now().plus_ms(hours * HOUR_MS).to_string(),
        "handling": { "code": "H1" },
        "references": [],
        "body": body,
    })
}

/// The same as an answer to another record.
pub(crate) fn answering(id: RecordId, mut record: Value) -> Value {
    record["references"] = json!([id.to_string()]);
    record
}

async fn alert(
    actors: &Actors,
    listeners: &mut Listeners,
    teller: &mut Teller<'_>,
) -> Result<RecordId, Failure> {
    let mut alert = record(
        "alert",
        POLICE_GRANT,
        json!("all"),
        12,
        json!({
            "plate": { "country": "NL", "text": PLATE },
            "vehicle": { "kind": "van", "make": "Volkswagen", "model": "Transporter",
                "colors": ["white"], "marks": ["ladder rack on the roof", "dent in the left rear door"] },
            "reason": { "code": "burglary", "text": "Used in burglaries on business parks this week" },
            "action": "call_control_room",
            "warnings": ["escape_risk"],
            "priority": 2,
            "call": { "phone": "+31 88 000 00 00", "ask_for": "control room, desk 4" },
        }),
    );
    alert["case"] = json!(CASE);
    alert["area"] = json!({ "type": "Point", "coordinates": [6.79, 52.27], "radius_m": 25_000 });
    let officer = actors.get(OFFICER)?;
    let signed = officer.sign(alert)?;
    let sent = Instant::now();
    let entry = officer.send(&signed).await?;
    let mut live = Vec::new();
    for firm in FIRMS {
        listeners.expect(firm, signed.id).await?;
        live.push(format!("{} ({} ms)", name(firm), sent.elapsed().as_millis()));
    }
    teller.done("wanted plate sent by Politie Twente -> 3 firms", &verified(entry))?;
    teller.aside(&format!("live at {}", live.join(", ")))?;
    Ok(signed.id)
}

/// What is said of a record that was accepted.
pub(crate) fn verified(entry: u64) -> String {
    format!("entry {entry}, receipt verified")
}

/// Why somebody reads tonight.
pub(crate) fn reading(purpose: &str, justification: &str) -> ReadingBody {
    ReadingBody {
        purpose: purpose.into(),
        reason: "alert-follow-up".into(),
        case: None,
        justification: justification.into(),
    }
}

/// Two guards open the alert and say so with a signed receipt.
async fn guards_read(
    actors: &Actors,
    alert: RecordId,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let mut entries = Vec::new();
    for (guard, firm) in [(FAIR_GUARD, FAIR), (RJ_GUARD, RJ)] {
        let guard = actors.get(guard)?;
        let why =
            reading("offences", "Starting my round on the business park, looking out for the van");
        let opened = guard.client.open(alert, &why).await?;
        if opened.standing.state != "in-force" {
            return Err(Failure::Step("the alert is not in force".into()));
        }
        let body = json!({ "state": "read", "at": now().to_string() });
        let receipt = record("receipt", &grant_of(firm), json!([POLICE]), 24, body);
        let signed = guard.sign(answering(alert, receipt))?;
        guard.client.acknowledge(signed.jws).await?;
        entries.push(opened.entry.to_string());
    }
    let what = "2 guards open it, each with purpose and justification";
    teller.done(what, &format!("entries {}, read receipts signed", entries.join(" and ")))
}

/// A plate reader misreads the plate, and a search says that it looks like the listed one.
async fn looks_like(
    operator: &Actor,
    alert: RecordId,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let question = SearchRequest {
        reading: reading("offences", "Plate reader at gate 3 reports a possible hit"),
        query: SearchQuery { plate: Some(MISREAD.into()), ..SearchQuery::default() },
        cursor: None,
        limit: None,
    };
    let answer = operator.client.search(&question).await?;
    let found = answer.results.iter().find(|found| found.about.id == alert.to_string());
    let found = found.ok_or_else(|| Failure::Step("the misread plate finds no alert".into()))?;
    if found.grade.as_deref() != Some("ocr_equivalent") || found.positions != [2] {
        return Err(Failure::Step("the match is not graded as look-alike at character 3".into()));
    }
    let what = format!("plate reader of Securion reads {MISREAD}");
    teller.done(&what, "looks like the wanted plate, differs at character 3")
}

/// An operator looks at the picture first; only then a sighting goes out.
async fn misread(
    actors: &Actors,
    listeners: &mut Listeners,
    alert: RecordId,
    teller: &mut Teller<'_>,
) -> Result<RecordId, Failure> {
    let operator = actors.get(OPERATOR)?;
    looks_like(operator, alert, teller).await?;
    let seen = now().plus_ms(-90_000).to_string();
    let sighting = record(
        "sighting",
        &grant_of(SECURION),
        json!([POLICE]),
        24,
        json!({
            "of": alert.to_string(),
            "kind": "seen",
            "first_seen": seen,
            "last_seen": seen,
            "place": { "street": "Diamantstraat", "town": "Hengelo",
                "point": { "type": "Point", "coordinates": [6.7682, 52.2466] } },
            "direction": { "heading": "e", "toward": "A35 Enschede" },
            "method": "anpr",
            "camera": "gate-3",
            "read_text": MISREAD,
            "confidence_percent": 81,
            "match": "ocr_equivalent",
            "description_agrees": "yes",
            "note": "White Transporter with a ladder rack, dent visible.",
        }),
    );
    let signed = operator.sign(answering(alert, sighting))?;
    let entry = operator.send(&signed).await?;
    listeners.expect(POLICE, signed.id).await?;
    teller
        .done("operator checks the picture and sends the sighting -> police", &verified(entry))?;
    Ok(signed.id)
}

async fn seen(
    actors: &Actors,
    listeners: &mut Listeners,
    alert: RecordId,
    teller: &mut Teller<'_>,
) -> Result<RecordId, Failure> {
    let guard = actors.get(FAIR_GUARD)?;
    let mut sighting = record(
        "sighting",
        &grant_of(FAIR),
        json!([POLICE]),
        24,
        json!({
            "of": alert.to_string(),
            "kind": "seen",
            "first_seen": now().plus_ms(-240_000).to_string(),
            "last_seen": now().plus_ms(-60_000).to_string(),
            "place": { "street": "Marssteden", "town": "Enschede",
                "point": { "type": "Point", "coordinates": [6.8220, 52.2090] } },
            "direction": { "heading": "w", "toward": "A35" },
            "method": "person",
            "match": "exact",
            "description_agrees": "yes",
            "plate": { "country": "NL", "text": PLATE },
            "person": { "count": 2, "age": { "min": 25, "max": 40 }, "behavior": ["watching", "fleeing"],
                "clothing": [{ "layer": "outer", "item": "work jacket", "colors": ["black", "yellow"] }] },
            "note": "Two people loaded tools behind unit 14 and left when they saw the patrol.",
        }),
    );
    sighting["grading"] = json!({ "source": 1, "information": "A", "sharing": "P" });
    sighting["subject_category"] = json!("suspect");
    sighting["assessment"] = json!(["/body/note"]);
    let signed = guard.sign(answering(alert, sighting))?;
    let entry = guard.send(&signed).await?;
    listeners.expect(POLICE, signed.id).await?;
    teller.done("guard of Fair Bewaking Twente sees the van -> police", &verified(entry))?;
    Ok(signed.id)
}

async fn outcome(
    actors: &Actors,
    listeners: &mut Listeners,
    report: RecordId,
    firm: &str,
    code: &str,
    text: &str,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let body = json!({ "code": code, "text": text });
    let outcome = record("outcome", POLICE_GRANT, json!([firm]), 24, body);
    let officer = actors.get(OFFICER)?;
    let signed = officer.sign(answering(report, outcome))?;
    let entry = officer.send(&signed).await?;
    listeners.expect(firm, signed.id).await?;
    let what = format!("police answer {code} -> {}", name(firm));
    teller.done(&what, &verified(entry))
}

/// The police see how far each firm got with the alert.
async fn progress(
    actors: &Actors,
    alert: RecordId,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let why = ReadingBody {
        purpose: "offences".into(),
        reason: "own-record".into(),
        case: Some(CASE.into()),
        justification: "Checking which firms have read our alert".into(),
    };
    let opened = actors.get(OFFICER)?.client.open(alert, &why).await?;
    let state = |firm: &str| {
        let found = opened.deliveries.iter().find(|delivery| delivery.partner == firm);
        found.map_or("unknown", |delivery| delivery.state.as_str()).to_owned()
    };
    if state(FAIR) != "read" || state(RJ) != "read" {
        return Err(Failure::Step("the read receipts do not show".into()));
    }
    let shown: Vec<_> = FIRMS.iter().map(|firm| format!("{firm}: {}", state(firm))).collect();
    teller.done("police see who has read the alert", &shown.join(", "))
}
