//! What each partner may do in a minute, and that one at its limit touches nobody else.
//! Absent: connections and bytes (`surface`).

use samen::domain::party::{PartnerKind, Role};
use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, HOUSES, House, Member, OVERSIGHT, POLICE, RJ};
use crate::harness::paperwork;

const BURST: u32 = 3;
const SMALL: House = House { id: "nachtwacht", name: "Nachtwacht", kind: PartnerKind::Firm };

/// A firm with small limits: its guard, who works with records.
async fn small_firm(world: &World) -> Caller {
    world.admit(&SMALL).await;
    let member = |id, role| Member { id, partner: SMALL.id, role };
    let admin = world.join(member("nw-admin", Role::Administrator)).await;
    let mut grant = paperwork::grant(admin.member(), &[POLICE], world.now());
    grant["limits"] = json!({ "submissions": 6, "searches": 6, "deliveries": 6, "burst": BURST });
    admin.propose(&grant).await.granted();
    world.as_("pt-admin").accept("twente-nachtwacht").await.granted();
    // The people of a firm outside the cast are registered by its own administrator.
    let guard = std::sync::Arc::new(crate::harness::stage::Identity::new(
        member("nw-guard", Role::Guard),
        &crate::harness::stage::Stage::shared().ca,
    ));
    admin.post("/v1/persons", paperwork::person(&guard.member, paperwork::FAR)).await.granted();
    admin.post("/v1/certificates", paperwork::certificate(&guard)).await.granted();
    admin.post("/v1/keys", paperwork::key(&guard, world.now())).await.granted();
    world.caller(guard, samen::client::transport::Protocol::Auto)
}

fn nothing() -> Value {
    json!({ "case": "none-such" })
}

#[tokio::test]
async fn over_the_limit_a_partner_waits_and_is_told_how_long() {
    let world = World::start().await;
    let guard = small_firm(&world).await;
    for left in (0..BURST).rev() {
        let answer = guard.search(nothing()).await;
        answer.granted();
        assert_eq!(answer.header("ratelimit-policy"), Some("\"searches\";q=6;w=60"));
        assert_eq!(answer.header("ratelimit"), Some(&*format!("\"searches\";r={left};t=0")));
    }
    let refused = guard.search(nothing()).await;
    refused.refused("rate-limited");
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("ratelimit"), Some("\"searches\";r=0;t=11"));
    let wait: i64 = refused.header("retry-after").unwrap().parse().unwrap();
    // One more every ten seconds, and up to a quarter more so that not all come back at once.
    assert!((10..=13).contains(&wait), "{wait}");
    // Another meter is still full; after the wait this one has one again.
    guard.get("/v1/alerts").await.granted();
    world.clock.advance_ms(wait * 1000);
    guard.search(nothing()).await.granted();
    guard.search(nothing()).await.refused("rate-limited");
    world.finish().await;
}

#[tokio::test]
async fn the_limit_is_the_partners_and_no_other_partner_feels_it() {
    let world = World::start().await;
    let guard = small_firm(&world).await;
    for _ in 0..BURST {
        guard.search(nothing()).await.granted();
    }
    for _ in 0..20 {
        guard.search(nothing()).await.refused("rate-limited");
        world.as_("rjs-guard").search(nothing()).await.granted();
    }
    // A colleague at the same firm is at the limit too.
    let admin = Member { id: "nw-admin-2", partner: SMALL.id, role: Role::Administrator };
    let colleague = world.join(admin).await;
    colleague.get("/v1/partners").await.granted();
    world.finish().await;
}

#[tokio::test]
async fn a_flood_leaves_few_entries_and_says_how_many_it_leaves_out() {
    let world = World::start().await;
    let guard = small_firm(&world).await;
    for _ in 0..BURST {
        guard.search(nothing()).await.granted();
    }
    for _ in 0..40 {
        guard.search(nothing()).await.refused("rate-limited");
    }
    // The firm's next refusal that is entered says what was left out, and nobody else's does.
    world.as_("rjs-guard").open("x").await.refused("not-found");
    guard.get("/v1/alerts?since=x").await.refused_at("request-invalid", "/since");
    let oversight = HOUSES.iter().find(|house| house.id == OVERSIGHT).unwrap();
    let mut papers = paperwork::partner(oversight);
    papers.scope.push(SMALL.id.into());
    world.as_("steward-1").post("/v1/partners", papers).await.granted();
    for (partner, suppressed) in [(SMALL.id, json!("30")), (RJ, Value::Null)] {
        let query = json!({ "operation": "refusal", "partner": partner });
        let answer = world.as_("fg-1").audit(query).await.granted();
        assert_eq!(answer["entries"][0]["fields"]["suppressed"], suppressed, "{partner}");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_batch_spends_as_many_as_it_has_records() {
    use samen::client::transport::Request;
    let world = World::start().await;
    let guard = small_firm(&world).await;
    let incident = || {
        let incident = world.incident().by_member(guard.member());
        guard.sign(&incident)
    };
    let send = async |lines: Vec<String>| {
        let body = lines.join("\n");
        guard.send(Request::post("/v1/records/batch", "application/x-ndjson", body)).await
    };
    let more = (0..=BURST).map(|_| incident()).collect();
    send(more).await.refused("rate-limited");
    // The refused batch has spent its one request and no more.
    assert_eq!(send(vec![incident(), incident()]).await.status, 200);
    send(vec![incident()]).await.refused("rate-limited");
    world.finish().await;
}

#[tokio::test]
async fn a_trial_has_half_of_the_usual_limits_and_ends_by_the_clock() {
    let world = World::start_after(|world| {
        world.configure(|text| text.replace("searches = 100000", "searches = 121"));
    })
    .await;
    let (steward, guard) = (world.as_("steward-1"), world.as_("fbt-guard"));
    let policy = async || {
        let answer = guard.search(nothing()).await;
        answer.granted();
        answer.header("ratelimit-policy").unwrap().to_owned()
    };
    assert_eq!(policy().await, "\"searches\";q=100000;w=60");
    let house = HOUSES.iter().find(|house| house.id == FAIR).unwrap();
    let mut papers = paperwork::partner(house);
    let until = world.now().plus_ms(60_000).to_string();
    papers.trial_until = Some(until.clone());
    steward.post("/v1/partners", papers.clone()).await.granted();
    // Whatever its grants say; others go on as before, and everybody sees until when it is.
    assert_eq!(policy().await, "\"searches\";q=61;w=60");
    let other = world.as_("rjs-guard").search(nothing()).await;
    assert_eq!(other.header("ratelimit-policy"), Some("\"searches\";q=100000;w=60"));
    let listed = world.as_("fbt-admin").get("/v1/partners").await.granted();
    let items = listed["items"].as_array().unwrap();
    let own = items.iter().find(|item| item["id"] == FAIR).unwrap();
    assert_eq!(own["trial_until"], json!(until));
    world.clock.advance_ms(60_000);
    assert_eq!(policy().await, "\"searches\";q=61;w=60");
    world.clock.advance_ms(1_000);
    assert_eq!(policy().await, "\"searches\";q=100000;w=60");
    papers.trial_until = Some("soon".into());
    steward.post("/v1/partners", papers).await.refused_at("request-invalid", "/trial_until");
    world.finish().await;
}

#[tokio::test]
async fn the_files_of_a_page_spend_nothing_that_records_need() {
    let world = World::start().await;
    let guard = small_firm(&world).await;
    for _ in 0..10 * BURST {
        let answer = guard.get("/assets/0/samen.css").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    guard.get("/v1/alerts").await.granted();
    world.finish().await;
}
