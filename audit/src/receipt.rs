//! The receipt that a submitter gets: the leaf of its entry, the fields shown to it, and a proof
//! that the leaf stands in the log. Reading and verifying only; whether the log as a whole is
//! sound takes its tiles (`samen-verify log`).

mod check;
mod form;
mod redact;

use std::fmt;

use crate::checkpoint::{CheckpointError, VerifiedCheckpoint};
use crate::hash::Hash;
use crate::json::JsonError;
use crate::leaf::{EntryError, FieldId, LEAF_BYTES, Leaf, LeafError, Opening, Part};
use crate::proof::{TlogProof, TlogProofError};
use crate::tree::ProofError;

/// Largest receipt that is looked at, in bytes: an entry in base64 with its salts, and a proof.
pub const MAX_RECEIPT_BYTES: usize = 4 << 20;

/// A receipt as read: well formed, not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Id of the record, a UUID in lower case; `None` for an entry that is not about one record.
    pub record: Option<String>,
    /// SHA-256 of the signed record as it was sent; `None` for an entry without a signed document.
    pub record_sha256: Option<Hash>,
    /// The leaf as it stands in the log.
    pub leaf: [u8; LEAF_BYTES],
    /// Every field of the entry, ascending: shown, or as a digest.
    pub fields: Vec<Part>,
    /// Index, path and checkpoint.
    pub proof: TlogProof,
    /// Witnesses of the log that have not cosigned this checkpoint, by their names in its policy, as
    /// the exchange says. A claim: what counts is what `policy` finds on the checkpoint.
    pub witnesses_missing: Vec<String>,
}

/// A receipt that holds: the record was logged, as entry `index`, by the log that signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReceipt {
    /// Id of the record, when the entry or the record itself says it; a receipt that withholds the
    /// id and is checked without the record proves the record by its digest only.
    pub record: Option<String>,
    /// SHA-256 of the signed record as it was sent, when the entry has one.
    pub record_sha256: Option<Hash>,
    /// Index of the entry in the log.
    pub index: u64,
    /// The leaf of the entry.
    pub leaf: Leaf,
    /// The fields shown, ascending.
    pub openings: Vec<Opening>,
    /// The fields said to be there and not shown, ascending.
    pub withheld: Vec<FieldId>,
    /// The head of the log that the proof leads to.
    pub checkpoint: VerifiedCheckpoint,
}

/// Why a receipt does not hold. Shows nothing of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceiptError {
    /// Larger than [`MAX_RECEIPT_BYTES`].
    TooLarge,
    /// Not JSON.
    Json(JsonError),
    /// A version other than 1.
    Version,
    /// A member is missing, unknown or not of its form; names it.
    Member(&'static str),
    /// The proof is not a proof.
    Proof(TlogProofError),
    /// The leaf is not a leaf.
    Leaf(LeafError),
    /// The fields are not the fields of an entry.
    Fields(EntryError),
    /// The fields do not lead to the commitment in the leaf.
    Commitment,
    /// The checkpoint is not signed by a trusted log.
    Checkpoint(CheckpointError),
    /// The path does not lead from the leaf to the root of the checkpoint.
    Inclusion(ProofError),
    /// The digest of the record is withheld, so that the entry may be about any record.
    DigestWithheld,
    /// The entry is about another record than the receipt says.
    OtherRecord,
    /// The record given beside the receipt is not the one that it is for.
    OtherRecordGiven,
}

impl fmt::Display for ReceiptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the receipt is too large",
            Self::Json(_) => "the receipt is not acceptable JSON",
            Self::Version => "the receipt is not of version 1",
            Self::Member(name) => {
                return write!(f, "the member {name} of the receipt is missing or wrong");
            }
            Self::Proof(_) => "the proof in the receipt cannot be read",
            Self::Leaf(_) => "the leaf in the receipt is not one of a samen log",
            Self::Fields(_) => "the fields in the receipt are not those of an entry",
            Self::Commitment => "the fields do not lead to the commitment in the leaf",
            Self::Checkpoint(_) => "the checkpoint is not signed by the trusted log",
            Self::Inclusion(_) => "the path does not lead from the leaf to the checkpoint",
            Self::DigestWithheld => "the receipt withholds the digest of the record",
            Self::OtherRecord => "the entry is about another record than the receipt says",
            Self::OtherRecordGiven => "the record given is not the one that the receipt is for",
        })
    }
}

impl std::error::Error for ReceiptError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(source) => Some(source),
            Self::Proof(source) => Some(source),
            Self::Leaf(source) => Some(source),
            Self::Fields(source) => Some(source),
            Self::Checkpoint(source) => Some(source),
            Self::Inclusion(source) => Some(source),
            _ => None,
        }
    }
}

impl VerifiedReceipt {
    /// The value of a field, when it is shown.
    #[must_use]
    pub fn opened(&self, field: FieldId) -> Option<&[u8]> {
        self.openings.iter().find(|one| one.field == field).map(|one| one.value.as_slice())
    }
}

#[cfg(test)]
mod tests;
