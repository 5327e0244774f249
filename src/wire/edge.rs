//! What the program beside a plate reader is told and says, as JSON lines: answers of persons, candidates,
//! and what became of them. Absent: the formats of readers (`anpr`), and the sentences of the terminal.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::strict::parse_strict;
use crate::domain::edge::{Candidate, Gone, Why};
use crate::domain::id::PersonId;
use crate::domain::lmc::Language;
use crate::domain::matcher::CountryFit;
use crate::domain::plate::{Grade, hint};
use crate::domain::record::render::{Wording, render};
use crate::domain::record::sighting::Agreement;
use crate::domain::refusal::{Reason, Refusal};

/// The most bytes of an answer.
pub const LARGEST_ANSWER: usize = 4 * 1024;

/// A person's answer about a candidate, as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerDocument {
    candidate: u64,
    description_agrees: String,
    person: String,
}

/// A person's answer about a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The number of the candidate.
    pub candidate: u64,
    /// Whether the listed description agrees with what the person sees.
    pub agrees: Agreement,
    /// Who looked, by the id in the partner's register.
    pub person: PersonId,
}

impl Answer {
    /// Parses an answer in JSON.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] or a refusal of the JSON, with the member.
    pub fn parse(json: &[u8]) -> Result<Self, Refusal> {
        if json.len() > LARGEST_ANSWER {
            return Err(Reason::BodyTooLarge.into());
        }
        let document: AnswerDocument = serde_json::from_value(parse_strict(json, 2)?)
            .map_err(|_| Refusal::new(Reason::RequestInvalid))?;
        Self::from_words(document.candidate, &document.description_agrees, &document.person)
    }

    /// From the words that a person types: number, answer, and who looked.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn from_words(candidate: u64, agrees: &str, person: &str) -> Result<Self, Refusal> {
        let invalid = |member| Refusal::at(Reason::RequestInvalid, member);
        Ok(Self {
            candidate,
            agrees: Agreement::from_code(agrees).ok_or_else(|| invalid("/description_agrees"))?,
            person: PersonId::parse(person).map_err(|_| invalid("/person"))?,
        })
    }
}

/// Something that the program says.
#[derive(Clone, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It runs.
    Started {
        /// The version of the program.
        version: &'static str,
        /// Where readers post, when they do.
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<String>,
    },
    /// A vehicle that may be a listed one, shown first or changed by another pass.
    Candidate(Box<CandidateShown>),
    /// A candidate is open no more.
    Gone {
        /// Its number.
        candidate: u64,
        /// `recalled`, `expired`, `unanswered`, `crowded_out` or `misread`.
        why: &'static str,
    },
    /// A sighting was signed and is durable in the queue.
    Queued {
        /// The candidate.
        candidate: u64,
        /// The id of the sighting.
        record: String,
        /// Who compared; absent for what leaves without a person.
        #[serde(skip_serializing_if = "Option::is_none")]
        person: Option<String>,
    },
    /// A sighting was accepted.
    Sent {
        /// Its id.
        record: String,
        /// Its index in the log.
        index: u64,
        /// Whether the exchange had it already.
        repeated: bool,
    },
    /// A sighting was refused for good.
    Refused {
        /// Its id.
        record: String,
        /// The type of the problem, such as `recalled`.
        problem: String,
        /// What the exchange says about it.
        text: String,
    },
    /// How the program stands.
    Status(Status),
    /// Something that a person should know.
    Notice {
        /// `clock`, `connection`, `list`, `queue`, `disk`, `input`, `answer` or `evidence`.
        about: &'static str,
        /// In words, without a plate.
        text: String,
    },
}

/// A candidate with the listed vehicle beside it.
#[derive(Clone, Serialize)]
pub struct CandidateShown {
    /// Its number: what an answer names.
    pub candidate: u64,
    /// `exact` or `ocr_equivalent`.
    #[serde(rename = "match")]
    pub matched: &'static str,
    /// The positions, counted from 0, at which what was read differs from the listed plate.
    pub positions: Vec<u8>,
    /// What the reader read.
    pub read: String,
    /// How sure it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence_percent: Option<u32>,
    /// Whether this is the reader's own best guess.
    pub best_guess: bool,
    /// The listed plate.
    pub listed: String,
    /// Its country.
    pub country: String,
    /// `agrees`, `unknown` or `differs`: the country that the reader saw.
    pub country_fit: &'static str,
    /// `plausible`, `unusual` or `unknown`: whether what was read has the form of a plate of the listed country.
    pub read_hint: &'static str,
    /// The same of the listed plate.
    pub listed_hint: &'static str,
    /// The camera.
    pub camera: String,
    /// The first pass.
    pub first_seen: String,
    /// The last one.
    pub last_seen: String,
    /// How often it was seen.
    pub passes: u32,
    /// How old the list is, in seconds.
    pub list_age_s: i64,
    /// The alert, as its record says it.
    pub alert: Value,
    /// The alert as text.
    #[serde(skip)]
    pub text: String,
}

impl CandidateShown {
    /// Shows a candidate next to a list of this age.
    pub fn new(candidate: &Candidate, list_age_s: i64) -> Self {
        let positions = match &candidate.grade {
            Grade::Exact => Vec::new(),
            Grade::OcrEquivalent { positions } => positions.clone(),
        };
        Self {
            candidate: candidate.number,
            matched: candidate.matched().code(),
            positions,
            read: candidate.read.as_str().to_owned(),
            confidence_percent: candidate.confidence_percent.map(|percent| percent.get()),
            best_guess: candidate.is_best_guess,
            listed: candidate.listed.as_str().to_owned(),
            country: candidate.country.code().to_owned(),
            country_fit: match candidate.country_fit {
                CountryFit::Agrees => "agrees",
                CountryFit::Unknown => "unknown",
                CountryFit::Differs => "differs",
            },
            read_hint: hint(candidate.country, &candidate.read).code(),
            listed_hint: hint(candidate.country, &candidate.listed).code(),
            camera: candidate.camera.as_str().to_owned(),
            first_seen: candidate.first_seen.to_string(),
            last_seen: candidate.last_seen.to_string(),
            passes: candidate.passes,
            list_age_s,
            alert: super::record::to_json(&candidate.alert),
            text: render(&candidate.alert, Wording::coded(Language::En)),
        }
    }
}

impl From<Gone> for Event {
    fn from(gone: Gone) -> Self {
        let why = match gone.why {
            Why::Recalled => "recalled",
            Why::Expired => "expired",
            Why::Unanswered => "unanswered",
            Why::Crowded => "crowded_out",
        };
        Self::Gone { candidate: gone.number, why }
    }
}

/// How the program stands: numbers that name nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Readings since the start.
    pub reads: u64,
    /// Lines and requests that were no reading.
    pub bad_reads: u64,
    /// Candidates since the start.
    pub candidates: u64,
    /// Candidates that wait for an answer.
    pub open: usize,
    /// Signed sightings that wait for the exchange.
    pub queued: usize,
    /// Signed sightings that wait for room on the disk.
    pub unwritten: usize,
    /// Signed sightings that the exchange refused for good.
    pub refused: usize,
    /// Alerts that are matched.
    pub alerts: usize,
    /// The moment of the exchange up to which the list is complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// How long ago that was, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_age_s: Option<i64>,
    /// Whether readings are matched: not before the first list, and not by one that is too old.
    pub matching: bool,
    /// Whether the feed is open.
    pub connected: bool,
    /// How far the clock of this machine is ahead of the exchange's, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_ahead_ms: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_names_the_candidate_the_answer_and_who_looked() {
        let good = br#"{"candidate": 7, "description_agrees": "yes", "person": "PAS-1042"}"#;
        let answer = Answer::parse(good).unwrap();
        assert_eq!((answer.candidate, answer.agrees), (7, Agreement::Yes));
        for (bad, pointer) in [
            (
                r#"{"candidate": 7, "description_agrees": "maybe", "person": "PAS-1"}"#,
                "/description_agrees",
            ),
            (r#"{"candidate": 7, "description_agrees": "yes", "person": "a b"}"#, "/person"),
        ] {
            assert_eq!(
                Answer::parse(bad.as_bytes()).unwrap_err().pointer.as_deref(),
                Some(pointer)
            );
        }
        let unnamed = br#"{"candidate": 7, "description_agrees": "yes"}"#;
        assert_eq!(Answer::parse(unnamed).unwrap_err().reason, Reason::RequestInvalid);
    }
}
