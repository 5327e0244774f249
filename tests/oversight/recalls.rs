//! How far recalls and corrections have got: who has deleted, and who is late, over restarts and for those
//! who are away. Absent: what recipients still see (`reading`).

use serde_json::{Value, json};

use super::{officer_for_securion, why};
use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, POLICE, RJ, SECURION};
use crate::harness::paperwork;

const DAY_MS: i64 = 24 * 3_600_000;

async fn recalls(dpo: &Caller, query: Value) -> Vec<Value> {
    let mut body = why();
    body["query"] = query;
    dpo.post("/v1/audit/recalls", body).await.granted()["recalls"].as_array().unwrap().clone()
}

/// Partner and state of everybody who received the only record of a recall.
fn states(recall: &Value) -> Vec<(&str, &str)> {
    let partners = recall["records"][0]["partners"].as_array().unwrap().iter();
    partners.map(|one| (one["partner"].as_str().unwrap(), one["state"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn sender_and_officer_see_who_has_deleted_and_who_is_late() {
    let mut world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert();
    officer.sends(&alert).await;
    // One recipient is suspended before the recall, and hears nothing of it.
    let suspended = paperwork::standing(SECURION, None, "suspended");
    world.as_("steward-1").post("/v1/partners/standing", suspended).await.granted();
    let recall = world.recall(alert.id()).set("/audience", json!([FAIR]));
    officer.sends(&recall).await;
    let recalled_at = world.now();
    world.clock.advance_ms(3_600_000);
    let guard = world.as_("fbt-guard");
    guard.sends(&world.receipt(alert.id(), "deleted")).await;
    let deleted_at = world.now();
    let found = recalls(&world.as_("fg-1"), json!({})).await;
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["kind"], &found[0]["by"]), (&json!("recall"), &json!(recall.id())));
    assert_eq!(states(&found[0]), [(FAIR, "deleted"), (SECURION, "due"), (RJ, "due")]);
    // A day after the recall, and after a restart, the others are late.
    world.restart().await;
    world.clock.advance_ms(DAY_MS - 3_600_000 + 1);
    let late_since = recalled_at.plus_ms(DAY_MS).to_string();
    let found = recalls(&world.as_("fg-1"), json!({ "record": alert.id(), "open": true })).await;
    assert_eq!(states(&found[0]), [(FAIR, "deleted"), (SECURION, "late"), (RJ, "late")]);
    let partners = &found[0]["records"][0]["partners"];
    assert_eq!(partners[0]["deleted_at"], json!(deleted_at.to_string()));
    assert_eq!(partners[1]["late_since"], json!(late_since));
    let own = world.as_("pt-officer").open(alert.id()).await.granted();
    let wanted = json!([
        { "partner": FAIR, "state": "deleted", "deleted_at": deleted_at.to_string() },
        { "partner": SECURION, "state": "sent", "late_since": late_since },
        { "partner": RJ, "state": "sent", "late_since": late_since },
    ]);
    assert_eq!(own["deliveries"], wanted);
    // Late, but deleted: that it was late stays visible, and the recall is no longer open.
    let active = paperwork::standing(SECURION, None, "active");
    world.as_("steward-1").post("/v1/partners/standing", active).await.granted();
    for who in ["sec-system", "rjs-guard"] {
        world.as_(who).sends(&world.receipt(recall.id(), "delivered").by(who)).await;
        world.as_(who).sends(&world.receipt(alert.id(), "deleted").by(who)).await;
    }
    let found = recalls(&world.as_("fg-1"), json!({ "partner": POLICE })).await;
    assert_eq!(states(&found[0]), [(FAIR, "deleted"), (SECURION, "deleted"), (RJ, "deleted")]);
    let second = &found[0]["records"][0]["partners"][1];
    assert_eq!(second["late_since"], json!(late_since));
    assert_eq!(second["told_at"], second["deleted_at"]);
    assert_eq!(recalls(&world.as_("fg-1"), json!({ "open": true })).await, [Value::Null; 0]);
    world.finish().await;
}

#[tokio::test]
async fn corrections_count_too_and_only_those_in_scope_are_seen() {
    let world = World::start().await;
    let (officer, dpo) = (world.as_("pt-officer"), world.as_("fg-1"));
    let narrow = officer_for_securion(&world).await;
    let alert = world.alert();
    officer.sends(&alert).await;
    let update = world.alert().set("/message", json!("update"));
    let update = update.set("/references", json!([alert.id()])).set("/audience", json!([SECURION]));
    officer.sends(&update).await;
    let incident = world.incident().by("sec-operator");
    let operator = world.as_("sec-operator");
    operator.sends(&incident).await;
    let body = json!({ "reason": "mistaken" });
    let recall = world.incident().by("sec-operator").set("/body", body);
    let recall = recall.set("/message", json!("cancel")).set("/references", json!([incident.id()]));
    operator.sends(&recall).await;
    let found = recalls(&dpo, json!({})).await;
    let kinds: Vec<_> = found.iter().map(|one| (&one["kind"], &one["issuer"])).collect();
    let (correction, taken_back) = (json!("correction"), json!("recall"));
    assert_eq!(kinds, [(&taken_back, &json!(SECURION)), (&correction, &json!(POLICE))]);
    assert_eq!(states(&found[0]), [(POLICE, "due")]);
    assert_eq!(states(&found[1]), [(FAIR, "due"), (SECURION, "due"), (RJ, "due")]);
    // An officer sees what the partners in scope took back, however it is asked.
    for query in [json!({}), json!({ "record": alert.id() }), json!({ "partner": POLICE })] {
        let found = recalls(&narrow, query).await;
        assert!(found.iter().all(|one| one["issuer"] == json!(SECURION)));
    }
    assert_eq!(recalls(&narrow, json!({})).await.len(), 1);
    // Page by page, and with a use like every other question.
    let mut body = why();
    body["limit"] = json!(1);
    let first = dpo.post("/v1/audit/recalls", body.clone()).await.granted();
    body["cursor"] = first["next"].clone();
    let second = dpo.post("/v1/audit/recalls", body.clone()).await.granted();
    assert_eq!((&first["recalls"][0], &second["recalls"][0]), (&found[0], &found[1]));
    body["use_code"] = json!("curiosity");
    dpo.post("/v1/audit/recalls", body).await.refused_at("use-code-required", "/use_code");
    for (query, pointer) in
        [(json!({ "record": "x" }), "/query/record"), (json!({ "partner": "?" }), "/query/partner")]
    {
        let mut body = why();
        body["query"] = query;
        dpo.post("/v1/audit/recalls", body).await.refused_at("request-invalid", pointer);
    }
    world.as_("pt-officer").post("/v1/audit/recalls", why()).await.refused("action-not-allowed");
    world.finish().await;
}
