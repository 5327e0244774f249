//! What came of one's own records: a search for what answers them.
//! Absent: who may answer what (`records`).

use serde_json::{Value, json};

use crate::harness::World;

#[tokio::test]
async fn a_firm_finds_what_came_of_its_own_reports_and_nobody_elses() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let sighting = world.sighting(&alert);
    let incident = world.incident();
    guard.sends(&sighting).await;
    guard.sends(&incident).await;
    let both = json!({ "answers_to": [sighting.id(), incident.id()] });
    assert_eq!(guard.finds(both.clone()).await, Vec::<String>::new());
    let (seen, told) = (world.outcome(sighting.id()), world.outcome(incident.id()));
    officer.sends(&seen).await;
    officer.sends(&told).await;
    let found = guard.search(both.clone()).await.granted();
    let answers = |at: usize| (&found["results"][at]["id"], &found["results"][at]["answers"]);
    assert_eq!(answers(0), (&json!(told.id()), &json!([incident.id()])));
    assert_eq!(answers(1), (&json!(seen.id()), &json!([sighting.id()])));
    assert_eq!(found["results"].as_array().unwrap().len(), 2);
    let one = json!({ "answers_to": [sighting.id()], "types": ["outcome"] });
    assert_eq!(guard.finds(one).await, [seen.id()]);
    // The police see which sightings answer their alert; a firm sees its own only.
    let operator = world.as_("sec-operator");
    let other = world.sighting(&alert).by("sec-operator");
    operator.sends(&other).await;
    let sightings = json!({ "answers_to": [alert.id()] });
    assert_eq!(officer.finds(sightings.clone()).await, [other.id(), sighting.id()]);
    assert_eq!(operator.finds(sightings).await, [other.id()]);
    // A record of somebody else looks like one that is not there.
    assert_eq!(operator.finds(both).await, Vec::<String>::new());
    let nothing = json!({ "answers_to": [world.alert().id()] });
    assert_eq!(guard.finds(nothing).await, Vec::<String>::new());
    world.finish().await;
}

#[tokio::test]
async fn whoever_hands_over_finds_that_it_was_accepted() {
    let world = World::start().await;
    let (desk, guard) = (world.as_("pt-desk"), world.as_("fbt-guard"));
    let offer = json!({
        "kind": "alarm", "state": "offered", "lmc": "alpaib", "live_view": false,
        "place": { "street": "Havenkade", "town": "Hengelo" }, "key_holder_coming": true,
    });
    let offer = world.incident().set("/type", json!("handover")).set("/body", offer);
    guard.sends(&offer).await;
    let asked = json!({ "answers_to": [offer.id()], "types": ["handover"] });
    assert_eq!(guard.finds(asked.clone()).await, Vec::<String>::new());
    let taken = json!({ "kind": "alarm", "state": "accepted", "note": "Unit 21.04 takes it." });
    let taken =
        world.outcome(offer.id()).by("pt-desk").set("/type", json!("handover")).set("/body", taken);
    desk.sends(&taken).await;
    assert_eq!(guard.finds(asked).await, [taken.id()]);
    // What the answer says is read like any record.
    let opened = guard.open(taken.id()).await.granted();
    let jws = samen_audit::jws::Jws::parse(opened["jws"].as_str().unwrap().as_bytes()).unwrap();
    let said: Value = serde_json::from_slice(jws.payload()).unwrap();
    assert_eq!(said["body"]["state"], json!("accepted"));
    world.finish().await;
}

#[tokio::test]
async fn answers_come_in_pages_and_to_fifty_records_at_once() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let mut sent = Vec::new();
    for _ in 0..3 {
        let sighting = world.sighting(&alert);
        guard.sends(&sighting).await;
        sent.insert(0, json!(sighting.id()));
    }
    let page = async |cursor: Value| {
        let mut body = json!({
            "reading": crate::harness::caller::reading(),
            "query": { "answers_to": [alert.id()] }, "limit": 2,
        });
        if !cursor.is_null() {
            body["cursor"] = cursor;
        }
        officer.post("/v1/searches", body).await.granted()
    };
    let first = page(Value::Null).await;
    let second = page(first["next"].clone()).await;
    let results = |page: &Value| page["results"].as_array().unwrap().clone();
    let found: Vec<Value> =
        results(&first).into_iter().chain(results(&second)).map(|one| one["id"].clone()).collect();
    assert_eq!(found, sent);
    assert_eq!((results(&first).len(), &second["next"]), (2, &Value::Null));
    let many = json!({ "answers_to": vec![alert.id(); 51] });
    guard.search(many).await.refused_at("request-invalid", "/query/answers_to");
    let bad = json!({ "answers_to": ["mine"] });
    guard.search(bad).await.refused_at("request-invalid", "/query/answers_to");
    world.finish().await;
}
