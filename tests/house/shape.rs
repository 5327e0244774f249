//! Measures the shape of a file: how long its functions are, and where it may stop the process or
//! lose bits of a number. Absent: the limits and the exceptions; they are in `tests/house.rs`.

use super::source::Source;
use super::words::{Kind, closing};

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) line: usize,
    /// From `fn` to the closing brace.
    pub(crate) lines: usize,
}

/// The functions of a file, closures not counted.
pub(crate) fn functions(source: &Source) -> Vec<Function> {
    let words = &source.words;
    let mut found = Vec::new();
    for at in 0..words.len().saturating_sub(1) {
        if !words[at].is("fn") || words[at + 1].kind != Kind::Name {
            continue;
        }
        let mut body = at + 2;
        while body < words.len() && !words[body].is("{") && !words[body].is(";") {
            let nested = words[body].is("(") || words[body].is("[");
            body = if nested { closing(words, body) } else { body } + 1;
        }
        if words.get(body).is_some_and(|w| w.is("{")) {
            let last = words[closing(words, body)].line;
            found.push(Function {
                name: words[at + 1].text.clone(),
                line: words[at].line,
                lines: last - words[at].line + 1,
            });
        }
    }
    found
}

/// Lines outside tests with `unwrap()`, `expect("...")`, a macro that panics or a cast between numbers,
/// that have no reason beside them.
pub(crate) fn unreasoned(source: &Source) -> Vec<(usize, &'static str)> {
    const NUMBERS: [&str; 16] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64", "char", "_",
    ];
    let words = &source.words;
    let mut found = Vec::new();
    for at in 1..words.len().saturating_sub(2) {
        let (before, word) = (&words[at - 1], &words[at]);
        let (next, after) = (&words[at + 1], &words[at + 2]);
        let what = match word.text.as_str() {
            _ if word.kind != Kind::Name => continue,
            "unwrap" if before.is(".") && next.is("(") && after.is(")") => "`unwrap()`",
            "expect" if before.is(".") && next.is("(") && after.kind == Kind::Text => "`expect`",
            "panic" | "unreachable" | "todo" | "unimplemented" if next.is("!") => "a panic",
            "as" if NUMBERS.contains(&next.text.as_str()) && !after.is("::") => "an `as` cast",
            _ => continue,
        };
        // `use trait as _` names nothing and casts nothing.
        let is_import = next.is("_") && (after.is(";") || after.is(",") || after.is("}"));
        if !is_import && !source.is_test(word.line) && !source.has_reason(word.line) {
            found.push((word.line, what));
        }
    }
    found
}
