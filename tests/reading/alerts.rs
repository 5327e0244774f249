//! The alerts in force, whole or since a revision. Absent: the live feed (`feed`).

use serde_json::json;

use crate::harness::World;
use crate::harness::caller::{Caller, ids};

struct Snapshot {
    revision: u64,
    alerts: Vec<String>,
    ended: Vec<String>,
}

async fn since(caller: &Caller, revision: u64) -> Snapshot {
    let answer = caller.get(&format!("/v1/alerts?since={revision}")).await.granted();
    caller.ledger.saw(answer["checkpoint"].as_str().unwrap());
    let ended = answer["ended"].as_array().unwrap().iter();
    Snapshot {
        revision: answer["revision"].as_u64().unwrap(),
        alerts: ids(&answer["alerts"]),
        ended: ended.map(|id| id.as_str().unwrap().to_owned()).collect(),
    }
}

#[tokio::test]
async fn what_changed_since_a_revision_brings_a_receiver_up_to_date() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let (first, second) = (world.alert(), world.alert());
    officer.sends(&first).await;
    officer.sends(&second).await;
    let whole = since(&guard, 0).await;
    assert_eq!(
        (&whole.alerts[..], &whole.ended[..]),
        (&[first.id(), second.id()].map(str::to_owned)[..], &[][..])
    );
    let third = world.alert();
    officer.sends(&third).await;
    let update = world.alert().set("/message", json!("update"));
    let update = update.set("/references", json!([first.id()]));
    officer.sends(&update).await;
    officer.sends(&world.recall(second.id())).await;
    let delta = since(&guard, whole.revision).await;
    assert_eq!(delta.alerts, [third.id(), update.id()]);
    assert_eq!(delta.ended, [first.id(), second.id()]);
    // Whole again: only what is in force.
    assert_eq!(since(&guard, 0).await.alerts, [third.id(), update.id()]);
    let nothing = since(&guard, delta.revision).await;
    assert!(nothing.alerts.is_empty() && nothing.ended.is_empty());
    world.clock.advance_ms(12 * 3_600_000 + 1);
    assert_eq!(since(&guard, 0).await.alerts, [""; 0]);
    world.finish().await;
}

#[tokio::test]
async fn a_revision_that_the_log_does_not_have_is_refused() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    guard.get("/v1/alerts?since=99999999").await.refused_at("request-invalid", "/since");
    guard.get("/v1/alerts?since=-1").await.refused_at("request-invalid", "/since");
    guard.get("/v1/alerts?sinc=1").await.refused_at("request-invalid", "/since");
    world.finish().await;
}
