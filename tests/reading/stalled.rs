//! A listener that stops reading: it holds little, is dropped, and can come back; nobody else notices.
//! Absent: the ordinary feed (`feed`).

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::Method;
use hyper::header::HeaderMap;
use rustix::net::sockopt::set_socket_recv_buffer_size;
use rustls::{ClientConnection, StreamOwned};
use samen::client::tls::from_pem;
use serde_json::json;

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::Caller;
use crate::harness::draft::Draft;
use crate::harness::ledger::Asker;
use crate::harness::stage::Stage;

/// Far longer than the exchange may take to drop a connection that was set to stall after a second.
const PATIENCE: Duration = Duration::from_secs(60);
/// Records of forty kilobytes: half of them are more than kernel, TLS and exchange hold for a connection.
const RECORDS: usize = 50;

/// Opens the feed behind an entry in the name of a caller, reads the head of the answer, and then nothing more.
async fn stall(
    world: &World,
    caller: &Caller,
    after: u64,
) -> StreamOwned<ClientConnection, TcpStream> {
    let identity = &caller.identity;
    let (certificate, key) = (&identity.certificate_pem, &identity.certificate_key_pem);
    let ca = Stage::shared().ca.cert_pem();
    let tls = from_pem(ca.as_bytes(), certificate.as_bytes(), key.as_bytes()).unwrap();
    let address = world.url().trim_start_matches("https://").to_owned();
    let opening = tokio::task::spawn_blocking(move || {
        let tcp = TcpStream::connect(&address).unwrap();
        set_socket_recv_buffer_size(&tcp, 4096).unwrap();
        let server = "localhost".try_into().unwrap();
        let mut stream =
            StreamOwned::new(ClientConnection::new(Arc::new(tls), server).unwrap(), tcp);
        let request =
            format!("GET /v1/feed HTTP/1.1\r\nHost: {address}\r\nLast-Event-ID: {after}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        assert!(head.starts_with(b"HTTP/1.1 200 OK"));
        stream
    });
    let stream = opening.await.unwrap();
    let member = caller.member();
    let asker = Asker { partner: member.partner, holder: member.id, acting_for: None };
    let answer = Answer { status: 200, headers: HeaderMap::new(), body: Bytes::new() };
    world.ledger.note(&asker, &Method::GET, "/v1/feed", &answer);
    stream
}

/// Waits until operations see this line.
async fn measured(world: &World, line: &str) {
    let began = Instant::now();
    while !world.operation("/metrics").await.lines().any(|seen| seen == line) {
        assert!(began.elapsed() < PATIENCE, "{line} is never seen");
    }
}

/// An exchange that drops whoever takes nothing for a second.
async fn impatient() -> World {
    World::start_after(|world| world.configure(|text| format!("stalled_s = 1\n{text}"))).await
}

/// An incident of forty kilobytes.
fn long(world: &World) -> Draft {
    let parts: Vec<_> = (0..20)
        .map(|_| json!({ "part": "observation", "text": "Walked around. ".repeat(100) }))
        .collect();
    world.incident().set("/body/narrative", json!(parts))
}

#[tokio::test]
async fn a_listener_that_takes_nothing_is_dropped_and_harms_nobody() {
    let world = impatient().await;
    let (desk, guard) = (world.as_("pt-desk"), world.as_("fbt-guard"));
    let mut reading = world.as_("pt-officer").feed(None).await;
    let before = world.entries_made().await - 1;
    let mut sent = Vec::new();
    let mut stalled = None;
    for at in 0..RECORDS {
        let incident = long(&world);
        guard.sends(&incident).await;
        sent.push(incident.id().to_owned());
        assert_eq!(reading.record().await.1, incident.id());
        // From here on more waits for the other listener than there is room for, and more comes.
        if at == RECORDS / 2 {
            stalled = Some(stall(&world, &desk, before).await);
        }
    }
    measured(&world, "samen_answers_stalled_total 1").await;
    measured(&world, "samen_feed_followers 1").await;
    // It was the connection that was dropped, not the listener: it comes back for what it missed.
    drop(stalled);
    let mut back = desk.feed(Some(before)).await;
    for id in &sent {
        assert_eq!(back.record().await.1, *id);
    }
    let last = world.incident();
    guard.sends(&last).await;
    assert_eq!(reading.record().await.1, last.id());
    assert_eq!(back.record().await.1, last.id());
    world.finish().await;
}

#[tokio::test]
async fn an_answer_of_which_nothing_is_taken_ends_its_connection_over_http2() {
    let world = impatient().await;
    let (desk, guard) = (world.as_("pt-desk"), world.as_("fbt-guard"));
    let mut reading = world.as_("pt-officer").feed(None).await;
    let before = world.entries_made().await - 1;
    // Who leaves is noticed when something comes, and is nobody that stalled.
    drop(world.as_("pt-officer").follow("/v1/feed", None).await);
    let mut sent = Vec::new();
    for _ in 0..2 * RECORDS {
        let incident = long(&world);
        guard.sends(&incident).await;
        sent.push(incident.id().to_owned());
        assert_eq!(reading.record().await.1, incident.id());
    }
    // More waits than the client takes in for somebody who does not read; what else the connection carries goes on.
    let mut stalled = desk.follow("/v1/feed", Some(before)).await;
    desk.get("/v1/self").await.granted();
    measured(&world, "samen_answers_stalled_total 1").await;
    measured(&world, "samen_feed_followers 1").await;
    // What had come can still be read; then it ends as a connection that broke.
    let mut given = 0;
    let ended = loop {
        match stalled.next().await {
            Ok(Some(_)) => given += 1,
            ended => break ended,
        }
    };
    assert!(ended.is_err() && (1..sent.len()).contains(&given), "{ended:?} after {given}");
    // The same client connects again, and has what it missed.
    let mut back = desk.feed(Some(before)).await;
    for id in &sent {
        assert_eq!(back.record().await.1, *id);
    }
    measured(&world, "samen_answers_stalled_total 1").await;
    world.finish().await;
}
