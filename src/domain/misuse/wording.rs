//! Justifications that say nothing, or that are the same for one target after the other.
//! Absent: the words themselves; a flag names the entries in which they stand.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{LookUp, Measured, Raised, Recent, Seen, Sign, Who};
use crate::domain::time::Day;

/// Vague justifications in a week that are looked at: one is a slip.
const VAGUE: usize = 5;

/// A justification with fewer telling words than this says nothing that can be checked.
const TELLING_WORDS: usize = 2;

/// The fewest letters of a telling word, unless it has a digit (a time, a gate, a street number).
const TELLING_LETTERS: usize = 4;

/// Words that tell nothing about this look-up, in the three languages of the alliance.
const EMPTY_WORDS: [&str; 44] = [
    "check",
    "checking",
    "checked",
    "work",
    "needed",
    "need",
    "look",
    "looking",
    "search",
    "searching",
    "just",
    "because",
    "required",
    "reason",
    "official",
    "duty",
    "routine",
    "information",
    "vehicle",
    "plate",
    "test",
    "query",
    "controle",
    "controleren",
    "werk",
    "nodig",
    "even",
    "kijken",
    "zoeken",
    "opzoeken",
    "kenteken",
    "voertuig",
    "dienst",
    "onderzoek",
    "informatie",
    "gewoon",
    "omdat",
    "vanwege",
    "travail",
    "recherche",
    "besoin",
    "verification",
    "plaque",
    "vehicule",
];

/// Different targets in a week with the very same justification that are looked at: a guard who writes
/// the same sentence for every hit of a shift stays below it, a sentence for everything does not.
const COPIES: usize = 12;

#[derive(Default)]
pub(super) struct Wording {
    vague: HashMap<Who, Recent<()>>,
    copied: HashMap<(Who, u64), Recent<u64>>,
    swept: Option<Day>,
}

impl Wording {
    pub(super) fn see(&mut self, seen: &Seen, look: &LookUp, raised: &mut Raised) {
        self.sweep(seen);
        let words = words(&look.justification);
        if words.is_empty() {
            return;
        }
        if is_vague(&words) {
            let recent = self.vague.entry(seen.who.clone()).or_default();
            recent.add(seen, ());
            if recent.done.len() >= VAGUE {
                let half = recent.this_week().count() >= VAGUE.div_ceil(2);
                recent.flag(Sign::VagueJustification, (&seen.who, ""), half, raised, |count| {
                    let sentence = format!(
                        "Gave {count} justifications that have fewer than {TELLING_WORDS} telling words; \
                         {VAGUE} within seven days raise this."
                    );
                    let measured = Measured::said(sentence).with("times", count);
                    measured.with("words", TELLING_WORDS).with("raises", VAGUE)
                });
            }
        }
        let Some(target) = look.targets.first() else { return };
        let recent = self.copied.entry((seen.who.clone(), hash(&words))).or_default();
        recent.add(seen, hash(target));
        let targets: BTreeSet<u64> = recent.done.iter().map(|(.., target)| *target).collect();
        if targets.len() >= COPIES {
            let new: BTreeSet<u64> = recent.this_week().map(|(.., target)| *target).collect();
            let half = new.len() >= COPIES.div_ceil(2);
            recent.flag(Sign::CopiedJustification, (&seen.who, ""), half, raised, |count| {
                let sentence = format!(
                    "Gave the same justification {count} times, for {} or more different targets; \
                     {COPIES} targets within seven days raise this.",
                    targets.len()
                );
                let measured = Measured::said(sentence).with("times", count);
                measured.with("targets", targets.len()).with("raises", COPIES)
            });
        }
    }

    fn sweep(&mut self, seen: &Seen) {
        let today = seen.at.day();
        if self.swept == Some(today) {
            return;
        }
        self.swept = Some(today);
        self.vague.retain(|_, recent| !recent.is_over(seen.at));
        self.copied.retain(|_, recent| !recent.is_over(seen.at));
    }
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

fn is_vague(words: &[String]) -> bool {
    let tells = |word: &&String| {
        let word = word.as_str();
        let long = word.chars().count() >= TELLING_LETTERS && !EMPTY_WORDS.contains(&word);
        long || word.chars().any(|c| c.is_ascii_digit())
    };
    let telling: BTreeSet<&String> = words.iter().filter(tells).collect();
    telling.len() < TELLING_WORDS
}

/// Only compared within one pass, so it needs no secret and no fixed algorithm.
fn hash<T: Hash + ?Sized>(what: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn a_time_a_place_or_an_event_tells_something() {
    for vague in ["just checking", "controle voertuig nodig", "need to look at plate", "recherche"]
    {
        assert!(is_vague(&words(vague)), "{vague}");
    }
    for telling in [
        "White van at the gate since 22:10",
        "Melding inbraak Turfkade, bus reed weg",
        "ANPR hit camera 12 entrance",
    ] {
        assert!(!is_vague(&words(telling)), "{telling}");
    }
}
