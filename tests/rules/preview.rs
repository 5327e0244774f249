//! Who would receive a record: the answer before it is sent is what happens when it is sent.
//! Absent: the rules themselves (`sending`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, POLICE_GRANT, RJ, SECURION, member_of};
use crate::harness::draft::Draft;
use crate::harness::paperwork;

const PATH: &str = "/v1/grants/preview";

/// Of a draft what the question is about.
fn outline(draft: &Draft) -> Value {
    let mut asked = json!({
        "type": draft.at("/type"), "purpose": draft.at("/purpose"), "grant": draft.at("/grant"),
        "components": ["plate", "vehicle"], "handling": draft.at("/handling/code"),
        "onward": draft.at("/handling/onward").as_bool().unwrap_or(false),
    });
    if draft.at("/audience").is_array() {
        asked["audience"] = draft.at("/audience").clone();
    }
    asked
}

async fn previewed(who: &Caller, asked: Value) -> Value {
    who.post(PATH, asked).await.granted()["grants"].clone()
}

fn said(answer: &Answer) -> (Value, Value) {
    let problem = answer.problem().unwrap();
    (json!(problem.slug()), json!(problem.pointer))
}

#[tokio::test]
async fn what_is_foretold_is_what_happens() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    // The grant again, narrower.
    let mut narrow = paperwork::grant(&member_of("pt-admin"), &[SECURION], world.now());
    narrow["id"] = json!("twente-narrow");
    narrow["data"]["components"] = json!(["plate"]);
    world.as_("pt-admin").propose(&narrow).await.granted();
    world.as_("sec-admin").accept("twente-narrow").await.granted();
    let alert = || world.alert();
    let cases = [
        alert(),
        alert().set("/audience", json!([FAIR, RJ])),
        alert().set("/purpose", json!("supervision")),
        world.incident().by("pt-officer").set("/audience", json!("all")),
        alert().set("/audience", json!(["fg-twente"])),
        alert().set("/handling/onward", json!(true)),
        alert().set("/grant", json!("twente-nothing")),
        alert().set("/grant", json!("twente-securion")),
        alert().set("/grant", json!("twente-narrow")),
    ];
    for draft in cases {
        let foretold = &previewed(&officer, outline(&draft)).await[0];
        let answer = officer.tries(&draft).await;
        if answer.status != 201 {
            let refusal = &foretold["refusal"];
            assert_eq!((refusal["reason"].clone(), refusal["pointer"].clone()), said(&answer));
            assert_eq!(foretold["recipients"], json!([]));
            continue;
        }
        assert_eq!(foretold["refusal"], Value::Null);
        for (partner, guard) in [(FAIR, "fbt-guard"), (SECURION, "sec-operator"), (RJ, "rjs-guard")]
        {
            let named = foretold["recipients"].as_array().unwrap().iter();
            let named = named.clone().any(|one| one["partner"] == partner);
            let found = world.as_(guard).finds(json!({ "types": ["alert"] })).await;
            assert_eq!(named, found.iter().any(|id| id == draft.id()), "{partner}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn a_record_that_lives_as_long_as_foretold_is_accepted_and_no_longer_one() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let asked = json!({ "type": "alert", "purpose": "offences", "components": ["plate"] });
    let foretold = previewed(&officer, asked.clone()).await;
    assert_eq!(foretold.as_array().unwrap().len(), 1);
    assert_eq!(foretold[0]["grant"], json!(POLICE_GRANT));
    let latest = foretold[0]["expires_at_latest"].as_str().unwrap();
    assert_eq!(latest, world.now().plus_days(28).to_string());
    let alert = |until: &str| world.alert().set("/expires_at", json!(until));
    officer.sends(&alert(latest)).await;
    let beyond = world.now().plus_days(28).plus_ms(1000).to_string();
    officer.tries(&alert(&beyond)).await.refused_at("expiry-beyond-cap", "/expires_at");
    // The profile is stricter for other purposes.
    let order = json!({ "type": "alert", "purpose": "public-order" });
    let foretold = previewed(&officer, order).await;
    assert_eq!(foretold[0]["expires_at_latest"], json!(world.now().plus_days(7).to_string()));
    // A partner out of standing is named, and said not to read it now.
    let change = paperwork::standing(RJ, None, "suspended");
    world.as_("steward-1").post("/v1/partners/standing", change).await.granted();
    let foretold = previewed(&officer, asked).await;
    let recipients = foretold[0]["recipients"].as_array().unwrap();
    let active: Vec<_> = recipients.iter().map(|one| (&one["partner"], &one["active"])).collect();
    assert_eq!(active.len(), 3);
    assert!(active.contains(&(&json!(RJ), &json!(false))));
    assert!(active.contains(&(&json!(FAIR), &json!(true))));
    world.finish().await;
}

#[tokio::test]
async fn who_sends_nothing_asks_nothing_and_a_question_is_as_documented() {
    let world = World::start().await;
    let good = || json!({ "type": "alert", "purpose": "offences" });
    for who in ["fg-1", "steward-1", "pt-admin"] {
        world.as_(who).post(PATH, good()).await.refused("action-not-allowed");
    }
    let officer = world.as_("pt-officer");
    for (member, value) in [
        ("type", json!("rumor")),
        ("purpose", json!("curiosity")),
        ("components", json!(["face"])),
        ("audience", json!([])),
        ("audience", json!([FAIR, FAIR])),
        ("area", json!({ "lat": 91.0, "lon": 6.8, "radius_m": 10 })),
        ("handling", json!("H9")),
        ("grant", json!("-")),
    ] {
        let mut asked = good();
        asked[member] = value;
        officer.post(PATH, asked).await.refused_at("request-invalid", &format!("/{member}"));
    }
    // A firm is foretold about its own grants only.
    let guard = world.as_("fbt-guard");
    let sighting = json!({ "type": "sighting", "purpose": "offences" });
    let foretold = previewed(&guard, sighting).await;
    assert_eq!(foretold[0]["grant"], json!("twente-fair-bewaking-twente"));
    assert_eq!(foretold[0]["recipients"][0]["partner"], json!("politie-twente"));
    let foreign = json!({ "type": "sighting", "purpose": "offences", "grant": "twente-securion" });
    let foretold = previewed(&guard, foreign).await;
    assert_eq!(foretold[0]["refusal"]["reason"], json!("grant-unknown"));
    world.finish().await;
}
