//! Receipts: checked, checked with a newer proof under a policy, and redacted.

use samen_audit::leaf::FieldId;
use samen_audit::receipt::Receipt;
use tempfile::TempDir;

use crate::stage::{
    Place, RECORD, RECORD_ID, cosigned, log_with_receipt, policy, receipt, run, vkey,
};

#[test]
fn a_receipt_holds_and_a_changed_one_does_not() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("receipt.json");
    let beside = directory.path().join("record.json");
    std::fs::write(&file, receipt().encode()).unwrap();
    std::fs::write(&beside, RECORD).unwrap();
    let (file, beside) = (file.to_str().unwrap(), beside.to_str().unwrap());
    let (code, text) = run(&["receipt", file, "--log-key", &vkey(), "--record", beside]);
    assert_eq!(code, 0, "{text}");
    for line in ["receipt", "leaf", "fields", "record", "checkpoint", "inclusion", "all"] {
        assert!(text.contains(&format!("ok    {line}")), "{text}");
    }
    assert!(text.contains("text erased on 2026-11-22") && text.contains("withheld: certificate"));
    let (code, text) = run(&["receipt", file, "--log-key", &vkey(), "--record", file, "--json"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.starts_with('{') && text.contains(r#""result":"failed""#), "{text}");
    let changed = Receipt { record_sha256: Some([0; 32]), ..receipt() };
    std::fs::write(file, changed.encode()).unwrap();
    let (code, text) = run(&["receipt", file, "--log-key", &vkey()]);
    assert_eq!(code, 3);
    assert!(text.contains("FAIL  record"), "{text}");
    assert_eq!(run(&["receipt", "/nonexistent", "--log-key", &vkey()]).0, 2);
}

#[test]
fn a_newer_proof_brings_the_witnesses() {
    let place = Place::new();
    let policy = place.file("policy", policy());
    let file = place.file("receipt.json", receipt().encode());
    // The receipt as it was answered at once: no witness had seen it.
    let (code, text) = run(&["receipt", &file, "--policy", &policy]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("FAIL  witnesses") && text.contains("missing: police, firm, abroad"));
    assert_eq!(run(&["receipt", &file, "--policy", &policy, "--log-key", &vkey()]).0, 2);
    assert_eq!(run(&["receipt", &file]).0, 2);

    let (log, newer) = log_with_receipt(9);
    let mut proof = newer.proof;
    let by = [("firm", 1_800_000_000), ("police", 1_800_000_060)];
    proof.checkpoint = cosigned(&log.checkpoint(), &by);
    let proof_file = place.file("newer.tlog-proof", proof.encode());
    let (code, text) = run(&["receipt", &file, "--policy", &policy, "--proof", &proof_file]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("entry 20 of 30"), "{text}");
    assert!(text.contains(
        "cosigned by: police (2027-01-15 08:01:00 UTC), firm (2027-01-15 08:00:00 UTC); \
         missing: abroad"
    ));
    proof.index = 19;
    let other = place.file("other", proof.encode());
    let (code, text) = run(&["receipt", &file, "--policy", &policy, "--proof", &other]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("FAIL  proof") && text.contains("for entry 19"), "{text}");
}

#[test]
fn a_policy_that_cannot_be_used_is_named_by_line() {
    let place = Place::new();
    let file = place.file("receipt.json", receipt().encode());
    for (text, reason) in [
        ("quorum none\n".to_owned(), "names no log"),
        (policy().replace("group", "gruop"), "line 5 of the policy"),
        (policy().replace("quorum both\n", ""), "no quorum line"),
    ] {
        let policy = place.file("policy", text);
        let (code, text) = run(&["receipt", &file, "--policy", &policy]);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(reason), "{text}");
    }
}

fn redact(place: &Place, choice: &[&str]) -> (i32, String) {
    let (file, out) = (place.path("receipt.json"), place.path("less.json"));
    run(&[&["redact", &file, "--out", &out], choice].concat())
}

#[test]
fn a_redacted_receipt_still_holds_for_what_it_shows() {
    for (choice, record, checks) in [
        (["--withhold", "time"], true, "withheld: time, certificate"),
        (["--withhold", "time,records"], true, "which record it is for is withheld"),
        (["--withhold", "record_sha256"], false, "the digest of the record is withheld"),
        (["--show", "record_sha256"], true, "withheld: time, certificate, records"),
        (["--show", "time"], false, "shown: time; withheld: certificate, records, record_sha256"),
    ] {
        let place = Place::new();
        let file = place.file("receipt.json", receipt().encode());
        let beside = place.file("record.json", RECORD);
        let (code, text) = redact(&place, &choice);
        assert_eq!(code, 0, "{choice:?} {text}");
        let less = place.path("less.json");
        let (code, text) = run(&["receipt", &less, "--log-key", &vkey()]);
        assert_eq!(code, 0, "{choice:?} {text}");
        assert!(text.contains(checks), "{choice:?} {text}");
        // With the digest shown the record itself can still be held against it.
        let code = run(&["receipt", &less, "--log-key", &vkey(), "--record", &beside]).0;
        assert_eq!(code, if record { 0 } else { 3 }, "{choice:?}");
        assert_eq!(place.read("receipt.json").unwrap(), receipt().encode(), "{file} changed");
    }
}

#[test]
fn what_is_withheld_is_gone_from_the_copy() {
    let place = Place::new();
    place.file("receipt.json", receipt().encode());
    assert_eq!(redact(&place, &["--withhold", "records"]).0, 0);
    let less = place.read("less.json").unwrap();
    assert!(!less.contains(RECORD_ID));
    let read = Receipt::parse(less.as_bytes()).unwrap();
    for (part, was) in read.fields.iter().zip(&receipt().fields) {
        assert_eq!(part.digest(), was.digest());
        assert_eq!(part == was, part.field() != FieldId::RECORDS);
    }
}

#[test]
fn redacting_takes_no_slip_of_the_pen() {
    let place = Place::new();
    place.file("receipt.json", receipt().encode());
    assert_eq!(redact(&place, &[]).0, 2);
    assert_eq!(redact(&place, &["--withhold", "time", "--show", "records"]).0, 2);
    let (code, text) = redact(&place, &["--withhold", "tiem"]);
    assert_eq!(code, 2);
    assert!(text.contains("it has time, certificate, records, record_sha256"), "{text}");
    let (code, text) = redact(&place, &["--show", "certificate"]);
    assert_eq!(code, 2);
    assert!(text.contains("withholds certificate already"), "{text}");
    place.file("less.json", "precious");
    assert_eq!(redact(&place, &["--withhold", "time"]).0, 2);
    assert_eq!(place.read("less.json").unwrap(), "precious");
    place.file("receipt.json", receipt().encode().replace("\"id\":6", "\"id\":5"));
    assert_eq!(redact(&place, &["--withhold", "time"]).0, 3);
}
