//! What a grant allows its giver to send: purpose, data, audience, direction, conditions.
//! Absent: how a grant comes into force (`grants`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::cast::{FAIR, POLICE, SECURION, member_of};
use crate::harness::paperwork;

#[tokio::test]
async fn a_record_stays_inside_its_grant() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = || world.alert();
    let incident = || world.incident().by("pt-officer").set("/audience", json!("all"));
    let person = json!({ "count": 1, "age": { "min": 25, "max": 40 } });
    let graded = json!({ "source": 1, "information": "A", "sharing": "P" });
    let cases = [
        (alert().set("/purpose", json!("supervision")), "purpose-not-granted", "/purpose"),
        (incident(), "data-not-granted", "/type"),
        (alert().set("/audience", json!(["fg-twente"])), "audience-not-granted", "/audience"),
        (alert().set("/audience", json!(["nobody"])), "audience-not-granted", "/audience"),
        (alert().set("/handling/onward", json!(true)), "conditions-not-met", "/handling/onward"),
        (alert().set("/grant", json!("twente-nothing")), "grant-unknown", "/grant"),
        // Given by a firm to the police: the police are a party, and not the one who gives.
        (alert().set("/grant", json!("twente-securion")), "grant-direction", "/grant"),
    ];
    for (draft, slug, pointer) in cases {
        officer.tries(&draft).await.refused_at(slug, pointer);
    }
    // A person is in this grant.
    let wanted = alert()
        .set("/body/person", person)
        .set("/grading", graded)
        .set("/subject_category", json!("suspect"));
    officer.sends(&wanted).await;
    // Another firm's grant is none of this firm's business.
    let guard = world.as_("fbt-guard");
    let foreign = world.incident().set("/grant", json!("twente-securion"));
    guard.tries(&foreign).await.refused_at("grant-unknown", "/grant");
    let found = world.as_("rjs-guard").finds(json!({ "from": "2020-01-01T00:00:00Z" })).await;
    assert_eq!(found, [wanted.id()]);
    world.finish().await;
}

/// The police grant again under another id, narrower.
fn narrow(world: &World, change: impl Fn(&mut Value)) -> Value {
    let mut grant = paperwork::grant(&member_of("pt-admin"), &[SECURION], world.now());
    grant["id"] = json!("twente-narrow");
    change(&mut grant);
    grant
}

async fn in_force(world: &World, grant: &Value) {
    world.as_("pt-admin").propose(grant).await.granted();
    world.as_("sec-admin").accept("twente-narrow").await.granted();
}

#[tokio::test]
async fn a_component_outside_the_grant_is_not_sent() {
    let world = World::start().await;
    let grant = narrow(&world, |grant| grant["data"]["components"] = json!(["vehicle"]));
    in_force(&world, &grant).await;
    let officer = world.as_("pt-officer");
    let alert = world.alert().set("/grant", json!("twente-narrow"));
    officer.tries(&alert).await.refused_at("data-not-granted", "/body");
    officer.sends(&alert.without("/body/plate")).await;
    world.finish().await;
}

#[tokio::test]
async fn the_conditions_of_a_grant_bind_what_is_sent_under_it() {
    let world = World::start().await;
    let grant = narrow(&world, |grant| {
        grant["conditions"] = json!({
            "handling": "H2",
            "retention_days": 1,
            "onward": false,
            "area": { "lat": 52.25, "lon": 6.8, "radius_m": 20_000 },
        });
    });
    in_force(&world, &grant).await;
    let officer = world.as_("pt-officer");
    let alert = || {
        let alert = world.alert().set("/grant", json!("twente-narrow"));
        alert.set("/handling", json!({ "code": "H2" }))
    };
    let low = alert().set("/handling/code", json!("H1"));
    officer.tries(&low).await.refused_at("conditions-not-met", "/handling/code");
    let long = world.now().plus_ms(86_400_001).to_string();
    let long = alert().set("/expires_at", json!(long));
    officer.tries(&long).await.refused_at("expiry-beyond-cap", "/expires_at");
    let at = |lon: f64, lat: f64| json!({ "type": "Point", "coordinates": [lon, lat], "radius_m": 1000 });
    let away = alert().set("/area", at(4.9, 52.37));
    officer.tries(&away).await.refused_at("conditions-not-met", "/area");
    officer.sends(&alert().set("/area", at(6.89, 52.22))).await;
    world.finish().await;
}

#[tokio::test]
async fn an_audience_of_some_reaches_these_and_nobody_else() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert().set("/audience", json!([SECURION]));
    officer.sends(&alert).await;
    let everyone = world.alert();
    officer.sends(&everyone).await;
    let both = [everyone.id(), alert.id()];
    for (who, seen) in
        [("sec-operator", &both[..]), ("fbt-guard", &both[..1]), ("rjs-guard", &both[..1])]
    {
        assert_eq!(world.as_(who).finds(json!({ "types": ["alert"] })).await, seen, "{who}");
    }
    world.finish().await;
}

#[tokio::test]
async fn what_somebody_shared_is_passed_on_only_where_its_sender_and_grant_allow_it() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let mut open = paperwork::grant(&member_of("fbt-admin"), &[POLICE], world.now());
    open["id"] = json!("twente-onward");
    open["conditions"]["onward"] = json!(true);
    world.as_("fbt-admin").propose(&open).await.granted();
    world.as_("pt-admin").accept("twente-onward").await.granted();
    let about = |incident: &str| world.alert().set("/references", json!([incident]));
    let kept = world.incident();
    guard.sends(&kept).await;
    // To those who know it already it goes, and to nobody else.
    officer.tries(&about(kept.id())).await.refused_at("conditions-not-met", "/audience");
    let beyond = about(kept.id()).set("/audience", json!([FAIR, SECURION]));
    officer.tries(&beyond).await.refused_at("conditions-not-met", "/audience");
    officer.sends(&about(kept.id()).set("/audience", json!([FAIR]))).await;
    // The grant allows it, but the sender has to say so of this record.
    let silent = world.incident().set("/grant", json!("twente-onward"));
    guard.sends(&silent).await;
    officer.tries(&about(silent.id())).await.refused_at("conditions-not-met", "/audience");
    let allowed = world.incident().set("/grant", json!("twente-onward"));
    let allowed = allowed.set("/handling/onward", json!(true));
    guard.sends(&allowed).await;
    officer.sends(&about(allowed.id())).await;
    // Referring to what one sent oneself passes nothing on that one may not share.
    let own = world.alert().set("/audience", json!([SECURION]));
    officer.sends(&own).await;
    officer.sends(&about(own.id())).await;
    world.finish().await;
}
