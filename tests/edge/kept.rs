//! The list over a restart: sealed, without what was recalled or has run out, and it says how old it is; and before
//! there is any word of a list no reading is taken. Absent: the form of what is kept (unit tests beside the code).

use serde_json::json;

use super::clock::Running;
use super::gate::{Gate, Setup, now};

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn a_start_without_the_exchange_matches_by_the_list_of_before_and_says_how_old_it_is() {
    let mut gate = Gate::new(&Setup::default());
    let officer = gate.as_("pt-officer");
    let recalled = gate.alert("HH-555-H");
    officer.sends(&gate.alert("GB-123-C")).await;
    officer.sends(&recalled).await;
    let mut edge = gate.edge(2);
    // A recall is on the disk as soon as it is heard.
    officer.sends(&gate.recall(recalled.id())).await;
    edge.until_status(|status| status["alerts"] == 1);
    edge.reads("ZQX999");
    edge.until_status(|status| status["reads"] == 1);
    edge.kill();
    gate.cut();
    assert!(gate.path("edge/list").exists());
    for hidden in ["GB123C", "GB-123-C", "HH555H", "Volkswagen", "payload", "ZQX999"] {
        gate.assert_sealed(hidden);
    }
    let mut edge = gate.edge_without_alerts();
    let notice = edge.notice("list");
    assert!(notice.contains("1 alerts as of") && notice.contains("0 min old"), "{notice}");
    edge.reads("HH555H");
    edge.reads("GB123C");
    let shown = edge.next("candidate");
    assert_eq!((&shown["listed"], &shown["match"]), (&json!("GB123C"), &json!("exact")));
    assert!(shown["list_age_s"].as_i64().unwrap() >= 0);
    assert_eq!(shown["alert"]["body"]["vehicle"]["make"], "Volkswagen");
    edge.answers(&shown["candidate"], "yes");
    edge.next("queued");
    let status = edge.until_status(|status| status["reads"] == 2);
    assert_eq!(
        (&status["candidates"], &status["connected"], &status["matching"]),
        (&json!(1), &json!(false), &json!(true))
    );
    gate.mend();
    edge.next("sent");
    edge.terminate();
    assert_eq!(gate.sightings().await.len(), 1);
}

#[tokio::test]
async fn what_has_run_out_meanwhile_is_not_matched_and_a_clock_behind_the_list_is_said() {
    let mut gate = Gate::new(&Setup::default());
    let officer = gate.as_("pt-officer");
    let soon = now().plus_ms(HOUR).to_string();
    officer.sends(&gate.alert("GB-123-C").set("/expires_at", json!(soon))).await;
    officer.sends(&gate.alert("HH-555-H")).await;
    gate.edge(2).terminate();
    gate.cut();
    let mut later = Running::start(&gate, 2 * HOUR);
    assert!(later.notice("list").await.contains("1 alerts as of"));
    later.line("{\"plate\": \"GB123C\"}").await;
    later.line("{\"plate\": \"HH555H\"}").await;
    let shown = later.until(|event| event["event"] == "candidate").await;
    assert_eq!(shown["listed"], "HH555H");
    assert!(shown["list_age_s"].as_i64().unwrap() >= 2 * HOUR / 1000);
    later.stop().await;
    // Too old a list is kept and not matched by.
    let mut days = Running::start(&gate, 30 * HOUR);
    days.notice("list").await;
    let status = days.status().await;
    assert_eq!(status["matching"], false);
    days.stop().await;
    let mut behind = Running::start(&gate, -HOUR);
    assert!(behind.notice("clock").await.contains("nothing is signed"));
    behind.stop().await;
}

#[tokio::test]
async fn a_list_that_was_damaged_is_set_aside_and_said() {
    let mut gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    gate.edge(1).terminate();
    let list = gate.path("edge/list");
    let mut bytes = std::fs::read(&list).unwrap();
    bytes[40] ^= 1;
    std::fs::write(&list, bytes).unwrap();
    gate.cut();
    let mut edge = gate.edge_without_alerts();
    assert!(edge.notice("list").contains("damaged"));
    edge.reads("GB123C");
    let status = edge.until_status(|status| status["matching"] == false);
    assert_eq!((&status["alerts"], &status["candidates"]), (&json!(0), &json!(0)));
    edge.terminate();
    assert!(!list.exists() && gate.path("edge/list.damaged").exists());
}

#[tokio::test]
async fn no_reading_is_taken_before_the_first_list() {
    let gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    // An exchange that takes the connection and does not answer.
    gate.pause(true);
    let mut edge = gate.edge_without_alerts();
    edge.reads("GB123C");
    edge.line("status");
    gate.pause(false);
    // Had the reading been looked at before, it would have been forgotten.
    assert_eq!(edge.next("candidate")["listed"], "GB123C");
    assert_eq!(edge.next("status")["reads"], 1);
    edge.terminate();
}

#[tokio::test]
async fn without_any_list_readings_are_forgotten_once_the_exchange_is_out_of_reach() {
    let mut gate = Gate::new(&Setup::default());
    gate.cut();
    let mut edge = gate.edge_without_alerts();
    edge.reads("GB123C");
    edge.line("status");
    let status = edge.next("status");
    assert!(edge.said.contains("\"about\":\"connection\""));
    assert_eq!((&status["matching"], &status["alerts"]), (&json!(false), &json!(0)));
    edge.terminate();
    gate.assert_sealed("GB123C");
}
