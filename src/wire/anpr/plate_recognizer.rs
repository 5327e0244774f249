//! Plate Recognizer: the answer of Snapshot, and what Snapshot and Stream post to a webhook (`hook` and
//! `data`). A plate is a text with `candidates` beside it or, in the newer form, an object whose `props`
//! hold the guesses. Absent: make, model and direction; a person compares the vehicle.

use serde::Deserialize;

use super::loose::Loose;
use super::{InvalidRead, LARGEST_DOCUMENT, camera, country, guess, moment, parse};
use crate::domain::matcher::{Guess, Read};

/// Its scores are shares of one.
const PERCENT: f64 = 100.0;

#[derive(Deserialize)]
struct Answer<'a> {
    /// In a webhook: the answer itself.
    #[serde(borrow)]
    data: Option<Box<Self>>,
    results: Option<Vec<Vehicle<'a>>>,
    camera_id: Option<Loose<'a>>,
    timestamp: Option<Loose<'a>>,
    timestamp_local: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct Vehicle<'a> {
    #[serde(borrow)]
    plate: Option<Plate<'a>>,
    score: Option<Loose<'a>>,
    candidates: Option<Vec<Candidate<'a>>>,
    region: Option<Region<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Plate<'a> {
    Detection {
        #[serde(borrow)]
        props: Props<'a>,
    },
    #[serde(borrow)]
    Text(Loose<'a>),
}

#[derive(Deserialize)]
struct Props<'a> {
    #[serde(borrow)]
    plate: Option<Vec<Property<'a>>>,
    region: Option<Vec<Property<'a>>>,
}

#[derive(Deserialize)]
struct Property<'a> {
    #[serde(borrow)]
    value: Option<Loose<'a>>,
    score: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct Candidate<'a> {
    #[serde(borrow)]
    plate: Option<Loose<'a>>,
    score: Option<Loose<'a>>,
}

#[derive(Deserialize)]
struct Region<'a> {
    #[serde(borrow)]
    code: Option<Loose<'a>>,
}

/// Parses one document: one reading for every vehicle in it, none when no plate was read.
///
/// # Errors
/// [`InvalidRead`] when it is no document of this reader.
pub fn plate_recognizer(json: &[u8]) -> Result<Vec<Read>, InvalidRead> {
    let document: Answer<'_> = parse(json, LARGEST_DOCUMENT)?;
    let is_hook = document.data.is_some();
    let answer = document.data.as_deref().unwrap_or(&document);
    let Some(vehicles) = &answer.results else {
        // A webhook also tells that a camera is offline or a program has started.
        return if is_hook { Ok(Vec::new()) } else { Err(InvalidRead::Form) };
    };
    let mut reads: Vec<Read> = vehicles.iter().filter_map(vehicle).collect();
    for read in &mut reads {
        read.camera = camera(answer.camera_id.as_ref());
        read.at =
            moment(answer.timestamp.as_ref()).or_else(|| moment(answer.timestamp_local.as_ref()));
    }
    Ok(reads)
}

fn vehicle(vehicle: &Vehicle<'_>) -> Option<Read> {
    match vehicle.plate.as_ref()? {
        Plate::Text(plate) => {
            let best = guess(Some(plate), vehicle.score.as_ref(), PERCENT);
            let further = vehicle.candidates.iter().flatten();
            let further =
                further.filter_map(|one| guess(one.plate.as_ref(), one.score.as_ref(), PERCENT));
            let mut read = Read::new(best.into_iter().chain(further))?;
            read.country = country(vehicle.region.as_ref().and_then(|region| region.code.as_ref()));
            Some(read)
        }
        Plate::Detection { props } => detection(props),
    }
}

fn detection(props: &Props<'_>) -> Option<Read> {
    let guess_at = |one: &Property<'_>| guess(one.value.as_ref(), one.score.as_ref(), PERCENT);
    let guesses: Vec<Guess> = props.plate.iter().flatten().filter_map(guess_at).collect();
    let mut read = Read::new(guesses)?;
    let region = props.region.as_ref().and_then(|regions| regions.first());
    read.country = country(region.and_then(|region| region.value.as_ref()));
    Some(read)
}
