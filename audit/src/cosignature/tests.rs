//! Cosignatures against the layout of the format, and against what a log or a witness might try.

use ring::signature::{ED25519, UnparsedPublicKey};

use super::*;
use crate::note::NoteSigner;

/// The signed text that C2SP `tlog-cosignature` prints as its example.
const TEXT: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

/// The whole checkpoint of that example.
const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\n\
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    \u{2014} example.com/behind-the-sofa \
    Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    \u{2014} witness.example.com/w1 \
    jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

fn witness(name: &str, seed: u8) -> WitnessSigner {
    WitnessSigner::from_seed(name, &[seed; 32]).unwrap()
}

fn log() -> NoteSigner {
    NoteSigner::from_seed("example.com/behind-the-sofa", &[1; 32]).unwrap()
}

fn note(lines: &[NoteSignature]) -> Note {
    let mut note = Note::sign(TEXT, &[&log()]);
    note.signatures.extend_from_slice(lines);
    note
}

#[test]
fn a_cosignature_has_the_layout_of_the_format() {
    let witness = witness("witness.example.com/w1", 9);
    let line = witness.cosign(TEXT, 1_679_315_147);
    let public = witness.key().public();
    let id = crate::hash::sha256(&[b"witness.example.com/w1\n\x04", &public[..]].concat());
    assert_eq!(line.name, "witness.example.com/w1");
    assert_eq!(line.key_id[..], id[..4]);
    assert_eq!(line.signature.len(), 8 + 64);
    assert_eq!(line.signature[..8], [0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb]);
    let signed = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n\
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let key = UnparsedPublicKey::new(&ED25519, public);
    assert!(key.verify(signed.as_bytes(), &line.signature[8..]).is_ok());
    // The example of the document bears the same time in the same place, and as many bytes.
    let theirs = Note::parse(EXAMPLE).unwrap().signatures.pop().unwrap();
    assert_eq!(theirs.signature[..8], line.signature[..8]);
    assert_eq!(theirs.signature.len(), line.signature.len());
    assert_eq!(line.encode().len(), EXAMPLE.lines().last().unwrap().len() + 1);
}

#[test]
fn trusted_witnesses_are_found_with_their_time() {
    let (one, two, stranger) =
        (witness("w.example/1", 1), witness("w.example/2", 2), witness("w", 3));
    let trusted = [one.key().clone(), two.key().clone()];
    assert_eq!(verify(&note(&[]), &trusted), Ok(vec![]));
    assert_eq!(verify(&note(&[stranger.cosign(TEXT, 5)]), &trusted), Ok(vec![]));
    let lines = [one.cosign(TEXT, 7), stranger.cosign(TEXT, 8), two.cosign(TEXT, 9)];
    let found = verify(&note(&lines), &trusted).unwrap();
    assert_eq!(found.iter().map(|c| c.time_s).collect::<Vec<_>>(), [7, 9]);
    assert_eq!(
        found.iter().map(|c| c.key.name()).collect::<Vec<_>>(),
        ["w.example/1", "w.example/2"]
    );
    // An older line beside a newer one takes nothing away, whichever comes first.
    let newest = one.cosign(TEXT, MAX_TIME_S);
    for lines in [[one.cosign(TEXT, 7), newest.clone()], [newest, one.cosign(TEXT, 7)]] {
        let found = verify(&note(&lines), &trusted).unwrap();
        assert_eq!(found, [Cosignature { key: trusted[0].clone(), time_s: MAX_TIME_S }]);
    }
}

#[test]
fn a_bad_line_of_a_trusted_witness_is_refused() {
    let one = witness("w.example/1", 1);
    let trusted = [one.key().clone()];
    let good = one.cosign(TEXT, 7);
    let refused = |line: NoteSignature| verify(&note(&[good.clone(), line]), &trusted).unwrap_err();
    for at in 0..good.signature.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad.signature[at] ^= 1 << bit;
            let expected = if (at, bit) == (0, 7) {
                CosignatureError::BadTime
            } else {
                CosignatureError::BadSignature
            };
            assert_eq!(refused(bad), expected, "byte {at} bit {bit}");
        }
    }
    assert_eq!(refused(one.cosign(TEXT, MAX_TIME_S + 1)), CosignatureError::BadTime);
    assert_eq!(refused(one.cosign("another\n1\ntext\n", 7)), CosignatureError::BadSignature);
    for length in [1, 7, 8, 71] {
        let short = NoteSignature { signature: good.signature[..length].to_vec(), ..good.clone() };
        assert_eq!(refused(short), CosignatureError::BadSignature);
    }
    // A plain signature by the same bytes is no cosignature, and the other way round.
    let plain = NoteSigner::from_seed("w.example/1", &[1; 32]).unwrap();
    let relabeled = NoteSignature { key_id: good.key_id, ..plain.sign(TEXT) };
    assert_eq!(refused(relabeled), CosignatureError::BadSignature);
    let as_log = NoteSignature { key_id: plain.verifier().key_id(), ..good };
    assert_eq!(note(&[as_log]).verify(&[plain.verifier()]), Err(NoteError::BadSignature));
}

#[test]
fn what_a_witness_answers_is_read_and_added() {
    let (one, two) = (witness("w.example/1", 1), witness("w.example/2", 2));
    let body = one.cosign(TEXT, 7).encode() + &two.cosign(TEXT, 8).encode();
    let lines = parse_lines(&body).unwrap();
    let mut note = note(&[]);
    lines.iter().cloned().for_each(|line| note.add(line));
    // The same again at a later time takes the old place, so that a checkpoint does not grow.
    note.add(one.cosign(TEXT, 70));
    assert_eq!(note.signatures.len(), 3);
    let read = Note::parse(&note.encode()).unwrap();
    let found = verify(&read, &[one.key().clone(), two.key().clone()]).unwrap();
    assert_eq!(found.iter().map(|c| c.time_s).collect::<Vec<_>>(), [70, 8]);
    assert!(read.verify(&[log().verifier()]).is_ok());
    for bad in ["", "\n", body.trim_end(), &format!("{body}\n"), &format!("\n{body}"), "w 1\n"] {
        assert_eq!(parse_lines(bad), Err(NoteError::Malformed), "{bad:?}");
    }
    assert_eq!(parse_lines(&body.repeat(51)), Err(NoteError::TooManySignatures));
    let large = "x".repeat(note::MAX_NOTE_BYTES + 1);
    assert_eq!(parse_lines(&large), Err(NoteError::TooLarge));
}

#[test]
fn debug_of_a_signer_shows_no_key() {
    let shown = format!("{:?}", witness("w.example/1", 42));
    assert!(shown.contains("w.example/1") && !shown.contains("42, 42"));
}
