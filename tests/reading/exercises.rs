//! Exercises and tests, which never mix with what is meant: not in a feed, a snapshot, a search or an answer.
//! Absent: how they look on a screen.

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::caller::{Caller, ids};
use crate::harness::draft::Draft;

const STATUSES: [&str; 3] = ["actual", "exercise", "test"];

fn of(draft: Draft, status: &str) -> Draft {
    draft.set("/status", json!(status))
}

async fn alerts(caller: &Caller, query: &str) -> Vec<String> {
    ids(&caller.get(&format!("/v1/alerts{query}")).await.granted()["alerts"])
}

#[tokio::test]
async fn each_status_is_only_seen_by_who_asks_for_it() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let plate = world.plate();
    let mut feeds = vec![guard.feed(None).await];
    for status in STATUSES {
        feeds.push(guard.feed_of(status, None).await);
    }
    let mut sent = Vec::new();
    for status in STATUSES {
        let alert = of(world.alert(), status).set("/body/plate/text", json!(plate));
        officer.sends(&alert).await;
        sent.push(alert);
    }
    let actual = sent[0].id();
    assert_eq!(feeds[0].record().await.1, actual);
    for (feed, alert) in feeds[1..].iter_mut().zip(&sent) {
        assert_eq!(feed.record().await.1, alert.id());
    }
    assert_eq!(alerts(&guard, "").await, [actual]);
    for query in [json!({ "plate": plate }), json!({ "types": ["alert"] })] {
        assert_eq!(guard.finds(query.clone()).await, [actual]);
        for (status, alert) in STATUSES.iter().zip(&sent) {
            let mut query = query.clone();
            query["status"] = json!(status);
            assert_eq!(guard.finds(query).await, [alert.id()]);
        }
    }
    for (status, alert) in STATUSES.iter().zip(&sent) {
        assert_eq!(alerts(&guard, &format!("?status={status}")).await, [alert.id()]);
    }
    // What ends an exercise is told to those who follow it, and to nobody on duty.
    let before = guard.get("/v1/alerts").await.granted()["revision"].clone();
    let recall = of(world.recall(sent[1].id()), "exercise");
    officer.sends(&recall).await;
    assert_eq!(feeds[2].record().await.1, recall.id());
    let after = world.alert();
    officer.sends(&after).await;
    for feed in &mut feeds[..2] {
        assert_eq!(feed.record().await.1, after.id());
    }
    // The officer tells them apart in the log.
    let path = "/v1/audit/searches";
    let question = json!({
        "use_code": "lawfulness",
        "justification": "Which of these were exercises",
        "query": { "record": sent[1].id() },
    });
    let entries = world.as_("fg-1").post(path, question).await.granted()["entries"].clone();
    let given: Vec<_> =
        entries.as_array().unwrap().iter().map(|one| &one["fields"]["given"]).collect();
    assert!(given.contains(&&json!("exercise; takes back 1 records")), "{given:?}");
    assert!(given.contains(&&json!("exercise")), "{given:?}");
    let ended = guard.get(&format!("/v1/alerts?since={before}")).await.granted()["ended"].clone();
    assert_eq!(ended, json!([]));
    let path = format!("/v1/alerts?since={before}&status=exercise");
    let ended = guard.get(&path).await.granted()["ended"].clone();
    assert_eq!(ended, json!([sent[1].id()]));
    world.finish().await;
}

#[tokio::test]
async fn an_answer_has_the_status_of_what_it_answers() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alerts: Vec<Draft> = STATUSES.map(|status| of(world.alert(), status)).into();
    for alert in &alerts {
        officer.sends(alert).await;
    }
    for (status, alert) in STATUSES.iter().zip(&alerts) {
        for other in STATUSES.iter().filter(|other| *other != status) {
            let wrong = [world.sighting(alert), world.receipt(alert.id(), "read")];
            for answer in wrong.map(|answer| of(answer, other)) {
                guard.tries(&answer).await.refused_at("record-invalid", "/status");
            }
            let update = world.alert().set("/message", json!("update"));
            let update = update.set("/references", json!([alert.id()]));
            for change in [update, world.recall(alert.id())].map(|change| of(change, other)) {
                officer.tries(&change).await.refused_at("record-invalid", "/status");
            }
        }
        let sighting = of(world.sighting(alert), status);
        guard.sends(&sighting).await;
        officer.sends(&of(world.outcome(sighting.id()), status)).await;
    }
    world.finish().await;
}

#[tokio::test]
async fn a_status_is_one_of_the_three() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    for wrong in ["", "all", "Actual"] {
        let path = format!("/v1/alerts?status={wrong}");
        guard.get(&path).await.refused_at("request-invalid", "/status");
        let refused = guard.try_feed_of(wrong, None).await.err().unwrap();
        refused.refused_at("request-invalid", "/status");
        let query = json!({ "types": ["alert"], "status": wrong });
        guard.search(query).await.refused_at("request-invalid", "/query/status");
    }
    let nothing: Value = json!({ "status": "exercise" });
    guard.search(nothing).await.refused_at("request-invalid", "/query");
    world.finish().await;
}
