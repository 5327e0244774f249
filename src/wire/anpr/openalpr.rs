//! OpenALPR: what `alpr -j` prints and the agent posts (`alpr_results`, one document a picture), and its
//! `alpr_group` (one document a vehicle). Its heartbeats and vehicles without a plate are no readings.
//! Absent: make, color and travel direction; a person compares the vehicle.

use serde::Deserialize;

use super::loose::Loose;
use super::{InvalidRead, LARGEST_DOCUMENT, camera, country, guess, parse};
use crate::domain::matcher::{Guess, Read};
use crate::domain::plate::Country;
use crate::domain::time::Timestamp;

/// Countries whose plates its European reader (`-c eu`) reads, and whose codes it gives as they are.
/// Its American reader gives codes of states, of which `de`, `al`, `md`, `me` and `mt` look the same;
/// the document of a group says by its `country` which reader it was.
const EUROPEAN: &str = "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU \
    LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM TR UA VA";

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    data_type: Option<Loose<'a>>,
    results: Option<Vec<Plate<'a>>>,
    best_plate: Option<Plate<'a>>,
    best_plate_number: Option<Loose<'a>>,
    best_confidence: Option<Loose<'a>>,
    best_region: Option<Loose<'a>>,
    candidates: Option<Vec<Candidate<'a>>>,
    country: Option<Loose<'a>>,
    camera_id: Option<Loose<'a>>,
    epoch_time: Option<Loose<'a>>,
    epoch_start: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct Plate<'a> {
    #[serde(borrow)]
    plate: Option<Loose<'a>>,
    confidence: Option<Loose<'a>>,
    region: Option<Loose<'a>>,
    candidates: Option<Vec<Candidate<'a>>>,
}

#[derive(Deserialize)]
struct Candidate<'a> {
    #[serde(borrow)]
    plate: Option<Loose<'a>>,
    confidence: Option<Loose<'a>>,
}

/// Parses one document: one reading for every vehicle in it, none when no plate was read.
///
/// # Errors
/// [`InvalidRead`] when it is no document of this reader.
pub fn openalpr(json: &[u8]) -> Result<Vec<Read>, InvalidRead> {
    let document: Document<'_> = parse(json, LARGEST_DOCUMENT)?;
    let mut reads: Vec<Read> = match (&document.results, &document.data_type) {
        (Some(results), _) => results.iter().filter_map(|plate| single(plate, &document)).collect(),
        (None, Some(_)) => group(&document).into_iter().collect(),
        (None, None) => return Err(InvalidRead::Form),
    };
    for read in &mut reads {
        read.camera = camera(document.camera_id.as_ref());
        read.at = epoch(document.epoch_time.as_ref().or(document.epoch_start.as_ref()));
    }
    Ok(reads)
}

fn single(plate: &Plate<'_>, document: &Document<'_>) -> Option<Read> {
    let best = guess(plate.plate.as_ref(), plate.confidence.as_ref(), 1.0);
    let mut read = Read::new(best.into_iter().chain(guesses(plate.candidates.as_deref())))?;
    read.country = region(plate.region.as_ref(), document);
    Some(read)
}

/// The best guess of a group is weighed over all its pictures; those of its best picture follow.
fn group(document: &Document<'_>) -> Option<Read> {
    let picture = document.best_plate.as_ref();
    let best = guess(document.best_plate_number.as_ref(), document.best_confidence.as_ref(), 1.0);
    let seen =
        picture.and_then(|plate| guess(plate.plate.as_ref(), plate.confidence.as_ref(), 1.0));
    let further = guesses(document.candidates.as_deref());
    let of_picture = guesses(picture.and_then(|plate| plate.candidates.as_deref()));
    let mut read = Read::new(best.into_iter().chain(seen).chain(further).chain(of_picture))?;
    let place = document.best_region.as_ref().or_else(|| picture?.region.as_ref());
    read.country = region(place, document);
    Some(read)
}

fn guesses<'a>(candidates: Option<&'a [Candidate<'_>]>) -> impl Iterator<Item = Guess> + 'a {
    let all = candidates.into_iter().flatten();
    all.filter_map(|one| guess(one.plate.as_ref(), one.confidence.as_ref(), 1.0))
}

fn region(code: Option<&Loose<'_>>, document: &Document<'_>) -> Option<Country> {
    let text = code?.text()?;
    if text.contains('-') {
        return country(code);
    }
    match document.country.as_ref().and_then(Loose::text) {
        // A state.
        Some(reader) if !reader.eq_ignore_ascii_case("eu") => country(document.country.as_ref()),
        _ => country(code)
            .filter(|found| EUROPEAN.split_ascii_whitespace().any(|c| c == found.code())),
    }
}

fn epoch(ms: Option<&Loose<'_>>) -> Option<Timestamp> {
    let ms = i64::try_from(ms?.whole()?).ok()?;
    (ms > 0).then(|| Timestamp::from_ms(ms))
}
