//! What the index is worth, measured: how many vehicles that nobody looks for are held up, and how many
//! misread plates are found again. Absent: speed (`tests/bench/matcher.rs`).
//!
//! The model. Plates have one of the fourteen Dutch shapes, each as likely; letters and digits are drawn
//! evenly. 10,000 are listed. A clean reading is a plate that is not listed, read as it is: every
//! candidate it gives is false. A misreading is a listed plate of which each character that cameras mix
//! up is read as another of its class, drawn evenly, one time in forty and independently of the others,
//! given that at least one is. It is found again when its own alert is among the candidates.

use std::collections::HashSet;

use super::*;
use crate::domain::plate::DUTCH_SIDE_CODES;

const LISTED: u64 = 10_000;
const CLEAN: u64 = 1_000_000;
/// Fewer where fewer are enough to tell the shares apart.
const SOME: u64 = 20_000;
const CLASSES: [&[u8]; 6] = [b"0OQD", b"1IL", b"2Z", b"5S", b"8B", b"6G"];

/// SplitMix64: the same numbers in every run.
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap() % limit
    }

    fn one_of(&mut self, bytes: &[u8]) -> u8 {
        bytes[self.below(bytes.len())]
    }

    fn plate(&mut self) -> [u8; 6] {
        let shape = DUTCH_SIDE_CODES[self.below(DUTCH_SIDE_CODES.len())].as_bytes();
        std::array::from_fn(|at| match shape[at] {
            b'9' => self.one_of(b"0123456789"),
            _ => self.one_of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        })
    }

    /// `None` when no character came out wrong.
    fn misread(&mut self, plate: [u8; 6]) -> Option<[u8; 6]> {
        let read = plate.map(|byte| {
            let class = CLASSES.into_iter().find(|class| class.contains(&byte));
            let class = class.filter(|_| self.below(40) == 0);
            class.map_or(byte, |class| {
                loop {
                    let other = self.one_of(class);
                    if other != byte {
                        return other;
                    }
                }
            })
        });
        (read != plate).then_some(read)
    }
}

fn normal(plate: [u8; 6]) -> Normal {
    Normal::parse(std::str::from_utf8(&plate).unwrap()).unwrap()
}

struct Scene {
    draws: Draws,
    plates: Vec<[u8; 6]>,
    matcher: Matcher,
}

impl Scene {
    fn new() -> Self {
        let mut draws = Draws(5);
        let plates: Vec<[u8; 6]> = (0..LISTED).map(|_| draws.plate()).collect();
        let mut matcher = Matcher::new();
        for (alert, plate) in (0..).zip(&plates) {
            matcher.insert(alert, Country::NL, &normal(*plate));
        }
        Self { draws, plates, matcher }
    }

    /// Clean readings with a false candidate, and the most candidates that one reading had.
    fn false_candidates(&mut self, readings: u64, differences: Differences) -> (u64, usize) {
        let (mut clean, mut wrong, mut most) = (0, 0, 0);
        while clean < readings {
            let read = normal(self.draws.plate());
            let found = self.matcher.matches(&read, Some(Country::NL), differences).best;
            if found.first().is_some_and(|best| best.grade == Grade::Exact) {
                // It is listed after all.
                continue;
            }
            clean += 1;
            wrong += u64::from(!found.is_empty());
            most = most.max(found.len());
        }
        (wrong, most)
    }

    /// How many of so many misreadings are found again.
    fn found_again(&mut self, misreadings: u64, differences: Differences) -> u64 {
        let (mut read, mut found) = (0, 0);
        while read < misreadings {
            let alert = self.draws.below(self.plates.len());
            let Some(misread) = self.draws.misread(self.plates[alert]) else { continue };
            let candidates = self.matcher.matches(&normal(misread), None, differences);
            let alert = u64::try_from(alert).unwrap();
            read += 1;
            found += u64::from(candidates.best.iter().any(|candidate| candidate.alert == alert));
        }
        found
    }

    /// Readings within edit distance 1 of a listed plate. All plates have six characters, so that an
    /// edit is one other character, at any place and of any class.
    fn within_one_edit(&mut self, readings: u64) -> u64 {
        let masks = |plate: [u8; 6]| {
            (0..6).map(move |at| {
                let mut masked = plate;
                masked[at] = b'?';
                masked
            })
        };
        let near: HashSet<[u8; 6]> = self.plates.iter().copied().flat_map(masks).collect();
        let draws = (0..readings).map(|_| self.draws.plate());
        draws.map(|plate| u64::from(masks(plate).any(|masked| near.contains(&masked)))).sum()
    }
}

#[test]
fn few_vehicles_are_held_up_and_nearly_all_misread_plates_are_found_again() {
    let mut scene = Scene::new();
    let (wrong, most) = scene.false_candidates(CLEAN, Differences::One);
    let found = scene.found_again(SOME, Differences::One);
    let (wrong_two, _) = scene.false_candidates(CLEAN / 10, Differences::Two);
    let found_two = scene.found_again(SOME, Differences::Two);
    let edited = scene.within_one_edit(SOME);

    println!("false candidates in a million clean readings:");
    println!("  one difference {wrong}, two {}, edit distance 1 {}", wrong_two * 10, edited * 50);
    println!("misreadings found again, of {SOME}: one difference {found}, two {found_two}");
    println!("most candidates of one clean reading: {most}");

    assert!((40..=120).contains(&wrong), "{wrong} false candidates in a million");
    assert!(wrong_two * 10 > wrong, "two differences hold up more");
    assert!(edited * 50 > wrong * 50, "edit distance 1 holds up many times as many: {edited}");
    assert!(found * 1_000 >= SOME * 965, "{found} of {SOME} misreadings found again");
    assert!(found_two * 1_000 >= SOME * 998, "{found_two} of {SOME} misreadings found again");
    assert!(most <= 3, "{most} candidates of one reading");
}
