//! The processing log: a line of every entry for a collector, once and without personal data, whether
//! the collector is there or not, and what is refused where its confirmation is demanded.
//! Absent: the form of one line (beside the code).

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use hyper::header::{HeaderName, HeaderValue};
use samen::client::transport::Request;
use serde_json::{Value, json};

use crate::harness::cast::{FAIR, HOUSES, MEMBERS};
use crate::harness::leaks::Search;
use crate::harness::ledger::Said;
use crate::harness::{Collector, World};

async fn collected(required: bool) -> (World, Collector) {
    let collector = Collector::start().await;
    let table = collector.table(required);
    let world = World::start_after(|world| world.configure(|text| format!("{text}{table}"))).await;
    (world, collector)
}

fn attribute<'a>(span: &'a Value, key: &str) -> Option<&'a str> {
    let found = span["attributes"].as_array().unwrap().iter().find(|one| one["key"] == key)?;
    let value = found["value"].as_object().unwrap().values().next().unwrap();
    Some(value.as_str().unwrap())
}

/// Waits until the exchange knows how its collector is.
async fn told(world: &World, line: &str) {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let metrics = world.operation("/metrics").await;
        if metrics.lines().any(|found| found == line) {
            return;
        }
        assert!(Instant::now() < patience, "{line} is not in {metrics}");
    }
}

/// Every entry has left exactly once, in order, and nothing else has.
async fn all_once(world: &World, collector: &Collector) {
    let made = world.entries_made().await;
    collector.has(made).await;
    let spans = collector.spans();
    let indexes: Vec<u64> = spans
        .iter()
        .map(|span| attribute(span, "samen.log.index").unwrap().parse().unwrap())
        .collect();
    assert_eq!(indexes, (0..made).collect::<Vec<u64>>());
    let ids: BTreeSet<&str> = spans.iter().map(|span| span["spanId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), spans.len(), "a span id stands there twice");
}

#[tokio::test]
async fn every_entry_leaves_once_and_says_nothing_of_anybody() {
    let (world, collector) = collected(false).await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    guard.open(alert.id()).await.granted();
    let plate = alert.at("/body/plate/text").clone();
    guard.finds(json!({ "plate": plate })).await;
    guard.open("x").await.refused("not-found");
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let header = HeaderValue::from_str(&format!("00-{trace}-b7ad6b7169203331-01")).unwrap();
    let request = Request::get("/v1/alerts").header(HeaderName::from_static("traceparent"), header);
    let entry = guard.send(request).await.granted()["entry"].as_u64().unwrap();
    all_once(&world, &collector).await;
    let spans = collector.spans();
    let joined = &spans[usize::try_from(entry).unwrap()];
    assert_eq!(joined["traceId"], trace);
    assert_eq!(joined["parentSpanId"], "b7ad6b7169203331");
    assert_eq!(attribute(joined, "dpl.core.foreign_operation.span_id"), Some("b7ad6b7169203331"));
    let search = spans.iter().find(|span| span["name"] == "record.search").unwrap();
    let activity = attribute(search, "dpl.core.processing_activity_id");
    assert_eq!(activity, Some("urn:register:activity:search"));
    // Whoever may read the entry finds it by the ids of the line.
    let why = json!({ "use_code": "lawfulness", "justification": "Following one line" });
    let shown = world.as_("fg-1").post(&format!("/v1/audit/entries/{entry}/open"), why).await;
    let shown = shown.granted();
    assert_eq!(shown["fields"]["trace_id"], trace);
    assert_eq!(shown["fields"]["trace_parent"], "b7ad6b7169203331");
    let bodies = collector.lock().bodies.concat();
    let people = MEMBERS.iter().map(|member| member.id).filter(|id| id.len() > 5);
    let names = HOUSES.iter().flat_map(|house| [house.id, house.name]);
    let mut words: Vec<String> = people.chain(names).map(str::to_owned).collect();
    words.extend(world.ledger.marks());
    words.extend([alert.id().to_owned(), "alert-follow-up".to_owned(), "justif".to_owned()]);
    let found = Search::new(&words).find(bodies.as_bytes());
    assert!(found.is_none(), "{found:?} left the exchange");
    let headers = collector.lock().headers.clone();
    assert!(!headers.iter().any(|name| name.starts_with("trace")), "{headers:?}");
    world.finish().await;
}

#[tokio::test]
async fn a_collector_that_is_away_or_refuses_loses_nothing_and_delays_nobody() {
    let (mut world, mut collector) = collected(false).await;
    let officer = world.as_("pt-officer");
    officer.sends(&world.alert()).await;
    all_once(&world, &collector).await;
    collector.leave().await;
    let alert = world.alert();
    officer.sends(&alert).await;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    told(&world, "samen_logboek_answers 0").await;
    // The log is the queue, so what waits outlives a restart.
    drop(officer);
    world.restart().await;
    collector.lock().refuses_with = Some(503);
    collector.come_back().await;
    world.as_("pt-officer").sends(&world.alert()).await;
    let patience = Instant::now() + Duration::from_secs(30);
    while collector.lock().refused == 0 {
        // Asking for the metrics lets the others get on.
        told(&world, "samen_logboek_answers 0").await;
        assert!(Instant::now() < patience, "nobody came back to the collector");
    }
    collector.lock().refuses_with = None;
    all_once(&world, &collector).await;
    told(&world, "samen_logboek_behind_entries 0").await;
    world.finish().await;
}

#[tokio::test]
async fn where_it_is_demanded_nothing_is_taken_or_shown_without_a_confirmation() {
    let (world, collector) = collected(true).await;
    told(&world, "samen_logboek_answers 1").await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    guard.open(alert.id()).await.granted();
    collector.lock().refuses_with = Some(503);
    // Administering goes on, and its entry brings the failure to light.
    world.as_("steward-1").get("/v1/partners").await.granted();
    told(&world, "samen_logboek_answers 0").await;
    guard.open(alert.id()).await.refused("logboek-unavailable");
    guard.get("/v1/alerts").await.refused("logboek-unavailable");
    let late = world.alert();
    let answer = officer.tries(&late).await;
    answer.refused("logboek-unavailable");
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").is_some());
    world.as_("fg-1").audit(json!({ "partner": FAIR })).await.granted();
    collector.lock().refuses_with = None;
    told(&world, "samen_logboek_answers 1").await;
    guard.open(late.id()).await.refused("not-found");
    guard.open(alert.id()).await.granted();
    officer.sends(&late).await;
    all_once(&world, &collector).await;
    world.finish().await;
}

#[tokio::test]
async fn an_answer_whose_own_line_is_not_confirmed_stays_unseen() {
    let (world, collector) = collected(true).await;
    told(&world, "samen_logboek_answers 1").await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    all_once(&world, &collector).await;
    collector.lock().refuses_with = Some(503);
    world.as_("fbt-guard").open(alert.id()).await.refused("logboek-unavailable");
    // It was entered before it was asked for a confirmation: the log says too much and never too little.
    world.ledger.expect(Said {
        action: "record.open".into(),
        partner: FAIR.into(),
        person: "fbt-guard".into(),
        ..Said::default()
    });
    collector.lock().refuses_with = None;
    told(&world, "samen_logboek_answers 1").await;
    all_once(&world, &collector).await;
    world.finish().await;
}
