//! What a recall or an update brings about, for everybody who ever received the record.
//! Absent: who may recall (`records`).

use serde_json::json;

use crate::harness::World;
use crate::harness::cast::SECURION;

#[tokio::test]
async fn a_recalled_record_is_gone_everywhere_but_for_its_sender() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let mut live = guard.feed(None).await;
    guard.open(alert.id()).await.granted();
    let recall = world.recall(alert.id());
    officer.sends(&recall).await;
    // Whoever follows is told at once; whoever comes later does not see the record any more.
    assert_eq!(live.record().await.1, recall.id());
    assert_eq!(guard.feed(Some(0)).await.record().await.1, recall.id());
    let gone = guard.open(alert.id()).await;
    gone.refused("recalled");
    assert_eq!(gone.status, 410);
    assert_eq!(guard.finds(json!({ "plate": alert.at("/body/plate/text") })).await, [""; 0]);
    assert_eq!(guard.get("/v1/alerts").await.granted()["alerts"], json!([]));
    let own = officer.open(alert.id()).await.granted();
    assert_eq!(own["standing"], json!({ "state": "recalled", "by": [recall.id()] }));
    // The recipient says that it is deleted, and the sender sees who has not.
    guard.sends(&world.receipt(alert.id(), "deleted")).await;
    let own = officer.open(alert.id()).await.granted();
    let states: Vec<_> =
        own["deliveries"].as_array().unwrap().iter().map(|to| &to["state"]).collect();
    assert_eq!(states, ["deleted", "sent", "sent"]);
    world.finish().await;
}

#[tokio::test]
async fn what_replaces_a_record_goes_to_everybody_who_received_it() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert();
    officer.sends(&alert).await;
    let mut feed = world.as_("rjs-guard").feed(None).await;
    let update = world.alert().set("/message", json!("update"));
    let update = update.set("/references", json!([alert.id()])).set("/audience", json!([SECURION]));
    officer.sends(&update).await;
    assert_eq!(feed.record().await.1, update.id());
    let opened = world.as_("rjs-guard").open(alert.id()).await.granted();
    assert_eq!(opened["standing"], json!({ "state": "updated", "by": [update.id()] }));
    world.finish().await;
}
