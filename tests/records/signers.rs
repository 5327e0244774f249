//! The public key of whoever signed a record: for readers who check the signature themselves, and for nobody whom
//! the signer has nothing to do with. Absent: the check on the command line (`cli::signature`).

use samen::domain::party::{PartnerKind, Role};
use samen_audit::jws::{Jws, PublicKey};
use serde_json::json;

use crate::harness::World;
use crate::harness::cast::{House, Member};

const APART: House = House { id: "nachtwacht", name: "Nachtwacht", kind: PartnerKind::Firm };

#[tokio::test]
async fn a_reader_checks_the_signature_with_the_key_that_the_record_names() {
    let world = World::start().await;
    let (officer, guard, alert) = (world.as_("pt-officer"), world.as_("fbt-guard"), world.alert());
    officer.sends(&alert).await;
    let opened = guard.open(alert.id()).await.granted();
    let jws = Jws::parse(opened["jws"].as_str().unwrap().as_bytes()).unwrap();
    let path = format!("/v1/signers/{}", jws.kid());
    for reader in ["fbt-guard", "fbt-system", "pt-officer", "fg-1"] {
        let signer = world.as_(reader).get(&path).await.granted();
        assert_eq!(
            (&signer["partner"], &signer["person"]),
            (&json!("politie-twente"), &json!("pt-officer"))
        );
        let key = PublicKey::parse(signer["jwk"].to_string().as_bytes()).unwrap();
        assert_eq!(key.thumbprint(), jws.kid());
        key.verify(&jws).unwrap();
    }
    // What a key signed can still be checked when it counts no more.
    let withdrawal = json!({ "kid": jws.kid(), "reason": "Phone lost on duty" });
    world.as_("pt-admin").post("/v1/keys/withdrawals", withdrawal).await.granted();
    assert!(guard.get(&path).await.granted()["withdrawn_at"].is_string());
    world.finish().await;
}

#[tokio::test]
async fn keys_of_others_look_like_keys_that_are_not_there() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    world.admit(&APART).await;
    let member = Member { id: "nw-admin", partner: APART.id, role: Role::Administrator };
    let apart = world.join(member).await;
    let known = apart.identity.key.public().thumbprint();
    for kid in [known.as_str(), &"x".repeat(43), "short", "..%2F..%2Fv1%2Fself"] {
        guard.get(&format!("/v1/signers/{kid}")).await.refused("not-found");
    }
    world.finish().await;
}
