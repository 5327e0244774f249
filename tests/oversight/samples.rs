//! Samples over the wire: drawn so that others can repeat it, reviewed entry by entry, with their progress.
//! Absent: the drawing by itself (`src/service/oversight/draw.rs`).

use samen_audit::hash::{Hash, sha256};
use samen_audit::leaf::{Class, Leaf};
use samen_audit::receipt::Receipt;
use serde_json::{Value, json};

use super::{officer_for_securion, why};
use crate::harness::World;
use crate::harness::caller::Caller;

const PATH: &str = "/v1/audit/samples";

async fn sample(dpo: &Caller, world: &World, from: &str, more: Value) -> Value {
    let mut body = why();
    body["seed"] = json!("lotto 2026-11-21 4 8 15 16 23 42");
    body["size"] = json!(5);
    body["from"] = json!(from);
    body["to"] = json!(world.now().to_string());
    body["population"] = json!(true);
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    dpo.post(PATH, body).await.granted()
}

fn numbers(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|index| index.as_u64().unwrap()).collect()
}

fn chosen(sample: &Value) -> Vec<u64> {
    let chosen = sample["chosen"].as_array().unwrap();
    chosen.iter().map(|entry| entry["index"].as_u64().unwrap()).collect()
}

/// What happens in a night: look-ups, a refusal, and an officer's own reading.
async fn night(world: &World) {
    let (guard, operator) = (world.as_("fbt-guard"), world.as_("sec-operator"));
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    for _ in 0..6 {
        guard.open(alert.id()).await.granted();
        operator.search(json!({ "types": ["alert"] })).await.granted();
        world.clock.advance_ms(1000);
    }
    world.as_("fg-1").audit(json!({ "record": alert.id() })).await.granted();
    world.clock.advance_ms(1000);
}

#[tokio::test]
async fn anybody_can_repeat_the_draw_from_the_seed_and_the_indexes() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    world.clock.advance_ms(1000);
    let from = world.now().to_string();
    night(&world).await;
    let first = sample(&dpo, &world, &from, json!({})).await;
    let indexes = numbers(&first["indexes"]);
    // One record sent, twelve look-ups; the officer's own reading is not among them.
    assert_eq!((indexes.len(), &first["population"]), (13, &json!(13)));
    let text: String = indexes.iter().map(|index| format!("{index}\n")).collect();
    let known = samen_audit::text::hex(&sha256(text.as_bytes()));
    assert_eq!(first["population_sha256"], json!(known));
    let seed = "lotto 2026-11-21 4 8 15 16 23 42";
    let ticket = |index: u64| sha256(format!("samen-sample/v1\n{seed}\n{index}").as_bytes());
    let mut tickets: Vec<(Hash, u64)> = indexes.iter().map(|one| (ticket(*one), *one)).collect();
    tickets.sort_unstable();
    let mut expected: Vec<u64> = tickets.iter().take(5).map(|(_, index)| *index).collect();
    expected.sort_unstable();
    assert_eq!(chosen(&first), expected);
    let to = world.now().to_string();
    world.clock.advance_ms(1000);
    let again = sample(&dpo, &world, &from, json!({ "to": to })).await;
    assert_eq!(chosen(&again), expected);
    let narrow = officer_for_securion(&world).await;
    let seen = sample(&narrow, &world, &from, json!({ "to": to, "size": 200 })).await;
    assert_eq!(chosen(&seen).len(), 6);
    let entries = seen["chosen"].as_array().unwrap();
    assert!(entries.iter().all(|entry| entry["fields"]["partner"] == "securion"));
    world.finish().await;
}

/// The indexes of what the officer's search of the log finds in a period.
async fn found(dpo: &Caller, from: &str, to: &str) -> Vec<u64> {
    let (mut indexes, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let mut body = why();
        body["query"] = json!({ "from": from, "to": to });
        body["cursor"] = cursor;
        let answer = dpo.post("/v1/audit/searches", body).await.granted();
        let field = |entry: &Value, name: &str| entry["fields"][name].as_str().map(str::to_owned);
        for entry in answer["entries"].as_array().unwrap() {
            let operation = field(entry, "operation").unwrap();
            let shown = ["disclosure", "consultation"].contains(&operation.as_str());
            let others = field(entry, "partner").is_some_and(|partner| partner != "fg-twente");
            indexes.extend(entry["index"].as_u64().filter(|_| shown && others));
        }
        cursor = answer["next"].clone();
        if cursor.is_null() {
            indexes.sort_unstable();
            return indexes;
        }
    }
}

#[tokio::test]
async fn the_population_is_everything_that_a_search_of_the_log_finds() {
    let mut world = World::start().await;
    world.clock.advance_ms(1000);
    let from = world.now().to_string();
    night(&world).await;
    let guard = world.as_("fbt-guard");
    guard.get("/v1/alerts").await.granted();
    guard.open("019ab3c0-0001-7c3e-8d21-5f0a6b1c9e01").await.refused("not-found");
    world.restart().await;
    world.clock.advance_ms(1000);
    // The last of these is at the end of the period, so not in it.
    for _ in 0..3 {
        world.as_("sec-operator").get("/v1/alerts").await.granted();
        world.clock.advance_ms(1);
    }
    let to = world.now().plus_ms(-1).to_string();
    world.clock.advance_ms(1000);
    let dpo = world.as_("fg-1");
    let drawn = sample(&dpo, &world, &from, json!({ "to": to })).await;
    let indexes = numbers(&drawn["indexes"]);
    assert_eq!(indexes, found(&dpo, &from, &to).await);
    assert!(indexes.len() > 15);
    world.finish().await;
}

#[tokio::test]
async fn a_sample_is_reviewed_entry_by_entry_and_its_progress_is_told() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    world.clock.advance_ms(1000);
    let from = world.now().to_string();
    night(&world).await;
    let drawn = sample(&dpo, &world, &from, json!({})).await;
    let (number, entries) = (drawn["sample"].as_u64().unwrap(), chosen(&drawn));
    let review = async |who: &Caller, entry: u64, verdict: &str, note: &str| {
        let body = json!({
            "use_code": "self-monitoring", "entry": entry, "verdict": verdict, "note": note,
        });
        who.post("/v1/audit/reviews", body).await
    };
    review(&dpo, entries[0], "unclear", "Asked the firm for the round book").await.granted();
    world.clock.advance_ms(1000);
    let second = review(&dpo, entries[0], "in-order", "Round book agrees with the log").await;
    let second = second.granted()["entry"].as_u64().unwrap();
    review(&dpo, entries[1], "not-in-order", "No alert was in force then").await.granted();
    let path = format!("/v1/audit/samples/{number}/progress");
    let progress = dpo.post(&path, why()).await.granted();
    assert_eq!((&progress["reviewed"], progress["rows"].as_array().unwrap().len()), (&json!(2), 5));
    let newest = &progress["rows"][0]["review"];
    assert_eq!((&newest["verdict"], &newest["entry"]), (&json!("in-order"), &json!(second)));
    assert_eq!(newest["by"], "fg-1");
    let counts = json!([
        { "verdict": "in-order", "entries": 1 }, { "verdict": "not-in-order", "entries": 1 },
    ]);
    assert_eq!(progress["verdicts"], counts);
    // A review is an entry of its own class, with its evidence.
    let shown = dpo.post(&format!("/v1/audit/entries/{second}/open"), why()).await.granted();
    assert_eq!(shown["fields"]["subject"], json!(format!("entry {}", entries[0])));
    let evidence = Receipt::parse(shown["evidence"].to_string().as_bytes()).unwrap();
    assert_eq!(Leaf::parse(&evidence.leaf).unwrap().class, Class::Review);
    world.ledger.saw(&evidence.proof.checkpoint);
    review(&dpo, entries[0], "guilty", "Round book agrees")
        .await
        .refused_at("request-invalid", "/verdict");
    let short = review(&dpo, entries[0], "in-order", "fine").await;
    short.refused_at("justification-insufficient", "/note");
    review(&dpo, number, "in-order", "My own question was fine").await.refused("not-found");
    // Another office sees neither the sample nor what lies outside its scope.
    let narrow = officer_for_securion(&world).await;
    narrow.post(&path, why()).await.refused("not-found");
    let sent = numbers(&drawn["indexes"])[0];
    review(&narrow, sent, "in-order", "Looked at the record").await.refused("not-found");
    dpo.post("/v1/audit/samples/0/progress", why()).await.refused("not-found");
    world.as_("pt-officer").post(&path, why()).await.refused("action-not-allowed");
    world.finish().await;
}

#[tokio::test]
async fn a_sample_needs_a_seed_a_size_and_a_period_that_is_over() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    let later = world.now().plus_ms(1000).to_string();
    for (member, value, pointer) in [
        ("seed", json!("abc"), "/seed"),
        ("size", json!(0), "/size"),
        ("size", json!(201), "/size"),
        ("to", json!(later), "/to"),
        ("from", json!("x"), "/from"),
        ("partner", json!("?"), "/partner"),
    ] {
        let mut body = why();
        body["seed"] = json!("newspaper of today");
        body["size"] = json!(5);
        body["from"] = json!("2026-11-01T00:00:00Z");
        body["to"] = json!(world.now().to_string());
        body[member] = value;
        dpo.post(PATH, body).await.refused_at("request-invalid", pointer);
    }
    world.finish().await;
}
