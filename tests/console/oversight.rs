//! The pages of a data protection officer: what they show, to whom, and what each question leaves.
//! Absent: a browser (`tests/browser`), and what the use cases answer (`tests/oversight`).

use serde_json::{Value, json};

use super::pages::{page, shows};
use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, SECURION};
use crate::oversight::officer_for_securion;

const PAGES: [&str; 8] = [
    "/oversight",
    "/oversight/question",
    "/oversight/entries",
    "/oversight/subject",
    "/oversight/flags",
    "/oversight/samples",
    "/oversight/recalls",
    "/oversight/orders",
];

/// A question as a page asks it.
fn question(more: Value) -> Value {
    let mut body = json!({
        "use_code": "self-monitoring",
        "justification": "Quarterly look at <b>who</b> looked",
    });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// The part of a page that answers a question.
async fn told(dpo: &Caller, path: &str, more: Value) -> String {
    let answer = dpo.post_from_page(path, question(more)).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text().to_owned()
}

/// The newest entry that the office left by this action.
async fn newest(dpo: &Caller, action: &str) -> Value {
    let found = dpo.audit(json!({ "partner": "fg-twente", "action": action })).await.granted();
    found["entries"][0]["fields"].clone()
}

#[tokio::test]
async fn the_pages_are_the_officers_alone_and_name_the_scope() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    for path in PAGES {
        let shown = shows(&dpo, page(path)).await;
        assert!(shown.text().contains(&format!("href=\"{path}\" aria-current=\"page\"")), "{path}");
        for who in ["fbt-guard", "pt-officer", "sec-admin", "steward-1"] {
            world.as_(who).send(page(path)).await.refused("action-not-allowed");
        }
    }
    let narrow = officer_for_securion(&world).await;
    for (officer, sees) in [(&dpo, true), (&narrow, false)] {
        let first = shows(officer, page("/oversight")).await;
        assert!(first.text().contains(&format!("<code>{SECURION}</code>")));
        assert_eq!(
            first.text().contains(FAIR),
            sees,
            "the partners in scope are named, and no others"
        );
    }
    world.finish().await;
}

#[tokio::test]
async fn who_saw_what_is_told_in_words_and_markup_in_it_is_text() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    let query = json!({ "query": { "record": alert.id() } });
    let found = told(&dpo, "/oversight/entries", query).await;
    assert!(found.contains("bericht geopend") && found.contains("bericht verstuurd"), "{found}");
    let own = json!({ "query": { "action": "audit.search", "partner": "fg-twente" } });
    let found = told(&dpo, "/oversight/entries", own).await;
    assert!(found.contains("&#60;b&#62;who&#60;/b&#62;") && !found.contains("<b>who"), "{found}");
    assert!(found.contains("Interne controle"));
    let nothing = json!({ "query": { "grant": "nobody-gave-this", "partner": FAIR } });
    let found = told(&dpo, "/oversight/entries", nothing).await;
    assert!(found.contains("Niets gevonden"), "{found}");
    let entry = newest(&dpo, "audit.search").await;
    assert_eq!(
        (&entry["use_code"], &entry["given"]),
        (&json!("self-monitoring"), &json!("nothing found"))
    );
    let first = json!({ "query": { "record": alert.id() }, "limit": 1 });
    let found = told(&dpo, "/oversight/entries", first.clone()).await;
    assert!(found.contains("bericht geopend") && !found.contains("bericht verstuurd"), "{found}");
    let cursor = found.split("data-next=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut second = first;
    second["cursor"] = json!(cursor);
    let found = told(&dpo, "/oversight/entries", second).await;
    assert!(found.contains("bericht verstuurd") && !found.contains("bericht geopend"), "{found}");
    let open = told(&dpo, "/oversight/entries/open", json!({ "entry": 0 })).await;
    assert!(open.contains("organisatie toegelaten") && open.contains("data-evidence"), "{open}");
    world.finish().await;
}

#[tokio::test]
async fn a_citizens_report_comes_with_a_letter_in_each_language() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let report = told(&dpo, "/oversight/subject", json!({ "record": alert.id() })).await;
    for said in
        ["Geachte heer of mevrouw", "Madame, Monsieur", "Dear Sir or Madam", "Ja: opsporing"]
    {
        assert!(report.contains(said), "{said}");
    }
    for letter in report.split("class=\"letter\"").skip(1) {
        let letter = letter.split("</textarea>").next().unwrap();
        assert!(!letter.contains("led-15") && !letter.contains("===="), "{letter}");
    }
    assert_eq!(newest(&dpo, "audit.subject").await["use_code"], "self-monitoring");
    let both = question(json!({ "record": alert.id(), "plate": "XB123K" }));
    let refused = dpo.post_from_page("/oversight/subject", both).await;
    refused.refused_at("request-invalid", "/plate");
    world.finish().await;
}

#[tokio::test]
async fn a_sample_goes_on_where_it_was_and_closing_a_month_shows() {
    let world = World::start().await;
    let (dpo, guard) = (world.as_("fg-1"), world.as_("fbt-guard"));
    for _ in 0..4 {
        guard.search(json!({ "types": ["alert"] })).await.granted();
    }
    let from = world.now().plus_ms(-60_000).to_string();
    world.clock.advance_ms(1000);
    let draw = json!({ "seed": "lottery of today", "size": 3, "from": from, "to": world.now().to_string() });
    let drawn = told(&dpo, "/oversight/samples", draw).await;
    let number = drawn.split("data-sample-shown=\"").nth(1).unwrap().split('"').next().unwrap();
    let chosen: Vec<u64> = drawn
        .split("data-row=\"")
        .skip(1)
        .map(|part| part.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(chosen.len(), 3);
    let note = "Round book <i>agrees</i>";
    let review = json!({
        "use_code": "self-monitoring", "entry": chosen[0], "verdict": "unclear", "note": note,
    });
    let reviewed = dpo.post_from_page("/oversight/reviews", review).await;
    assert!(reviewed.text().contains("Onduidelijk"), "{}", reviewed.text());
    let sample: u64 = number.parse().unwrap();
    let later = told(&dpo, "/oversight/samples/progress", json!({ "sample": sample })).await;
    assert!(later.contains("data-reviewed=\"1\" data-size=\"3\""), "{later}");
    assert!(later.contains("&#60;i&#62;agrees") && !later.contains("<i>agrees"), "{later}");
    let own = told(&dpo, "/oversight/samples/own", json!({})).await;
    assert!(own.contains(&format!("data-sample=\"{number}\"")), "{own}");
    assert!(told(&dpo, "/oversight/months", json!({})).await.contains("2026-10"));
    let close = json!({
        "use_code": "self-monitoring", "through": "2026-10", "ground": "Audit of October is done",
    });
    let closed = dpo.post_from_page("/oversight/orders/closing", close).await;
    assert!(closed.text().contains("afgesloten tot en met"), "{}", closed.text());
    let months = told(&dpo, "/oversight/months", json!({})).await;
    assert!(months.contains("Er is geen maand om af te sluiten."), "{months}");
    world.finish().await;
}
