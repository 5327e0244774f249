//! License, quality mark, screening and standing, judged at every request and not at the handshake.
//! Absent: open feeds, which are cut (`reading`).

use samen::wire::api::registry::PartnerBody;
use serde_json::json;

use crate::harness::World;
use crate::harness::cast::{FAIR, HOUSES, POLICE, member_of};
use crate::harness::paperwork::{self, FAR};

const MINUTE_MS: i64 = 60_000;

fn papers_of_fair(license: &str, mark: &str) -> PartnerBody {
    let house = HOUSES.iter().find(|house| house.id == FAIR).unwrap();
    paperwork::partner_until(house, license, mark)
}

#[tokio::test]
async fn a_firm_whose_license_or_mark_runs_out_stops_at_that_moment() {
    let world = World::start().await;
    let (steward, guard) = (world.as_("steward-1"), world.as_("fbt-guard"));
    for (slug, license) in [("license-expired", true), ("quality-mark-expired", false)] {
        let soon = world.now().plus_ms(MINUTE_MS).to_string();
        let papers = if license { papers_of_fair(&soon, FAR) } else { papers_of_fair(FAR, &soon) };
        steward.post("/v1/partners", papers).await.granted();
        world.clock.advance_ms(MINUTE_MS);
        guard.get("/v1/alerts").await.granted();
        world.clock.advance_ms(1);
        guard.get("/v1/alerts").await.refused(slug);
        guard.tries(&world.incident()).await.refused(slug);
        guard.search(json!({ "types": ["alert"] })).await.refused(slug);
        guard.get("/log/checkpoint").await.refused(slug);
        // Another firm goes on, and so does this one with renewed papers.
        world.as_("rjs-guard").get("/v1/alerts").await.granted();
        steward.post("/v1/partners", papers_of_fair(FAR, FAR)).await.granted();
        guard.get("/v1/alerts").await.granted();
    }
    world.finish().await;
}

#[tokio::test]
async fn a_partner_that_is_not_active_does_nothing() {
    let world = World::start().await;
    let (steward, officer, guard) =
        (world.as_("steward-1"), world.as_("pt-officer"), world.as_("fbt-guard"));
    for standing in ["suspended", "applied", "withdrawn"] {
        let change = paperwork::standing(POLICE, None, standing);
        steward.post("/v1/partners/standing", change).await.granted();
        officer.tries(&world.alert()).await.refused("partner-not-active");
        world.as_("pt-admin").get("/v1/persons").await.refused("partner-not-active");
        guard.get("/v1/alerts").await.granted();
        let back = paperwork::standing(POLICE, None, "active");
        let back = steward.post("/v1/partners/standing", back).await;
        if standing == "withdrawn" {
            back.refused_at("request-invalid", "/standing");
        } else {
            back.granted();
            officer.sends(&world.alert()).await;
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn a_person_who_is_suspended_or_whose_screening_runs_out_stops() {
    let world = World::start().await;
    let (admin, guard) = (world.as_("fbt-admin"), world.as_("fbt-guard"));
    let change = |standing: &str| paperwork::standing(FAIR, Some("fbt-guard"), standing);
    admin.post("/v1/persons/standing", change("suspended")).await.granted();
    guard.get("/v1/alerts").await.refused("person-not-active");
    // A colleague goes on, and no system acts for who is suspended.
    world.as_("fbt-guard-2").get("/v1/alerts").await.granted();
    let system = world.as_("fbt-system").acting_for("fbt-guard");
    system.get("/v1/alerts").await.refused("person-not-active");
    let jws = guard.sign(&world.incident());
    world.as_("fbt-system").submit(&jws).await.refused("person-not-active");
    admin.post("/v1/persons/standing", change("active")).await.granted();
    guard.get("/v1/alerts").await.granted();
    let soon = world.now().plus_ms(MINUTE_MS).to_string();
    let person = paperwork::person(&member_of("fbt-guard"), &soon);
    admin.post("/v1/persons", person).await.granted();
    world.clock.advance_ms(MINUTE_MS + 1);
    guard.get("/v1/alerts").await.refused("screening-expired");
    world.finish().await;
}
