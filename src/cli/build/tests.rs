//! Tests of the builders: what they build parses as the exchange parses it, and what is missing is named.
//! Absent: sending.

use clap::Parser;
use serde_json::{Value, json};

use super::super::Cli;
use super::super::failure::{Failure, USAGE};
use super::super::output::{Collected, Output};
use super::super::session::Session;
use super::*;

/// A session of a guard of Securion with a key, in a directory of its own.
struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let key = samen_audit::jws::PrivateKey::generate(&ring::rand::SystemRandom::new()).unwrap();
        std::fs::write(directory.path().join("guard.jwk"), key.to_jwk()).unwrap();
        let profile = "url = \"https://127.0.0.1:1\"\nexchange = \"twente.samen.example\"\n\
            partner = \"securion\"\nperson = \"PAS-1042\"\nca = \"ca.pem\"\n\
            certificate = \"guard.pem\"\nkey = \"guard.key.pem\"\nsigning_key = \"guard.jwk\"\n";
        std::fs::write(directory.path().join("guard.toml"), profile).unwrap();
        Self { directory }
    }

    /// What a command with `--print` prints.
    async fn print(&self, words: &[&str]) -> Result<Value, Failure> {
        let sink = Collected::default();
        let output = Output::into_sink(Box::new(sink.clone()), false);
        let profile = self.directory.path().join("guard.toml");
        let mut session = Session::new(output, Some(profile));
        let words = ["samen"].iter().chain(words).chain(&["--print"]);
        let cli = Cli::try_parse_from(words).map_err(|error| Failure::usage(error.to_string()))?;
        super::super::dispatch_in(cli.command, &mut session).await?;
        Ok(serde_json::from_str(&sink.text()).unwrap())
    }
}

const ENVELOPE: [&str; 10] =
    ["--purpose", "offences", "--grant", "g-1", "--to", "all", "--valid", "4h", "--handling", "H1"];
const ALERT: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

fn with<'a>(words: &[&'a str]) -> Vec<&'a str> {
    words.iter().copied().chain(ENVELOPE).collect()
}

#[tokio::test]
async fn an_alert_from_flags_parses() {
    let words = with(&[
        "alert",
        "--plate",
        "XB-123-K",
        "--vehicle",
        "van",
        "--color",
        "white",
        "--color",
        "gray",
        "--reason",
        "wanted",
        "--action",
        "call_control_room",
        "--priority",
        "1",
        "--warning",
        "armed",
        "--call",
        "+31 88 000 00 00",
    ]);
    let record = Desk::new().print(&words).await.unwrap();
    assert_eq!(record["body"]["plate"], json!({ "country": "NL", "text": "XB-123-K" }));
    assert_eq!(record["body"]["vehicle"]["colors"], json!(["white", "gray"]));
    assert_eq!(record["issuer"], "securion");
    assert_eq!(record["author"], "PAS-1042");
    assert_eq!(record["audience"], "all");
}

#[tokio::test]
async fn what_is_a_decision_is_asked_for_by_its_flag() {
    let desk = Desk::new();
    let alert = [
        "alert",
        "--plate",
        "XB-123-K",
        "--reason",
        "wanted",
        "--action",
        "observe_report",
        "--priority",
        "2",
        "--call",
        "112",
    ];
    for (flag, value) in ENVELOPE.chunks(2).map(|pair| (pair[0], pair[1])) {
        let words: Vec<&str> =
            with(&alert).into_iter().filter(|word| *word != flag && *word != value).collect();
        let failure = desk.print(&words).await.unwrap_err();
        assert_eq!(failure.exit_code(), USAGE);
        assert!(failure.text().contains(flag), "{flag}: {}", failure.text());
    }
}

#[tokio::test]
async fn a_misread_sighting_needs_a_person_who_looked() {
    let desk = Desk::new();
    let words = with(&[
        "sighting",
        "--of",
        ALERT,
        "--kind",
        "seen",
        "--first-seen",
        "2m",
        "--method",
        "anpr",
        "--read-text",
        "X8-123-K",
        "--confidence",
        "83",
        "--match",
        "ocr_equivalent",
        "--town",
        "Enschede",
        "--point",
        "52.2215,6.8937",
    ]);
    let failure = desk.print(&words).await.unwrap_err();
    assert!(failure.text().contains("/body/description_agrees"), "{}", failure.text());
    let mut agreed = words.clone();
    agreed.extend(["--description-agrees", "yes"]);
    let record = desk.print(&agreed).await.unwrap();
    assert_eq!(record["references"], json!([ALERT]));
    assert_eq!(record["body"]["of"], ALERT);
    // GeoJSON has longitude first; people say latitude first.
    assert_eq!(record["body"]["place"]["point"]["coordinates"], json!([6.8937, 52.2215]));
}

#[tokio::test]
async fn a_described_person_needs_grading_and_category() {
    let desk = Desk::new();
    let words = with(&[
        "sighting",
        "--spontaneous",
        "--kind",
        "seen",
        "--first-seen",
        "now",
        "--method",
        "person",
        "--town",
        "Hengelo",
        "--age",
        "30-40",
        "--wears",
        "outer:jacket:black",
    ]);
    let failure = desk.print(&words).await.unwrap_err();
    assert!(failure.text().contains("/grading"), "{}", failure.text());
    let mut graded = words.clone();
    graded.extend(["--grading", "1AP", "--subject", "other"]);
    let record = desk.print(&graded).await.unwrap();
    assert_eq!(record["grading"], json!({ "source": 1, "information": "A", "sharing": "P" }));
    assert_eq!(record["body"]["person"]["age"], json!({ "min": 30, "max": 40 }));
}

#[tokio::test]
async fn an_incident_carries_the_digest_of_its_evidence_and_not_the_evidence() {
    let desk = Desk::new();
    let file = desk.directory.path().join("camera3.mp4");
    std::fs::write(&file, b"frames").unwrap();
    let evidence = format!("video={}", file.display());
    let words = with(&[
        "incident",
        "--lmc",
        "bzibbi",
        "--began",
        "40m",
        "--ended",
        "10m",
        "--told",
        "observation:The gate stood open.",
        "--town",
        "Almelo",
        "--evidence",
        &evidence,
        "--keep-evidence",
        "28d",
        "--control-room",
        "30m",
    ]);
    let record = desk.print(&words).await.unwrap();
    let piece = &record["body"]["evidence"][0];
    assert_eq!(piece["held_by"], "securion");
    assert_eq!(piece["sha256"].as_str().unwrap().len(), 64);
    assert!(!record.to_string().contains("frames"));
    assert_eq!(record["body"]["caught_in_act"], false);
}

#[tokio::test]
async fn handovers_outcomes_receipts_and_recalls_parse() {
    let desk = Desk::new();
    let lines: [&[&str]; 4] = [
        &["handover", "--kind", "visitor", "--note", "Visitor reports a theft at the desk."],
        &["outcome", "--of", ALERT, "--code", "confirmed", "--text", "Driver stopped."],
        &["acknowledge", ALERT, "--state", "read"],
        &["recall", ALERT, "--type", "alert", "--reason", "resolved"],
    ];
    for line in lines {
        let record = desk.print(&with(line)).await.unwrap();
        let offered = line[0] == "handover";
        assert_eq!(record["references"].as_array().unwrap().is_empty(), offered, "{}", line[0]);
    }
}

#[tokio::test]
async fn a_file_is_the_start_and_flags_have_the_last_word() {
    let desk = Desk::new();
    let file = desk.directory.path().join("record.json");
    let start = json!({
        "type": "outcome", "purpose": "supervision", "grant": "g-0", "audience": ["politie-twente"],
        "handling": { "code": "H0" }, "expires_at": "2099-01-01T00:00:00Z", "body": {}
    });
    std::fs::write(&file, start.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let words = ["outcome", "--of", ALERT, "--code", "thanks", "--grant", "g-1", "--file", file];
    let record = desk.print(&words).await.unwrap();
    assert_eq!(record["grant"], "g-1");
    assert_eq!(record["purpose"], "supervision");
    let other = ["handover", "--kind", "patrol", "--file", file];
    assert_eq!(desk.print(&other).await.unwrap_err().exit_code(), USAGE);
}

#[test]
fn gradings_and_garments_are_of_their_lists() {
    assert!(envelope::grading("2BP").is_ok());
    for bad in ["", "4AP", "1FP", "1AX", "1APP"] {
        assert!(envelope::grading(bad).is_err(), "{bad}");
    }
    assert!(parts::garment("outer:jacket:black,gray").is_ok());
    for bad in ["jacket", "coat:jacket", "outer:", "outer:jacket:mauve"] {
        assert!(parts::garment(bad).is_err(), "{bad}");
    }
    assert!(parts::range("185-175").is_err());
}
