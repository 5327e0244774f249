//! The vectors in `audit/vectors/`, from which a verifier can be written and tested in any language.
//! Made here from fixed seeds by this library; compared with the files, or written to them when the
//! environment says `SAMEN_WRITE_GOLDEN=1`. What they mean is in `FORMAT.md`.

mod documents;
mod notes;
mod trees;

use serde_json::{Value, json};

use super::cast::{EVENING_MS, log_signer, policy};
use super::checks::trust;
use super::night::Night;
use samen_audit::bundle::{Bundle, Finding, Kept, State};
use samen_audit::hash::sha256;
use samen_audit::leaf::{Class, EntryFields, FieldId, Leaf, Part, commit, open};
use samen_audit::text::hex;

/// Compares `cases` with the file, or writes it.
fn golden(name: &str, about: &str, cases: Vec<Value>) {
    let path = format!("{}/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let whole = json!({ "about": about, "cases": cases });
    if std::env::var_os("SAMEN_WRITE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&whole).unwrap() + "\n";
        std::fs::create_dir_all(format!("{}/vectors", env!("CARGO_MANIFEST_DIR"))).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let text = std::fs::read(&path).unwrap();
    let kept: Value = serde_json::from_slice(&text).unwrap();
    assert!(
        kept == whole,
        "{name}.json is not what the code makes; SAMEN_WRITE_GOLDEN=1 writes it"
    );
}

/// A bundle as JSON: every file as text.
fn files(bundle: &Bundle) -> Value {
    let files = bundle.files().into_iter();
    files.map(|(path, bytes)| (path, Value::from(String::from_utf8(bytes).unwrap()))).collect()
}

/// The checks that failed, or all that were made when none did.
fn failed(findings: &[Finding]) -> Vec<&'static str> {
    let failed = findings.iter().filter(|finding| finding.state == State::Failed);
    failed.map(|finding| finding.check).collect()
}

/// What the page says of numbers, and works out by hand, is what the code does.
#[test]
fn the_page_is_right() {
    let path = format!("{}/FORMAT.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(path).unwrap();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).collect();
    let has_row = |number: String, name: &str| {
        let row = format!("| {number} | {name} | ");
        assert_eq!(rows.iter().filter(|line| line.starts_with(&row)).count(), 1, "{row}");
    };
    FieldId::ALL.iter().for_each(|field| has_row(field.0.to_string(), &field.to_string()));
    Class::ALL.iter().for_each(|class| has_row(class.number().to_string(), class.name()));
    let fields = EntryFields::from_unordered([
        (FieldId::TIME, EVENING_MS.to_be_bytes().to_vec()),
        (FieldId::PARTNER, b"firm".to_vec()),
    ]);
    let (k, fields) = ([7; 32], fields.unwrap());
    let leaf = Leaf { class: Class::Consultation, erase_day: 22_615, commit: commit(&k, &fields) };
    let mut worked = vec![hex(&leaf.commit), hex(&leaf.hash())];
    for part in open(&k, &fields, &[FieldId::TIME, FieldId::PARTNER]) {
        let Part::Opened(opening) = part else { panic!("both are shown") };
        worked.extend([hex(&opening.salt), hex(&opening.digest())]);
    }
    worked.iter().for_each(|value| assert!(page.contains(value), "{value}"));
    for (path, _) in Night::new().bundle(&[], "note").files() {
        assert!(path.starts_with("records/") || page.contains(&format!("| `{path}` |")), "{path}");
    }
}

#[test]
fn bundles() {
    let night = Night::new();
    let note = night.scene.cosigned(600);
    let good = night.bundle(&[], &note);
    let quiet = night.bundle(&[FieldId::PERSON, FieldId::JUSTIFICATION], &note);
    let mut nobodys = good.clone();
    nobodys.keys[0].person = "pt-chief".to_owned();
    let mut gone = good.clone();
    gone.entries[5] = night.scene.gone(6, None, &note);
    let other = night.scene.rewritten(|all| all[5].leaf.erase_day += 1);
    let forged = other.bundle(&[5], &[], &other.checkpoint());
    let earlier = night.scene.rewritten(|all| all.truncate(5)).cosigned(700);
    let mut cases = Vec::new();
    for (name, bundle, kept) in [
        ("whole", &good, None),
        ("withheld", &quiet, None),
        ("key of somebody else", &nobodys, None),
        ("erased before its day", &gone, None),
        ("without witnesses", &forged, None),
        ("two histories", &forged, Some(note.clone())),
        ("backdated", &good, Some(earlier)),
    ] {
        let kept: Vec<Kept> =
            kept.into_iter().map(|note| Kept { name: "kept".to_owned(), note }).collect();
        let findings = bundle.verify(&trust().and_kept(kept.clone()));
        let lines: Vec<Value> = findings
            .iter()
            .map(|one| json!([format!("{:?}", one.state).to_lowercase(), one.check, one.text]))
            .collect();
        cases.push(json!({
            "name": name,
            "policy": policy("all"),
            "kept": kept.iter().map(|kept| kept.note.as_str()).collect::<Vec<_>>(),
            "files": files(bundle),
            "failed": failed(&findings),
            "lines": lines,
        }));
    }
    let mut altered = files(&good);
    let keys = altered["keys.json"].as_str().unwrap().replace("pt-chief", "pt-other");
    altered["keys.json"] = keys.into();
    cases.push(json!({
        "name": "a file that is not the one listed", "policy": policy("all"), "kept": [],
        "files": altered, "failed": ["manifest"], "lines": [],
    }));
    let about =
        "Bundles under a policy and checkpoints kept: the checks that fail, in their order.";
    golden("bundle", about, cases);
}

#[test]
fn receipts() {
    let night = Night::new();
    let note = night.scene.cosigned(600);
    let mut cases = Vec::new();
    for (name, withheld) in [
        ("every field shown", &[][..]),
        ("some fields withheld", &[FieldId::PERSON, FieldId::PARTNER]),
        ("the digest withheld", &[FieldId::RECORD_SHA256]),
    ] {
        let line = night.scene.line(4, withheld, &note);
        let samen_audit::bundle::Line::Shown(mut receipt) = line else {
            panic!("entry 4 is shown");
        };
        let keys = [log_signer().verifier()];
        let mut add = |name: &str, receipt: &samen_audit::receipt::Receipt, record: &str| {
            let outcome =
                receipt.verify(&keys, Some(record).filter(|r| !r.is_empty()).map(str::as_bytes));
            cases.push(json!({
                "name": name,
                "log_key": keys[0].to_string(),
                "receipt": receipt.encode(),
                "record": record,
                "holds": outcome.is_ok(),
                "entry_k": hex(&sha256(&[b"key of entry ", &4u64.to_be_bytes()[..]].concat())),
            }));
        };
        let is_quiet = withheld.contains(&FieldId::RECORD_SHA256);
        add(name, &receipt, if is_quiet { "" } else { &night.record });
        receipt.witnesses_missing = vec!["police".to_owned()];
        add(&format!("{name}, a witness missing"), &receipt, "");
        receipt.witnesses_missing.clear();
        receipt.proof.index = 5;
        add(&format!("{name}, at another place"), &receipt, "");
        receipt.proof.index = 4;
        receipt.leaf[19] ^= 1;
        add(&format!("{name}, with another erase day"), &receipt, "");
    }
    golden(
        "receipt",
        "Receipts: whether all checks hold; with the record when one is given.",
        cases,
    );
}
