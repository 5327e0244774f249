//! An evidence bundle over the wire: whole, in scope, and verified by the library that others use.
//! Absent: what each lie in a bundle is called (`audit/tests/evidence`).

use ring::rand::SystemRandom;
use samen::client::transport::Request;
use samen_audit::bundle::{Bundle, Finding, Kept, Line, State, Trust, holds};
use samen_audit::jws::PrivateKey;
use samen_audit::leaf::{Class, FieldId, Leaf};
use samen_audit::policy::Policy;
use serde_json::{Value, json};

use super::{officer_for_securion, why};
use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::FAIR;
use crate::harness::paperwork;

const PATH: &str = "/v1/audit/bundles";

/// What the exchange answers: the bundle, and the entry that it left.
async fn bundle(dpo: &Caller, query: Value, more: Value) -> (Bundle, u64) {
    let mut body = why();
    body["query"] = query;
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let answer = dpo.post(PATH, body).await.granted();
    let files = answer["files"].as_object().unwrap().iter();
    let files: Vec<(String, Vec<u8>)> = files
        .map(|(path, text)| (path.clone(), text.as_str().unwrap().as_bytes().to_vec()))
        .collect();
    let bundle = Bundle::parse(&files).unwrap();
    dpo.ledger.saw(&bundle.checkpoint);
    (bundle, answer["entry"].as_u64().unwrap())
}

/// Every check holds for a reader who trusts the key of the log.
fn verified(world: &World, bundle: &Bundle) -> Vec<Finding> {
    let findings = bundle.verify(&Trust::in_log(std::slice::from_ref(&world.ledger.log_key)));
    assert!(holds(&findings), "{findings:#?}");
    findings
}

fn texts(line: &Line) -> (String, String) {
    let text = |field| line.opened_text(field).unwrap_or_default().to_owned();
    (text(FieldId::PERSON), text(FieldId::ACTION))
}

fn about_records(bundle: &Bundle) -> Vec<(String, String)> {
    bundle.entries.iter().map(texts).filter(|(_, action)| action.starts_with("record.")).collect()
}

#[tokio::test]
async fn the_evidence_about_a_plate_is_taken_home_and_checked() {
    let world = World::start().await;
    let (officer, guard, dpo) =
        (world.as_("pt-officer"), world.as_("fbt-guard"), world.as_("fg-1"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let plate = alert.at("/body/plate/text");
    guard.search(json!({ "plate": plate })).await.granted();
    guard.open(alert.id()).await.granted();
    guard.sends(&world.sighting(&alert)).await;
    let (bundle, entry) = bundle(&dpo, json!({ "plate": plate }), json!({})).await;
    let findings = verified(&world, &bundle);
    let who = ["record.submit", "record.search", "record.open", "record.submit"];
    let by = ["pt-officer", "fbt-guard", "fbt-guard", "fbt-guard"];
    let expected: Vec<(String, String)> =
        by.iter().zip(who).map(|(by, what)| ((*by).to_owned(), what.to_owned())).collect();
    assert_eq!(about_records(&bundle), expected);
    // Both records came along, with the keys that signed them, the grants that they rest on, and the
    // entries that vouch for both.
    assert_eq!((bundle.records.len(), bundle.grants.len()), (2, 2));
    let class = |line: &Line| Leaf::parse(line.leaf()).unwrap().class;
    let count = |wanted| bundle.entries.iter().filter(|line| class(line) == wanted).count();
    assert!(count(Class::Key) >= bundle.keys.len() && count(Class::Grant) >= 4);
    let told = |check| findings.iter().any(|one| one.check == check && one.state == State::Note);
    assert!(!told("keys") && !told("grants") && !told("records"), "{findings:#?}");
    // The export is an entry like every other, found under the record and the plate.
    let again = dpo.audit(json!({ "record": alert.id() })).await.granted();
    let found = again["entries"].as_array().unwrap();
    let own = found.iter().find(|one| one["index"] == json!(entry)).unwrap();
    assert_eq!(own["fields"]["action"], "audit.bundle");
    let given = own["fields"]["given"].as_str().unwrap();
    assert!(given.starts_with(&format!("bundle of {} entries: ", bundle.entries.len())), "{given}");
    world.finish().await;
}

#[tokio::test]
async fn what_is_withheld_stays_withheld_and_everything_still_holds() {
    let world = World::start().await;
    let (guard, dpo) = (world.as_("fbt-guard"), world.as_("fg-1"));
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    guard.open(alert.id()).await.granted();
    let fields = ["person", "certificate", "justification", "request_id"];
    let more = json!({ "withhold": fields, "records": false });
    let (quiet, _) = bundle(&dpo, json!({ "record": alert.id() }), more).await;
    verified(&world, &quiet);
    let names: Vec<String> = quiet.withheld.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["person", "certificate", "justification", "request_id"]);
    assert!(quiet.entries.iter().all(|line| line.opened(FieldId::PERSON).is_none()));
    assert!(quiet.records.is_empty() && quiet.entries.len() >= 2);
    for (withhold, pointer) in [
        (json!(["plate"]), "/withhold/0"),
        (json!(["person", "person"]), "/withhold/1"),
        (json!(["field-300"]), "/withhold/0"),
    ] {
        let mut body = why();
        body["query"] = json!({ "record": alert.id() });
        body["withhold"] = withhold;
        dpo.post(PATH, body).await.refused_at("request-invalid", pointer);
    }
    world.finish().await;
}

#[tokio::test]
async fn a_bundle_needs_a_use_and_is_the_officers_alone() {
    let world = World::start().await;
    let mut body = why();
    body["query"] = json!({ "partner": FAIR });
    for who in ["steward-1", "pt-admin", "pt-officer", "fbt-guard"] {
        world.as_(who).post(PATH, body.clone()).await.refused("action-not-allowed");
    }
    let dpo = world.as_("fg-1");
    body["use_code"] = json!("curiosity");
    dpo.post(PATH, body.clone()).await.refused_at("use-code-required", "/use_code");
    body["use_code"] = json!("lawfulness");
    body["query"] = json!({});
    dpo.post(PATH, body.clone()).await.refused_at("request-invalid", "/query");
    body["query"] = json!({ "plate": "XX99XX", "from": "2026-01-01T00:00:00Z" });
    let nothing = dpo.post(PATH, body).await.granted();
    assert!(nothing["files"]["entries.jsonl"] == "", "{nothing}");
    world.finish().await;
}

#[tokio::test]
async fn an_officer_takes_home_the_partners_in_scope_and_no_others() {
    let world = World::start().await;
    let narrow = officer_for_securion(&world).await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    world.as_("sec-operator").open(alert.id()).await.granted();
    let (own, _) = bundle(&narrow, json!({ "record": alert.id() }), json!({})).await;
    let findings = verified(&world, &own);
    assert_eq!(about_records(&own), [("sec-operator".to_owned(), "record.open".to_owned())]);
    // The record came in with an entry that this officer may not see.
    assert!(own.records.is_empty());
    // Entries that vouch for a grant say what happened, and not who of another partner did it.
    let vouching = own.entries.iter().filter(|line| line.opened(FieldId::PERSON).is_none());
    let vouching: Vec<&Line> = vouching.collect();
    assert!(!vouching.is_empty(), "{findings:#?}");
    for line in vouching {
        assert!(line.opened(FieldId::CERTIFICATE).is_none());
        assert!(line.opened(FieldId::PARTNER).is_none() && line.opened(FieldId::SUBJECT).is_some());
    }
    let mut body = why();
    body["query"] = json!({ "partner": FAIR });
    let others = narrow.post(PATH, body).await.granted();
    assert!(others["files"]["entries.jsonl"] == "", "{others}");
    world.finish().await;
}

#[tokio::test]
async fn a_checkpoint_kept_before_and_the_policy_that_is_served_agree_with_it() {
    let world = World::start().await;
    let (guard, dpo) = (world.as_("fbt-guard"), world.as_("fg-1"));
    let kept = dpo.get("/log/checkpoint").await.text().to_owned();
    guard.get("/v1/alerts").await.granted();
    let (taken, _) =
        bundle(&dpo, json!({ "partner": FAIR, "person": "fbt-guard" }), json!({})).await;
    let policy = Policy::parse(dpo.get("/log/policy").await.text().as_bytes()).unwrap();
    assert_eq!(taken.policy, policy.encode());
    let kept = vec![Kept { name: "kept".to_owned(), note: kept }];
    let findings = taken.verify(&Trust::in_policy(policy).and_kept(kept));
    assert!(holds(&findings), "{findings:#?}");
    world.finish().await;
}

#[tokio::test]
async fn more_than_a_bundle_holds_is_refused_with_advice() {
    let world = World::start().await;
    let (officer, dpo) = (world.as_("pt-officer"), world.as_("fg-1"));
    let from = world.now();
    for _ in 0..5 {
        let lines: Vec<String> = (0..401).map(|_| officer.sign(&world.alert())).collect();
        let batch = Request::post("/v1/records/batch", "application/x-ndjson", lines.join("\n"));
        assert_eq!(officer.send(batch).await.status, 200);
    }
    let mut body = why();
    body["query"] = json!({ "partner": "politie-twente", "from": from.to_string() });
    dpo.post(PATH, body.clone()).await.refused("bundle-too-large");
    body["query"]["operation"] = json!("alteration");
    dpo.post(PATH, body).await.granted();
    world.finish().await;
}

#[tokio::test]
async fn the_approval_of_a_device_vouches_for_what_it_signed() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let key = PrivateKey::generate(&SystemRandom::new()).unwrap();
    let asked = paperwork::device_with(&key, guard.member(), world.now());
    let path = "/v1/keys/requests";
    guard.post(path, asked).await.granted();
    let path = format!("{path}/{}/approvals", key.public().thumbprint());
    world.as_("fbt-admin").post(&path, json!({})).await.granted();
    let alert = world.alert();
    officer.sends(&alert).await;
    let sighting = world.sighting(&alert);
    let jws = key.sign_flattened(sighting.bytes().as_bytes(), "samen-record+json").unwrap();
    assert_eq!(guard.submit(&jws).await.status, 201);
    let (bundle, _) =
        bundle(&world.as_("fg-1"), json!({ "record": sighting.id() }), json!({})).await;
    let findings = verified(&world, &bundle);
    let of_keys: Vec<_> = findings.iter().filter(|one| one.check == "keys").collect();
    assert!(of_keys.iter().all(|one| one.state != State::Note), "{of_keys:#?}");
    // Asking alone vouches for nothing.
    let vouching: Vec<String> = bundle
        .entries
        .iter()
        .filter(|line| Leaf::parse(line.leaf()).unwrap().class == Class::Key)
        .filter(|line| line.opened_text(FieldId::SUBJECT) == Some(&key.public().thumbprint()))
        .map(|line| texts(line).1)
        .collect();
    assert_eq!(vouching, ["key.approve"]);
    world.finish().await;
}
