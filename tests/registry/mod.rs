//! Who registers whom: the steward every partner and its administrators, an administrator its own
//! people. Absent: what standing brings about (`identity`).

mod devices;
mod stewards;

use samen::domain::party::{PartnerKind, Role};
use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::cast::{FAIR, House, Member, SECURION, member_of};
use crate::harness::paperwork::{self, FAR};
use crate::harness::stage::Stage;

const NEW: House = House { id: "nachtwacht", name: "Nachtwacht", kind: PartnerKind::Firm };

fn new_guard(partner: &'static str) -> Member {
    Member { id: "new-guard", partner, role: Role::Guard }
}

#[tokio::test]
async fn a_new_partner_does_nothing_until_it_is_active() {
    let world = World::start().await;
    let steward = world.as_("steward-1");
    steward.post("/v1/partners", paperwork::partner(&NEW)).await.granted();
    let admin = Member { id: "nw-admin", partner: NEW.id, role: Role::Administrator };
    let admin = world.join(admin).await;
    admin.get("/v1/persons").await.refused("partner-not-active");
    let active = paperwork::standing(NEW.id, None, "active");
    steward.post("/v1/partners/standing", active).await.granted();
    admin.get("/v1/persons").await.granted();
    world.finish().await;
}

#[tokio::test]
async fn only_the_steward_admits_partners_and_changes_their_standing() {
    let world = World::start().await;
    for who in ["pt-admin", "fbt-admin", "pt-officer", "fbt-system", "fg-1"] {
        let caller = world.as_(who);
        let admit = caller.post("/v1/partners", paperwork::partner(&NEW)).await;
        admit.refused("action-not-allowed");
        let change = paperwork::standing(SECURION, None, "suspended");
        caller.post("/v1/partners/standing", change).await.refused("action-not-allowed");
    }
    // The steward cannot lock itself out, nor slip a standing in with the particulars.
    let steward = world.as_("steward-1");
    let change = paperwork::standing("stichting-samen", None, "suspended");
    let answer = steward.post("/v1/partners/standing", change).await;
    answer.refused_at("request-invalid", "/standing");
    let mut partner = paperwork::partner(&NEW);
    partner.standing = Some("active".into());
    steward.post("/v1/partners", partner).await.refused_at("request-invalid", "/standing");
    let mut police = paperwork::partner(&NEW);
    police.id = FAIR.into();
    police.kind = "police".into();
    (police.license, police.quality_mark) = (None, None);
    steward.post("/v1/partners", police).await.refused_at("already-registered", "/kind");
    world.finish().await;
}

#[tokio::test]
async fn an_administrator_registers_its_own_people_and_nobody_elses() {
    let world = World::start().await;
    let admin = world.as_("fbt-admin");
    let own = world.join(new_guard(FAIR)).await;
    own.get("/v1/alerts").await.granted();
    let foreign = paperwork::person(&new_guard(SECURION), FAR);
    admin.post("/v1/persons", foreign).await.refused("not-found");
    let nowhere = json!({ "partner": "nowhere", "id": "x", "role": "guard" });
    admin.post("/v1/persons", nowhere).await.refused("not-found");
    let officer = json!({
        "partner": FAIR, "id": "x", "role": "officer",
        "screening": { "name": "Politie", "valid_until": FAR },
    });
    admin.post("/v1/persons", officer).await.refused_at("request-invalid", "/role");
    // Credentials of somebody else's person, or of nobody.
    let stage = Stage::shared();
    let operator = stage.identity("sec-operator");
    let certificate = paperwork::certificate(operator);
    admin.post("/v1/certificates", certificate).await.refused("not-found");
    admin.post("/v1/keys", paperwork::key(operator, world.now())).await.refused("not-found");
    let withdrawal = json!({ "fingerprint": operator.fingerprint, "reason": "None of mine" });
    admin.post("/v1/certificates/withdrawals", withdrawal).await.refused("not-found");
    let kid = operator.key.public().thumbprint();
    let withdrawal = json!({ "kid": kid, "reason": "None of mine" });
    admin.post("/v1/keys/withdrawals", withdrawal).await.refused("not-found");
    let change = paperwork::standing(SECURION, Some("sec-operator"), "suspended");
    admin.post("/v1/persons/standing", change).await.refused("not-found");
    world.as_("sec-operator").get("/v1/alerts").await.granted();
    // Nobody suspends oneself, and a guard administers nothing.
    let change = paperwork::standing(FAIR, Some("fbt-admin"), "suspended");
    let answer = admin.post("/v1/persons/standing", change).await;
    answer.refused_at("request-invalid", "/standing");
    let person = paperwork::person(&new_guard(FAIR), FAR);
    world.as_("fbt-guard").post("/v1/persons", person).await.refused("action-not-allowed");
    world.finish().await;
}

#[tokio::test]
async fn a_key_is_public_registered_once_and_for_two_years_at_most() {
    let world = World::start().await;
    let admin = world.as_("fbt-admin");
    let identity = Stage::shared().identity("fbt-guard");
    let key = || paperwork::key(identity, world.now());
    admin.post("/v1/keys", key()).await.refused_at("already-registered", "/jwk");
    let fresh = crate::harness::stage::Identity::new(member_of("fbt-guard"), &Stage::shared().ca);
    let with = |member: &str, value: Value| {
        let mut body = serde_json::to_value(paperwork::key(&fresh, world.now())).unwrap();
        body[member] = value;
        body
    };
    let private: Value = serde_json::from_str(&fresh.key.to_jwk()).unwrap();
    for (body, pointer) in [
        (with("jwk", private), "/jwk"),
        (with("jwk", json!({ "kty": "RSA" })), "/jwk"),
        (with("valid_until", json!(world.now().plus_days(732).to_string())), "/valid_until"),
        (with("valid_until", json!(world.now().to_string())), "/valid_until"),
        (with("valid_from", json!("now")), "/valid_from"),
    ] {
        admin.post("/v1/keys", body).await.refused_at("request-invalid", pointer);
    }
    admin.post("/v1/keys", with("valid_from", Value::Null)).await.granted();
    world.finish().await;
}

#[tokio::test]
async fn each_sees_of_the_register_what_is_its_business() {
    let world = World::start().await;
    let partners = async |who: &'static str| {
        let listed = world.as_(who).get("/v1/partners").await.granted();
        let items = listed["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(partners("steward-1").await.len(), 6);
    // The police grant joins the firms with each other, and nobody with oversight or steward.
    let alliance = ["fair-bewaking-twente", "politie-twente", "rj-safety-security", "securion"];
    assert_eq!(partners("fbt-admin").await, alliance);
    for (path, all, own) in
        [("/v1/persons", 16, 4), ("/v1/certificates", 16, 4), ("/v1/keys", 15, 4)]
    {
        let count = async |who: &'static str| {
            let listed = world.as_(who).get(path).await.granted();
            listed["items"].as_array().unwrap().len()
        };
        assert_eq!((count("steward-1").await, count("fbt-admin").await), (all, own), "{path}");
        world.as_("fbt-guard").get(path).await.refused("action-not-allowed");
    }
    let admin = world.as_("fbt-admin");
    let foreign = admin.get("/v1/persons?partner=securion").await.granted();
    assert_eq!(foreign["items"], json!([]));
    admin.get("/v1/persons?partner=No%20Partner").await.refused_at("request-invalid", "/partner");
    admin.get("/v1/persons?colour=red").await.refused_at("request-invalid", "/partner");
    world.finish().await;
}

#[tokio::test]
async fn changes_at_the_same_moment_are_all_made_or_refused_and_none_is_lost() {
    let world = World::start().await;
    let admins = ["fbt-admin", "sec-admin", "rjs-admin", "pt-admin"];
    let registered = admins.map(|who| {
        let admin = world.as_(who);
        async move {
            let member =
                Member { id: "new-system", partner: admin.member().partner, role: Role::System };
            let mut tries = 0;
            // A change that was judged on an older register is refused, and made on the next try.
            loop {
                let answer = admin.post("/v1/persons", paperwork::person(&member, FAR)).await;
                match answer.slug().as_deref() {
                    Some("registry-conflict") if tries < 20 => tries += 1,
                    _ => break answer.granted(),
                }
            }
        }
    });
    futures_util::future::join_all(registered).await;
    let listed = world.as_("steward-1").get("/v1/persons").await.granted();
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.iter().filter(|person| person["id"] == "new-system").count(), 4);
    world.finish().await;
}
