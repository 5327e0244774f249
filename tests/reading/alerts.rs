//! The alerts in force, whole or since a revision, and a receiver's own copy of them.
//! Absent: the live feed (`feed`).

use std::io::Read as _;

use flate2::read::GzDecoder;
use hyper::header::{ACCEPT_ENCODING, HeaderValue};
use samen::client::Told;
use samen::client::copy::{AlertsCopy, Change, CopyError, Restoring, Whose, Why};
use samen::client::transport::Request;
use samen::domain::id::{ExchangeName, PartnerId, RecordId};
use samen::domain::record::Status;
use samen_audit::snapshot::SnapshotError;
use serde_json::{Value, json};

use crate::harness::caller::{Caller, ids};
use crate::harness::cast::{EXCHANGE, FAIR, POLICE_GRANT, RJ, member_of};
use crate::harness::{Draft, Given, World, paperwork};

/// The lines of an answer.
async fn lines(caller: &Caller, since: u64) -> Vec<String> {
    let answer = caller.get(&format!("/v1/alerts?since={since}")).await;
    answer.granted();
    answer.text().lines().map(str::to_owned).collect()
}

/// An answer put together.
async fn given(caller: &Caller, since: u64) -> Value {
    let answer = caller.get(&format!("/v1/alerts?since={since}")).await.granted();
    caller.ledger.saw(answer["checkpoint"].as_str().unwrap());
    answer
}

/// Whose the copy of a caller is.
pub(super) fn whose(caller: &Caller) -> Whose {
    Whose {
        log_key: caller.ledger.log_key.clone(),
        exchange: ExchangeName::parse(EXCHANGE).unwrap(),
        partner: PartnerId::parse(caller.member().partner).unwrap(),
        status: Status::Actual,
    }
}

/// Takes lines into a copy.
fn take<S: AsRef<[u8]>>(
    copy: &mut AlertsCopy,
    lines: &[S],
    world: &World,
) -> Result<Vec<Change>, CopyError> {
    let mut intake = copy.intake();
    for line in lines {
        intake.take(line.as_ref())?;
    }
    copy.apply(intake, world.now())
}

async fn refresh(copy: &mut AlertsCopy, caller: &Caller, world: &World) -> Vec<Change> {
    let lines = lines(caller, copy.revision()).await;
    take(copy, &lines, world).unwrap()
}

fn held(copy: &AlertsCopy) -> Vec<String> {
    copy.alerts().map(|alert| alert.id.to_string()).collect()
}

fn said(changes: &[Change]) -> Vec<(String, &'static str)> {
    let said = |change: &Change| match change {
        Change::Ended { alert, why } => (alert.id.to_string(), why.code()),
        Change::Added { alert, .. } => (alert.id.to_string(), "added"),
    };
    changes.iter().map(said).collect()
}

/// A record as the typed client tells it. The copy looks at what is signed only.
fn told(given: Given) -> Told {
    let Given::Record { index, id, jws } = given else { panic!("no record but {given:?}") };
    let delivery = json!({
        "index": index, "id": id, "jws": jws, "type": "", "status": "", "message": "", "issuer": "",
        "purpose": "", "grant": "", "issued_at": "", "expires_at": "",
    });
    Told::Record(serde_json::from_value(delivery).unwrap())
}

fn update_of(world: &World, alert: &Draft) -> Draft {
    let update = world.alert().set("/message", json!("update"));
    update.set("/references", json!([alert.id()]))
}

#[tokio::test]
async fn what_changed_since_a_revision_brings_a_receiver_up_to_date() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let (first, second) = (world.alert(), world.alert());
    officer.sends(&first).await;
    officer.sends(&second).await;
    let whole = given(&guard, 0).await;
    assert_eq!(ids(&whole["alerts"]), [first.id(), second.id()]);
    assert_eq!((&whole["kind"], &whole["ended"]), (&json!("snapshot"), &json!([])));
    let third = world.alert();
    officer.sends(&third).await;
    let update = update_of(&world, &first);
    officer.sends(&update).await;
    officer.sends(&world.recall(second.id())).await;
    let delta = given(&guard, whole["revision"].as_u64().unwrap()).await;
    assert_eq!(delta["kind"], "delta");
    assert_eq!(ids(&delta["alerts"]), [third.id(), update.id()]);
    assert_eq!(delta["ended"], json!([first.id(), second.id()]));
    // Whole again: only what is in force.
    assert_eq!(ids(&given(&guard, 0).await["alerts"]), [third.id(), update.id()]);
    let nothing = given(&guard, delta["revision"].as_u64().unwrap()).await;
    assert_eq!((&nothing["alerts"], &nothing["ended"]), (&json!([]), &json!([])));
    world.clock.advance_ms(12 * 3_600_000 + 1);
    assert_eq!(given(&guard, 0).await["alerts"], json!([]));
    world.finish().await;
}

#[tokio::test]
async fn a_revision_that_the_log_does_not_have_is_refused() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    guard.get("/v1/alerts?since=99999999").await.refused_at("request-invalid", "/since");
    guard.get("/v1/alerts?since=-1").await.refused_at("request-invalid", "/since");
    guard.get("/v1/alerts?sinc=1").await.refused_at("request-invalid", "/since");
    world.finish().await;
}

#[tokio::test]
async fn the_entry_says_what_was_given_and_stands_behind_the_revision() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let alert = world.alert();
    officer.sends(&alert).await;
    let answer = given(&guard, 0).await;
    let (revision, entry) =
        (answer["revision"].as_u64().unwrap(), answer["entry"].as_u64().unwrap());
    assert!(entry >= revision);
    let why = json!({ "use_code": "lawfulness", "justification": "What the guards were given" });
    let path = format!("/v1/audit/entries/{entry}/open");
    let fields = world.as_("fg-1").post(&path, why).await.granted()["fields"].clone();
    let text = fields["given"].as_str().unwrap();
    assert!(
        text.starts_with(&format!("1 actual alerts in force at revision {revision}, all; sha256"))
    );
    assert_eq!(
        (&fields["action"], &fields["records"]),
        (&json!("alerts.read"), &json!(alert.id()))
    );
    world.finish().await;
}

#[tokio::test]
async fn lines_that_are_cut_changed_or_meant_for_another_are_not_taken() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    for _ in 0..3 {
        officer.sends(&world.alert()).await;
    }
    let whole = lines(&guard, 0).await;
    for cut in 0..whole.len() {
        let error = take(&mut AlertsCopy::new(whose(&guard)), &whole[..cut], &world).unwrap_err();
        assert!(matches!(error, CopyError::Unverified(SnapshotError::CutShort)), "{error}");
    }
    for (at, line) in whole.iter().enumerate() {
        for byte in (0..line.len()).step_by(17) {
            let mut changed: Vec<Vec<u8>> =
                whole.iter().map(|line| line.as_bytes().into()).collect();
            changed[at][byte] ^= 1;
            let mut copy = AlertsCopy::new(whose(&guard));
            assert!(take(&mut copy, &changed, &world).is_err(), "line {at}, byte {byte}");
            assert!(copy.is_empty() && copy.revision() == 0);
        }
    }
    let other = lines(&world.as_("rjs-guard"), 0).await;
    let error = take(&mut AlertsCopy::new(whose(&guard)), &other, &world).unwrap_err();
    assert!(matches!(error, CopyError::NotOurs), "{error}");
    // A copy is not turned back, and a delta fits only the revision that it starts from.
    let mut copy = AlertsCopy::new(whose(&guard));
    let newer = lines(&guard, 0).await;
    take(&mut copy, &newer, &world).unwrap();
    let error = take(&mut copy, &whole, &world).unwrap_err();
    assert!(matches!(error, CopyError::TurnedBack { .. }), "{error}");
    let revision = copy.revision();
    let delta = lines(&guard, revision - 1).await;
    let error = take(&mut copy, &delta, &world).unwrap_err();
    assert!(matches!(error, CopyError::NotOurs), "{error}");
    assert_eq!((copy.revision(), copy.len()), (revision, 3));
    world.finish().await;
}

#[tokio::test]
async fn compressed_and_plain_say_the_same() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    for _ in 0..5 {
        world.as_("pt-officer").sends(&world.alert()).await;
    }
    let gzip = HeaderValue::from_static("gzip");
    let request = Request::get("/v1/alerts?since=0").header(ACCEPT_ENCODING, gzip);
    let packed = guard.send(request).await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    GzDecoder::new(&packed.body[..]).read_to_string(&mut text).unwrap();
    assert!(packed.body.len() < text.len());
    let plain = lines(&guard, 0).await;
    let mut copies = Vec::new();
    for lines in [text.lines().map(str::to_owned).collect(), plain] {
        let mut copy = AlertsCopy::new(whose(&guard));
        take(&mut copy, &lines, &world).unwrap();
        copies.push(held(&copy));
    }
    assert_eq!(copies[0].len(), 5);
    assert_eq!(copies[0], copies[1]);
    world.finish().await;
}

/// A copy of every revision that a history went through.
struct Copies(Vec<AlertsCopy>);

impl Copies {
    async fn add(&mut self, caller: &Caller, world: &World) {
        let mut copy = AlertsCopy::new(whose(caller));
        refresh(&mut copy, caller, world).await;
        self.0.push(copy);
    }
}

/// Alerts, exercises, corrections, recalls and an expiry, with a copy of every stage. Gives the alerts that
/// stay in force.
async fn history(world: &World) -> (Copies, Vec<Draft>) {
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let mut copies = Copies(vec![AlertsCopy::new(whose(&guard))]);
    copies.add(&guard, world).await;
    let alerts: Vec<Draft> = (0..6).map(|_| world.alert()).collect();
    for alert in &alerts {
        officer.sends(alert).await;
        copies.add(&guard, world).await;
    }
    let soon = world.now().plus_ms(60_000).to_string();
    officer.sends(&world.alert().set("/expires_at", json!(soon))).await;
    officer.sends(&world.alert().set("/status", json!("exercise"))).await;
    copies.add(&guard, world).await;
    let update = update_of(world, &alerts[0]);
    officer.sends(&update).await;
    // A correction for another audience: its text is not for this partner, the end of the old one is.
    officer.sends(&update_of(world, &alerts[1]).set("/audience", json!([RJ]))).await;
    copies.add(&guard, world).await;
    officer.sends(&world.recall(update.id())).await;
    officer.sends(&world.recall(alerts[2].id())).await;
    copies.add(&guard, world).await;
    world.clock.advance_ms(60_001);
    copies.add(&guard, world).await;
    (copies, alerts[3..].to_vec())
}

#[tokio::test]
async fn from_every_earlier_revision_a_receiver_comes_to_the_same() {
    let mut world = World::start().await;
    let (mut copies, lasting) = history(&world).await;
    world.restart().await;
    let guard = world.as_("fbt-guard");
    let latest = world.alert();
    world.as_("pt-officer").sends(&latest).await;
    let wanted: Vec<&str> = lasting.iter().chain([&latest]).map(Draft::id).collect();
    assert_eq!(ids(&given(&guard, 0).await["alerts"]), wanted);
    for copy in &mut copies.0 {
        let since = copy.revision();
        let changes = refresh(copy, &guard, &world).await;
        assert_eq!(held(copy), wanted, "since {since}");
        let first_added = changes.iter().position(|one| matches!(one, Change::Added { .. }));
        let last_ended = changes.iter().rposition(|one| matches!(one, Change::Ended { .. }));
        assert!(last_ended.is_none() || first_added.is_none() || last_ended < first_added);
    }
    // A suspension and its end change nothing; a revoked grant ends everything, erasure by order one alert.
    let steward = world.as_("steward-1");
    for standing in ["suspended", "active"] {
        let body = paperwork::standing(FAIR, None, standing);
        steward.post("/v1/partners/standing", body).await.granted();
    }
    let order = json!({
        "record": latest.id(),
        "ground": "Case 2026-11 is before the court",
        "use_code": "criminal-proceedings",
    });
    world.as_("fg-1").post("/v1/audit/erasures", order).await.granted();
    for copy in &mut copies.0 {
        refresh(copy, &guard, &world).await;
        assert_eq!(held(copy), wanted[..wanted.len() - 1]);
    }
    world.as_("fbt-admin").revoke(POLICE_GRANT).await.granted();
    for copy in &mut copies.0 {
        let changes = refresh(copy, &guard, &world).await;
        assert!(copy.is_empty() && said(&changes).iter().all(|(_, why)| *why == "gone"));
    }
    world.finish().await;
}

#[tokio::test]
async fn a_grant_that_runs_out_by_the_clock_takes_its_alerts_along() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let police = member_of("pt-admin");
    let mut grant = paperwork::grant(&police, &[FAIR], world.now());
    grant["id"] = json!("twente-short");
    grant["valid_until"] = json!(world.now().plus_ms(60_000).to_string());
    world.as_("pt-admin").propose(&grant).await.granted();
    world.as_("fbt-admin").accept("twente-short").await.granted();
    let audience = json!([FAIR]);
    let short = world.alert().set("/grant", json!("twente-short")).set("/audience", audience);
    let lasting = world.alert();
    officer.sends(&short).await;
    officer.sends(&lasting).await;
    let mut copy = AlertsCopy::new(whose(&guard));
    refresh(&mut copy, &guard, &world).await;
    assert_eq!(held(&copy), [short.id(), lasting.id()]);
    world.clock.advance_ms(60_000);
    assert!(refresh(&mut copy, &guard, &world).await.is_empty());
    world.clock.advance_ms(1);
    let changes = refresh(&mut copy, &guard, &world).await;
    assert_eq!(said(&changes), [(short.id().to_owned(), "gone")]);
    world.finish().await;
}

#[tokio::test]
async fn a_copy_follows_the_feed_and_older_answers_bring_nothing_back() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let (first, second) = (world.alert(), world.alert());
    officer.sends(&first).await;
    let mut copy = AlertsCopy::new(whose(&guard));
    refresh(&mut copy, &guard, &world).await;
    let after = copy.feed_after().unwrap();
    let older = lines(&guard, copy.revision()).await;
    officer.sends(&second).await;
    let update = update_of(&world, &first);
    officer.sends(&update).await;
    officer.sends(&world.recall(second.id())).await;
    let mut feed = guard.feed(Some(after)).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let told = told(feed.next().await);
        seen.extend(said(&copy.told(&told, world.now())));
    }
    let id = |draft: &Draft| draft.id().to_owned();
    assert_eq!(seen, [(id(&first), "updated"), (id(&update), "added")]);
    assert_eq!(held(&copy), [update.id()]);
    // What was asked before and comes late neither removes nor revives anything.
    assert!(take(&mut copy, &older, &world).unwrap().is_empty());
    assert_eq!(held(&copy), [update.id()]);
    assert!(refresh(&mut copy, &guard, &world).await.is_empty());
    // Kept and taken up again, it is the same, and belongs to nobody else.
    let restored = |whose| {
        let mut restoring = Restoring::new(whose);
        let taken = copy.snapshot().parts().try_for_each(|part| restoring.take(&part));
        taken.map(|()| restoring.finish())
    };
    let again = restored(whose(&guard)).unwrap();
    assert_eq!((held(&again), again.revision()), (held(&copy), copy.revision()));
    assert!(restored(whose(&world.as_("rjs-guard"))).is_err());
    let one = again.get(RecordId::parse(update.id()).unwrap()).unwrap();
    assert_eq!(one.record().unwrap().plates().count(), 1);
    world.clock.advance_ms(12 * 3_600_000 + 1);
    assert_eq!(said(&copy.expire(world.now())), [(id(&update), Why::Expired.code())]);
    world.finish().await;
}
