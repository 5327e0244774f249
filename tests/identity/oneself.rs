//! What one learns about oneself: standing, papers, keys and limits of the caller and nobody else.
//! Absent: the registers of administrators (`registry`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::cast::{EXCHANGE, FAIR};
use crate::harness::paperwork;
use crate::harness::stage::Stage;

#[tokio::test]
async fn a_guard_sees_its_own_registration_and_may_do_what_it_says() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let seen = guard.get("/v1/self").await.granted();
    assert_eq!((&seen["exchange"], &seen["profile"]), (&json!(EXCHANGE), &json!("nl")));
    assert_eq!(seen["partner"]["id"], json!(FAIR));
    assert_eq!(seen["partner"]["license"]["number"], json!("ND9901"));
    assert_eq!(seen["person"]["id"], json!("fbt-guard"));
    assert_eq!(seen["person"]["standing"], json!("active"));
    let identity = Stage::shared().identity("fbt-guard");
    assert_eq!(seen["certificate"]["fingerprint"], json!(identity.fingerprint));
    let keys = seen["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0]["kid"], json!(identity.key.public().thumbprint()));
    assert_eq!((&seen["on_trial"], &seen["asserted_by"]), (&json!(false), &Value::Null));
    assert_eq!(seen["limits"]["searches"], json!(100_000));
    let has = |action: &str| seen["actions"].as_array().unwrap().contains(&json!(action));
    assert!(has("record.submit") && has("key.request") && !has("key.approve"));
    world.finish().await;
}

#[tokio::test]
async fn a_system_sees_for_whom_it_acts_and_a_partner_on_trial_its_narrower_limits() {
    let world = World::start().await;
    let system = world.as_("fbt-system");
    let alone = system.get("/v1/self").await.granted();
    assert_eq!(alone["person"]["role"], json!("system"));
    let acting = system.acting_for("fbt-guard").get("/v1/self").await.granted();
    assert_eq!(acting["person"]["id"], json!("fbt-guard"));
    assert_eq!(acting["asserted_by"], json!("fbt-system"));
    assert_eq!(acting["certificate"]["person"], json!("fbt-system"));
    let house = crate::harness::cast::HOUSES.iter().find(|house| house.id == FAIR).unwrap();
    let mut papers = paperwork::partner(house);
    papers.trial_until = Some(paperwork::FAR.into());
    world.as_("steward-1").post("/v1/partners", papers).await.granted();
    let tried = system.get("/v1/self").await.granted();
    assert_eq!(tried["on_trial"], json!(true));
    assert_eq!(tried["limits"]["searches"], json!(50_000));
    let change = paperwork::standing(FAIR, Some("fbt-guard"), "suspended");
    world.as_("fbt-admin").post("/v1/persons/standing", change).await.granted();
    world.as_("fbt-guard").get("/v1/self").await.refused("person-not-active");
    world.finish().await;
}
