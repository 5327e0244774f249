//! Good evidence of every kind, to be damaged: pure noise hardly gets past the first byte. Made from
//! fixed seeds, never stored.

use samen_audit::bundle::Line;
use samen_audit::hash::{leaf_hash, sha256};
use samen_audit::leaf::FieldId;
use samen_audit::snapshot::{Kind, Statement};
use samen_audit::text::hex;
use samen_audit::tile::{encode_entries, encode_hashes};
use samen_audit::tree::consistency_proof;
use samen_audit::witness::{AddCheckpoint, encode_size};
use serde_json::json;

use crate::bodies::frame;
use crate::cast::{OFFICER, log_signer, policy, witnesses};
use crate::night::{Night, at};

/// Samples for the body of this name.
pub(crate) fn samples(body: &str) -> Vec<Vec<u8>> {
    let night = Night::new();
    let cosigned = night.scene.cosigned(600);
    let lines = || night.bundle(&[FieldId::PERSON], &cosigned).entries;
    match body {
        "note" => notes(&cosigned),
        "checkpoint" => {
            vec![cosigned.clone().into(), night.scene.head().to_text().into_bytes()]
        }
        "proof" => lines().iter().map(|line| line.proof().encode().into_bytes()).collect(),
        "policy" => ["all", "any", "2", "none"].map(|k| policy(k).into_bytes()).to_vec(),
        "tile" => tiles(&night),
        "receipt" => lines().iter().filter_map(receipt).collect(),
        "add_checkpoint" => requests(&night, &cosigned),
        "bundle" => bundles(&night, &cosigned),
        "snapshot" => snapshots(&night),
        _ => records(&night),
    }
}

fn notes(cosigned: &str) -> Vec<Vec<u8>> {
    let [firm, police] = witnesses();
    let lines = firm.cosign("text\n", 7).encode() + &police.cosign("text\n", 8).encode();
    let keys = [log_signer().verifier().to_string(), firm.key().to_string()];
    [vec![cosigned.to_owned(), lines], keys.to_vec()].concat().into_iter().map(Into::into).collect()
}

fn receipt(line: &Line) -> Option<Vec<u8>> {
    match line {
        Line::Shown(receipt) => Some(receipt.encode().into_bytes()),
        Line::Erased(_) => None,
    }
}

fn tiles(night: &Night) -> Vec<Vec<u8>> {
    let leaves: Vec<Vec<u8>> =
        night.scene.entries.iter().map(|logged| logged.leaf.to_bytes().to_vec()).collect();
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    let fields = night.scene.entries.iter().map(|logged| logged.fields.encode()).take(5);
    let mut samples: Vec<Vec<u8>> = fields.collect();
    samples.extend(encode_entries(leaves.iter().map(Vec::as_slice)));
    samples.push(encode_hashes(&hashes));
    samples.extend(leaves.into_iter().take(2));
    samples.extend(["tile/0/x001/x234/067.p/5", "tile/entries/000"].map(Into::into));
    samples
}

fn requests(night: &Night, cosigned: &str) -> Vec<Vec<u8>> {
    let edge = &night.scene.edge;
    let request = |old_size| {
        let proof = consistency_proof(old_size, edge.size(), edge).unwrap();
        AddCheckpoint { old_size, proof, note: cosigned.to_owned() }.encode().into_bytes()
    };
    vec![request(0), request(7), request(edge.size()), encode_size(1234).into_bytes()]
}

/// With its own manifest, and without, so that damage reaches every file.
fn bundles(night: &Night, cosigned: &str) -> Vec<Vec<u8>> {
    let bundle = night.bundle(&[FieldId::PERSON], cosigned);
    let plain = night.scene.bundle(&[at::OPENED], &[], cosigned);
    let files = bundle.files();
    let bare: Vec<_> = files.iter().filter(|(path, _)| path != "manifest.json").cloned().collect();
    let small: Vec<_> = plain.files().into_iter().skip(1).collect();
    vec![frame(&files), frame(&bare), frame(&small), frame(&plain.files())]
}

/// The lines of a snapshot and of a delta as the log signed for them, and what it says of each.
fn snapshots(night: &Night) -> Vec<Vec<u8>> {
    let (snapshot, text) = lines(night, Kind::Snapshot, 0, &[]);
    let ended = [r#"{"ended":{"id":"a","reason":"recalled","by":"b","index":5}}"#];
    let (delta, changes) = lines(night, Kind::Delta, 3, &ended);
    vec![snapshot, delta, text, changes]
}

fn lines(night: &Night, kind: Kind, since: u64, ended: &[&str]) -> (Vec<u8>, Vec<u8>) {
    let (head, checkpoint) = (night.scene.head(), night.scene.checkpoint());
    let first = json!({ "head": {
        "kind": kind.code(), "exchange": "samen.example", "partner": "firm", "status": "actual",
        "since": since, "revision": head.size, "checkpoint": checkpoint, "expected": 2, "entry": head.size,
    } });
    let mut lines = vec![first.to_string()];
    lines.extend(ended.iter().map(ToString::to_string));
    lines.extend([3, 9].map(|index| format!("{{\"alert\":{{\"index\":{index}}}}}")));
    let bytes: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let statement = Statement {
        exchange: "samen.example".into(),
        partner: "firm".into(),
        status: "actual".into(),
        kind,
        since,
        revision: head.size,
        root: head.root,
        at_ms: 1_795_377_600_000,
        alerts: 2,
        ended: ended.len().try_into().unwrap(),
        sha256: sha256(bytes.as_bytes()),
    };
    let signature = statement.sign(&log_signer());
    let end = json!({ "end": {
        "alerts": 2, "ended": ended.len(), "sha256": hex(&statement.sha256), "signature": signature,
    } });
    ((bytes + &end.to_string()).into(), statement.to_text().into())
}

fn records(night: &Night) -> Vec<Vec<u8>> {
    let key = OFFICER.key();
    let flattened =
        key.sign_flattened(br#"{"id":"a","type":"alert"}"#, "samen-record+json").unwrap();
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    vec![
        night.record.clone().into(),
        flattened.into(),
        jwk.into(),
        key.public().to_jwk().into(),
        "2026-11-22T21:04:05.678Z".into(),
        "18446744073709551615".into(),
        "00ff".into(),
    ]
}
