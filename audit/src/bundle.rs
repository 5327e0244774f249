//! Evidence bundles: chosen entries with their proofs, the records, keys and grants behind them, and
//! a manifest, so that they can be judged far from the exchange. Reading, writing and checking.
//! Absent: files (a bundle is a list of paths and bytes) and whatever the exchange keeps besides.
//!
//! The form is described in `FORMAT.md`. Nothing signs a bundle as a whole: what its entries say
//! is proven by the log, what a record says by its author's signature, and keys, grants and policy
//! are what the exchange says they are, as far as no entry or signature vouches for them.

mod archive;
mod check;
mod claim;
mod documents;
mod erased;
mod files;
mod line;
mod member;
mod times;
mod verdict;
mod vouch;

use std::fmt;

use serde_json::Value;

pub use archive::{ArchiveError, unpack};
pub use check::{Kept, Trust};
pub use claim::{GrantClaim, KeyClaim};
pub use line::{Erased, Line};
pub use times::TOLERANCE_MS;
pub use verdict::{Finding, State, holds};

use crate::json::JsonError;
use crate::leaf::FieldId;
use crate::proof::TlogProofError;
use crate::receipt::ReceiptError;

/// Most entries of a bundle: ten times what an exchange gives out at once.
pub const MAX_ENTRIES: usize = 20_000;

/// Most bytes of all files together: an entry with its proof takes 5 KB and a record at most 96 KB,
/// so that this is far above any question that a person can review.
pub const MAX_BYTES: usize = 256 << 20;

/// Most files: one for each entry's record, and the six that every bundle has.
pub const MAX_FILES: usize = MAX_ENTRIES + 6;

/// Largest manifest in bytes: a line of 150 bytes a file, and the question.
pub const MAX_MANIFEST_BYTES: usize = 4 << 20;

/// A bundle as read or as made: well formed, not verified.
#[derive(Clone, PartialEq)]
pub struct Bundle {
    /// Name of the exchange that gave it out.
    pub exchange: String,
    /// Origin of the log that its entries stand in.
    pub origin: String,
    /// When it was made, milliseconds since 1970-01-01 UTC, as the exchange says.
    pub created_at_ms: u64,
    /// What was asked of the exchange, as it was asked.
    pub question: Value,
    /// Fields that no entry of the bundle shows, ascending.
    pub withheld: Vec<FieldId>,
    /// The signed checkpoint that every proof leads to, with its cosignatures.
    pub checkpoint: String,
    /// The witness policy of the exchange (C2SP `tlog-policy`): a claim, never what is trusted.
    pub policy: String,
    /// The entries, ascending by index.
    pub entries: Vec<Line>,
    /// Signed records, byte for byte.
    pub records: Vec<Vec<u8>>,
    /// Signing keys as the exchange has them registered.
    pub keys: Vec<KeyClaim>,
    /// Grants with what their parties signed.
    pub grants: Vec<GrantClaim>,
}

impl fmt::Debug for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The question may name a plate, an entry a person.
        f.debug_struct("Bundle")
            .field("entries", &self.entries.len())
            .field("records", &self.records.len())
            .finish_non_exhaustive()
    }
}

/// Why files are not a bundle. Shows nothing of them but the names that every bundle has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleError {
    /// More files, entries or bytes than a bundle can have; names what.
    TooLarge(&'static str),
    /// A file that every bundle has is not there; names it.
    Missing(&'static str),
    /// A path twice, or one that a bundle does not have.
    Path,
    /// A file is not listed in the manifest, or a listed one is not there.
    Listed,
    /// A file is not the one that the manifest lists; names it, or the kind of file.
    Digest(&'static str),
    /// A file is not acceptable JSON; names it.
    Json(&'static str, JsonError),
    /// A version other than 1; names the file.
    Version(&'static str),
    /// A member is missing, unknown or not of its form; file and member.
    Member(&'static str, &'static str),
    /// A file is not text; names it.
    NotText(&'static str),
    /// A line of `entries.jsonl` is no receipt; its number, from 1.
    Receipt(usize, ReceiptError),
    /// A line of `entries.jsonl` about an erased entry is not of its form; its number, and what.
    Erased(usize, &'static str),
    /// The proof of an erased entry cannot be read; number of its line.
    Proof(usize, TlogProofError),
    /// The entries do not ascend; number of the line.
    Unordered(usize),
    /// A record is not the one that its file name says.
    RecordName,
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(what) => write!(f, "a bundle does not have that many {what}"),
            Self::Missing(file) => write!(f, "the file {file} is missing"),
            Self::Path => f.write_str("a file has a name that no file of a bundle has"),
            Self::Listed => f.write_str("the files are not exactly those that manifest.json lists"),
            Self::Digest(file) => write!(f, "{file} is not the file that manifest.json lists"),
            Self::Json(file, _) => write!(f, "{file} is not acceptable JSON"),
            Self::Version(file) => write!(f, "{file} is not of version 1"),
            Self::Member(file, member) => {
                write!(f, "the member {member} of {file} is missing or wrong")
            }
            Self::NotText(file) => write!(f, "{file} is not text in UTF-8"),
            Self::Receipt(line, _) => write!(f, "line {line} of entries.jsonl is no receipt"),
            Self::Erased(line, member) => {
                write!(f, "line {line} of entries.jsonl: the member {member} is missing or wrong")
            }
            Self::Proof(line, _) => {
                write!(f, "line {line} of entries.jsonl: its proof cannot be read")
            }
            Self::Unordered(line) => {
                write!(f, "line {line} of entries.jsonl is not for a later entry than the last")
            }
            Self::RecordName => f.write_str("a file in records/ is not named after its SHA-256"),
        }
    }
}

impl std::error::Error for BundleError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(_, source) => Some(source),
            Self::Receipt(_, source) => Some(source),
            Self::Proof(_, source) => Some(source),
            _ => None,
        }
    }
}
