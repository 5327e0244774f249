//! Policies as the format describes them, and every way of writing one wrongly.

use super::*;
use crate::cosignature::WitnessSigner;
use crate::hash::EMPTY_ROOT;
use crate::note::{KeyError, NoteError, NoteSignature, NoteSigner};

const ORIGIN: &str = "nl.example/audit/2026";

fn log() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[1; 32]).unwrap()
}

fn witness(name: &str) -> WitnessSigner {
    let seed = crate::hash::sha256(name.as_bytes());
    WitnessSigner::from_seed(&format!("w.example/{name}"), &seed).unwrap()
}

fn line(name: &str) -> String {
    format!("witness {name} {}\n", witness(name).key())
}

/// The example of C2SP `tlog-policy`, with keys.
fn example() -> String {
    let mut out = format!("log {}\n\n", log().verifier());
    ["X1", "X2", "X3"].iter().for_each(|name| out += &line(name));
    out += "group X-witnesses 2 X1 X2 X3\n\n";
    ["Y1", "Y2", "Y3"].iter().for_each(|name| out += &line(name));
    out + "group Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
}

fn parse(text: &str) -> Result<Policy, PolicyError> {
    Policy::parse(text.as_bytes())
}

fn keys(names: &[&str]) -> Vec<WitnessKey> {
    names.iter().map(|name| witness(name).key().clone()).collect()
}

fn signed(lines: &[NoteSignature]) -> String {
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size: 0, root: EMPTY_ROOT };
    let mut note = Note::sign(&checkpoint.to_text(), &[&log()]);
    note.signatures.extend_from_slice(lines);
    note.encode()
}

fn cosigned(names: &[&str]) -> String {
    let text = Note::parse(&signed(&[])).unwrap().text;
    let lines: Vec<NoteSignature> =
        (100..).zip(names).map(|(time, name)| witness(name).cosign(&text, time)).collect();
    signed(&lines)
}

#[test]
fn the_example_demands_two_of_one_kind_and_one_of_the_other() {
    let policy = parse(&example()).unwrap();
    assert_eq!(policy.encode(), example());
    assert_eq!((policy.logs().len(), policy.witnesses().len()), (1, 6));
    for (names, met) in [
        (&["X1", "X2", "Y1"][..], true),
        (&["X3", "X1", "Y3", "Y2"], true),
        (&["X1", "X2", "X3", "Y1", "Y2", "Y3"], true),
        (&["X1", "Y1"], false),
        (&["X1", "X1", "Y1"], false),
        (&["X1", "X2", "X3"], false),
        (&["Y1", "Y2", "Y3"], false),
        (&["X1", "X2", "stranger"], false),
        (&[], false),
    ] {
        assert_eq!(policy.is_met_by(&keys(names)), met, "{names:?}");
        let judged = policy.judge(&cosigned(names)).unwrap();
        assert_eq!(judged.met, met, "{names:?}");
        let checked = policy.check(&cosigned(names)).map(|judged| judged.checkpoint.size);
        assert_eq!(checked, if met { Ok(0) } else { Err(JudgeError::NoQuorum) });
    }
}

#[test]
fn who_cosigned_and_who_is_missing_is_told() {
    let policy = parse(&example()).unwrap();
    let judged = policy.judge(&cosigned(&["Y2", "X3"])).unwrap();
    assert_eq!(judged.cosigned, [("X3".to_owned(), 101), ("Y2".to_owned(), 100)]);
    assert_eq!(judged.missing, ["X1", "X2", "Y1", "Y3"]);
    assert_eq!(judged.quorum_time_s, None);
    // The same public key under another name is not the witness of the policy.
    let seed = crate::hash::sha256(b"Y2");
    let renamed = WitnessSigner::from_seed("w.example/other", &seed).unwrap();
    assert!(!parse(&(line("Y2") + "quorum Y2\n")).unwrap().is_met_by(&[renamed.key().clone()]));
}

#[test]
fn a_quorum_is_as_fresh_as_the_last_witness_that_it_needs() {
    let policy = parse(&example()).unwrap();
    let time = |names: &[&str]| policy.judge(&cosigned(names)).unwrap().quorum_time_s;
    // Times are 100, 101, ... in the order given.
    assert_eq!(time(&["X1", "X2", "Y1"]), Some(100));
    assert_eq!(time(&["X1", "Y1", "X2", "X3"]), Some(101));
    assert_eq!(time(&["Y1", "X1", "X2", "X3", "Y2"]), Some(102));
    let lone = Policy::without_witnesses(log().verifier());
    assert_eq!(lone.judge(&cosigned(&["X1"])).unwrap().quorum_time_s, None);
    let free = parse(&example().replace("quorum X-and-Y", "quorum none")).unwrap();
    assert_eq!(free.judge(&cosigned(&["X1", "Y1"])).unwrap().quorum_time_s, Some(101));
}

#[test]
fn a_bad_line_spoils_the_checkpoint() {
    let policy = parse(&example()).unwrap();
    let wrong = witness("X1").cosign("another text\n", 5);
    assert_eq!(
        policy.judge(&signed(&[wrong])),
        Err(JudgeError::Cosignature(CosignatureError::BadSignature))
    );
    let unsigned = CheckpointError::Note(NoteError::NotSigned);
    let other = NoteSigner::from_seed(ORIGIN, &[2; 32]).unwrap();
    let foreign = Checkpoint { origin: ORIGIN.to_owned(), size: 0, root: EMPTY_ROOT }.sign(&other);
    assert_eq!(policy.judge(&foreign), Err(JudgeError::Checkpoint(unsigned)));
    let logless = parse("quorum none\n").unwrap();
    assert_eq!(logless.judge(&signed(&[])), Err(JudgeError::Checkpoint(unsigned)));
    assert!(logless.is_met_by(&[]));
}

#[test]
fn one_log_alone_is_a_policy_too() {
    let policy = Policy::without_witnesses(log().verifier());
    assert!(policy.check(&signed(&[])).unwrap().missing.is_empty());
    assert_eq!(parse(&policy.encode()), Ok(policy));
}

#[test]
fn urls_blanks_comments_and_other_octets_are_taken() {
    let mut file = format!(
        "# a comment\n \t# another one \u{e9}\n\n  \t \n\tlog\t {}  https://log.example/ \n",
        log().verifier()
    )
    .into_bytes();
    // Two names that print alike and are not the same octets.
    file.extend(b"witness \xff ");
    file.extend(format!("{} https://w.example\n", witness("a").key()).bytes());
    file.extend(b"witness \xfe ");
    file.extend(format!("{}\n", witness("b").key()).bytes());
    file.extend(b"quorum \xfe\n");
    let policy = Policy::parse(&file).unwrap();
    assert_eq!(policy.as_bytes(), file);
    assert_eq!(policy.logs()[0].url.as_deref(), Some("https://log.example/"));
    assert_eq!(policy.witnesses()[0].url.as_deref(), Some("https://w.example"));
    assert_eq!(policy.witnesses()[1].url, None);
    assert_eq!(policy.witnesses()[1].name, "\u{fffd}");
    assert!(policy.is_met_by(&keys(&["b"])) && !policy.is_met_by(&keys(&["a"])));
}

#[test]
fn quorums_of_one_of_a_group_of_groups_and_of_none() {
    let two = line("A") + &line("B");
    for (tail, alone, both) in [
        ("quorum none\n", true, true),
        ("quorum A\n", true, true),
        ("quorum B\n", false, true),
        ("group G 1 A B\nquorum G\n", true, true),
        ("group G 2 A B\nquorum G\n", false, true),
        ("group G any A\ngroup H all G B\nquorum H\n", false, true),
        ("group G any A\ngroup H all G B\nquorum G\n", true, true),
        // The quorum may stand above lines that it does not need.
        ("quorum A\ngroup G all A B\n", true, true),
    ] {
        let policy = parse(&(two.clone() + tail)).unwrap();
        assert_eq!(policy.is_met_by(&keys(&["A"])), alone, "{tail}");
        assert_eq!(policy.is_met_by(&keys(&["A", "B"])), both, "{tail}");
    }
}

#[test]
fn wrong_lines_are_named() {
    use PolicyErrorKind as Kind;
    let (log, a, b) = (log().verifier().to_string(), line("A"), line("B"));
    let same_key = a.replace("witness A", "witness C");
    let as_log = format!("log {}\n", witness("A").key());
    let as_witness = format!("witness A {log}\n");
    let cases = [
        ("", 0, Kind::NoQuorum),
        ("#\n", 0, Kind::NoQuorum),
        ("quorum none", 1, Kind::CutOff),
        ("\nquorum none\nlog", 3, Kind::CutOff),
        ("quorum none\r\n", 1, Kind::Control),
        ("# \u{7f}\nquorum none\n", 1, Kind::Control),
        ("quorum none\nquorum none\n", 2, Kind::SecondQuorum),
        ("quorum\n", 1, Kind::Items),
        ("quorum none none\n", 1, Kind::Items),
        ("quorum A\n", 1, Kind::UnknownName),
        ("Quorum none\n", 1, Kind::Keyword),
        ("quorum\u{a0}none\n", 1, Kind::Keyword),
        ("log\n", 1, Kind::Items),
        ("log x\n", 1, Kind::Key(KeyError::Malformed)),
        (&format!("log {log} url more\n"), 1, Kind::Items),
        (&format!("log {log}\nlog {log}\n"), 2, Kind::DuplicateKey),
        (&as_log, 1, Kind::Key(KeyError::Type)),
        (&as_witness, 1, Kind::Key(KeyError::Type)),
        ("witness A\n", 1, Kind::Items),
        (&format!("{a}{same_key}"), 2, Kind::DuplicateKey),
        (&format!("{a}{}", b.replace(" B ", " A ")), 2, Kind::NameTaken),
        (&a.replace(" A ", " none "), 1, Kind::NameTaken),
        (&format!("{a}group A any A\n"), 2, Kind::NameTaken),
        (&format!("{a}group none any A\n"), 2, Kind::NameTaken),
        (&format!("{a}group G any\n"), 2, Kind::Items),
        (&format!("{a}group G\n"), 2, Kind::Items),
        (&format!("{a}group G any none\n"), 2, Kind::UnknownName),
        (&format!("{a}group G any G\n"), 2, Kind::UnknownName),
        (&format!("{a}group G any B\n{b}"), 2, Kind::UnknownName),
        (&format!("{a}group G any A A\n"), 2, Kind::MemberTwice),
        (&format!("{a}group G any A\ngroup H any A\n"), 3, Kind::MemberTwice),
        (&format!("{a}{b}group G 0 A B\n"), 3, Kind::Threshold),
        (&format!("{a}{b}group G 3 A B\n"), 3, Kind::Threshold),
        (&format!("{a}{b}group G 01 A B\n"), 3, Kind::Threshold),
        (&format!("{a}{b}group G -1 A B\n"), 3, Kind::Threshold),
        (&format!("{a}{b}group G ALL A B\n"), 3, Kind::Threshold),
        (&format!("{a}{b}group G 18446744073709551617 A B\n"), 3, Kind::Threshold),
    ];
    for (file, line, kind) in cases {
        assert_eq!(parse(file), Err(PolicyError { line, kind }), "{file}");
    }
    let large = vec![b'\n'; MAX_POLICY_BYTES + 1];
    let too_large = PolicyError { line: 0, kind: Kind::TooLarge };
    assert_eq!(Policy::parse(&large), Err(too_large));
}

#[test]
fn budgets_hold_above_what_the_format_recommends() {
    let mut file = String::new();
    for n in 0..MAX_EACH {
        file += &line(&format!("w{n}"));
        file += &format!("group g{n} any w{n}\n");
        let seed = crate::hash::sha256(n.to_string().as_bytes());
        file += &format!("log {}\n", NoteSigner::from_seed("l", &seed).unwrap().verifier());
    }
    file += "quorum none\n";
    assert!(parse(&file).is_ok());
    let kind = PolicyErrorKind::TooMany;
    let refused = Err(PolicyError { line: 3 * MAX_EACH + 2, kind });
    assert_eq!(parse(&(file.clone() + &line("more"))), refused);
    assert_eq!(parse(&(file.clone() + "group more any g1\n")), refused);
    assert_eq!(parse(&(file + &format!("log {}\n", log().verifier()))), refused);
}

#[test]
fn errors_show_the_line_and_nothing_of_the_file() {
    let error = parse("\nlog secret-word\n").unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.starts_with("line 2 of the policy") && !shown.contains("secret"));
}
