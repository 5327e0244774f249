//! What a plate reader may say by itself: nothing, unless the grant has it or a named person compared.
//! Absent: matching, and the program beside the reader (`edge`).

use serde_json::json;

use crate::harness::cast::{FAIR, POLICE, member_of};
use crate::harness::{Draft, World, paperwork};

/// What a plate reader of the firm read, as its system signs it.
fn read(world: &World, alert: &Draft, grade: &str) -> Draft {
    let plate = alert.at("/body/plate/text").clone();
    let sighting = world.sighting(alert).by("fbt-system").set("/body/method", json!("anpr"));
    sighting.set("/body/match", json!(grade)).set("/body/read_text", plate).without("/body/note")
}

#[tokio::test]
async fn a_system_reports_a_read_only_after_a_named_person_has_compared() {
    let world = World::start().await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let system = world.as_("fbt-system");
    let (refused, at) = ("conditions-not-met", "/body/description_agrees");
    for grade in ["exact", "ocr_equivalent"] {
        let claimed = read(&world, &alert, grade);
        // A machine that says that somebody compared has to say who.
        system.tries(&claimed).await.refused_at(refused, at);
        let unknown = claimed.clone().set("/body/description_agrees", json!("unknown"));
        system.tries(&unknown).await.refused_at(refused, at);
        let for_guard = system.acting_for("fbt-guard");
        for_guard.tries(&unknown).await.refused_at(refused, at);
        for_guard.sends(&claimed).await;
    }
    let silent = read(&world, &alert, "exact").without("/body/description_agrees");
    system.tries(&silent).await.refused_at(refused, at);
    // Of a plate that nobody looks for a machine says nothing at all.
    let unasked = read(&world, &alert, "exact").without("/body/of").without("/body/match");
    let unasked = unasked.set("/body/spontaneous", json!(true)).set("/references", json!([]));
    system.tries(&unasked).await.refused_at(refused, at);
    // A person signs for what the reader read, whoever carries it.
    let signed = silent.by("fbt-guard");
    let jws = world.as_("fbt-guard").sign(&signed);
    assert_eq!(system.submit(&jws).await.status, 201);
    world.finish().await;
}

#[tokio::test]
async fn the_grant_says_which_reads_leave_without_a_person() {
    let world = World::start().await;
    let mut grant = paperwork::grant(&member_of("fbt-admin"), &[POLICE], world.now());
    grant["id"] = json!("twente-gate");
    grant["conditions"]["unconfirmed"] = json!(["exact", "no-such-grade"]);
    world
        .as_("fbt-admin")
        .propose(&grant)
        .await
        .refused_at("request-invalid", "/conditions/unconfirmed/1");
    grant["conditions"]["unconfirmed"] = json!(["exact"]);
    world.as_("fbt-admin").propose(&grant).await.granted();
    world.as_("pt-admin").accept("twente-gate").await.granted();
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let system = world.as_("fbt-system");
    let under = |draft: Draft| draft.set("/grant", json!("twente-gate"));
    let exact = read(&world, &alert, "exact").without("/body/description_agrees");
    system.sends(&under(exact)).await;
    let unknown = read(&world, &alert, "ocr_equivalent");
    let unknown = under(unknown.set("/body/description_agrees", json!("unknown")));
    system.tries(&unknown).await.refused_at("conditions-not-met", "/body/description_agrees");
    assert_eq!(system.get("/v1/grants").await.granted()["items"][0]["grant"]["from"], FAIR);
    world.finish().await;
}
