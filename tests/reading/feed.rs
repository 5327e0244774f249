//! The live feed: to everybody to whom a record was disclosed, once, in order, and cut with the
//! standing of who follows. Absent: snapshots (`alerts`).

use serde_json::json;

use crate::harness::cast::{FAIR, HOUSES, SECURION};
use crate::harness::paperwork;
use crate::harness::{Given, World};

#[tokio::test]
async fn a_record_reaches_every_recipient_live_and_its_sender_not() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let mut own = officer.feed(None).await;
    let mut feeds = Vec::new();
    for who in ["fbt-guard", "sec-system", "rjs-guard"] {
        feeds.push(world.as_(who).feed(None).await);
    }
    let alert = world.alert();
    let jws = officer.sign(&alert);
    officer.submit(&jws).await;
    for feed in &mut feeds {
        let Given::Record { id, jws: got, .. } = feed.next().await else { panic!("no record") };
        assert_eq!((id.as_str(), &got), (alert.id(), &jws));
    }
    // To one firm only: the others get what comes after it.
    let some = world.alert().set("/audience", json!([SECURION]));
    officer.sends(&some).await;
    let all = world.alert();
    officer.sends(&all).await;
    assert_eq!(feeds[0].record().await.1, all.id());
    assert_eq!(feeds[1].record().await.1, some.id());
    assert_eq!(feeds[1].record().await.1, all.id());
    assert_eq!(feeds[2].record().await.1, all.id());
    let incident = world.incident();
    world.as_("fbt-guard").sends(&incident).await;
    assert_eq!(own.record().await.1, incident.id());
    world.finish().await;
}

#[tokio::test]
async fn a_feed_resumes_where_it_was_without_loss_or_duplicates() {
    let mut world = World::start().await;
    let officer = world.as_("pt-officer");
    let mut sent = Vec::new();
    for _ in 0..3 {
        let alert = world.alert();
        officer.sends(&alert).await;
        sent.push(alert.id().to_owned());
    }
    let mut feed = world.as_("fbt-guard").feed(Some(0)).await;
    let (mut seen, mut last) = (Vec::new(), 0);
    for _ in 0..2 {
        let (index, id) = feed.record().await;
        assert!(index > last);
        (last, seen) = (index, [seen, vec![id]].concat());
    }
    // The exchange starts again; more is sent before the follower is back.
    world.restart().await;
    let officer = world.as_("pt-officer");
    for _ in 0..100 {
        let alert = world.alert();
        officer.sends(&alert).await;
        sent.push(alert.id().to_owned());
    }
    let mut feed = world.as_("fbt-guard").feed(Some(last)).await;
    while seen.len() < sent.len() {
        seen.push(feed.record().await.1);
    }
    assert_eq!(seen, sent);
    let live = world.alert();
    officer.sends(&live).await;
    assert_eq!(feed.record().await.1, live.id());
    world.finish().await;
}

#[tokio::test]
async fn a_suspension_cuts_the_feed_at_once() {
    let world = World::start().await;
    let steward = world.as_("steward-1");
    let mut cut = world.as_("fbt-guard").feed(None).await;
    let mut other = world.as_("rjs-guard").feed(None).await;
    let change = paperwork::standing(FAIR, None, "suspended");
    steward.post("/v1/partners/standing", change).await.granted();
    cut.is_cut("partner-not-active").await;
    let refused = world.as_("fbt-guard").try_feed(None).await;
    refused.err().unwrap().refused("partner-not-active");
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    assert_eq!(other.record().await.1, alert.id());
    world.finish().await;
}

#[tokio::test]
async fn a_license_that_runs_out_by_the_clock_alone_cuts_the_feed() {
    let world = World::start().await;
    let house = HOUSES.iter().find(|house| house.id == FAIR).unwrap();
    let soon = world.now().plus_ms(60_000).to_string();
    let papers = paperwork::partner_until(house, &soon, paperwork::FAR);
    world.as_("steward-1").post("/v1/partners", papers).await.granted();
    let mut feed = world.as_("fbt-guard").feed(None).await;
    world.clock.advance_ms(60_001);
    feed.is_cut("license-expired").await;
    world.finish().await;
}

#[tokio::test]
async fn a_withdrawn_certificate_and_a_revoked_grant_end_what_is_delivered() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let guard = world.as_("fbt-guard");
    let (mut withdrawn, mut revoked) =
        (guard.feed(None).await, world.as_("fbt-system").feed(None).await);
    let body = json!({ "fingerprint": guard.identity.fingerprint, "reason": "Lost in the field" });
    world.as_("fbt-admin").post("/v1/certificates/withdrawals", body).await.granted();
    withdrawn.is_cut("certificate-withdrawn").await;
    let before = world.alert();
    officer.sends(&before).await;
    assert_eq!(revoked.record().await.1, before.id());
    // Under another grant something still comes; of what was sent under the revoked one, nothing.
    let mut extra =
        paperwork::grant(&crate::harness::cast::member_of("pt-admin"), &[FAIR], world.now());
    extra["id"] = json!("twente-extra");
    world.as_("pt-admin").propose(&extra).await.granted();
    world.as_("fbt-admin").accept("twente-extra").await.granted();
    let mut late = world.as_("fbt-guard-2").feed(Some(0)).await;
    assert_eq!(late.record().await.1, before.id());
    world.as_("pt-admin").revoke("twente-politie").await.granted();
    let mut later = world.as_("fbt-guard-2").feed(Some(0)).await;
    let after = world.alert().set("/grant", json!("twente-extra"));
    officer.sends(&after).await;
    assert_eq!(later.record().await.1, after.id());
    world.finish().await;
}

#[tokio::test]
async fn a_place_to_resume_from_is_a_number() {
    use hyper::header::{HeaderName, HeaderValue};
    use samen::client::transport::Request;
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    for wrong in ["", "x", "-1", "18446744073709551616", "1, 2"] {
        let name = HeaderName::from_static("last-event-id");
        let request = Request::get("/v1/feed").header(name, HeaderValue::from_static(wrong));
        guard.send(request).await.refused("request-invalid");
    }
    // Far ahead of the log: nothing comes, and nothing breaks.
    drop(guard.feed(Some(u64::MAX)).await);
    world.finish().await;
}
