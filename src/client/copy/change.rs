//! What changed in a copy, for a board or an index that follows it. Absent: how it changed.

use std::sync::Arc;

use super::Listed;
use crate::domain::id::RecordId;
use crate::domain::record::Message;

/// One change. An alert that was corrected ends, and then its new text is added.
#[derive(Clone, Debug)]
pub enum Change {
    /// An alert holds no more: take it off every screen.
    Ended {
        /// The alert as it was.
        alert: Arc<Listed>,
        /// Why.
        why: Why,
    },
    /// An alert that was not there before.
    Added {
        /// The alert.
        alert: Arc<Listed>,
        /// What it takes the place of, as far as it came by the feed.
        replaces: Vec<RecordId>,
    },
}

/// Why an alert holds no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its sender took it back.
    Recalled,
    /// Its sender corrected it.
    Updated,
    /// Its time is over.
    Expired,
    /// It is not among the alerts in force any more: it ended unheard, or the grant behind it did.
    Gone,
}

impl Why {
    /// By the message that ended it; a word of a later version says only that it is gone.
    pub(super) fn of(message: &str) -> Self {
        match Message::from_code(message) {
            Some(Message::Cancel) => Self::Recalled,
            Some(Message::Update) => Self::Updated,
            Some(Message::New) | None => Self::Gone,
        }
    }

    /// By the reason of a line of an answer.
    pub(super) fn of_reason(reason: &str) -> Self {
        match reason {
            "recalled" => Self::Recalled,
            "updated" => Self::Updated,
            _ => Self::Gone,
        }
    }

    /// The word for it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recalled => "recalled",
            Self::Updated => "updated",
            Self::Expired => "expired",
            Self::Gone => "gone",
        }
    }
}
