//! The wire: every status code with its media type, several logs, prefixes, TLS, and many askers at
//! once. Absent: what a restart brings.

use std::sync::{Arc, Mutex};

use samen::client::plain::PlainTls;
use samen::client::witness::{WitnessAnswer, WitnessClient};
use samen::pki::Ca;
use samen::service::witness::name_of;
use time::OffsetDateTime;

use super::log::{Log, cosigned_at};
use super::site::{ORIGIN, Site, exchange, post};
use crate::harness::clock::HandClock;

const TEXT: &str = "text/plain; charset=utf-8";
/// Where the clock of a test begins, in seconds since 1970.
const NOW_S: u64 = 1_795_208_400;

#[test]
fn every_answer_is_that_of_the_document() {
    let (site, clock) = (Site::new(&[ORIGIN]), Arc::new(HandClock::new()));
    let witness = site.start(clock.clone()).unwrap();
    let (log, fork) = (Log::new(ORIGIN), Log::new(ORIGIN).fork());
    let monitor = format!("/{}/checkpoint", name_of(ORIGIN));
    assert_eq!(witness.get(&monitor).status, 404);

    let first = witness.ask(&log.request(0, 5));
    assert_eq!(first.media_type, TEXT);
    let lines = first.lines();
    assert_eq!(cosigned_at(&log.note(5), &lines, &site.key()), NOW_S);
    let latest = witness.get(&monitor);
    assert_eq!((latest.status, latest.media_type.as_str()), (200, TEXT));
    assert_eq!(latest.body, format!("{}{lines}", log.note(5)));
    clock.advance_ms(7000);
    let same = witness.ask(&log.request(5, 5)).lines();
    assert_eq!(cosigned_at(&log.note(5), &same, &site.key()), NOW_S + 7);

    for (request, status) in [
        (log.request(5, 4), 400),
        (fork.request(5, 5), 409),
        (fork.request(5, 9), 422),
        (log.request(5, 9).replacen("old 5\n", "old 5\nAAAA", 1), 400),
        (log.request(5, 9).replace("\n9\n", "\n10\n"), 403),
        (log.request(5, 9).replacen("\n\n", "\n", 1), 400),
        (Log::new("log.example/unknown").request(0, 1), 404),
        (String::new(), 400),
        ("x".repeat(65_537), 413),
    ] {
        let answer = witness.ask(&request);
        assert_eq!((answer.status, answer.media_type.as_str()), (status, TEXT), "{request:.80}");
        assert!(answer.body.ends_with('\n') && !answer.body.contains("example"));
    }
    for old in [0, 3, 4] {
        let stale = witness.ask(&log.request(old, 9));
        assert_eq!((stale.status, stale.body.as_str()), (409, "5\n"));
        assert_eq!(stale.media_type, "text/x.tlog.size");
    }
    clock.advance_ms(-8000);
    let behind = witness.ask(&log.request(5, 9));
    assert_eq!(behind.status, 503);
    assert!(behind.head.contains("retry-after: 8"));
    clock.advance_ms(8000);
    witness.ask(&log.request(5, 9)).lines();
    witness.stop();
}

#[test]
fn other_addresses_and_methods_are_told_apart() {
    let site = Site::new(&[ORIGIN]);
    site.change("prefix = \"\"", "prefix = \"/witness/v1\"");
    let witness = site.start(Arc::new(HandClock::new())).unwrap();
    let log = Log::new(ORIGIN);
    let asked = log.request(0, 5);
    assert!(witness.url.ends_with("/witness/v1"));
    assert_eq!(witness.ask(&asked).status, 404);
    post(witness.address, "/witness/v1/add-checkpoint", asked.as_bytes()).lines();
    let monitor = format!("/witness/v1/{}/checkpoint", name_of(ORIGIN));
    assert_eq!(witness.get(&monitor).status, 200);
    assert_eq!(witness.get(&monitor.to_uppercase()).status, 404);
    assert_eq!(witness.get("/witness/v1/../state/witness").status, 404);
    assert_eq!(witness.get(&format!("/witness/v1/{ORIGIN}/checkpoint")).status, 404);
    for (request, allowed) in [
        ("GET /witness/v1/add-checkpoint", "POST"),
        ("PUT /witness/v1/add-checkpoint", "POST"),
        (&format!("POST {monitor}"), "GET"),
    ] {
        let head = format!("{request} HTTP/1.1\r\nHost: w\r\nContent-Length: 0\r\n");
        let answer = exchange(witness.address, head.as_bytes(), b"");
        assert_eq!(answer.status, 405, "{request}");
        assert!(answer.head.contains(&format!("allow: {allowed}")));
    }
    witness.stop();
}

#[test]
fn a_body_in_chunks_is_a_body() {
    let site = Site::new(&[ORIGIN]);
    let witness = site.start(Arc::new(HandClock::new())).unwrap();
    let asked = Log::new(ORIGIN).request(0, 5);
    let (one, two) = asked.split_at(9);
    let chunk = |part: &str| format!("{:x}\r\n{part}\r\n", part.len());
    let body = format!("{}{}0\r\n\r\n", chunk(one), chunk(two));
    let head = "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n";
    exchange(witness.address, head.as_bytes(), body.as_bytes()).lines();
    witness.stop();
}

#[test]
fn logs_do_not_get_in_one_anothers_way() {
    let origins: Vec<String> = (0..4).map(|n| format!("log.example/{n}")).collect();
    let names: Vec<&str> = origins.iter().map(String::as_str).collect();
    let site = Site::new(&names);
    let witness = site.start(Arc::new(HandClock::new())).unwrap();
    let sizes = [3, 100, 7, 0];
    for (origin, size) in names.iter().zip(sizes) {
        witness.ask(&Log::new(origin).request(0, size)).lines();
    }
    for (origin, size) in names.iter().zip(sizes) {
        let latest = witness.get(&format!("/{}/checkpoint", name_of(origin))).body;
        assert!(latest.starts_with(&Log::new(origin).note(size)));
        witness.ask(&Log::new(origin).request(size, 120)).lines();
    }
    witness.stop();
}

#[test]
fn a_log_may_change_from_one_key_to_the_next() {
    let site = Site::new(&[]);
    let (old, new) = (Log::new(ORIGIN), Log::new("log.example/next-key"));
    let keys = format!("\"{}\", \"{}\"", old.signer.verifier(), new.signer.verifier());
    site.add(&format!("\n[[log]]\norigin = \"{ORIGIN}\"\nkeys = [{keys}]\n"));
    let witness = site.start(Arc::new(HandClock::new())).unwrap();
    witness.ask(&old.request(0, 5)).lines();
    // The same log, signed with the other key.
    let head = old.note(6).split_once("\n\n").unwrap().0.to_owned() + "\n";
    let note = samen_audit::note::Note::sign(&head, &[&new.signer]).encode();
    let asked = old.request(5, 6).replace(&old.note(6), &note);
    witness.ask(&asked).lines();
    witness.stop();
}

#[tokio::test]
async fn tls_needs_no_client_certificate() {
    let site = Site::new(&[ORIGIN]);
    let ca = Ca::create("witness test CA", OffsetDateTime::now_utc(), 2).unwrap();
    let server = ca.server(&["127.0.0.1"], OffsetDateTime::now_utc(), 2).unwrap();
    let place = |name: &str| site.folder().join("witness").join(name);
    std::fs::write(place("server.pem"), server.cert_pem()).unwrap();
    std::fs::write(place("server.key.pem"), server.key_pem.as_bytes()).unwrap();
    site.add("\n[tls]\ncertificate = \"server.pem\"\nkey = \"server.key.pem\"\n");
    let witness = site.start(Arc::new(HandClock::new())).unwrap();
    assert!(witness.url.starts_with("https://"));
    let client = |ca: &Ca| {
        let tls = PlainTls::from_pem(Some(ca.cert_pem().as_bytes())).unwrap();
        WitnessClient::new(&witness.url, tls).unwrap()
    };
    let log = Log::new(ORIGIN);
    let asking = client(&ca);
    let answer = asking.add_checkpoint(log.request(0, 5)).await.unwrap();
    let WitnessAnswer::Cosigned(lines) = answer else { panic!("{answer:?}") };
    assert_eq!(cosigned_at(&log.note(5), &lines, &site.key()), NOW_S);
    let stale = asking.add_checkpoint(log.request(0, 9)).await.unwrap();
    assert_eq!(stale, WitnessAnswer::Conflict(Some(5)));
    let stranger = Ca::create("another CA", OffsetDateTime::now_utc(), 2).unwrap();
    assert!(client(&stranger).add_checkpoint(log.request(5, 9)).await.is_err());
    drop(asking);
    tokio::task::spawn_blocking(move || witness.stop()).await.unwrap();
}

#[test]
fn many_askers_at_once_see_one_history() {
    let site = Site::new(&[ORIGIN]);
    let witness = site.start(Arc::new(HandClock::new())).unwrap();
    let (log, fork) = (Log::new(ORIGIN), Log::new(ORIGIN).fork());
    witness.ask(&log.request(0, 10)).lines();
    let cosigned = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for asker in 0..8_u64 {
            let (witness, cosigned, log, fork, key) =
                (&witness, &cosigned, &log, &fork, site.key());
            scope.spawn(move || {
                let from = if asker % 4 == 3 { fork } else { log };
                let mut old = 10;
                for step in 0..15 {
                    let new = old + (asker + step) % 4;
                    let answer = witness.ask(&from.request(old, new));
                    match answer.status {
                        200 => {
                            let lines = answer.lines();
                            cosigned_at(&log.note(new), &lines, &key);
                            cosigned.lock().unwrap().push((old, new));
                            old = new;
                        }
                        409 if answer.media_type == "text/x.tlog.size" => {
                            old = answer.body.trim_end().parse().unwrap();
                        }
                        409 | 422 => assert_eq!(asker % 4, 3),
                        other => panic!("{other}"),
                    }
                }
            });
        }
    });
    let mut steps = cosigned.into_inner().unwrap();
    steps.sort_unstable();
    let mut at = 10;
    for (old, new) in steps {
        assert_eq!(old, at, "every step begins where the one before it ended");
        at = new;
    }
    assert!(witness.ask(&log.request(at, at)).status == 200);
    witness.stop();
}
