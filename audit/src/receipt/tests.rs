//! Receipts made and checked end to end, and every bit of them changed.

use super::*;
use crate::checkpoint::Checkpoint;
use crate::edge::Edge;
use crate::hash::{leaf_hash, sha256};
use crate::jws::PrivateKey;
use crate::leaf::{Class, EntryFields, commit, open};
use crate::note::{NoteError, NoteSigner, VerifierKey};

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const ORIGIN: &str = "nl.example/audit/2026";

fn signer() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn keys() -> [VerifierKey; 1] {
    [signer().verifier()]
}

fn signed_record(id: &str) -> Vec<u8> {
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let key = PrivateKey::parse(jwk.as_bytes()).unwrap();
    let payload = format!(r#"{{"id":"{id}","type":"alert"}}"#);
    key.sign_flattened(payload.as_bytes(), "samen-record+json").unwrap().into_bytes()
}

fn receipt_for(record: &[u8], which: &[FieldId]) -> Receipt {
    let fields = EntryFields::from_unordered([
        (FieldId::TIME, 1_800_000_000_000u64.to_be_bytes().to_vec()),
        (FieldId::PERSON, b"p-17".to_vec()),
        (FieldId::CERTIFICATE, vec![8; 32]),
        (FieldId::RECORDS, ID.as_bytes().to_vec()),
        (FieldId::RECORD_SHA256, sha256(record).to_vec()),
    ])
    .unwrap();
    let leaf =
        Leaf { class: Class::Collection, erase_day: 20_800, commit: commit(&[6; 32], &fields) };
    let mut edge = Edge::new();
    (0..5u8).for_each(|n| drop(edge.append(leaf_hash(&[n]))));
    edge.append(leaf.hash());
    (0..5u8).for_each(|n| drop(edge.append(leaf_hash(&[n]))));
    let head = Checkpoint { origin: ORIGIN.to_owned(), size: edge.size(), root: edge.root() };
    Receipt {
        record: Some(ID.to_owned()),
        record_sha256: Some(sha256(record)),
        leaf: leaf.to_bytes(),
        fields: open(&[6; 32], &fields, which),
        proof: TlogProof {
            extra: None,
            index: 5,
            hashes: edge.inclusion_proof(5).unwrap(),
            checkpoint: head.sign(&signer()),
        },
        witnesses_missing: Vec::new(),
    }
}

const SHOWN: [FieldId; 4] =
    [FieldId::TIME, FieldId::PERSON, FieldId::RECORDS, FieldId::RECORD_SHA256];

#[test]
fn a_receipt_holds_after_its_journey_as_json() {
    let record = signed_record(ID);
    let receipt = receipt_for(&record, &SHOWN);
    let read = Receipt::parse(receipt.encode().as_bytes()).unwrap();
    assert_eq!(read, receipt);
    for given in [None, Some(&record[..])] {
        let verified = read.verify(&keys(), given).unwrap();
        assert_eq!((verified.index, verified.checkpoint.size), (5, 11));
        assert_eq!(verified.record.as_deref(), Some(ID));
        assert_eq!(verified.withheld, [FieldId::CERTIFICATE]);
        assert_eq!(verified.opened(FieldId::PERSON), Some(&b"p-17"[..]));
        assert_eq!(verified.opened(FieldId::CERTIFICATE), None);
    }
}

#[test]
fn the_record_is_proven_by_the_entry_or_by_itself() {
    let record = signed_record(ID);
    let quiet = receipt_for(&record, &[FieldId::RECORD_SHA256]);
    assert_eq!(quiet.verify(&keys(), None).unwrap().record, None);
    assert_eq!(quiet.verify(&keys(), Some(&record)).unwrap().record.as_deref(), Some(ID));

    let other = signed_record("01890a5d-ac96-774b-bcce-b302099a8058");
    let refused = quiet.verify(&keys(), Some(&other));
    assert_eq!(refused.unwrap_err(), ReceiptError::OtherRecordGiven);
    // A server that names one record and logs another is found out either way.
    let named = receipt_for(&other, &[FieldId::RECORD_SHA256]);
    assert_eq!(named.verify(&keys(), Some(&other)), Err(ReceiptError::OtherRecord));
    let mut renamed = receipt_for(&record, &SHOWN);
    renamed.record = Some("01890a5d-ac96-774b-bcce-b302099a8058".to_owned());
    assert_eq!(renamed.verify(&keys(), None), Err(ReceiptError::OtherRecord));
    let hidden = receipt_for(&record, &[FieldId::RECORDS]);
    assert_eq!(hidden.verify(&keys(), None), Err(ReceiptError::DigestWithheld));
}

#[test]
fn an_entry_need_not_be_about_a_record() {
    let grant = signed_record("grant-7");
    let document = Receipt { record: None, ..receipt_for(&grant, &[FieldId::RECORD_SHA256]) };
    let read = Receipt::parse(document.encode().as_bytes()).unwrap();
    assert_eq!(read, document);
    assert_eq!(read.verify(&keys(), Some(&grant)).unwrap().record, None);
    let other = read.verify(&keys(), Some(b"another document"));
    assert_eq!(other, Err(ReceiptError::OtherRecordGiven));

    let bare = receipt_for(&grant, &[FieldId::TIME]);
    let event = Receipt { record: None, record_sha256: None, ..bare.clone() };
    let read = Receipt::parse(event.encode().as_bytes()).unwrap();
    let verified = read.verify(&keys(), None).unwrap();
    assert_eq!((verified.record, verified.record_sha256), (None, None));
    let given = read.verify(&keys(), Some(&grant));
    assert_eq!(given, Err(ReceiptError::OtherRecordGiven));
    // A claim that the entry does not show is refused, and so is a shown digest left unclaimed.
    let claimed = Receipt { record: None, ..bare };
    assert_eq!(claimed.verify(&keys(), None), Err(ReceiptError::DigestWithheld));
    let unclaimed = Receipt { record_sha256: None, ..document };
    assert_eq!(unclaimed.verify(&keys(), None), Err(ReceiptError::OtherRecord));
}

#[test]
fn another_log_cannot_vouch() {
    let receipt = receipt_for(&signed_record(ID), &SHOWN);
    let other = NoteSigner::from_seed(ORIGIN, &[2; 32]).unwrap().verifier();
    let refused = receipt.verify(&[other], None);
    let unsigned = CheckpointError::Note(NoteError::NotSigned);
    assert_eq!(refused, Err(ReceiptError::Checkpoint(unsigned)));
}

/// Everything that the JSON carries, as bytes, in a fixed order.
fn decoded(receipt: &Receipt) -> Vec<Vec<u8>> {
    let mut out = vec![
        receipt.record.clone().unwrap().into_bytes(),
        receipt.record_sha256.unwrap().to_vec(),
        receipt.leaf.to_vec(),
        receipt.proof.index.to_be_bytes().to_vec(),
        receipt.proof.checkpoint.clone().into_bytes(),
    ];
    out.extend(receipt.proof.hashes.iter().map(|hash| hash.to_vec()));
    for part in &receipt.fields {
        match part {
            Part::Opened(opening) => {
                out.extend([opening.salt.to_vec(), opening.value.clone()]);
            }
            Part::Withheld { digest, .. } => out.push(digest.to_vec()),
        }
        out.push(part.field().0.to_be_bytes().to_vec());
    }
    out
}

/// The reverse of [`decoded`]; `None` when the bytes no longer fit their place.
fn rebuilt(receipt: &Receipt, parts: Vec<Vec<u8>>) -> Option<Receipt> {
    let mut out = receipt.clone();
    let mut parts = parts.into_iter();
    out.record = Some(String::from_utf8(parts.next()?).ok()?);
    out.record_sha256 = Some(parts.next()?.try_into().ok()?);
    out.leaf = parts.next()?.try_into().ok()?;
    out.proof.index = u64::from_be_bytes(parts.next()?.try_into().ok()?);
    out.proof.checkpoint = String::from_utf8(parts.next()?).ok()?;
    for hash in &mut out.proof.hashes {
        *hash = parts.next()?.try_into().ok()?;
    }
    for part in &mut out.fields {
        match part {
            Part::Opened(opening) => {
                opening.salt = parts.next()?.try_into().ok()?;
                opening.value = parts.next()?;
            }
            Part::Withheld { digest, .. } => *digest = parts.next()?.try_into().ok()?,
        }
        let id = FieldId(u16::from_be_bytes(parts.next()?.try_into().ok()?));
        match part {
            Part::Opened(opening) => opening.field = id,
            Part::Withheld { field, .. } => *field = id,
        }
    }
    Some(out)
}

#[test]
fn every_bit_counts() {
    let record = signed_record(ID);
    let receipt = receipt_for(&record, &SHOWN);
    let parts = decoded(&receipt);
    assert_eq!(rebuilt(&receipt, parts.clone()).as_ref(), Some(&receipt));
    let mut tried = 0;
    for (which, part) in parts.iter().enumerate() {
        for at in 0..part.len() {
            for bit in 0..8 {
                let mut changed = parts.clone();
                changed[which][at] ^= 1 << bit;
                let Some(bad) = rebuilt(&receipt, changed) else {
                    continue;
                };
                let outcome = Receipt::parse(bad.encode().as_bytes())
                    .and_then(|read| read.verify(&keys(), Some(&record)));
                // The number of a withheld field is a claim that nothing commits to.
                let claim = bad.fields[2].field() != FieldId::CERTIFICATE;
                if claim {
                    let fields = outcome.map(|verified| verified.withheld);
                    assert_ne!(fields, Ok(vec![FieldId::CERTIFICATE]));
                } else {
                    assert!(outcome.is_err(), "part {which} byte {at} bit {bit}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 5000, "{tried}");
}

#[test]
fn the_json_is_strict() {
    let good = receipt_for(&signed_record(ID), &SHOWN).encode();
    let cases = [
        (good.replace("\"version\":1", "\"version\":2"), ReceiptError::Version),
        (good.replace("\"version\":1", "\"version\":\"1\""), ReceiptError::Version),
        (good.replace("\"version\":1", "\"v\":1"), ReceiptError::Member("version")),
        (good.replacen('{', "{\"more\":1,", 1), ReceiptError::Member("(unknown)")),
        (
            good.replacen('{', "{\"record\":\"x\",", 1),
            ReceiptError::Json(JsonError::DuplicateMember),
        ),
        (good.replace("\"name\":\"person\"", "\"name\":\"partner\""), ReceiptError::Member("name")),
        (good.replace("\"id\":5", "\"id\":70000"), ReceiptError::Member("id")),
        (good.replace("\"id\":5", "\"id\":5.0"), ReceiptError::Member("id")),
        (good.replace("\"salt\"", "\"digest\":\"\",\"salt\""), ReceiptError::Member("digest")),
        (good.replace(ID, &ID.to_uppercase()), ReceiptError::Member("record")),
        (
            good.replace("tlog-proof@v1", "tlog-proof@v2"),
            ReceiptError::Proof(TlogProofError::Header),
        ),
        ("[]".to_owned(), ReceiptError::Member("version")),
        (" ".repeat(MAX_RECEIPT_BYTES + 1), ReceiptError::TooLarge),
    ];
    for (bad, error) in cases {
        assert_eq!(Receipt::parse(bad.as_bytes()), Err(error));
    }
}

#[test]
fn missing_witnesses_are_named_and_change_nothing_that_is_proven() {
    let record = signed_record(ID);
    let mut receipt = receipt_for(&record, &SHOWN);
    receipt.witnesses_missing = vec!["north".to_owned(), "s\u{fc}d \"1\"".to_owned()];
    let read = Receipt::parse(receipt.encode().as_bytes()).unwrap();
    assert_eq!(read, receipt);
    assert!(read.verify(&keys(), Some(&record)).is_ok());
    for bad in ["[]", "[1]", "\"north\"", "null"] {
        let text = receipt_for(&record, &SHOWN).encode();
        let text =
            text.replacen("{\"version\"", &format!("{{\"witnesses_missing\":{bad},\"version\""), 1);
        let refused = Receipt::parse(text.as_bytes());
        assert_eq!(refused, Err(ReceiptError::Member("witnesses_missing")), "{bad}");
    }
}
