//! What was signed while the exchange was away: sealed, sent once, and never lost without a word.
//! Absent: what makes a sighting (`answers`).

use super::gate::{Gate, Setup};

const FIRST: &str = "edge/waiting/00000000000000000001";

#[tokio::test]
async fn what_was_signed_without_the_exchange_survives_a_kill_and_is_sent_once() {
    let mut gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    let mut edge = gate.edge(1);
    gate.cut();
    edge.notice("connection");
    // The list is still there, and says how old it is.
    edge.reads("GB123C");
    let shown = edge.next("candidate");
    assert!(shown["list_age_s"].as_i64().unwrap() >= 0);
    edge.answers(&shown["candidate"], "yes");
    let queued = edge.next("queued");
    edge.kill();
    gate.assert_sealed("GB123C");
    gate.assert_sealed("fbt-guard");
    gate.assert_sealed("payload");
    let kept = std::fs::read(gate.path(FIRST)).unwrap();
    gate.mend();
    let mut edge = gate.edge_without_alerts();
    let sent = edge.next("sent");
    assert_eq!((&sent["record"], &sent["repeated"]), (&queued["record"], &false.into()));
    edge.until_status(|status| status["queued"] == 0);
    edge.kill();
    assert!(!gate.path(FIRST).exists());
    // As if it had been killed after the exchange had it and before the file was gone.
    std::fs::write(gate.path(FIRST), kept).unwrap();
    let mut edge = gate.edge_without_alerts();
    let again = edge.next("sent");
    assert_eq!((&again["record"], &again["repeated"]), (&queued["record"], &true.into()));
    edge.terminate();
    assert_eq!(gate.sightings().await.len(), 1);
}

#[tokio::test]
async fn what_the_exchange_refuses_for_good_is_kept_apart_and_shown() {
    let mut gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    let mut edge = gate.edge(1);
    edge.reads("GB123C");
    let shown = edge.next("candidate");
    // Nobody of this name is registered with the firm.
    edge.line(&format!("{} yes PAS-0", shown["candidate"]));
    let refused = edge.next("refused");
    assert_eq!(refused["problem"], "acting-person-unknown");
    let status = edge.until_status(|status| status["queued"] == 0);
    assert_eq!(status["refused"], 1);
    gate.assert_sealed("GB123C");
    edge.terminate();
    gate.cut();
    let listed = std::process::Command::new(env!("CARGO_BIN_EXE_samen"))
        .args(["--json", "edge", "--refused", "--config"])
        .arg(gate.path("edge.toml"))
        .output()
        .unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed["items"][0]["record"], refused["record"]);
    assert_eq!(listed["items"][0]["problem"], "acting-person-unknown");
}

#[tokio::test]
async fn a_disk_that_takes_nothing_is_said_and_matching_goes_on() {
    let gate = Gate::new(&Setup::default());
    let officer = gate.as_("pt-officer");
    officer.sends(&gate.alert("GB-123-C")).await;
    officer.sends(&gate.alert("HH-555-H")).await;
    let mut edge = gate.edge(2);
    // A directory that is gone stands for a disk that takes nothing.
    std::fs::rename(gate.path("edge/waiting"), gate.path("edge/away")).unwrap();
    edge.reads("GB123C");
    let shown = edge.next("candidate");
    edge.answers(&shown["candidate"], "yes");
    assert!(edge.notice("disk").contains("in memory only"));
    edge.reads("HH555H");
    edge.next("candidate");
    edge.until_status(|status| status["unwritten"] == 1 && status["open"] == 1);
    std::fs::rename(gate.path("edge/away"), gate.path("edge/waiting")).unwrap();
    edge.next("sent");
    edge.until_status(|status| status["unwritten"] == 0 && status["queued"] == 0);
    edge.terminate();
    assert_eq!(gate.sightings().await.len(), 1);
}

#[tokio::test]
async fn half_of_what_it_keeps_is_no_new_beginning() {
    let gate = Gate::new(&Setup::default());
    gate.edge_without_alerts().terminate();
    std::fs::remove_file(gate.path("edge.key")).unwrap();
    let ended = std::process::Command::new(env!("CARGO_BIN_EXE_samen"))
        .arg("--as")
        .arg(gate.path("system.toml"))
        .args(["edge", "--config"])
        .arg(gate.path("edge.toml"))
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(String::from_utf8(ended.stderr).unwrap().contains("edge.key is missing"));
}
