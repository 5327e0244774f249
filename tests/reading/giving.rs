//! What happens while the alerts in force are being given: recalls, lost standing, and too many at once.
//! Absent: which alerts are in force (`alerts`).

use samen::client::transport::{Protocol, Request, Streaming};
use samen_audit::snapshot::{SnapshotError, SnapshotReader};
use serde_json::{Value, json};

use crate::harness::caller::Caller;
use crate::harness::cast::FAIR;
use crate::harness::{Draft, World, paperwork};

/// More alerts, of about 9 KB each, than fit between a server and a client that does not read: an HTTP/2
/// client opens a window of 2 MiB for a stream.
const ALERTS: usize = 450;

/// Sends so many alerts that an answer with them is under way for as long as nobody reads it.
async fn many(world: &World) -> Vec<Draft> {
    so_many(world, ALERTS).await
}

async fn so_many(world: &World, count: usize) -> Vec<Draft> {
    let condition = "€".repeat(200);
    let conditions = json!(vec![condition; 10]);
    let alert = |_| world.alert().set("/handling/conditions", conditions.clone());
    let alerts: Vec<Draft> = (0..count).map(alert).collect();
    let officer = world.as_("pt-officer");
    let lines: Vec<String> = alerts.iter().map(|alert| officer.sign(alert)).collect();
    // A batch is at most a megabyte.
    for some in lines.chunks(90) {
        let body = some.join("\n");
        let request = Request::post("/v1/records/batch", "application/x-ndjson", body);
        let answer = officer.send(request).await;
        for line in answer.text().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["status"], 201, "{line}");
        }
    }
    alerts
}

/// Asks for the alerts in force, and reads the first bytes.
async fn begun(guard: &Caller) -> (Streaming, Vec<u8>) {
    let mut stream = guard.stream(Request::get("/v1/alerts")).await;
    let first = stream.chunk().await.unwrap().unwrap();
    (stream, first.to_vec())
}

/// Reads to the end.
async fn rest((mut stream, mut bytes): (Streaming, Vec<u8>)) -> String {
    while let Some(chunk) = stream.chunk().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn an_alert_that_is_recalled_before_its_turn_is_not_shown() {
    let world = World::start().await;
    let alerts = many(&world).await;
    let guard = world.as_("fbt-guard");
    let begun = begun(&guard).await;
    let last = alerts.last().unwrap();
    world.as_("pt-officer").sends(&world.recall(last.id())).await;
    let text = rest(begun).await;
    assert!(!text.contains(last.id()) && text.contains(alerts[ALERTS - 2].id()));
    let mut reader = SnapshotReader::new(std::slice::from_ref(&world.ledger.log_key));
    for line in text.lines() {
        reader.take(line.as_bytes()).unwrap();
    }
    let verified = reader.finish().unwrap();
    assert_eq!(verified.statement().alerts, u64::try_from(ALERTS - 1).unwrap());
    // Whoever holds this learns of the recall with the next delta.
    let path = format!("/v1/alerts?since={}", verified.statement().revision);
    assert_eq!(guard.get(&path).await.granted()["ended"], json!([last.id()]));
    world.finish().await;
}

#[tokio::test]
async fn who_is_suspended_meanwhile_gets_no_end() {
    let world = World::start().await;
    many(&world).await;
    let guard = world.as_("fbt-guard");
    let begun = begun(&guard).await;
    let suspended = paperwork::standing(FAIR, None, "suspended");
    world.as_("steward-1").post("/v1/partners/standing", suspended).await.granted();
    let text = rest(begun).await;
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("{\"refused\":") && last.contains("partner-not-active"), "{last}");
    let mut reader = SnapshotReader::new(std::slice::from_ref(&world.ledger.log_key));
    let error = text.lines().find_map(|line| reader.take(line.as_bytes()).err());
    assert_eq!(error, Some(SnapshotError::Refused));
    let back = paperwork::standing(FAIR, None, "active");
    world.as_("steward-1").post("/v1/partners/standing", back).await.granted();
    world.finish().await;
}

#[tokio::test]
async fn one_partner_may_have_so_many_under_way_and_no_more() {
    let world = World::start().await;
    many(&world).await;
    let guard = world.as_("fbt-guard");
    let mut under_way = Vec::new();
    for _ in 0..16 {
        // Each over its own connection: what is under way on one fills that one.
        let device = world.caller(guard.identity.clone(), Protocol::Auto);
        under_way.push(begun(&device).await);
    }
    guard.get("/v1/alerts").await.refused("rate-limited");
    world.as_("rjs-guard").get("/v1/alerts").await.granted();
    rest(under_way.pop().unwrap()).await;
    guard.get("/v1/alerts").await.granted();
    drop(under_way);
    world.finish().await;
}

/// How many alerts the exchange has read to give them.
async fn given(world: &World) -> usize {
    let text = world.operation("/metrics").await;
    let line = text.lines().find_map(|line| line.strip_prefix("samen_alerts_given_total "));
    line.unwrap().parse().unwrap()
}

#[tokio::test]
async fn no_more_is_read_than_the_receiver_takes_and_a_few_pages() {
    const COUNT: usize = 1_200;
    /// The window of the HTTP/2 client, two sides of a socket, and pages of 256 KiB on their way between the two.
    const HELD: usize = 4 << 20;
    let world = World::start().await;
    so_many(&world, COUNT).await;
    let guard = world.as_("fbt-guard");
    let whole = guard.get("/v1/alerts").await;
    assert_eq!(whole.status, 200);
    let size = whole.text().len() / COUNT;
    assert!(COUNT * size > 2 * HELD);
    let before = given(&world).await;
    let mut stream = guard.stream(Request::get("/v1/alerts")).await;
    let (mut taken, mut most) = (0, 0);
    while let Some(chunk) = stream.chunk().await.unwrap() {
        taken += chunk.len();
        // However long the exchange is left alone with what was not taken.
        for _ in 0..5 {
            let read = (given(&world).await - before) * size;
            most = most.max(read.saturating_sub(taken));
        }
    }
    assert_eq!(given(&world).await - before, COUNT);
    assert!(most <= HELD, "{most} bytes were read before anybody took them");
    world.finish().await;
}
