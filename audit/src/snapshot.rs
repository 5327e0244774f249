//! The alerts in force as an exchange gives them: JSON lines, and at their end a note by which the log's
//! key vouches that nothing is missing (`FORMAT.md`, section 12).
//! Absent: what an alert says, which of them a receiver may have, and the transport.

mod reader;
mod statement;

use std::fmt;

use crate::checkpoint::CheckpointError;
use crate::note::NoteError;

pub use reader::{Line, SnapshotReader, VerifiedSnapshot, digest_line};
pub use statement::{Kind, Statement};

/// Largest line that is looked at, in bytes: a record of 64 KiB in base64url, escaped once more as a
/// JSON string, with the members beside it.
pub const MAX_LINE_BYTES: usize = 256 * 1024;

/// Why alerts in force do not count. Echoes nothing of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotError {
    /// A line is longer than [`MAX_LINE_BYTES`].
    TooLong,
    /// A line is not one of the format, or stands where it may not.
    Malformed,
    /// The lines break off before their end.
    CutShort,
    /// The exchange stopped giving, and said why.
    Refused,
    /// The checkpoint does not hold.
    Checkpoint(CheckpointError),
    /// The note at the end does not hold.
    Note(NoteError),
    /// The note at the end is not by the log that signed the checkpoint.
    NotByLog,
    /// The note does not fit the lines before it.
    Different,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "a line of the alerts in force is too long",
            Self::Malformed => "a line of the alerts in force is not what it has to be",
            Self::CutShort => "the alerts in force break off before their end",
            Self::Refused => "the exchange stopped giving alerts",
            Self::Checkpoint(_) => "the checkpoint with the alerts in force does not hold",
            Self::Note(_) => "the signature under the alerts in force does not hold",
            Self::NotByLog => "the alerts in force are not signed by the log that they name",
            Self::Different => "the alerts in force are not the ones that the exchange signed for",
        })
    }
}

impl std::error::Error for SnapshotError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Checkpoint(source) => Some(source),
            Self::Note(source) => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
