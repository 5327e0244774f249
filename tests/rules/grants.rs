//! The life of a grant: proposed, accepted by every party, in force, revoked at once.
//! Absent: what it allows (`sending`).

use samen::wire::api::grant::{ACCEPTANCE_TYP, GRANT_TYP, REVOCATION_TYP};
use serde_json::{Value, json};

use crate::harness::cast::{FAIR, POLICE, POLICE_GRANT, RJ, SECURION, member_of};
use crate::harness::paperwork;
use crate::harness::{Draft, World};

const NEW: &str = "twente-extra";

fn extra(world: &World) -> Value {
    let mut grant = paperwork::grant(&member_of("pt-admin"), &[FAIR, SECURION], world.now());
    grant["id"] = json!(NEW);
    grant
}

fn alert(world: &World) -> Draft {
    world.alert().set("/grant", json!(NEW))
}

#[tokio::test]
async fn a_grant_holds_once_every_party_has_signed() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let (police, fair, securion) =
        (world.as_("pt-admin"), world.as_("fbt-admin"), world.as_("sec-admin"));
    police.propose(&extra(&world)).await.granted();
    officer.tries(&alert(&world)).await.refused_at("grant-not-in-force", "/grant");
    fair.accept(NEW).await.granted();
    officer.tries(&alert(&world)).await.refused_at("grant-not-in-force", "/grant");
    fair.accept(NEW).await.refused("already-registered");
    securion.accept(NEW).await.granted();
    assert!(police.grant(NEW).await.in_force);
    officer.sends(&alert(&world)).await;
    // The same bytes again, and other ones under the same id.
    let mut other = extra(&world);
    let jws = police.sign_as(&extra(&world), GRANT_TYP);
    police.post_jws("/v1/grants", jws).await.refused_at("already-registered", "/id");
    other["purposes"] = json!(["assistance"]);
    police.propose(&other).await.refused_at("id-conflict", "/id");
    world.finish().await;
}

#[tokio::test]
async fn any_party_ends_a_grant_at_once_for_sender_and_reader() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("rjs-guard"));
    let sent = world.alert();
    officer.sends(&sent).await;
    guard.open(sent.id()).await.granted();
    world.as_("fbt-admin").revoke(POLICE_GRANT).await.granted();
    officer.tries(&world.alert()).await.refused_at("grant-not-in-force", "/grant");
    guard.open(sent.id()).await.refused("grant-not-in-force");
    let answer = guard.get("/v1/alerts").await.granted();
    assert_eq!(answer["alerts"], json!([]));
    // What one sent oneself stays one's own.
    officer.open(sent.id()).await.granted();
    world.as_("fbt-admin").revoke(POLICE_GRANT).await.refused("already-registered");
    world.as_("sec-admin").accept(POLICE_GRANT).await.refused("already-registered");
    world.finish().await;
}

#[tokio::test]
async fn a_grant_holds_from_its_first_moment_to_its_last() {
    let world = World::start().await;
    let mut grant = extra(&world);
    grant["valid_from"] = json!(world.now().plus_ms(60_000).to_string());
    grant["valid_until"] = json!(world.now().plus_ms(120_000).to_string());
    world.as_("pt-admin").propose(&grant).await.granted();
    world.as_("fbt-admin").accept(NEW).await.granted();
    world.as_("sec-admin").accept(NEW).await.granted();
    let officer = world.as_("pt-officer");
    officer.tries(&alert(&world)).await.refused_at("grant-not-in-force", "/grant");
    world.clock.advance_ms(60_000);
    officer.sends(&alert(&world)).await;
    world.clock.advance_ms(60_001);
    officer.tries(&alert(&world)).await.refused_at("grant-not-in-force", "/grant");
    world.finish().await;
}

#[tokio::test]
async fn only_administrators_of_the_parties_sign() {
    let world = World::start().await;
    let police = world.as_("pt-admin");
    police.propose(&extra(&world)).await.granted();
    // A guard, a stranger, and a system that carries what a guard signed.
    world.as_("fbt-guard").propose(&extra(&world)).await.refused("action-not-allowed");
    let outsider = world.as_("rjs-admin");
    let shown = police.grant(NEW).await;
    let consent = paperwork::consent(&shown, outsider.member(), world.now(), None);
    let path = format!("/v1/grants/{NEW}/acceptances");
    let jws = outsider.sign_as(&consent, ACCEPTANCE_TYP);
    outsider.post_jws(&path, jws).await.refused("not-found");
    let guard = world.as_("fbt-guard");
    let consent = paperwork::consent(&shown, guard.member(), world.now(), None);
    let jws = guard.sign_as(&consent, ACCEPTANCE_TYP);
    let carried = world.as_("fbt-system").acting_for("fbt-admin");
    carried.post_jws(&path, jws).await.refused("action-not-allowed");
    world.finish().await;
}

#[tokio::test]
async fn a_signature_is_for_one_grant_one_exchange_and_one_thing() {
    let world = World::start().await;
    let police = world.as_("pt-admin");
    police.propose(&extra(&world)).await.granted();
    let fair = world.as_("fbt-admin");
    let shown = police.grant(NEW).await;
    let consent = paperwork::consent(&shown, fair.member(), world.now(), None);
    let path = format!("/v1/grants/{NEW}/acceptances");
    let mut wrong = consent.clone();
    wrong.grant_sha256 = "0".repeat(64);
    let jws = fair.sign_as(&wrong, ACCEPTANCE_TYP);
    fair.post_jws(&path, jws).await.refused_at("request-invalid", "/grant_sha256");
    let mut wrong = consent.clone();
    wrong.grant = POLICE_GRANT.into();
    let jws = fair.sign_as(&wrong, ACCEPTANCE_TYP);
    fair.post_jws(&path, jws).await.refused_at("request-invalid", "/grant");
    let mut wrong = consent.clone();
    wrong.exchange = "drenthe.samen.test".into();
    let jws = fair.sign_as(&wrong, ACCEPTANCE_TYP);
    fair.post_jws(&path, jws).await.refused_at("exchange-mismatch", "/exchange");
    let mut wrong = consent.clone();
    wrong.issued_at = world.now().plus_ms(-300_001).to_string();
    let jws = fair.sign_as(&wrong, ACCEPTANCE_TYP);
    fair.post_jws(&path, jws).await.refused_at("clock-skew", "/issued_at");
    let jws = fair.sign_as(&consent, REVOCATION_TYP);
    fair.post_jws(&path, jws).await.refused("jws-header-refused");
    let path = format!("/v1/grants/{NEW}/revocations");
    let jws = fair.sign_as(&consent, REVOCATION_TYP);
    fair.post_jws(&path, jws).await.refused_at("request-invalid", "/reason");
    assert_eq!(police.grant(NEW).await.accepted, [POLICE]);
    world.finish().await;
}

#[tokio::test]
async fn a_grant_says_all_that_the_law_asks_for() {
    let world = World::start().await;
    let police = world.as_("pt-admin");
    for (member, value, pointer) in [
        ("purposes", json!([]), "/purposes"),
        ("purposes", json!(["curiosity"]), "/purposes/0"),
        ("interest", json!(""), "/interest"),
        ("to", json!([]), "/to"),
        ("to", json!([POLICE]), "/to"),
        ("to", json!(["fg-twente"]), "/to/0"),
        ("valid_until", json!("2020-01-01T00:00:00Z"), "/valid_until"),
        ("exchange", json!("drenthe.samen.test"), "/exchange"),
    ] {
        let mut grant = extra(&world);
        grant[member] = value;
        let slug = if member == "exchange" { "exchange-mismatch" } else { "request-invalid" };
        police.propose(&grant).await.refused_at(slug, pointer);
    }
    let mut grant = extra(&world);
    grant["from"] = json!(RJ);
    police.propose(&grant).await.refused_at("author-not-of-partner", "/from");
    world.finish().await;
}

#[tokio::test]
async fn a_grant_is_shown_to_its_parties_and_to_oversight() {
    let world = World::start().await;
    for (who, count) in [("pt-officer", 4), ("fbt-guard", 2), ("sec-system", 2), ("fg-1", 4)] {
        let listed = world.as_(who).get("/v1/grants").await.granted();
        assert_eq!(listed["items"].as_array().unwrap().len(), count, "{who}");
    }
    world.as_("steward-1").get("/v1/grants").await.refused("action-not-allowed");
    world.finish().await;
}
