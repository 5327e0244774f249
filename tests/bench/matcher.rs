//! What a reading costs against a million listed plates, how long the index takes to load, and how much
//! memory a plate takes: `cargo bench --bench matcher`. Absent: whether the answers are right
//! (`src/domain/matcher/`).

use std::error::Error;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use criterion::Criterion;
use samen::domain::matcher::{Differences, Guess, Matcher, Read};
use samen::domain::plate::{Country, InvalidPlate, Normal};

const LISTED: u64 = 1_000_000;
/// Readings that are drawn beforehand and gone through in turn, so that no plate stays in the cache.
const READINGS: usize = 100_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut draws = Draws(7);
    let plates: Vec<Normal> = (0..LISTED).map(|_| draws.plate()).collect::<Result<_, _>>()?;
    let matcher = load(&plates)?;

    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let misses: Vec<Normal> = (0..READINGS).map(|_| draws.plate()).collect::<Result<_, _>>()?;
    let exact: Vec<Normal> = (0..READINGS).map(|_| plates[draws.index(plates.len())]).collect();
    let misread: Vec<Normal> = exact.iter().filter_map(misread).collect();
    for (name, reads) in [("miss", &misses), ("exact", &exact), ("ocr_equivalent", &misread)] {
        let mut turn = reads.iter().cycle();
        criterion.bench_function(&format!("a reading against 1,000,000: {name}"), |bencher| {
            bencher.iter(|| {
                let read = black_box(turn.next());
                read.map(|read| matcher.matches(read, Some(Country::NL), Differences::One))
            });
        });
    }
    let guesses = misses.iter().map(|plate| Guess { plate: *plate, confidence_percent: None });
    let guesses: Vec<Guess> = guesses.collect();
    let reads: Vec<Read> = guesses.chunks(10).filter_map(|ten| Read::new(ten.to_vec())).collect();
    let mut turn = reads.iter().cycle();
    criterion.bench_function("a reading of ten guesses against 1,000,000: miss", |bencher| {
        bencher.iter(|| black_box(turn.next()).map(|read| matcher.hits(read, Differences::One)));
    });
    let mut changing = matcher.clone();
    let mut turn = (0..LISTED).zip(&plates).cycle();
    criterion.bench_function("an alert withdrawn and listed again among 1,000,000", |bencher| {
        bencher.iter(|| {
            if let Some((alert, plate)) = turn.next() {
                changing.remove(alert);
                changing.insert(alert, Country::NL, plate);
            }
        });
    });
    criterion.final_summary();
    Ok(())
}

/// Loads the index once, by the clock: it takes too long to be repeated.
fn load(plates: &[Normal]) -> std::io::Result<Matcher> {
    let before = resident_bytes();
    let started = Instant::now();
    let mut matcher = Matcher::new();
    for (alert, plate) in (0..).zip(plates) {
        matcher.insert(alert, Country::NL, plate);
    }
    let (took, after) = (started.elapsed(), resident_bytes());
    let mut out = std::io::stdout();
    writeln!(out, "{} plates loaded in {} ms", matcher.plates(), took.as_millis())?;
    if let (Some(before), Some(after)) = (before, after) {
        let a_plate = after.saturating_sub(before) / LISTED;
        writeln!(out, "{a_plate} bytes a plate, of the memory that the process holds")?;
    }
    Ok(matcher)
}

/// Memory of this process that is in use, where the system tells (Linux).
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1024)
}

/// SplitMix64: the same plates in every run.
struct Draws(u64);

impl Draws {
    /// A number below `limit`.
    fn index(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or(0) % limit
    }

    /// A plate in one of the fourteen Dutch series.
    fn plate(&mut self) -> Result<Normal, InvalidPlate> {
        const SERIES: [&str; 14] = [
            "XX9999", "9999XX", "99XX99", "XX99XX", "XXXX99", "99XXXX", "99XXX9", "9XXX99",
            "XX999X", "X999XX", "XXX99X", "X99XXX", "9XX999", "999XX9",
        ];
        const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let series = SERIES[self.index(SERIES.len())];
        let draw = |kind: char| match kind {
            '9' => char::from(b"0123456789"[self.index(10)]),
            _ => char::from(LETTERS[self.index(LETTERS.len())]),
        };
        Normal::parse(&series.chars().map(draw).collect::<String>())
    }
}

/// The plate with a character that cameras mix up read as another; `None` without one.
fn misread(plate: &Normal) -> Option<Normal> {
    const PAIRS: [(char, &str); 8] = [
        ('0', "O"),
        ('1', "I"),
        ('2', "Z"),
        ('5', "S"),
        ('8', "B"),
        ('6', "G"),
        ('D', "0"),
        ('Q', "O"),
    ];
    let text = plate.as_str();
    let (from, to) = PAIRS.into_iter().find(|(from, _)| text.contains(*from))?;
    Normal::parse(&text.replacen(from, to, 1)).ok()
}
