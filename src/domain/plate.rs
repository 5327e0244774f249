//! License plates: how they are written, the one normal form they are compared in, and how well a
//! reading fits a listed one. Absent: the index of listed plates (`matcher`), partial plates (`record::vehicle`) and any decision
//! on a match: an inexact one always waits for a human being.

mod country;
mod matching;

pub use country::Country;
pub use matching::{Folded, Grade, compare, compare_with, fold};
pub(in crate::domain) use matching::{compare_in_fold, fold_number};

use zeroize::Zeroize as _;

use super::sensitive::{Sensitive, redacted};

/// The most characters a normal form has.
pub const LONGEST_NORMAL: usize = 10;
/// The most characters a plate as written has, separators included.
pub const LONGEST_WRITTEN: usize = 20;

/// The fourteen Dutch series (RDW side codes), a letter as `X` and a digit as `9`.
pub(in crate::domain) const DUTCH_SIDE_CODES: [&str; 14] = [
    "XX9999", "9999XX", "99XX99", "XX99XX", "XXXX99", "99XXXX", "99XXX9", "9XXX99", "XX999X",
    "X999XX", "XXX99X", "X99XXX", "9XX999", "999XX9",
];

/// The Belgian series since 1973; personalized plates (1 to 8 free characters) stand outside them.
const BELGIAN_SERIES: [&str; 3] = ["XXX999", "999XXX", "9XXX999"];

/// What makes a plate wrong. Names the member, never the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlate {
    /// Not an assigned country code of ISO 3166-1.
    #[error("not an ISO 3166-1 alpha-2 country code in upper case")]
    Country,
    /// Something other than letters, digits and separators, or a length that no plate has.
    #[error("not a plate: letters, digits and separators, 1 to 10 without the separators")]
    Text,
    /// A Dutch plate without exactly six letters and digits.
    #[error("a Dutch plate has exactly six letters and digits")]
    DutchLength,
    /// The sender's normal form is not the one that follows from the text.
    #[error("the normal form does not follow from the text")]
    Normal,
}

impl InvalidPlate {
    /// The member of the `plate` component that is wrong.
    pub fn member(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Text | Self::DutchLength => "text",
            Self::Normal => "normal",
        }
    }
}

/// Up to ten ASCII letters and digits, held in place so that comparing allocates nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Short {
    bytes: [u8; LONGEST_NORMAL],
    length: u8,
}

impl Short {
    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or(&self.bytes)
    }

    fn as_str(&self) -> &str {
        // ASCII since `Normal::parse`, so the other arm is never taken.
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }
}

/// The normal form of a plate: ASCII upper case without separators, 1 to 10 of `[A-Z0-9]`.
/// Nothing else is folded, so two different plates never share one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Normal(Short);

impl Normal {
    /// Computes the normal form: upper case, and the separators `-`, `.`, `_` and space dropped.
    ///
    /// # Errors
    /// [`InvalidPlate::Text`] for another character, for more than 20 characters, or when nothing or
    /// more than 10 letters and digits remain.
    pub fn parse(text: &str) -> Result<Self, InvalidPlate> {
        if text.len() > LONGEST_WRITTEN {
            return Err(InvalidPlate::Text);
        }
        let mut short = Short { bytes: [0; LONGEST_NORMAL], length: 0 };
        for byte in text.bytes() {
            match byte {
                b'-' | b'.' | b'_' | b' ' => {}
                _ if byte.is_ascii_alphanumeric() => {
                    let at = usize::from(short.length);
                    *short.bytes.get_mut(at).ok_or(InvalidPlate::Text)? = byte.to_ascii_uppercase();
                    short.length += 1;
                }
                _ => return Err(InvalidPlate::Text),
            }
        }
        if short.length == 0 { Err(InvalidPlate::Text) } else { Ok(Self(short)) }
    }

    /// Wipes it: what remains is no plate. A copy of it is another plate and stays.
    pub(in crate::domain) fn wipe(&mut self) {
        self.0.bytes.zeroize();
        self.0.length = 0;
    }

    /// The letters and digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Whether a plate looks like one of its country. A hint for a screen, never a ground to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// It fits a series of the country.
    Plausible,
    /// It fits no ordinary series: a typing error, a personalized or a diplomatic plate.
    Unusual,
    /// The series of this country are not known here.
    Unknown,
}

impl Hint {
    /// The word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plausible => "plausible",
            Self::Unusual => "unusual",
            Self::Unknown => "unknown",
        }
    }
}

/// Judges the shape of a plate by the series of its country (NL and BE).
pub fn hint(country: Country, normal: &Normal) -> Hint {
    let series: &[&str] = match country {
        Country::NL => &DUTCH_SIDE_CODES,
        Country::BE => &BELGIAN_SERIES,
        _ => return Hint::Unknown,
    };
    let fits = |pattern: &&str| {
        pattern.len() == normal.as_str().len()
            && pattern.bytes().zip(normal.as_str().bytes()).all(|(kind, byte)| match kind {
                b'9' => byte.is_ascii_digit(),
                _ => byte.is_ascii_uppercase(),
            })
    };
    if series.iter().any(fits) { Hint::Plausible } else { Hint::Unusual }
}

/// A whole license plate.
#[derive(Clone, PartialEq, Eq)]
pub struct Plate {
    country: Country,
    text: Sensitive<Box<str>>,
    normal: Normal,
}

impl Plate {
    /// Parses a plate as written and computes its normal form. A Dutch plate has exactly six letters
    /// and digits. `claimed_normal` is the sender's own computation, where one was sent.
    ///
    /// # Errors
    /// [`InvalidPlate`], which names the member that is wrong.
    pub fn parse(
        country: &str,
        text: &str,
        claimed_normal: Option<&str>,
    ) -> Result<Self, InvalidPlate> {
        let country = Country::parse(country)?;
        let normal = Normal::parse(text)?;
        if country == Country::NL && normal.as_str().len() != 6 {
            return Err(InvalidPlate::DutchLength);
        }
        if claimed_normal.is_some_and(|claimed| claimed != normal.as_str()) {
            return Err(InvalidPlate::Normal);
        }
        Ok(Self { country, text: Sensitive::new(text.into()), normal })
    }

    /// The country that issued it.
    pub fn country(&self) -> Country {
        self.country
    }

    /// The plate as it was written by the author.
    pub fn text(&self) -> &str {
        self.text.expose()
    }

    /// The form that plates are compared in.
    pub fn normal(&self) -> &Normal {
        &self.normal
    }
}

redacted!(Short => "plate", Normal => "plate", Plate => "plate");

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> Normal {
        Normal::parse(text).unwrap()
    }

    #[test]
    fn normal_form_drops_separators_and_folds_nothing_else() {
        for (text, expected) in [
            ("ab-12-cd", "AB12CD"),
            ("AB.12_CD", "AB12CD"),
            (" 1-ABC-234 ", "1ABC234"),
            ("O0Q", "O0Q"),
            ("b", "B"),
            ("- A-", "A"),
        ] {
            assert_eq!(normal(text).as_str(), expected);
        }
    }

    #[test]
    fn normal_form_refuses_what_is_not_ascii_or_has_no_length_of_a_plate() {
        for bad in [
            "",
            " - ",
            "AB?2CD",
            "ÄB12CD",
            "ＡB12CD",
            "AB12\u{0}D",
            "ABCDEFGHIJK",
            "A\u{200b}B",
            "A/B",
        ] {
            assert_eq!(Normal::parse(bad), Err(InvalidPlate::Text), "{bad:?}");
        }
        assert!(Normal::parse("A--------------------B").is_err());
        assert!(Normal::parse("ABCDEFGHIJ").is_ok());
    }

    #[test]
    fn a_plate_names_the_member_that_is_wrong() {
        let member = |country, text, claimed| {
            Plate::parse(country, text, claimed).map_err(InvalidPlate::member).err()
        };
        assert_eq!(member("NL", "AB-12-CD", Some("AB12CD")), None);
        assert_eq!(member("NL", "AB-12-CD", Some("ab12cd")), Some("normal"));
        assert_eq!(member("NL", "AB-12-CD", Some("A812CD")), Some("normal"));
        assert_eq!(member("NL", "AB-12-C", None), Some("text"));
        assert_eq!(member("BE", "JAN", None), None);
        for unassigned in ["nl", "XX", "N", "NLD", "D ", "", " A", "UK"] {
            assert_eq!(member(unassigned, "AB-12-CD", None), Some("country"), "{unassigned:?}");
        }
    }

    #[test]
    fn hints_know_the_dutch_and_belgian_series() {
        let vectors = include_str!("../../tests/fixtures/plates/hints.json");
        let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
        let mut series = 0;
        for country in vectors.as_array().unwrap() {
            let code = Country::parse(country["country"].as_str().unwrap()).unwrap();
            let check = |plates: &serde_json::Value, expected: Hint| {
                for plate in plates.as_array().unwrap() {
                    let plate = plate.as_str().unwrap();
                    assert_eq!(hint(code, &normal(plate)), expected, "{code:?} {plate}");
                }
            };
            for row in country["series"].as_array().unwrap() {
                check(&row["plausible"], Hint::Plausible);
                check(&row["unusual"], Hint::Unusual);
                series += 1;
            }
            check(&country["unusual"], Hint::Unusual);
        }
        assert_eq!(series, DUTCH_SIDE_CODES.len() + BELGIAN_SERIES.len());
        assert_eq!(hint(Country::parse("DE").unwrap(), &normal("EN AB 123")), Hint::Unknown);
    }

    #[test]
    fn debug_never_shows_a_plate() {
        let plate = Plate::parse("NL", "AB-12-CD", None).unwrap();
        let shown = format!("{plate:?} {:?} {:?}", plate.normal(), fold(plate.normal()));
        assert!(!shown.contains("AB"), "{shown}");
    }
}
