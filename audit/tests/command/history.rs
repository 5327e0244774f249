//! Notes and who signed them, and two checkpoints held against each other.

use samen_audit::checkpoint::Checkpoint;
use samen_audit::note::NoteSigner;
use samen_audit::text::base64;
use samen_audit::tree::consistency_proof;

use crate::stage::{Log, Place, cosigned, policy, run, vkey, witness};

#[test]
fn a_note_tells_who_signed_and_what_it_says() {
    let place = Place::new();
    let note = cosigned(&Log::of(3).checkpoint(), &[("police", 0), ("firm", 1_800_000_000)]);
    let file = place.file("note", &note);
    let (log, police) = (vkey(), witness("police").key().to_string());
    let (code, text) = run(&["note", &file, "--key", &log, "--key", &police]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("ok    signature     nl.example/audit/2026"), "{text}");
    assert!(text.contains("ok    cosignature   police.example, at 1970-01-01 00:00:00 UTC"));
    assert!(text.contains("note  unknown key   firm.example+"), "{text}");
    assert!(text.contains("note  text          3\n"), "{text}");
    assert_eq!(run(&["note", &file, "--key", &police]).0, 0);

    let stranger = witness("abroad").key().to_string();
    let (code, text) = run(&["note", &file, "--key", &stranger]);
    assert_eq!(code, 3, "{text}");
    assert!(!text.contains("  text  "), "nobody vouches for the text: {text}");
    let forged = place.file("forged", note.replacen("\n3\n", "\n4\n", 1));
    for key in [&log, &police] {
        let (code, text) = run(&["note", &forged, "--key", key]);
        assert_eq!(code, 3, "{text}");
        assert!(text.contains("does not verify"), "{text}");
    }
    assert_eq!(run(&["note", &file]).0, 2);
    assert_eq!(run(&["note", &file, "--key", "nonsense"]).0, 2);
    assert_eq!(run(&["note", "/nonexistent", "--key", &log]).0, 2);
    assert_eq!(run(&["note", &place.file("x", "x\n"), "--key", &log]).0, 3);
}

/// A log of `size` entries of which the one at `changed` is another.
fn forked(size: u32, changed: u32) -> Log {
    let mut log = Log::of(changed);
    log.append(b"another past".to_vec());
    (changed + 1..size).for_each(|n| log.append(n.to_le_bytes().to_vec()));
    log
}

fn consistency(place: &Place, old: &str, new: &str, more: &[&str]) -> (i32, String) {
    let (old, new) = (place.file("old", old), place.file("new", new));
    run(&[&["consistency", &old, &new, "--log-key", &vkey()], more].concat())
}

#[test]
fn tiles_prove_one_history_or_two() {
    let place = Place::new();
    let log = Log::of(700);
    let at = place.publish(&log);
    let new = log.checkpoint();
    for size in [0, 1, 255, 256, 300, 699] {
        let (code, text) = consistency(&place, &Log::of(size).checkpoint(), &new, &["--log", &at]);
        assert_eq!(code, 0, "{size}: {text}");
        assert!(text.contains(&format!("the first {size} of 700 entries are those of OLD")));
    }
    let fork = forked(300, 17).checkpoint();
    let (code, text) = consistency(&place, &fork, &new, &["--log", &at]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("two histories: the first 300 entries of NEW"), "{text}");
    // What the log serves belongs to neither: that proves nothing about the two.
    let (code, text) = consistency(&place, &fork, &forked(700, 600).checkpoint(), &["--log", &at]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("do not lead to NEW") && !text.contains("two histories"), "{text}");
    let (code, text) = consistency(&place, &fork, &Log::of(900).checkpoint(), &["--log", &at]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("does not serve"), "{text}");
    assert_eq!(consistency(&place, &fork, &new, &["--log", "/nonexistent"]).0, 75);
}

#[test]
fn two_roots_for_one_size_need_no_proof() {
    let place = Place::new();
    let (one, other) = (Log::of(300).checkpoint(), forked(300, 299).checkpoint());
    let (code, text) = consistency(&place, &one, &one, &[]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("the same 300 entries"), "{text}");
    let (code, text) = consistency(&place, &one, &other, &[]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("two histories: two roots for 300 entries"), "{text}");
}

#[test]
fn a_proof_file_does_as_well() {
    let place = Place::new();
    let log = Log::of(200);
    let lines = |old: u64| -> String {
        let proof = consistency_proof(old, 200, &log.edge).unwrap();
        proof.iter().map(|hash| base64(hash) + "\n").collect()
    };
    let (old, new) = (Log::of(150).checkpoint(), log.checkpoint());
    let proof = place.file("proof", lines(150));
    let (code, text) = consistency(&place, &old, &new, &["--proof", &proof]);
    assert_eq!(code, 0, "{text}");
    for bad in [lines(149), lines(150).replacen('\n', "", 1), "x\n".to_owned(), String::new()] {
        let proof = place.file("bad", bad);
        let (code, text) = consistency(&place, &old, &new, &["--proof", &proof]);
        assert_eq!(code, 3, "{text}");
    }
    let fork = forked(150, 17).checkpoint();
    let (code, text) = consistency(&place, &fork, &new, &["--proof", &proof]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("two histories"), "{text}");
    assert_eq!(consistency(&place, &old, &new, &[]).0, 2);
    assert_eq!(consistency(&place, &new, &old, &["--proof", &proof]).0, 2);
    assert_eq!(consistency(&place, &old, &new, &["--proof", &proof, "--log", "x"]).0, 2);
}

#[test]
fn a_new_name_must_be_meant() {
    let place = Place::new();
    let log = Log::of(40);
    let at = place.publish(&log);
    let next = NoteSigner::from_seed("nl.example/audit/2027", &[7; 32]).unwrap();
    let (size, root) = (log.edge.size(), log.edge.root());
    let renamed = Checkpoint { origin: next.name().to_owned(), size, root }.sign(&next);
    let old = Log::of(30).checkpoint();
    let also = next.verifier().to_string();
    let more = ["--log", &at, "--log-key", &also];
    let (code, text) = consistency(&place, &old, &renamed, &more);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("two logs") && text.contains("--continues"), "{text}");
    let (code, text) = consistency(&place, &old, &renamed, &[&more[..], &["--continues"]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("goes on under the new name nl.example/audit/2027"), "{text}");
}

#[test]
fn a_policy_asks_for_the_witnesses_of_the_newer_one() {
    let place = Place::new();
    let (log, policy) = (Log::of(40), place.file("policy", policy()));
    let at = place.publish(&log);
    let old = place.file("old", Log::of(30).checkpoint());
    for (by, code) in [(&[("firm", 5), ("abroad", 6)][..], 0), (&[("firm", 5)], 3)] {
        let new = place.file("new", cosigned(&log.checkpoint(), by));
        let (got, text) = run(&["consistency", &old, &new, "--policy", &policy, "--log", &at]);
        assert_eq!(got, code, "{text}");
        assert!(text.contains("ok    consistency"), "{text}");
        assert!(text.contains("missing: police"), "{text}");
    }
}
