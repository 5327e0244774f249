//! Documents of readers, as they document them, and what else may come in their place. Absent: the
//! listener (`http::edge`).

use proptest::prelude::*;

use super::*;
use crate::domain::matcher::{MOST_GUESSES, Read};

const LINE: &str = include_str!("../../../tests/fixtures/anpr/line.json");
const RESULTS: &str = include_str!("../../../tests/fixtures/anpr/openalpr_results.json");
const ALPR: &str = include_str!("../../../tests/fixtures/anpr/openalpr_alpr.json");
const GROUP: &str = include_str!("../../../tests/fixtures/anpr/openalpr_group.json");
const HEARTBEAT: &str = include_str!("../../../tests/fixtures/anpr/openalpr_heartbeat.json");
const SNAPSHOT: &str = include_str!("../../../tests/fixtures/anpr/plate_recognizer_snapshot.json");
const STREAM: &str = include_str!("../../../tests/fixtures/anpr/plate_recognizer_stream.json");
const VEHICLE: &str = include_str!("../../../tests/fixtures/anpr/plate_recognizer_vehicle.json");

/// The moment in the documents, 2026-11-22T21:04:05.250Z.
const AT: i64 = 1_795_381_445_250;

fn plates(read: &Read) -> Vec<(&str, Option<u32>)> {
    let guesses = read.guesses().iter();
    guesses.map(|g| (g.plate.as_str(), g.confidence_percent.map(Whole::get))).collect()
}

fn around(read: &Read) -> (Option<&str>, Option<&str>, Option<i64>) {
    let country = read.country.as_ref().map(Country::code);
    (country, read.camera.as_ref().map(Line::as_str), read.at.map(Timestamp::as_ms))
}

fn countries(reads: &[Read]) -> Vec<Option<&str>> {
    reads.iter().map(|read| read.country.as_ref().map(Country::code)).collect()
}

#[test]
fn a_line_of_our_own_has_guesses_and_where_and_when() {
    let read = line(LINE.as_bytes()).unwrap();
    let guesses = [("GB12CD", Some(92)), ("G812CD", Some(71)), ("GB12CO", None)];
    assert_eq!(plates(&read), guesses);
    assert_eq!(around(&read), (Some("NL"), Some("gate-2"), Some(AT)));
}

#[test]
fn a_line_needs_one_plate_and_nothing_else() {
    assert!(line(br#"{"plate":"ab12cd"}"#).is_ok());
    assert!(line(br#"{"candidates":[{"plate":"ab12cd"}]}"#).is_ok());
    for without in [
        r#"{}"#,
        r#"{"plate":null}"#,
        r#"{"plate":"?"}"#,
        r#"{"plate":12}"#,
        r#"{"plate":["AB12CD"]}"#,
        r#"{"plate":"","candidates":[]}"#,
    ] {
        assert_eq!(line(without.as_bytes()), Err(InvalidRead::NoPlate), "{without}");
    }
}

#[test]
fn openalpr_gives_one_reading_a_vehicle() {
    let reads = openalpr(RESULTS.as_bytes()).unwrap();
    let guesses = [("GB12CD", Some(93)), ("G812CD", Some(83)), ("GB12C", Some(79))];
    assert_eq!(plates(&reads[0]), guesses);
    assert_eq!(around(&reads[0]), (Some("NL"), Some("16488027"), Some(AT)));
    assert_eq!(plates(&reads[1]), [("1ABC234", Some(81))]);
    assert_eq!(around(&reads[1]), (Some("BE"), Some("16488027"), Some(AT)));
    assert_eq!(reads.len(), 2);

    let reads = openalpr(ALPR.as_bytes()).unwrap();
    assert_eq!(plates(&reads[0]), [("99XXX9", Some(89)), ("99XXXX", Some(76))]);
    assert_eq!(around(&reads[0]), (None, None, Some(AT)));
}

#[test]
fn a_group_of_openalpr_is_one_vehicle_and_a_heartbeat_none() {
    let reads = openalpr(GROUP.as_bytes()).unwrap();
    assert_eq!(
        plates(&reads[0]),
        [("GB12CD", Some(90)), ("6B12CD", Some(70)), ("GB12CO", Some(75))]
    );
    assert_eq!(around(&reads[0]), (Some("NL"), Some("2090267338"), Some(AT)));
    assert_eq!(reads.len(), 1);
    assert_eq!(openalpr(HEARTBEAT.as_bytes()).unwrap(), []);
    assert_eq!(openalpr(br#"{"data_type":"alpr_results","results":[]}"#).unwrap(), []);
}

#[test]
fn an_american_state_is_not_taken_for_a_country() {
    let read = |region: &str, reader: &str| {
        let json = format!(
            r#"{{"data_type":"alpr_group","country":"{reader}","best_region":"{region}",
                "best_plate_number":"AB12CD"}}"#
        );
        let reads = openalpr(json.as_bytes()).unwrap();
        reads[0].country.as_ref().map(|country| country.code().to_owned())
    };
    assert_eq!(read("de", "us").as_deref(), Some("US"));
    assert_eq!(read("de", "eu").as_deref(), Some("DE"));
    assert_eq!(read("us-mo", "us").as_deref(), Some("US"));
    let bare = |region: &str| {
        let json = format!(r#"{{"results":[{{"plate":"AB12CD","region":"{region}"}}]}}"#);
        let reads = openalpr(json.as_bytes()).unwrap();
        countries(&reads)[0].map(ToOwned::to_owned)
    };
    assert_eq!(bare("mo"), None, "Missouri, and not Macau");
    assert_eq!(bare("nl").as_deref(), Some("NL"));
    assert_eq!(bare("eu"), None);
}

#[test]
fn plate_recognizer_gives_one_reading_a_vehicle() {
    let reads = plate_recognizer(SNAPSHOT.as_bytes()).unwrap();
    assert_eq!(plates(&reads[0]), [("GB12CD", Some(90)), ("G812CD", Some(75))]);
    assert_eq!(around(&reads[0]), (Some("NL"), None, Some(AT)));

    let reads = plate_recognizer(STREAM.as_bytes()).unwrap();
    assert_eq!(plates(&reads[0]), [("1ABC234", Some(83)), ("1A8C234", None)]);
    assert_eq!(around(&reads[0]), (Some("BE"), Some("camera-1"), Some(AT)));

    let reads = plate_recognizer(VEHICLE.as_bytes()).unwrap();
    assert_eq!(plates(&reads[0]), [("GB12CD", Some(90)), ("6B12CD", Some(60))]);
    assert_eq!(around(&reads[0]), (Some("NL"), Some("camera-1"), Some(AT)));
    assert_eq!(reads.len(), 1, "the van has no plate");
}

#[test]
fn a_webhook_about_something_else_is_no_reading() {
    let offline = br#"{"hook":{"event":"status"},"data":{"camera_id":"c","status":"offline"}}"#;
    assert_eq!(plate_recognizer(offline).unwrap(), []);
}

#[test]
fn regions_that_name_a_country_are_understood() {
    for (code, expected) in [
        ("nl", Some("NL")),
        ("NL", Some("NL")),
        ("nl-ut", Some("NL")),
        ("uk", Some("GB")),
        ("us-ca", Some("US")),
        ("eu-be", Some("BE")),
        ("eu", None),
        ("", None),
        ("nederland", None),
        ("--", None),
    ] {
        let json = format!(r#"{{"plate":"AB12CD","region":"{code}"}}"#);
        let read = line(json.as_bytes()).unwrap();
        assert_eq!(around(&read).0, expected, "{code:?}");
    }
}

#[test]
fn a_moment_without_its_zone_is_none() {
    for (text, expected) in [
        ("2026-11-22T21:04:05.25Z", Some(AT)),
        ("2026-11-22 22:04:05.250008+01:00", Some(AT)),
        ("2026-11-22T22:04:05", None),
        ("yesterday", None),
        ("1969-12-31T23:59:59Z", None),
    ] {
        let json = format!(r#"{{"plate":"AB12CD","at":"{text}"}}"#);
        assert_eq!(around(&line(json.as_bytes()).unwrap()).2, expected, "{text:?}");
    }
}

#[test]
fn confidences_that_are_none_are_left_out() {
    for (number, expected) in [
        ("100", Some(100)),
        ("0", Some(0)),
        ("99.99", Some(99)),
        ("100.1", None),
        ("-1", None),
        ("1e300", None),
        ("18446744073709551615", None),
        ("\"92\"", None),
        ("null", None),
    ] {
        let json = format!(r#"{{"plate":"AB12CD","confidence_percent":{number}}}"#);
        let read = line(json.as_bytes()).unwrap();
        assert_eq!(plates(&read), [("AB12CD", expected)], "{number}");
    }
}

#[test]
fn what_is_no_document_of_a_reader_is_refused_and_not_repeated() {
    for hostile in [
        &b""[..],
        b"AB12CD",
        b"\"AB12CD\"",
        b"[]",
        b"null",
        b"{\"plate\":\"AB12CD\"",
        b"{\"plate\":\"AB12CD\",\"plate\":\"AB12CE\"}",
        b"{\"plate\":\"AB12CD\"} {}",
        b"{\"candidates\":\"AB12CD\",\"results\":{\"a\":1}}",
        b"\xff\xfe",
    ] {
        for refused in [
            line(hostile).map(|_| ()),
            openalpr(hostile).map(|_| ()),
            plate_recognizer(hostile).map(|_| ()),
        ] {
            assert_eq!(refused, Err(InvalidRead::Form), "{:?}", String::from_utf8_lossy(hostile));
        }
    }
    let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(30_000), "]".repeat(30_000));
    assert!(line(deep.as_bytes()).is_err(), "and the stack holds");
    let deep = deep.replacen('x', "plate", 1);
    assert!(line(deep.as_bytes()).is_err() && plate_recognizer(deep.as_bytes()).is_err());
    let long = format!(r#"{{"plate":"AB12CD","x":"{}"}}"#, "x".repeat(LARGEST_LINE));
    assert_eq!(line(long.as_bytes()), Err(InvalidRead::TooLarge));
    let error = line(b"{\"plate\":\"AB12CD\",}").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("AB12CD"));
}

#[test]
fn of_very_many_guesses_the_first_are_looked_at() {
    let all: Vec<String> = (0..1_000).map(|at| format!(r#"{{"plate":"A{at}"}}"#)).collect();
    let json = format!(r#"{{"candidates":[{}]}}"#, all.join(","));
    let read = line(json.as_bytes()).unwrap();
    assert_eq!(read.guesses().len(), MOST_GUESSES);
    assert_eq!(read.guesses()[0].plate.as_str(), "A0");
}

#[test]
fn debug_shows_no_plate() {
    let reads = openalpr(RESULTS.as_bytes()).unwrap();
    assert!(!format!("{reads:?}").contains("GB1"));
}

proptest! {
    #[test]
    fn a_document_with_any_change_is_a_reading_or_refused(
        which in 0..8_usize, at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let documents = [LINE, RESULTS, ALPR, GROUP, HEARTBEAT, SNAPSHOT, STREAM, VEHICLE];
        let mut bytes = documents[which].as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        for reads in [openalpr(&bytes), plate_recognizer(&bytes), line(&bytes).map(|read| vec![read])] {
            for read in reads.unwrap_or_default() {
                prop_assert!((1..=MOST_GUESSES).contains(&read.guesses().len()));
            }
        }
    }
}
