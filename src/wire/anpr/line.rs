//! Our own format: one JSON object a line, one vehicle a line. Absent: reading lines (`cli`).
//!
//! | member | |
//! |---|---|
//! | `plate` | the best guess, with or without separators |
//! | `confidence_percent` | how sure the reader is of it, 0 to 100 |
//! | `candidates` | further guesses, the better first: objects with `plate` and `confidence_percent` |
//! | `country` | ISO 3166-1 alpha-2, such as `NL`; or `region`, a code that begins with it (`nl-...`) |
//! | `camera` | what the camera is called, a text of at most 64 characters or a number |
//! | `at` | RFC 3339 with its offset, such as `2026-11-22T21:04:05Z` |
//!
//! `plate` or one of `candidates` is there; everything else may be absent, and other members may be there.

use serde::Deserialize;

use super::loose::Loose;
use super::{InvalidRead, LARGEST_LINE, camera, country, guess, moment, parse};
use crate::domain::matcher::Read;

#[derive(Deserialize)]
struct LineDocument<'a> {
    #[serde(borrow)]
    plate: Option<Loose<'a>>,
    confidence_percent: Option<Loose<'a>>,
    candidates: Option<Vec<GuessDocument<'a>>>,
    country: Option<Loose<'a>>,
    region: Option<Loose<'a>>,
    camera: Option<Loose<'a>>,
    at: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct GuessDocument<'a> {
    #[serde(borrow)]
    plate: Option<Loose<'a>>,
    confidence_percent: Option<Loose<'a>>,
}

/// Parses one line.
///
/// # Errors
/// [`InvalidRead`]; [`InvalidRead::NoPlate`] when no guess is a plate.
pub fn line(json: &[u8]) -> Result<Read, InvalidRead> {
    let document: LineDocument<'_> = parse(json, LARGEST_LINE)?;
    let best = guess(document.plate.as_ref(), document.confidence_percent.as_ref(), 1.0);
    let further = document.candidates.iter().flatten();
    let further =
        further.filter_map(|one| guess(one.plate.as_ref(), one.confidence_percent.as_ref(), 1.0));
    let mut read = Read::new(best.into_iter().chain(further)).ok_or(InvalidRead::NoPlate)?;
    read.country = country(document.country.as_ref()).or_else(|| country(document.region.as_ref()));
    read.camera = camera(document.camera.as_ref());
    read.at = moment(document.at.as_ref());
    Ok(read)
}
