//! Descriptions in words: vehicles, persons and places, code by code in the language of the page.
//! Absent: markup, and plates, which are drawn.

use super::texts::Words;
use crate::domain::geo::Area;
use crate::domain::plate::Plate;
use crate::domain::record::person::Person;
use crate::domain::record::place::Place;
use crate::domain::record::vehicle::Vehicle;

/// A line of a description: what it is about, and what is said.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) text: String,
    /// Whether the text is a moment, RFC 3339 UTC, which the page shows in the reader's clock.
    pub(super) moment: bool,
}

/// A plate as it is drawn.
pub(super) struct Drawn {
    /// The letters in the band.
    pub(super) band: String,
    /// The characters as people write them.
    pub(super) text: String,
    /// How it is colored: `nl`, `be` or `other`.
    pub(super) look: &'static str,
    /// Code of the country.
    pub(super) country: String,
    /// The characters without separators.
    pub(super) normal: String,
}

/// A plate with its band (Regulation (EC) No 2411/98: the distinguishing sign of the state).
pub(super) fn plate(plate: &Plate) -> Drawn {
    let country = plate.country();
    let code = country.code();
    let (band, look) = match code {
        "NL" => ("NL", "nl"),
        "BE" => ("B", "be"),
        "DE" => ("D", "other"),
        "FR" => ("F", "other"),
        "LU" => ("L", "other"),
        "AT" => ("A", "other"),
        "IT" => ("I", "other"),
        "ES" => ("E", "other"),
        "PT" => ("P", "other"),
        "GB" => ("UK", "other"),
        _ => (code, "other"),
    };
    Drawn {
        band: band.to_owned(),
        text: plate.text().to_owned(),
        look,
        country: code.to_owned(),
        normal: plate.normal().as_str().to_owned(),
    }
}

/// A vehicle, line by line.
pub(super) fn vehicle(vehicle: &Vehicle, words: Words) -> Vec<Line> {
    let label = |family: &str, code: &'static str| words.label(family, code);
    let kind = [
        vehicle.kind.map(|kind| label("vehicle-kind", kind.code())),
        vehicle.body.map(|body| label("body-style", body.code())),
        vehicle.make.as_ref().map(|make| make.as_str().to_owned()),
        vehicle.model.as_ref().map(|model| model.as_str().to_owned()),
    ];
    let colors = vehicle.colors.iter().map(|color| label("color", color.code()));
    let marks = vehicle.marks.iter().map(|mark| mark.as_str().to_owned());
    let more = [
        vehicle.occupants.map(|count| words.with("described-occupants", count.get())),
        vehicle
            .trailer
            .map(|there| words.t(if there { "described-trailer" } else { "described-no-trailer" })),
    ];
    let partial = vehicle.partial_plate.as_ref().map(|plate| plate.as_str().to_owned());
    lines(
        words,
        [
            ("described-vehicle", joined(kind.into_iter().flatten(), " ")),
            ("described-colors", joined(colors, ", ")),
            ("described-partial-plate", partial.unwrap_or_default()),
            ("described-marks", joined(marks, "; ")),
            ("described-more", joined(more.into_iter().flatten(), ", ")),
        ],
    )
}

/// A person, line by line.
pub(super) fn person(person: &Person, words: Words) -> Vec<Line> {
    let label = |family: &str, code: &'static str| words.label(family, code);
    let shape = [
        person.count.map(|count| words.with("described-count", count.get())),
        person
            .age
            .map(|age| words.with("described-age", format!("{}-{}", age.min.get(), age.max.get()))),
        person
            .height_cm
            .map(|cm| words.with("described-height", format!("{}-{}", cm.min.get(), cm.max.get()))),
        person.build.map(|build| label("build", build.code())),
    ];
    let head = [
        person.hair.and_then(|hair| hair.color).map(|color| label("hair-color", color.code())),
        person.hair.and_then(|hair| hair.length).map(|length| label("hair-length", length.code())),
        person.facial_hair.map(|hair| label("facial-hair", hair.code())),
        person.eyes.map(|eyes| label("eyes", eyes.code())),
        person.glasses.map(|glasses| label("glasses", glasses.code())),
    ];
    let clothing = person.clothing.iter().map(|garment| {
        let colors = garment.colors.iter().map(|color| label("color", color.code()));
        let layer = label("layer", garment.layer.code());
        let item = garment.item.as_str();
        format!("{layer}: {item} {}", joined(colors, ", ")).trim_end().to_owned()
    });
    let behavior = person.behavior.iter().map(|seen| label("behavior", seen.code()));
    let weapon = person.weapon.map(|weapon| label("weapon", weapon.code()));
    let prose = |texts: Vec<&str>| joined(texts.into_iter().map(str::to_owned), "; ");
    lines(
        words,
        [
            ("described-weapon", weapon.unwrap_or_default()),
            ("described-person", joined(shape.into_iter().flatten(), ", ")),
            ("described-head", joined(head.into_iter().flatten(), ", ")),
            ("described-clothing", joined(clothing, "; ")),
            ("described-marks", prose(person.marks.iter().map(|t| t.as_str()).collect())),
            ("described-carried", prose(person.carried.iter().map(|t| t.as_str()).collect())),
            ("described-speech", prose(person.speech.iter().map(|t| t.as_str()).collect())),
            ("described-behavior", joined(behavior, ", ")),
        ],
    )
}

/// A place on one line.
pub(super) fn place(place: &Place) -> String {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let street = [
        text(place.street.as_ref().map(|t| t.as_str())),
        text(place.number.as_ref().map(|t| t.as_str())),
    ];
    let town = [
        text(place.postcode.as_ref().map(|t| t.as_str())),
        text(place.town.as_ref().map(|t| t.as_str())),
    ];
    let point = place.point.map(|point| format!("{:.5}, {:.5}", point.lat(), point.lon()));
    let whole = [
        joined(street.into_iter(), " "),
        joined(town.into_iter(), " "),
        text(place.description.as_ref().map(|t| t.as_str())),
        point.unwrap_or_default(),
    ];
    joined(whole.into_iter(), ", ")
}

/// An area in words.
pub(super) fn area(area: &Area, words: Words) -> String {
    match area {
        Area::Circle { center, radius_m } => {
            let radius = match radius_m {
                0..1000 => format!("{radius_m} m"),
                _ => format!("{:.1} km", f64::from(*radius_m) / 1000.0),
            };
            let around = format!("{:.4}, {:.4}", center.lat(), center.lon());
            words.with("described-circle", format!("{radius} ({around})"))
        }
        Area::Polygon(_) => words.t("described-polygon"),
    }
}

fn lines<const N: usize>(words: Words, said: [(&str, String); N]) -> Vec<Line> {
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(key, text)| Line { name: words.t(key), text, moment: false }).collect()
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}
