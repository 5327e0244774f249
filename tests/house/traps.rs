//! Sets a trap for each rule: a source that breaks it has to be found, and one that only looks so has
//! not. Without them a scanner that sees nothing would pass every rule.
//! Absent: the real sources.

use super::report::{Exception, Finding, weigh};
use super::source::Source;
use super::{rules, shape, walls};

fn subjects(findings: Vec<Finding>) -> Vec<(usize, String)> {
    findings.into_iter().map(|f| (f.line, f.subject)).collect()
}

fn arrows(path: &str, text: &str) -> Vec<(usize, String)> {
    subjects(walls::forbidden_arrows(&Source::parse(path, text)))
}

#[test]
fn an_arrow_that_points_up_is_found_however_it_is_written() {
    for text in [
        "use crate::http::peer;",
        "use crate::{domain::id, http};",
        "use crate::{domain::{id, time}, http::{peer}};",
        "fn f(peer: &crate::http::Peer) {}",
        "use super::http;",
        "mod inner { use super::super::http; }",
        "pub(in crate::http) fn f() {}",
    ] {
        assert_eq!(arrows("src/service/mod.rs", text), [(1, "http".to_owned())], "{text}");
    }
    assert_eq!(arrows("src/http/peer.rs", "use super::super::client;").len(), 1);
    assert_eq!(arrows("src/http/peer.rs", "use crate::store::Store;").len(), 1);
    assert_eq!(arrows("src/main.rs", "samen::service::f();").len(), 1);
    assert_eq!(arrows("certs/files.rs", "use super::super::wire;").len(), 1);
}

#[test]
fn an_arrow_that_points_down_is_not_found() {
    for text in [
        "use crate::domain::{id, time};",
        "use crate::service::door;",
        "use super::door;",
        "mod tests { use super::*; }",
        "// crate::http is above\nconst A: &str = \"crate::http\";",
        "fn f<'crate_>(c: char) -> bool { c == '\"' || c == '\\'' }",
        "const A: &str = r#\"\"crate::http\"#;",
        "pub(crate) fn f() {}",
    ] {
        assert_eq!(arrows("src/service/open.rs", text), [], "{text}");
    }
}

#[test]
fn the_recipe_of_certificates_is_for_tests_and_the_top_floor() {
    let text = "use crate::pki::Ca;\n#[cfg(test)]\nmod tests {\n    use crate::pki::Ca;\n}\n";
    assert_eq!(arrows("src/http/tls.rs", text), [(1, "pki".to_owned())]);
    assert_eq!(arrows("src/cli/pki.rs", text), []);
}

#[test]
fn a_crate_outside_its_room_is_found() {
    let find = |path, text| subjects(walls::misplaced_crates(&Source::parse(path, text)));
    assert_eq!(find("src/service/a.rs", "fn f(db: sled::Db) {}").len(), 1);
    assert_eq!(find("src/cli/a.rs", "use actix_web::App;").len(), 1);
    assert_eq!(find("src/domain/a.rs", "use serde;").len(), 1);
    assert_eq!(find("src/store/a.rs", "use sled::Db;"), []);
    assert_eq!(find("src/service/a.rs", "#[cfg(test)]\nmod tests { use sled::Db; }"), []);
}

#[test]
fn a_clock_in_a_lower_floor_is_found() {
    let find = |path, text| subjects(walls::impurities(&Source::parse(path, text)));
    assert_eq!(find("src/domain/a.rs", "use std::time::Instant;").len(), 1);
    assert_eq!(find("src/domain/a.rs", "use std::{fs, fmt};\nfs::read(a);").len(), 1);
    assert_eq!(find("src/domain/a.rs", "async fn f() {}").len(), 1);
    assert_eq!(find("audit/src/tile.rs", "use std::net::TcpStream;").len(), 1);
    assert_eq!(find("audit/src/verify/fetch.rs", "use std::net::TcpStream;"), []);
    assert_eq!(find("src/domain/a.rs", "let env = 1; // std::fs::read"), []);
}

#[test]
fn a_clock_read_in_a_hidden_place_is_found() {
    let find = |path, text| subjects(walls::clocks(&Source::parse(path, text)));
    let text = "fn f() { std::time::Instant::now(); OffsetDateTime::now_utc(); }";
    assert_eq!(find("src/http/feed.rs", text).len(), 2);
    assert_eq!(find("src/service/clock.rs", text), []);
    assert_eq!(find("src/http/feed.rs", "fn f(clock: &Clock) { clock.now(); }"), []);
}

#[test]
fn a_stop_without_a_reason_is_found() {
    let find = |text| shape::unreasoned(&Source::parse("src/store/a.rs", text));
    assert_eq!(find("fn f() { a().unwrap(); }"), [(1, "`unwrap()`")]);
    assert_eq!(find("fn f() { a()\n.expect(\"b\"); }"), [(2, "`expect`")]);
    assert_eq!(find("fn f() { panic!(\"b\"); }"), [(1, "a panic")]);
    assert_eq!(find("fn f() { a as u32; }"), [(1, "an `as` cast")]);
    assert_eq!(find("// Checked above.\nfn f() { a().unwrap(); }"), []);
    assert_eq!(find("fn f() { a().unwrap_or(1); parser.expect(b'x'); <A as B>::c(); }"), []);
    assert_eq!(find("use std::fmt::Write as _;\nuse a::B as C;"), []);
    assert_eq!(find("#[cfg(test)]\nfn f() {\n    a().unwrap();\n}"), []);
    assert_eq!(find("#[cfg(not(test))]\nfn f() {\n    a().unwrap();\n}").len(), 1);
    assert_eq!(find("#[cfg(test)]\nuse a::{b};\nfn f() {\n    a().unwrap();\n}").len(), 1);
}

#[test]
fn functions_are_measured_from_the_word_to_the_brace() {
    let text = "trait T {\n    fn a(&self) -> [u8; 2];\n    fn b(\n        c: &str,\n    ) {\n        \"}\";\n    }\n}";
    let functions = shape::functions(&Source::parse("src/a.rs", text));
    let measured: Vec<_> = functions.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
    assert_eq!(measured, [("b", 3, 5)]);
}

#[test]
fn what_is_put_off_is_found() {
    let text = ["// TO", "DO\n#[al", "low(dead_code)]\nfn f() {}\n#[cfg_attr(a, b)]"].concat();
    assert_eq!(rules::postponements(&Source::parse("src/a.rs", &text)).len(), 2);
}

#[test]
fn an_exception_covers_its_own_finding_and_no_other_and_goes_when_it_is_idle() {
    let finding = |subject: &str| Finding {
        path: "src/a.rs".to_owned(),
        line: 1,
        subject: subject.to_owned(),
        what: String::new(),
    };
    let exception = |rule, subject| Exception { rule, path: "src/a.rs", subject, reason: "" };
    let found = [finding("f"), finding("g")];
    let exceptions = [exception("lines", "f"), exception("lines", "h"), exception("other", "g")];
    let (wrong, idle) = weigh("lines", &found, &exceptions);
    assert_eq!(wrong.iter().map(|f| f.subject.as_str()).collect::<Vec<_>>(), ["g"]);
    assert_eq!(idle.iter().map(|e| e.subject).collect::<Vec<_>>(), ["h"]);
}
