//! How far each recipient has got with a record, as its sender sees it.
//! Absent: recalled records (`recall`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::caller::Caller;

async fn states(caller: &Caller, id: &str) -> Vec<(String, String)> {
    let opened = caller.open(id).await.granted();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let deliveries = opened["deliveries"].as_array().unwrap().iter();
    deliveries.map(|to| (text(&to["partner"]), text(&to["state"]))).collect()
}

#[tokio::test]
async fn the_sender_sees_how_far_every_recipient_has_got() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let wanted = |fair: &str, securion: &str| {
        [("fair-bewaking-twente", fair), ("securion", securion), ("rj-safety-security", "sent")]
            .map(|(partner, state)| (partner.to_owned(), state.to_owned()))
    };
    assert_eq!(states(&officer, alert.id()).await, wanted("sent", "sent"));
    let path = "/v1/feed/acknowledgements";
    for state in ["delivered", "read"] {
        let jws = guard.sign(&world.receipt(alert.id(), state));
        let answer = guard.post_jws(path, jws.clone()).await;
        assert_eq!(answer.status, 201);
        world.ledger.receipt(&answer, &jws);
        assert_eq!(states(&officer, alert.id()).await, wanted(state, "sent"));
        assert_eq!(guard.post_jws(path, jws).await.status, 200);
    }
    // An earlier state that comes late takes nothing back; a system acknowledges for its partner.
    let system = world.as_("sec-system");
    let receipt = world.receipt(alert.id(), "delivered").by("sec-system");
    system.post_jws(path, system.sign(&receipt)).await.granted();
    guard.post_jws(path, guard.sign(&world.receipt(alert.id(), "delivered"))).await.granted();
    assert_eq!(states(&officer, alert.id()).await, wanted("read", "delivered"));
    world.finish().await;
}

#[tokio::test]
async fn only_receipts_are_acknowledgements_and_only_of_what_one_received() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert().set("/audience", json!(["securion"]));
    officer.sends(&alert).await;
    let path = "/v1/feed/acknowledgements";
    let incident = guard.sign(&world.incident());
    guard.post_jws(path, incident).await.refused_at("record-invalid", "/type");
    let unseen = guard.sign(&world.receipt(alert.id(), "read"));
    guard.post_jws(path, unseen).await.refused_at("reference-unknown", "/references/0");
    world.finish().await;
}
