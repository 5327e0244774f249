//! Tests of the transport against a tiny TLS server of this file, one connection at a time.
//! Absent: the exchange itself, HTTP/2 (the exchange's own tests speak it), and stored keys.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};
use time::OffsetDateTime;

use super::*;
use crate::client::tls::from_pem;
use crate::pki::{Ca, Issued};

/// A thousand years from 1970 on, so that no clock matters.
const LONG: u32 = 365_000;

struct World {
    ca: Ca,
    client: Issued,
}

impl World {
    fn new() -> Self {
        Self::of("Test CA")
    }

    fn of(name: &str) -> Self {
        let ca = Ca::create(name, OffsetDateTime::UNIX_EPOCH, LONG).unwrap();
        let client = ca.client("guard-1", "Firm", OffsetDateTime::UNIX_EPOCH, LONG).unwrap();
        Self { ca, client }
    }

    fn server(&self, name: &str, days: u32) -> Issued {
        self.ca.server(&[name], OffsetDateTime::UNIX_EPOCH, days).unwrap()
    }

    fn tls(&self) -> ClientConfig {
        tls(&self.ca, &self.client)
    }

    /// Starts a server for one connection that answers with the given parts.
    fn serve(&self, identity: &Issued, parts: &'static [&'static str]) -> Served {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(self.ca.certificate().der.clone())).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let key = PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).unwrap();
        let chain = vec![CertificateDer::from(identity.cert_der().to_vec())];
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(chain, key)
            .unwrap();
        Served::start(move |tcp| {
            let tls = ServerConnection::new(Arc::new(config)).unwrap();
            let mut stream = rustls::StreamOwned::new(tls, tcp);
            let mut seen = Vec::new();
            let mut octet = [0];
            while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut octet).is_ok_and(|n| n == 1) {
                seen.extend_from_slice(&octet);
            }
            for part in parts {
                // A client that left early is what some tests are about.
                let _ = stream.write_all(part.as_bytes()).and_then(|()| stream.flush());
            }
            stream.conn.send_close_notify();
            let _ = stream.flush();
            // Read what is left, so that the kernel does not cut off what was just written.
            let _ = stream.sock.read_to_end(&mut Vec::new());
            String::from_utf8(seen).unwrap()
        })
    }
}

fn tls(ca: &Ca, client: &Issued) -> ClientConfig {
    from_pem(ca.cert_pem().as_bytes(), client.cert_pem().as_bytes(), client.key_pem.as_bytes())
        .unwrap()
}

struct Served {
    port: u16,
    thread: JoinHandle<String>,
}

impl Served {
    fn start(answer: impl FnOnce(std::net::TcpStream) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let thread = std::thread::spawn(move || answer(listener.accept().unwrap().0));
        Self { port, thread }
    }
}

fn local() -> Options {
    Options {
        address: Some(Ipv4Addr::LOCALHOST.into()),
        max_response_bytes: 64,
        ..Options::default()
    }
}

fn to(host: &str, port: u16, tls: ClientConfig, options: &Options) -> Transport {
    Transport::new(&format!("https://{host}:{port}"), tls, options).unwrap()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn a_request_arrives_whole_and_so_does_its_answer() {
    let world = World::new();
    let answer = &["HTTP/1.1 418 Teapot\r\ncontent-length: 5\r\nx-a: b\r\n\r\nhe", "llo"];
    let served = world.serve(&world.server("samen.test", LONG), answer);
    let response = run(async {
        let transport = to("samen.test", served.port, world.tls(), &local());
        transport.send(Request::post("/v1/x?a=1", "application/json", "{}")).await.unwrap()
    });
    assert_eq!((response.status.as_u16(), &response.body[..]), (418, &b"hello"[..]));
    assert_eq!(response.headers["x-a"], "b");
    let seen = served.thread.join().unwrap();
    assert!(seen.starts_with("POST /v1/x?a=1 HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("content-type: application/json\r\n"), "{seen}");
    assert!(seen.contains(&format!("host: samen.test:{}\r\n", served.port)), "{seen}");
}

#[test]
fn an_answer_over_the_budget_is_refused_announced_or_not() {
    let world = World::new();
    let long = "x".repeat(65);
    let announced = format!("HTTP/1.1 200 OK\r\ncontent-length: 65\r\n\r\n{long}");
    let chunked =
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n41\r\n{long}\r\n0\r\n\r\n");
    for answer in [announced, chunked] {
        let answer: &'static str = answer.leak();
        let served = world.serve(&world.server("samen.test", LONG), vec![answer].leak());
        let error = run(async {
            let transport = to("samen.test", served.port, world.tls(), &local());
            transport.send(Request::get("/")).await.unwrap_err()
        });
        assert!(matches!(error, TransportError::TooLarge { max_bytes: 64 }), "{error:?}");
    }
}

#[test]
fn another_server_name_can_be_expected() {
    let world = World::new();
    let served = world.serve(&world.server("samen.test", LONG), OK);
    let options = Options { server_name: Some("samen.test".to_owned()), ..local() };
    run(async {
        let transport = to("127.0.0.1", served.port, world.tls(), &options);
        assert_eq!(transport.send(Request::get("/")).await.unwrap().status, 200);
    });
}

const OK: &[&str] = &["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"];

fn refused(world: &World, identity: &Issued, tls: ClientConfig) -> TransportError {
    let served = world.serve(identity, OK);
    run(async {
        let transport = to("samen.test", served.port, tls, &local());
        transport.send(Request::get("/")).await.unwrap_err()
    })
}

#[test]
fn the_trouble_with_a_certificate_is_named() {
    let world = World::new();
    let other = World::of("Other CA");
    let good = world.server("samen.test", LONG);
    for (error, expected) in [
        (
            refused(&world, &world.server("elsewhere.test", LONG), world.tls()),
            TlsTrouble::ServerName,
        ),
        (refused(&world, &world.server("samen.test", 1), world.tls()), TlsTrouble::ServerDates),
        (
            refused(&world, &other.server("samen.test", LONG), world.tls()),
            TlsTrouble::ServerUnknownCa,
        ),
    ] {
        assert!(matches!(error, TransportError::Tls(trouble) if trouble == expected), "{error:?}");
    }
    let expired = world.ca.client("guard-1", "Firm", OffsetDateTime::UNIX_EPOCH, 1).unwrap();
    for (holder, expected) in
        [(&other.client, TlsTrouble::ClientUnknownCa), (&expired, TlsTrouble::ClientExpired)]
    {
        // In TLS 1.3 the refusal follows the handshake; a reset may overtake it.
        let error = refused(&world, &good, tls(&world.ca, holder));
        assert!(
            matches!(error, TransportError::Tls(trouble) if trouble == expected)
                || matches!(error, TransportError::Closed(_)),
            "{error:?}"
        );
    }
}

#[test]
fn silence_a_shut_port_and_another_protocol_are_told_apart() {
    let world = World::new();
    let options = Options { timeout: Duration::from_millis(50), ..local() };
    let ask = |port| {
        let transport = to("samen.test", port, world.tls(), &options);
        run(async move { transport.send(Request::get("/")).await.unwrap_err() })
    };
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    assert!(matches!(ask(port), TransportError::Timeout));
    drop(silent);
    assert!(matches!(ask(port), TransportError::Connect(_)));
    let plain = Served::start(|mut tcp| {
        let _ = tcp.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = tcp.read_to_end(&mut Vec::new());
        String::new()
    });
    assert!(matches!(ask(plain.port), TransportError::Tls(TlsTrouble::NotTls13)));
}

#[test]
fn events_come_one_by_one_and_a_broken_stream_says_where_to_resume() {
    let world = World::new();
    let parts: &[&str] = &[
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        "11\r\nid: 8\ndata: a\n\nda\r\n",
        "11\r\nta: b\n\nid: 9\ndata\r\n",
    ];
    let served = world.serve(&world.server("samen.test", LONG), parts);
    run(async {
        let transport = to("samen.test", served.port, world.tls(), &local());
        let stream = transport.stream(Request::events("/feed", Some(7))).await.unwrap();
        let mut events = stream.events();
        assert_eq!(events.last_event_id(), Some("7"));
        assert_eq!(events.next().await.unwrap().unwrap().data, "a");
        assert_eq!(events.next().await.unwrap().unwrap().data, "b");
        assert!(matches!(events.next().await, Err(TransportError::Closed(_))));
        assert_eq!(events.last_event_id(), Some("8"));
    });
    assert!(served.thread.join().unwrap().contains("last-event-id: 7\r\n"));
}

#[test]
fn only_plain_https_addresses_are_taken() {
    let world = World::new();
    let new = |url: &str| Transport::new(url, world.tls(), &local()).map(|_| ());
    for good in ["https://localhost:8443", "https://127.0.0.1:8443/", "https://[::1]:8443"] {
        assert!(new(good).is_ok(), "{good}");
    }
    for bad in ["http://localhost", "localhost:8443", "https://a@b", "https://a/v1", "https://", ""]
    {
        assert!(matches!(new(bad), Err(TransportError::Address)), "{bad}");
    }
}
