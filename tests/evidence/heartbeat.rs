//! The heartbeat of a silent exchange. Absent: everything that ends the silence.

use std::time::{Duration, Instant};

use crate::harness::World;
use crate::harness::ledger::Said;

#[tokio::test]
async fn a_silent_exchange_says_that_it_is_there_and_what_it_counted() {
    let world = World::start_after(|world| {
        world.configure(|text| text.replace("heartbeat_s = 4000000000", "heartbeat_s = 900"));
    })
    .await;
    world.as_("pt-officer").sends(&world.alert()).await;
    let before = world.entries_made().await;
    world.clock.advance_ms(901_000);
    let patience = Instant::now() + Duration::from_secs(20);
    while world.entries_made().await == before {
        assert!(Instant::now() < patience, "no heartbeat");
    }
    world.ledger.expect(Said { action: "exchange.heartbeat".into(), ..Said::default() });
    let why = serde_json::json!({ "use_code": "lawfulness", "justification": "Was it silent" });
    let path = format!("/v1/audit/entries/{before}/open");
    let shown = world.as_("fg-1").post(&path, why).await.granted();
    assert_eq!(shown["fields"]["action"], "exchange.heartbeat");
    let given = shown["fields"]["given"].as_str().unwrap();
    assert_eq!(given, "since the start: disclosure 1, open 1");
    let leaf = samen_audit::receipt::Receipt::parse(shown["evidence"].to_string().as_bytes());
    let leaf = leaf.unwrap().check_leaf().unwrap();
    assert_eq!(leaf.class, samen_audit::leaf::Class::Heartbeat);
    world.finish().await;
}
