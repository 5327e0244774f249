//! The plain listener for operations: alive, ready, and metrics that name nobody.
//! Absent: what is measured.

use serde_json::json;

use crate::harness::World;

#[tokio::test]
async fn operations_see_that_it_lives_and_how_much_and_nobody() {
    let world = World::start().await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    world.as_("fbt-guard").open("x").await.refused("not-found");
    for path in ["/live", "/ready"] {
        assert!(world.operation(path).await.starts_with("HTTP/1.1 200 OK"), "{path}");
    }
    for status in ["exercise", "test", "exercise"] {
        let drill = world.alert().set("/status", json!(status));
        world.as_("pt-officer").sends(&drill).await;
    }
    let metrics = world.operation("/metrics").await;
    for line in [
        "samen_records_total{kind=\"alert\",status=\"actual\"} 1",
        "samen_records_total{kind=\"alert\",status=\"exercise\"} 2",
        "samen_records_total{kind=\"alert\",status=\"test\"} 1",
        "samen_requests_total{action=\"record.submit\",outcome=\"ok\"} 4",
        "samen_requests_total{action=\"record.open\",outcome=\"not-found\"} 1",
        "samen_log_entries ",
    ] {
        assert!(metrics.contains(line), "{line} is not in {metrics}");
    }
    let named = ["politie", "fair-bewaking", "pt-officer", "fbt-guard"];
    assert!(!named.iter().any(|name| metrics.contains(name)));
    let marks = world.ledger.marks();
    assert!(!marks.iter().any(|mark| metrics.contains(mark.as_str())));
    for path in ["/", "/v1/records", "/log/checkpoint"] {
        assert!(world.operation(path).await.starts_with("HTTP/1.1 404"), "{path}");
    }
    world.finish().await;
}
