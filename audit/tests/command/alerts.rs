//! `samen-verify alerts` on saved lines, whole and damaged. Absent: an exchange.

use samen_audit::hash::sha256;
use samen_audit::snapshot::{Kind, Statement};
use samen_audit::text::hex;
use serde_json::json;
use tempfile::TempDir;

use super::stage::{Log, run, signer, vkey};

/// A snapshot of two alerts at the head of a log.
fn lines(log: &Log) -> Vec<String> {
    let head = json!({
        "kind": "snapshot", "exchange": "nl.example", "partner": "firm", "status": "actual", "since": 0,
        "revision": log.edge.size(), "checkpoint": log.checkpoint(), "expected": 2, "entry": 20,
    });
    let mut lines = vec![format!("{{\"head\":{head}}}")];
    lines.extend([3, 9].map(|index| format!("{{\"alert\":{{\"index\":{index}}}}}")));
    let bytes: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let digest = sha256(bytes.as_bytes());
    let statement = Statement {
        exchange: "nl.example".into(),
        partner: "firm".into(),
        status: "actual".into(),
        kind: Kind::Snapshot,
        since: 0,
        revision: log.edge.size(),
        root: log.edge.root(),
        at_ms: 1_795_377_600_000,
        alerts: 2,
        ended: 0,
        sha256: digest,
    };
    let signature = statement.sign(&signer());
    let end = json!({ "alerts": 2, "ended": 0, "sha256": hex(&digest), "signature": signature });
    lines.push(format!("{{\"end\":{end}}}"));
    lines
}

#[test]
fn saved_alerts_are_complete_or_say_why_not() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("alerts.jsonl");
    let path = path.to_str().unwrap();
    let whole = lines(&Log::of(20));
    let check = |lines: &[String], more: &[&str]| {
        std::fs::write(path, lines.join("\n") + "\n").unwrap();
        run(&[&["alerts", path, "--log-key", &vkey()], more].concat())
    };
    let (code, text) = check(&whole, &["--partner", "firm"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("2 alerts and 0 ended, all in force"), "{text}");
    assert!(text.contains("complete up to entry 20"), "{text}");
    let (code, text) = check(&whole, &["--partner", "other"]);
    assert_eq!(code, 3, "{text}");
    assert_eq!(check(&whole[..3], &[]).0, 3);
    let mut fewer = whole;
    fewer.remove(1);
    let (code, text) = check(&fewer, &[]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("not the ones that the exchange signed for"), "{text}");
}
