//! Our tree, tiles, notes and cosignatures against implementations by others. The definitions
//! themselves are tested beside the code; no network and no stored keys here.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "oracles/agreement.rs"]
mod agreement;
#[path = "oracles/mutations.rs"]
mod mutations;
#[path = "oracles/trees.rs"]
mod trees;
#[path = "oracles/witnessing.rs"]
mod witnessing;

use proptest::prelude::*;
use samen_audit::note::{Note, NoteSigner, VerifierKey};
use samen_audit::tile::{TileLevel, TilePath};
use signed_note::{StandardSigner, StandardVerifier, VerifierList};

proptest! {
    #[test]
    fn tile_paths_agree(level in 0..64u8, n in 0..u64::MAX / 1000, width in 1..=256u16) {
        let ours = TilePath { level: TileLevel::Hashes(level), n, width };
        let theirs = tlog_tiles::Tile::new(8, level, n, u32::from(width), false).path();
        prop_assert_eq!(ours.to_string().replacen("tile/", "tile/8/", 1), theirs);
        prop_assert_eq!(TilePath::parse(&ours.to_string()), Ok(ours));
    }

    #[test]
    fn notes_cross_over(seed: [u8; 32], text in "[ -~é—]{0,80}(\n[ -~]{0,20}){0,3}\n") {
        let ours = NoteSigner::from_seed("log.example/a", &seed).unwrap();
        let vkey = ours.verifier().to_string();
        let verifier = StandardVerifier::new(&vkey).unwrap();
        let list = VerifierList::new(vec![Box::new(verifier)]);
        let encoded = Note::sign(&text, &[&ours]).encode();
        let theirs = signed_note::Note::from_bytes(encoded.as_bytes()).unwrap();
        prop_assert!(theirs.verify(&list).is_ok());
        prop_assert_eq!(theirs.text(), text.as_bytes());
    }
}

#[test]
fn their_note_verifies_here() {
    let skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let signer = StandardSigner::new(skey).unwrap();
    let mut note =
        signed_note::Note::new(b"If you think cryptography is the answer\n", &[]).unwrap();
    note.add_sigs(&[&signer]).unwrap();
    let text = String::from_utf8(note.to_bytes()).unwrap();
    let key = VerifierKey::parse(vkey).unwrap();
    assert!(Note::parse(&text).unwrap().verify(&[key]).is_ok());
}
