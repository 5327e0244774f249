//! The question to a witness and its answers, as they matter to the exchange.
//! Absent: addresses, status codes and bytes on the wire.

use std::pin::Pin;

/// What a witness answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It cosigned: signature lines of a note.
    Cosigned(String),
    /// The size that we started from is not the one that it cosigned last; that one, when it says it.
    Conflict(Option<u64>),
    /// What we offer does not continue what it has seen.
    BadProof,
    /// It does not know our log, our key, or our bytes; in its words for an operator.
    Refused(&'static str),
}

/// The witness did not answer in a way that says anything.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the witness cannot be reached: {0}")]
pub struct Unreachable(pub String);

/// The answer, later.
pub type AskFuture<'a> = Pin<Box<dyn Future<Output = Result<Answer, Unreachable>> + Send + 'a>>;

/// A way to one witness.
pub trait Ask: Send + Sync {
    /// Offers a checkpoint: the body of `add-checkpoint` (C2SP `tlog-witness`).
    fn add_checkpoint(&self, body: String) -> AskFuture<'_>;
}
