//! What a recall or an update brings about, for everybody who ever received the record.
//! Absent: who may recall (`records`).

use serde_json::json;

use crate::harness::cast::SECURION;
use crate::harness::{Given, World};

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
async fn a_correction_for_fewer_tells_the_others_only_that_the_record_holds_no_more() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let (inside, outside) = (world.as_("sec-operator"), world.as_("rjs-guard"));
    let alert = world.alert();
    let sent = officer.sends(&alert).await.proof.index;
    let mut inside_feed = inside.feed(None).await;
    let mut outside_feed = outside.feed(None).await;
    let update = world.alert().set("/message", json!("update"));
    let update = update.set("/references", json!([alert.id()])).set("/audience", json!([SECURION]));
    officer.sends(&update).await;
    assert_eq!(inside_feed.record().await.1, update.id());
    let withdrawn = || Given::Withdrawn(update.id().into(), vec![alert.id().into()]);
    assert_eq!(outside_feed.next().await, withdrawn());
    assert_eq!(outside.feed(Some(sent)).await.next().await, withdrawn());
    // The earlier text is shown to nobody but its sender, and the new one to its audience alone.
    for caller in [&inside, &outside] {
        caller.open(alert.id()).await.refused("replaced");
        assert_eq!(caller.finds(json!({ "plate": alert.at("/body/plate/text") })).await, [""; 0]);
        let snapshot = caller.get(&format!("/v1/alerts?since={sent}")).await.granted();
        assert_eq!(snapshot["ended"], json!([alert.id()]));
    }
    inside.open(update.id()).await.granted();
    outside.open(update.id()).await.refused("not-found");
    let wanted = json!({ "plate": update.at("/body/plate/text") });
    assert_eq!(outside.finds(wanted.clone()).await, [""; 0]);
    assert_eq!(inside.finds(wanted).await, [update.id()]);
    assert_eq!(outside.get("/v1/alerts").await.granted()["alerts"], json!([]));
    let own = officer.open(alert.id()).await.granted();
    assert_eq!(own["standing"], json!({ "state": "updated", "by": [update.id()] }));
    // Whoever is only told of it can say so, and say nothing else about it.
    let told = world.receipt(update.id(), "delivered").by("rjs-guard");
    outside.sends(&told).await;
    let seen = world.sighting(&update).by("rjs-guard");
    outside.tries(&seen).await.refused_at("reference-unknown", "/references/0");
    // Of the correction of the correction nobody outside hears a word.
    let again = world.alert().set("/message", json!("update"));
    let again = again.set("/references", json!([update.id()])).set("/audience", json!([SECURION]));
    officer.sends(&again).await;
    let all = world.alert();
    officer.sends(&all).await;
    assert_eq!(outside_feed.record().await.1, all.id());
    world.finish().await;
}

#[tokio::test]
async fn who_was_away_or_lost_the_grant_is_told_all_the_same() {
    let mut world = World::start().await;
    let officer = world.as_("pt-officer");
    let (first, second) = (world.alert(), world.alert());
    let sent = officer.sends(&first).await.proof.index;
    officer.sends(&second).await;
    let soon = world.now().plus_ms(60_000).to_string();
    let recall = world.recall(first.id()).set("/expires_at", json!(soon));
    officer.sends(&recall).await;
    let update = world.alert().set("/message", json!("update"));
    let update = update.set("/references", json!([second.id()])).set("/expires_at", json!(soon));
    officer.sends(&update).await;
    // Recall and correction run out before this firm comes back to an exchange that was started again.
    world.clock.advance_ms(60_001);
    world.restart().await;
    let mut feed = world.as_("fbt-guard").feed(Some(sent)).await;
    let withdrawn = |by: &str, of: &str| Given::Withdrawn(by.into(), vec![of.into()]);
    assert_eq!(feed.next().await, withdrawn(recall.id(), first.id()));
    assert_eq!(feed.next().await, withdrawn(update.id(), second.id()));
    world.as_("pt-admin").revoke("twente-politie").await.granted();
    let mut feed = world.as_("fbt-guard").feed(Some(sent)).await;
    assert_eq!(feed.next().await, withdrawn(recall.id(), first.id()));
    world.finish().await;
}
