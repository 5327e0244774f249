//! The lists that lawyers and reviewers read (`schemas/conformance.json`, `audit/threats.json`): what they
//! name is there, and the pages made from them are current. Absent: whether a duty is rightly understood.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use serde_json::Value;

use super::source::{self, Source};
use super::words::Kind;

/// A list, the schema that it fits, and the page that is made from it.
struct Paper {
    list: &'static str,
    schema: &'static str,
    page: &'static str,
    render: fn(&Value) -> String,
}

const PAPERS: [Paper; 2] = [
    Paper {
        list: "audit/threats.json",
        schema: "audit/threats.schema.json",
        page: "audit/THREATS.md",
        render: threats,
    },
    Paper {
        list: "schemas/conformance.json",
        schema: "schemas/conformance.schema.json",
        page: "schemas/conformance.md",
        render: conformance,
    },
];

#[test]
fn the_lists_fit_their_schemas() {
    for paper in &PAPERS {
        let validator = jsonschema::validator_for(&read(paper.schema)).unwrap();
        let list = read(paper.list);
        let wrong: Vec<String> = validator
            .iter_errors(&list)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", paper.list);
        let ids: BTreeSet<&str> = rows(&list).iter().map(|row| text(row, "id")).collect();
        assert_eq!(ids.len(), rows(&list).len(), "{}: an id stands there twice", paper.list);
    }
}

/// A row that claims to be shown names a test; every other row says what remains.
#[test]
fn no_row_claims_more_than_it_shows() {
    for paper in &PAPERS {
        for row in rows(&read(paper.list)) {
            let (id, state) = (text(row, "id"), text(row, "state"));
            let (places, tests) = (names(row, "where").len(), names(row, "tests").len());
            match state {
                "shown" => assert!(places > 0 && tests > 0, "{id} is shown by no test"),
                "partly" => assert!(
                    tests > 0 && row.get("remains").is_some(),
                    "{id}: what is there, and what is not?"
                ),
                _ => assert!(row.get("remains").is_some(), "{id} does not say what remains"),
            }
        }
    }
}

#[test]
fn every_file_and_test_that_a_list_names_is_there() {
    let mut missing = Vec::new();
    for paper in &PAPERS {
        for row in rows(&read(paper.list)) {
            let places = names(row, "where").into_iter().filter(|name| !is_place(name));
            let tests = names(row, "tests").into_iter().filter(|name| !is_test(name));
            let id = text(row, "id");
            missing.extend(places.chain(tests).map(|name| format!("{}: {id}: {name}", paper.list)));
        }
    }
    assert!(missing.is_empty(), "named and not there: {missing:#?}");
}

#[test]
fn the_pages_are_current() {
    for paper in &PAPERS {
        let page = (paper.render)(&read(paper.list));
        let path = source::root().join(paper.page);
        if std::env::var_os("SAMEN_WRITE_GOLDEN").is_some() {
            fs::write(&path, &page).unwrap();
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, page, "{}: run with SAMEN_WRITE_GOLDEN=1", paper.page);
    }
}

fn read(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(source::root().join(path)).unwrap()).unwrap()
}

fn rows(list: &Value) -> &[Value] {
    list["rows"].as_array().unwrap()
}

fn text<'a>(row: &'a Value, member: &str) -> &'a str {
    row[member].as_str().unwrap_or_default()
}

fn names<'a>(row: &'a Value, member: &str) -> Vec<&'a str> {
    row[member].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

/// A file or folder, or a file with a name that stands in it: `src/domain/decide.rs::decide`.
fn is_place(name: &str) -> bool {
    let (path, word) = name.split_once("::").unwrap_or((name, ""));
    let there = source::root().join(path);
    match word {
        "" => there.exists(),
        _ => parse(path).is_some_and(|source| source.words.iter().any(|w| w.is(word))),
    }
}

/// A test of a file, `tests/rules/grants.rs::name`, or a program that CI runs, `.ci/name`.
fn is_test(name: &str) -> bool {
    let Some((path, function)) = name.split_once("::") else {
        return name.starts_with(".ci/") && source::root().join(name).is_file();
    };
    parse(path).is_some_and(|source| is_marked(&source, function))
}

fn parse(path: &str) -> Option<Source> {
    let text = fs::read_to_string(source::root().join(path)).ok()?;
    Some(Source::parse(path, &text))
}

/// Whether the function stands there under an attribute that says `test`.
fn is_marked(source: &Source, function: &str) -> bool {
    source.words.windows(2).enumerate().any(|(at, pair)| {
        let named = pair[0].is("fn") && pair[1].kind == Kind::Name && pair[1].text == function;
        let open = source.words[..at].iter().rposition(|word| word.is("#")).unwrap_or(at);
        let between = &source.words[open..at];
        let body = between.iter().any(|word| word.is("{") || word.is("}"));
        named && !body && between.iter().any(|word| word.is("test"))
    })
}

fn threats(list: &Value) -> String {
    let mut page = head(list, "audit/threats.json");
    let mut group = "";
    for row in rows(list) {
        if text(row, "group") != group {
            group = text(row, "group");
            writeln!(page, "\n## {group}\n").unwrap();
            page += "| | threat | control | default | state | where | shown by |\n";
            page += "|---|---|---|---|---|---|---|\n";
        }
        let cells = [text(row, "id"), text(row, "threat"), text(row, "control")];
        writeln!(page, "| {} | {} {}", cells.join(" | "), text(row, "default"), tail(row)).unwrap();
    }
    page
}

fn conformance(list: &Value) -> String {
    let mut page = head(list, "schemas/conformance.json");
    for law in list["sources"].as_array().unwrap() {
        writeln!(
            page,
            "\n## {}: [{}]({})\n",
            text(law, "law"),
            text(law, "name"),
            text(law, "url")
        )
        .unwrap();
        page += "| article | asks | how | state | where | shown by |\n|---|---|---|---|---|---|\n";
        for row in rows(list).iter().filter(|row| text(row, "law") == text(law, "law")) {
            let cells = [text(row, "article"), text(row, "duty"), text(row, "how")];
            writeln!(page, "| {} {}", cells.join(" | "), tail(row)).unwrap();
        }
    }
    page
}

fn head(list: &Value, path: &str) -> String {
    let mut page = format!(
        "<!-- Made from {path} by `SAMEN_WRITE_GOLDEN=1 cargo test --test house`; edit that. -->\n\n# {}\n",
        text(list, "title")
    );
    for paragraph in names(list, "about") {
        writeln!(page, "\n{paragraph}").unwrap();
    }
    page += "\n| state | rows |\n|---|---|\n";
    for state in ["shown", "partly", "organizational", "not yet", "not covered"] {
        let count = rows(list).iter().filter(|row| text(row, "state") == state).count();
        if count > 0 {
            writeln!(page, "| {state} | {count} |").unwrap();
        }
    }
    page
}

/// The last three cells of a row: state with what remains, places, tests.
fn tail(row: &Value) -> String {
    let state = match text(row, "remains") {
        "" => format!("**{}**", text(row, "state")),
        remains => format!("**{}**: {remains}", text(row, "state")),
    };
    format!("| {state} | {} | {} |", links(&names(row, "where")), links(&names(row, "tests")))
}

/// Links from a page that lies one folder below the root.
fn links(names: &[&str]) -> String {
    let links = names.iter().map(|name| {
        let (path, word) = name.split_once("::").unwrap_or((name, name));
        format!("[`{word}`](../{path})")
    });
    links.collect::<Vec<_>>().join("<br>")
}
