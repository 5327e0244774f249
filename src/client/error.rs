//! What can go wrong between a client and an exchange, in words that say what to do.
//! Absent: exit codes (`cli`), and the content of what was sent.

use crate::wire::problem::Problem;

use super::transport::TransportError;

/// Why a request brought no answer of use.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The exchange said no, and why.
    #[error("{}", explain(problem, *retry_after_s))]
    Refused {
        /// The problem document.
        problem: Box<Problem>,
        /// Seconds to wait before the same may succeed.
        retry_after_s: Option<u64>,
        /// The trace id under which the exchange has logged the request.
        trace_id: Option<String>,
    },
    /// The request did not get through, or its answer did not come back.
    #[error("no answer from the exchange")]
    Transport(#[from] TransportError),
    /// An answer that an exchange does not give; the other side is something else, or another version.
    #[error(
        "the answer (status {status}) is not what an exchange says here: {what}; check `url` in the profile"
    )]
    Unexpected {
        /// The HTTP status code.
        status: u16,
        /// What was wrong with it.
        what: &'static str,
    },
}

impl ClientError {
    /// The slug of the problem, when the exchange refused.
    pub fn slug(&self) -> Option<&str> {
        match self {
            Self::Refused { problem, .. } => Some(problem.slug()),
            Self::Transport(_) | Self::Unexpected { .. } => None,
        }
    }
}

/// Title, place, advice, and under which id to ask about it.
pub fn explain(problem: &Problem, retry_after_s: Option<u64>) -> String {
    let mut text = problem.title.clone();
    if let Some(pointer) = problem.pointer.as_deref().filter(|at| !at.is_empty()) {
        text.push_str(&format!(" It is about {pointer}."));
    }
    text.push(' ');
    text.push_str(&problem.detail);
    if let Some(entry) = problem.erased_by {
        text.push_str(&format!(" It is entry {entry}."));
    }
    if let Some(seconds) = retry_after_s {
        text.push_str(&format!(" Try again in {seconds} s."));
    }
    text.push_str(&format!(" [{}", problem.slug()));
    if let Some(id) = &problem.request_id {
        text.push_str(&format!(", request {id}"));
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::{Reason, Refusal};

    #[test]
    fn a_refusal_says_what_where_and_what_to_do() {
        let refusal = Refusal::at(Reason::PurposeNotGranted, "/purpose");
        let error = ClientError::Refused {
            problem: Box::new(Problem::new(&refusal, Some("ab12"))),
            retry_after_s: Some(3),
            trace_id: None,
        };
        let text = error.to_string();
        for part in ["not in the grant", "/purpose", "purpose-not-granted", "ab12", "in 3 s"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(error.slug(), Some("purpose-not-granted"));
    }

    #[test]
    fn what_was_erased_names_the_entry() {
        let problem = Problem::new(&Refusal::erased(Some(141)), None);
        assert!(explain(&problem, None).contains("It is entry 141."));
    }
}
