//! Tests of the alerts in force as lines. Absent: an exchange that gives them.

use serde_json::json;

use super::*;
use crate::checkpoint::Checkpoint;
use crate::hash::sha256;
use crate::note::{NoteSigner, VerifierKey};
use crate::text;

const ORIGIN: &str = "nl.example/audit/2031";

fn log(seed: u8) -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[seed; 32]).unwrap()
}

fn statement() -> Statement {
    Statement {
        exchange: "nl.example".into(),
        partner: "firm".into(),
        status: "actual".into(),
        kind: Kind::Delta,
        since: 7,
        revision: 20,
        root: [3; 32],
        at_ms: 1_940_000_000_000,
        alerts: 2,
        ended: 1,
        sha256: [0; 32],
    }
}

/// The lines of a delta, the note at their end by `signer` over whatever `change` makes of the truth.
fn lines(signer: &NoteSigner, change: impl FnOnce(&mut Statement)) -> Vec<String> {
    let mut said = statement();
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 20, root: [3; 32] }.sign(&log(1));
    let head = json!({ "head": {
        "kind": "delta", "exchange": "nl.example", "partner": "firm", "status": "actual",
        "since": 7, "revision": 20, "checkpoint": checkpoint, "entry": 20,
    }});
    let mut lines = vec![
        // The members of a line come in the order of their names here, so the head is put together by hand.
        format!("{{\"head\":{}}}", head["head"]),
        r#"{"ended":{"id":"a","index":9}}"#.to_owned(),
        r#"{"alert":{"id":"b","index":12}}"#.to_owned(),
        r#"{"alert":{"id":"c","index":15}}"#.to_owned(),
    ];
    let bytes: String = lines.iter().map(|line| format!("{line}\n")).collect();
    said.sha256 = sha256(bytes.as_bytes());
    change(&mut said);
    let signature = said.sign(signer);
    let end = json!({ "alerts": 2, "ended": 1, "sha256": text::hex(&sha256(bytes.as_bytes())),
        "signature": signature });
    lines.push(format!("{{\"end\":{end}}}"));
    lines
}

fn read<S: AsRef<[u8]>>(
    lines: &[S],
    keys: &[VerifierKey],
) -> Result<VerifiedSnapshot, SnapshotError> {
    let mut reader = SnapshotReader::new(keys);
    for line in lines {
        reader.take(line.as_ref())?;
    }
    reader.finish()
}

#[test]
fn whole_lines_verify_and_say_what_they_are() {
    let keys = [log(1).verifier()];
    let lines = lines(&log(1), |_| {});
    let mut reader = SnapshotReader::new(&keys);
    let kinds: Vec<Line> = lines.iter().map(|line| reader.take(line.as_bytes()).unwrap()).collect();
    assert_eq!(kinds, [Line::Head, Line::Ended, Line::Alert, Line::Alert, Line::End]);
    let verified = reader.finish().unwrap();
    assert_eq!((verified.statement().revision, verified.checkpoint().size), (20, 20));
    assert_eq!(verified.statement().partner, "firm");
}

#[test]
fn lines_that_are_missing_added_or_moved_are_noticed() {
    let keys = [log(1).verifier()];
    let whole = lines(&log(1), |_| {});
    for cut in 0..whole.len() {
        assert_eq!(read(&whole[..cut], &keys), Err(SnapshotError::CutShort), "{cut}");
    }
    for left_out in 1..4 {
        let mut fewer = whole.clone();
        fewer.remove(left_out);
        assert_eq!(read(&fewer, &keys), Err(SnapshotError::Different), "{left_out}");
    }
    let mut swapped = whole.clone();
    swapped.swap(2, 3);
    assert_eq!(read(&swapped, &keys), Err(SnapshotError::Different));
    // What ended comes first: a receiver that missed a recall learns it before anything else.
    swapped.swap(1, 2);
    assert_eq!(read(&swapped, &keys), Err(SnapshotError::Malformed));
    let mut more = whole.clone();
    more.push(whole[2].clone());
    assert_eq!(read(&more, &keys), Err(SnapshotError::Malformed));
    let mut stopped = whole;
    stopped[3] = r#"{"refused":{}}"#.into();
    assert_eq!(read(&stopped, &keys), Err(SnapshotError::Refused));
}

#[test]
fn every_changed_byte_is_noticed() {
    let keys = [log(1).verifier()];
    let whole = lines(&log(1), |_| {});
    for (at, line) in whole.iter().enumerate() {
        for byte in 0..line.len() {
            let mut changed: Vec<Vec<u8>> =
                whole.iter().map(|line| line.clone().into_bytes()).collect();
            changed[at][byte] ^= 1;
            assert!(read(&changed, &keys).is_err(), "line {at}, byte {byte}");
        }
    }
}

#[test]
fn a_note_about_anything_else_is_refused() {
    let keys = [log(1).verifier()];
    let changes: [fn(&mut Statement); 10] = [
        |said| said.exchange = "be.example".into(),
        |said| said.partner = "other".into(),
        |said| said.status = "exercise".into(),
        |said| said.kind = Kind::Snapshot,
        |said| said.since = 6,
        |said| said.revision = 21,
        |said| said.root = [4; 32],
        |said| said.alerts = 3,
        |said| said.ended = 0,
        |said| said.sha256 = [9; 32],
    ];
    for change in changes {
        assert_eq!(read(&lines(&log(1), change), &keys), Err(SnapshotError::Different));
    }
    let strange = read(&lines(&log(2), |_| {}), &keys);
    assert_eq!(strange, Err(SnapshotError::Note(NoteError::NotSigned)));
    // Trusting a second log does not let it speak for the first.
    let second = NoteSigner::from_seed("be.example/audit/2031", &[2; 32]).unwrap();
    let both = [log(1).verifier(), second.verifier()];
    assert_eq!(read(&lines(&second, |_| {}), &both), Err(SnapshotError::NotByLog));
}

#[test]
fn the_text_reads_back_and_is_no_checkpoint() {
    let said = statement();
    assert_eq!(Statement::parse(&said.to_text()), Some(said.clone()));
    assert!(Checkpoint::parse(&said.to_text()).is_err());
    let text = said.to_text();
    for bad in [
        text.replace("samen-alerts/v1", "samen-alerts/v2"),
        text.replace("since 7", "since 07"),
        text.replace("kind delta", "kind half"),
        text.replace("partner firm", "partner "),
        format!("{text}more\n"),
        text.trim_end().to_owned(),
    ] {
        assert_eq!(Statement::parse(&bad), None, "{bad}");
    }
}

#[test]
fn long_lines_and_other_lines_are_refused() {
    let keys = [log(1).verifier()];
    let mut reader = SnapshotReader::new(&keys);
    let long = [b"{\"head\":".as_slice(), &vec![b' '; MAX_LINE_BYTES]].concat();
    assert_eq!(reader.take(&long), Err(SnapshotError::TooLong));
    for line in ["", "{}", "[]", "{\"alert\":{}}", "{\"head\":[]}", "{\"head\":{},\"head\":{}}"] {
        let mut reader = SnapshotReader::new(&keys);
        assert_eq!(reader.take(line.as_bytes()), Err(SnapshotError::Malformed), "{line}");
    }
}
