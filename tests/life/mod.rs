//! The whole life of one alert, over restarts: sent, received, corrected, taken back, deleted by some and
//! not by all, erased in the end, and what proves it afterwards. Absent: each step by itself, which the other rooms test.

use std::time::{Duration, Instant};

use samen_audit::receipt::Receipt;
use serde_json::{Value, json};

use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, RJ, SECURION};
use crate::harness::{Draft, World, paperwork};

const DAY_MS: i64 = 24 * 3_600_000;

/// A signed record with its receipt, as its sender keeps them.
struct Kept {
    jws: String,
    receipt: Receipt,
}

async fn sent(officer: &Caller, draft: &Draft) -> Kept {
    let jws = officer.sign(draft);
    let answer = officer.submit(&jws).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    Kept { jws, receipt: Receipt::parse(&answer.body).unwrap() }
}

async fn recalls(dpo: &Caller, record: &str) -> Value {
    let body = json!({ "use_code": "lawfulness", "justification": "Is it gone everywhere",
        "query": { "record": record } });
    dpo.post("/v1/audit/recalls", body).await.granted()["recalls"][0]["records"][0].clone()
}

fn states(recalled: &Value) -> Vec<(&str, &str)> {
    let partners = recalled["partners"].as_array().unwrap().iter();
    partners.map(|one| (one["partner"].as_str().unwrap(), one["state"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn an_alert_lives_ends_and_stays_provable() {
    let mut world = World::start().await;
    let officer = world.as_("pt-officer");
    // Sent to all, and received by three firms.
    let alert = world.alert();
    let first = sent(&officer, &alert).await;
    for who in ["fbt-guard", "sec-operator", "rjs-guard"] {
        assert_eq!(world.as_(who).feed(Some(0)).await.record().await.1, alert.id(), "{who}");
        world.as_(who).sends(&world.receipt(alert.id(), "delivered").by(who)).await;
    }
    // Corrected: everybody gets the new text, nobody sees the old one.
    let update = world.alert().set("/message", json!("update"));
    let update = update.set("/references", json!([alert.id()]));
    let second = sent(&officer, &update).await;
    world.as_("fbt-guard").open(alert.id()).await.refused("replaced");
    world.as_("fbt-guard").open(update.id()).await.granted();
    // One firm is suspended, and the exchange is started again.
    let suspended = paperwork::standing(SECURION, None, "suspended");
    world.as_("steward-1").post("/v1/partners/standing", suspended).await.granted();
    world.restart().await;
    world.as_("sec-operator").open(update.id()).await.refused("partner-not-active");
    // Taken back: gone from every screen; two firms delete it, the suspended one cannot.
    let recall = world.recall(update.id());
    let third = sent(&world.as_("pt-officer"), &recall).await;
    for who in ["fbt-guard", "rjs-guard"] {
        let caller = world.as_(who);
        caller.open(update.id()).await.refused("recalled");
        assert_eq!(caller.finds(json!({ "plate": update.at("/body/plate/text") })).await, [""; 0]);
        assert_eq!(caller.get("/v1/alerts").await.granted()["alerts"], json!([]));
        caller.sends(&world.receipt(update.id(), "deleted").by(who)).await;
    }
    world.clock.advance_ms(DAY_MS + 1);
    world.restart().await;
    let recalled = recalls(&world.as_("fg-1"), update.id()).await;
    assert_eq!(states(&recalled), [(FAIR, "deleted"), (SECURION, "late"), (RJ, "deleted")]);
    // Its time is over: the text is erased by an entry that says so.
    world.clock.advance_ms(30 * DAY_MS);
    let patience = Instant::now() + Duration::from_secs(20);
    let gone = loop {
        let answer = world.as_("pt-officer").open(update.id()).await;
        if answer.status != 200 {
            break answer;
        }
        assert!(Instant::now() < patience, "it is still there");
    };
    gone.refused("erased");
    let by = gone.problem().unwrap().erased_by.unwrap();
    let why = json!({ "use_code": "lawfulness", "justification": "Is it gone everywhere" });
    let path = format!("/v1/audit/entries/{by}/open");
    let entry = world.as_("fg-1").post(&path, why).await.granted();
    assert_eq!(entry["fields"]["action"], "retention.erase");
    assert_eq!(entry["fields"]["reason"], "retention-ended");
    // What was proven stays proven.
    let keys = [world.ledger.log_key.clone()];
    for kept in [&first, &second, &third] {
        kept.receipt.verify(&keys, Some(kept.jws.as_bytes())).unwrap();
    }
    world.finish().await;
}
