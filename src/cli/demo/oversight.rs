//! The data protection officer asks who saw the plate, opens an entry with its evidence, and checks the
//! log. Absent: how the log is checked (`verify`).

use samen_audit::bundle::{Bundle, State, Trust};
use samen_audit::note::VerifierKey;
use samen_audit::policy::Policy;
use samen_audit::receipt::Receipt;

use crate::client::Client;
use crate::wire::api::audit::{
    AuditAnswer, AuditEntry, AuditOpenRequest, AuditQuery, AuditSearchRequest, BundleRequest,
};

use super::super::bundle::write;
use super::super::failure::Failure;
use super::cast::{DPO, FAIR, FAIR_GUARD, OPERATOR, POLICE, SECURION};
use super::night::PLATE;
use super::stage::{Actors, Stage};
use super::tell::Teller;
use super::{verify, witnesses};

/// Why the officer reads.
const WHY: &str = "Monthly check of who looked at wanted plates and why";
/// Lines of the answer that are shown; the rest is counted.
const LINES: usize = 8;

/// Plays the oversight.
///
/// # Errors
/// When an answer lacks what happened, or evidence does not hold.
pub(crate) async fn play(
    stage: &Stage,
    actors: &Actors,
    log_key: &str,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let client = &actors.get(DPO)?.client;
    let query = AuditQuery { plate: Some(PLATE.into()), ..AuditQuery::default() };
    let answer = ask(client, query).await?;
    for (partner, person) in [(POLICE, ""), (FAIR, FAIR_GUARD)] {
        let told = answer.entries.iter().any(|entry| {
            field(entry, "partner") == partner
                && (person.is_empty() || field(entry, "person") == person)
        });
        if !told {
            return Err(Failure::Step("the answer lacks somebody who dealt with the plate".into()));
        }
    }
    let what = format!("DPO asks: who saw {PLATE}?");
    let detail = format!("{} entries; asking is entry {}", answer.entries.len(), answer.entry);
    teller.done(&what, &detail)?;
    for entry in answer.entries.iter().rev().take(LINES) {
        teller.aside(&line(entry))?;
    }
    if let more @ 1.. = answer.entries.len().saturating_sub(LINES) {
        teller.aside(&format!("and {more} more"))?;
    }
    searched(client, teller).await?;
    refusals(client, teller).await?;
    let first = answer.entries.last().map(|entry| entry.index);
    let first = first.ok_or_else(|| Failure::Step("the answer is empty".into()))?;
    open(client, first, log_key, teller).await?;
    let policy = witnesses::confirmed(stage, client, teller).await?;
    export(stage, client, policy, teller).await?;
    verify::log(stage, actors.get(DPO)?, log_key, teller).await
}

async fn ask(client: &Client, query: AuditQuery) -> Result<AuditAnswer, Failure> {
    let question = AuditSearchRequest {
        use_code: "lawfulness".into(),
        justification: WHY.into(),
        query,
        cursor: None,
        limit: Some(200),
    };
    Ok(client.audit_search(&question).await?)
}

/// What one person did: the look-alike search, and the script that nobody watched.
async fn searched(client: &Client, teller: &mut Teller<'_>) -> Result<(), Failure> {
    let query = AuditQuery {
        partner: Some(SECURION.into()),
        person: Some(OPERATOR.into()),
        ..AuditQuery::default()
    };
    let answer = ask(client, query).await?;
    let searches: Vec<_> =
        answer.entries.iter().filter(|entry| field(entry, "action") == "record.search").collect();
    let asked = searches.iter().any(|entry| field(entry, "asked").contains("8O8"));
    if !asked {
        return Err(Failure::Step("the search for the misread plate was not logged".into()));
    }
    let detail = format!("{} searches, with what was asked and found", searches.len());
    teller.done("DPO asks: what did the operator of Securion do?", &detail)
}

async fn refusals(client: &Client, teller: &mut Teller<'_>) -> Result<(), Failure> {
    let query = AuditQuery { operation: Some("refusal".into()), ..AuditQuery::default() };
    let answer = ask(client, query).await?;
    let has = |slug: &str| answer.entries.iter().any(|entry| field(entry, "refusal") == slug);
    let wanted = ["purpose-mismatch", "license-expired", "rate-limited"];
    match wanted.iter().find(|slug| !has(slug)) {
        Some(missing) => Err(Failure::Step(format!("no entry says {missing}"))),
        None => teller.done("DPO asks: what was refused?", &wanted.join(", ")),
    }
}

async fn open(
    client: &Client,
    index: u64,
    log_key: &str,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let request = AuditOpenRequest { use_code: "lawfulness".into(), justification: WHY.into() };
    let opened = client.audit_open(index, &request).await?;
    let fails = |why: String| Failure::Verification(format!("the evidence does not hold: {why}"));
    let key = VerifierKey::parse(log_key).map_err(|error| fails(error.to_string()))?;
    let evidence = Receipt::parse(opened.evidence.to_string().as_bytes())
        .map_err(|error| fails(error.to_string()))?;
    let held = evidence.verify(&[key], None).map_err(|error| fails(error.to_string()))?;
    let what = format!("DPO opens entry {index} with its evidence");
    teller.done(&what, &format!("{} fields follow from the signed log", held.openings.len()))
}

/// Everything about the plate, to be taken home and checked there; who searched is withheld.
async fn export(
    stage: &Stage,
    client: &Client,
    policy: Policy,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let request = BundleRequest {
        entries: Vec::new(),
        use_code: "lawfulness".into(),
        justification: WHY.into(),
        query: AuditQuery { plate: Some(PLATE.into()), ..AuditQuery::default() },
        withhold: ["person", "certificate", "justification"].map(Into::into).into(),
        records: true,
    };
    let files: Vec<(String, Vec<u8>)> = client
        .audit_bundle(&request)
        .await?
        .files
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    let fails = |why: String| Failure::Verification(format!("the bundle does not hold: {why}"));
    let bundle = Bundle::parse(&files).map_err(|error| fails(error.to_string()))?;
    let findings = bundle.verify(&Trust::in_policy(policy));
    if let Some(wrong) = findings.iter().find(|finding| finding.state == State::Failed) {
        return Err(fails(format!("{}: {}", wrong.check, wrong.text)));
    }
    let path = stage.path("bundle");
    write(&path, &files).map_err(Failure::writing(&path))?;
    let (entries, records) = (bundle.entries.len(), bundle.records.len());
    let detail = format!("{entries} entries, {records} records, who searched is withheld");
    teller.done("DPO exports the evidence about the plate, and it verifies", &detail)
}

/// The field of an entry, or nothing.
fn field<'a>(entry: &'a AuditEntry, name: &str) -> &'a str {
    entry.fields.get(name).map_or("", String::as_str)
}

/// One entry on one line: when, who, what, for what, and what came of it.
fn line(entry: &AuditEntry) -> String {
    let time = field(entry, "time");
    let clock = time.get(11..19).unwrap_or(time);
    let result = match field(entry, "refusal") {
        "" => field(entry, "given").to_owned(),
        slug => format!("refused: {slug}"),
    };
    let result = match field(entry, "recipients") {
        "" => result,
        recipients => format!("to {recipients}"),
    };
    format!(
        "{clock}  {:<22} {:<17} {:<16} {:<13} {result}",
        field(entry, "partner"),
        field(entry, "person"),
        field(entry, "action"),
        field(entry, "purpose"),
    )
}
