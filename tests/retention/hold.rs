//! Legal holds: what is held stays when its day comes, and goes when the hold ends.
//! Absent: erasure by order (`early`).

use serde_json::json;

use super::{USE, copy, days, fields, gone, is_erased, opened, order};
use crate::harness::World;
use crate::harness::answer::Answer;

async fn hold(world: &World, record: &str, days: u32) -> Answer {
    let until = world.now().plus_days(days).to_string();
    let ground = "Case 2026-11 is before the court";
    let body = json!({ "use_code": USE, "record": record, "ground": ground, "until": until });
    world.as_("fg-1").post("/v1/audit/holds", body).await
}

#[tokio::test]
async fn a_held_record_outlives_its_day_and_goes_when_the_hold_ends() {
    let mut world = World::start().await;
    let (held, other) = (world.alert(), world.alert());
    let officer = world.as_("pt-officer");
    let index = officer.sends(&held).await.proof.index;
    officer.sends(&other).await;
    let placed = hold(&world, held.id(), 30).await.granted();
    assert_eq!(placed["index"], json!(index));
    let entry = fields(&world.as_("fg-1"), placed["entry"].as_u64().unwrap()).await;
    assert_eq!((&entry["action"], &entry["records"]), (&json!("record.hold"), &json!(held.id())));
    assert_eq!(entry["use_code"], json!(USE));
    order(&world.as_("fg-1"), "erasures", held.id()).await.refused("record-held");
    world.stop().await;
    let earlier = copy(&world, "earlier");
    world.resume().await.unwrap();
    // One entry for what moved on, one for what was erased.
    days(&world, 9, 2).await;
    let officer = world.as_("pt-officer");
    gone(&officer, other.id()).await;
    assert_eq!(officer.open(held.id()).await.granted()["standing"]["state"], "expired");
    world.restart().await;
    let shown = world.as_("pt-officer").open(held.id()).await.granted();
    assert!(shown["jws"].as_str().unwrap().contains("payload"));
    let plate = held.at("/body/plate/text");
    let found = world.as_("pt-officer").finds(json!({ "plate": plate })).await;
    assert_eq!(found, [held.id()]);
    days(&world, 23, 1).await;
    gone(&world.as_("pt-officer"), held.id()).await;
    world.stop().await;
    assert!(is_erased(&opened(&world, &earlier), index));
    world.resume().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_released_record_goes_with_the_next_day() {
    let world = World::start().await;
    let (held, other) = (world.alert(), world.alert());
    let officer = world.as_("pt-officer");
    officer.sends(&held).await;
    officer.sends(&other).await;
    hold(&world, held.id(), 30).await.granted();
    hold(&world, other.id(), 30).await.granted();
    days(&world, 9, 1).await;
    let dpo = world.as_("fg-1");
    order(&dpo, "holds/releases", held.id()).await.granted();
    order(&dpo, "holds/releases", held.id()).await.refused("not-found");
    officer.open(held.id()).await.granted();
    days(&world, 1, 1).await;
    let entry = fields(&dpo, gone(&officer, held.id()).await).await;
    assert_eq!(entry["detail"], "approved by profile nl");
    officer.open(other.id()).await.granted();
    world.finish().await;
}

#[tokio::test]
async fn a_hold_has_an_end_a_ground_and_a_record_in_scope() {
    let world = World::start().await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    hold(&world, alert.id(), 0).await.refused_at("request-invalid", "/until");
    hold(&world, alert.id(), 367).await.refused_at("request-invalid", "/until");
    hold(&world, world.alert().id(), 30).await.refused("not-found");
    let dpo = world.as_("fg-1");
    let body = json!({ "use_code": USE, "record": alert.id(), "ground": "", "until": "2027-01-01T00:00:00Z" });
    dpo.post("/v1/audit/holds", body).await.refused_at("justification-insufficient", "/ground");
    let body = json!({ "use_code": "because", "record": alert.id(), "ground": "Case 2026-11" });
    for path in ["/v1/audit/holds/releases", "/v1/audit/erasures"] {
        dpo.post(path, body.clone()).await.refused_at("use-code-required", "/use_code");
    }
    order(&dpo, "holds/releases", "x").await.refused_at("request-invalid", "/record");
    for who in ["pt-officer", "fbt-guard", "steward-1"] {
        order(&world.as_(who), "erasures", alert.id()).await.refused("action-not-allowed");
    }
    world.finish().await;
}
