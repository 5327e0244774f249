//! Pages of a search: whole, without duplicates, and bound to who asked what.
//! Absent: what is found (`search`).

use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::{Caller, ids, reading};

async fn page(caller: &Caller, query: &Value, cursor: Option<&str>, limit: u32) -> Answer {
    let body = json!({ "reading": reading(), "query": query, "cursor": cursor, "limit": limit });
    caller.post("/v1/searches", body).await
}

#[tokio::test]
async fn pages_are_whole_and_without_duplicates_while_new_records_arrive() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    let case = json!("PL-2026-7");
    let mut sent = Vec::new();
    for _ in 0..11 {
        let alert = world.alert().set("/case", case.clone());
        officer.sends(&alert).await;
        sent.insert(0, alert.id().to_owned());
    }
    for query in [json!({ "types": ["alert"] }), json!({ "case": case })] {
        for limit in [1, 3, 11, 100] {
            let (mut seen, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let answer = page(&guard, &query, cursor.as_deref(), limit).await.granted();
                let found = ids(&answer["results"]);
                assert!(found.len() <= usize::try_from(limit).unwrap());
                seen.extend(found);
                // What arrives meanwhile belongs before the first page, and must not move the others.
                let late = world.incident().set("/case", case.clone());
                guard.sends(&late).await;
                match answer["next"].as_str() {
                    Some(next) => cursor = Some(next.to_owned()),
                    None => break,
                }
            }
            seen.retain(|id| sent.contains(id));
            assert_eq!(seen, sent, "{query} by {limit}");
        }
    }
    world.finish().await;
}

#[tokio::test]
async fn a_cursor_is_for_one_partner_and_one_question() {
    let world = World::start().await;
    let (officer, guard) = (world.as_("pt-officer"), world.as_("fbt-guard"));
    for _ in 0..3 {
        officer.sends(&world.alert()).await;
    }
    let query = json!({ "types": ["alert"] });
    let first = page(&guard, &query, None, 1).await.granted();
    let cursor = first["next"].as_str().unwrap();
    let refused = async |caller: &Caller, query: &Value, cursor: &str| {
        page(caller, query, Some(cursor), 1).await.refused_at("cursor-invalid", "/cursor");
    };
    refused(&world.as_("sec-operator"), &query, cursor).await;
    refused(&guard, &json!({ "types": ["alert", "incident"] }), cursor).await;
    for at in 0..cursor.len() {
        let mut bytes = cursor.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        refused(&guard, &query, std::str::from_utf8(&bytes).unwrap()).await;
    }
    for wrong in ["", "A", "!", &cursor[1..], &format!("{cursor}A"), &"A".repeat(50_000)] {
        refused(&guard, &query, wrong).await;
    }
    // A colleague asks on behalf of the same partner.
    page(&world.as_("fbt-guard-2"), &query, Some(cursor), 1).await.granted();
    world.finish().await;
}
