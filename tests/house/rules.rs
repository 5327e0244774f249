//! Rules about each source file by itself: its length, its first line, its name, its functions, and
//! what may stop the process. Absent: the limits (`tests/house.rs`), and the walls between rooms.

use std::sync::OnceLock;

use super::report::{Finding, settle};
use super::source::{self, Source};
use super::{EMPTY_NAMES, EXCEPTIONS, FILE_LINES, FUNCTION_LINES, MAIN_LINES, shape};

fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| source::read_all(&["src", "audit", "certs", "tests"]))
}

/// Runs a rule over each source and settles what it found.
pub(crate) fn each(rule: &str, why: &str, find: impl Fn(&Source) -> Vec<Finding>) {
    assert!(sources().len() > 100, "the sources were not found");
    let findings: Vec<Finding> = sources().iter().flat_map(find).collect();
    settle(rule, why, &findings, &EXCEPTIONS);
}

pub(crate) fn finding(source: &Source, line: usize, subject: &str, what: String) -> Finding {
    Finding { path: source.path.clone(), line, subject: subject.to_owned(), what }
}

#[test]
fn files_are_short() {
    each("lines", "a file that fits a sitting gets read; split it by its jobs", |source| {
        let limit = if source.path == "src/main.rs" { MAIN_LINES - 1 } else { FILE_LINES };
        let lines = source.lines.len();
        let what = format!("{lines} lines, and {limit} are allowed");
        (lines > limit).then(|| finding(source, limit, "lines", what)).into_iter().collect()
    });
}

#[test]
fn functions_are_short() {
    each("functions", "a function that fits a screen gets read; name its steps", |source| {
        let long = shape::functions(source).into_iter().filter(|f| f.lines > FUNCTION_LINES);
        long.map(|f| {
            let what =
                format!("`{}` has {} lines, and {FUNCTION_LINES} are allowed", f.name, f.lines);
            finding(source, f.line, &f.name, what)
        })
        .collect()
    });
}

#[test]
fn files_say_what_they_are_for() {
    each("purpose", "who opens a file learns first what is in it and what is not", |source| {
        let says = source.lines.first().is_some_and(|line| line.starts_with("//! "));
        let what = "the first line has to be `//!` and say what the file is for".to_owned();
        (!says).then(|| finding(source, 1, "first line", what)).into_iter().collect()
    });
}

#[test]
fn rooms_say_what_is_absent() {
    each("absent", "a room is known by what it keeps out", |source| {
        let is_door = source.modules().len() == 1 && !source.path.starts_with("audit/")
            || source.path == "audit/src/lib.rs";
        let doc = source.lines.iter().take_while(|line| line.starts_with("//!"));
        let says = doc
            .into_iter()
            .any(|l| l.contains("bsent") || l.contains("No ") || l.contains("nothing"));
        let what = "the `//!` comment has to say what is absent from the room".to_owned();
        (is_door && !says).then(|| finding(source, 1, "absent", what)).into_iter().collect()
    });
}

#[test]
fn names_of_files_say_something() {
    each("names", "a drawer for anything fills with everything", |source| {
        let parts = source.path.trim_end_matches(".rs").split('/');
        let empty = parts.filter(|part| EMPTY_NAMES.contains(part));
        empty
            .map(|part| finding(source, 1, part, format!("`{part}` does not say what is inside")))
            .collect()
    });
}

#[test]
fn what_may_stop_the_process_has_its_reason() {
    each(
        "reasons",
        "a stop or a lost bit is an outage; a comment on the line or just above says why it cannot happen",
        |source| {
            if source.path.starts_with("tests/") {
                return Vec::new();
            }
            let found = shape::unreasoned(source).into_iter();
            found
                .map(|(line, what)| {
                    finding(source, line, what, format!("{what} without a reason beside it"))
                })
                .collect()
        },
    );
}

/// Words in comments and attributes that put work or checks off. Put together here, so that the test
/// does not find itself.
pub(crate) fn postponements(source: &Source) -> Vec<Finding> {
    let marks =
        [["TO", "DO"], ["FIX", "ME"], ["#[al", "low("], ["#![al", "low("], ["#[ign", "ore"]];
    let marks: Vec<String> = marks.iter().map(|parts| parts.concat()).collect();
    let mut found = Vec::new();
    for (at, line) in source.lines.iter().enumerate() {
        for mark in marks.iter().filter(|mark| line.contains(mark.as_str())) {
            found.push(finding(
                source,
                at + 1,
                mark,
                format!("`{mark}` puts off what should be done or said now"),
            ));
        }
    }
    found
}

#[test]
fn nothing_is_put_off() {
    each(
        "later",
        "work that is put off in the source is forgotten there; use an issue, or `#[expect(..., reason)]`",
        postponements,
    );
}

#[test]
fn tests_do_not_sleep() {
    each(
        "sleep",
        "a test that sleeps is slow on a good day and wrong on a bad one; wait for the event, or move the clock",
        |source| {
            let sleeps = source
                .words
                .windows(2)
                .filter(|w| w[0].is("sleep") && w[1].is("(") && source.is_test(w[0].line));
            sleeps
                .map(|w| finding(source, w[0].line, "sleep", "a test sleeps".to_owned()))
                .collect()
        },
    );
}
