//! Erasure by order, before the day: one record goes, everything of the same day stays.
//! Absent: holds.

use samen::domain::time::Timestamp;
use serde_json::json;

use super::{copy, erased_by, fields, gone, is_erased, opened, order, verified, why};
use crate::harness::World;
use crate::harness::caller::ids;

#[tokio::test]
async fn one_record_goes_and_the_others_of_its_day_stay() {
    let mut world = World::start().await;
    let (gone, kept) = (world.alert(), world.alert());
    let officer = world.as_("pt-officer");
    let first = officer.sends(&gone).await.proof.index;
    let second = officer.sends(&kept).await.proof.index;
    let sighting = world.sighting(&gone);
    world.as_("fbt-guard").sends(&sighting).await;
    world.stop().await;
    let earlier = copy(&world, "earlier");
    world.resume().await.unwrap();
    let dpo = world.as_("fg-1");
    let ordered = order(&dpo, "erasures", gone.id()).await.granted();
    let by = ordered["entry"].as_u64().unwrap();
    let entry = fields(&dpo, by).await;
    assert_eq!(entry["given"], format!("records {first}"));
    assert_eq!((&entry["action"], &entry["person"]), (&json!("record.erase"), &json!("fg-1")));
    assert_eq!(entry["justification"], "Case 2026-11 is before the court");
    // Once more says by which entry it is gone; a record of the same day is still accepted.
    assert_eq!(erased_by(&order(&dpo, "erasures", gone.id()).await), by);
    let later = world.alert();
    world.as_("pt-officer").sends(&later).await;
    for _ in 0..2 {
        let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
        assert_eq!(erased_by(&guard.open(gone.id()).await), by);
        guard.open(kept.id()).await.granted();
        let (plate, other) = (gone.at("/body/plate/text"), kept.at("/body/plate/text"));
        assert_eq!(guard.finds(json!({ "plate": plate })).await, [sighting.id()]);
        assert_eq!(guard.finds(json!({ "plate": other })).await, [kept.id()]);
        let alerts = guard.get("/v1/alerts").await.granted();
        assert_eq!(ids(&alerts["alerts"]), [kept.id(), later.id()]);
        // What answered the erased record is there, and is shown.
        officer.open(sighting.id()).await.granted();
        world.restart().await;
    }
    world.stop().await;
    let old = opened(&world, &earlier);
    assert!(is_erased(&old, first) && is_erased(&old, second));
    drop(old);
    let store = world.store();
    assert!(is_erased(&store, first) && !is_erased(&store, second));
    drop(store);
    world.resume().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_bundle_says_by_which_entry_a_record_was_erased() {
    let world = World::start().await;
    let alert = world.alert();
    let index = world.as_("pt-officer").sends(&alert).await.proof.index;
    let dpo = world.as_("fg-1");
    let by = order(&dpo, "erasures", alert.id()).await.granted()["entry"].clone();
    let mut body = why();
    body["query"] = json!({ "partner": "politie-twente" });
    let answer = dpo.post("/v1/audit/bundles", body).await.granted();
    let findings = verified(&world, &answer);
    let said = format!("the record of entry {index}: erased by entry {by}");
    assert!(findings.iter().any(|one| one.text == said), "{findings:#?}");
    world.finish().await;
}

#[tokio::test]
async fn a_crash_at_any_point_loses_no_record_and_leaves_no_key() {
    let mut world = World::start().await;
    let (erased, kept) = (world.alert(), world.alert());
    let first = world.as_("pt-officer").sends(&erased).await.proof.index;
    let second = world.as_("pt-officer").sends(&kept).await.proof.index;
    world.stop().await;
    // As after a crash when the day's next key was made and nothing was moved.
    let day = Timestamp::parse("2026-11-29T00:00:00Z").unwrap().day().0;
    world.store().vault().renew(day).unwrap();
    let keyring = world.config().keyring;
    let both_keys = std::fs::read(&keyring).unwrap();
    world.resume().await.unwrap();
    world.as_("fbt-guard").open(erased.id()).await.granted();
    let by = order(&world.as_("fg-1"), "erasures", erased.id()).await.granted()["entry"].clone();
    world.stop().await;
    assert!(is_erased(&world.store(), first));
    // As after a crash when the erasure was entered and the old key was not dropped yet.
    std::fs::write(&keyring, both_keys).unwrap();
    assert!(!is_erased(&world.store(), first));
    world.resume().await.unwrap();
    assert_eq!(gone(&world.as_("fbt-guard"), erased.id()).await, by.as_u64().unwrap());
    world.as_("fbt-guard").open(kept.id()).await.granted();
    world.stop().await;
    let store = world.store();
    assert!(is_erased(&store, first) && !is_erased(&store, second));
    drop(store);
    world.resume().await.unwrap();
    world.finish().await;
}
