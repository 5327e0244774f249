//! Systems: what they may do by themselves, and for whom they may act.
//! Absent: signatures of persons that a system carries (`records`).

use serde_json::json;

use crate::harness::World;

#[tokio::test]
async fn a_system_searches_and_opens_only_for_a_person_whom_it_names() {
    let world = World::start().await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let system = world.as_("fbt-system");
    system.get("/v1/alerts").await.granted();
    system.search(json!({ "types": ["alert"] })).await.refused("person-required");
    system.open(alert.id()).await.refused("person-required");
    let for_guard = system.acting_for("fbt-guard");
    assert_eq!(for_guard.finds(json!({ "types": ["alert"] })).await, [alert.id()]);
    let opened = for_guard.open(alert.id()).await.granted();
    // The entry says who looked, and that the system said so.
    let body = json!({ "use_code": "lawfulness", "justification": "Monthly check of systems" });
    let path = format!("/v1/audit/entries/{}/open", opened["entry"]);
    let fields = world.as_("fg-1").post(&path, body).await.granted()["fields"].clone();
    assert_eq!(
        (&fields["person"], &fields["asserted_by"]),
        (&json!("fbt-guard"), &json!("fbt-system"))
    );
    world.finish().await;
}

#[tokio::test]
async fn a_system_acts_for_persons_of_its_own_partner_only() {
    let world = World::start().await;
    let system = world.as_("fbt-system");
    for nobody in ["sec-operator", "nobody", "fbt-system", "not a person!", ""] {
        let acting = system.acting_for(nobody);
        acting.get("/v1/alerts").await.refused("acting-person-unknown");
    }
    // Its own administrator is a person of the same partner, and has another role.
    let admin = system.acting_for("fbt-admin");
    admin.get("/v1/alerts").await.refused("action-not-allowed");
    admin.get("/v1/persons").await.granted();
    world.finish().await;
}

#[tokio::test]
async fn a_person_speaks_for_nobody_else() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    for other in ["fbt-guard-2", "fbt-guard", "sec-operator"] {
        guard.acting_for(other).get("/v1/alerts").await.refused("acting-person-refused");
    }
    world.finish().await;
}
