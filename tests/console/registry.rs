//! The pages of stewards and administrators: what they show, to whom, and what they say of time running out.
//! Absent: clicks (`tests/browser`), and the changes themselves (`registry`).

use samen::domain::party::Role;
use serde_json::json;

use super::pages::{page, shows};
use crate::harness::World;
use crate::harness::cast::{FAIR, HOUSES, Member, RJ, SECURION, STEWARD};
use crate::harness::paperwork;

#[tokio::test]
async fn a_steward_sees_everybody_and_an_administrator_its_own() {
    let world = World::start().await;
    let (steward, admin) = (world.as_("steward-1"), world.as_("fbt-admin"));
    for path in ["/persons", "/certificates", "/keys"] {
        let all = shows(&steward, page(path)).await;
        assert!(all.text().contains("sec-operator") && all.text().contains("fbt-guard"), "{path}");
        let own = shows(&admin, page(path)).await;
        assert!(own.text().contains("fbt-guard"), "{path}");
        assert!(!own.text().contains("sec-operator"), "{path} shows people of another firm");
    }
    let one = shows(&steward, page("/persons?partner=securion")).await;
    assert!(one.text().contains("sec-operator") && !one.text().contains("fbt-guard"));
    let other = admin.send(page("/persons?partner=securion")).await;
    assert!(!other.text().contains("sec-operator"));
    // A firm sees the partners of its grants, and nothing of what these may do.
    let partners = shows(&admin, page("/partners")).await;
    assert!(partners.text().contains("Politie Twente") && !partners.text().contains("fg-twente"));
    assert!(!partners.text().contains("data-do="), "an administrator is offered a change");
    assert_eq!(partners.text().matches("Grenzen per minuut").count(), 1);
    for who in ["fbt-guard", "pt-officer", "fg-1"] {
        for path in ["/partners", "/persons", "/certificates", "/keys", "/devices"] {
            world.as_(who).send(page(path)).await.refused("action-not-allowed");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn what_runs_out_comes_first_and_stands_on_the_first_page() {
    let world = World::start().await;
    let steward = world.as_("steward-1");
    let quiet = shows(&steward, page("/")).await;
    assert!(!quiet.text().contains("href=\"/partners\">Bij één partner"), "{}", quiet.text());
    let house = HOUSES.iter().find(|house| house.id == RJ).unwrap();
    let mut papers = paperwork::partner(house);
    if let Some(license) = &mut papers.license {
        license.valid_until = world.now().plus_days(12).plus_ms(1000).to_string();
    }
    papers.trial_until = Some(world.now().plus_days(90).to_string());
    steward.post("/v1/partners", papers).await.granted();
    let partners = shows(&steward, page("/partners")).await;
    let place = |text: &str| partners.text().find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(place("Loopt af binnen 60 dagen") < place("data-id=\"rj-safety-security\""));
    assert!(place("data-id=\"rj-safety-security\"") < place("data-id=\"fair-bewaking-twente\""));
    assert!(partners.text().contains("over 12 dagen"));
    assert!(partners.text().contains("De proeftijd halveert het"));
    let first = shows(&steward, page("/")).await;
    assert!(first.text().contains("Bij één partner lopen papieren af"));
    let guard = shows(&world.as_("fbt-guard"), page("/")).await;
    assert!(!guard.text().contains("lopen papieren af"));
    world.finish().await;
}

#[tokio::test]
async fn what_waits_for_a_second_steward_says_who_began_it() {
    let world = World::start_after(|world| {
        world.configure(|text| {
            text.replace("[limits]", "[registry]\ntwo_stewards = true\n\n[limits]")
        });
    })
    .await;
    let first = world.as_("steward-1");
    let second =
        world.join(Member { id: "steward-2", partner: STEWARD, role: Role::Steward }).await;
    first
        .post("/v1/partners/standing", paperwork::standing(FAIR, None, "suspended"))
        .await
        .granted();
    first.post("/v1/partners/standing", paperwork::standing(FAIR, None, "active")).await.granted();
    let third = Member { id: "steward-3", partner: STEWARD, role: Role::Steward };
    first.post("/v1/persons", paperwork::person(&third, paperwork::FAR)).await.granted();
    let own = shows(&first, page("/partners")).await;
    assert!(own.text().contains("stichting-samen steward-3"));
    assert!(own.text().contains("begonnen door steward-1"));
    assert!(!own.text().contains("Bevestigen als tweede"), "who began it cannot confirm it");
    let other = shows(&second, page("/partners")).await;
    assert!(other.text().contains("Bevestigen als tweede beheerder"));
    assert!(other.text().contains("steward-1 wil deze partner actief maken"));
    let home = shows(&second, page("/")).await;
    // The partner, the third steward, and the key of the second: it was registered after its certificate.
    let waits = "3 wijzigingen wachten op een tweede beheerder";
    assert!(home.text().contains(waits), "{}", home.text());
    // Nobody else hears of it.
    let admin = shows(&world.as_("sec-admin"), page("/")).await;
    assert!(!admin.text().contains("tweede beheerder"));
    drop((first, second));
    world.finish().await;
}

#[tokio::test]
async fn a_device_is_shown_with_what_is_known_about_it() {
    let world = World::start().await;
    let (guard, admin) = (world.as_("fbt-guard"), world.as_("fbt-admin"));
    let asked = paperwork::device(guard.member(), world.now());
    guard.post("/v1/keys/requests", asked).await.granted();
    let open = admin.get("/v1/keys/requests?state=open").await.granted();
    let kid = open["items"][0]["kid"].as_str().unwrap();
    let devices = shows(&admin, page("/devices")).await;
    for part in [kid, "fbt-guard", "1 geldig", "data-do=\"approval\"", "data-do=\"refusal\""] {
        assert!(devices.text().contains(part), "no {part}");
    }
    let home = shows(&admin, page("/")).await;
    assert!(home.text().contains("Eén apparaat wacht op goedkeuring"));
    let elsewhere = shows(&world.as_("sec-admin"), page("/devices")).await;
    assert!(!elsewhere.text().contains(kid), "a device of another firm");
    let reason = json!({ "reason": "Not a device of ours" });
    admin.post(&format!("/v1/keys/requests/{kid}/refusals"), reason).await.granted();
    let decided = shows(&admin, page("/devices")).await;
    assert!(!decided.text().contains("data-do=\"approval\""));
    world.finish().await;
}

#[tokio::test]
async fn a_certificate_that_is_withdrawn_is_of_the_past() {
    let world = World::start().await;
    let admin = world.as_("sec-admin");
    let print = world.as_("sec-operator").identity.fingerprint.clone();
    let withdrawal = json!({ "fingerprint": print, "reason": "Lost" });
    let before = shows(&admin, page("/certificates")).await;
    let offered = |text: &str| text.matches("data-do=\"withdrawal\"").count();
    admin.post("/v1/certificates/withdrawals", withdrawal).await.granted();
    let after = shows(&admin, page("/certificates")).await;
    assert_eq!(offered(after.text()), offered(before.text()) - 1);
    assert!(after.text().contains("Ingetrokken of voorbij (1)"));
    assert!(after.text().contains(SECURION));
    world.finish().await;
}

#[tokio::test]
async fn an_address_that_is_not_there_is_a_page_for_people_and_a_problem_for_programs() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let lost = guard.send(page("/nowhere")).await;
    lost.refused("not-found");
    assert_eq!(lost.status, 404);
    assert!(lost.text().contains("Niet gevonden") && lost.text().contains("href=\"/\""));
    assert!(lost.header("content-security-policy").is_some());
    let problem = guard.get("/nowhere").await;
    assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    guard.post("/nowhere", json!({})).await.refused("not-found");
    guard.send(page("/v1/records")).await.refused("method-not-allowed");
    world.finish().await;
}
