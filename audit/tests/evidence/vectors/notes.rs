//! Vectors of signed texts: notes, checkpoints, cosignatures, proofs, policies.

use samen_audit::checkpoint::Checkpoint;
use samen_audit::cosignature::{self, WitnessKey};
use samen_audit::note::{Note, VerifierKey};
use samen_audit::policy::Policy;
use samen_audit::proof::TlogProof;
use samen_audit::text::hex;
use serde_json::{Value, json};

use super::golden;
use crate::cast::{log_signer, policy, witnesses};
use crate::night::Night;

const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE: &str = "This is an example message.\n\n\u{2014} example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

#[test]
fn notes() {
    let log = log_signer();
    let two = Note::sign("two signers\n", &[&log]).encode();
    let (_, line) = two.split_once("\n\n").unwrap();
    let unknown = line.replace("samen.example", "other.example");
    let with = |text: &str, lines: &str| format!("{text}\n\n{lines}");
    let cases = [
        ("published example", EXAMPLE.to_owned(), EXAMPLE_KEY.to_owned()),
        ("changed text", EXAMPLE.replace("example message", "Example message"), EXAMPLE_KEY.into()),
        ("another key", EXAMPLE.to_owned(), log.verifier().to_string()),
        ("an unknown signer is passed over", two.clone() + &unknown, log.verifier().to_string()),
        ("only an unknown signer", with("two signers", &unknown), log.verifier().to_string()),
        (
            "a known signer twice, once badly",
            two.replace("two", "the") + line,
            log.verifier().to_string(),
        ),
        ("no blank line", two.replace("\n\n", "\n"), log.verifier().to_string()),
        ("a line that is not base64", with("text", "\u{2014} a b!\n"), log.verifier().to_string()),
        ("no newline at the end", two.trim_end().to_owned(), log.verifier().to_string()),
    ];
    let cases = cases.map(|(name, note, key)| {
        let trusted = [VerifierKey::parse(&key).unwrap()];
        let text = Note::parse(&note).and_then(|note| note.verify(&trusted));
        let text = text.ok().map(|note| note.text().to_owned());
        json!({
            "name": name, "note": note, "key": key, "holds": text.is_some(), "text": text,
            "key_id": hex(&trusted[0].key_id()),
        })
    });
    golden("note", "Signed notes: whether one holds for a reader who knows one key.", cases.into());
}

#[test]
fn checkpoints() {
    let scene = Night::new().scene;
    let (good, key) = (scene.checkpoint(), log_signer().verifier());
    let other = samen_audit::note::NoteSigner::from_seed("other.example/log", &[5; 32]).unwrap();
    let signed = |text: &str| Note::sign(text, &[&log_signer()]).encode();
    let text = scene.head().to_text();
    let cases = [
        ("of this log", good.clone()),
        ("with cosignatures", scene.cosigned(600)),
        ("signed by a key of another name", scene.head().sign(&other)),
        ("with an extension line", signed(&format!("{text}extension\n"))),
        ("with a leading zero", signed(&text.replace("\n30\n", "\n030\n"))),
        ("with a short root", signed(&text.replace("=\n", "\n"))),
        ("with a size changed after signing", good.replace("\n30\n", "\n31\n")),
    ];
    let cases = cases.map(|(name, note)| {
        let known = [key.clone(), other.verifier()];
        let verified = Checkpoint::verify(&note, &known).ok();
        json!({
            "name": name, "checkpoint": note, "log_keys": known.map(|key| key.to_string()),
            "holds": verified.is_some(),
            "size": verified.as_ref().map(|head| head.size),
            "root": verified.as_ref().map(|head| hex(&head.root)),
        })
    });
    golden("checkpoint", "Checkpoints: whether the log that they name signed them.", cases.into());
}

#[test]
fn cosignatures() {
    let scene = Night::new().scene;
    let [firm, police] = witnesses();
    let text = scene.head().to_text();
    let note_with = |lines: &[samen_audit::note::NoteSignature]| {
        let encoded: String = lines.iter().map(|line| line.encode()).collect();
        scene.checkpoint() + &encoded
    };
    let (early, late) = (firm.cosign(&text, 1_795_378_000), firm.cosign(&text, 1_795_379_000));
    let mut redated = early.clone();
    redated.signature[7] ^= 1;
    let other = police.cosign("another text\n", 1_795_378_000);
    let cases = [
        ("one", note_with(std::slice::from_ref(&early))),
        ("two of one witness: the newest counts", note_with(&[late, early.clone()])),
        ("both", note_with(&[early, police.cosign(&text, 1_795_378_100)])),
        ("none", scene.checkpoint()),
        ("with another time", note_with(&[redated])),
        ("of another text", note_with(&[other])),
    ];
    let cases = cases.map(|(name, note)| {
        let known: [WitnessKey; 2] = [firm.key().clone(), police.key().clone()];
        let found = cosignature::verify(&Note::parse(&note).unwrap(), &known).ok();
        let found = found.map(|found| {
            let row = |one: &cosignature::Cosignature| (one.key.name().to_owned(), one.time_s);
            let mut rows: Vec<(String, u64)> = found.iter().map(row).collect();
            rows.sort();
            rows
        });
        json!({
            "name": name, "checkpoint": note, "witness_keys": known.map(|key| key.to_string()),
            "holds": found.is_some(), "cosigned": found,
        })
    });
    golden("cosignature", "Cosignatures: who cosigned, and when in seconds.", cases.into());
}

#[test]
fn proofs() {
    let scene = Night::new().scene;
    let note = scene.cosigned(600);
    let mut proof = scene.line(4, &[], &note).proof().clone();
    let good = proof.encode();
    proof.extra = Some(b"whatever".to_vec());
    let extra = proof.encode();
    proof.hashes.swap(0, 1);
    let leaf = scene.entries[4].leaf.to_bytes();
    let cases = [
        ("good", good.clone()),
        ("with extra data", extra),
        ("two hashes exchanged", proof.encode()),
        ("another index", good.replace("index 4", "index 5")),
        ("another version", good.replace("@v1", "@v2")),
        ("an index with a leading zero", good.replace("index 4", "index 04")),
    ];
    let cases = cases.map(|(name, text)| {
        let holds = TlogProof::parse(&text).is_ok_and(|proof| {
            Checkpoint::verify(&proof.checkpoint, &[log_signer().verifier()]).is_ok_and(|head| {
                let leaf = samen_audit::hash::leaf_hash(&leaf);
                let (index, path) = (proof.index, &proof.hashes);
                samen_audit::tree::verify_inclusion(&leaf, index, head.size, path, &head.root)
                    .is_ok()
            })
        });
        let key = log_signer().verifier().to_string();
        json!({ "name": name, "proof": text, "leaf": hex(&leaf), "log_key": key, "holds": holds })
    });
    golden("proof", "Proofs: whether the leaf stands in the log at the index.", cases.into());
}

#[test]
fn policies() {
    let scene = Night::new().scene;
    let [firm, police] = witnesses();
    let (one, both) = (
        {
            let mut note = Note::parse(&scene.checkpoint()).unwrap();
            note.add(police.cosign(&scene.head().to_text(), 1_795_378_000));
            note.encode()
        },
        scene.cosigned(600),
    );
    let (all, any, none) = (policy("all"), policy("any"), policy("none"));
    let log = log_signer().verifier();
    let nested = format!(
        "# comment\n\nlog\t{log} https://log.example/\nwitness a {}\nwitness b {}\n\
         group g 1 a\ngroup h all b g\nquorum h\n",
        firm.key(),
        police.key()
    );
    let mut cases: Vec<Value> = Vec::new();
    for (name, policy) in [
        ("all", &all),
        ("any", &any),
        ("none", &none),
        ("a witness alone", &all.replace("quorum both", "quorum police")),
        ("a group in a group", &nested),
        ("two quorum lines", &format!("{any}quorum none\n")),
        ("no quorum line", &any.replace("quorum both\n", "")),
        ("a name before its line", &any.replace("any firm police", "any firm later")),
        ("a threshold too high", &any.replace(" any ", " 3 ")),
        ("a line break of another kind", &any.replace('\n', "\r\n")),
        (
            "the same witness twice",
            &any.replace(&police.key().to_string(), &firm.key().to_string()),
        ),
    ] {
        let parsed = Policy::parse(policy.as_bytes());
        let met = |note: &str| parsed.as_ref().ok().map(|policy| policy.judge(note).unwrap().met);
        cases.push(json!({
            "name": name, "policy": policy, "refused_line": parsed.as_ref().err().map(|e| e.line),
            "met": [
                { "checkpoint": scene.checkpoint(), "met": met(&scene.checkpoint()) },
                { "checkpoint": one, "met": met(&one) },
                { "checkpoint": both, "met": met(&both) },
            ],
        }));
    }
    golden("policy", "Policies: whether one can be read, and whether a quorum cosigned.", cases);
}
