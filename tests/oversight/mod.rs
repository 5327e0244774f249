//! What a data protection officer asks the log: who saw what, when and why, within a scope, for a use.
//! Absent: checking the log as a whole, which every test does at its end.

mod bundle;
mod flags;
mod overview;
mod recalls;
mod samples;
mod subject;

use samen::domain::party::{PartnerKind, Role};
use samen_audit::leaf::FieldId;
use samen_audit::receipt::Receipt;
use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::{FAIR, House, Member, POLICE, SECURION};
use crate::harness::paperwork;

fn why() -> Value {
    json!({ "use_code": "lawfulness", "justification": "Monthly check of who looked at what" })
}

async fn entries(dpo: &Caller, query: Value) -> Vec<Value> {
    dpo.audit(query).await.granted()["entries"].as_array().unwrap().clone()
}

fn said(entries: &[Value]) -> Vec<(&str, &str)> {
    entries
        .iter()
        .map(|entry| {
            let field = |name: &str| entry["fields"][name].as_str().unwrap_or_default();
            (field("person"), field("action"))
        })
        .collect()
}

#[tokio::test]
async fn the_officer_sees_who_saw_a_plate_and_a_record() {
    let world = World::start().await;
    let (officer, guard, dpo) =
        (world.as_("pt-officer"), world.as_("fbt-guard"), world.as_("fg-1"));
    let alert = world.alert();
    officer.sends(&alert).await;
    guard.open(alert.id()).await.granted();
    let plate = alert.at("/body/plate/text");
    world.as_("sec-operator").search(json!({ "plate": plate })).await.granted();
    guard.sends(&world.sighting(&alert)).await;
    guard.open_for(alert.id(), json!({
        "purpose": "public-order", "reason": "handover", "justification": "Wanted to have a look",
    })).await.refused_at("purpose-mismatch", "/purpose");
    let by_plate = entries(&dpo, json!({ "plate": plate })).await;
    let who = [
        ("fbt-guard", "record.open"),
        ("fbt-guard", "record.submit"),
        ("sec-operator", "record.search"),
        ("fbt-guard", "record.open"),
        ("pt-officer", "record.submit"),
    ];
    assert_eq!(said(&by_plate), who);
    assert_eq!(by_plate[0]["fields"]["refusal"], "purpose-mismatch");
    let by_record = entries(&dpo, json!({ "record": alert.id() })).await;
    assert_eq!(said(&by_record), who);
    // The officer's own question is there too the next time.
    let again = entries(&dpo, json!({ "plate": plate })).await;
    assert_eq!(said(&again)[0], ("fg-1", "audit.search"));
    let one =
        entries(&dpo, json!({ "partner": FAIR, "person": "fbt-guard", "operation": "refusal" }))
            .await;
    assert_eq!(said(&one), [("fbt-guard", "record.open")]);
    world.finish().await;
}

#[tokio::test]
async fn an_entry_is_opened_with_evidence_that_anybody_can_check() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let opened = guard.open(alert.id()).await.granted();
    let path = format!("/v1/audit/entries/{}/open", opened["entry"]);
    let shown = world.as_("fg-1").post(&path, why()).await.granted();
    assert_eq!(shown["fields"]["person"], "fbt-guard");
    let evidence = Receipt::parse(shown["evidence"].to_string().as_bytes()).unwrap();
    let keys = std::slice::from_ref(&world.ledger.log_key);
    let verified = evidence.verify(keys, None).unwrap();
    assert_eq!(json!(verified.index), opened["entry"]);
    let justification = verified.opened(FieldId::JUSTIFICATION).unwrap();
    assert_eq!(shown["fields"]["justification"].as_str().unwrap().as_bytes(), justification);
    world.ledger.saw(&evidence.proof.checkpoint);
    world.finish().await;
}

#[tokio::test]
async fn reading_the_log_needs_a_use_and_a_reason_and_is_the_officers_alone() {
    let world = World::start().await;
    let dpo = world.as_("fg-1");
    let query = json!({ "partner": FAIR });
    let with = |use_code: &str, justification: &str| json!({ "use_code": use_code, "justification": justification, "query": query });
    let path = "/v1/audit/searches";
    for code in ["", "curiosity", "Lawfulness"] {
        let answer = dpo.post(path, with(code, "Monthly check of the log")).await;
        answer.refused_at("use-code-required", "/use_code");
    }
    for text in ["", "lawfulness", "lawfulness!", "aaaaaaaaaaaaaaa"] {
        let answer = dpo.post(path, with("lawfulness", text)).await;
        answer.refused_at("justification-insufficient", "/justification");
    }
    for code in ["lawfulness", "self-monitoring", "integrity-security", "criminal-proceedings"] {
        dpo.post(path, with(code, "Monthly check of the log")).await.granted();
    }
    for who in ["steward-1", "pt-admin", "pt-officer", "fbt-guard"] {
        world.as_(who).audit(query.clone()).await.refused("action-not-allowed");
        let open = world.as_(who).post("/v1/audit/entries/0/open", why()).await;
        open.refused("action-not-allowed");
    }
    world.as_("fbt-system").audit(query).await.refused("person-required");
    for (query, pointer) in [
        (json!({}), "/query"),
        (json!({ "person": "fbt-guard" }), "/query/partner"),
        (json!({ "purpose": "curiosity" }), "/query/purpose"),
        (json!({ "operation": "magic" }), "/query/operation"),
        (json!({ "action": "record.magic" }), "/query/action"),
        (json!({ "grant": "?" }), "/query/grant"),
        (json!({ "case": "" }), "/query/case"),
        (json!({ "record": "x" }), "/query/record"),
        (json!({ "plate": "?" }), "/query/plate"),
        (json!({ "from": "x" }), "/query/from"),
    ] {
        dpo.audit(query).await.refused_at("request-invalid", pointer);
    }
    world.finish().await;
}

#[tokio::test]
async fn entries_are_found_by_grant_case_and_action() {
    let world = World::start().await;
    let (dpo, alert) = (world.as_("fg-1"), world.alert());
    world.as_("pt-officer").sends(&alert).await;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    let all = entries(&dpo, json!({ "record": alert.id() })).await;
    assert_eq!(said(&all), [("fbt-guard", "record.open"), ("pt-officer", "record.submit")]);
    let sent = &all[1]["fields"];
    for name in ["grant", "case"] {
        let found = entries(&dpo, json!({ "record": alert.id(), name: sent[name] })).await;
        assert!(said(&found).contains(&("pt-officer", "record.submit")), "{name}");
        let other = entries(&dpo, json!({ "record": alert.id(), name: "another-1" })).await;
        assert_eq!(other, [Value::Null; 0], "{name}");
    }
    let opened = entries(&dpo, json!({ "record": alert.id(), "action": "record.open" })).await;
    assert_eq!(said(&opened), [("fbt-guard", "record.open")]);
    world.finish().await;
}

/// An officer of another office, whose scope is Securion alone.
pub(crate) async fn officer_for_securion(world: &World) -> Caller {
    let house = House { id: "fg-klein", name: "FG Klein", kind: PartnerKind::Oversight };
    let mut partner = paperwork::partner(&house);
    partner.scope = vec![SECURION.into()];
    let steward = world.as_("steward-1");
    steward.post("/v1/partners", partner).await.granted();
    let active = paperwork::standing(house.id, None, "active");
    steward.post("/v1/partners/standing", active).await.granted();
    let narrow = Member { id: "fg-2", partner: "fg-klein", role: Role::DataProtectionOfficer };
    world.join(narrow).await
}

#[tokio::test]
async fn an_officer_sees_the_partners_in_scope_and_no_others() {
    let world = World::start().await;
    let narrow = officer_for_securion(&world).await;
    let alert = world.alert();
    let sent = world.as_("pt-officer").sends(&alert).await.proof.index;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    let seen = world.as_("sec-operator").open(alert.id()).await.granted()["entry"].clone();
    let found = entries(&narrow, json!({ "record": alert.id() })).await;
    assert_eq!(said(&found), [("sec-operator", "record.open")]);
    for partner in [FAIR, POLICE, "stichting-samen", "fg-twente"] {
        assert_eq!(entries(&narrow, json!({ "partner": partner })).await, [Value::Null; 0]);
    }
    let open =
        async |index: String| narrow.post(&format!("/v1/audit/entries/{index}/open"), why()).await;
    open(sent.to_string()).await.refused("not-found");
    open("99999999".into()).await.refused("not-found");
    open("x".into()).await.refused("not-found");
    open(seen.to_string()).await.granted();
    world.finish().await;
}

#[tokio::test]
async fn the_log_is_paged_whole_and_without_duplicates() {
    let world = World::start().await;
    let (guard, dpo) = (world.as_("rjs-guard"), world.as_("fg-1"));
    let from = world.now().plus_ms(1000);
    world.clock.advance_ms(1000);
    for _ in 0..25 {
        guard.get("/v1/alerts").await.granted();
    }
    let query = json!({ "partner": "rj-safety-security", "from": from.to_string() });
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let mut body = why();
        body["query"] = query.clone();
        body["limit"] = json!(7);
        body["cursor"] = cursor;
        let answer = dpo.post("/v1/audit/searches", body).await.granted();
        let page = answer["entries"].as_array().unwrap();
        seen.extend(page.iter().map(|entry| entry["index"].as_u64().unwrap()));
        guard.get("/v1/alerts").await.granted();
        cursor = answer["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert!(seen.is_sorted_by(|a, b| a > b));
    assert_eq!(seen.len(), 25);
    world.finish().await;
}
