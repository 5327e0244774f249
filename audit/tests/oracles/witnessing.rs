//! Cosignatures and quorums against sigsum, whose logs are witnessed in the same format: a proof of
//! a sigsum log, signed and cosigned by our keys, holds there exactly when it holds here.

use std::fmt::Write as _;

use proptest::prelude::*;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use samen_audit::checkpoint::Checkpoint;
use samen_audit::cosignature::WitnessSigner;
use samen_audit::hash::{leaf_hash, node_hash, sha256};
use samen_audit::note::{Note, NoteSigner};
use samen_audit::policy::Policy;
use samen_audit::text::hex;
use sigsum::{PublicKey, SigsumSignature};

/// Groups over the witnesses `a` to `e`; `K` stands for a threshold of one, two, three.
const QUORUMS: [&str; 6] = [
    "quorum none\n",
    "quorum c\n",
    "group g K a b c d e\nquorum g\n",
    "group g K a b c\ngroup h K d e g\nquorum h\n",
    "group g any a b\ngroup h all c d\ngroup i K g h e\nquorum i\n",
    "group g all a b\ngroup h K g c d\ngroup i any h\ngroup j all i e\nquorum j\n",
];

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

fn witness(name: &str) -> WitnessSigner {
    WitnessSigner::from_seed(&format!("{name}.example"), &sha256(name.as_bytes())).unwrap()
}

/// A log as sigsum names it, after its key.
fn log() -> NoteSigner {
    let any = NoteSigner::from_seed("any", &[1; 32]).unwrap();
    let origin = format!("sigsum.org/v1/tree/{}", hex(&sha256(any.verifier().public())));
    NoteSigner::from_seed(&origin, &[1; 32]).unwrap()
}

/// The same policy for them and for us.
fn policies(quorum: &str) -> (sigsum::Policy, Policy) {
    let log = log().verifier();
    let mut theirs = format!("log {}\n", hex(log.public()));
    let mut ours = format!("log {log}\n");
    for name in NAMES {
        let key = witness(name).key().clone();
        let _ = writeln!(theirs, "witness {name} {}", hex(key.public()));
        let _ = writeln!(ours, "witness {name} {key}");
    }
    let ours = Policy::parse((ours + quorum).as_bytes()).unwrap();
    (sigsum::Policy::parse(&(theirs + quorum)).unwrap(), ours)
}

/// Somebody's document, logged as leaf 0 of two, in a checkpoint cosigned by these.
struct Logged {
    /// For us.
    note: Note,
    /// For them: everything but the tree head, before and after it.
    parts: [String; 2],
}

const MESSAGE: &[u8] = b"a message";

fn submitter() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[2; 32]).unwrap()
}

fn logged(cosigners: &[(&str, u64)]) -> Logged {
    let (log, submitter) = (log(), submitter());
    let checksum = sha256(&sha256(MESSAGE));
    let signed = [&b"sigsum.org/v1/tree-leaf\0"[..], &checksum].concat();
    let signature = submitter.sign(&signed);
    let key_hash = sha256(submitter.public_key().as_ref());
    let leaf = leaf_hash(&[&checksum[..], signature.as_ref(), &key_hash].concat());
    let other = leaf_hash(b"the other leaf");
    let root = node_hash(&leaf, &other);
    let head = Checkpoint { origin: log.name().to_owned(), size: 2, root };
    let mut note = Note::parse(&head.sign(&log)).unwrap();
    for (name, time_s) in cosigners {
        note.add(witness(name).cosign(&head.to_text(), *time_s));
    }
    let before = format!(
        "version=2\nlog={}\nleaf={} {}\n\nsize=2\nroot_hash={}\n",
        hex(&sha256(log.verifier().public())),
        hex(&key_hash),
        hex(signature.as_ref()),
        hex(&root),
    );
    let after = format!("\nleaf_index=0\nnode_hash={}\n", hex(&other));
    Logged { note, parts: [before, after] }
}

impl Logged {
    /// Whether they accept it.
    fn holds_there(&self, policy: &sigsum::Policy) -> bool {
        let [mut text, after] = self.parts.clone();
        for (at, line) in self.note.signatures.iter().enumerate() {
            if at == 0 {
                let _ = writeln!(text, "signature={}", hex(&line.signature));
                continue;
            }
            let name = line.name.strip_suffix(".example").unwrap();
            let (time, signature) = line.signature.split_first_chunk::<8>().unwrap();
            let key_hash = hex(&sha256(witness(name).key().public()));
            let time = u64::from_be_bytes(*time);
            let _ = writeln!(text, "cosignature={key_hash} {time} {}", hex(signature));
        }
        let proof = SigsumSignature::from_ascii(&(text + &after)).unwrap();
        let public: [u8; 32] = submitter().public_key().as_ref().try_into().unwrap();
        let message = sigsum::Hash::new(MESSAGE);
        sigsum::verify(&message, &proof, &[PublicKey::from(public)], policy).is_ok()
    }

    /// Whether we do.
    fn holds_here(&self, policy: &Policy) -> bool {
        policy.check(&self.note.encode()).is_ok()
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn quorums_agree(
        which in 0..QUORUMS.len(),
        k in 1..=3u8,
        cosigners in prop::sample::subsequence(NAMES.to_vec(), 0..=5),
        time in 0..1u64 << 62,
    ) {
        let (theirs, ours) = policies(&QUORUMS[which].replace('K', &k.to_string()));
        let cosigners: Vec<(&str, u64)> = (time..).zip(cosigners).map(|(t, n)| (n, t)).collect();
        let logged = logged(&cosigners);
        prop_assert_eq!(logged.holds_here(&ours), logged.holds_there(&theirs));
    }

    #[test]
    fn a_changed_bit_is_refused_by_both(line in 1..3usize, at in 0..72usize, bit in 0..8u8) {
        let (theirs, ours) = policies("quorum none\n");
        let mut logged = logged(&[("a", 7), ("b", 8)]);
        prop_assert!(logged.holds_here(&ours) && logged.holds_there(&theirs));
        logged.note.signatures[line].signature[at] ^= 1 << bit;
        prop_assert!(!logged.holds_here(&ours) && !logged.holds_there(&theirs));
    }
}

#[test]
fn enough_of_the_quorum_hold_for_the_comparison_to_mean_something() {
    let mut seen = [0; 2];
    for quorum in QUORUMS {
        let (theirs, ours) = policies(&quorum.replace('K', "2"));
        for chosen in 0..32u8 {
            let cosigners: Vec<(&str, u64)> = NAMES
                .into_iter()
                .enumerate()
                .filter(|(n, _)| chosen >> n & 1 == 1)
                .map(|(_, name)| (name, 5))
                .collect();
            let logged = logged(&cosigners);
            assert_eq!(logged.holds_here(&ours), logged.holds_there(&theirs), "{quorum} {chosen}");
            seen[usize::from(logged.holds_here(&ours))] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 40), "{seen:?}");
}
