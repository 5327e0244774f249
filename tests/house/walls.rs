//! Walls between the rooms: arrows, crates that belong to one room, and rooms that only compute.
//! Absent: the tables that they go by (`tests/house.rs`), and how a source is read (`source`).

use super::arrows::{self, Use};
use super::report::Finding;
use super::rules::{each, finding};
use super::source::Source;
use super::words::Kind;
use super::{AUDIT_COMMAND, CLOCKS, CRATES, PURE, ROOMS};

/// Arrows of one file that the table of rooms does not hold.
pub(crate) fn forbidden_arrows(source: &Source) -> Vec<Finding> {
    if !(source.path.starts_with("src/") || source.path.starts_with("certs/")) {
        return Vec::new();
    }
    let modules = source.modules();
    let own = modules.first().copied();
    let allowed = |used: &Use| match own {
        None => source.path != "src/main.rs" || ["cli", "app"].contains(&used.name.as_str()),
        Some(own) => {
            let row = ROOMS.iter().find(|(room, _)| *room == own);
            let below = row.is_some_and(|(_, below)| below.contains(&used.name.as_str()));
            let for_test = used.name == "pki" && source.is_test(used.line);
            used.name == own || below || for_test
        }
    };
    let uses = arrows::rooms(source).into_iter().filter(|used| !allowed(used));
    uses.map(|used| {
        let own = own.unwrap_or("the crate root");
        let what = format!("`{own}` uses `{}`, which its row in ROOMS does not allow", used.name);
        finding(source, used.line, &used.name, what)
    })
    .collect()
}

#[test]
fn arrows_point_down() {
    each(
        "arrows",
        "a room uses only rooms on lower floors, so that each can be read and tested without what stands on it",
        forbidden_arrows,
    );
}

#[test]
fn the_table_itself_points_down() {
    for (at, (room, below)) in ROOMS.iter().enumerate() {
        for used in *below {
            let stands_below = ROOMS[..at].iter().any(|(name, _)| name == used);
            assert!(
                stands_below,
                "ROOMS: `{room}` may not use `{used}`, which does not stand below it"
            );
            let towers = ["http", "client"];
            let across = towers.contains(room) && towers.contains(used);
            assert!(!across, "ROOMS: the towers never name each other");
        }
    }
}

#[test]
fn every_room_has_a_row() {
    each("rooms", "a room without a row in ROOMS has no floor", |source| {
        let modules = source.modules();
        let known = |room: &str| ROOMS.iter().any(|(name, _)| *name == room);
        match modules.first() {
            Some(room) if !source.path.starts_with("audit/") && !known(room) => {
                vec![finding(source, 1, room, format!("the room `{room}` is not in ROOMS"))]
            }
            _ => Vec::new(),
        }
    });
}

/// Crates used outside tests in a place that does not hold them.
pub(crate) fn misplaced_crates(source: &Source) -> Vec<Finding> {
    let misplaced = |used: &Use| {
        let row = CRATES.iter().find(|(name, _, _)| match name.strip_suffix('*') {
            Some(prefix) => used.name.starts_with(prefix),
            None => used.name == *name,
        })?;
        let inside = row.1.iter().any(|place| source.path.starts_with(place));
        let exempt = inside || source.is_test(used.line) || is_audit_own(source, used);
        (!exempt).then_some(row.2)
    };
    let uses = arrows::paths(source).into_iter();
    uses.filter_map(|used| {
        let why = misplaced(&used)?;
        Some(finding(
            source,
            used.line,
            &used.name,
            format!("`{}` is used here, but {why}", used.name),
        ))
    })
    .collect()
}

/// The package of the evidence may name itself and the cryptography it stands on.
fn is_audit_own(source: &Source, used: &Use) -> bool {
    source.path.starts_with("audit/") && ["samen_audit", "ring"].contains(&used.name.as_str())
}

#[test]
fn crates_stay_in_their_rooms() {
    each("crates", "what one room alone knows can be replaced there", misplaced_crates);
}

/// Input, output, clocks and threads in places that have none.
pub(crate) fn impurities(source: &Source) -> Vec<Finding> {
    let command = AUDIT_COMMAND.iter().any(|place| source.path.starts_with(place));
    let row = PURE.iter().find(|(place, _)| source.path.starts_with(place));
    let Some((place, names)) = row.filter(|_| !command) else {
        return Vec::new();
    };
    let words = source.words.iter().enumerate().filter(|(at, word)| {
        let in_path = *at > 0 && source.words[at - 1].is("::")
            || source.words.get(at + 1).is_some_and(|next| next.is("::"));
        let keyword = ["async", "await"].contains(&word.text.as_str());
        let named = word.kind == Kind::Name && names.contains(&word.text.as_str());
        named && (in_path || keyword) && !source.is_test(word.line)
    });
    words
        .map(|(_, word)| {
            let what =
                format!("`{}` is used, but {place} only computes; make it an argument", word.text);
            finding(source, word.line, &word.text, what)
        })
        .collect()
}

#[test]
fn the_lower_floors_only_compute() {
    each(
        "pure",
        "what has no clock, no files and no network can be checked by reading it",
        impurities,
    );
}

/// Clocks read outside the places that may.
pub(crate) fn clocks(source: &Source) -> Vec<Finding> {
    const TYPES: [&str; 5] = ["Instant", "SystemTime", "OffsetDateTime", "UtcDateTime", "Utc"];
    if CLOCKS.iter().any(|place| source.path.starts_with(place)) {
        return Vec::new();
    }
    let reads = source.words.windows(3).filter(|w| {
        let asks = ["now", "now_utc", "now_local"].contains(&w[2].text.as_str());
        TYPES.contains(&w[0].text.as_str()) && w[1].is("::") && asks && !source.is_test(w[2].line)
    });
    reads
        .map(|w| {
            let what = format!(
                "`{}::{}` reads a clock; take the time as an argument",
                w[0].text, w[2].text
            );
            finding(source, w[2].line, &w[0].text, what)
        })
        .collect()
}

#[test]
fn clocks_are_read_in_one_place() {
    each("clocks", "a program that is told the time can be tested at any time", clocks);
}
