//! A walk over the whole table: every route is granted once, and leaves exactly the entry that it
//! names, or nothing where the table says so. Absent: refusals (`matrix`).

use samen::client::transport::Request;
use samen::http::routes::{Leaves, table};
use samen::wire::api::grant::{ACCEPTANCE_TYP, GRANT_TYP, REVOCATION_TYP};
use serde_json::json;

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::{Caller, reading};
use crate::harness::cast::{FAIR, House, SECURION, member_of};
use crate::harness::paperwork;
use crate::harness::stage::{Identity, Stage};

const NEW: House =
    House { id: "nachtwacht", name: "Nachtwacht", kind: samen::domain::party::PartnerKind::Firm };
const GRANT: &str = "twente-extra";

/// Grants the action of a row once. A row that is not here yet fails the walk.
async fn granted(world: &World, route: &str, alert: &str) -> Answer {
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    match route {
        "POST /v1/records" => officer.tries(&world.alert()).await,
        "POST /v1/records/batch" => {
            let line = officer.sign(&world.alert());
            let path = "/v1/records/batch";
            officer.send(Request::post(path, "application/x-ndjson", line)).await
        }
        "POST /v1/records/{id}/open" => guard.open(alert).await,
        "POST /v1/searches" => guard.search(json!({ "types": ["alert"] })).await,
        "GET /v1/feed" => {
            drop(guard.feed(None).await);
            guard.get("/v1/problems").await
        }
        "POST /v1/feed/acknowledgements" => {
            let jws = guard.sign(&world.receipt(alert, "read"));
            guard.post_jws("/v1/feed/acknowledgements", jws).await
        }
        _ if !["/v1/", "/log/"].iter().any(|api| route.contains(api)) => paged(world, route).await,
        "GET /v1/self" => guard.get("/v1/self").await,
        "GET /v1/signers/{kid}" => {
            let kid = officer.identity.key.public().thumbprint();
            guard.get(&format!("/v1/signers/{kid}")).await
        }
        "POST /v1/grants/preview" => {
            let asked = json!({ "type": "alert", "purpose": "offences" });
            officer.post("/v1/grants/preview", asked).await
        }
        "GET /v1/alerts" => guard.get("/v1/alerts").await,
        "POST /v1/audit/holds"
        | "POST /v1/audit/holds/releases"
        | "POST /v1/audit/erasures"
        | "POST /v1/audit/closings" => ordered(world, route, alert).await,
        _ if route.contains("/v1/keys/requests") => devices(world, route).await,
        _ if route.contains("/v1/audit/") => audited(&world.as_("fg-1"), route).await,
        _ if route.contains("/v1/grants") => agreed(world, route).await,
        _ if route.starts_with("POST") => registered(world, route).await,
        "GET /v1/partners" | "GET /v1/persons" | "GET /v1/certificates" | "GET /v1/keys" => {
            world.as_("fbt-admin").get(route.trim_start_matches("GET ")).await
        }
        "GET /log/checkpoint" | "GET /log/policy" | "GET /v1/problems" => {
            guard.get(&route[4..]).await
        }
        "GET /log/tile/{path:.*}" => guard.get("/log/tile/entries/000.p/1").await,
        "GET /log/proof/{index}" => guard.get("/log/proof/0").await,
        "GET /v1/schemas/{name}" => guard.get("/v1/schemas/alert").await,
        _ => panic!("the walk does not know how {route} is granted"),
    }
}

/// Pages of the console.
async fn paged(world: &World, route: &str) -> Answer {
    let guard = world.as_("fbt-guard");
    match route {
        "GET /" | "GET /board" | "GET /incidents/new" | "GET /handovers/new" | "GET /answers"
        | "GET /deletions" | "GET /device" | "GET /task" | "GET /search" => {
            guard.get(&route[4..]).await
        }
        "GET /partners" | "GET /persons" | "GET /certificates" | "GET /keys" | "GET /devices" => {
            world.as_("fbt-admin").get(&route[4..]).await
        }
        "POST /search" | "POST /search/open" => asked_on_a_page(world, route).await,
        "GET /board/feed" | "GET /follow-up/feed" => {
            drop(guard.follow(&format!("{}?view=sent", &route[4..]), None).await);
            guard.get("/v1/problems").await
        }
        "GET /incoming" => police_page(world, route).await,
        _ if route.contains(" /alerts") => police_page(world, route).await,
        "GET /assets/{version}/{name}" => guard.get("/assets/0/samen.css").await,
        _ => on_oversight_pages(world, route).await,
    }
}

async fn police_page(world: &World, route: &str) -> Answer {
    let officer = world.as_("pt-officer");
    if route == "POST /alerts/preview" {
        let asked = json!({ "type": "alert", "purpose": "offences" });
        return officer.post_from_page("/alerts/preview", asked).await;
    }
    // The alert of the walk may be erased by now.
    let alert = world.alert();
    officer.sends(&alert).await;
    officer.get(&route[4..].replace("{id}", alert.id())).await
}

async fn asked_on_a_page(world: &World, route: &str) -> Answer {
    let (reading, alert) = (reading(), world.alert());
    world.as_("pt-officer").sends(&alert).await;
    let body = match route {
        "POST /search" => json!({ "reading": reading, "query": { "types": ["alert"] } }),
        _ => json!({ "reading": reading, "id": alert.id() }),
    };
    world.as_("fbt-guard").post_from_page(route.trim_start_matches("POST "), body).await
}

/// Each order is about a record of its own.
async fn ordered_on_a_page(world: &World, path: &str) -> Answer {
    let (dpo, alert) = (world.as_("fg-1"), world.alert());
    world.as_("pt-officer").sends(&alert).await;
    let ground = json!({ "use_code": "lawfulness", "ground": "Case 2026-11 is before the court" });
    let mut hold = ground.clone();
    hold["record"] = json!(alert.id());
    hold["until"] = json!(world.now().plus_days(30).to_string());
    let mut body = ground;
    match path {
        "/oversight/orders/closing" => body["through"] = json!("2026-10"),
        "/oversight/orders/hold" => body = hold,
        "/oversight/orders/release" => {
            dpo.post("/v1/audit/holds", hold).await.granted();
            body["record"] = json!(alert.id());
        }
        _ => body["record"] = json!(alert.id()),
    }
    dpo.post_from_page(path, body).await
}

/// Pages of an officer.
async fn on_oversight_pages(world: &World, route: &str) -> Answer {
    let dpo = world.as_("fg-1");
    let (method, path) = route.split_once(' ').unwrap();
    if method == "GET" {
        return dpo.get(path).await;
    }
    if path.starts_with("/oversight/orders/") {
        return ordered_on_a_page(world, path).await;
    }
    let mut body = json!({ "use_code": "lawfulness", "justification": "Monthly check of the log" });
    let period = |body: &mut serde_json::Value| {
        body["from"] = json!("2026-11-01T00:00:00Z");
        body["to"] = json!("2026-11-20T00:00:00Z");
    };
    match path {
        "/oversight/entries" | "/bundle" => body["query"] = json!({ "partner": FAIR }),
        "/overview" => body["year"] = json!(2026),
        "/oversight/entries/open" => body["entry"] = json!(0),
        "/oversight/subject" => body["plate"] = json!("XB123K"),
        "/oversight/flags" => period(&mut body),
        "/oversight/samples" | "/oversight/samples/progress" => {
            let mut draw = body.clone();
            period(&mut draw);
            draw["seed"] = json!("newspaper of today");
            draw["size"] = json!(3);
            if path == "/oversight/samples" {
                return dpo.post_from_page(path, draw).await;
            }
            let sample = dpo.post("/v1/audit/samples", draw).await.granted();
            body["sample"] = sample["sample"].clone();
        }
        "/oversight/reviews" => {
            body = json!({
                "use_code": "lawfulness", "entry": 0, "verdict": "in-order",
                "note": "A start of the exchange, as planned",
            });
        }
        _ => {}
    }
    dpo.post_from_page(path, body).await
}

async fn audited(dpo: &Caller, route: &str) -> Answer {
    let mut body = json!({ "use_code": "lawfulness", "justification": "Monthly check of the log" });
    if route == "POST /v1/audit/witnesses" {
        return dpo.post("/v1/audit/witnesses", body).await;
    }
    if route == "POST /v1/audit/searches" {
        body["query"] = json!({ "partner": FAIR });
        return dpo.post("/v1/audit/searches", body).await;
    }
    if route == "POST /v1/audit/recalls" {
        return dpo.post("/v1/audit/recalls", body).await;
    }
    if route == "POST /v1/audit/bundles" {
        body["query"] = json!({ "partner": FAIR });
        return dpo.post("/v1/audit/bundles", body).await;
    }
    if route == "POST /v1/audit/overviews" {
        body["year"] = json!(2026);
        return dpo.post("/v1/audit/overviews", body).await;
    }
    if route == "POST /v1/audit/subjects" {
        body["plate"] = json!("XB123K");
        return dpo.post("/v1/audit/subjects", body).await;
    }
    if route == "POST /v1/audit/samples" {
        body["seed"] = json!("newspaper of today");
        body["size"] = json!(3);
        body["from"] = json!("2026-11-01T00:00:00Z");
        body["to"] = json!("2026-11-20T00:00:00Z");
        return dpo.post("/v1/audit/samples", body).await;
    }
    if route == "POST /v1/audit/samples/{index}/progress" {
        body["seed"] = json!("newspaper of today");
        body["size"] = json!(3);
        body["from"] = json!("2026-11-01T00:00:00Z");
        body["to"] = json!("2026-11-20T00:00:00Z");
        let sample = dpo.post("/v1/audit/samples", body.clone()).await.granted();
        let path = format!("/v1/audit/samples/{}/progress", sample["sample"]);
        let why = json!({ "use_code": body["use_code"], "justification": body["justification"] });
        return dpo.post(&path, why).await;
    }
    if route == "POST /v1/audit/reviews" {
        let body = json!({
            "use_code": "lawfulness", "entry": 0, "verdict": "in-order",
            "note": "A start of the exchange, as planned",
        });
        return dpo.post("/v1/audit/reviews", body).await;
    }
    if route == "POST /v1/audit/flags" {
        body["from"] = json!("2026-11-01T00:00:00Z");
        return dpo.post("/v1/audit/flags", body).await;
    }
    dpo.post("/v1/audit/entries/0/open", body).await
}

async fn ordered(world: &World, route: &str, alert: &str) -> Answer {
    let path = route.trim_start_matches("POST ");
    let mut body =
        json!({ "use_code": "lawfulness", "ground": "Case 2026-11 is before the court" });
    match path {
        "/v1/audit/closings" => body["through"] = json!("2026-10"),
        _ => body["record"] = json!(alert),
    }
    if path == "/v1/audit/holds" {
        body["until"] = json!(world.now().plus_days(30).to_string());
    }
    world.as_("fg-1").post(path, body).await
}

async fn agreed(world: &World, route: &str) -> Answer {
    let (police, fair) = (world.as_("pt-admin"), world.as_("fbt-admin"));
    let sign = |shown, typ, reason| {
        let consent = paperwork::consent(shown, fair.member(), world.now(), reason);
        fair.sign_as(&consent, typ)
    };
    match route {
        "GET /v1/grants" => police.get("/v1/grants").await,
        "POST /v1/grants" => {
            let mut grant = paperwork::grant(police.member(), &[FAIR], world.now());
            grant["id"] = json!(GRANT);
            police.post_jws("/v1/grants", police.sign_as(&grant, GRANT_TYP)).await
        }
        "POST /v1/grants/{id}/acceptances" => {
            let jws = sign(&fair.grant(GRANT).await, ACCEPTANCE_TYP, None);
            fair.post_jws(&format!("/v1/grants/{GRANT}/acceptances"), jws).await
        }
        _ => {
            let jws = sign(&fair.grant(GRANT).await, REVOCATION_TYP, Some("It has ended"));
            fair.post_jws(&format!("/v1/grants/{GRANT}/revocations"), jws).await
        }
    }
}

async fn devices(world: &World, route: &str) -> Answer {
    let (guard, admin) = (world.as_("fbt-guard"), world.as_("fbt-admin"));
    let path = "/v1/keys/requests";
    let kid = async || {
        let open = admin.get(&format!("{path}?state=open")).await.granted();
        open["items"][0]["kid"].as_str().unwrap().to_owned()
    };
    let ask = async || guard.post(path, paperwork::device(guard.member(), world.now())).await;
    match route {
        "GET /v1/keys/requests" => guard.get(path).await,
        "POST /v1/keys/requests" => ask().await,
        "POST /v1/keys/requests/{id}/approvals" => {
            admin.post(&format!("{path}/{}/approvals", kid().await), json!({})).await
        }
        _ => {
            ask().await.granted();
            let refusal = json!({ "reason": "Not a device of ours" });
            admin.post(&format!("{path}/{}/refusals", kid().await), refusal).await
        }
    }
}

async fn registered(world: &World, route: &str) -> Answer {
    let (steward, admin) = (world.as_("steward-1"), world.as_("sec-admin"));
    let path = route.trim_start_matches("POST ");
    let stage = Stage::shared();
    let operator = stage.identity("sec-operator");
    let fresh = Identity::new(member_of("sec-operator"), &stage.ca);
    match path {
        "/v1/partners" => steward.post(path, paperwork::partner(&NEW)).await,
        "/v1/partners/standing" => {
            steward.post(path, paperwork::standing(NEW.id, None, "active")).await
        }
        "/v1/persons" => {
            let person = paperwork::person(&operator.member, paperwork::FAR);
            admin.post(path, person).await
        }
        "/v1/persons/standing" => {
            let change = paperwork::standing(SECURION, Some("sec-system"), "suspended");
            admin.post(path, change).await
        }
        "/v1/certificates" => admin.post(path, paperwork::certificate(&fresh)).await,
        "/v1/keys" => admin.post(path, paperwork::key(&fresh, world.now())).await,
        "/v1/certificates/withdrawals" => {
            let withdrawal = json!({ "fingerprint": operator.fingerprint, "reason": "Lost" });
            admin.post(path, withdrawal).await
        }
        "/v1/keys/withdrawals" => {
            let kid = operator.key.public().thumbprint();
            admin.post(path, json!({ "kid": kid, "reason": "Lost" })).await
        }
        _ => panic!("the walk does not know how {route} is granted"),
    }
}

#[tokio::test]
async fn every_route_leaves_exactly_the_entry_that_it_names() {
    let world = World::start().await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    for row in table() {
        let route = format!("{} {}", row.method, row.path);
        let before = world.ledger.due().0.len();
        let answer = granted(&world, &route, alert.id()).await;
        assert!(answer.status < 300, "{route}: {} {}", answer.status, answer.text());
        // The ledger expects entries by the table; the log is compared with it at the end.
        let due = world.ledger.due().0;
        let named = due.iter().filter(|said| said.action == row.action.code()).count();
        match row.leaves {
            Leaves::Entry => assert!(due.len() > before && named > 0, "{route}"),
            Leaves::Nothing => assert_eq!(due.len(), before, "{route}"),
        }
    }
    world.finish().await;
}
