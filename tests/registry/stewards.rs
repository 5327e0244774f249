//! Exchanges where it takes two stewards to make a partner active, to make a third steward, or to shorten a trial.
//! Absent: everything that one steward does alone.

use std::sync::Arc;

use samen::client::transport::Protocol;
use samen::domain::party::Role;
use serde_json::{Value, json};

use super::NEW;
use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, HOUSES, Member, STEWARD};
use crate::harness::paperwork;
use crate::harness::stage::{Identity, Stage};

async fn two_stewards() -> (World, Caller, Caller) {
    let world = World::start_after(|world| {
        world.configure(|text| {
            text.replace("[limits]", "[registry]\ntwo_stewards = true\n\n[limits]")
        });
    })
    .await;
    let first = world.as_("steward-1");
    let second = Member { id: "steward-2", partner: STEWARD, role: Role::Steward };
    let second = world.join(second).await;
    (world, first, second)
}

async fn change(steward: &Caller, partner: &str, standing: &str) -> Answer {
    let change = paperwork::standing(partner, None, standing);
    steward.post("/v1/partners/standing", change).await
}

/// Standing and proposer of a partner, as listed.
async fn listed(steward: &Caller, partner: &str) -> (Value, Value) {
    let listed = steward.get("/v1/partners").await.granted();
    let found = listed["items"].as_array().unwrap().iter().find(|item| item["id"] == partner);
    let found = found.unwrap();
    (found["standing"].clone(), found["proposed_by"].clone())
}

#[tokio::test]
async fn a_partner_is_active_once_a_second_steward_says_so() {
    let (mut world, first, second) = two_stewards().await;
    first.post("/v1/partners", paperwork::partner(&NEW)).await.granted();
    let admin = Member { id: "nw-admin", partner: NEW.id, role: Role::Administrator };
    let admin = world.join(admin).await;
    let proposed = change(&first, NEW.id, "active").await.granted()["entry"].clone();
    assert_eq!(listed(&second, NEW.id).await, (json!("applied"), json!("steward-1")));
    admin.get("/v1/persons").await.refused("partner-not-active");
    change(&first, NEW.id, "active").await.refused("second-steward-required");
    // Whoever confirms has seen what was proposed: other particulars are proposed anew.
    let mut papers = paperwork::partner(&NEW);
    papers.name = "Nachtwacht Oost".into();
    first.post("/v1/partners", papers.clone()).await.granted();
    assert_eq!(listed(&second, NEW.id).await, (json!("applied"), Value::Null));
    papers.proposed_by = Some("steward-2".into());
    first.post("/v1/partners", papers).await.refused_at("request-invalid", "/proposed_by");
    change(&second, NEW.id, "active").await.granted();
    // A proposal outlives a restart.
    world.restart().await;
    let (first, second) = (world.as_("steward-1"), second);
    let confirmed = change(&first, NEW.id, "active").await.granted()["entry"].clone();
    assert_eq!(listed(&first, NEW.id).await, (json!("active"), Value::Null));
    drop(second);
    for (entry, person, given) in [
        (proposed, "steward-1", "active, proposed"),
        (confirmed, "steward-1", "active, as proposed by steward-2"),
    ] {
        let why = json!({ "use_code": "lawfulness", "justification": "Who admitted this firm" });
        let path = format!("/v1/audit/entries/{entry}/open");
        let shown = world.as_("fg-1").post(&path, why).await.granted();
        assert_eq!(shown["fields"]["person"], json!(person));
        assert_eq!(shown["fields"]["given"], json!(given));
    }
    world.finish().await;
}

#[tokio::test]
async fn one_steward_suspends_at_once_and_two_let_back_in() {
    let (world, first, second) = two_stewards().await;
    let guard = world.as_("fbt-guard");
    change(&first, FAIR, "suspended").await.granted();
    guard.get("/v1/alerts").await.refused("partner-not-active");
    change(&second, FAIR, "active").await.granted();
    guard.get("/v1/alerts").await.refused("partner-not-active");
    // Taken back before it was confirmed.
    change(&first, FAIR, "suspended").await.granted();
    assert_eq!(listed(&first, FAIR).await, (json!("suspended"), Value::Null));
    change(&first, FAIR, "active").await.granted();
    change(&second, FAIR, "active").await.granted();
    guard.get("/v1/alerts").await.granted();
    // Saying active of who is active changes nothing, and needs nobody else.
    change(&first, FAIR, "active").await.granted();
    assert_eq!(listed(&first, FAIR).await, (json!("active"), Value::Null));
    world.finish().await;
}

#[tokio::test]
async fn one_steward_alone_does_not_become_two() {
    let (mut world, first, second) = two_stewards().await;
    let third = Member { id: "steward-3", partner: STEWARD, role: Role::Steward };
    let papers = paperwork::person(&third, paperwork::FAR);
    let identity = Arc::new(Identity::new(third, &Stage::shared().ca));
    let certificate = paperwork::certificate(&identity);
    let proposed = |answer: Answer| answer.granted().get("proposed").is_some();
    assert!(proposed(first.post("/v1/persons", papers.clone()).await));
    first.post("/v1/persons", papers.clone()).await.refused("second-steward-required");
    first.post("/v1/certificates", certificate.clone()).await.refused("not-found");
    // Whoever confirms wants exactly the same; anything else is another proposal.
    let sooner = world.now().plus_days(30).to_string();
    assert!(proposed(second.post("/v1/persons", paperwork::person(&third, &sooner)).await));
    assert!(proposed(first.post("/v1/persons", papers.clone()).await));
    assert!(!proposed(second.post("/v1/persons", papers).await));
    assert!(proposed(first.post("/v1/certificates", certificate.clone()).await));
    first.post("/v1/certificates", certificate.clone()).await.refused("second-steward-required");
    // A proposal outlives a restart.
    let other = second.identity.clone();
    drop((first, second));
    world.restart().await;
    let (first, second) = (world.as_("steward-1"), world.caller(other, Protocol::Auto));
    let third = world.caller(identity, Protocol::Auto);
    assert!(!proposed(second.post("/v1/certificates", certificate).await));
    third.get("/v1/partners").await.granted();
    // One stops a steward, and it takes two to let it back in.
    let change = |standing: &str| paperwork::standing(STEWARD, Some("steward-3"), standing);
    assert!(!proposed(first.post("/v1/persons/standing", change("suspended")).await));
    third.get("/v1/partners").await.refused("person-not-active");
    assert!(proposed(first.post("/v1/persons/standing", change("active")).await));
    third.get("/v1/partners").await.refused("person-not-active");
    assert!(!proposed(second.post("/v1/persons/standing", change("active")).await));
    third.get("/v1/partners").await.granted();
    // What a steward proposed who has gone meanwhile is nobody's word any more.
    let fourth = Member { id: "steward-4", partner: STEWARD, role: Role::Steward };
    let papers = paperwork::person(&fourth, paperwork::FAR);
    assert!(proposed(second.post("/v1/persons", papers.clone()).await));
    let gone = paperwork::standing(STEWARD, Some("steward-2"), "withdrawn");
    first.post("/v1/persons/standing", gone).await.granted();
    assert!(proposed(first.post("/v1/persons", papers.clone()).await));
    assert!(!proposed(third.post("/v1/persons", papers).await));
    drop((first, second, third));
    world.finish().await;
}

#[tokio::test]
async fn a_trial_is_shortened_by_two_and_never_by_leaving_it_out() {
    let (world, first, second) = two_stewards().await;
    let house = HOUSES.iter().find(|house| house.id == FAIR).unwrap();
    let until = |days: u32| Some(world.now().plus_days(days).to_string());
    let mut papers = paperwork::partner(house);
    papers.trial_until = until(30);
    first.post("/v1/partners", papers.clone()).await.granted();
    let trial = async || {
        let listed = first.get("/v1/partners").await.granted();
        let found = listed["items"].as_array().unwrap().iter().find(|item| item["id"] == FAIR);
        found.unwrap()["trial_until"].as_str().map(str::to_owned)
    };
    papers.trial_until = None;
    first.post("/v1/partners", papers.clone()).await.granted();
    assert_eq!(trial().await, until(30));
    papers.trial_until = Some(world.now().to_string());
    let answer = first.post("/v1/partners", papers.clone()).await.granted();
    assert_eq!((&answer["proposed"], trial().await), (&json!(true), until(30)));
    first.post("/v1/partners", papers.clone()).await.refused("second-steward-required");
    second.post("/v1/partners", papers.clone()).await.granted();
    assert_eq!(trial().await, papers.trial_until);
    // Longer is stricter, so one is enough.
    papers.trial_until = until(60);
    second.post("/v1/partners", papers.clone()).await.granted();
    assert_eq!(trial().await, until(60));
    drop((first, second));
    world.finish().await;
}
