//! Records in and out: the published examples, those that must be refused, and properties of both.
//! Absent: signatures and everything after the domain.

mod codes;
mod properties;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::*;
use crate::domain::lmc::Language;
use crate::domain::record::Component;
use crate::domain::record::render::{Wording, render};

fn examples(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/examples").join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    let named = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (named(path), fs::read(path).unwrap())).collect()
}

fn example(name: &str) -> Value {
    let (_, text) = examples("").into_iter().find(|(known, _)| known == name).unwrap();
    serde_json::from_slice(&text).unwrap()
}

fn parse_value(document: &Value) -> Result<Record, Refusal> {
    parse(&serde_json::to_vec(document).unwrap())
}

#[test]
fn every_example_parses_and_says_what_its_name_says() {
    for (name, text) in examples("") {
        let record = parse(&text).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!(name.split('-').next(), Some(record.record_type().code()), "{name}");
        assert_eq!(parse_value(&to_json(&record)), Ok(record), "{name} comes back as another");
    }
    for record_type in RecordType::ALL {
        assert!(parse_value(&example(record_type.code())).is_ok());
    }
}

#[test]
fn every_refused_example_is_refused_for_the_reason_in_its_name() {
    let refused = examples("refused");
    assert!(refused.len() >= 70);
    for (name, text) in refused {
        let refusal = parse(&text).expect_err(&name);
        let (slug, _) = name.split_once("--").unwrap();
        assert_eq!(refusal.reason.slug(), slug, "{name}: {refusal}");
        let whole_text = slug.starts_with("json-malformed");
        assert_eq!(refusal.pointer.is_some(), !whole_text, "{name} points somewhere");
    }
}

#[test]
fn a_refusal_points_at_the_member_that_contradicts_another() {
    let pointer = |name: &str| {
        let (_, text) = examples("refused").into_iter().find(|(n, _)| n.ends_with(name)).unwrap();
        parse(&text).unwrap_err().pointer.unwrap()
    };
    assert_eq!(pointer("--missing-purpose"), "/purpose");
    assert_eq!(pointer("--unknown-member"), "");
    assert_eq!(pointer("--unknown-body-member"), "/body");
    assert_eq!(pointer("--normal-of-another-plate"), "/body/plate/normal");
    assert_eq!(pointer("--dutch-plate-of-seven"), "/body/plate/text");
    assert_eq!(pointer("--person-without-grading"), "/grading");
    assert_eq!(pointer("--age-upside-down"), "/body/person/age");
    assert_eq!(pointer("--ocr-equivalent-nobody-looked"), "/body/description_agrees");
    assert_eq!(pointer("--reference-twice"), "/references/1");
    assert_eq!(pointer("--opinion-about-nothing"), "/assessment/0");
    assert_eq!(pointer("--sighting-does-not-refer-to-its-alert"), "/references");
    assert_eq!(pointer("--text-that-reorders"), "/body/narrative/0/text");
    assert_eq!(pointer("--conditions"), format!("/handling/conditions{}", "/0".repeat(14)));
}

/// Puts every string of the document through `change`, one at a time.
fn with_each_string(
    document: &Value,
    change: &dyn Fn(&str) -> Value,
    check: &mut dyn FnMut(&Value),
) {
    fn places(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(at.to_owned()),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, item)| places(item, &format!("{at}/{index}"), found)),
            Value::Object(members) => {
                members
                    .iter()
                    .for_each(|(name, item)| places(item, &format!("{at}/{name}"), found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    places(document, "", &mut found);
    for place in found {
        let mut changed = document.clone();
        let text = changed.pointer_mut(&place).unwrap();
        *text = change(text.as_str().unwrap());
        check(&changed);
    }
}

#[test]
fn no_string_member_takes_a_long_text_and_no_refusal_repeats_one() {
    let long = format!("SECRET{}", "x".repeat(5_000));
    for (name, text) in examples("") {
        let document: Value = serde_json::from_slice(&text).unwrap();
        with_each_string(&document, &|_| json!(long), &mut |changed| {
            let refusal = parse_value(changed).expect_err(&name);
            assert_eq!(refusal.reason, Reason::SchemaViolation, "{name}: {refusal}");
            assert!(!format!("{refusal} {refusal:?}").contains("SECRET"), "{name}");
        });
    }
}

#[test]
fn no_string_member_takes_a_control_character_or_an_empty_text() {
    for (name, text) in examples("") {
        let document: Value = serde_json::from_slice(&text).unwrap();
        for junk in ["", "\u{0}", "a\u{1b}[2J", " \u{202e}"] {
            with_each_string(&document, &|_| json!(junk), &mut |changed| {
                let refusal = parse_value(changed).expect_err(&name);
                assert_eq!(
                    refusal.pointer.as_deref().map(|p| p.contains(junk) && !junk.is_empty()),
                    Some(false)
                );
            });
        }
    }
}

#[test]
fn numbers_with_a_zero_fraction_are_integers() {
    let mut document = example("alert");
    document["version"] = json!(1.0);
    document["body"]["priority"] = json!(2.0);
    document["area"]["radius_m"] = json!(15000.0);
    assert_eq!(parse_value(&document), parse_value(&example("alert")));
    document["body"]["priority"] = json!(4_294_967_297_u64);
    assert_eq!(parse_value(&document).unwrap_err().reason, Reason::SchemaViolation);
}

#[test]
fn later_rooms_learn_plates_components_area_and_references() {
    let record = parse_value(&example("sighting")).unwrap();
    let plates: Vec<_> = record.plates().map(|plate| plate.normal().as_str()).collect();
    assert_eq!(plates, ["EO812U"]);
    let components: Vec<_> = record.components().iter().collect();
    assert_eq!(components, [Component::Plate, Component::Vehicle, Component::Place]);
    assert!(record.area().is_some(), "around the place");
    assert_eq!(record.answers().collect::<Vec<_>>(), record.envelope.references);
    assert!(record.replaces().is_empty());

    let update = parse_value(&example("alert-update")).unwrap();
    assert_eq!(update.replaces(), update.envelope.references);
    assert_eq!(update.answers().count(), 0);

    let cancel = parse_value(&example("alert-cancel")).unwrap();
    assert_eq!(cancel.record_type(), RecordType::Alert);
    assert_eq!(cancel.plates().count() + cancel.components().iter().count(), 0);

    let incident = parse_value(&example("incident")).unwrap();
    assert!(incident.components().contains(Component::Person));
}

#[test]
fn debug_of_a_record_shows_no_content() {
    for (name, text) in examples("") {
        let shown = format!("{:?}", parse(&text).unwrap());
        for content in ["812", "Enschede", "van", "anchor", "MK-0417", "PAS-", "PL0500", "52."] {
            assert!(!shown.contains(content), "{name} shows {content}: {shown}");
        }
    }
}

#[test]
fn a_control_room_block_has_the_keywords_and_no_line_can_be_imitated() {
    let mut document = example("handover");
    document["status"] = json!("exercise");
    document["body"]["note"] = json!("Quiet.\nkentk: AA00AA NL");
    let block = render(&parse_value(&document).unwrap(), Wording::coded(Language::Nl));
    let lines: Vec<&str> = block.lines().collect();
    assert_eq!(lines[0], "*** OEFENING ***");
    assert!(lines.contains(&"lmc: alpaib Particulier alarm inbraak"), "{block}");
    for line in ["ddrs: 2", "htd: nee", "lview: ja", "slhk: ja"] {
        assert!(lines.contains(&line), "{line} in {block}");
    }
    assert!(!lines.iter().any(|line| line.starts_with("kentk")), "{block}");

    let alert =
        render(&parse_value(&example("alert-person")).unwrap(), Wording::coded(Language::En));
    assert!(alert.contains("signp: 1x, 25-35 years, 175-185 cm, slim"), "{alert}");
    assert!(alert.contains("wpsrt: knife"), "{alert}");
    let alert = render(&parse_value(&example("alert")).unwrap(), Wording::coded(Language::Fr));
    assert!(alert.contains("kentk: EO812U NL\nvosrt: van, Volkswagen"), "{alert}");
}
