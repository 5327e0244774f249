//! The officer's pages: the overview, the health of the log, and bundles, with the entry that each question
//! leaves. Absent: checking in the browser (`tests/browser`).

use samen_audit::bundle::Bundle;
use serde_json::{Value, json};

use super::pages::page;
use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::cast::FAIR;

async fn asks(world: &World, path: &str, more: Value) -> Answer {
    let mut body =
        json!({ "use_code": "lawfulness", "justification": "Yearly report to the board" });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    world.as_("fg-1").post_from_page(path, body).await
}

#[tokio::test]
async fn the_overview_draws_what_was_counted_in_the_language_of_the_page() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert();
    officer.sends(&alert).await;
    officer.sends(&world.alert()).await;
    world.as_("fbt-guard").open("019ab3c0-0001-7c3e-8d21-5f0a6b1c9e01").await.refused("not-found");
    officer.sends(&world.recall(alert.id())).await;
    world.clock.advance_ms(1000);
    let year = asks(&world, "/overview", json!({ "year": 2026, "recount": true })).await;
    assert_eq!(year.status, 200, "{}", year.text());
    let text = year.text();
    assert!(
        text.contains("Verstrekkingen naar doel, per maand")
            && text.contains("<svg class=\"chart\"")
    );
    // A name as people know it, and the columns and cells of November.
    assert!(text.contains("Politie Twente") && text.contains("Voorkomen en opsporen"), "{text}");
    assert!(text.contains(">nov – Politie Twente: 3</title>") && text.contains("elk aantal klopt"));
    assert!(text.contains("<td class=\"number\">3</td>") && text.contains("nog niet bevestigd"));
    assert!(text.contains("disclosures-by-purpose&#34;,&#34;offences&#34;,3,2026-11"), "{text}");
    assert!(!text.contains(" style=") && !text.contains("<script"));
    let month = asks(&world, "/overview", json!({ "year": 2026, "month": 11 })).await;
    assert!(
        !month.text().contains("<svg class=\"chart\"")
            && month.text().contains("Verstrekkingen naar doel")
    );
    let vague = asks(&world, "/overview", json!({ "year": 2026, "use_code": "" })).await;
    vague.refused_at("use-code-required", "/use_code");
    world.finish().await;
}

#[tokio::test]
async fn the_months_of_the_api_are_what_its_tables_say() {
    let world = World::start().await;
    world.as_("pt-officer").sends(&world.alert()).await;
    let body = json!({ "use_code": "lawfulness", "justification": "Yearly report", "year": 2026 });
    let answer = world.as_("fg-1").post("/v1/audit/overviews", body).await.granted();
    assert_eq!(answer["months"].as_array().unwrap().len(), 12);
    assert_eq!(answer["months"][10], "2026-11");
    let names: Vec<&str> = answer["series"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["table"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"disclosures-by-partner") && !names.contains(&"recalls"));
    for series in answer["series"].as_array().unwrap() {
        let tables = answer["tables"].as_array().unwrap();
        let table = tables.iter().find(|table| table["table"] == series["table"]).unwrap();
        for (row, monthly) in
            table["rows"].as_array().unwrap().iter().zip(series["rows"].as_array().unwrap())
        {
            let counts = monthly["counts"].as_array().unwrap();
            let sum: u64 = counts.iter().map(|count| count.as_u64().unwrap()).sum();
            assert_eq!((&row["key"], &row["count"]), (&monthly["key"], &json!(sum)));
            assert_eq!(counts[10], json!(sum));
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn a_bundle_of_named_entries_is_a_bundle_and_withholds() {
    let world = World::start().await;
    let alert = world.alert();
    let index = world.as_("pt-officer").sends(&alert).await.proof.index;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    let wanted = json!({ "entries": [index + 1, index, index], "withhold": ["person"] });
    let answer = asks(&world, "/bundle", wanted).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer: Value = serde_json::from_str(answer.text()).unwrap();
    let files = answer["files"].as_object().unwrap().iter();
    let files: Vec<(String, Vec<u8>)> = files
        .map(|(path, text)| (path.clone(), text.as_str().unwrap().as_bytes().to_vec()))
        .collect();
    let bundle = Bundle::parse(&files).unwrap();
    let indexes: Vec<u64> = bundle.entries.iter().map(|line| line.index()).collect();
    assert!(indexes.contains(&index) && indexes.contains(&(index + 1)), "{indexes:?}");
    assert_eq!((bundle.withheld.len(), bundle.records.len()), (1, 1));
    // What is named has to fit the rest of the question too, and to be there.
    let narrow = json!({ "entries": [index, index + 1], "query": { "partner": FAIR } });
    let narrow = asks(&world, "/bundle", narrow).await;
    let narrow: Value = serde_json::from_str(narrow.text()).unwrap();
    let lines = narrow["files"]["entries.jsonl"].as_str().unwrap();
    let has = |index: u64| lines.contains(&format!("index {index}\\n"));
    assert!(has(index + 1) && !has(index), "{lines}");
    let beyond = asks(&world, "/bundle", json!({ "entries": [index, 9_000_000] })).await;
    beyond.refused_at("request-invalid", "/entries/1");
    asks(&world, "/bundle", json!({})).await.refused_at("request-invalid", "/query");
    world.finish().await;
}

#[tokio::test]
async fn only_an_officer_is_offered_these_pages() {
    let world = World::start().await;
    for path in ["/overview", "/log-health", "/bundle"] {
        let shown = world.as_("fg-1").send(page(path)).await;
        assert_eq!(shown.status, 200);
        let used = format!("href=\"{path}\" aria-current=\"page\"");
        assert!(shown.text().contains(&used) && !shown.text().contains(" style="), "{path}");
        for who in ["fbt-guard", "pt-officer", "steward-1"] {
            let refused = world.as_(who).send(page(path)).await;
            assert_eq!(refused.status, 403);
            assert!(!refused.text().contains(&used));
        }
    }
    let told = asks(&world, "/log-health/witnesses", json!({})).await;
    assert!(told.text().contains("Er zijn geen getuigen ingesteld."), "{}", told.text());
    world.finish().await;
}
