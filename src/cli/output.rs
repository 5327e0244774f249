//! What a command prints: text and tables for people, JSON with `--json`, color only on a terminal.
//! Absent: errors (`failure`), and what is worth printing.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::failure::Failure;

/// Where output goes and in which form.
pub(crate) struct Output {
    sink: Box<dyn Write + Send>,
    json: bool,
    color: bool,
}

/// How a word is painted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Paint {
    /// Good.
    Green,
    /// Bad.
    Red,
    /// In the background.
    Dim,
    /// A heading.
    Bold,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Self::Green => "32",
            Self::Red => "31",
            Self::Dim => "2",
            Self::Bold => "1",
        }
    }
}

impl Output {
    /// Standard output. Color needs a terminal and no `NO_COLOR` (no-color.org).
    pub(crate) fn standard(json: bool) -> Self {
        let stdout = io::stdout();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let color = wanted && stdout.is_terminal();
        Self { sink: Box::new(stdout), json, color }
    }

    /// Into any sink, without color.
    pub(crate) fn into_sink(sink: Box<dyn Write + Send>, json: bool) -> Self {
        Self { sink, json, color: false }
    }

    /// Whether a program reads along.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether color is wanted.
    pub(crate) fn is_colored(&self) -> bool {
        self.color
    }

    /// One line of text.
    ///
    /// # Errors
    /// [`Failure::Output`], as for every method here.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> Result<(), Failure> {
        writeln!(self.sink, "{}", text.as_ref())
            .and_then(|()| self.sink.flush())
            .map_err(Failure::Output)
    }

    /// One JSON text on one line.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        let text = serde_json::to_string(value).map_err(|error| Failure::Output(error.into()))?;
        self.line(text)
    }

    /// JSON for a program, a sentence for a person.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn say<T: Serialize>(&mut self, value: &T, sentence: &str) -> Result<(), Failure> {
        if self.json { self.json(value) } else { self.line(sentence) }
    }

    /// A table with aligned columns; a heading is printed even when there are no rows.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn table(&mut self, heading: &[&str], rows: &[Vec<String>]) -> Result<(), Failure> {
        let mut widths: Vec<usize> = heading.iter().map(|cell| cell.chars().count()).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let heading: Vec<String> = heading.iter().map(|cell| (*cell).to_owned()).collect();
        let head = self.paint(Paint::Bold, &aligned(&heading, &widths));
        self.line(head)?;
        for row in rows {
            self.line(aligned(row, &widths))?;
        }
        Ok(())
    }

    /// The text in color where color is wanted.
    pub(crate) fn paint(&self, paint: Paint, text: &str) -> String {
        if self.color {
            format!("\u{1b}[{}m{text}\u{1b}[0m", paint.code())
        } else {
            text.to_owned()
        }
    }
}

fn aligned(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        let padding = width.saturating_sub(cell.chars().count()) + 2;
        line.push_str(cell);
        line.push_str(&" ".repeat(padding));
    }
    line.trim_end().to_owned()
}

/// A message to the terminal beside the output, such as what a long command waits for. Whether it
/// arrives makes no difference to the command.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Collects output for a test to look at.
#[cfg(test)]
#[derive(Clone, Default)]
pub(crate) struct Collected(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

#[cfg(test)]
impl Collected {
    /// What was written so far.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[cfg(test)]
impl Write for Collected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_nothing_trails() {
        let sink = Collected::default();
        let mut output = Output::into_sink(Box::new(sink.clone()), false);
        let rows = [vec!["é".to_owned(), "1".to_owned()], vec!["abc".to_owned(), String::new()]];
        output.table(&["id", "n"], &rows).unwrap();
        assert_eq!(sink.text(), "id   n\né    1\nabc\n");
    }

    #[test]
    fn a_program_gets_json_and_a_person_a_sentence() {
        for (json, wanted) in [(true, "[1]\n"), (false, "one\n")] {
            let sink = Collected::default();
            let mut output = Output::into_sink(Box::new(sink.clone()), json);
            output.say(&[1], "one").unwrap();
            assert_eq!(sink.text(), wanted);
        }
    }
}
