//! Many records in one request: each judged, entered and answered as if it came alone.
//! Absent: limits on the number of submissions.

use samen::client::transport::Request;
use serde_json::Value;

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::Caller;

async fn send(caller: &Caller, lines: &[String]) -> Answer {
    let body = lines.join("\n");
    caller.send(Request::post("/v1/records/batch", "application/x-ndjson", body)).await
}

fn results(answer: &Answer) -> Vec<(u64, String)> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let result = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let slug = line["problem"]["type"].as_str().unwrap_or_default();
        (line["status"].as_u64().unwrap(), slug.replace("urn:samen:problem:", ""))
    };
    answer.text().lines().map(result).collect()
}

#[tokio::test]
async fn every_line_gets_its_own_answer_in_the_order_of_the_lines() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let (first, last) = (world.alert(), world.alert());
    officer.sends(&first).await;
    let late = world.alert().set("/expires_at", "2026-01-01T00:00:00Z".into());
    let forged = officer.sign(&world.alert()).replace("\"signature\":\"", "\"signature\":\"AAAA");
    let lines = [
        officer.sign(&first),
        officer.sign(&late),
        officer.sign(&first.clone().set("/body/priority", 5.into())),
        "{}".to_owned(),
        forged,
        officer.sign(&last),
    ];
    let got = results(&send(&officer, &lines).await);
    let wanted = [
        (200, ""),
        (422, "expired"),
        (409, "id-conflict"),
        (400, "jws-malformed"),
        (400, "signature-invalid"),
        (201, ""),
    ];
    assert_eq!(got, wanted.map(|(status, slug)| (status, slug.to_owned())));
    let found = world.as_("rjs-guard").finds(serde_json::json!({ "types": ["alert"] })).await;
    assert_eq!(found, [last.id(), first.id()]);
    world.finish().await;
}

#[tokio::test]
async fn a_record_twice_in_one_batch_is_stored_once_and_receipted_twice() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let jws = officer.sign(&world.alert());
    let answer = send(&officer, &[jws.clone(), jws.clone(), jws]).await;
    let mut got = results(&answer);
    got.sort();
    assert_eq!(got, [200, 200, 201].map(|status| (status, String::new())));
    let lines: Vec<Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line["receipt"] == lines[0]["receipt"]));
    world.finish().await;
}

#[tokio::test]
async fn a_batch_of_hundreds_is_accepted_whole_and_every_receipt_verifies() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let lines: Vec<String> = (0..300).map(|_| guard.sign(&world.incident())).collect();
    let answer = send(&guard, &lines).await;
    for (line, jws) in answer.text().lines().zip(&lines) {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = line["receipt"].to_string();
        let receipt = samen_audit::receipt::Receipt::parse(text.as_bytes()).unwrap();
        let keys = std::slice::from_ref(&world.ledger.log_key);
        receipt.verify(keys, Some(jws.as_bytes())).unwrap();
        world.ledger.saw(&receipt.proof.checkpoint);
    }
    assert_eq!(answer.text().lines().count(), 300);
    world.finish().await;
}

#[tokio::test]
async fn a_batch_of_nothing_or_of_too_much_is_refused_whole() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    send(&officer, &[]).await.refused("request-invalid");
    send(&officer, &vec!["{}".to_owned(); 501]).await.refused("body-too-large");
    send(&officer, &["x".repeat(64 * 1024 + 1)]).await.refused("body-too-large");
    send(&officer, &vec!["x".repeat(60_000); 20]).await.refused("body-too-large");
    world.finish().await;
}
