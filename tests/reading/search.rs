//! Searching among what one's partner sent or received. Absent: pages and cursors (`cursor`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::cast::SECURION;

#[tokio::test]
async fn a_plate_is_found_exactly_and_by_what_a_reader_takes_it_for() {
    let world = World::start().await;
    let alert = world.alert().set("/body/plate/text", json!("XB-008-L"));
    world.as_("pt-officer").sends(&alert).await;
    let operator = world.as_("sec-operator");
    let grade = async |plate: &str| {
        let answer = operator.search(json!({ "plate": plate })).await.granted();
        let results = answer["results"].as_array().unwrap().clone();
        results.first().map(|found| (found["grade"].clone(), found["positions"].clone()))
    };
    let exact = Some((json!("exact"), Value::Null));
    let near = |at: u64| Some((json!("ocr_equivalent"), json!([at])));
    assert_eq!(grade("XB008L").await, exact);
    assert_eq!(grade("xb 008.l").await, exact);
    assert_eq!(grade("X8008L").await, near(1));
    assert_eq!(grade("XBO08L").await, near(2));
    assert_eq!(grade("XB0081").await, near(5));
    // Two signs that differ, and one that no reader confuses.
    assert_eq!(grade("XBOO8L").await, None);
    assert_eq!(grade("XB008K").await, None);
    world.finish().await;
}

#[tokio::test]
async fn type_period_case_and_area_narrow_a_search_together() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let area = |lon: f64| json!({ "type": "Point", "coordinates": [lon, 52.25], "radius_m": 2000 });
    let early = world.alert().set("/case", json!("PL-2026-1")).set("/area", area(6.8));
    officer.sends(&early).await;
    let first_hour = world.now().plus_ms(1_800_000).to_string();
    world.clock.advance_ms(3_600_000);
    let late = world.alert().set("/case", json!("PL-2026-2")).set("/area", area(6.2));
    officer.sends(&late).await;
    let incident = world.incident().set("/case", json!("PL-2026-1"));
    guard.sends(&incident).await;
    let cases = [
        (json!({ "types": ["alert"] }), vec![late.id(), early.id()]),
        (json!({ "types": ["incident"] }), vec![incident.id()]),
        (json!({ "types": ["incident", "alert"] }), vec![incident.id(), late.id(), early.id()]),
        (json!({ "case": "PL-2026-1" }), vec![incident.id(), early.id()]),
        (json!({ "case": "PL-2026-1", "types": ["alert"] }), vec![early.id()]),
        (json!({ "from": first_hour }), vec![incident.id(), late.id()]),
        (json!({ "to": first_hour }), vec![early.id()]),
        (json!({ "from": first_hour, "to": first_hour }), vec![]),
        (json!({ "area": { "lat": 52.25, "lon": 6.83, "radius_m": 1000 } }), vec![early.id()]),
        (json!({ "area": { "lat": 51.0, "lon": 6.8, "radius_m": 1000 } }), vec![]),
        (json!({ "plate": late.at("/body/plate/text") }), vec![late.id()]),
        (json!({ "plate": late.at("/body/plate/text"), "case": "PL-2026-1" }), vec![]),
    ];
    for (query, wanted) in cases {
        assert_eq!(officer.finds(query.clone()).await, wanted, "{query}");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_firm_finds_what_was_disclosed_to_it_and_what_it_sent() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert().set("/audience", json!([SECURION]));
    officer.sends(&alert).await;
    let own = world.incident();
    world.as_("fbt-guard").sends(&own).await;
    let everything = json!({ "from": "2020-01-01T00:00:00Z" });
    assert_eq!(world.as_("fbt-guard").finds(everything.clone()).await, [own.id()]);
    assert_eq!(world.as_("sec-operator").finds(everything.clone()).await, [alert.id()]);
    assert_eq!(world.as_("rjs-guard").finds(everything.clone()).await, [""; 0]);
    assert_eq!(officer.finds(everything).await, [own.id(), alert.id()]);
    let plate = json!({ "plate": alert.at("/body/plate/text") });
    assert_eq!(world.as_("rjs-guard").finds(plate).await, [""; 0]);
    world.finish().await;
}

#[tokio::test]
async fn a_search_for_nothing_is_logged_with_what_was_asked() {
    let world = World::start().await;
    let plate = world.plate();
    let answer = world.as_("rjs-guard").search(json!({ "plate": plate })).await.granted();
    assert_eq!(answer["results"], json!([]));
    let entries = world.as_("fg-1").audit(json!({ "plate": plate })).await.granted();
    let found = &entries["entries"][0];
    assert_eq!(found["index"], answer["entry"]);
    let fields = &found["fields"];
    for (field, value) in [
        ("action", "record.search"),
        ("operation", "consultation"),
        ("person", "rjs-guard"),
        ("purpose", "offences"),
        ("reason", "alert-follow-up"),
        ("justification", "Starting my round, looking out for the van"),
        ("given", "nothing found"),
    ] {
        assert_eq!(fields[field], value, "{field}");
    }
    assert!(fields["asked"].as_str().unwrap().contains(&plate));
    world.finish().await;
}

#[tokio::test]
async fn a_question_that_is_none_is_refused() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let hour = "2026-11-20T21:00:00Z";
    for (query, pointer) in [
        (json!({}), "/query"),
        (json!({ "plate": "" }), "/query/plate"),
        (json!({ "plate": "AB?12C" }), "/query/plate"),
        (json!({ "types": ["weather"] }), "/query/types"),
        (json!({ "from": "yesterday" }), "/query/from"),
        (json!({ "to": "2026-11-20T21:00:00+01:00" }), "/query/to"),
        (json!({ "area": { "lat": 91.0, "lon": 0.0, "radius_m": 1 } }), "/query/area"),
    ] {
        guard.search(query).await.refused_at("request-invalid", pointer);
    }
    let with = |member: &str, value: Value| {
        let mut body = json!({
            "reading": crate::harness::caller::reading(),
            "query": { "from": hour },
        });
        body[member] = value;
        body
    };
    for (body, pointer) in [
        (with("limit", json!(0)), "/limit"),
        (with("limit", json!(101)), "/limit"),
        (with("cursor", json!("")), "/cursor"),
    ] {
        let answer = guard.post("/v1/searches", body).await;
        assert_eq!(answer.problem().unwrap().pointer.as_deref(), Some(pointer));
    }
    let mut body = with("limit", json!(1));
    body["reading"]["purpose"] = json!("supervision");
    let answer = guard.post("/v1/searches", body).await;
    answer.refused_at("purpose-not-granted", "/purpose");
    world.finish().await;
}
