//! Whatever bytes come in, every parser answers with a value or an error: no panic, no hang. What
//! is read is written again and must come out the same, so that nothing has two spellings.

use proptest::prelude::*;
use samen_audit::checkpoint::Checkpoint;
use samen_audit::json;
use samen_audit::jws::{Jws, PrivateKey, PublicKey};
use samen_audit::leaf::{EntryFields, Leaf};
use samen_audit::note::{Note, VerifierKey};
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use samen_audit::text;
use samen_audit::tile::{TilePath, decode_entries, decode_hashes, encode_entries, encode_hashes};

/// Parses `bytes` as everything.
fn parse_all(bytes: &[u8]) {
    if let Ok(leaf) = Leaf::parse(bytes) {
        assert_eq!(leaf.to_bytes(), bytes);
    }
    if let Ok(fields) = EntryFields::decode(bytes) {
        assert_eq!(fields.encode(), bytes);
    }
    if let Ok(entries) = decode_entries(bytes) {
        assert_eq!(encode_entries(entries.iter().map(Vec::as_slice)).as_deref(), Ok(bytes));
    }
    if let Ok(hashes) = decode_hashes(bytes) {
        assert_eq!(encode_hashes(&hashes), bytes);
    }
    drop(Jws::parse(bytes));
    drop(PublicKey::parse(bytes));
    drop(PrivateKey::parse(bytes));
    drop(json::parse(bytes, 16));
    if let Ok(receipt) = Receipt::parse(bytes) {
        drop(receipt.verify(&[], Some(bytes)));
    }
    drop(text::from_base64url(bytes));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(path) = TilePath::parse(text) {
        assert_eq!(path.to_string(), text);
    }
    if let Ok(key) = VerifierKey::parse(text) {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.encode(), text);
        assert!(note.verify(&[]).is_err());
    }
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_text(), text);
    }
    if let Ok(proof) = TlogProof::parse(text) {
        assert_eq!(proof.encode(), text);
    }
    if let Some(bytes) = text::from_hex(text) {
        assert_eq!(text::hex(&bytes), text);
    }
    if let Some(number) = text::from_decimal(text) {
        assert_eq!(number.to_string(), text);
    }
}

/// Good texts, to be damaged: pure noise hardly gets past the first byte.
const SAMPLES: [&str; 9] = [
    "tile/0/x001/x234/067.p/5",
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    "This is an example message.\n\n\u{2014} example.com/foo \
     Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
    "nl.example/audit/2026\n17\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "c2sp.org/tlog-proof@v1\nextra AQID\nindex 7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\na\n",
    r#"{"payload":"e30","protected":"eyJhbGciOiJFZERTQSIsImtpZCI6ImsiLCJ0eXAiOiJ0In0","signature":"AAAA"}"#,
    "eyJhbGciOiJFZERTQSIsImtpZCI6ImsiLCJ0eXAiOiJ0In0.e30.AAAA",
    r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
    r#"{"version":1,"record":"01890a5d-ac96-774b-bcce-b302099a8057","record_sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","leaf":"c2FtZW4tYXVkaXQvdjEKAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==","fields":[{"id":5,"name":"person","salt":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","value":"AQ=="},{"id":6,"name":"certificate","digest":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}],"proof":"c2sp.org/tlog-proof@v1\nindex 7\n\na\n"}"#,
];

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), any::<u8>(), 0..4u8);
    (0..SAMPLES.len(), prop::collection::vec(edit, 0..4)).prop_map(|(which, edits)| {
        let mut bytes = SAMPLES[which].as_bytes().to_vec();
        for (place, byte, kind) in edits {
            let at = place.index(bytes.len().max(1));
            match kind {
                _ if bytes.is_empty() => bytes.push(byte),
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => bytes.truncate(at),
                _ => drop(bytes.remove(at)),
            }
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn noise(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        parse_all(&bytes);
    }

    #[test]
    fn printable_noise(text in "\\PC{0,200}") {
        parse_all(text.as_bytes());
    }

    #[test]
    fn damaged_samples(bytes in damaged()) {
        parse_all(&bytes);
    }
}

#[test]
fn samples_are_good_to_begin_with() {
    SAMPLES.iter().for_each(|sample| parse_all(sample.as_bytes()));
    assert!(Receipt::parse(SAMPLES[8].as_bytes()).is_ok());
    assert!(Jws::parse(SAMPLES[5].as_bytes()).is_ok() && Jws::parse(SAMPLES[6].as_bytes()).is_ok());
    assert!(PrivateKey::parse(SAMPLES[7].as_bytes()).is_ok());
}
