//! The lines that a person reads, the same as JSON, and the exit code. Decides nothing.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use serde_json::{Value, json};

/// Why checking stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// A check failed; the reason.
    Failed(String),
    /// The command line names something that cannot be used; the reason.
    Usage(String),
    /// The log cannot be reached; the reason.
    Unreachable(String),
}

/// An error with what is behind it, on one line.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut out = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let _ = write!(out, ": {inner}"); // Writing to a string cannot fail.
        source = inner.source();
    }
    out
}

/// What was checked so far, in order.
#[derive(Default)]
pub(super) struct Outcome {
    lines: Vec<Line>,
}

struct Line {
    state: &'static str,
    check: String,
    text: String,
}

impl Outcome {
    /// A check held.
    pub(super) fn ok(&mut self, check: &str, text: impl Into<String>) {
        self.add("ok", check, text.into());
    }

    /// Something worth knowing that is no check.
    pub(super) fn note(&mut self, check: &str, text: impl Into<String>) {
        self.add("note", check, text.into());
    }

    /// Makes a check and notes what came of it.
    pub(super) fn check<T, E: Error>(
        &mut self,
        check: &str,
        result: Result<T, E>,
        text: impl FnOnce(&T) -> String,
    ) -> Result<T, Stop> {
        match result {
            Ok(value) => {
                self.ok(check, text(&value));
                Ok(value)
            }
            Err(error) => {
                let reason = chain(&error);
                self.add("FAIL", check, reason.clone());
                Err(Stop::Failed(reason))
            }
        }
    }

    /// A check failed that has no error of the library.
    pub(super) fn fail(&mut self, check: &str, reason: String) -> Stop {
        self.add("FAIL", check, reason.clone());
        Stop::Failed(reason)
    }

    /// Notes a failed check that came as a [`Stop`]; other reasons to stop pass through.
    pub(super) fn or_fail<T>(&mut self, check: &str, result: Result<T, Stop>) -> Result<T, Stop> {
        result.map_err(|stop| match stop {
            Stop::Failed(reason) => self.fail(check, reason),
            other => other,
        })
    }

    fn add(&mut self, state: &'static str, check: &str, text: String) {
        self.lines.push(Line { state, check: check.to_owned(), text });
    }

    /// Prints everything and gives the exit code: 0, 2, 3 or 75.
    pub(super) fn finish(self, stop: Option<Stop>, as_json: bool) -> ExitCode {
        let (result, reason, code) = match &stop {
            None => ("ok", None, 0),
            Some(Stop::Usage(reason)) => ("usage", Some(reason), 2),
            Some(Stop::Failed(reason)) => ("failed", Some(reason), 3),
            Some(Stop::Unreachable(reason)) => ("unreachable", Some(reason), 75),
        };
        let mut out = String::new();
        if as_json {
            let checks: Vec<Value> = self.lines.iter().map(Line::to_json).collect();
            let whole = json!({ "result": result, "reason": reason, "checks": checks });
            let _ = writeln!(out, "{whole}"); // Writing to a string cannot fail.
        } else {
            for line in &self.lines {
                let _ = writeln!(out, "{:<4}  {:<12}  {}", line.state, line.check, line.text);
            }
        }
        // A reader that went away (a closed pipe) does not change what was found.
        let _ = std::io::stdout().write_all(out.as_bytes());
        match stop {
            Some(Stop::Usage(reason) | Stop::Unreachable(reason)) if !as_json => {
                say(&format!("samen-verify: {reason}\n"));
            }
            Some(Stop::Failed(_)) if !as_json => say("samen-verify: verification FAILED\n"),
            _ => {}
        }
        ExitCode::from(code)
    }
}

/// Writes to standard error; a reader that went away changes nothing.
pub(super) fn say(text: &str) {
    let mut stderr = std::io::stderr();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

impl Line {
    fn to_json(&self) -> Value {
        json!({ "check": self.check, "state": self.state.to_lowercase(), "detail": self.text })
    }
}
