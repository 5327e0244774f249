//! Tests of the door: who gets in over HTTP/1.1 and HTTP/2, before and after a reload.
//! Absent: the system clock (both ends are told the time) and any stored certificate.

use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};
use time::OffsetDateTime;

use super::*;
use crate::http::peer::{Peer, on_connect};
use crate::pki::{Ca, Issued, Revocation, write_public};

const DAY_S: i64 = 86_400;
const TODAY_S: i64 = 1_800_000_000;

#[derive(Debug)]
struct Today;

impl TimeProvider for Today {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(TODAY_S.unsigned_abs())))
    }
}

fn day(offset: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(TODAY_S + offset * DAY_S).unwrap()
}

/// An exchange on a free port, with one CA and an empty revocation list.
struct Door {
    dir: tempfile::TempDir,
    ca: Ca,
    files: TlsFiles,
    tls: Tls,
    port: u16,
    server: ServerHandle,
}

fn put(dir: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = dir.join(name);
    write_public(&path, text.as_bytes()).unwrap();
    path
}

async fn who(request: HttpRequest) -> HttpResponse {
    match Peer::of(&request) {
        Ok(peer) => HttpResponse::Ok().body(format!(
            "{:?} {} {}",
            peer.fingerprint,
            peer.not_after_ms,
            peer.remote.ip()
        )),
        Err(_) => HttpResponse::Forbidden().finish(),
    }
}

impl Door {
    fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let ca = Ca::create("Test CA", day(-10), 365).unwrap();
        let server = ca.server(&["localhost"], day(-1), 30).unwrap();
        let files = TlsFiles {
            ca: put(dir.path(), "ca.pem", ca.cert_pem()),
            crl: Some(put(dir.path(), "crl.pem", &ca.crl(&[], day(-1), 7).unwrap())),
            cert: put(dir.path(), "server.pem", server.cert_pem()),
            key: put(dir.path(), "server.key.pem", &server.key_pem),
        };
        let tls = Tls::load(&files).unwrap();
        let mut config = tls.server_config();
        config.time_provider = Arc::new(Today);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let running = HttpServer::new(|| App::new().default_service(web::to(who)))
            .on_connect(on_connect(Duration::from_secs(30)))
            .workers(1)
            .disable_signals()
            .listen_rustls_0_23(listener, config)
            .unwrap()
            .run();
        let handle = running.handle();
        actix_web::rt::spawn(running);
        Self { dir, ca, files, tls, port, server: handle }
    }

    fn client(&self, name: &str) -> Issued {
        self.ca.client(name, "Firm", day(-1), 30).unwrap()
    }

    fn put(&self, name: &str, text: &str) {
        put(self.dir.path(), name, text);
    }

    /// One request on a connection of its own; the answer, or nothing when the door stays shut.
    async fn knock(&self, holder: Option<&Issued>, http2: bool) -> Option<String> {
        caller(&self.ca, holder, http2).ask(self.port).await
    }

    async fn close(self) {
        self.server.stop(false).await;
    }
}

type Connector = hyper_rustls::HttpsConnector<HttpConnector>;

struct Caller(Client<Connector, Empty<Bytes>>);

fn caller(ca: &Ca, holder: Option<&Issued>, http2: bool) -> Caller {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(ca.certificate().der.clone())).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_details(provider, Arc::new(Today))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots);
    let config = match holder {
        None => config.with_no_client_auth(),
        Some(holder) => {
            let key = PrivateKeyDer::from_pem_slice(holder.key_pem.as_bytes()).unwrap();
            let chain = vec![CertificateDer::from(holder.cert_der().to_vec())];
            config.with_client_auth_cert(chain, key).unwrap()
        }
    };
    let builder = hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_only();
    let connector =
        if http2 { builder.enable_http2().build() } else { builder.enable_http1().build() };
    Caller(Client::builder(TokioExecutor::new()).http2_only(http2).build(connector))
}

impl Caller {
    async fn ask(&self, port: u16) -> Option<String> {
        let address = format!("https://localhost:{port}/").parse().unwrap();
        let answer = self.0.get(address).await.ok()?;
        assert_eq!(answer.status(), 200);
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        Some(String::from_utf8(body.to_vec()).unwrap())
    }
}

fn described(holder: &Issued) -> String {
    let not_after_ms = holder.certificate.not_after_ms;
    format!("{:?} {not_after_ms} 127.0.0.1", holder.fingerprint())
}

#[test]
fn a_good_certificate_gets_in_and_is_known_over_both_protocols() {
    System::new().block_on(async {
        let door = Door::open();
        let guard = door.client("guard-1");
        for http2 in [false, true] {
            assert_eq!(door.knock(Some(&guard), http2).await, Some(described(&guard)));
        }
        door.close().await;
    });
}

#[test]
fn no_foreign_expired_or_wrong_kind_of_certificate_gets_in() {
    System::new().block_on(async {
        let door = Door::open();
        let foreign = Ca::create("Test CA", day(-10), 365).unwrap();
        let foreign = foreign.client("guard-1", "Firm", day(-1), 30).unwrap();
        let expired = door.ca.client("guard-1", "Firm", day(-9), 8).unwrap();
        let early = door.ca.client("guard-1", "Firm", day(1), 8).unwrap();
        let server = door.ca.server(&["localhost"], day(-1), 30).unwrap();
        for http2 in [false, true] {
            for holder in [None, Some(&foreign), Some(&expired), Some(&early), Some(&server)] {
                assert_eq!(door.knock(holder, http2).await, None);
            }
        }
        door.close().await;
    });
}

#[test]
fn a_revocation_counts_for_new_connections_after_a_reload() {
    System::new().block_on(async {
        let door = Door::open();
        let (bad, good) = (door.client("guard-1"), door.client("guard-2"));
        let open = caller(&door.ca, Some(&bad), false);
        assert!(open.ask(door.port).await.is_some());
        let revoked = Revocation { serial: bad.certificate.serial.clone(), at: day(0) };
        door.put("crl.pem", &door.ca.crl(&[revoked], day(-1), 7).unwrap());
        assert!(door.knock(Some(&bad), true).await.is_some(), "not read yet");

        let report = door.tls.reload().unwrap();
        assert_eq!(report.crl.map(|crl| (crl.lists, crl.revoked)), Some((1, 1)));
        // No ticket or remembered session lets the same client slip in again.
        assert_eq!(door.knock(Some(&bad), false).await, None);
        assert_eq!(door.knock(Some(&bad), true).await, None);
        assert!(door.knock(Some(&good), true).await.is_some());
        // The open connection stays; the service judges the registration at each request.
        assert!(open.ask(door.port).await.is_some());
        door.close().await;
    });
}

#[test]
fn an_overdue_list_keeps_everybody_out() {
    System::new().block_on(async {
        let door = Door::open();
        let guard = door.client("guard-1");
        door.put("crl.pem", &door.ca.crl(&[], day(-8), 7).unwrap());
        let crl = door.tls.reload().unwrap().crl.unwrap();
        assert!(crl.is_overdue(TODAY_S * 1000));
        assert!(!crl.is_overdue((TODAY_S - 2 * DAY_S) * 1000));
        assert_eq!(door.knock(Some(&guard), false).await, None);
        door.close().await;
    });
}

#[test]
fn a_second_ca_and_a_new_server_certificate_are_taken_up() {
    System::new().block_on(async {
        let door = Door::open();
        let second = Ca::create("Second CA", day(-10), 365).unwrap();
        let guard = second.client("guard-9", "Firm", day(-1), 30).unwrap();
        let knock = || async { caller(&door.ca, Some(&guard), true).ask(door.port).await };
        assert_eq!(knock().await, None);

        door.put("ca.pem", &format!("{}{}", door.ca.cert_pem(), second.cert_pem()));
        let report = door.tls.reload().unwrap();
        assert_eq!((report.ca_count, report.crl.unwrap().cas_without_list), (2, 1));
        assert_eq!(knock().await, None, "a CA without a list vouches for nobody");

        let lists = [&door.ca, &second].map(|ca| ca.crl(&[], day(-1), 7).unwrap()).concat();
        door.put("crl.pem", &lists);
        let renewed = door.ca.server(&["localhost"], day(-1), 60).unwrap();
        door.put("server.pem", renewed.cert_pem());
        door.put("server.key.pem", &renewed.key_pem);
        let report = door.tls.reload().unwrap();
        assert_eq!(report.server_not_after_ms, renewed.certificate.not_after_ms);
        assert_eq!(knock().await, Some(described(&guard)));
        door.close().await;
    });
}

#[test]
fn a_failed_reload_changes_nothing_and_names_the_file() {
    System::new().block_on(async {
        let door = Door::open();
        let guard = door.client("guard-1");
        let before = door.tls.report();
        let good = std::fs::read_to_string(&door.files.ca).unwrap();
        let other = Ca::create("Other CA", day(-10), 365).unwrap();
        let crl = door.ca.crl(&[], day(-1), 7).unwrap();

        door.put("ca.pem", "nothing");
        let error = door.tls.reload().unwrap_err();
        assert!(matches!(error, TlsError::Pem { file: TlsFile::Ca, .. }));
        assert!(error.to_string().contains("ca.pem"));
        door.put("ca.pem", &good);

        door.put("crl.pem", &other.crl(&[], day(-1), 7).unwrap());
        assert!(matches!(door.tls.reload().unwrap_err(), TlsError::ForeignCrl { .. }));
        door.put("crl.pem", &crl);

        door.put("server.key.pem", &guard.key_pem);
        assert!(matches!(door.tls.reload().unwrap_err(), TlsError::KeyMismatch { .. }));

        std::fs::remove_file(&door.files.key).unwrap();
        let error = door.tls.reload().unwrap_err();
        assert!(matches!(error, TlsError::Read { file: TlsFile::Key, .. }));

        assert_eq!(door.tls.report(), before);
        assert!(door.knock(Some(&guard), false).await.is_some());
        door.close().await;
    });
}

#[test]
fn nothing_lets_a_session_be_resumed() {
    let dir = tempfile::tempdir().unwrap();
    let ca = Ca::create("Test CA", day(-10), 365).unwrap();
    let server = ca.server(&["localhost"], day(-1), 30).unwrap();
    let tls = Tls::load(&TlsFiles {
        ca: put(dir.path(), "ca.pem", ca.cert_pem()),
        crl: None,
        cert: put(dir.path(), "server.pem", server.cert_pem()),
        key: put(dir.path(), "server.key.pem", &server.key_pem),
    })
    .unwrap();
    assert_eq!(tls.report().crl, None);
    let config = tls.server_config();
    assert_eq!((config.send_tls13_tickets, config.max_early_data_size), (0, 0));
    assert!(!config.session_storage.can_cache() && !config.ticketer.enabled());
}
