//! One function for each thing that comes from outside: whatever the bytes, nothing panics, and what
//! is read is written again the same. Ordinary tests and the fuzz targets (`tests/fuzz`) both run
//! them; no bytes are made here.

use std::fmt::Write as _;

use samen_audit::bundle::{Bundle, Trust, unpack};
use samen_audit::checkpoint::Checkpoint;
use samen_audit::cosignature::{self, WitnessKey};
use samen_audit::hash::sha256;
use samen_audit::json;
use samen_audit::jws::{Jws, PrivateKey, PublicKey};
use samen_audit::leaf::{EntryFields, FieldId, Leaf};
use samen_audit::note::{Note, VerifierKey};
use samen_audit::policy::Policy;
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use samen_audit::snapshot::{SnapshotReader, Statement};
use samen_audit::text;
use samen_audit::tile::{TilePath, decode_entries, decode_hashes, encode_entries, encode_hashes};
use samen_audit::witness::{self, AddCheckpoint};
use serde_json::Value;

use crate::cast::log_signer;

/// What a body is.
pub(crate) type Body = fn(&[u8]);

/// Every body under the name of its fuzz target.
pub(crate) const BODIES: [(&str, Body); 10] = [
    ("note", note),
    ("checkpoint", checkpoint),
    ("proof", proof),
    ("policy", policy),
    ("tile", tile),
    ("receipt", receipt),
    ("add_checkpoint", add_checkpoint),
    ("bundle", bundle),
    ("snapshot", snapshot),
    ("record", record),
];

/// A log that some of the samples are signed by.
pub(crate) fn log_key() -> VerifierKey {
    let public = *b"\x8a\x88\xe3\xdd\x74\x09\xf1\x95\xfd\x52\xdb\x2d\x3c\xba\x5d\x72\
                    \xca\x67\x09\xbf\x1d\x94\x12\x1b\xf3\x74\x88\x01\xb4\x0f\x6f\x5c";
    VerifierKey::new("samen.example/audit/2026", public).unwrap()
}

/// The same bytes as a witness that nobody knows.
fn witness_key() -> WitnessKey {
    WitnessKey::new("witness.firm.example", *log_key().public()).unwrap()
}

/// Signed notes, the lines that a witness answers with, and keys.
pub(crate) fn note(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.encode(), text);
        assert!(note.verify(&[]).is_err());
        drop(note.verify(&[log_key()]));
        drop(cosignature::verify(&note, &[witness_key()]));
    }
    if let Ok(lines) = cosignature::parse_lines(text) {
        let again: String = lines.iter().map(|line| line.encode()).collect();
        assert_eq!(again, text);
    }
    if let Ok(key) = VerifierKey::parse(text) {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = WitnessKey::parse(text) {
        assert_eq!(key.to_string(), text);
    }
}

/// The text of a checkpoint, and signed ones.
pub(crate) fn checkpoint(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_text(), text);
        assert_eq!(witness::read_head(text), Ok(checkpoint));
    }
    drop(witness::read_head(text));
    if let Ok(verified) = Checkpoint::verify(text, &[log_key()]) {
        assert!(text.starts_with(&verified.to_text()));
    }
}

/// Offline proofs.
pub(crate) fn proof(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(proof) = TlogProof::parse(text) {
        assert_eq!(proof.encode(), text);
    }
}

/// Policies, and checkpoints judged by them.
pub(crate) fn policy(bytes: &[u8]) {
    if let Ok(policy) = Policy::parse(bytes) {
        assert_eq!(policy.as_bytes(), bytes);
        let keys: Vec<WitnessKey> = policy.witnesses().iter().map(|one| one.key.clone()).collect();
        // Whatever the quorum, all together make it, and a stranger adds nothing.
        assert!(policy.is_met_by(&keys));
        if !keys.contains(&witness_key()) {
            assert_eq!(policy.is_met_by(&[witness_key()]), policy.is_met_by(&[]));
        }
    }
}

/// Paths and contents of tiles, leaves, and the fields of entries.
pub(crate) fn tile(bytes: &[u8]) {
    if let Ok(entries) = decode_entries(bytes) {
        assert_eq!(encode_entries(entries.iter().map(Vec::as_slice)).as_deref(), Ok(bytes));
    }
    if let Ok(hashes) = decode_hashes(bytes) {
        assert_eq!(encode_hashes(&hashes), bytes);
    }
    if let Ok(leaf) = Leaf::parse(bytes) {
        assert_eq!(leaf.to_bytes(), bytes);
    }
    if let Ok(fields) = EntryFields::decode(bytes) {
        assert_eq!(fields.encode(), bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(path) = TilePath::parse(text) {
        assert_eq!(path.to_string(), text);
    }
}

/// Receipts. JSON has many spellings, so that what is written again is only read the same.
pub(crate) fn receipt(bytes: &[u8]) {
    let Ok(receipt) = Receipt::parse(bytes) else { return };
    assert_eq!(Receipt::parse(receipt.encode().as_bytes()), Ok(receipt.clone()));
    drop(receipt.verify(&[log_key()], Some(bytes)));
    let all: Vec<FieldId> = receipt.fields.iter().map(|part| part.field()).collect();
    let redacted = receipt.withhold(&all);
    if let Ok(leaf) = receipt.check_leaf() {
        assert_eq!(redacted.check_fields(&leaf), receipt.check_fields(&leaf));
    }
    assert_eq!(Receipt::parse(redacted.encode().as_bytes()), Ok(redacted));
}

/// Requests to a witness, and the sizes that one answers with.
pub(crate) fn add_checkpoint(bytes: &[u8]) {
    if let Ok(request) = AddCheckpoint::parse(bytes) {
        assert_eq!(request.encode().as_bytes(), bytes);
        drop(request.checkpoint());
        let _ = witness::judge(&request, &[log_key()], None);
    }
    if let Some(size) = witness::parse_size(bytes) {
        assert_eq!(witness::encode_size(size).as_bytes(), bytes);
    }
}

/// Evidence bundles, framed as [`frame`] does. A manifest that is not there is made up, so that
/// damage elsewhere is not found by its digest alone.
pub(crate) fn bundle(bytes: &[u8]) {
    drop(unpack(bytes));
    let Ok(bundle) = Bundle::parse(&with_manifest(bytes)) else { return };
    let again = bundle.files();
    assert_eq!(Bundle::parse(&again).unwrap().files(), again);
    drop(bundle.verify(&Trust::in_log(&[log_key()])));
    if let Ok(policy) = Policy::parse(bundle.policy.as_bytes()) {
        drop(bundle.verify(&Trust::in_policy(policy)));
    }
}

/// Alerts in force, line by line, and what the exchange says of them at their end.
pub(crate) fn snapshot(bytes: &[u8]) {
    let mut reader = SnapshotReader::new(&[log_key(), log_signer().verifier()]);
    let taken = bytes.split(|byte| *byte == b'\n').try_for_each(|line| reader.take(line).map(drop));
    if taken.is_ok()
        && let Ok(verified) = reader.finish()
    {
        assert_eq!(verified.statement().root, verified.checkpoint().root);
        assert!(verified.statement().since <= verified.statement().revision);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(statement) = Statement::parse(text) {
        assert_eq!(statement.to_text(), text);
    }
}

/// The files in a frame, with a manifest.
pub(crate) fn with_manifest(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = unframe(bytes);
    if !files.iter().any(|(path, _)| path == "manifest.json") {
        files.push(("manifest.json".to_owned(), manifest(&files)));
    }
    files
}

/// Files as bytes: length of the path in a byte, the path, length of the content in four, content.
pub(crate) fn frame(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (path, content) in files {
        out.extend(u8::try_from(path.len()).unwrap_or(u8::MAX).to_be_bytes());
        out.extend(path.as_bytes());
        out.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
        out.extend(content);
    }
    out
}

/// The reverse of [`frame`], of whatever is there.
fn unframe(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut rest = bytes;
    while let Some((length, tail)) = rest.split_first() {
        let (path, tail) = tail.split_at(usize::from(*length).min(tail.len()));
        let Some((length, tail)) = tail.split_first_chunk::<4>() else { break };
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let (content, tail) = tail.split_at(length.min(tail.len()));
        files.push((String::from_utf8_lossy(path).into_owned(), content.to_vec()));
        rest = tail;
    }
    files
}

fn manifest(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut listed = String::new();
    for (path, content) in files {
        let comma = if listed.is_empty() { "" } else { "," };
        let _ = write!(
            listed,
            "{comma}{}:\"{}\"",
            Value::from(path.as_str()),
            text::hex(&sha256(content))
        );
    }
    format!(
        "{{\"version\":1,\"exchange\":\"samen.example\",\"origin\":\"samen.example/audit/2026\",\
         \"created_at\":\"2026-11-22T21:00:00.000Z\",\"question\":{{}},\"withheld\":[],\
         \"files\":{{{listed}}}}}\n"
    )
    .into_bytes()
}

/// Signed records and their keys, JSON, and the small encodings.
pub(crate) fn record(bytes: &[u8]) {
    drop(Jws::parse(bytes));
    drop(PublicKey::parse(bytes));
    drop(PrivateKey::parse(bytes));
    drop(json::parse(bytes, 16));
    drop(text::from_base64url(bytes));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(bytes) = text::from_hex(text) {
        assert_eq!(text::hex(&bytes), text);
    }
    if let Some(number) = text::from_decimal(text) {
        assert_eq!(number.to_string(), text);
    }
    if let Some(moment) = samen_audit::moment::from_rfc3339(text) {
        assert_eq!(samen_audit::moment::rfc3339(moment), text);
    }
}
