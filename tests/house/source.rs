//! Reads the sources as the house rules need them: files, their words, and which lines are tests.
//! Absent: any rule, and how a text is cut into words (`words`).

use std::fs;
use std::path::{Path, PathBuf};

use super::words::{Kind, Word, closing, scan};

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
        let words = scan(text, &mut comments);
        let mut tests =
            vec![path.starts_with("tests/") || path.contains("/tests/"); lines.len() + 2];
        for (from, to) in test_items(&words) {
            tests[from..=to].fill(true);
        }
        Self { path: path.to_owned(), lines, words, comments, tests }
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
        let inside = ["src/", "audit/src/"].iter().find_map(|root| self.path.strip_prefix(root));
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

/// Folders that tools fill; nothing in them is written by hand or kept.
const MADE: [&str; 2] = ["target", "node_modules"];

fn collect(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_file() {
        found.push(path.to_owned());
    } else if path.is_dir()
        && path.file_name().is_none_or(|name| !MADE.iter().any(|made| name == *made))
    {
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
    const ITEMS: [&str; 11] =
        ["pub", "fn", "mod", "struct", "enum", "impl", "trait", "const", "static", "type", "async"];
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
