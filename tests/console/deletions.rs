//! What a partner still has to delete, on its page and as a hint on the board, until it says that nothing is left.
//! Absent: a browser (`tests/browser`).

use serde_json::json;

use super::pages::page;
use crate::harness::World;
use crate::harness::cast::{FAIR, SECURION};

const DAY_MS: i64 = 24 * 3_600_000;
/// The hint on the board, while there is none.
const NO_HINT: &str = "data-deletions hidden";

#[tokio::test]
async fn what_was_taken_back_waits_until_the_partner_says_that_it_is_deleted() {
    let world = World::start().await;
    let (officer, guard, alert) = (world.as_("pt-officer"), world.as_("fbt-guard"), world.alert());
    officer.sends(&alert).await;
    let before = guard.send(page("/board")).await;
    let before = before.text();
    assert!(before.contains(NO_HINT) && before.contains(alert.id()), "{before}");
    assert!(!guard.send(page("/deletions")).await.text().contains(alert.id()));
    officer.sends(&world.recall(alert.id())).await;
    assert!(!guard.send(page("/board")).await.text().contains(NO_HINT));
    let waiting = guard.send(page("/deletions")).await;
    let named = format!("data-id=\"{}\"", alert.id());
    assert!(waiting.text().contains(&named) && waiting.text().contains("standing recalled"));
    // Which record, and not what it said.
    let plate = alert.at("/body/plate/text").as_str().unwrap();
    assert!(!waiting.text().contains(plate) && !waiting.text().contains("class=\"late\""));
    let seen = world.as_("fg-1").audit(json!({ "record": alert.id() })).await.granted();
    let entry = &seen["entries"][0]["fields"];
    assert_eq!(entry["partner"], FAIR);
    assert_eq!(entry["given"], "1 to delete");
    // Its sender has nothing to delete, and a day later whoever has not is late.
    assert!(!officer.send(page("/deletions")).await.text().contains(&named));
    world.clock.advance_ms(DAY_MS + 1);
    assert!(guard.send(page("/deletions")).await.text().contains("class=\"late\""));
    guard.sends(&world.receipt(alert.id(), "read")).await;
    assert!(guard.send(page("/deletions")).await.text().contains(&named), "read is not deleted");
    guard.sends(&world.receipt(alert.id(), "deleted")).await;
    assert!(!guard.send(page("/deletions")).await.text().contains(&named));
    assert!(guard.send(page("/board")).await.text().contains(NO_HINT));
    // For the others it waits on.
    assert!(world.as_("rjs-guard").send(page("/deletions")).await.text().contains(&named));
    world.finish().await;
}

#[tokio::test]
async fn an_earlier_version_waits_also_where_the_new_one_is_not_told() {
    let world = World::start().await;
    let (officer, alert) = (world.as_("pt-officer"), world.alert());
    officer.sends(&alert).await;
    let update = world.alert().set("/message", json!("update"));
    let update = update.set("/references", json!([alert.id()])).set("/audience", json!([SECURION]));
    officer.sends(&update).await;
    for firm in ["sec-operator", "rjs-guard"] {
        let waiting = world.as_(firm).send(page("/deletions")).await;
        let waiting = waiting.text();
        assert!(waiting.contains(&format!("data-id=\"{}\"", alert.id())), "{firm}");
        assert!(waiting.contains("standing updated"));
    }
    world.finish().await;
}

#[tokio::test]
async fn the_board_says_what_the_partner_has_read() {
    let world = World::start().await;
    let (officer, guard, alert) = (world.as_("pt-officer"), world.as_("fbt-guard"), world.alert());
    officer.sends(&alert).await;
    let offered = |text: &str| text.contains("data-read ");
    assert!(offered(guard.send(page("/board")).await.text()));
    guard.sends(&world.receipt(alert.id(), "read")).await;
    assert!(!offered(guard.send(page("/board")).await.text()));
    assert!(offered(world.as_("rjs-guard").send(page("/board")).await.text()));
    world.finish().await;
}
