//! Reports beside their alerts and own alerts with their reach: who sees what, what the entry names, and what
//! comes live. Absent: a browser (`tests/browser`).

use serde_json::json;

use super::pages::page;
use crate::harness::World;
use crate::harness::cast::POLICE;

#[tokio::test]
async fn what_comes_in_stands_beside_its_alert_and_the_entry_names_both() {
    let world = World::start().await;
    let (officer, guard, alert) = (world.as_("pt-officer"), world.as_("fbt-guard"), world.alert());
    officer.sends(&alert).await;
    let sighting = world.sighting(&alert);
    guard.sends(&sighting).await;
    let incoming = officer.send(page("/incoming")).await;
    assert_eq!(incoming.status, 200, "{}", incoming.text());
    let shown = format!("id=\"thread-{}\"", sighting.id());
    let text = incoming.text();
    assert!(text.contains(&shown) && text.contains("data-state=\"open\""), "{text}");
    assert!(text.contains(&format!("/alerts/{}", alert.id())), "the alert is not beside it");
    let seen = world.as_("fg-1").audit(json!({ "record": sighting.id() })).await.granted();
    let entry = &seen["entries"][0]["fields"];
    assert_eq!((&entry["action"], &entry["partner"]), (&json!("follow-up.read"), &json!(POLICE)));
    let records = entry["records"].as_str().unwrap();
    assert!(records.contains(alert.id()) && records.contains(sighting.id()), "{records}");
    // Another firm has no part in it, also not as its own.
    for other in ["rjs-guard", "sec-operator"] {
        let answers = world.as_(other).send(page("/answers")).await;
        assert!(!answers.text().contains(sighting.id()), "{other}");
    }
    world.finish().await;
}

#[tokio::test]
async fn an_answer_comes_live_to_both_sides_and_only_there() {
    let world = World::start().await;
    let (officer, guard, alert) = (world.as_("pt-officer"), world.as_("fbt-guard"), world.alert());
    officer.sends(&alert).await;
    let sighting = world.sighting(&alert);
    guard.sends(&sighting).await;
    // The officer's own window and that of a colleague hear of the officer's answer too.
    let mut feeds = Vec::new();
    for (who, view) in [("pt-officer", "received"), ("pt-desk", "received"), ("fbt-guard", "sent")]
    {
        feeds.push(world.as_(who).follow(&format!("/follow-up/feed?view={view}"), None).await);
    }
    officer.sends(&world.outcome(sighting.id())).await;
    for events in &mut feeds {
        loop {
            let event = events.next().await.unwrap().expect("the feed ended");
            if event.event != "alive" {
                assert_eq!(event.event, "card");
                assert!(event.data.contains("data-state=\"answered\""), "{}", event.data);
                assert!(event.data.contains(sighting.id()));
                break;
            }
        }
    }
    drop(feeds);
    world.finish().await;
}

#[tokio::test]
async fn the_reach_of_an_own_alert_is_for_its_own_partner() {
    let world = World::start().await;
    let (officer, guard, alert) = (world.as_("pt-officer"), world.as_("fbt-guard"), world.alert());
    officer.sends(&alert).await;
    let path = format!("/alerts/{}", alert.id());
    guard.send(page(&path)).await.refused("action-not-allowed");
    let receipt = guard.sign(&world.receipt(alert.id(), "read"));
    guard.post_jws("/v1/feed/acknowledgements", receipt).await.granted();
    let own = officer.send(page(&path)).await;
    assert_eq!(own.text().matches("data-delivery=\"read\"").count(), 1, "{}", own.text());
    assert_eq!(own.text().matches("data-delivery=\"sent\"").count(), 2);
    officer.sends(&world.recall(alert.id())).await;
    let receipt = guard.sign(&world.receipt(alert.id(), "deleted"));
    guard.post_jws("/v1/feed/acknowledgements", receipt).await.granted();
    let recalled = officer.send(page(&path)).await;
    assert_eq!(recalled.text().matches("data-delivery=\"deleted\"").count(), 1);
    assert!(recalled.text().contains("data-standing=\"recalled\""));
    // What was not sent by the police is no alert of theirs, and looks like what is not there.
    let sighting = world.incident();
    guard.sends(&sighting).await;
    officer.send(page(&format!("/alerts/{}", sighting.id()))).await.refused("not-found");
    world.finish().await;
}

#[tokio::test]
async fn what_was_seen_before_a_correction_stands_at_the_corrected_alert() {
    let world = World::start().await;
    let (officer, guard, alert) = (world.as_("pt-officer"), world.as_("fbt-guard"), world.alert());
    officer.sends(&alert).await;
    let early = world.sighting(&alert);
    guard.sends(&early).await;
    let mut current = alert.id().to_owned();
    for _ in 0..2 {
        let update = world.alert().set("/message", json!("update"));
        let update = update.set("/references", json!([current]));
        officer.sends(&update).await;
        current = update.id().to_owned();
    }
    let path = format!("/alerts/{current}");
    let mut events = officer.follow("/follow-up/feed?view=alerts", None).await;
    // Somebody who saw it before hearing of the correction.
    let late = world.sighting(&alert);
    guard.sends(&late).await;
    while !events.next().await.unwrap().expect("the feed ended").data.contains(&current) {}
    let own = officer.send(page(&path)).await;
    for sighting in [&early, &late] {
        let shown = format!("id=\"thread-{}\"", sighting.id());
        assert!(own.text().contains(&shown), "{}", own.text());
    }
    drop(events);
    world.finish().await;
}

#[tokio::test]
async fn older_reports_are_a_page_further() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let mut sent = Vec::new();
    for _ in 0..101 {
        let incident = world.incident();
        guard.sends(&incident).await;
        sent.push(format!("id=\"thread-{}\"", incident.id()));
    }
    let newest = officer.send(page("/incoming")).await;
    assert!(newest.text().contains(&sent[1]) && !newest.text().contains(&sent[0]));
    let below = newest.text().split("below=").nth(1).unwrap().split('"').next().unwrap();
    let older = officer.send(page(&format!("/incoming?below={below}"))).await;
    assert!(older.text().contains(&sent[0]) && !older.text().contains(&sent[1]));
    assert!(!older.text().contains("below="), "there is nothing older");
    officer.send(page("/incoming?below=x")).await.refused_at("request-invalid", "/status");
    world.finish().await;
}

#[tokio::test]
async fn the_map_of_an_alert_has_the_outlines_of_the_configuration() {
    let world = World::start_after(|world| {
        let line = r#"{"type":"LineString","coordinates":[[6.7,52.2],[6.9,52.3],[6.95,52.25]]}"#;
        std::fs::write(world.path("border.geojson"), line).unwrap();
        let table = "\n[map]\noutlines = [\"border.geojson\"]\n";
        world.configure(|text| format!("{text}{table}"));
    })
    .await;
    let officer = world.as_("pt-officer");
    let area = json!({ "type": "Point", "coordinates": [6.8, 52.25], "radius_m": 9000 });
    let alert = world.alert().set("/area", area);
    officer.sends(&alert).await;
    let own = officer.send(page(&format!("/alerts/{}", alert.id()))).await;
    assert!(own.text().contains("<path class=\"background\" d=\"M"), "{}", own.text());
    world.finish().await;
}
