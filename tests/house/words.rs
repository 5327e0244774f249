//! Cuts the text of a source into words with their lines, so that comments and strings are not taken for
//! code. A scanner, not a parser: macros are seen as they are written. Absent: files, and any rule.

/// What a word of a source is; comments are not words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword.
    Name,
    /// A number.
    Number,
    /// A string, whose content is dropped.
    Text,
    /// A character or byte, dropped too.
    Character,
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

/// The words of a text, in order; marks each line that carries a comment.
pub(crate) fn scan(text: &str, comments: &mut [bool]) -> Vec<Word> {
    Scanner::new(text, comments).scan()
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
        Self { chars: text.chars().collect(), at: 0, line: 1, comments, words: Vec::new() }
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
        self.push(Kind::Character, "", self.line);
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
