//! Records about other records: an answer, an update or a recall needs one that its sender may know of
//! and may touch. Absent: what a recall brings about (`reading`).

use serde_json::json;

use crate::harness::World;

#[tokio::test]
async fn only_what_one_may_know_of_can_be_referred_to() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert().set("/audience", json!(["securion"]));
    officer.sends(&alert).await;
    // Not addressed to this firm, and not there at all: the same answer.
    let unseen = world.sighting(&alert);
    let nothing = world.sighting(&world.alert());
    for draft in [unseen, nothing] {
        let answer = world.as_("fbt-guard").tries(&draft).await;
        answer.refused_at("reference-unknown", "/references/0");
    }
    world.as_("sec-operator").sends(&world.sighting(&alert).by("sec-operator")).await;
    world.finish().await;
}

#[tokio::test]
async fn only_its_issuer_updates_or_recalls_a_record() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let (alert, incident) = (world.alert(), world.incident());
    officer.sends(&alert).await;
    guard.sends(&incident).await;
    let update = |of: &str| {
        let update = world.incident().set("/message", json!("update"));
        update.set("/references", json!([of]))
    };
    let refused = ("reference-not-allowed", "/references/0");
    guard.tries(&update(alert.id())).await.refused_at(refused.0, refused.1);
    officer.tries(&world.recall(incident.id())).await.refused_at(refused.0, refused.1);
    guard.sends(&update(incident.id())).await;
    // The police may answer what a firm sent, and nobody answers with an outcome to an own record.
    officer.sends(&world.outcome(incident.id())).await;
    let own = world.outcome(alert.id());
    officer.tries(&own).await.refused_at(refused.0, refused.1);
    let own = world.receipt(incident.id(), "read");
    guard.tries(&own).await.refused_at(refused.0, refused.1);
    world.finish().await;
}
