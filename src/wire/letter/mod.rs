//! The draft of the answer to a citizen, in plain words of the citizen's language: first what can be told,
//! then, below a line for the officer alone, what may be withheld and why. Absent: the decision what to
//! withhold, and who of a partner's people looked: they have rights too (LED art. 15(1)(e)).

mod dutch;
mod english;
mod french;

use std::fmt::Write as _;

use crate::domain::lmc::Language;
use crate::wire::api::oversight::{MayWithhold, SubjectAnswer, SubjectEvent, SubjectRecord};

/// What the letter says of one record.
struct RecordFacts<'a> {
    day: String,
    issuer: &'a str,
    /// The type, in words.
    kind: &'a str,
    /// The purpose, in words.
    purpose: &'a str,
    /// Whether it still holds, as a sentence.
    state: &'a str,
    recipients: &'a [String],
}

/// What the letter says of one entry.
struct EventFacts<'a> {
    day: String,
    partner: Option<&'a str>,
    /// What was done, in words.
    deed: &'a str,
    purpose: Option<&'a str>,
    refused: bool,
}

/// The words of one language. Every word is looked up by its code; what has no word keeps its code.
struct Words {
    months: [&'static str; 12],
    /// Types of records, purposes, states and actions.
    of_code: fn(&str) -> Option<&'static str>,
    /// Why something may be withheld, by the code of the ground.
    why: fn(&str) -> Option<&'static str>,
    record: fn(&RecordFacts<'_>) -> String,
    event: fn(&EventFacts<'_>) -> String,
    /// When there is nothing to tell, or nothing to withhold.
    nothing_told: &'static str,
    nothing_kept: &'static str,
    /// The letter around what is told.
    letter: fn(&str) -> String,
    /// The part for the officer around what may be withheld, under a line that says so.
    aside: fn(&str) -> String,
}

/// A draft in its two parts.
pub struct Draft {
    /// What goes to the citizen.
    pub letter: String,
    /// What may be withheld and why, for the officer alone.
    pub aside: String,
}

/// Both parts after each other, as they stand in one file.
impl std::fmt::Display for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}", self.letter, self.aside)
    }
}

/// The draft.
pub fn draft(answer: &SubjectAnswer, language: Language) -> Draft {
    let words = match language {
        Language::Nl => &dutch::WORDS,
        Language::Fr => &french::WORDS,
        Language::En => &english::WORDS,
    };
    let (mut told, mut kept) = (String::new(), String::new());
    for record in &answer.records {
        words.place(&mut told, &mut kept, &words.record(record), record.may_withhold.as_ref());
    }
    for event in &answer.events {
        words.place(&mut told, &mut kept, &words.event(event), event.may_withhold.as_ref());
    }
    let or = |text: String, nothing: &str| {
        if text.is_empty() { format!("- {nothing}\n") } else { text }
    };
    Draft {
        letter: (words.letter)(&or(told, words.nothing_told)),
        aside: (words.aside)(&or(kept, words.nothing_kept)),
    }
}

impl Words {
    fn record(&self, record: &SubjectRecord) -> String {
        let about = &record.about;
        (self.record)(&RecordFacts {
            day: self.day(&about.issued_at),
            issuer: &about.issuer,
            kind: self.word(&about.record_type),
            purpose: self.word(&about.purpose),
            state: self.word(&record.standing.state),
            recipients: &record.recipients,
        })
    }

    fn event(&self, event: &SubjectEvent) -> String {
        let field = |name: &str| event.shown.fields.get(name).map(String::as_str);
        (self.event)(&EventFacts {
            day: self.day(field("time").unwrap_or_default()),
            partner: field("partner"),
            deed: self.word(field("action").unwrap_or_default()),
            purpose: field("purpose").map(|code| self.word(code)),
            refused: field("refusal").is_some(),
        })
    }

    fn word<'a>(&self, code: &'a str) -> &'a str {
        (self.of_code)(code).unwrap_or(code)
    }

    /// `2026-11-20T21:00:00Z` as people write the day.
    fn day(&self, time: &str) -> String {
        let date = time.split('T').next().unwrap_or_default();
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<usize>().ok());
        let month = number(month).and_then(|month| self.months.get(month.checked_sub(1)?));
        match (year, month, number(day)) {
            (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
            _ => date.to_owned(),
        }
    }

    fn place(&self, told: &mut String, kept: &mut String, line: &str, mark: Option<&MayWithhold>) {
        // Writing to a string does not fail.
        let _ = match mark {
            None => writeln!(told, "- {line}"),
            Some(mark) => {
                let why = (self.why)(&mark.ground).unwrap_or(&mark.why);
                writeln!(kept, "- {line}\n  [{}] {why}", mark.ground)
            }
        };
    }
}

/// Partners in a row, with the word that stands before the last one.
fn listed(partners: &[String], and: &str) -> Option<String> {
    let (last, others) = partners.split_last()?;
    if others.is_empty() {
        Some(last.clone())
    } else {
        Some(format!("{} {and} {last}", others.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::Action;
    use crate::domain::purpose::Purpose;
    use crate::domain::record::RecordType;
    use crate::wire::api::audit::AuditEntry;
    use crate::wire::api::search::{About, StandingNow};

    const ALL: [Language; 3] = [Language::Nl, Language::Fr, Language::En];

    fn event(action: &str, ground: Option<&str>) -> SubjectEvent {
        let fields = [
            ("time", "2026-11-20T21:00:00.000Z"),
            ("partner", "securion"),
            ("person", "PAS-77"),
            ("action", action),
            ("purpose", "offences"),
        ];
        let fields = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let may_withhold =
            ground.map(|ground| MayWithhold { ground: ground.into(), why: "It runs.".into() });
        SubjectEvent { shown: AuditEntry { index: 3, fields }, may_withhold }
    }

    fn record() -> SubjectRecord {
        SubjectRecord {
            index: 1,
            about: About {
                id: "x".into(),
                record_type: "alert".into(),
                status: "actual".into(),
                message: "new".into(),
                issuer: "politie-twente".into(),
                purpose: "offences".into(),
                grant: "twente".into(),
                issued_at: "2026-03-01T21:00:00.000Z".into(),
                expires_at: "2026-03-02T21:00:00.000Z".into(),
            },
            standing: StandingNow { state: "recalled".into(), by: Vec::new() },
            recipients: vec!["securion".into(), "fair-bewaking".into()],
            may_withhold: None,
        }
    }

    fn letter(language: Language) -> String {
        let events = vec![
            event("record.search", None),
            event("record.open", Some("led-15-1-b")),
            event("record.open", Some("led-99")),
        ];
        draft(&SubjectAnswer { records: vec![record()], events, entry: 9 }, language).to_string()
    }

    #[test]
    fn the_letter_keeps_back_what_may_be_withheld_and_never_names_who_looked() {
        for (language, searched, opened) in [
            (Language::Nl, "heeft securion gezocht", "heeft securion gegevens bekeken"),
            (Language::Fr, "securion a cherché", "securion a consulté"),
            (Language::En, "securion searched", "securion looked at"),
        ] {
            let text = letter(language);
            let (told, kept) = text.split_once("========").unwrap();
            assert!(told.contains(searched), "{told}");
            assert!(!told.contains(opened) && kept.contains(opened), "{text}");
            assert!(!told.contains("led-15") && kept.contains("[led-15-1-b]"));
            // A ground that this version does not know keeps the words of the exchange.
            assert!(kept.contains("[led-99] It runs."));
            assert!(!text.contains("PAS-77"));
        }
    }

    #[test]
    fn a_day_and_the_partners_read_as_people_write_them() {
        assert!(letter(Language::Nl).contains("Op 1 maart 2026"));
        assert!(letter(Language::Nl).contains("securion en fair-bewaking"));
        assert!(letter(Language::Fr).contains("Le 1 mars 2026"));
        assert!(letter(Language::Fr).contains("securion et fair-bewaking"));
        assert!(letter(Language::En).contains("On 1 March 2026"));
        assert_eq!(dutch::WORDS.day("soon"), "soon");
    }

    #[test]
    fn every_code_that_a_letter_can_show_has_a_word_in_every_language() {
        for language in ALL {
            let words = match language {
                Language::Nl => &dutch::WORDS,
                Language::Fr => &french::WORDS,
                Language::En => &english::WORDS,
            };
            let types = RecordType::ALL.iter().map(|kind| kind.code());
            let purposes = Purpose::ALL.iter().map(|purpose| purpose.code());
            let states = ["in-force", "updated", "recalled", "expired"];
            // Administration and the log's own upkeep concern nobody's record.
            let shown = |code: &str| {
                ["record.", "audit.", "retention.", "delivery.", "alerts.", "feed."]
                    .iter()
                    .any(|family| code.starts_with(family))
            };
            let actions = Action::ALL.iter().map(|action| action.code()).filter(|code| shown(code));
            for code in types.chain(purposes).chain(states).chain(actions) {
                assert!((words.of_code)(code).is_some(), "{code} in {language:?}");
            }
            for ground in ["led-15-1-a", "led-15-1-b", "led-15-1-c"] {
                assert!((words.why)(ground).is_some(), "{ground} in {language:?}");
            }
            let nothing = SubjectAnswer { records: Vec::new(), events: Vec::new(), entry: 1 };
            assert!(draft(&nothing, language).letter.contains(words.nothing_told));
        }
    }
}
