//! Every text stands in every language, every key that a page uses has one, and none is left over.
//! Absent: whether a translation is good.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use samen_audit::leaf::FieldId;

use super::*;
use crate::domain::action::{Action, Operation};
use crate::domain::misuse::Sign;
use crate::domain::party::{PartnerKind, Role, Standing};
use crate::domain::purpose::Purpose;
use crate::domain::reading::{ReasonCode, UseCode};
use crate::domain::record::alert::{AlertAction, AlertReason, Warning};
use crate::domain::record::answer::{CancelReason, OutcomeCode, ReceiptState};
use crate::domain::record::grading::SubjectCategory;
use crate::domain::record::handover::{AnprList, HandoverKind, HandoverState};
use crate::domain::record::incident::NarrativePart;
use crate::domain::record::person::{
    Behavior, Build, Eyes, FacialHair, Glasses, HairColor, HairLength, Layer, WeaponKind,
};
use crate::domain::record::sighting::{Agreement, Heading, Match, Method, SightingKind};
use crate::domain::record::vehicle::{BodyStyle, Color, VehicleKind};
use crate::domain::record::{HandlingCode, RecordType, Status};
use crate::domain::review::Verdict;
use crate::http::console::navigation;
use crate::wire::record::parse;

/// Members of what is asked of the exchange, as entries keep it.
const ASKED: [&str; 25] = [
    "plate",
    "record",
    "partner",
    "person",
    "purpose",
    "grant",
    "case",
    "operation",
    "action",
    "from",
    "to",
    "type",
    "types",
    "status",
    "area",
    "answers_to",
    "seed",
    "size",
    "year",
    "month",
    "open",
    "recount",
    "records",
    "withhold",
    "population",
];

/// All the words of each language.
fn files() -> [(Language, String); 3] {
    [(Language::Nl, NL), (Language::Fr, FR), (Language::En, EN)]
        .map(|(language, files)| (language, files.concat()))
}

/// Families of labels: a family that is used has a text for each of its codes.
fn families() -> Vec<(&'static str, Vec<&'static str>)> {
    macro_rules! all {
        ($($family:literal $codes:ty,)*) => {
            vec![$(($family, <$codes>::ALL.iter().map(|code| code.code()).collect()),)*]
        };
    }
    let standing = ("standing", vec!["in-force", "updated", "recalled", "expired"]);
    let mut families = all! {
        "purpose" Purpose,
        "reading-reason" ReasonCode,
        "status" Status,
        "role" Role,
        "record-type" RecordType,
        "alert-reason" AlertReason,
        "alert-action" AlertAction,
        "warning" Warning,
        "vehicle-kind" VehicleKind,
        "color" Color,
        "body-style" BodyStyle,
        "build" Build,
        "hair-color" HairColor,
        "hair-length" HairLength,
        "facial-hair" FacialHair,
        "eyes" Eyes,
        "glasses" Glasses,
        "layer" Layer,
        "weapon" WeaponKind,
        "behavior" Behavior,
        "sighting-kind" SightingKind,
        "method" Method,
        "match" Match,
        "agreement" Agreement,
        "heading" Heading,
        "handover-kind" HandoverKind,
        "handover-state" HandoverState,
        "anpr-list" AnprList,
        "outcome" OutcomeCode,
        "receipt" ReceiptState,
        "cancel-reason" CancelReason,
        "narrative" NarrativePart,
        "partner-kind" PartnerKind,
        "partner-standing" Standing,
        "handling" HandlingCode,
        "subject" SubjectCategory,
    };
    families.push(standing);
    families.push(("thread", vec!["open", "busy", "answered"]));
    families.push(("delivery", vec!["sent", "delivered", "read", "deleted"]));
    families.push(("move", vec!["accepted", "declined", "completed"]));
    families.push(("waiting", vec!["person", "standing", "certificate", "key", "partner"]));
    families.push(("nav", navigation::names()));
    families.push(("about", navigation::names()));
    families.extend(of_oversight());
    families
}

/// Families of the pages of a data protection officer. A dot or underscore of a code is a dash in its key.
fn of_oversight() -> Vec<(&'static str, Vec<&'static str>)> {
    let key = |code: &str| -> &'static str { code.replace(['.', '_'], "-").leak() };
    let signs = || Sign::ALL.iter().map(|sign| sign.code()).collect();
    let grounds = || vec!["led-15-1-a", "led-15-1-b", "led-15-1-c"];
    let fields = FieldId::ALL.iter().filter_map(|field| field.name());
    vec![
        ("use-code", UseCode::ALL.iter().map(|code| code.code()).collect()),
        ("operation", Operation::ALL.iter().map(|operation| operation.code()).collect()),
        ("verdict", Verdict::ALL.iter().map(|verdict| verdict.code()).collect()),
        ("deed", Action::ALL.iter().map(|action| key(action.code())).collect()),
        ("field", fields.map(key).collect()),
        ("sign", signs()),
        ("sign-means", signs()),
        ("measured", signs()),
        ("ground", grounds()),
        ("ground-short", grounds()),
        ("completion", vec!["deleted", "due", "late"]),
        ("recall-kind", vec!["recall", "correction"]),
        ("asked", ASKED.iter().copied().map(key).collect()),
    ]
}

fn keys(file: &str) -> BTreeSet<String> {
    let starts = file.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    starts.map(|line| line.split(" =").next().unwrap().to_owned()).collect()
}

/// The sources and templates of the console, without its tests and texts.
fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            sources(&path, found);
        } else if (name.ends_with(".rs") && name != "tests.rs") || name.ends_with(".html") {
            found.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// Words in quotes that look like keys.
fn quoted(source: &str) -> BTreeSet<String> {
    let key = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    source.split('"').filter(key).map(str::to_owned).collect()
}

#[test]
fn every_key_stands_in_every_language_once_and_in_order() {
    let dutch = keys(&NL.concat());
    for (language, file) in files() {
        let resource = FluentResource::try_new(file.clone());
        assert!(resource.is_ok(), "{language:?}: {:?}", resource.err().map(|(_, errors)| errors));
        let lines = file.lines().filter(|line| line.contains(" = ")).count();
        assert_eq!(keys(&file).len(), lines, "{language:?}: a key stands twice");
        assert_eq!(keys(&file), dutch, "{language:?} against Dutch");
    }
}

#[test]
fn every_key_that_a_page_uses_is_there_and_none_is_left_over() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/console");
    let mut source = String::new();
    sources(&folder, &mut source);
    let mut used = quoted(&source);
    for (family, codes) in families() {
        used.extend(codes.iter().map(|code| format!("{family}-{code}")));
    }
    let known = keys(&NL.concat());
    let left: Vec<_> = known.difference(&used).collect();
    assert!(left.is_empty(), "used by no page: {left:?}");
    // A call names its key as a literal, so that this test sees it.
    for call in [".t(\"", ".with(\"", ".count(\""] {
        for part in source.split(call).skip(1) {
            let key = part.split('"').next().unwrap();
            assert!(known.contains(key), "no text for {key}");
        }
    }
    for part in source.split("label(\"").skip(1) {
        let family = part.split('"').next().unwrap();
        assert!(families().iter().any(|(known, _)| *known == family), "no family {family}");
    }
    for (family, codes) in families() {
        for code in codes {
            assert!(known.contains(&format!("{family}-{code}")), "no text for {family}-{code}");
        }
    }
}

#[test]
fn every_refusal_is_told_in_every_language() {
    for file in [NL_REFUSALS, FR_REFUSALS] {
        assert!(FluentResource::try_new(file.to_owned()).is_ok());
        let wanted: BTreeSet<String> =
            Reason::ALL.iter().map(|reason| format!("refusal-{}", reason.slug())).collect();
        let found = keys(file);
        let missing: Vec<_> = wanted.symmetric_difference(&found).collect();
        assert!(missing.is_empty(), "missing or left over: {missing:?}");
        assert_eq!(file.matches("\n    .advice = ").count(), found.len());
    }
}

#[test]
fn values_stand_bare_in_their_texts() {
    assert_eq!(Words(Language::Nl).with("priority", 2), "Prioriteit 2");
    assert_eq!(Words(Language::Fr).label("alert-reason", "burglary"), "Cambriolage");
    let (title, _) = Words(Language::Nl).refusal(Reason::ActionNotAllowed);
    assert_eq!(title, "Uw rol mag dit niet.");
}

#[test]
fn the_text_for_the_control_room_is_in_the_language_of_the_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/examples");
    let examples: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    assert!(examples.len() > 10);
    for path in examples {
        let record = parse(&fs::read(&path).unwrap()).unwrap();
        for (language, _) in files() {
            let block = Words(language).block(&record);
            // A code without words would show its key.
            for (family, code) in families()
                .iter()
                .flat_map(|(family, codes)| codes.iter().map(move |it| (family, it)))
            {
                assert!(
                    !block.contains(&format!("{family}-{code}")),
                    "{}: {block}",
                    path.display()
                );
            }
            if path.ends_with("alert.json") && language == Language::Nl {
                assert!(block.contains("melding: Inbraak; "), "{block}");
                assert!(block.contains("actie: Bel direct de meldkamer (P2)"), "{block}");
                assert!(block.contains("vosrt: Bestelbus, "), "{block}");
            }
        }
    }
}
