//! The index against the slow way: comparing every listed plate. Absent: figures (`simulation`).

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::domain::plate::{compare_with, fold};

fn normal(text: &str) -> Normal {
    Normal::parse(text).unwrap()
}

fn listed(plates: &[(u64, &str)]) -> Matcher {
    let mut matcher = Matcher::new();
    for (alert, plate) in plates {
        matcher.insert(*alert, Country::NL, &normal(plate));
    }
    matcher
}

fn alerts(candidates: &Candidates) -> Vec<u64> {
    candidates.best.iter().map(|candidate| candidate.alert).collect()
}

#[test]
fn exact_candidates_come_first_and_inexact_ones_say_where_they_differ() {
    let matcher = listed(&[(1, "G812CD"), (2, "GB-12-CD"), (3, "GB12CO"), (4, "HB12CD")]);
    let found = matcher.matches(&normal("GB12CD"), None, Differences::One);
    assert_eq!(alerts(&found), [2, 1, 3]);
    assert_eq!(found.best[0].grade, Grade::Exact);
    assert_eq!(found.best[1].grade, Grade::OcrEquivalent { positions: vec![1] });
    assert_eq!(found.best[2].grade, Grade::OcrEquivalent { positions: vec![5] });
    assert_eq!(found.best[2].listed, normal("GB12CO"));
}

#[test]
fn two_differences_fit_only_when_asked_for() {
    let matcher = listed(&[(1, "68-12-CD")]);
    assert!(matcher.matches(&normal("GB12CD"), None, Differences::default()).is_empty());
    let found = matcher.matches(&normal("GB12CD"), None, Differences::Two);
    assert_eq!(found.best[0].grade, Grade::OcrEquivalent { positions: vec![0, 1] });
    assert!(matcher.matches(&normal("GB120D"), None, Differences::Two).is_empty());
}

#[test]
fn another_country_puts_a_candidate_last_and_does_not_drop_it() {
    let mut matcher = listed(&[(1, "GB12CD")]);
    matcher.insert(2, Country::BE, &normal("GB12CD"));
    let fits = |country| {
        let found = matcher.matches(&normal("GB12CD"), country, Differences::One);
        found.best.iter().map(|c| (c.alert, c.country_fit)).collect::<Vec<_>>()
    };
    use CountryFit::{Agrees, Differs, Unknown};
    assert_eq!(fits(Some(Country::BE)), [(2, Agrees), (1, Differs)]);
    assert_eq!(fits(Some(Country::NL)), [(1, Agrees), (2, Differs)]);
    assert_eq!(fits(None), [(1, Unknown), (2, Unknown)]);
}

#[test]
fn an_alert_that_is_recalled_leaves_and_the_others_stay() {
    let mut matcher = listed(&[(1, "GB12CD"), (2, "GB12CD"), (3, "GB12CD"), (2, "XX99ZZ")]);
    assert_eq!(matcher.remove(2), 2);
    assert_eq!(matcher.remove(2), 0);
    assert_eq!(alerts(&matcher.matches(&normal("GB12CD"), None, Differences::One)), [1, 3]);
    assert!(matcher.matches(&normal("XX99ZZ"), None, Differences::One).is_empty());
    assert_eq!(matcher.plates(), 2);
}

#[test]
fn a_plate_in_very_many_alerts_gives_few_candidates_and_says_how_many_are_left_out() {
    let mut matcher = Matcher::new();
    for alert in 0..1_000 {
        matcher.insert(alert, Country::NL, &normal("68120D"));
    }
    matcher.insert(1_000, Country::NL, &normal("GB12CD"));
    matcher.insert(1_001, Country::NL, &normal("G812CD"));
    let found = matcher.matches(&normal("G812CD"), None, Differences::Two);
    assert_eq!(alerts(&found), [1_001, 1_000], "the others differ in three");
    let found = matcher.matches(&normal("6812OD"), None, Differences::One);
    assert_eq!(alerts(&found), (0..16).collect::<Vec<_>>());
    assert_eq!(found.left_out, 1_000 - MOST_CANDIDATES);
}

#[test]
fn debug_shows_no_plate() {
    let matcher = listed(&[(1, "GB12CD")]);
    let found = matcher.matches(&normal("GB12CD"), None, Differences::One);
    let shown = format!("{matcher:?} {found:?}");
    assert!(!shown.contains("GB"), "{shown}");
}

/// The slow way: a list, and every plate of it compared.
#[derive(Default)]
struct Naive(Vec<(u64, Country, Normal)>);

impl Naive {
    fn insert(&mut self, alert: u64, country: Country, plate: Normal) {
        if !self.0.contains(&(alert, country, plate)) {
            self.0.push((alert, country, plate));
        }
    }

    fn matches(&self, read: &Normal, country: Option<Country>, most: usize) -> Candidates {
        let mut best = Vec::new();
        for (alert, listed_in, listed) in &self.0 {
            let Some(grade) = compare_with(listed, read, most) else { continue };
            let country_fit = match country {
                None => CountryFit::Unknown,
                Some(country) if country == *listed_in => CountryFit::Agrees,
                Some(_) => CountryFit::Differs,
            };
            let (alert, listed, country) = (*alert, *listed, *listed_in);
            best.push(Candidate { alert, listed, country, grade, country_fit });
        }
        best.sort_by_key(Candidate::rank);
        let left_out = best.len().saturating_sub(MOST_CANDIDATES);
        best.truncate(MOST_CANDIDATES);
        Candidates { best, left_out }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Insert(u64, bool, String),
    Remove(u64),
    Read(Option<bool>, String, bool),
}

fn country(belgian: bool) -> Country {
    if belgian { Country::BE } else { Country::NL }
}

/// Plates of few characters that are mixed up a lot, so that they meet.
fn plate() -> impl Strategy<Value = String> {
    "[0OQ1I8BX]{1,3}|[A-Z0-9]{1,10}"
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..12_u64, any::<bool>(), plate()).prop_map(|(a, c, p)| Step::Insert(a, c, p)),
        1 => (0..12_u64).prop_map(Step::Remove),
        3 => (any::<Option<bool>>(), plate(), any::<bool>()).prop_map(|(c, p, t)| Step::Read(c, p, t)),
    ]
}

proptest! {
    #[test]
    fn the_index_answers_as_the_slow_way_does(steps in vec(step(), 1..120)) {
        let (mut matcher, mut naive) = (Matcher::new(), Naive::default());
        for step in steps {
            match step {
                Step::Insert(alert, belgian, plate) => {
                    matcher.insert(alert, country(belgian), &normal(&plate));
                    naive.insert(alert, country(belgian), normal(&plate));
                }
                Step::Remove(alert) => {
                    let before = naive.0.len();
                    naive.0.retain(|(other, _, _)| *other != alert);
                    prop_assert_eq!(matcher.remove(alert), before - naive.0.len());
                }
                Step::Read(belgian, plate, two) => {
                    let differences = if two { Differences::Two } else { Differences::One };
                    let (read, seen) = (normal(&plate), belgian.map(country));
                    let found = matcher.matches(&read, seen, differences);
                    prop_assert_eq!(found, naive.matches(&read, seen, differences.most()));
                }
            }
            prop_assert_eq!(matcher.plates(), naive.0.len());
        }
    }

    #[test]
    fn folds_are_one_number_each(one in "[A-Z0-9]{1,10}", other in "[A-Z0-9]{1,10}") {
        let (one, other) = (normal(&one), normal(&other));
        prop_assert_eq!(fold(&one) == fold(&other), fold_number(&one) == fold_number(&other));
        prop_assert!(fold_number(&one) < 1 << 55);
    }

    #[test]
    fn plates_of_one_fold_have_one_number(one in plate()) {
        let one = normal(&one);
        prop_assert_eq!(fold_number(&one), fold_number(&normal(fold(&one).as_str())));
    }
}
