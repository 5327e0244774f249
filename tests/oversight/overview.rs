//! The yearly overview over the wire: what happened is counted once, in the scope, apart from exercises.
//! Absent: how it looks on paper (`src/cli/overview`).

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{officer_for_securion, why};
use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, POLICE, POLICE_GRANT};
use crate::harness::draft::Draft;

const PATH: &str = "/v1/audit/overviews";

async fn overview(dpo: &Caller, more: Value) -> Value {
    let mut body = why();
    body["year"] = json!(2026);
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    dpo.post(PATH, body).await.granted()
}

fn table(answer: &Value, name: &str) -> BTreeMap<String, u64> {
    let tables = answer["tables"].as_array().unwrap();
    let table = tables.iter().find(|table| table["table"] == name).unwrap();
    let rows = table["rows"].as_array().unwrap().iter();
    rows.map(|row| (row["key"].as_str().unwrap().to_owned(), row["count"].as_u64().unwrap()))
        .collect()
}

fn of(counts: &[(&str, u64)]) -> BTreeMap<String, u64> {
    counts.iter().map(|(key, count)| ((*key).to_owned(), *count)).collect()
}

#[tokio::test]
async fn a_year_is_counted_in_the_scope_and_exercises_stand_by_themselves() {
    let world = World::start().await;
    let (officer, guard, dpo) =
        (world.as_("pt-officer"), world.as_("fbt-guard"), world.as_("fg-1"));
    let alert = world.alert();
    officer.sends(&alert).await;
    officer.sends(&world.alert()).await;
    officer.sends(&world.alert().set("/status", json!("exercise"))).await;
    guard.open(alert.id()).await.granted();
    guard.sends(&world.sighting(&alert)).await;
    guard.open("019ab3c0-0001-7c3e-8d21-5f0a6b1c9e01").await.refused("not-found");
    officer.sends(&world.recall(alert.id())).await;
    let wrong = world.alert();
    officer.sends(&wrong).await;
    let corrected = world.alert().set("/message", json!("update"));
    officer.sends(&corrected.set("/references", json!([wrong.id()]))).await;
    let deleted = guard.sign(&world.receipt(alert.id(), "deleted"));
    guard.post_jws("/v1/feed/acknowledgements", deleted).await.granted();
    dpo.audit(json!({ "record": alert.id() })).await.granted();
    world.clock.advance_ms(1000);
    let year = overview(&dpo, json!({})).await;
    // Three alerts, a sighting, the recall and the correction.
    assert_eq!(table(&year, "disclosures-by-purpose"), of(&[("offences", 6)]));
    assert_eq!(table(&year, "disclosures-by-partner"), of(&[(POLICE, 5), (FAIR, 1)]));
    assert_eq!(table(&year, "disclosures-by-grant")[POLICE_GRANT], 5);
    assert_eq!(table(&year, "disclosures-by-recipient")[FAIR], 5);
    assert_eq!(table(&year, "exercises-and-tests"), of(&[(POLICE, 1)]));
    assert_eq!(table(&year, "refusals-by-reason")["not-found"], 1);
    let recalls = of(&[("recalls", 1), ("recipients", 3), ("deleted", 1), ("open", 2)]);
    assert_eq!(table(&year, "recalls"), recalls);
    let corrections = of(&[("corrections", 1), ("recipients", 3), ("deleted", 0), ("open", 3)]);
    assert_eq!(table(&year, "corrections"), corrections);
    assert_eq!((&year["counted_from"], &year["recount"]), (&json!(0), &json!(null)));
    assert_eq!(table(&year, "readings-by-officer"), of(&[("audit.search", 1)]));
    let november = overview(&dpo, json!({ "month": 11 })).await;
    assert_eq!(table(&november, "recalls"), recalls);
    let december = overview(&dpo, json!({ "month": 12 })).await;
    assert_eq!((&december["read"], table(&december, "recalls")), (&json!(0), of(&[])));
    let narrow = officer_for_securion(&world).await;
    let seen = overview(&narrow, json!({})).await;
    assert_eq!(table(&seen, "disclosures-by-partner"), of(&[]));
    assert_eq!(seen["partners"], json!(["securion", "fg-klein"]));
    world.finish().await;
}

/// A little of everything, an exercise with its recall included; gives the exercise.
async fn everything(world: &World) -> Draft {
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let (alert, exercise) = (world.alert(), world.alert().set("/status", json!("exercise")));
    officer.sends(&alert).await;
    officer.sends(&world.alert().set("/audience", json!([FAIR]))).await;
    officer.sends(&exercise).await;
    guard.open(alert.id()).await.granted();
    guard.sends(&world.sighting(&alert)).await;
    guard.get("/v1/alerts").await.granted();
    guard.open("019ab3c0-0001-7c3e-8d21-5f0a6b1c9e01").await.refused("not-found");
    officer.sends(&world.recall(exercise.id()).set("/status", json!("exercise"))).await;
    world.clock.advance_ms(1000);
    exercise
}

fn agrees(answer: &Value) -> u64 {
    let recount = &answer["recount"];
    assert_eq!((&recount["agrees"], &recount["differences"]), (&json!(true), &json!([])));
    assert_eq!(recount["entries"], answer["read"]);
    recount["entries"].as_u64().unwrap()
}

#[tokio::test]
async fn the_counts_are_what_the_entries_say_over_restarts_and_erasures() {
    let mut world = World::start().await;
    let counted = json!({ "recount": true });
    let exercise = everything(&world).await;
    let first = agrees(&overview(&world.as_("fg-1"), counted.clone()).await);
    world.restart().await;
    everything(&world).await;
    let year = overview(&world.as_("fg-1"), counted.clone()).await;
    assert!(agrees(&year) > first);
    assert_eq!(table(&year, "exercises-and-tests"), of(&[(POLICE, 4)]));
    // The recall of an exercise takes nothing back that was meant.
    assert_eq!((table(&year, "recalls"), table(&year, "erasures")), (of(&[]), of(&[])));
    // An exercise stays one when its text is gone.
    world.clock.advance_ms(9 * 24 * 3_600_000);
    let patience = Instant::now() + Duration::from_secs(20);
    while world.as_("pt-officer").open(exercise.id()).await.status == 200 {
        assert!(Instant::now() < patience, "it is still there");
    }
    let later = overview(&world.as_("fg-1"), counted).await;
    agrees(&later);
    assert_eq!(table(&later, "exercises-and-tests"), table(&year, "exercises-and-tests"));
    assert_eq!(table(&later, "disclosures-by-purpose"), table(&year, "disclosures-by-purpose"));
    assert!(table(&later, "erasures")["erasures"] > 0);
    // What was asked and what came of it is entered.
    let path = format!("/v1/audit/entries/{}/open", later["entry"]);
    let own = world.as_("fg-1").post(&path, why()).await.granted();
    assert!(own["fields"]["given"].as_str().unwrap().ends_with(" agrees"));
    world.finish().await;
}

#[tokio::test]
async fn an_overview_is_of_a_year_that_exists_and_the_officers_alone() {
    let world = World::start().await;
    for (member, value, pointer) in [
        ("year", json!(1999), "/year"),
        ("month", json!(13), "/month"),
        ("month", json!(0), "/month"),
    ] {
        let mut body = why();
        body["year"] = json!(2026);
        body[member] = value;
        world.as_("fg-1").post(PATH, body).await.refused_at("request-invalid", pointer);
    }
    let mut body = why();
    body["year"] = json!(2026);
    world.as_("fbt-admin").post(PATH, body).await.refused("action-not-allowed");
    world.finish().await;
}
