//! The index of listed plates that a reading is held against: one look-up by the fold of what cameras
//! mix up, and few candidates, the best first. Absent: what becomes of a candidate (an inexact one waits
//! for a human being, Wpg 7a), when an alert ends, and any trace of a reading that matched nothing.

mod read;
mod table;

pub use read::{Guess, Hit, MOST_GUESSES, Read};

use super::plate::{Country, Grade, Normal, compare_in_fold, fold_number};
use super::sensitive::redacted;
use table::Table;

/// The most candidates of one reading: as many as fit on a terminal of 24 lines under each other with
/// a heading. Who has to compare more vehicles than that compares none; in the simulation beside this
/// file no reading out of a million has more than three.
pub const MOST_CANDIDATES: usize = 16;

/// How many confusable characters a reading may have wrong. Two only when somebody asks for it: with two
/// there are more false candidates than plates that are found again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Differences {
    /// At most one.
    #[default]
    One,
    /// At most two.
    Two,
}

impl Differences {
    /// The number.
    pub fn most(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}

/// How the country that the reader saw stands to the country of the listed plate. A reader guesses the
/// country from the colors and the band of the plate, and guesses wrong more often than it misreads a
/// character. So it orders candidates and is shown beside them, and never drops one: a guard who is shown
/// "NL listed, BE read" can look; a guard who is shown nothing cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountryFit {
    /// The same country.
    Agrees,
    /// The reader named none.
    Unknown,
    /// Another country: likely another vehicle, or a wrong guess.
    Differs,
}

/// A listed plate that a reading fits.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The key of the alert that lists it, as given to [`Matcher::insert`].
    pub alert: u64,
    /// The listed plate: an alert may list several.
    pub listed: Normal,
    /// Its country.
    pub country: Country,
    /// How the reading fits it.
    pub grade: Grade,
    /// How the country fits.
    pub country_fit: CountryFit,
}

/// Differences, the country, and then what tells candidates apart.
type Rank = (usize, CountryFit, u64, Normal, Country);

impl Candidate {
    /// The best first: fewer differences, then the country, then the alert, so that the same reading is
    /// always answered in the same order.
    fn rank(&self) -> Rank {
        let differences = match &self.grade {
            Grade::Exact => 0,
            Grade::OcrEquivalent { positions } => positions.len(),
        };
        (differences, self.country_fit, self.alert, self.listed, self.country)
    }
}

/// What a reading fits. Empty for nearly every reading; then nothing was allocated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// At most [`MOST_CANDIDATES`], the exact ones first.
    pub best: Vec<Candidate>,
    /// How many more there were, left out as the worse ones.
    pub left_out: usize,
}

impl Candidates {
    /// Whether nothing fits.
    pub fn is_empty(&self) -> bool {
        self.best.is_empty()
    }

    fn add(&mut self, candidate: Candidate) {
        let rank = candidate.rank();
        let at = self.best.partition_point(|other| other.rank() < rank);
        self.best.insert(at, candidate);
        if self.best.len() > MOST_CANDIDATES {
            self.best.pop();
            self.left_out += 1;
        }
    }
}

/// Listed plates by the fold of what cameras mix up, each with the alert that lists it. Several alerts
/// may list one plate, and one alert several plates.
///
/// A reading costs one look-up, and then a step for every plate listed under the same fold: one or two,
/// unless the police list one plate in very many alerts.
#[derive(Clone, Default)]
pub struct Matcher(Table);

impl Matcher {
    /// An index of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// An index of nothing with room for so many plates.
    pub fn with_capacity(plates: usize) -> Self {
        Self(Table::with_capacity(plates))
    }

    /// Lists a plate for an alert. Listing it twice for the same alert changes nothing.
    pub fn insert(&mut self, alert: u64, country: Country, plate: &Normal) {
        self.0.insert(fold_number(plate), alert, country, *plate);
    }

    /// Takes every plate of an alert off the list and wipes it. Says how many there were.
    pub fn remove(&mut self, alert: u64) -> usize {
        self.0.remove(alert, fold_number)
    }

    /// How many plates are listed, a plate once for every alert that lists it.
    pub fn plates(&self) -> usize {
        self.0.len()
    }

    /// The listed plates that one plate, as read, fits. `country` is what the reader takes for the
    /// country. See [`Matcher::hits`] for a reading of several guesses.
    pub fn matches(
        &self,
        read: &Normal,
        country: Option<Country>,
        differences: Differences,
    ) -> Candidates {
        self.within(read, country, differences.most())
    }

    fn within(&self, read: &Normal, country: Option<Country>, most: usize) -> Candidates {
        let mut found = Candidates::default();
        for row in self.0.under(fold_number(read)) {
            let Some(grade) = compare_in_fold(&row.plate, read, most) else { continue };
            let country_fit = match country {
                None => CountryFit::Unknown,
                Some(country) if country == row.country => CountryFit::Agrees,
                Some(_) => CountryFit::Differs,
            };
            let (alert, listed, country) = (row.alert, row.plate, row.country);
            found.add(Candidate { alert, listed, country, grade, country_fit });
        }
        found
    }
}

redacted!(Candidate => "candidate", Matcher => "matcher");

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
