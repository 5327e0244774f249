//! The form of a signed record: what other libraries may send, and what none may.
//! Absent: whose key it is (`keys`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::handmade::{header, sign};

fn with(mut header: Value, member: &str, value: Value) -> Value {
    header[member] = value;
    header
}

fn without(mut header: Value, member: &str) -> Value {
    header.as_object_mut().unwrap().remove(member);
    header
}

#[tokio::test]
async fn what_other_libraries_write_is_accepted() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let identity = &officer.identity;
    let usual = header(identity);
    // The newer name of the algorithm, another order, members that mean nothing here.
    let newer = with(usual.clone(), "alg", json!("Ed25519"));
    let wordy = with(with(usual.clone(), "cty", json!("json")), "iat", json!(1));
    for header in [usual.clone(), newer, wordy] {
        let parts = sign(identity, &header, world.alert().bytes().as_bytes());
        assert_eq!(officer.submit(&parts.flattened()).await.status, 201);
    }
    let parts = sign(identity, &usual, world.alert().bytes().as_bytes());
    let pretty = serde_json::to_string_pretty(&parts.object()).unwrap();
    assert_eq!(officer.submit(&pretty).await.status, 201);
    let system = world.as_("fbt-system");
    let incident = world.incident().by("fbt-system");
    let parts = sign(&system.identity, &header(&system.identity), incident.bytes().as_bytes());
    assert_eq!(system.submit(&parts.compact()).await.status, 201);
    // A number such as 2.0 is an integer to JSON Schema.
    let fraction = world.alert().bytes().replace("\"priority\":2", "\"priority\":2.0");
    assert_eq!(officer.submit(&officer.sign_bytes(fraction)).await.status, 201);
    world.finish().await;
}

#[tokio::test]
async fn no_header_brings_a_key_along_or_changes_what_is_signed() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let identity = &officer.identity;
    let usual = header(identity);
    let jwk: Value = serde_json::from_str(&identity.key.public().to_jwk()).unwrap();
    let headers = [
        with(usual.clone(), "jwk", jwk),
        with(usual.clone(), "jku", json!("https://example.com/keys")),
        with(usual.clone(), "x5u", json!("https://example.com/cert")),
        with(usual.clone(), "x5c", json!(["MIIB"])),
        with(with(usual.clone(), "crit", json!(["exp"])), "exp", json!(1)),
        with(usual.clone(), "b64", json!(false)),
        with(usual.clone(), "typ", json!("JWT")),
        with(usual.clone(), "kid", json!(7)),
        without(usual.clone(), "kid"),
        without(usual.clone(), "typ"),
        without(usual.clone(), "alg"),
    ];
    for header in headers {
        let parts = sign(identity, &header, world.alert().bytes().as_bytes());
        officer.submit(&parts.compact()).await.refused("jws-header-refused");
    }
    let mut unprotected = sign(identity, &usual, world.alert().bytes().as_bytes()).object();
    unprotected["header"] = json!({ "kid": "another" });
    officer.submit(&unprotected.to_string()).await.refused("jws-header-refused");
    assert_eq!(officer.finds(json!({ "types": ["alert"] })).await, [""; 0]);
    world.finish().await;
}

#[tokio::test]
async fn only_one_signature_in_one_of_two_forms_is_read() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let identity = &officer.identity;
    let parts = sign(identity, &header(identity), world.alert().bytes().as_bytes());
    let compact = parts.compact();
    let signature = json!({ "protected": parts.protected, "signature": parts.signature });
    let general = json!({ "payload": parts.payload, "signatures": [signature] });
    let flattened = parts.flattened();
    let twice = flattened.replacen('{', "{\"payload\":\"e30\",", 1);
    let extra = flattened.replacen('{', "{\"kid\":\"x\",", 1);
    for jws in [
        String::new(),
        "hello".to_owned(),
        compact.rsplit_once('.').unwrap().0.to_owned(),
        format!("{compact}.x"),
        compact.replacen('.', "=.", 1),
        format!("{} ", compact),
        general.to_string(),
        twice,
        extra,
        format!("{flattened}{flattened}"),
        flattened[..flattened.len() - 1].to_owned(),
    ] {
        officer.submit(&jws).await.refused("jws-malformed");
    }
    world.finish().await;
}

#[tokio::test]
async fn the_key_decides_the_algorithm_and_every_signed_byte_counts() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let identity = &officer.identity;
    for algorithm in ["none", "ES256", "HS256", "RS256", "eddsa"] {
        let header = with(header(identity), "alg", json!(algorithm));
        let parts = sign(identity, &header, world.alert().bytes().as_bytes());
        officer.submit(&parts.flattened()).await.refused("algorithm-mismatch");
    }
    let one = sign(identity, &header(identity), world.alert().bytes().as_bytes());
    let mut other = sign(identity, &header(identity), world.alert().bytes().as_bytes());
    other.signature.clone_from(&one.signature);
    officer.submit(&other.flattened()).await.refused("signature-invalid");
    // A signature with an empty part is none.
    other.signature.clear();
    officer.submit(&other.flattened()).await.refused("jws-malformed");
    world.finish().await;
}
