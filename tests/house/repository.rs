//! Rules over files that are not Rust: what stands at the root, what the evidence package stands on, and
//! words that never enter the repository. Absent: the tables (`tests/house.rs`).

use std::fs;

use super::report::{Finding, settle};
use super::source;
use super::{EXCEPTIONS, ROOT};

#[test]
fn the_evidence_stands_on_three_crates() {
    let manifest = fs::read_to_string(source::root().join("audit/Cargo.toml")).unwrap();
    let tables = manifest.split("\n[").find_map(|table| table.strip_prefix("dependencies]"));
    let lines =
        tables.unwrap().lines().filter(|l| l.contains('=') && !l.contains("optional = true"));
    let mut names: Vec<&str> = lines.filter_map(|l| l.split([' ', '=', '.']).next()).collect();
    names.retain(|name| !name.starts_with('#'));
    assert_eq!(
        names,
        ["base64", "ring", "serde_json"],
        "audit/Cargo.toml: whoever checks evidence reads the library and what it stands on, so it stays this small"
    );
}

#[test]
fn the_root_is_tidy() {
    let names = fs::read_dir(source::root()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut strangers: Vec<String> =
        names.map(|name| name.to_string_lossy().into_owned()).collect();
    strangers.retain(|name| {
        !name.starts_with('.') && name != "target" && !ROOT.contains(&name.as_str())
    });
    assert!(strangers.is_empty(), "at the root stand only {ROOT:?}, not {strangers:?}");
}

#[test]
fn the_workshop_stays_outside() {
    // Where the project is written and what its tools reach is nobody's business who reads or runs it.
    let words = [
        ["/wo", "rk/"],
        ["shared/", "design"],
        ["/root", "/"],
        ["/tmp/", "brief"],
        ["crates", ".io"],
        ["py", "pi.org"],
        ["npm", "js."],
        ["debian", ".org"],
    ];
    let words: Vec<String> = words.iter().map(|parts| parts.concat()).collect();
    // The lock file is cargo's own, and names the registry.
    let places = [
        "src",
        "audit",
        "certs",
        "tests",
        "schemas",
        "README.md",
        "Cargo.toml",
        ".ci",
        ".cargo",
        ".clippy.toml",
        ".deny.toml",
        ".rustfmt.toml",
        ".gitignore",
    ];
    let paths = source::files(&places, &|path| !path.ends_with(".lock"));
    let mut findings = Vec::new();
    for path in &paths {
        let bytes = fs::read(source::root().join(path)).unwrap();
        for (at, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            findings.extend(words.iter().filter(|word| line.contains(word.as_str())).map(|word| {
                Finding {
                    path: path.clone(),
                    line: at + 1,
                    subject: word.clone(),
                    what: format!("`{word}` belongs to the place where this is written"),
                }
            }));
        }
    }
    settle("workshop", "the repository stands on its own", &findings, &EXCEPTIONS);
}
