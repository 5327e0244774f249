//! Why a policy file was refused, with the line. Shows nothing of the file.

use std::fmt;

use super::{MAX_EACH, MAX_POLICY_BYTES};
use crate::note::KeyError;

/// Why a policy was refused, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyError {
    /// Line of the file, from 1; 0 when it is about the file as a whole.
    pub line: usize,
    /// What is wrong there.
    pub kind: PolicyErrorKind,
}

/// What is wrong with a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyErrorKind {
    /// Larger than [`MAX_POLICY_BYTES`].
    TooLarge,
    /// The last line does not end in a newline: it may have been cut off.
    CutOff,
    /// A control character other than tab and newline; a file with CR LF has them.
    Control,
    /// A line that begins with none of `log`, `witness`, `group` and `quorum`.
    Keyword,
    /// The line has fewer or more items than its kind.
    Items,
    /// A key that cannot be used there.
    Key(KeyError),
    /// The public key of a log or witness stands in the policy already.
    DuplicateKey,
    /// The name is defined already, or is `none`.
    NameTaken,
    /// No line above defines the name.
    UnknownName,
    /// The name is a member of a group already.
    MemberTwice,
    /// Not `all`, `any` or a number from 1 to the number of members.
    Threshold,
    /// More than [`MAX_EACH`] logs, witnesses or groups.
    TooMany,
    /// A second quorum line.
    SecondQuorum,
    /// No quorum line.
    NoQuorum,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {} of the policy: ", self.line)?;
        }
        f.write_str(match self.kind {
            PolicyErrorKind::TooLarge => {
                return write!(f, "the policy is larger than {MAX_POLICY_BYTES} bytes");
            }
            PolicyErrorKind::CutOff => "the line does not end in a newline",
            PolicyErrorKind::Control => {
                "a control character (lines must end in LF alone, and only tabs and spaces part words)"
            }
            PolicyErrorKind::Keyword => "a line is a log, witness, group or quorum line",
            PolicyErrorKind::Items => "too few or too many words for such a line",
            PolicyErrorKind::Key(_) => "the key cannot be used here",
            PolicyErrorKind::DuplicateKey => "the same public key stands on a line above",
            PolicyErrorKind::NameTaken => "the name is taken by a line above, or is none",
            PolicyErrorKind::UnknownName => "no line above defines the name",
            PolicyErrorKind::MemberTwice => "a name is a member of a group already",
            PolicyErrorKind::Threshold => {
                "the threshold is not all, any or a number from 1 to the number of members"
            }
            PolicyErrorKind::TooMany => {
                return write!(f, "more than {MAX_EACH} lines of this kind");
            }
            PolicyErrorKind::SecondQuorum => "a second quorum line",
            PolicyErrorKind::NoQuorum => "the policy has no quorum line",
        })
    }
}

impl std::error::Error for PolicyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            PolicyErrorKind::Key(source) => Some(source),
            _ => None,
        }
    }
}
