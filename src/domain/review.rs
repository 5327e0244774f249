//! What a data protection officer says about an entry after looking into it.
//! Absent: consequences, which are other people's.

/// The outcome of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Purpose, ground and justification fit what was done.
    InOrder,
    /// It cannot be said from the log; somebody has been asked.
    Unclear,
    /// They do not fit.
    NotInOrder,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 3] = [Self::InOrder, Self::Unclear, Self::NotInOrder];

    /// The code on the wire and in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::InOrder => "in-order",
            Self::Unclear => "unclear",
            Self::NotInOrder => "not-in-order",
        }
    }

    /// The verdict with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}
