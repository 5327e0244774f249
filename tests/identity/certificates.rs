//! The certificate on the connection: refused in the handshake, or at the request, or from one moment
//! to the next. Absent: the standing of its holder (`standing`).

use std::sync::Arc;

use samen::client::transport::{Protocol, Request, TlsTrouble, TransportError};
use samen::pki::Ca;
use serde_json::json;

use crate::harness::World;
use crate::harness::caller::anonymous;
use crate::harness::cast::member_of;
use crate::harness::paperwork;
use crate::harness::stage::{Identity, Stage, first_day};

fn trouble(result: Result<crate::harness::answer::Answer, TransportError>) -> TlsTrouble {
    match result {
        Err(TransportError::Tls(trouble)) => trouble,
        Err(other) => panic!("another failure: {other:?}"),
        Ok(answer) => panic!("an answer of status {}", answer.status),
    }
}

#[tokio::test]
async fn without_a_certificate_nobody_gets_in() {
    let world = World::start().await;
    let transport = anonymous(world.url());
    let error = transport.send(Request::get("/log/checkpoint")).await.unwrap_err();
    assert!(matches!(error, TransportError::Tls(TlsTrouble::ClientRefused)), "{error:?}");
    drop(transport);
    world.finish().await;
}

#[tokio::test]
async fn a_certificate_of_another_ca_or_of_another_day_does_not_get_in() {
    let world = World::start().await;
    let member = member_of("pt-officer");
    // One under its own name, and one that bears the name of ours.
    for (name, wanted) in
        [("another CA", TlsTrouble::ClientUnknownCa), ("samen test CA", TlsTrouble::ClientRefused)]
    {
        let other = Ca::create(name, first_day(), 25_000).unwrap();
        let foreign = world.stranger(Identity::new(member, &other));
        let refused = trouble(foreign.try_send(Request::get("/log/checkpoint")).await);
        assert_eq!(refused, wanted);
    }
    let ca = &Stage::shared().ca;
    let old = ca.client(member.id, member.partner, first_day(), 30).unwrap();
    let expired = world.stranger(Identity::with_certificate(member, &old));
    let refused = trouble(expired.try_send(Request::get("/log/checkpoint")).await);
    assert_eq!(refused, TlsTrouble::ClientExpired);
    world.finish().await;
}

#[tokio::test]
async fn a_certificate_that_nobody_registered_reads_not_even_a_checkpoint() {
    let world = World::start().await;
    let member = member_of("pt-officer");
    let stranger = world.stranger(Identity::new(member, &Stage::shared().ca));
    for path in ["/log/checkpoint", "/v1/alerts", "/v1/feed", "/nowhere"] {
        stranger.get(path).await.refused("certificate-unregistered");
    }
    stranger.post_jws("/v1/records", "{}").await.refused("certificate-unregistered");
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawn_certificate_stops_on_the_connection_that_is_open() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    guard.get("/v1/alerts").await.granted();
    let withdrawal =
        json!({ "fingerprint": guard.identity.fingerprint, "reason": "Lost in the field" });
    world.as_("fbt-admin").post("/v1/certificates/withdrawals", withdrawal).await.granted();
    guard.get("/v1/alerts").await.refused("certificate-withdrawn");
    guard.get("/log/checkpoint").await.refused("certificate-withdrawn");
    world.finish().await;
}

#[tokio::test]
async fn a_certificate_runs_out_on_the_connection_that_is_open() {
    let world = World::start().await;
    let member = member_of("fbt-guard-2");
    // By the real clock it holds until 2070, so that the handshake is good whenever this runs.
    let short = Stage::shared().ca.client(member.id, member.partner, first_day(), 18_500).unwrap();
    let identity = Arc::new(Identity::with_certificate(member, &short));
    let certificate = paperwork::certificate(&identity);
    world.as_("fbt-admin").post("/v1/certificates", certificate).await.granted();
    let guard = world.caller(identity, Protocol::Http1);
    guard.get("/v1/alerts").await.granted();
    let until = short.certificate.not_after_ms;
    world.clock.advance_ms(until - world.now().as_ms());
    guard.get("/v1/alerts").await.granted();
    world.clock.advance_ms(1);
    guard.get("/v1/alerts").await.refused("certificate-expired");
    world.finish().await;
}

#[tokio::test]
async fn a_certificate_is_registered_once_and_while_it_holds() {
    let world = World::start().await;
    let admin = world.as_("fbt-admin");
    let stage = Stage::shared();
    let again = paperwork::certificate(stage.identity("fbt-guard"));
    admin.post("/v1/certificates", again).await.refused_at("already-registered", "/pem");
    let member = member_of("fbt-guard");
    let old = stage.ca.client(member.id, member.partner, first_day(), 30).unwrap();
    let old = paperwork::certificate(&Identity::with_certificate(member, &old));
    admin.post("/v1/certificates", old).await.refused_at("certificate-expired", "/pem");
    let none = json!({ "partner": member.partner, "person": member.id, "pem": "hello" });
    admin.post("/v1/certificates", none).await.refused_at("request-invalid", "/pem");
    world.finish().await;
}
