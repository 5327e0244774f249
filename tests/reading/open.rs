//! Opening one record: for its purpose, with a reason, by somebody to whom it was disclosed.
//! Absent: recalled records (`recall`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::caller::reading;
use crate::harness::cast::SECURION;

fn with(member: &str, value: Value) -> Value {
    let mut reading = reading();
    reading[member] = value;
    reading
}

#[tokio::test]
async fn a_record_is_shown_byte_for_byte_as_its_author_signed_it() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert();
    let jws = officer.sign(&alert);
    officer.submit(&jws).await;
    let opened = world.as_("fbt-guard").open(alert.id()).await.granted();
    assert_eq!((&opened["jws"], &opened["id"]), (&json!(jws), &json!(alert.id())));
    assert_eq!(opened["standing"], json!({ "state": "in-force" }));
    // A recipient does not learn who else received it.
    assert_eq!(opened.get("deliveries"), None);
    world.finish().await;
}

#[tokio::test]
async fn a_reader_says_why_and_for_the_purpose_of_the_record() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let refusals = [
        (with("purpose", json!("public-order")), "purpose-mismatch", "/purpose"),
        (with("purpose", json!("curiosity")), "request-invalid", "/purpose"),
        (with("reason", json!("because")), "request-invalid", "/reason"),
        (with("reason", json!("incident")), "case-required", "/case"),
        (with("case", json!("")), "request-invalid", "/case"),
        (with("justification", json!("hm")), "justification-insufficient", "/justification"),
        (with("justification", json!("offences")), "justification-insufficient", "/justification"),
    ];
    for (reading, slug, pointer) in refusals {
        guard.open_for(alert.id(), reading).await.refused_at(slug, pointer);
    }
    let mut nothing = reading();
    nothing.as_object_mut().unwrap().remove("purpose");
    guard.open_for(alert.id(), nothing).await.refused("request-invalid");
    guard.open_for(alert.id(), with("extra", json!(1))).await.refused("request-invalid");
    let mut incident = with("reason", json!("incident"));
    incident["case"] = json!("2026-0815");
    guard.open_for(alert.id(), incident).await.granted();
    world.finish().await;
}

#[tokio::test]
async fn what_is_not_ones_own_looks_like_what_is_not_there() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert().set("/audience", json!([SECURION]));
    officer.sends(&alert).await;
    let guard = world.as_("rjs-guard");
    let unknown = world.marks().id;
    let unseen = guard.open(alert.id()).await;
    let absent = guard.open(&unknown).await;
    unseen.refused("not-found");
    absent.refused("not-found");
    let shown = |answer: &crate::harness::answer::Answer| {
        let mut problem = answer.problem().unwrap();
        problem.request_id = None;
        (answer.status, problem)
    };
    assert_eq!(shown(&unseen), shown(&absent));
    for id in ["x", "00000000-0000-0000-0000-000000000000", "..%2f..%2fetc", "%ff"] {
        guard.open(id).await.refused("not-found");
    }
    world.as_("sec-operator").open(alert.id()).await.granted();
    world.finish().await;
}

#[tokio::test]
async fn only_people_who_work_with_records_open_them() {
    let world = World::start().await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    for who in ["fbt-admin", "pt-admin", "steward-1", "fg-1"] {
        world.as_(who).open(alert.id()).await.refused("action-not-allowed");
        world.as_(who).search(json!({ "types": ["alert"] })).await.refused("action-not-allowed");
    }
    world.finish().await;
}

#[tokio::test]
async fn an_expired_record_is_gone_for_its_recipients_and_stays_its_senders() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    world.clock.advance_ms(12 * 3_600_000);
    guard.open(alert.id()).await.granted();
    world.clock.advance_ms(1);
    guard.open(alert.id()).await.refused("not-found");
    assert_eq!(guard.finds(json!({ "types": ["alert"] })).await, [""; 0]);
    let own = officer.open(alert.id()).await.granted();
    assert_eq!(own["standing"]["state"], "expired");
    world.finish().await;
}
