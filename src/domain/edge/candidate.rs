//! A vehicle that may be a listed one, and what follows from a person's answer. Absent: the list of open
//! ones (`watch`), and the sighting that is made of it.

use std::sync::Arc;

use crate::domain::id::RecordId;
use crate::domain::matcher::{CountryFit, Hit, Read};
use crate::domain::plate::{Country, Grade, Normal};
use crate::domain::record::Record;
use crate::domain::record::sighting::{Agreement, Match};
use crate::domain::record::text::{Line, Whole};
use crate::domain::sensitive::redacted;
use crate::domain::time::Timestamp;

/// A vehicle that a camera saw and that may be the listed one.
#[derive(Clone)]
pub struct Candidate {
    /// Its number: what a person names in an answer. Counted from 1 since the program started.
    pub number: u64,
    /// The alert, with the listed vehicle, person, action and warnings.
    pub alert: Arc<Record>,
    /// The listed plate.
    pub listed: Normal,
    /// Its country.
    pub country: Country,
    /// How the country that the reader saw fits.
    pub country_fit: CountryFit,
    /// What the reader read.
    pub read: Normal,
    /// How sure the reader was, in percent.
    pub confidence_percent: Option<Whole<0, 100>>,
    /// How that fits the listed plate.
    pub grade: Grade,
    /// Whether this is the reader's own best guess.
    pub is_best_guess: bool,
    /// The camera.
    pub camera: Line<64>,
    /// The first pass.
    pub first_seen: Timestamp,
    /// The last one.
    pub last_seen: Timestamp,
    /// How often it was seen.
    pub passes: u32,
    /// When it was shown first, by the clock of the program.
    pub shown_at: Timestamp,
}

/// What follows from an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A sighting says so.
    Report,
    /// It was a misread: another car, of which nothing is said to anybody.
    Forget,
    /// Nobody could tell, and without an answer it does not leave: it stays open for somebody else.
    Stay,
}

impl Candidate {
    pub(super) fn new(
        number: u64,
        (hit, read): (&Hit, &Read),
        camera: &Line<64>,
        alert: Arc<Record>,
        (seen, now): (Timestamp, Timestamp),
    ) -> Option<Self> {
        let guess = read.guesses().get(hit.guess)?;
        Some(Self {
            number,
            alert,
            listed: hit.candidate.listed,
            country: hit.candidate.country,
            country_fit: hit.candidate.country_fit,
            read: guess.plate,
            confidence_percent: guess.confidence_percent,
            grade: hit.candidate.grade.clone(),
            is_best_guess: hit.guess == 0,
            camera: camera.clone(),
            first_seen: seen,
            last_seen: seen,
            passes: 1,
            shown_at: now,
        })
    }

    /// The id of the alert.
    pub fn alert_id(&self) -> RecordId {
        self.alert.id()
    }

    /// How the reading fits, as a sighting says it. A plate that was only a further guess of the
    /// reader is not what it read, however well the guess fits.
    pub fn matched(&self) -> Match {
        match self.grade {
            Grade::Exact if self.is_best_guess => Match::Exact,
            Grade::Exact | Grade::OcrEquivalent { .. } => Match::OcrEquivalent,
        }
    }

    /// Whether it may leave without a person's answer, where these grades may.
    pub fn leaves_unconfirmed(&self, granted: &[Match]) -> bool {
        self.is_best_guess && granted.contains(&self.matched())
    }

    /// What follows from a person's answer. `granted` are the grades that leave without one.
    ///
    /// The listed plate on another vehicle is worth a report: plates are copied. A plate that only
    /// resembles it, on another vehicle, is somebody else's car.
    pub fn answer(&self, agrees: Agreement, granted: &[Match]) -> Answered {
        match (agrees, self.matched()) {
            (Agreement::Yes, _) | (Agreement::No, Match::Exact) => Answered::Report,
            (Agreement::No, Match::OcrEquivalent) => Answered::Forget,
            (Agreement::Unknown, _) if self.leaves_unconfirmed(granted) => Answered::Report,
            (Agreement::Unknown, _) => Answered::Stay,
        }
    }

    /// Takes in another pass of the same car; a better reading replaces the earlier one.
    pub(super) fn pass(&mut self, (hit, read): (&Hit, &Read), seen: Timestamp) {
        self.passes = self.passes.saturating_add(1);
        self.first_seen = self.first_seen.min(seen);
        self.last_seen = self.last_seen.max(seen);
        let better = hit.is_exact() && self.matched() != Match::Exact;
        if let Some(guess) = read.guesses().get(hit.guess).filter(|_| better) {
            self.read = guess.plate;
            self.confidence_percent = guess.confidence_percent;
            self.grade = hit.candidate.grade.clone();
            self.country_fit = hit.candidate.country_fit;
            self.is_best_guess = true;
        }
    }
}

redacted!(Candidate => "candidate");
