//! Signs of misuse over the wire: found in real entries, within the officer's scope, and entered.
//! Absent: what each sign looks for, and how often it errs (`src/domain/misuse`).

use serde_json::{Value, json};

use super::{officer_for_securion, why};
use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, SECURION};

const PATH: &str = "/v1/audit/flags";
const HOUR_MS: i64 = 3_600_000;

async fn flags(dpo: &Caller, from: &str, more: Value) -> Value {
    let mut body = why();
    body["from"] = json!(from);
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    dpo.post(PATH, body).await.granted()
}

fn signs(answer: &Value) -> Vec<(String, String)> {
    let text = |flag: &Value, name: &str| flag[name].as_str().unwrap_or_default().to_owned();
    let flags = answer["flags"].as_array().unwrap();
    flags.iter().map(|flag| (text(flag, "sign"), text(flag, "person"))).collect()
}

#[tokio::test]
async fn misuse_is_flagged_with_the_entries_behind_it_within_the_scope() {
    let world = World::start().await;
    let (officer, guard, operator) =
        (world.as_("pt-officer"), world.as_("fbt-guard"), world.as_("sec-operator"));
    let from = world.now().to_string();
    let alert = world.alert();
    let plate = alert.at("/body/plate/text").clone();
    officer.sends(&alert).await;
    // An operator who is refused again and again.
    let wrong = json!({
        "purpose": "public-order", "reason": "handover", "justification": "Wanted to have a look",
    });
    for _ in 0..5 {
        let refused = operator.open_for(alert.id(), wrong.clone()).await;
        refused.refused_at("purpose-mismatch", "/purpose");
    }
    // A guard who looks up one plate by opening and by search, day after day.
    guard.open(alert.id()).await.granted();
    for _ in 0..7 {
        guard.search(json!({ "plate": plate })).await.granted();
        world.clock.advance_ms(9 * HOUR_MS);
    }
    // An officer who lists a plate, searches for it and takes it back at once.
    let short = world.alert();
    officer.sends(&short).await;
    officer.search(json!({ "plate": short.at("/body/plate/text") })).await.granted();
    officer.sends(&world.recall(short.id())).await;
    let dpo = world.as_("fg-1");
    let answer = flags(&dpo, &from, json!({})).await;
    assert_eq!(answer["complete"], true);
    let expected = [
        ("repeated-target", "fbt-guard"),
        ("withdrawn-after-search", "pt-officer"),
        ("refusals-in-a-row", "sec-operator"),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(signs(&answer), expected);
    let behind = answer["flags"][0]["entries"].as_array().unwrap();
    assert_eq!(behind.len(), 8);
    let path = format!("/v1/audit/entries/{}/open", behind[0]);
    assert_eq!(dpo.post(&path, why()).await.granted()["fields"]["person"], "fbt-guard");
    assert!(answer["not_looked_for"][0].as_str().unwrap().starts_with("own plate"));
    // The question is an entry that names what it showed, and no plate.
    let path = format!("/v1/audit/entries/{}/open", answer["entry"]);
    let own = dpo.post(&path, why()).await.granted();
    let given = own["fields"]["given"].as_str().unwrap();
    assert!(given.contains("refusals-in-a-row of entries "), "{given}");
    let narrow = officer_for_securion(&world).await;
    let seen = flags(&narrow, &from, json!({})).await;
    assert_eq!(signs(&seen), [("refusals-in-a-row".to_owned(), "sec-operator".to_owned())]);
    assert_eq!(signs(&flags(&narrow, &from, json!({ "partner": FAIR })).await), []);
    let own = flags(&dpo, &from, json!({ "partner": SECURION })).await;
    assert_eq!(signs(&own), [("refusals-in-a-row".to_owned(), "sec-operator".to_owned())]);
    world.finish().await;
}

#[tokio::test]
async fn whatever_is_granted_ends_a_row_of_refusals() {
    let world = World::start().await;
    let (operator, dpo) = (world.as_("sec-operator"), world.as_("fg-1"));
    let from = world.now().to_string();
    let nothing = "019ab3c0-0001-7c3e-8d21-5f0a6b1c9e01";
    for _ in 0..2 {
        for _ in 0..4 {
            operator.open(nothing).await.refused("not-found");
        }
        operator.get("/v1/alerts").await.granted();
    }
    assert_eq!(signs(&flags(&dpo, &from, json!({})).await), []);
    for _ in 0..5 {
        operator.open(nothing).await.refused("not-found");
    }
    let answer = flags(&dpo, &from, json!({})).await;
    assert_eq!(signs(&answer), [("refusals-in-a-row".to_owned(), "sec-operator".to_owned())]);
    assert_eq!(answer["flags"][0]["count"], 5);
    world.finish().await;
}

#[tokio::test]
async fn flags_are_kept_over_restarts_and_told_again_from_the_entries() {
    let mut world = World::start().await;
    let (from, nothing) = (world.now().to_string(), "019ab3c0-0001-7c3e-8d21-5f0a6b1c9e01");
    for _ in 0..2 {
        let operator = world.as_("sec-operator");
        for _ in 0..3 {
            operator.open(nothing).await.refused("not-found");
        }
        world.restart().await;
    }
    let recount = json!({ "recount": true });
    let first = flags(&world.as_("fg-1"), &from, recount.clone()).await;
    assert_eq!(signs(&first), [("refusals-in-a-row".to_owned(), "sec-operator".to_owned())]);
    assert_eq!((&first["complete"], &first["flags"][0]["count"]), (&json!(true), &json!(6)));
    let told =
        |answer: &Value| (answer["recount"]["agrees"].clone(), answer["recount"]["flags"].clone());
    assert_eq!(told(&first), (json!(true), json!(1)));
    let path = format!("/v1/audit/entries/{}/open", first["entry"]);
    let own = world.as_("fg-1").post(&path, why()).await.granted();
    let given = own["fields"]["given"].as_str().unwrap();
    assert!(given.contains("a recount of ") && given.ends_with("agrees"), "{given}");
    world.restart().await;
    let again = flags(&world.as_("fg-1"), &from, recount).await;
    assert_eq!(again["flags"], first["flags"]);
    assert_eq!(told(&again), (json!(true), json!(1)));
    // A period in which nothing was done has none.
    world.clock.advance_ms(9 * HOUR_MS);
    let later = world.now().to_string();
    assert_eq!(signs(&flags(&world.as_("fg-1"), &later, json!({})).await), []);
    world.finish().await;
}

#[tokio::test]
async fn flags_need_a_use_a_reason_and_a_period() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    let from = world.now().to_string();
    for (member, value, slug, pointer) in [
        ("use_code", json!("curiosity"), "use-code-required", "/use_code"),
        ("justification", json!("lawfulness"), "justification-insufficient", "/justification"),
        ("from", json!("yesterday"), "request-invalid", "/from"),
        ("to", json!("2020-01-01T00:00:00Z"), "request-invalid", "/to"),
        ("partner", json!("?"), "request-invalid", "/partner"),
    ] {
        let mut body = why();
        body["from"] = json!(from);
        body[member] = value;
        dpo.post(PATH, body).await.refused_at(slug, pointer);
    }
    let mut body = why();
    body["from"] = json!(from);
    world.as_("steward-1").post(PATH, body).await.refused("action-not-allowed");
    world.finish().await;
}
