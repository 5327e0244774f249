//! A good bundle holds and says so; each kind of lie in one is named by the check that it breaks.

use samen_audit::bundle::{Bundle, BundleError, Finding, Kept, Line, State, Trust, holds};
use samen_audit::hash::sha256;
use samen_audit::leaf::{Class, FieldId, Part};
use samen_audit::policy::Policy;
use samen_audit::text::hex;

use super::cast::{EVENING_MS, GUARD, OFFICER, log_signer, policy};
use super::night::{Night, at};
use super::scene::Scene;

type Files = Vec<(String, Vec<u8>)>;

pub(crate) fn trust() -> Trust {
    Trust::in_policy(Policy::parse(policy("all").as_bytes()).unwrap())
}

fn read(bundle: &Bundle) -> Bundle {
    Bundle::parse(&bundle.files()).unwrap()
}

/// The findings that failed.
fn failed(findings: &[Finding]) -> Vec<(&'static str, &str)> {
    let failed = findings.iter().filter(|finding| finding.state == State::Failed);
    failed.map(|finding| (finding.check, finding.text.as_str())).collect()
}

/// The bundle holds but for one check, whose line contains `words`.
fn breaks(bundle: &Bundle, trust: &Trust, check: &str, words: &str) {
    let findings = read(bundle).verify(trust);
    let failed = failed(&findings);
    assert_eq!(failed.len(), 1, "{findings:#?}");
    assert!(failed[0].0 == check && failed[0].1.contains(words), "{failed:?}");
    assert!(!holds(&findings));
}

#[test]
fn a_whole_bundle_holds_and_says_what_it_says() {
    let night = Night::new();
    let bundle = night.bundle(&[], &night.scene.cosigned(600));
    assert_eq!(read(&bundle), bundle);
    let findings = bundle.verify(&trust());
    assert!(holds(&findings), "{findings:#?}");
    let lines: Vec<String> =
        findings.iter().map(|one| format!("{:?} {}: {}", one.state, one.check, one.text)).collect();
    assert_eq!(
        lines,
        [
            "Ok manifest: every file is listed and whole; 9 entries and 1 records, made at 2026-11-22T21:00:00.000Z",
            "Ok checkpoint: samen.example/audit/2026, 30 entries, signed by the log",
            "Ok witnesses: the quorum is met: cosigned by firm at 2026-11-22T20:10:00.000Z, police at 2026-11-22T20:10:00.000Z; missing: nobody",
            "Ok entries: all 9 stand in the log, each at its place",
            "Ok fields: 7 entries show what was logged; nothing is withheld",
            "Ok order: 7 times run with the log; 2 show no time",
            "Ok erased: 2 entries are erased as the log says",
            "Note erased: entry 7: erased by entry 9",
            "Note erased: entry 8: erased on 2026-11-21",
            "Ok records: 1 are the ones that their entries commit to",
            "Ok signatures: 1 records verify with keys that counted when they came in",
            "Ok keys: 1 of 3 are registered by an entry shown",
            "Note keys: 2 are the exchange's word: compare their thumbprints with their owners",
            "Ok grants: 1 are signed by their parties",
            "Note kept: no checkpoint from before was given to compare with",
        ]
    );
}

#[test]
fn what_is_withheld_shows_as_withheld_and_the_rest_still_holds() {
    let night = Night::new();
    let withheld = [FieldId::PERSON, FieldId::JUSTIFICATION];
    let bundle = night.bundle(&withheld, &night.scene.cosigned(600));
    let findings = read(&bundle).verify(&trust());
    assert!(holds(&findings), "{findings:#?}");
    let fields = findings.iter().find(|finding| finding.check == "fields").unwrap();
    assert!(fields.text.ends_with("withheld in some or all: person, justification"), "{fields:?}");
    let files = bundle.files();
    let says = |word: &str| files.iter().any(|(_, bytes)| contains(bytes, word.as_bytes()));
    assert!(!says("Van seen") && !says(&samen_audit::text::base64(GUARD.person.as_bytes())));

    let mut told = bundle;
    let shown = night.scene.line(at::OPENED, &[], &told.checkpoint);
    *Night::line_of(&mut told, at::OPENED) = shown;
    breaks(&told, &trust(), "fields", "entry 5 shows person, which the manifest withholds");
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[test]
fn trust_is_the_readers_own() {
    let night = Night::new();
    let bundle = night.bundle(&[], &night.scene.checkpoint());
    breaks(&bundle, &trust(), "witnesses", "not met: cosigned by nobody; missing: firm, police");
    let by_key = Trust::in_log(&[log_signer().verifier()]);
    assert!(holds(&bundle.verify(&by_key)));
    let other = samen_audit::note::NoteSigner::from_seed("samen.example/audit/2026", &[9; 32]);
    let stranger = Trust::in_log(&[other.unwrap().verifier()]);
    breaks(&bundle, &stranger, "checkpoint", "no trusted key signed");
    let easy = Trust::in_policy(Policy::parse(policy("none").as_bytes()).unwrap());
    let findings = bundle.verify(&easy);
    assert!(holds(&findings));
    assert!(findings.iter().any(|one| one.text.contains("another one than yours")));
}

#[test]
fn an_entry_cannot_be_changed_moved_or_made_up() {
    let night = Night::new();
    let good = night.bundle(&[], &night.scene.cosigned(600));
    let mut bundle = good.clone();
    if let Line::Shown(receipt) = Night::line_of(&mut bundle, at::OPENED) {
        let Some(Part::Opened(opening)) =
            receipt.fields.iter_mut().find(|part| part.field() == FieldId::PERSON)
        else {
            panic!("the person is shown");
        };
        opening.value = b"fm-owner".to_vec();
    }
    breaks(&bundle, &trust(), "fields", "entry 5: the fields do not lead to the commitment");

    let mut bundle = good.clone();
    bundle.entries.retain(|line| line.index() != at::OPENED);
    if let Line::Shown(receipt) = Night::line_of(&mut bundle, at::SEARCHED) {
        receipt.proof.index = at::OPENED;
    }
    breaks(&bundle, &trust(), "entries", "entry 5 is not in the log at its place");

    let mut bundle = good;
    let made_up = night.scene.rewritten(|entries| entries[5].leaf.erase_day += 1);
    *Night::line_of(&mut bundle, at::OPENED) = made_up.line(at::OPENED, &[], &bundle.checkpoint);
    breaks(&bundle, &trust(), "entries", "entry 5 is not in the log at its place");
    // The same forgery under a checkpoint of its own needs the signature of the log, and witnesses.
    let mut own = made_up.bundle(&[at::OPENED], &[], &made_up.checkpoint());
    breaks(&own, &trust(), "witnesses", "not met");
    own.entries[0] = night.scene.line(at::OPENED, &[], &night.scene.checkpoint());
    let by_key = Trust::in_log(&[log_signer().verifier()]);
    breaks(&own, &by_key, "entries", "its proof leads to another checkpoint");
}

#[test]
fn erasure_needs_its_day_or_an_entry_that_says_so() {
    let night = Night::new();
    let good = night.bundle(&[], &night.scene.cosigned(600));
    for (index, by, words) in [
        (at::ERASED, None, "entry 7 is gone before its day, and no entry says who erased it"),
        (at::ERASED, Some(at::ALERT), "erased by entry 4, which does not say so"),
        (at::ERASED, Some(25), "erased by entry 25, which does not say so"),
        (at::OPENED, Some(at::ERASURE), "entry 5 is said to be erased by entry 9"),
    ] {
        let mut bundle = good.clone();
        let line = night.scene.gone(index, by, &bundle.checkpoint);
        *Night::line_of(&mut bundle, index) = line;
        breaks(&bundle, &trust(), "erased", words);
    }
}

#[test]
fn times_that_contradict_the_log_are_named() {
    let mut scene = Scene::default();
    let text: [(FieldId, &[u8]); 1] = [(FieldId::ACTION, b"record.open")];
    for at_s in [0, 10, 200, 150, 139, 300] {
        scene.log(Class::Consultation, at_s, &text);
    }
    let note = scene.cosigned(310);
    let order = |indexes: &[u64]| scene.bundle(indexes, &[], &note).verify(&trust());
    assert!(holds(&order(&[0, 1, 2, 3, 5])), "a minute apart is ordinary");
    breaks(
        &scene.bundle(&[2, 4], &[], &note),
        &trust(),
        "order",
        "entry 4 says 2026-11-22T20:02:19",
    );
    // Seen by witnesses long before it says that it happened.
    let early = scene.cosigned(200);
    breaks(&scene.bundle(&[5], &[], &early), &trust(), "order", "and was there at");
    let mut bundle = scene.bundle(&[5], &[], &note);
    bundle.created_at_ms = EVENING_MS;
    breaks(&bundle, &trust(), "order", "entry 5 says 2026-11-22T20:05:00.000Z");
}

#[test]
fn checkpoints_kept_from_before_speak_against_lies() {
    let night = Night::new();
    let bundle = night.bundle(&[], &night.scene.cosigned(600));
    let kept =
        |name: &str, note: String| trust().and_kept(vec![Kept { name: name.to_owned(), note }]);
    let before = |size: usize, at_s| night.scene.rewritten(|all| all.truncate(size)).cosigned(at_s);
    assert!(holds(&bundle.verify(&kept("five", before(5, 70)))));
    assert!(holds(&bundle.verify(&kept("all", night.scene.cosigned(700)))));
    breaks(&bundle, &kept("late", before(5, 700)), "kept", "entry 5 is backdated");
    breaks(&bundle, &kept("early", before(10, 100)), "kept", "entry 6 is dated ahead");
    let mut more = night.scene.clone();
    more.log(Class::Heartbeat, 900, &[]);
    breaks(&bundle, &kept("more", more.cosigned(910)), "kept", "rolled back");
    let newer = bundle.verify(&kept("newer", more.cosigned(7200)));
    assert!(holds(&newer) && newer.iter().any(|one| one.text.contains("is newer than")));
    let forked = night.scene.rewritten(|all| all[20].leaf.erase_day = 1);
    breaks(&bundle, &kept("forked", forked.cosigned(600)), "kept", "two histories");
    breaks(&bundle, &kept("noise", "noise".to_owned()), "kept", "noise: ");
}

#[test]
fn a_record_is_its_authors_and_its_entrys() {
    let night = Night::new();
    let good = night.bundle(&[], &night.scene.cosigned(600));
    let signed_anew = |change: &dyn Fn(&mut Bundle)| {
        let mut bundle = good.clone();
        change(&mut bundle);
        bundle
    };
    let other = signed_anew(&|bundle| bundle.records[0].push(b'\n'));
    breaks(&other, &trust(), "records", "no entry shows that it was accepted");
    let no_key = signed_anew(&|bundle| drop(bundle.keys.remove(0)));
    breaks(&no_key, &trust(), "signatures", "its key is not in keys.json");
    let theirs = signed_anew(&|bundle| bundle.keys[0].person = "pt-chief".to_owned());
    breaks(&theirs, &trust(), "signatures", "the key of somebody else than its author");
    let ended = signed_anew(&|bundle| bundle.keys[0].valid_until_ms = Some(EVENING_MS + 59_999));
    breaks(&ended, &trust(), "signatures", "did not count at the time of entry 4");
    let gone = signed_anew(&|bundle| bundle.keys[0].withdrawn_at_ms = Some(EVENING_MS));
    breaks(&gone, &trust(), "signatures", "did not count at the time of entry 4");
    let moved = signed_anew(&|bundle| bundle.exchange = "other.example".to_owned());
    let findings = moved.verify(&trust());
    assert_eq!(failed(&findings).len(), 2, "{findings:#?}");
    let absent = signed_anew(&|bundle| bundle.records.clear()).verify(&trust());
    assert!(holds(&absent) && absent.iter().any(|one| one.text.starts_with("absent: ")));
}

#[test]
fn keys_and_grants_are_claims_until_something_vouches() {
    let mut night = Night::new();
    let kid = OFFICER.kid();
    let gone = [(FieldId::ACTION, &b"key.withdraw"[..]), (FieldId::SUBJECT, kid.as_bytes())];
    let index = night.scene.log(Class::Key, 500, &gone);
    let note = night.scene.cosigned(600);
    let mut bundle = night.bundle(&[], &note);
    bundle.entries.push(night.scene.line(index, &[], &note));
    breaks(&bundle, &trust(), "keys", "withdrawn by entry 30, and keys.json hides it");
    bundle.keys[0].withdrawn_at_ms = Some(EVENING_MS + 500_000);
    assert!(holds(&bundle.verify(&trust())));

    let mut swapped = bundle.clone();
    swapped.grants[0].acceptances = vec![night.grant.proposal.clone()];
    breaks(&swapped, &trust(), "grants", "a signed document of another type");
    let mut unknown = bundle.clone();
    unknown.keys.remove(1);
    breaks(&unknown, &trust(), "grants", "a key of it is not in keys.json");
    let mut alone = bundle.clone();
    alone.grants[0].acceptances.clear();
    let findings = alone.verify(&trust());
    let told = "outside the time of their grant: entries 4, 5";
    assert!(holds(&findings) && findings.iter().any(|one| one.text == told), "{findings:#?}");
    bundle.grants.clear();
    let findings = bundle.verify(&trust());
    let told = "absent: the grants of entries 2, 3, 4, 5";
    assert!(holds(&findings) && findings.iter().any(|one| one.text == told), "{findings:#?}");
}

#[test]
fn the_files_are_strict() {
    let night = Night::new();
    let files = night.bundle(&[], &night.scene.cosigned(600)).files();
    let with = |change: &dyn Fn(&mut Files)| {
        let mut files = files.clone();
        change(&mut files);
        Bundle::parse(&files).unwrap_err()
    };
    for name in
        ["manifest.json", "checkpoint", "policy", "entries.jsonl", "keys.json", "grants.json"]
    {
        let missing = with(&|files| files.retain(|(path, _)| path != name));
        assert_eq!(missing, BundleError::Missing(name));
        let longer = with(&|files| {
            files.iter_mut().filter(|(path, _)| path == name).for_each(|(_, text)| text.push(b'x'));
        });
        match longer {
            BundleError::Digest(named) => assert_eq!(named, name),
            other => assert!(name == "manifest.json", "{other:?}"),
        }
    }
    let extra = |path: &str| with(&|files| files.push((path.to_owned(), Vec::new())));
    assert_eq!(extra("notes.txt"), BundleError::Listed);
    assert_eq!(extra("policy"), BundleError::Path);
    let renamed = with(&|files| {
        let record = files.iter_mut().find(|(path, _)| path.starts_with("records/")).unwrap();
        let other = format!("records/{}.jws", hex(&sha256(b"other")));
        let (old, new) = (record.0.clone(), other);
        record.0.clone_from(&new);
        let manifest = String::from_utf8(files[0].1.clone()).unwrap().replace(&old, &new);
        files[0].1 = manifest.into_bytes();
    });
    assert_eq!(renamed, BundleError::RecordName);
}

/// Every member that is left out, doubled or made another kind of value is refused, by any file.
#[test]
fn the_json_is_strict() {
    let night = Night::new();
    let files = night.bundle(&[FieldId::PERSON], &night.scene.cosigned(600)).files();
    let mut tried = 0;
    for (which, (_, content)) in files.iter().enumerate() {
        let text = String::from_utf8(content.clone()).unwrap();
        let places = text.match_indices("\":").map(|(at, _)| at);
        for at in places.filter(|at| text[..*at].rfind('"').is_some()) {
            let start = text[..at].rfind('"').unwrap();
            let member = &text[start + 1..at];
            if member.len() > 20
                || member.contains('\\')
                || ["query", "partner"].contains(&member) && which == 0
            {
                continue;
            }
            let other = format!("{}\"x{}", &text[..start], &text[start + 1..]);
            let mut changed = files.clone();
            changed[which].1 = other.into_bytes();
            if which > 0 {
                let (old, new) = (hex(&sha256(content)), hex(&sha256(&changed[which].1)));
                let manifest = String::from_utf8(changed[0].1.clone()).unwrap();
                changed[0].1 = manifest.replace(&old, &new).into_bytes();
            }
            if files[which].0.starts_with("records/") {
                continue;
            }
            assert!(Bundle::parse(&changed).is_err(), "{} in {}", member, files[which].0);
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}
