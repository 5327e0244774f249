//! Keys of devices: a person asks with proof, its administrator approves or refuses, and nobody decides
//! about the own device. Absent: keys that an administrator registers unasked.

use ring::rand::SystemRandom;
use samen::wire::api::device::{KeyRequestBody, PROOF_TYP};
use samen_audit::jws::PrivateKey;
use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, Member};
use crate::harness::paperwork;

const PATH: &str = "/v1/keys/requests";

fn new_key() -> PrivateKey {
    PrivateKey::generate(&SystemRandom::new()).unwrap()
}

/// Asks for the key of a device, and gives its thumbprint.
async fn asked(world: &World, who: &Caller) -> String {
    let body = paperwork::device(who.member(), world.now());
    who.post(PATH, body).await.granted()["subject"].as_str().unwrap().to_owned()
}

async fn approve(who: &Caller, kid: &str) -> Answer {
    who.post(&format!("{PATH}/{kid}/approvals"), json!({})).await
}

async fn listed(who: &Caller, query: &str) -> Vec<Value> {
    let listed = who.get(&format!("{PATH}{query}")).await.granted();
    listed["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_device_signs_once_its_administrator_approved_its_key() {
    let mut world = World::start().await;
    let (guard, admin) = (world.as_("fbt-guard"), world.as_("fbt-admin"));
    let key = new_key();
    let mut body = paperwork::device_with(&key, guard.member(), world.now());
    // What a browser exports beside the key itself is not kept.
    body.jwk["alg"] = json!("EdDSA");
    body.jwk["key_ops"] = json!(["verify"]);
    body.jwk["ext"] = json!(true);
    world.ledger.mark(&body.device);
    let kid = guard.post(PATH, body).await.granted()["subject"].as_str().unwrap().to_owned();
    assert_eq!(kid, key.public().thumbprint());
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let sighting = world.sighting(&alert);
    let jws = key.sign_compact(sighting.bytes().as_ref(), "samen-record+json").unwrap();
    guard.submit(&jws).await.refused("key-unknown");
    // A request outlives a restart.
    world.restart().await;
    let shown = listed(&admin, "?state=open").await;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["person"], json!("fbt-guard"));
    assert_eq!(shown[0]["device"], json!("Phone of the night shift"));
    let jwk: Value = serde_json::from_str(&key.public().to_jwk()).unwrap();
    assert_eq!(shown[0]["jwk"], jwk);
    let entry = approve(&admin, &kid).await.granted()["entry"].clone();
    assert_eq!(guard.submit(&jws).await.status, 201);
    let own = listed(&guard, "").await;
    assert_eq!(
        (&own[0]["state"], &own[0]["decided"]["person"]),
        (&json!("approved"), &json!("fbt-admin"))
    );
    let keys = admin.get("/v1/keys").await.granted();
    let found = keys["items"].as_array().unwrap().iter().find(|item| item["kid"] == json!(kid));
    let ends = world.now().plus_days(90).to_string();
    assert_eq!(found.unwrap()["valid_until"], json!(ends));
    assert_eq!(found.unwrap()["jwk"], jwk);
    let why = json!({ "use_code": "lawfulness", "justification": "Who let this device sign" });
    let entry = world.as_("fg-1").post(&format!("/v1/audit/entries/{entry}/open"), why).await;
    let entry = entry.granted();
    assert_eq!(entry["fields"]["action"], json!("key.approve"));
    assert_eq!(entry["fields"]["subject"], json!(kid));
    let said = format!("key of {FAIR} fbt-guard, until {ends}");
    assert_eq!(entry["fields"]["given"], json!(said));
    // A device that was lost is withdrawn like any key.
    let lost = json!({ "kid": kid, "reason": "Phone lost" });
    admin.post("/v1/keys/withdrawals", lost).await.granted();
    let again = world.sighting(&alert);
    let jws = key.sign_compact(again.bytes().as_ref(), "samen-record+json").unwrap();
    guard.submit(&jws).await.refused("key-not-valid");
    world.finish().await;
}

#[tokio::test]
async fn nobody_decides_about_the_own_device_or_about_those_of_other_partners() {
    let world = World::start().await;
    let (guard, admin) = (world.as_("fbt-guard"), world.as_("fbt-admin"));
    let kid = asked(&world, &guard).await;
    approve(&guard, &kid).await.refused("action-not-allowed");
    for stranger in ["sec-admin", "pt-admin"] {
        approve(&world.as_(stranger), &kid).await.refused("not-found");
        assert_eq!(listed(&world.as_(stranger), "").await, Vec::<Value>::new());
    }
    assert_eq!(listed(&world.as_("fbt-guard-2"), "").await, Vec::<Value>::new());
    let own = asked(&world, &admin).await;
    approve(&admin, &own).await.refused("own-request");
    let refusal = json!({ "reason": "None of mine" });
    admin.post(&format!("{PATH}/{own}/refusals"), refusal).await.refused("own-request");
    let other = Member { id: "fbt-admin-2", ..*admin.member() };
    approve(&world.join(other).await, &own).await.granted();
    let second = asked(&world, &admin).await;
    assert_eq!(listed(&world.as_("steward-1"), "?state=open").await.len(), 2);
    approve(&world.as_("steward-1"), &second).await.granted();
    approve(&admin, "unknown").await.refused("not-found");
    world.finish().await;
}

#[tokio::test]
async fn no_system_asks_for_a_key_in_somebodys_name_or_approves_one() {
    let world = World::start().await;
    let (guard, system) = (world.as_("fbt-guard"), world.as_("fbt-system"));
    let body = || paperwork::device(guard.member(), world.now());
    system.post(PATH, body()).await.refused("action-not-allowed");
    let acting = system.acting_for("fbt-guard");
    acting.post(PATH, body()).await.refused("own-certificate-required");
    let kid = asked(&world, &guard).await;
    approve(&system.acting_for("fbt-admin"), &kid).await.refused("own-certificate-required");
    world.finish().await;
}

#[tokio::test]
async fn a_request_shows_that_its_device_holds_the_key_for_this_person_here_and_now() {
    let world = World::start().await;
    let (guard, key) = (world.as_("fbt-guard"), new_key());
    let good = || paperwork::device_with(&key, guard.member(), world.now());
    let proved = |payload: Value| {
        let payload = serde_json::to_vec(&payload).unwrap();
        KeyRequestBody { proof: key.sign_compact(&payload, PROOF_TYP).unwrap(), ..good() }
    };
    let payload = |member: &str, value: &str| {
        let mut payload = json!({
            "exchange": "twente.samen.test", "partner": FAIR, "person": "fbt-guard",
            "at": world.now().to_string(),
        });
        payload[member] = json!(value);
        payload
    };
    let foreign = paperwork::device_with(&new_key(), guard.member(), world.now());
    let old = world.now().plus_ms(-301_000).to_string();
    let other_typ = key.sign_compact(b"{}", "samen-record+json").unwrap();
    let mut forged = good();
    forged.proof.truncate(forged.proof.len() - 4);
    forged.proof.push_str("AAAA");
    let private: Value = serde_json::from_str(&key.to_jwk()).unwrap();
    for (body, reason, pointer) in [
        (KeyRequestBody { jwk: private, ..good() }, "request-invalid", "/jwk"),
        (KeyRequestBody { device: "a\nb".into(), ..good() }, "request-invalid", "/device"),
        (KeyRequestBody { proof: foreign.proof, ..good() }, "jws-header-refused", "/proof"),
        (KeyRequestBody { proof: other_typ, ..good() }, "jws-header-refused", "/proof"),
        (KeyRequestBody { proof: "none".into(), ..good() }, "jws-malformed", "/proof"),
        (forged, "signature-invalid", "/proof"),
        (proved(json!([])), "request-invalid", "/proof"),
        (proved(payload("exchange", "other.samen.test")), "exchange-mismatch", "/proof"),
        (proved(payload("partner", "securion")), "author-not-of-partner", "/proof"),
        (proved(payload("person", "fbt-guard-2")), "author-not-of-partner", "/proof"),
        (proved(payload("at", &old)), "clock-skew", "/proof"),
    ] {
        guard.post(PATH, body).await.refused_at(reason, pointer);
    }
    guard.post(PATH, good()).await.granted();
    guard.post(PATH, good()).await.refused_at("already-registered", "/jwk");
    let again = paperwork::device_with(&key, world.as_("fbt-guard-2").member(), world.now());
    world.as_("fbt-guard-2").post(PATH, again).await.refused_at("already-registered", "/jwk");
    world.finish().await;
}

#[tokio::test]
async fn requests_are_few_end_after_a_week_and_are_decided_once() {
    let world = World::start().await;
    let (guard, admin) = (world.as_("fbt-guard"), world.as_("fbt-admin"));
    // A browser that knows no Ed25519 makes one of these.
    let key = PrivateKey::generate_p256(&SystemRandom::new()).unwrap();
    let body = || paperwork::device_with(&key, guard.member(), world.now());
    let first = guard.post(PATH, body()).await.granted()["subject"].clone();
    let first = first.as_str().unwrap();
    for _ in 0..4 {
        asked(&world, &guard).await;
    }
    let sixth = paperwork::device(guard.member(), world.now());
    guard.post(PATH, sixth).await.refused("too-many-open");
    asked(&world, &world.as_("fbt-guard-2")).await;
    let path = format!("{PATH}/{first}/refusals");
    admin.post(&path, json!({ "reason": "" })).await.refused_at("request-invalid", "/reason");
    admin.post(&path, json!({ "reason": "A private phone" })).await.granted();
    admin.post(&path, json!({ "reason": "Once more" })).await.refused("request-decided");
    approve(&admin, first).await.refused("request-decided");
    let refused = listed(&guard, "?state=refused").await;
    assert_eq!(refused[0]["decided"]["reason"], json!("A private phone"));
    guard.get(&format!("{PATH}?state=lost")).await.refused_at("request-invalid", "/state");
    // Refused by mistake: the same device asks again.
    guard.post(PATH, body()).await.granted();
    let late = world.now().plus_days(91).to_string();
    let long = json!({ "valid_until": late });
    let path = format!("{PATH}/{first}/approvals");
    admin.post(&path, long).await.refused_at("request-invalid", "/valid_until");
    let over = json!({ "valid_until": world.now().to_string() });
    admin.post(&path, over).await.refused_at("request-invalid", "/valid_until");
    world.clock.advance_ms(7 * 86_400_000 + 1);
    assert_eq!(listed(&admin, "?state=expired").await.len(), 6);
    approve(&admin, first).await.refused("request-decided");
    guard.post(PATH, body()).await.granted();
    approve(&admin, first).await.granted();
    guard.post(PATH, body()).await.refused_at("already-registered", "/jwk");
    world.finish().await;
}
