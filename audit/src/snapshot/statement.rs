//! The text that is signed under the alerts in force.
//! Absent: the lines that it speaks of (`reader`).

use std::fmt;

use crate::hash::Hash;
use crate::note::{Note, NoteSigner};
use crate::text;

/// First line of the text. The second line is no number, so that no reader of checkpoints takes the
/// text for one: both are signed with the key of the log.
const HEADING: &str = "samen-alerts/v1";

/// Whether the lines are all there is, or what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every alert in force; it takes the place of whatever a receiver had.
    Snapshot,
    /// What ended and what came since an earlier revision.
    Delta,
}

impl Kind {
    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Delta => "delta",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Snapshot, Self::Delta].into_iter().find(|kind| kind.code() == code)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What an exchange says of the alerts that it gave. No member may hold a line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The name of the exchange.
    pub exchange: String,
    /// To whom it gave them.
    pub partner: String,
    /// Which: `actual`, `exercise` or `test`.
    pub status: String,
    /// Everything, or what changed.
    pub kind: Kind,
    /// The revision that the receiver had; 0 for none.
    pub since: u64,
    /// The size of the log up to which nothing is missing.
    pub revision: u64,
    /// The root of the log at that size.
    pub root: Hash,
    /// When it was judged what is in force and for whom, in milliseconds since 1970.
    pub at_ms: u64,
    /// How many alerts it gave.
    pub alerts: u64,
    /// How many ended alerts it named.
    pub ended: u64,
    /// SHA-256 over all lines before the last, each with its line feed.
    pub sha256: Hash,
}

impl Statement {
    /// The text that is signed.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!(
            "{HEADING}\nexchange {}\npartner {}\nstatus {}\nkind {}\nsince {}\nrevision {}\nroot {}\nat {}\n\
             alerts {}\nended {}\nsha256 {}\n",
            self.exchange,
            self.partner,
            self.status,
            self.kind,
            self.since,
            self.revision,
            text::base64(&self.root),
            self.at_ms,
            self.alerts,
            self.ended,
            text::base64(&self.sha256),
        )
    }

    /// Reads the text: exactly these lines in this order.
    #[must_use]
    pub fn parse(note_text: &str) -> Option<Self> {
        let mut lines = note_text.strip_suffix('\n')?.split('\n');
        let heading = lines.next()?;
        let mut member = |name: &str| {
            let value = lines.next()?.strip_prefix(name)?.strip_prefix(' ')?;
            (!value.is_empty()).then_some(value)
        };
        let statement = Self {
            exchange: member("exchange")?.to_owned(),
            partner: member("partner")?.to_owned(),
            status: member("status")?.to_owned(),
            kind: Kind::from_code(member("kind")?)?,
            since: text::from_decimal(member("since")?)?,
            revision: text::from_decimal(member("revision")?)?,
            root: text::hash_from_base64(member("root")?)?,
            at_ms: text::from_decimal(member("at")?)?,
            alerts: text::from_decimal(member("alerts")?)?,
            ended: text::from_decimal(member("ended")?)?,
            sha256: text::hash_from_base64(member("sha256")?)?,
        };
        (heading == HEADING && lines.next().is_none()).then_some(statement)
    }

    /// The whole signed note. The signer should bear the name of the log.
    #[must_use]
    pub fn sign(&self, signer: &NoteSigner) -> String {
        Note::sign(&self.to_text(), &[signer]).encode()
    }
}
