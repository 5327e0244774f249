//! What plate readers say, in the formats they have: our own JSON lines, OpenALPR and Plate Recognizer.
//! These are other people's formats: unknown members are passed over, and what is no plate is passed
//! over. Absent: matching (`domain::matcher`), pictures, and how the bytes arrive (`http::edge`).

mod form;
mod line;
mod loose;
mod openalpr;
mod plate_recognizer;

pub use form::Form;
pub use line::line;
pub use openalpr::openalpr;
pub use plate_recognizer::plate_recognizer;

use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::domain::matcher::Guess;
use crate::domain::plate::{Country, Normal};
use crate::domain::record::text::{Line, Whole};
use crate::domain::time::Timestamp;
use loose::Loose;

/// The most bytes of one JSON line: twenty guesses take two thousand.
pub const LARGEST_LINE: usize = 64 * 1024;
/// The most bytes of a document of another reader. OpenALPR puts pictures of the plate and of the vehicle
/// into it as base64, tens of kilobytes each; they are skipped, not kept.
pub const LARGEST_DOCUMENT: usize = 1024 * 1024;

/// Why a reading is refused. Says nothing of what stood in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRead {
    /// More bytes than a reading has.
    #[error("the reading is larger than 64 KiB, or the document larger than 1 MiB")]
    TooLarge,
    /// Not JSON, or not an object with the members of this format.
    #[error("not a JSON object in the format of this reader")]
    Form,
    /// A line without a plate.
    #[error("no member `plate` or `candidates` with a license plate in it")]
    NoPlate,
}

fn parse<'a, T: Deserialize<'a>>(json: &'a [u8], largest: usize) -> Result<T, InvalidRead> {
    if json.len() > largest {
        return Err(InvalidRead::TooLarge);
    }
    // The parser's own error quotes the text, so it goes no further than here.
    serde_json::from_slice(json).map_err(|_| InvalidRead::Form)
}

/// A guess, when it is a plate. `scale` makes a percentage of the confidence.
fn guess(plate: Option<&Loose<'_>>, confidence: Option<&Loose<'_>>, scale: f64) -> Option<Guess> {
    let plate = Normal::parse(plate?.text()?).ok()?;
    let percent = confidence.and_then(Loose::number).map(|number| number * scale);
    let confidence_percent = percent.and_then(whole_percent);
    Some(Guess { plate, confidence_percent })
}

/// The whole percent at or below a number; `None` outside of 0 to 100.
fn whole_percent(number: f64) -> Option<Whole<0, 100>> {
    let whole = (0..=100).rev().find(|whole| f64::from(*whole) <= number)?;
    (number <= 100.0).then(|| Whole::new(whole).ok()).flatten()
}

fn camera(name: Option<&Loose<'_>>) -> Option<Line<64>> {
    Line::parse(name?.name()?.as_str()).ok()
}

/// The country in the code of a region such as `nl`, `us-ca` or `eu-nl`; `None` for one that names no
/// country, such as `eu`.
fn country(region: Option<&Loose<'_>>) -> Option<Country> {
    let code = region?.text()?.to_ascii_uppercase();
    let mut parts = code.split(['-', '_']);
    let first = parts.next()?;
    match if first == "EU" { parts.next()? } else { first } {
        // Readers of plates write what stands on the plate.
        "UK" => Country::parse("GB").ok(),
        code => Country::parse(code).ok(),
    }
}

/// A moment with its offset from UTC. One without an offset may be any zone's, and is none.
fn moment(text: Option<&Loose<'_>>) -> Option<Timestamp> {
    // Some readers write a space where RFC 3339 has a `T`.
    let text = text?.text()?.replacen(' ', "T", 1);
    let moment = OffsetDateTime::parse(&text, &Rfc3339).ok()?;
    let ms = i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok()?;
    (ms > 0).then(|| Timestamp::from_ms(ms))
}

#[cfg(test)]
mod tests;
