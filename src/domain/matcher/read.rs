//! What a plate reader says it saw, and which listed plates that may be. Absent: the formats of readers
//! (`wire::anpr`), and keeping any of it: a reading is wiped as soon as nobody holds it.

use super::{Candidate, Differences, MOST_CANDIDATES, Matcher, Rank};
use crate::domain::plate::{Country, Grade, Normal};
use crate::domain::record::text::{Line, Whole};
use crate::domain::sensitive::redacted;
use crate::domain::time::Timestamp;

/// The most guesses of one reading that are looked at: as many as the OpenALPR agent asks its reader for
/// (`requested_topn`).
pub const MOST_GUESSES: usize = 20;

/// One guess of a reader at a plate.
#[derive(Clone, PartialEq, Eq)]
pub struct Guess {
    /// The plate.
    pub plate: Normal,
    /// How sure the reader is, in percent.
    pub confidence_percent: Option<Whole<0, 100>>,
}

/// One vehicle as a reader saw it.
#[derive(Clone, PartialEq, Eq)]
pub struct Read {
    guesses: Vec<Guess>,
    /// What the reader takes for the country of the plate.
    pub country: Option<Country>,
    /// The camera, as the reader calls it.
    pub camera: Option<Line<64>>,
    /// When it was seen by the reader's clock.
    pub at: Option<Timestamp>,
}

impl Read {
    /// A reading of at least one guess, the reader's best one first. A plate counts once, and what
    /// comes after the first [`MOST_GUESSES`] is passed over. `None` when there is no guess.
    pub fn new(guesses: impl IntoIterator<Item = Guess>) -> Option<Self> {
        let mut kept: Vec<Guess> = Vec::new();
        for guess in guesses {
            if kept.len() == MOST_GUESSES {
                break;
            }
            if kept.iter().all(|other| other.plate != guess.plate) {
                kept.push(guess);
            }
        }
        let read = Self { guesses: kept, country: None, camera: None, at: None };
        (!read.guesses.is_empty()).then_some(read)
    }

    /// The guesses, the best one first; never none.
    pub fn guesses(&self) -> &[Guess] {
        &self.guesses
    }
}

impl Drop for Read {
    fn drop(&mut self) {
        for guess in &mut self.guesses {
            guess.plate.wipe();
        }
    }
}

/// A listed plate that a reading may be.
#[derive(Clone, PartialEq, Eq)]
pub struct Hit {
    /// The listed plate, and how the guess fits it.
    pub candidate: Candidate,
    /// Which guess of the reading fits, counted from 0.
    pub guess: usize,
}

impl Hit {
    /// Whether the reader read exactly the listed plate. A plate that was only its second guess is not
    /// what it read, however well that guess fits.
    pub fn is_exact(&self) -> bool {
        self.guess == 0 && self.candidate.grade == Grade::Exact
    }

    fn rank(&self) -> (usize, usize, Rank) {
        let differences = match &self.candidate.grade {
            Grade::Exact => 0,
            Grade::OcrEquivalent { positions } => positions.len(),
        };
        (differences + usize::from(self.guess > 0), self.guess, self.candidate.rank())
    }
}

impl Matcher {
    /// The listed plates that a reading may be, the best first, each once and at most
    /// [`MOST_CANDIDATES`]. A guess that is not the reader's best is a difference by itself: with one
    /// difference it has to be exact, with two it may have one confusable character wrong. Otherwise
    /// twenty guesses would hold up twenty times as many vehicles.
    pub fn hits(&self, read: &Read, differences: Differences) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for (at, guess) in read.guesses.iter().enumerate() {
            let most = differences.most() - usize::from(at > 0);
            for candidate in self.within(&guess.plate, read.country, most).best {
                let same = |hit: &Hit| {
                    hit.candidate.alert == candidate.alert
                        && hit.candidate.listed == candidate.listed
                        && hit.candidate.country == candidate.country
                };
                let hit = Hit { candidate: candidate.clone(), guess: at };
                match hits.iter_mut().find(|hit| same(hit)) {
                    Some(known) if hit.rank() < known.rank() => *known = hit,
                    Some(_) => {}
                    None => hits.push(hit),
                }
            }
        }
        hits.sort_by_key(Hit::rank);
        hits.truncate(MOST_CANDIDATES);
        hits
    }
}

redacted!(Guess => "guess", Read => "reading", Hit => "hit");

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> Normal {
        Normal::parse(text).unwrap()
    }

    fn read(guesses: &[&str]) -> Read {
        let guesses = guesses
            .iter()
            .map(|text| Guess { plate: normal(text), confidence_percent: Whole::new(90).ok() });
        Read::new(guesses).unwrap()
    }

    fn found(guesses: &[&str], differences: Differences) -> Vec<(u64, usize, bool)> {
        let mut matcher = Matcher::new();
        for (alert, plate) in [(1, "GB12CD"), (2, "G812CD"), (3, "HB12CD"), (4, "6812CD")] {
            matcher.insert(alert, Country::NL, &normal(plate));
        }
        let hits = matcher.hits(&read(guesses), differences);
        hits.iter().map(|hit| (hit.candidate.alert, hit.guess, hit.is_exact())).collect()
    }

    #[test]
    fn only_what_the_reader_read_is_exact_and_a_second_guess_is_a_difference() {
        assert_eq!(found(&["GB12CD"], Differences::One), [(1, 0, true), (2, 0, false)]);
        assert_eq!(found(&["XX99XX", "HB12CD"], Differences::One), [(3, 1, false)]);
        assert_eq!(found(&["XX99XX", "HB12C0"], Differences::One), [], "second guess, and inexact");
        assert_eq!(found(&["XX99XX", "HB12C0"], Differences::Two), [(3, 1, false)]);
    }

    #[test]
    fn a_listed_plate_is_found_once_by_the_guess_that_fits_it_best() {
        let hits = found(&["GB12CD", "G812CD", "HB12CD"], Differences::One);
        assert_eq!(hits, [(1, 0, true), (2, 0, false), (3, 2, false)]);
        let hits = found(&["6812CO", "GB12CD", "6812CD"], Differences::Two);
        assert_eq!(hits, [(4, 0, false), (1, 1, false), (2, 0, false)]);
    }

    #[test]
    fn guesses_are_few_and_no_plate_stands_among_them_twice() {
        assert!(Read::new([]).is_none());
        let read = read(&["AB12CD", "ab-12-cd", "AB12CE"]);
        assert_eq!(read.guesses().len(), 2);
        let many = (0..100)
            .map(|number| Guess { plate: normal(&format!("A{number}")), confidence_percent: None });
        assert_eq!(Read::new(many).unwrap().guesses().len(), MOST_GUESSES);
    }

    #[test]
    fn debug_shows_no_plate() {
        let shown = format!("{:?} {:?}", read(&["AB12CD"]), read(&["AB12CD"]).guesses());
        assert!(!shown.contains("AB1"), "{shown}");
    }
}
