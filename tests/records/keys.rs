//! Whose key signed: known, valid now, the author's, of the partner on the connection.
//! Absent: the form of the signature (`form`).

use serde_json::json;

use crate::harness::World;
use crate::harness::cast::member_of;
use crate::harness::stage::{Identity, Stage};

#[tokio::test]
async fn a_key_that_nobody_registered_signs_nothing() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let unknown = Identity::new(member_of("pt-officer"), &Stage::shared().ca);
    let stranger = world.stranger(unknown);
    let jws = stranger.sign(&world.alert());
    officer.submit(&jws).await.refused("key-unknown");
    world.finish().await;
}

#[tokio::test]
async fn a_key_signs_for_its_own_holder_only() {
    let world = World::start().await;
    let (officer, desk) = (world.as_("pt-officer"), world.as_("pt-desk"));
    // A colleague's key, a stranger's key, and a colleague's record over one's own connection.
    let jws = desk.sign(&world.alert());
    desk.submit(&jws).await.refused_at("key-not-authors", "/author");
    let jws = world.as_("fbt-guard").sign(&world.alert());
    officer.submit(&jws).await.refused("key-not-authors");
    let jws = desk.sign(&world.alert().by("pt-desk"));
    officer.submit(&jws).await.refused_at("author-not-of-partner", "/author");
    let jws = officer.sign(&world.alert().set("/issuer", json!("securion")));
    officer.submit(&jws).await.refused_at("author-not-of-partner", "/issuer");
    // A record of another partner, signed as it should be, over the wrong connection.
    let jws = world.as_("sec-operator").sign(&world.incident().by("sec-operator"));
    world.as_("fbt-guard").submit(&jws).await.refused("key-not-authors");
    world.finish().await;
}

#[tokio::test]
async fn a_system_carries_what_a_person_of_its_partner_signed() {
    let world = World::start().await;
    let incident = world.incident();
    let jws = world.as_("fbt-guard").sign(&incident);
    let system = world.as_("fbt-system");
    assert_eq!(system.submit(&jws).await.status, 201);
    let jws = world.as_("fbt-guard").sign(&world.incident());
    assert_eq!(system.acting_for("fbt-guard").submit(&jws).await.status, 201);
    let jws = world.as_("sec-operator").sign(&world.incident().by("sec-operator"));
    system.submit(&jws).await.refused("key-not-authors");
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawn_key_signs_nothing_more_and_what_it_signed_stays() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let kid = officer.identity.key.public().thumbprint();
    let withdrawal = json!({ "kid": kid, "reason": "Phone lost on duty" });
    world.as_("pt-admin").post("/v1/keys/withdrawals", withdrawal).await.granted();
    officer.tries(&world.alert()).await.refused("key-not-valid");
    assert_eq!(guard.open(alert.id()).await.granted()["standing"]["state"], "in-force");
    world.finish().await;
}

#[tokio::test]
async fn a_key_is_valid_from_its_first_moment_to_its_last() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard-2");
    let fresh = Identity::new(member_of("fbt-guard-2"), &Stage::shared().ca);
    let body = json!({
        "partner": "fair-bewaking-twente",
        "person": "fbt-guard-2",
        "jwk": serde_json::from_str::<serde_json::Value>(&fresh.key.public().to_jwk()).unwrap(),
        "valid_from": world.now().plus_ms(60_000).to_string(),
        "valid_until": world.now().plus_ms(120_000).to_string(),
    });
    world.as_("fbt-admin").post("/v1/keys", body).await.granted();
    let fresh = world.stranger(fresh);
    let signed = || fresh.sign(&world.incident().by("fbt-guard-2"));
    guard.submit(&signed()).await.refused("key-not-valid");
    world.clock.advance_ms(60_000);
    assert_eq!(guard.submit(&signed()).await.status, 201);
    world.clock.advance_ms(60_001);
    guard.submit(&signed()).await.refused("key-not-valid");
    world.finish().await;
}
