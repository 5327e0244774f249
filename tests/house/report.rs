//! What a rule found, told so that the reader knows where to go and why the rule exists.
//! Absent: the rules.

use std::fmt;

/// One thing that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) path: String,
    pub(crate) line: usize,
    /// What an exception would name: a room, a function, a word.
    pub(crate) subject: String,
    pub(crate) what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// A finding that is accepted for a while.
pub(crate) struct Exception {
    pub(crate) rule: &'static str,
    pub(crate) path: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) reason: &'static str,
}

/// Fails when a rule found anything beyond its exceptions, or has an exception that found nothing.
pub(crate) fn settle(rule: &str, why: &str, findings: &[Finding], exceptions: &[Exception]) {
    let (wrong, idle) = weigh(rule, findings, exceptions);
    let mut lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    lines.extend(idle.iter().map(|e| {
        format!(
            "tests/house.rs: the exception of {} for `{}` is not needed any more ({}); delete its row",
            e.path, e.subject, e.reason
        )
    }));
    assert!(lines.is_empty(), "\nrule `{rule}`: {why}\n{}\n", lines.join("\n"));
}

/// The findings without an exception, and the exceptions of this rule without a finding.
pub(crate) fn weigh<'a>(
    rule: &str,
    findings: &'a [Finding],
    exceptions: &'a [Exception],
) -> (Vec<&'a Finding>, Vec<&'a Exception>) {
    let covers =
        |e: &Exception, f: &Finding| e.rule == rule && e.path == f.path && e.subject == f.subject;
    let wrong = findings.iter().filter(|f| !exceptions.iter().any(|e| covers(e, f)));
    let own = exceptions.iter().filter(|e| e.rule == rule);
    let idle = own.filter(|e| !findings.iter().any(|f| covers(e, f)));
    (wrong.collect(), idle.collect())
}
