//! One function for each thing that comes to the program beside a plate reader from outside: whatever the bytes,
//! nothing panics, and what is read is written again the same. Ordinary tests and the fuzz targets (`tests/fuzz`)
//! both run them; no bytes are made here. Absent: evidence, whose bodies are in `audit/tests/any_bytes`.

use samen::app::edge::Input;
use samen::client::copy::{AlertsCopy, Restoring, Whose};
use samen::domain::id::{ExchangeName, PartnerId};
use samen::domain::matcher::{MOST_GUESSES, Read};
use samen::domain::record::Status;
use samen::domain::record::text::Whole;
use samen::wire::anpr::{Form, line, openalpr, plate_recognizer};
use samen_audit::note::VerifierKey;
use serde_json::{Map, Value, json};

/// What a body is.
pub(crate) type Body = fn(&[u8]);

/// Every body under the name of its fuzz target.
pub(crate) const BODIES: [(&str, Body); 3] =
    [("reading", reading), ("form", form), ("alerts", alerts)];

/// The line that begins every form.
pub(crate) const FORM: &str = "multipart/form-data; boundary=samen";

/// The log whose alerts are looked at.
pub(crate) fn whose() -> Whose {
    let public = *b"\x8a\x88\xe3\xdd\x74\x09\xf1\x95\xfd\x52\xdb\x2d\x3c\xba\x5d\x72\
                    \xca\x67\x09\xbf\x1d\x94\x12\x1b\xf3\x74\x88\x01\xb4\x0f\x6f\x5c";
    Whose {
        log_key: VerifierKey::new("samen.example/audit/2026", public).unwrap(),
        exchange: ExchangeName::parse("samen.example").unwrap(),
        partner: PartnerId::parse("a-firm").unwrap(),
        status: Status::Actual,
    }
}

/// What plate readers post, in each of the formats, and what a person types.
pub(crate) fn reading(bytes: &[u8]) {
    if let Ok(read) = line(bytes) {
        check(&read);
    }
    for reads in [openalpr(bytes), plate_recognizer(bytes)].into_iter().flatten() {
        reads.iter().for_each(check);
    }
    match Input::line(bytes) {
        Some(Input::Read(read)) => check(&read),
        // Whatever was wrong with it, it is not repeated.
        Some(Input::Bad(said)) => assert!(said.len() < 300 && said.is_ascii()),
        _ => {}
    }
}

/// A reading has a guess that is a plate, no more than are looked at, and in our own format says the same.
fn check(read: &Read) {
    assert!((1..=MOST_GUESSES).contains(&read.guesses().len()));
    let is_plate = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    assert!(read.guesses().iter().all(|one| one.plate.as_str().bytes().all(is_plate)));
    assert!(read.at.is_none_or(|at| at.as_ms() > 0));
    let again = line(written(read).to_string().as_bytes());
    assert!(again.as_ref() == Ok(read), "a reading does not come back as it was");
}

/// A reading as a line of our own format.
pub(crate) fn written(read: &Read) -> Value {
    let guesses = read.guesses().iter().map(|guess| {
        let percent = guess.confidence_percent.map(Whole::get);
        json!({ "plate": guess.plate.as_str(), "confidence_percent": percent })
    });
    let mut line = Map::new();
    line.insert("candidates".into(), guesses.collect());
    line.insert("country".into(), read.country.as_ref().map(|country| country.code()).into());
    line.insert("camera".into(), read.camera.as_ref().map(|camera| camera.as_str()).into());
    line.insert("at".into(), read.at.map(|at| at.to_string()).into());
    Value::Object(line)
}

/// Forms with pictures: whatever pieces they come in, the same document falls out.
pub(crate) fn form(bytes: &[u8]) {
    let fed = |size: usize| {
        let mut form = Form::new(FORM).unwrap();
        let mut found = None;
        for piece in bytes.chunks(size) {
            match form.feed(piece) {
                Ok(Some(document)) if found.is_none() => found = Some(document.to_vec()),
                Ok(_) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    };
    let whole = fed(bytes.len().max(1));
    assert!(fed(1) == whole && fed(7) == whole, "pieces change what a form says");
}

/// The alerts in force line by line, as a receiver's copy takes them in, and a copy as it was kept.
pub(crate) fn alerts(bytes: &[u8]) {
    let mut copy = AlertsCopy::new(whose());
    let mut intake = copy.intake();
    let taken = bytes.split(|byte| *byte == b'\n').try_for_each(|line| intake.take(line));
    if taken.is_ok() {
        let moment = samen::domain::time::Timestamp::from_ms(0);
        if copy.apply(intake, moment).is_ok() {
            assert!(copy.as_of().is_some());
        }
    }
    let mut restoring = Restoring::new(whose());
    if bytes.split(|byte| *byte == b'\n').try_for_each(|part| restoring.take(part)).is_ok() {
        let copy = restoring.finish();
        let mut again = Restoring::new(whose());
        assert!(copy.snapshot().parts().all(|part| again.take(&part).is_ok()));
        let again = again.finish();
        assert_eq!((again.revision(), again.len()), (copy.revision(), copy.len()));
    }
}
