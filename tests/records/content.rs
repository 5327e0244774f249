//! What a signed record says: strict JSON, its schema, this exchange, now. Each refusal names the
//! member and leaves nothing behind but its entry. Absent: grants (`rules`), references.

use serde_json::{Value, json};

use crate::harness::cast::EXCHANGE;
use crate::harness::{Draft, World};

const DAY_MS: i64 = 86_400_000;

#[tokio::test]
async fn json_is_read_strictly() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert().bytes();
    let not_text = alert.as_bytes().iter().map(|b| if *b == b'2' { 0xff } else { *b }).collect();
    let deep = format!("{}{}", "[".repeat(17), "]".repeat(17));
    let nested = alert.replacen("\"references\":[]", &format!("\"references\":{deep}"), 1);
    let twice = alert.replacen('{', "{\"purpose\":\"offences\",", 1);
    let payloads: [(Vec<u8>, &str, Option<&str>); 7] = [
        (not_text, "json-malformed", None),
        (format!("\u{feff}{alert}").into_bytes(), "json-malformed", None),
        (format!("{alert}{alert}").into_bytes(), "json-malformed", None),
        (alert[..alert.len() - 1].into(), "json-malformed", None),
        (Vec::new(), "json-malformed", None),
        (twice.into_bytes(), "json-duplicate-member", Some("/purpose")),
        (nested.into_bytes(), "json-too-deep", Some("/references")),
    ];
    for (payload, slug, pointer) in payloads {
        let answer = officer.submit(&officer.sign_bytes(payload)).await;
        let problem = answer.problem().unwrap();
        let at = problem.pointer.as_deref();
        assert_eq!(problem.slug(), slug);
        // The pointer of nesting goes as deep as the nesting that was allowed.
        assert!(
            at.is_none() == pointer.is_none()
                && at.unwrap_or("").starts_with(pointer.unwrap_or(""))
        );
    }
    nothing_is_stored(&world).await;
    world.finish().await;
}

#[tokio::test]
async fn a_record_fits_its_schema_and_itself() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = || world.alert();
    let cases: [(Draft, &str, &str); 12] = [
        (alert().set("/ethnicity", json!("x")), "schema-violation", "/ethnicity"),
        (alert().set("/body/nationality", json!("x")), "schema-violation", "/body/nationality"),
        (alert().without("/purpose"), "schema-violation", "/purpose"),
        (alert().without("/expires_at"), "schema-violation", "/expires_at"),
        (alert().set("/body/priority", json!(6)), "schema-violation", "/body/priority"),
        (alert().set("/version", json!(2)), "schema-violation", "/version"),
        (alert().set("/type", json!("weather")), "schema-violation", "/type"),
        (alert().set("/audience", json!([])), "schema-violation", "/audience"),
        (alert().set("/body/plate/text", json!("AB-12-CDE")), "record-invalid", "/body/plate/text"),
        (alert().set("/assessment", json!(["/body/nothing"])), "record-invalid", "/assessment/0"),
        (alert().set("/message", json!("update")), "record-invalid", "/references"),
        (alert().set("/handling/code", json!("H3")), "record-invalid", "/handling/conditions"),
    ];
    for (at, (draft, slug, pointer)) in cases.into_iter().enumerate() {
        let problem = officer.tries(&draft).await.problem().unwrap();
        assert_eq!(problem.slug(), slug, "case {at}: {pointer}");
        let got = problem.pointer.unwrap_or_default();
        // A member that the schema does not know is named by the object that it stands in.
        assert!(pointer.starts_with(&got), "case {at}: {got} for {pointer}");
    }
    nothing_is_stored(&world).await;
    world.finish().await;
}

#[tokio::test]
async fn a_person_is_described_only_with_grading_and_category() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let seen = || {
        let person = json!({ "count": 1, "age": { "min": 25, "max": 40 } });
        world.sighting(&alert).set("/body/person", person)
    };
    let graded = json!({ "source": 1, "information": "A", "sharing": "P" });
    guard.tries(&seen()).await.refused_at("record-invalid", "/grading");
    let half = seen().set("/grading", graded.clone());
    guard.tries(&half).await.refused_at("record-invalid", "/subject_category");
    let whole = seen().set("/grading", graded).set("/subject_category", json!("suspect"));
    guard.sends(&whole).await;
    world.finish().await;
}

#[tokio::test]
async fn a_record_of_another_exchange_or_another_time_is_refused() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let now = world.now();
    let at = |ms: i64| json!(now.plus_ms(ms).to_string());
    let (alert, minute) = (|| world.alert(), 60_000);
    let other = EXCHANGE.replace("twente", "drenthe");
    let cases = [
        (alert().set("/exchange", json!(other)), "exchange-mismatch", "/exchange"),
        (alert().set("/issued_at", at(-5 * minute - 1)), "clock-skew", "/issued_at"),
        (alert().set("/issued_at", at(5 * minute + 1)), "clock-skew", "/issued_at"),
        (
            alert().set("/issued_at", at(-minute)).set("/expires_at", at(0)),
            "expired",
            "/expires_at",
        ),
        (alert().set("/expires_at", at(-minute)), "expired", "/expires_at"),
        // The profile allows 30 days, the grant 28.
        (alert().set("/expires_at", at(30 * DAY_MS + 1)), "expiry-beyond-cap", "/expires_at"),
        (alert().set("/expires_at", at(28 * DAY_MS + 1)), "expiry-beyond-cap", "/expires_at"),
    ];
    for (draft, slug, pointer) in cases {
        officer.tries(&draft).await.refused_at(slug, pointer);
    }
    nothing_is_stored(&world).await;
    for edge in [
        alert().set("/issued_at", at(-5 * minute)),
        alert().set("/issued_at", at(5 * minute)),
        alert().set("/expires_at", at(28 * DAY_MS)),
        alert().set("/expires_at", at(1)),
    ] {
        officer.sends(&edge).await;
    }
    world.finish().await;
}

#[tokio::test]
async fn what_was_observed_may_wait_three_days_for_a_connection() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert =
        world.alert().set("/expires_at", json!(world.now().plus_ms(9 * DAY_MS).to_string()));
    officer.sends(&alert).await;
    let until = world.now().plus_ms(5 * DAY_MS).to_string();
    let lasting = |draft: Draft| draft.set("/expires_at", json!(until));
    let waiting =
        [lasting(world.sighting(&alert)), lasting(world.incident()), lasting(world.incident())];
    let short = world.incident();
    let handover = world.receipt(alert.id(), "read");
    world.clock.advance_ms(3 * DAY_MS);
    // Its own end still counts, and an answer is about the present.
    guard.tries(&short).await.refused_at("expired", "/expires_at");
    guard.tries(&lasting(handover)).await.refused_at("clock-skew", "/issued_at");
    let receipt = guard.sends(&waiting[0]).await;
    guard.sends(&waiting[1]).await;
    let body =
        json!({ "use_code": "lawfulness", "justification": "What waited for its connection" });
    let path = format!("/v1/audit/entries/{}/open", receipt.proof.index);
    let fields = world.as_("fg-1").post(&path, body).await.granted()["fields"].clone();
    assert_eq!(fields["detail"], "sent 4320 min after it was signed");
    // A search for the time of what was seen finds it, though it came in days later.
    let period = json!({ "types": ["sighting"], "from": waiting[0].at("/issued_at"),
        "to": world.now().plus_ms(-2 * DAY_MS).to_string() });
    assert_eq!(officer.finds(period).await, [waiting[0].id()]);
    world.clock.advance_ms(1);
    guard.tries(&waiting[2]).await.refused_at("clock-skew", "/issued_at");
    let corrected = world.sighting(&alert).set("/message", json!("update"));
    let corrected = corrected.set("/references", json!([waiting[0].id()]));
    let early = world.now().plus_ms(-6 * 60_000).to_string();
    let corrected = lasting(corrected).set("/issued_at", json!(early));
    guard.tries(&corrected).await.refused_at("clock-skew", "/issued_at");
    world.finish().await;
}

#[tokio::test]
async fn a_retry_after_the_clock_has_moved_on_still_gets_its_receipt() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let jws = officer.sign(&world.alert());
    let first = officer.submit(&jws).await;
    // By now it is skewed, then expired: the first time it was neither.
    for later in [10 * 60_000, 2 * DAY_MS] {
        world.clock.advance_ms(later);
        let again = officer.submit(&jws).await;
        assert_eq!((again.status, &again.body), (200, &first.body));
    }
    world.finish().await;
}

#[tokio::test]
async fn a_record_is_at_most_64_kib() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let jws = officer.sign(&world.alert());
    let padded = |to: usize| format!("{jws}{}", " ".repeat(to - jws.len()));
    assert_eq!(officer.submit(&padded(64 * 1024)).await.status, 201);
    officer.submit(&padded(64 * 1024 + 1)).await.refused("body-too-large");
    world.finish().await;
}

async fn nothing_is_stored(world: &World) {
    for id in ["pt-officer", "rjs-guard"] {
        let found = world.as_(id).search(json!({ "from": "2020-01-01T00:00:00Z" })).await;
        assert_eq!(found.granted()["results"], Value::Array(Vec::new()));
    }
}
