//! Requests to a witness: the example of the document, one spelling only, the order of the checks,
//! and every pair of sizes of a growing log.

use super::*;
use crate::hash::leaf_hash;
use crate::hash::node_hash;
use crate::note::NoteSigner;

/// The example of the document, with the signature lines of its note.
const EXAMPLE: &str = "old 20852014\n\
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
    5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n\
    /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\
    \n\
    example.com/behind-the-sofa\n\
    20852163\n\
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\
    \n\
    \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    \u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

const ORIGIN: &str = "log.example/audit/2026";

fn log() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[7; 32]).unwrap()
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

/// The definition of RFC 6962, section 2.1.
fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

/// The definition of RFC 6962, section 2.1.2.
fn proof_of(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { vec![] } else { vec![root_of(leaves)] };
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    if old <= left.len() {
        let mut proof = proof_of(old, left, whole);
        proof.push(root_of(right));
        proof
    } else {
        let mut proof = proof_of(old - left.len(), right, false);
        proof.push(root_of(left));
        proof
    }
}

fn seen(size: u64) -> Seen {
    Seen { size, root: root_of(&leaves(size)) }
}

fn signed(seen: Seen) -> String {
    Checkpoint { origin: ORIGIN.to_owned(), size: seen.size, root: seen.root }.sign(&log())
}

fn request(old: u64, new: u64) -> AddCheckpoint {
    let count = usize::try_from(old).unwrap();
    let proof = if old == 0 || old > new { vec![] } else { proof_of(count, &leaves(new), true) };
    AddCheckpoint { old_size: old, proof, note: signed(seen(new)) }
}

fn judged(request: &AddCheckpoint, last: Option<Seen>) -> Result<Seen, WitnessRefusal> {
    judge(request, &[log().verifier()], last.as_ref())
}

#[test]
fn the_example_of_the_document_reads_and_writes_the_same_bytes() {
    let example = AddCheckpoint::parse(EXAMPLE.as_bytes()).unwrap();
    assert_eq!((example.old_size, example.proof.len()), (20_852_014, 4));
    let checkpoint = example.checkpoint().unwrap();
    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(example.encode(), EXAMPLE);
}

#[test]
fn a_log_that_grows_is_seen_at_every_pair_of_sizes() {
    for new in 0..20 {
        for old in 0..=new {
            let asked = AddCheckpoint::parse(request(old, new).encode().as_bytes()).unwrap();
            assert_eq!(judged(&asked, Some(seen(old))), Ok(seen(new)), "{old} to {new}");
            let before = judged(&asked, None);
            let first =
                if old == 0 { Ok(seen(new)) } else { Err(WitnessRefusal::Conflict { size: 0 }) };
            assert_eq!(before, first);
        }
    }
}

#[test]
fn every_flipped_bit_of_a_proof_is_refused() {
    for (old, new) in [(1, 2), (3, 8), (6, 7), (8, 16), (11, 19)] {
        let good = request(old, new);
        for at in 0..good.proof.len() {
            for bit in 0..256 {
                let mut bad = good.clone();
                bad.proof[at][bit / 8] ^= 1 << (bit % 8);
                assert_eq!(judged(&bad, Some(seen(old))), Err(WitnessRefusal::BadProof));
            }
            let mut short = good.clone();
            short.proof.remove(at);
            assert_eq!(judged(&short, Some(seen(old))), Err(WitnessRefusal::BadProof));
        }
        let mut long = good.clone();
        long.proof.push([0; 32]);
        assert_eq!(judged(&long, Some(seen(old))), Err(WitnessRefusal::BadProof));
    }
}

#[test]
fn checks_come_in_the_order_of_the_document() {
    // Everything is wrong with it; what is mended first shows what is checked next.
    let forked = Seen { size: 3, root: [9; 32] };
    let other = NoteSigner::from_seed(ORIGIN, &[8; 32]).unwrap();
    let mut asked = AddCheckpoint {
        old_size: 4,
        proof: vec![[0; 32]],
        note: Checkpoint { origin: ORIGIN.to_owned(), size: 3, root: [9; 32] }.sign(&other),
    };
    let last = Some(seen(3));
    assert_eq!(judged(&asked, last), Err(WitnessRefusal::NotSigned));
    asked.note = signed(forked);
    assert_eq!(judged(&asked, last), Err(WitnessRefusal::OldSizeTooLarge));
    asked.old_size = 2;
    assert_eq!(judged(&asked, last), Err(WitnessRefusal::Conflict { size: 3 }));
    asked.old_size = 3;
    assert_eq!(judged(&asked, last), Err(WitnessRefusal::OtherRoot));
    asked.note = signed(seen(3));
    assert_eq!(judged(&asked, last), Err(WitnessRefusal::BadProof));
    asked.proof.clear();
    assert_eq!(judged(&asked, last), Ok(seen(3)));
}

#[test]
fn a_first_checkpoint_takes_no_proof_and_an_empty_log_has_one_root() {
    let mut first = request(0, 5);
    first.proof.push([1; 32]);
    assert_eq!(judged(&first, None), Err(WitnessRefusal::BadProof));
    let empty = request(0, 0);
    assert_eq!(judged(&empty, None), Ok(seen(0)));
    assert_eq!(judged(&request(0, 5), Some(seen(0))), Ok(seen(5)));
    let no_tree = AddCheckpoint { note: signed(Seen { size: 0, root: [1; 32] }), ..empty };
    assert_eq!(judged(&no_tree, None), Err(WitnessRefusal::BadProof));
}

#[test]
fn a_known_key_that_signed_badly_is_not_made_good_by_another() {
    let mut asked = request(0, 5);
    let second = NoteSigner::from_seed(ORIGIN, &[8; 32]).unwrap();
    let mut note = asked.read_note().unwrap();
    note.signatures.push(second.sign("another text\n"));
    asked.note = note.encode();
    assert!(judged(&asked, None).is_ok());
    let both = [log().verifier(), second.verifier()];
    assert_eq!(judge(&asked, &both, None), Err(WitnessRefusal::NotSigned));
    assert_eq!(judge(&asked, &[], None), Err(WitnessRefusal::NotSigned));
}

#[test]
fn extension_lines_are_taken_along_and_blank_ones_are_not() {
    let text = Checkpoint { origin: ORIGIN.to_owned(), size: 0, root: EMPTY_ROOT }.to_text();
    let ask = |text: &str| AddCheckpoint {
        old_size: 0,
        proof: vec![],
        note: Note::sign(text, &[&log()]).encode(),
    };
    for extended in [format!("{text}one\n"), format!("{text}one\ntwo and more\n")] {
        assert_eq!(judged(&ask(&extended), None), Ok(seen(0)));
        assert_eq!(ask(&extended).read_note().unwrap().text, extended);
        assert!(Checkpoint::parse(&extended).is_err());
    }
    for bad in [
        format!("{text}\n"),
        format!("{text}\none\n"),
        format!("{text}one\n\ntwo\n"),
        text.replace("\n0\n", "\n00\n"),
        text.replacen("=\n", "\n", 1),
        "one line\n".to_owned(),
        format!("\n{text}"),
    ] {
        let asked = ask(&bad);
        assert_eq!(judged(&asked, None), Err(WitnessRefusal::Malformed), "{bad:?}");
        assert_eq!(asked.checkpoint(), Err(WitnessRefusal::Malformed));
    }
}

#[test]
fn a_request_has_one_spelling() {
    let good = request(3, 7).encode();
    let many = AddCheckpoint { proof: vec![[0; 32]; 64], ..request(3, 7) }.encode();
    let large = format!("{good}{}", "x\n".repeat(MAX_REQUEST_BYTES / 2));
    let mut binary = good.clone().into_bytes();
    binary[good.len() - 10] = 0xFF;
    for bad in [
        "",
        "old 0\n",
        "old 0\n\n",
        "\n\n",
        &good.replace("old 3", "old 03"),
        &good.replace("old 3", "old +3"),
        &good.replace("old 3", "old 3 "),
        &good.replace("old 3", "old  3"),
        &good.replace("old 3", "Old 3"),
        &good.replace("old 3", "old 18446744073709551616"),
        &good.replace("old 3\n", ""),
        &good.replacen("=\n", "\n", 1),
        &good.replacen("=\n", "= \n", 1),
        &good.replacen('\n', "\r\n", 1),
        good.trim_end(),
        &many,
        &large,
    ] {
        assert_eq!(AddCheckpoint::parse(bad.as_bytes()), Err(WitnessRefusal::Malformed), "{bad:?}");
    }
    assert_eq!(AddCheckpoint::parse(&binary), Err(WitnessRefusal::Malformed));
    let most = AddCheckpoint { proof: vec![[0; 32]; 63], ..request(3, 7) };
    assert_eq!(AddCheckpoint::parse(most.encode().as_bytes()), Ok(most));
    // Reading the note comes later: only then it is known to be one.
    let no_note = AddCheckpoint::parse(b"old 0\n\nhello\n").unwrap();
    assert_eq!(judged(&no_note, None), Err(WitnessRefusal::Malformed));
}

#[test]
fn a_size_has_one_spelling() {
    for size in [0, 1, 20_852_163, u64::MAX] {
        assert_eq!(parse_size(encode_size(size).as_bytes()), Some(size));
    }
    for bad in [&b""[..], b"1", b"\n", b"01\n", b"+1\n", b"1\n\n", b" 1\n", b"1\r\n", b"\xFF\n"] {
        assert_eq!(parse_size(bad), None);
    }
}
