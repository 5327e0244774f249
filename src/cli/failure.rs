//! How a command ends when it does not end well: what to print, and with which exit code.
//! Absent: the causes themselves; each room words its own.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::app::AppError;
use crate::app::config::ConfigError;
use crate::app::edge::EdgeError;
use crate::app::witness::WitnessAppError;
use crate::client::error::explain;
use crate::client::transport::TransportError;
use crate::client::{ClientError, OpenError, ProfileError, SignError};
use crate::domain::refusal::{Reason, Refusal};
use crate::pki::PkiError;
use crate::wire::problem::Problem;

/// The exchange, or a rule of records, said no.
pub(crate) const REFUSED: u8 = 1;
/// The command was typed or configured wrongly.
pub(crate) const USAGE: u8 = 2;
/// Evidence does not verify.
pub(crate) const VERIFICATION: u8 = 3;
/// The same may succeed later (`EX_TEMPFAIL` of sysexits.h).
pub(crate) const TRY_LATER: u8 = 75;

/// Why a command did not end well.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The exchange refused, or could not be reached.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The certificates or the address of the profile.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The client profile.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The signing key, or what should have been signed.
    #[error("{}", sign_text(.0))]
    Sign(#[source] SignError),
    /// A certificate could not be made or read.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// The configuration of the exchange.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The exchange itself.
    #[error(transparent)]
    App(#[from] AppError),
    /// A witness.
    #[error(transparent)]
    Witness(#[from] WitnessAppError),
    /// The program beside a plate reader.
    #[error(transparent)]
    Edge(#[from] EdgeError),
    /// A file that cannot be read or written.
    #[error("cannot {doing} {path}")]
    File {
        /// `read` or `write`.
        doing: &'static str,
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Something that was typed, or stands in a file, makes no sense.
    #[error("{0}")]
    Usage(String),
    /// Some of several records were refused; each was explained already.
    #[error("{refused} of {sent} were refused")]
    Partly {
        /// How many were refused.
        refused: usize,
        /// How many were sent.
        sent: usize,
        /// Whether every refusal said to come back later.
        later: bool,
    },
    /// Evidence does not verify.
    #[error("{0}")]
    Verification(String),
    /// A step of the demonstration did not behave.
    #[error("{0}")]
    Step(String),
    /// Standard output is gone.
    #[error("cannot write the output")]
    Output(#[source] io::Error),
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        Self::Sign(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Sign(SignError::Record(refusal))
    }
}

/// A refusal before sending reads like one from the exchange, because it would have been the same.
fn sign_text(error: &SignError) -> String {
    match error {
        SignError::Record(refusal) => {
            let text = explain(&Problem::new(refusal, None), None);
            format!("not sent: {text}")
        }
        other => other.to_string(),
    }
}

impl Failure {
    /// For `map_err` on reading a file.
    pub(crate) fn reading(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { doing: "read", path, source }
    }

    /// For `map_err` on writing a file.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { doing: "write", path, source }
    }

    /// A command that was typed wrongly.
    pub(crate) fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    /// Whether nobody is left to read the output: a pipe was closed, which is no failure.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            _ if self.is_closed_pipe() => 0,
            Self::Client(error) => client_code(error),
            Self::Sign(SignError::Record(_)) => REFUSED,
            Self::Sign(SignError::Failed) => TRY_LATER,
            Self::Partly { later: true, .. } => TRY_LATER,
            Self::App(error) => app_code(error),
            Self::Witness(error) => witness_code(error),
            Self::Edge(error) => edge_code(error),
            Self::Partly { .. } | Self::Step(_) | Self::Output(_) => REFUSED,
            Self::Verification(_) => VERIFICATION,
            Self::Sign(_)
            | Self::Open(_)
            | Self::Profile(_)
            | Self::Pki(_)
            | Self::Config(_)
            | Self::File { .. }
            | Self::Usage(_) => USAGE,
        }
    }

    /// The message with its causes, for a person.
    pub(crate) fn text(&self) -> String {
        let mut text = self.to_string();
        // The refusal inside was put into words above.
        if matches!(self, Self::Sign(SignError::Record(_))) {
            return text;
        }
        let mut cause = self.source();
        if matches!(self, Self::Sign(_)) {
            cause = cause.and_then(Error::source);
        }
        while let Some(inner) = cause {
            text.push_str(": ");
            text.push_str(&inner.to_string());
            cause = inner.source();
        }
        text
    }

    /// The same for a program.
    pub(crate) fn json(&self) -> Value {
        let (problem, trace_id) = match self {
            Self::Client(ClientError::Refused { problem, trace_id, .. }) => {
                (Some(problem.as_ref().clone()), trace_id.as_deref())
            }
            Self::Sign(SignError::Record(refusal)) => (Some(Problem::new(refusal, None)), None),
            _ => (None, None),
        };
        let (error, exit_code) = (self.text(), self.exit_code());
        json!({
            "error": error, "exit_code": exit_code, "problem": problem, "trace_id": trace_id,
        })
    }
}

/// An exchange that does not start: its files are wrong, or starting it again may help.
fn app_code(error: &AppError) -> u8 {
    match error {
        AppError::LogKey(_)
        | AppError::Vault(_)
        | AppError::Tls(_)
        | AppError::Witnesses(_)
        | AppError::Logboek(_)
        | AppError::Outlines(_)
        | AppError::Certificate { .. }
        | AppError::NoCertificate(_) => USAGE,
        AppError::Halted | AppError::Listen { .. } | AppError::System(_) => TRY_LATER,
        AppError::Recover(_) | AppError::Contested(_) => VERIFICATION,
        AppError::Store(_) | AppError::Founding | AppError::Continuation(_) => REFUSED,
    }
}

/// A witness that does not start: most of what may be wrong is its configuration.
fn witness_code(error: &WitnessAppError) -> u8 {
    match error {
        WitnessAppError::Halted | WitnessAppError::Listen { .. } | WitnessAppError::System(_) => {
            TRY_LATER
        }
        WitnessAppError::State(_) if error.is_loss() => VERIFICATION,
        WitnessAppError::State(_) | WitnessAppError::Create(_) | WitnessAppError::Exists(_) => {
            REFUSED
        }
        _ => USAGE,
    }
}

/// A program beside a plate reader that does not start: mostly its files are wrong.
fn edge_code(error: &EdgeError) -> u8 {
    match error {
        EdgeError::Halted | EdgeError::System(_) => TRY_LATER,
        EdgeError::Queue(_) | EdgeError::Half { .. } | EdgeError::Create { .. } => REFUSED,
        _ => USAGE,
    }
}

fn client_code(error: &ClientError) -> u8 {
    match error {
        ClientError::Refused { problem, .. } if is_for_later(problem) => TRY_LATER,
        ClientError::Refused { .. } | ClientError::Unexpected { .. } => REFUSED,
        ClientError::Transport(TransportError::Tls(_) | TransportError::Address) => REFUSED,
        ClientError::Transport(_) => TRY_LATER,
    }
}

/// Whether the same request may succeed without anybody changing anything.
pub(crate) fn is_for_later(problem: &Problem) -> bool {
    let later = [
        Reason::RateLimited,
        Reason::Overloaded,
        Reason::LogUnavailable,
        Reason::LogboekUnavailable,
        Reason::BodyTimeout,
    ];
    later.iter().any(|reason| reason.slug() == problem.slug())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(reason: Reason) -> Failure {
        let problem = Box::new(Problem::new(&Refusal::new(reason), None));
        let trace_id = Some("0af7651916cd43dd8448eb211c80319c".to_owned());
        Failure::Client(ClientError::Refused { problem, retry_after_s: None, trace_id })
    }

    #[test]
    fn exit_codes_tell_refused_from_later_from_wrong() {
        assert_eq!(refused(Reason::PurposeNotGranted).exit_code(), REFUSED);
        assert_eq!(refused(Reason::RateLimited).exit_code(), TRY_LATER);
        assert_eq!(refused(Reason::LogUnavailable).exit_code(), TRY_LATER);
        assert_eq!(Failure::usage("x").exit_code(), USAGE);
        assert_eq!(Failure::Verification("x".into()).exit_code(), VERIFICATION);
        assert_eq!(Failure::Sign(SignError::NoKey).exit_code(), USAGE);
        let closed = Failure::Output(io::ErrorKind::BrokenPipe.into());
        assert_eq!(closed.exit_code(), 0);
        let full = Failure::Output(io::ErrorKind::StorageFull.into());
        assert_eq!(full.exit_code(), REFUSED);
    }

    #[test]
    fn a_program_is_told_the_trace_under_which_its_refusal_is_logged() {
        let told = refused(Reason::PurposeNotGranted).json();
        assert_eq!(told["trace_id"], "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(Failure::usage("x").json()["trace_id"], Value::Null);
    }

    #[test]
    fn a_record_that_would_be_refused_is_explained_before_it_is_sent() {
        let failure = Failure::from(Refusal::at(Reason::SchemaViolation, "/body/plate"));
        let text = failure.text();
        assert!(text.contains("/body/plate") && text.contains("not sent"), "{text}");
        assert_eq!(failure.json()["problem"]["type"], "urn:samen:problem:schema-violation");
        assert_eq!(text.matches("schema-violation").count(), 1, "{text}");
    }
}
