//! Properties of records in and out: whatever parses comes back the same, and nothing makes it panic.
//! Absent: single cases (the room around this one).

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{parse, to_json};
use super::{example, examples, parse_value};

/// One change to a document: where, counted over all members, and what to do there.
fn change(document: &mut Value, choice: usize, junk: &Value) {
    fn visit(value: &mut Value, left: &mut usize, junk: &Value) -> bool {
        let inner: Vec<&mut Value> = match value {
            Value::Object(members) => {
                let name = members.keys().nth(*left).cloned();
                if let Some(name) = name {
                    match junk {
                        Value::Null => drop(members.remove(&name)),
                        junk => drop(members.insert(name, junk.clone())),
                    }
                    return true;
                }
                *left -= members.len();
                members.values_mut().collect()
            }
            Value::Array(items) => items.iter_mut().collect(),
            _ => return false,
        };
        inner.into_iter().any(|inner| visit(inner, left, junk))
    }
    visit(document, &mut { choice }, junk);
}

fn junk() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => Just(Value::Null),
        1 => any::<i64>().prop_map(|number| json!(number)),
        1 => (0..10_u32).prop_map(|number| json!(f64::from(number))),
        1 => any::<f64>().prop_map(|number| json!(number)),
        2 => "[ -~\\n]{0,30}".prop_map(|text| json!(text)),
        1 => any::<bool>().prop_map(|answer| json!(answer)),
        1 => Just(json!([])),
        1 => Just(json!({})),
    ]
}

proptest! {
    #[test]
    fn whatever_parses_comes_back_as_the_same_record(
        choice in 0..13_usize,
        changes in prop::collection::vec((0..60_usize, junk()), 0..4),
    ) {
        let all = examples("");
        let mut document: Value = serde_json::from_slice(&all[choice % all.len()].1).unwrap();
        for (place, junk) in &changes {
            change(&mut document, *place, junk);
        }
        if let Ok(record) = parse_value(&document) {
            let written = serde_json::to_vec(&to_json(&record)).unwrap();
            prop_assert_eq!(parse(&written), Ok(record));
        }
    }

    #[test]
    fn coordinates_come_back_as_they_were(lat in -90.0..90.0_f64, lon in -180.0..180.0_f64) {
        let mut document = example("alert");
        document["area"]["coordinates"] = json!([lon, lat]);
        let record = parse_value(&document).unwrap();
        prop_assert_eq!(parse_value(&to_json(&record)), Ok(record));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn no_flipped_byte_makes_it_panic(choice in 0..13_usize, at in 0..3_000_usize, byte in any::<u8>()) {
        let all = examples("");
        let mut text = all[choice % all.len()].1.clone();
        let at = at % text.len();
        text[at] = byte;
        if let Ok(record) = parse(&text) {
            prop_assert_eq!(parse_value(&to_json(&record)), Ok(record));
        }
    }
}
