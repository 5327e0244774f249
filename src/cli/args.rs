//! Values as typed on the command line: codes out of closed lists, ids, coordinates.
//! Absent: moments and spans (`moment`).

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::domain::id::{GrantId, PartnerId, PersonId, RecordId};
use crate::domain::lmc::Language;
use crate::domain::plate::{Country, Plate};
use crate::domain::record::code::Code;

/// One of the codes of a closed list; help and completions show them all.
pub(crate) fn code<T: Code>() -> impl TypedValueParser<Value = String> {
    one_of(T::ALL.iter().map(|member| member.code()))
}

/// One of these words.
pub(crate) fn one_of(
    words: impl Iterator<Item = &'static str>,
) -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(words.collect::<Vec<_>>())
}

/// Parses a partner id.
///
/// # Errors
/// A sentence for the one who typed it, as for every function here.
pub(crate) fn partner(text: &str) -> Result<PartnerId, String> {
    PartnerId::parse(text).map_err(|error| format!("{error}, such as politie-twente"))
}

/// Parses a person id.
///
/// # Errors
/// A sentence.
pub(crate) fn person(text: &str) -> Result<PersonId, String> {
    PersonId::parse(text).map_err(|error| format!("{error}, such as PAS-1042"))
}

/// Parses a grant id.
///
/// # Errors
/// A sentence.
pub(crate) fn grant(text: &str) -> Result<GrantId, String> {
    GrantId::parse(text).map_err(|error| error.to_string())
}

/// Parses a record id.
///
/// # Errors
/// A sentence.
pub(crate) fn record(text: &str) -> Result<RecordId, String> {
    RecordId::parse(text).map_err(|error| format!("{error}: a UUID in lower case, with hyphens"))
}

/// Parses a language.
///
/// # Errors
/// A sentence.
pub(crate) fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "one of nl, fr and en".to_owned())
}

/// A point: degrees north and east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Position {
    /// Degrees north.
    pub(crate) lat: f64,
    /// Degrees east.
    pub(crate) lon: f64,
}

/// Parses `52.2215,6.8937`.
///
/// # Errors
/// A sentence.
pub(crate) fn position(text: &str) -> Result<Position, String> {
    let wrong = || "give degrees north and east, such as 52.2215,6.8937".to_owned();
    let (lat, lon) = text.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    match (number(lat), number(lon)) {
        (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {
            Ok(Position { lat, lon })
        }
        _ => Err(wrong()),
    }
}

/// A point and how many meters around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Around {
    /// The point.
    pub(crate) center: Position,
    /// Meters.
    pub(crate) radius_m: u32,
}

/// Parses `52.2215,6.8937,500`.
///
/// # Errors
/// A sentence.
pub(crate) fn around(text: &str) -> Result<Around, String> {
    let wrong = || "give degrees north, east and meters, such as 52.2215,6.8937,500".to_owned();
    let (center, radius) = text.rsplit_once(',').ok_or_else(wrong)?;
    let center = position(center).map_err(|_| wrong())?;
    let radius_m = radius.trim().parse().map_err(|_| wrong())?;
    if radius_m == 0 { Err(wrong()) } else { Ok(Around { center, radius_m }) }
}

/// A plate as typed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TypedPlate {
    /// ISO 3166 country code.
    pub(crate) country: String,
    /// The plate as written.
    pub(crate) text: String,
}

impl std::fmt::Debug for TypedPlate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("plate (redacted)")
    }
}

/// Parses `XB-123-K` (Dutch) or, for another country, `BE:1-ABC-123`.
///
/// # Errors
/// A sentence.
pub(crate) fn plate(text: &str) -> Result<TypedPlate, String> {
    let (country, text) = text.split_once(':').unwrap_or(("NL", text));
    Country::parse(country)
        .map_err(|_| "the country before the colon is a two-letter code such as BE".to_owned())?;
    Plate::parse(country, text, None)
        .map_err(|_| "not a plate of that country; a partial one is --partial-plate".to_owned())?;
    Ok(TypedPlate { country: country.to_owned(), text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_on_earth() {
        assert_eq!(position("52.2,6.9"), Ok(Position { lat: 52.2, lon: 6.9 }));
        for bad in ["", "52.2", "91,0", "0,181", "NaN,0", "a,b"] {
            assert!(position(bad).is_err(), "{bad}");
        }
        assert_eq!(around("52.2, 6.9, 500").map(|near| near.radius_m), Ok(500));
        assert!(around("52.2,6.9,0").is_err());
    }

    #[test]
    fn a_plate_is_dutch_unless_said() {
        assert_eq!(plate("XB-123-K").map(|plate| plate.country), Ok("NL".to_owned()));
        assert_eq!(plate("BE:1-ABC-123").map(|plate| plate.country), Ok("BE".to_owned()));
        for bad in ["XB-1", "Belgium:1", ""] {
            assert!(plate(bad).is_err(), "{bad}");
        }
    }
}
