//! What ends somebody's standing acts on the next request and cuts the feed that is open, within a second.
//! Absent: suspensions of partners and licenses (`reading::feed`), and revocation lists (`start`).

use serde_json::json;

use crate::harness::World;
use crate::harness::cast::{FAIR, HOUSES, member_of};
use crate::harness::paperwork::{self, FAR};

#[tokio::test]
async fn a_quality_mark_or_screening_that_runs_out_by_the_clock_cuts_the_feed() {
    let world = World::start().await;
    let soon = || world.now().plus_ms(60_000).to_string();
    let person = paperwork::person(&member_of("fbt-guard"), &soon());
    world.as_("fbt-admin").post("/v1/persons", person).await.granted();
    let (mut screened, mut colleague) =
        (world.as_("fbt-guard").feed(None).await, world.as_("fbt-guard-2").feed(None).await);
    world.clock.advance_ms(60_001);
    screened.is_cut("screening-expired").await;
    let house = HOUSES.iter().find(|house| house.id == FAIR).unwrap();
    let papers = paperwork::partner_until(house, FAR, &soon());
    world.as_("steward-1").post("/v1/partners", papers).await.granted();
    world.clock.advance_ms(60_001);
    colleague.is_cut("quality-mark-expired").await;
    world.finish().await;
}

#[tokio::test]
async fn a_suspended_person_is_cut_also_where_a_system_acts_for_it() {
    let world = World::start().await;
    let system = world.as_("fbt-system");
    let mut own = world.as_("fbt-guard").feed(None).await;
    let mut acting = system.acting_for("fbt-guard").feed(None).await;
    let mut machine = system.feed(None).await;
    let change = paperwork::standing(FAIR, Some("fbt-guard"), "suspended");
    world.as_("fbt-admin").post("/v1/persons/standing", change).await.granted();
    own.is_cut("person-not-active").await;
    acting.is_cut("person-not-active").await;
    // The machine itself goes on, until its own certificate is withdrawn.
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    assert_eq!(machine.record().await.1, alert.id());
    let fingerprint = &system.identity.fingerprint;
    let body = json!({ "fingerprint": fingerprint, "reason": "Stolen from the alarm centre" });
    world.as_("fbt-admin").post("/v1/certificates/withdrawals", body).await.granted();
    machine.is_cut("certificate-withdrawn").await;
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawn_key_signs_nothing_more_and_what_it_signed_still_holds() {
    let world = World::start().await;
    let (guard, officer) = (world.as_("fbt-guard"), world.as_("pt-officer"));
    let before = world.incident();
    let jws = guard.sign(&before);
    guard.submit(&jws).await.granted();
    let kid = guard.identity.key.public().thumbprint();
    let body = json!({ "kid": kid, "reason": "The phone was stolen" });
    world.as_("fbt-admin").post("/v1/keys/withdrawals", body).await.granted();
    guard.tries(&world.incident()).await.refused("key-not-valid");
    let receipt = guard.sign(&world.receipt(before.id(), "read"));
    guard.post_jws("/v1/feed/acknowledgements", receipt).await.refused("key-not-valid");
    // Reading needs no key, what was accepted stays, and its author still gets the receipt of it.
    guard.get("/v1/alerts").await.granted();
    officer.open(before.id()).await.granted();
    assert_eq!(guard.submit(&jws).await.slug().as_deref(), Some("key-not-valid"));
    world.finish().await;
}

#[tokio::test]
async fn a_revoked_grant_ends_what_open_feeds_snapshots_and_searches_show() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let mut feed = guard.feed(Some(0)).await;
    assert_eq!(feed.record().await.1, alert.id());
    assert_eq!(guard.finds(json!({ "types": ["alert"] })).await, [alert.id()]);
    world.as_("pt-admin").revoke("twente-politie").await.granted();
    guard.open(alert.id()).await.refused("grant-not-in-force");
    assert_eq!(guard.finds(json!({ "types": ["alert"] })).await, [""; 0]);
    assert_eq!(guard.get("/v1/alerts").await.granted()["alerts"], json!([]));
    officer.tries(&world.alert()).await.refused_at("grant-not-in-force", "/grant");
    // The feed stays open for other grants, and gives nothing more of this one.
    let incident = world.incident();
    guard.sends(&incident).await;
    drop(feed);
    let mut again = guard.feed(Some(0)).await;
    let suspended = paperwork::standing(FAIR, None, "suspended");
    world.as_("steward-1").post("/v1/partners/standing", suspended).await.granted();
    again.is_cut("partner-not-active").await;
    world.finish().await;
}
