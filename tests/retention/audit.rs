//! The entries' own retention: five years, and not before the audit is done.
//! Absent: records.

use std::time::{Duration, Instant};

use samen::domain::time::Timestamp;
use samen::service::retention::entry_erased_by;
use samen::store::ReadError;
use serde_json::json;

use super::{DAY_MS, USE, days, erased_by, verified, why};
use crate::harness::World;

const GROUND: &str = "Yearly audit of all partners, report 12";

#[tokio::test]
async fn entries_go_after_five_years_and_not_before_their_audit_is_done() {
    let mut world = World::start().await;
    world.as_("pt-officer").sends(&world.alert()).await;
    let dpo = world.as_("fg-1");
    let close = |through: &str| json!({ "through": through, "use_code": USE, "ground": GROUND });
    let path = "/v1/audit/closings";
    for wrong in ["2026-11", "2027-01", "2026-1", "x"] {
        dpo.post(path, close(wrong)).await.refused_at("request-invalid", "/through");
    }
    days(&world, 20, 1).await;
    let done = dpo.post(path, close("2026-11")).await.granted();
    let last = done["entry"].as_u64().unwrap();
    dpo.post(path, close("2026-10")).await.refused_at("request-invalid", "/through");
    let end = Timestamp::parse("2031-11-30T12:00:00Z").unwrap();
    world.clock.advance_ms(end.since(world.now()));
    world.restart().await;
    let before = world.entries_made().await;
    assert_eq!(before, last + 3, "nothing was due");
    days(&world, 1, 1).await;
    let dpo = world.as_("fg-1");
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let answer = dpo.post("/v1/audit/entries/0/open", why()).await;
        if answer.status != 200 {
            assert_eq!(erased_by(&answer), before);
            break;
        }
        assert!(Instant::now() < patience, "the key is still there");
    }
    // A bundle of that month shows that they stood there, and by which entry they are gone.
    let mut body = why();
    body["query"] = json!({ "from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z" });
    let answer = dpo.post("/v1/audit/bundles", body).await.granted();
    let findings = verified(&world, &answer);
    let said = format!("erased by entry {before}");
    assert!(findings.iter().any(|one| one.text.ends_with(&said)), "{findings:#?}");
    world.stop().await;
    let store = world.store();
    let reader = store.reader();
    // Everything of November 2026, which begins with the founding; nothing of December.
    let gone = |index: u64| matches!(reader.entry(index), Err(ReadError::Erased));
    let first_kept = (0..last).find(|index| !gone(*index)).unwrap();
    assert!(first_kept > 0 && (first_kept..before).all(|index| !gone(index)));
    for index in [0, first_kept - 1] {
        assert_eq!(entry_erased_by(reader, index).unwrap(), Some(before));
    }
    assert_eq!(entry_erased_by(reader, first_kept).unwrap(), None);
    drop(store);
    world.clock.advance_ms(DAY_MS);
    world.resume().await.unwrap();
    world.abandon().await;
}
