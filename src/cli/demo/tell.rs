//! Telling what happens, one readable line a step, with a tick and the time it took.
//! Absent: the steps.

use std::time::Instant;

use serde_json::{Value, json};

use super::super::failure::Failure;
use super::super::output::{Output, Paint};

/// Columns of what happened and what came of it; longer texts push the rest to the right.
const WHAT: usize = 64;
const DETAIL: usize = 58;

/// Tells the story.
pub(crate) struct Teller<'a> {
    output: &'a mut Output,
    began: Instant,
    steps: usize,
}

impl<'a> Teller<'a> {
    /// Tells on an output; the first step begins now.
    pub(crate) fn new(output: &'a mut Output) -> Self {
        Self { output, began: Instant::now(), steps: 0 }
    }

    /// A heading.
    ///
    /// # Errors
    /// [`Failure::Output`], as for every method here.
    pub(crate) fn chapter(&mut self, title: &str) -> Result<(), Failure> {
        if !self.output.is_json() {
            let title = self.output.paint(Paint::Bold, title);
            self.output.line("")?;
            self.output.line(title)?;
        }
        self.began = Instant::now();
        Ok(())
    }

    /// A step that went as it should. The time counts from the step before.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn done(&mut self, what: &str, detail: &str) -> Result<(), Failure> {
        let ms = self.began.elapsed().as_millis();
        self.steps += 1;
        if self.output.is_json() {
            let line =
                json!({ "ok": true, "step": what, "detail": detail, "ms": u64::try_from(ms).ok() });
            self.output.json(&line)?;
        } else {
            let tick = self.output.paint(Paint::Green, "✓");
            let detail = format!("{detail:<DETAIL$}");
            let detail = self.output.paint(Paint::Dim, &detail);
            self.output.line(format!("  {tick} {what:<WHAT$}  {detail} {ms:>6} ms"))?;
        }
        self.began = Instant::now();
        Ok(())
    }

    /// A line below a step.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn aside(&mut self, text: &str) -> Result<(), Failure> {
        if self.output.is_json() {
            return Ok(());
        }
        let text = self.output.paint(Paint::Dim, &format!("      {text}"));
        self.output.line(text)
    }

    /// Plain lines, such as commands to copy.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn plain(&mut self, text: &str) -> Result<(), Failure> {
        if self.output.is_json() { Ok(()) } else { self.output.line(text) }
    }

    /// Where everything is, for a program.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn facts(&mut self, facts: &Value) -> Result<(), Failure> {
        if self.output.is_json() { self.output.json(facts) } else { Ok(()) }
    }

    /// The step that did not behave.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(crate) fn failed(&mut self, failure: &Failure) -> Result<(), Failure> {
        if self.output.is_json() {
            return self.output.json(&json!({ "ok": false, "error": failure.text() }));
        }
        let cross = self.output.paint(Paint::Red, "✗");
        self.output.line(format!(
            "  {cross} step {} did not behave: {}",
            self.steps + 1,
            failure.text()
        ))
    }

    /// How many steps went well.
    pub(crate) fn steps(&self) -> usize {
        self.steps
    }
}
