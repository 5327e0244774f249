//! What concerns one citizen, over the wire: complete within the scope, with what may be withheld and why.
//! Absent: the letter (`src/cli/subject.rs`).

use serde_json::{Value, json};

use super::{officer_for_securion, said, why};
use crate::harness::World;
use crate::harness::caller::Caller;

const PATH: &str = "/v1/audit/subjects";

async fn subject(dpo: &Caller, about: Value) -> Value {
    let mut body = why();
    for (name, value) in about.as_object().unwrap() {
        body[name] = value.clone();
    }
    dpo.post(PATH, body).await.granted()
}

fn grounds(list: &Value) -> Vec<&str> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row["may_withhold"]["ground"].as_str().unwrap_or_default()).collect()
}

#[tokio::test]
async fn a_citizen_is_told_everything_but_what_a_running_case_keeps_back() {
    let world = World::start().await;
    let (officer, guard, dpo) =
        (world.as_("pt-officer"), world.as_("fbt-guard"), world.as_("fg-1"));
    let alert = world.alert();
    let plate = alert.at("/body/plate/text").clone();
    officer.sends(&alert).await;
    officer.sends(&world.alert()).await;
    guard.open(alert.id()).await.granted();
    world.as_("sec-operator").search(json!({ "plate": plate })).await.granted();
    let running = subject(&dpo, json!({ "plate": plate })).await;
    assert_eq!(running["records"].as_array().unwrap().len(), 1);
    assert_eq!(running["records"][0]["about"]["id"], json!(alert.id()));
    assert_eq!(running["records"][0]["standing"]["state"], "in-force");
    assert_eq!(grounds(&running["records"]), ["led-15-1-b"]);
    let events = running["events"].as_array().unwrap().clone();
    let who = [
        ("pt-officer", "record.submit"),
        ("fbt-guard", "record.open"),
        ("sec-operator", "record.search"),
    ];
    assert_eq!(said(&events), who);
    assert_eq!(grounds(&running["events"]), ["led-15-1-b"; 3]);
    // Taken back, the case no longer runs on it; the officer's own question stands there too.
    officer.sends(&world.recall(alert.id())).await;
    let over = subject(&dpo, json!({ "record": alert.id() })).await;
    assert_eq!(over["records"][0]["standing"]["state"], "recalled");
    assert_eq!(grounds(&over["records"]), [""]);
    assert!(grounds(&over["events"]).iter().all(|ground| ground.is_empty()));
    let events = over["events"].as_array().unwrap().clone();
    assert!(said(&events).contains(&("fg-1", "audit.subject")));
    let narrow = officer_for_securion(&world).await;
    let seen = subject(&narrow, json!({ "plate": plate })).await;
    let events = seen["events"].as_array().unwrap().clone();
    assert_eq!(said(&events), [("sec-operator", "record.search")]);
    let nothing = subject(&dpo, json!({ "plate": "ZZ999Z" })).await;
    assert_eq!((&nothing["records"], &nothing["events"]), (&json!([]), &json!([])));
    for about in
        [json!({}), json!({ "plate": plate, "record": alert.id() }), json!({ "plate": "?" })]
    {
        let mut body = why();
        for (name, value) in about.as_object().unwrap() {
            body[name] = value.clone();
        }
        dpo.post(PATH, body.clone()).await.refused_at("request-invalid", "/plate");
        guard.post(PATH, body).await.refused("action-not-allowed");
    }
    world.finish().await;
}
