//! Reads the sources as the house rules need them: files, words with their lines, and which lines are
//! tests. A scanner of words, not a parser: macros are seen as they are written.
//! Absent: any rule.

use std::fs;
use std::path::{Path, PathBuf};

/// What a word of a source is; comments are not words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword.
    Name,
    /// A number.
    Number,
    /// A string or character literal, whose content is dropped.
    Text,
    /// `::` or one character of punctuation.
    Mark,
}

/// One word of a source file.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    /// Counted from 1.
    pub(crate) line: usize,
}

impl Word {
    pub(crate) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Name | Kind::Mark) && self.text == text
    }
}

/// One source file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Relative to the root of the workspace, with `/`.
    pub(crate) path: String,
    pub(crate) lines: Vec<String>,
    pub(crate) words: Vec<Word>,
    /// For each line, whether a comment stands on it.
    pub(crate) comments: Vec<bool>,
    /// For each line, whether it is compiled for tests only.
    pub(crate) tests: Vec<bool>,
}

impl Source {
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut comments = vec![false; lines.len() + 2];
        let words = Scanner::new(text, &mut comments).scan();
        let mut tests = vec![path.starts_with("tests/") || path.contains("/tests/"); lines.len() + 2];
        for (from, to) in test_items(&words) {
            tests[from..=to].fill(true);
        }
        Self {
            path: path.to_owned(),
            lines,
            words,
            comments,
            tests,
        }
    }

    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.tests[line]
    }

    /// Whether a comment stands on the line or on one of the two before it.
    pub(crate) fn has_reason(&self, line: usize) -> bool {
        (line.saturating_sub(2)..=line).any(|l| self.comments[l])
    }

    /// The modules that lead to this file: `["http", "tls"]` for `src/http/tls.rs`; empty for a crate root.
    pub(crate) fn modules(&self) -> Vec<&str> {
        if self.path == "certs/recipe.rs" {
            return vec!["pki"];
        }
        let inside = ["src/", "audit/src/"]
            .iter()
            .find_map(|root| self.path.strip_prefix(root));
        let (mut modules, inside) = match (inside, self.path.strip_prefix("certs/")) {
            (Some(inside), _) => (vec![], inside),
            (None, Some(inside)) => (vec!["pki"], inside),
            (None, None) => return vec![],
        };
        let stem = inside.trim_end_matches(".rs");
        modules.extend(stem.split('/').filter(|m| !["mod", "lib", "main"].contains(m)));
        modules
    }

    /// The files that `#[cfg(test)] mod name;` in this file leads to, as prefixes of paths.
    fn test_children(&self) -> Vec<String> {
        let stem = self.path.trim_end_matches(".rs");
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let is_root = ["mod", "lib", "main"].contains(&name) || self.path == "certs/recipe.rs";
        let folder = if is_root { folder } else { stem };
        let declared = self.words.windows(3).filter(|w| {
            w[0].is("mod") && w[1].kind == Kind::Name && w[2].is(";") && self.is_test(w[0].line)
        });
        declared.map(|w| format!("{folder}/{}", w[1].text)).collect()
    }
}

/// Reads every `.rs` file under the folders, sorted by path.
pub(crate) fn read_all(folders: &[&str]) -> Vec<Source> {
    let mut sources: Vec<Source> = files(folders, &|path| path.ends_with(".rs"))
        .iter()
        .map(|path| Source::parse(path, &fs::read_to_string(root().join(path)).unwrap()))
        .collect();
    let children: Vec<String> = sources.iter().flat_map(Source::test_children).collect();
    for source in &mut sources {
        let stem = source.path.trim_end_matches(".rs");
        if children.iter().any(|c| stem == c || stem.starts_with(&format!("{c}/"))) {
            source.tests.fill(true);
        }
    }
    sources
}

/// The paths of the files under the folders (or the files named) that `wanted` accepts, sorted.
pub(crate) fn files(folders: &[&str], wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&root().join(folder), &mut found);
    }
    let mut paths: Vec<String> = found
        .iter()
        .map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"))
        .filter(|path| wanted(path))
        .collect();
    paths.sort();
    paths
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_file() {
        found.push(path.to_owned());
    } else if path.is_dir() && path.file_name().is_none_or(|name| name != "target") {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    }
}

/// First and last line of each item under `#[cfg(test)]`.
fn test_items(words: &[Word]) -> Vec<(usize, usize)> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let inner = words[at].is("#") && words.get(at + 1).is_some_and(|w| w.is("!"));
        let open = at + 1 + usize::from(inner);
        if !(words[at].is("#") && words.get(open).is_some_and(|w| w.is("["))) {
            at += 1;
            continue;
        }
        let close = closing(words, open);
        let attribute = &words[open..close];
        let says = |text: &str| attribute.iter().any(|w| w.is(text));
        if says("cfg") && says("test") && !says("not") {
            let end = if inner { words.len() - 1 } else { item_end(words, close + 1) };
            items.push((words[at].line, words[end].line));
            at = end;
        }
        at = at.max(close) + 1;
    }
    items
}

/// The last word of the item, field or arm that begins at `at`, attributes included.
fn item_end(words: &[Word], mut at: usize) -> usize {
    while words.get(at).is_some_and(|w| w.is("#")) {
        at = closing(words, at + 1) + 1;
    }
    const ITEMS: [&str; 11] = [
        "pub", "fn", "mod", "struct", "enum", "impl", "trait", "const", "static", "type", "async",
    ];
    let first = words.get(at).map_or("", |w| w.text.as_str());
    let is_item = ITEMS.contains(&first);
    while at < words.len() {
        let word = &words[at];
        if word.is(";") || (word.is(",") && !is_item) {
            return at;
        }
        if word.is("{") && first != "use" {
            return closing(words, at);
        }
        at = if ["(", "[", "{"].iter().any(|b| word.is(b)) { closing(words, at) } else { at } + 1;
    }
    words.len() - 1
}

/// The index of the bracket that closes the one at `open`; the last word when none does.
pub(crate) fn closing(words: &[Word], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        if word.kind != Kind::Mark {
            continue;
        }
        match word.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    words.len() - 1
}

struct Scanner<'a> {
    chars: Vec<char>,
    at: usize,
    line: usize,
    comments: &'a mut [bool],
    words: Vec<Word>,
}

impl<'a> Scanner<'a> {
    fn new(text: &str, comments: &'a mut [bool]) -> Self {
        Self {
            chars: text.chars().collect(),
            at: 0,
            line: 1,
            comments,
            words: Vec::new(),
        }
    }

    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn step(&mut self) {
        self.line += usize::from(self.peek(0) == '\n');
        self.at += 1;
    }

    fn push(&mut self, kind: Kind, text: impl Into<String>, line: usize) {
        let text = text.into();
        self.words.push(Word { kind, text, line });
    }

    fn scan(mut self) -> Vec<Word> {
        while self.at < self.chars.len() {
            let (line, c) = (self.line, self.peek(0));
            match (c, self.peek(1)) {
                ('/', '/') => self.comment_line(),
                ('/', '*') => self.comment_block(),
                ('"', _) => self.text(),
                ('\'', _) => self.quote(),
                (':', ':') => {
                    self.push(Kind::Mark, "::", line);
                    self.at += 2;
                }
                _ if c.is_alphabetic() || c == '_' => self.name(),
                _ if c.is_ascii_digit() => {
                    let text = self.take(|c| c.is_alphanumeric() || c == '_');
                    self.push(Kind::Number, text, line);
                }
                _ if c.is_whitespace() => self.step(),
                _ => {
                    self.push(Kind::Mark, c, line);
                    self.step();
                }
            }
        }
        self.words
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.at < self.chars.len() && accept(self.peek(0)) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    fn comment_line(&mut self) {
        self.comments[self.line] = true;
        self.take(|c| c != '\n');
    }

    fn comment_block(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.chars.len() {
            self.comments[self.line] = true;
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => (depth, self.at) = (depth + 1, self.at + 2),
                ('*', '/') => (depth, self.at) = (depth - 1, self.at + 2),
                _ => self.step(),
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// A name, or a literal with a prefix such as `b"..."` or `r#"..."#`.
    fn name(&mut self) {
        let line = self.line;
        let text = self.take(|c| c.is_alphanumeric() || c == '_');
        let hashes = self.chars[self.at..].iter().take_while(|c| **c == '#').count();
        match (text.as_str(), self.peek(hashes)) {
            ("r" | "br" | "cr", '"') => self.raw_text(hashes),
            ("b" | "c", '"') if hashes == 0 => self.text(),
            ("b", '\'') => self.quote(),
            ("r", _) if hashes == 1 => self.at += 1,
            _ => self.push(Kind::Name, text, line),
        }
    }

    fn text(&mut self) {
        self.push(Kind::Text, "", self.line);
        self.step();
        while self.at < self.chars.len() && self.peek(0) != '"' {
            if self.peek(0) == '\\' {
                self.step();
            }
            self.step();
        }
        self.step();
    }

    fn raw_text(&mut self, hashes: usize) {
        self.push(Kind::Text, "", self.line);
        self.at += hashes + 1;
        while self.at < self.chars.len() {
            let closes = self.peek(0) == '"' && (1..=hashes).all(|h| self.peek(h) == '#');
            self.step();
            if closes {
                self.at += hashes;
                return;
            }
        }
    }

    /// A character literal or a lifetime.
    fn quote(&mut self) {
        if self.peek(1) != '\\' && self.peek(2) != '\'' {
            self.at += 1;
            self.take(|c| c.is_alphanumeric() || c == '_');
            return;
        }
        self.push(Kind::Text, "", self.line);
        self.at += 1;
        if self.peek(0) == '\\' {
            self.at += 2;
        }
        while self.at < self.chars.len() && self.peek(0) != '\'' {
            self.step();
        }
        self.at += 1;
    }
}
