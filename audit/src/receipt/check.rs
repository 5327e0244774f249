//! The checks of a receipt, one function each, so that a reader can be told which one failed.
//! None says more than its name: only all of them together make a [`VerifiedReceipt`].

use serde_json::Value;

use super::{Receipt, ReceiptError, VerifiedReceipt};
use crate::checkpoint::{Checkpoint, VerifiedCheckpoint};
use crate::hash::{Hash, leaf_hash, sha256};
use crate::json;
use crate::jws::Jws;
use crate::leaf::{FieldId, Leaf, Part, commit_from};
use crate::note::VerifierKey;
use crate::tree::verify_inclusion;

/// Nesting that a record may have; deeper ones are not accepted by any exchange.
const MAX_RECORD_DEPTH: usize = 16;

impl Receipt {
    /// Makes every check. `record` is the signed record as it was sent, when the caller has it.
    ///
    /// # Errors
    /// A [`ReceiptError`] for the first check that fails.
    pub fn verify(
        &self,
        log_keys: &[VerifierKey],
        record: Option<&[u8]>,
    ) -> Result<VerifiedReceipt, ReceiptError> {
        let leaf = self.check_leaf()?;
        self.check_fields(&leaf)?;
        let record = self.check_record(record)?;
        let checkpoint = self.check_checkpoint(log_keys)?;
        self.check_inclusion(&checkpoint)?;
        let (mut openings, mut withheld) = (Vec::new(), Vec::new());
        for part in &self.fields {
            match part {
                Part::Opened(opening) => openings.push(opening.clone()),
                Part::Withheld { field, .. } => withheld.push(*field),
            }
        }
        Ok(VerifiedReceipt {
            record,
            record_sha256: self.record_sha256,
            index: self.proof.index,
            leaf,
            openings,
            withheld,
            checkpoint,
        })
    }

    /// The leaf is one of a samen log.
    ///
    /// # Errors
    /// [`ReceiptError::Leaf`].
    pub fn check_leaf(&self) -> Result<Leaf, ReceiptError> {
        Leaf::parse(&self.leaf).map_err(ReceiptError::Leaf)
    }

    /// The fields, shown and withheld, lead to the commitment in the leaf.
    ///
    /// # Errors
    /// [`ReceiptError::Fields`] or [`ReceiptError::Commitment`].
    pub fn check_fields(&self, leaf: &Leaf) -> Result<(), ReceiptError> {
        let commit = commit_from(&self.fields).map_err(ReceiptError::Fields)?;
        if commit == leaf.commit { Ok(()) } else { Err(ReceiptError::Commitment) }
    }

    /// The entry is about this record: its digest is the one in the entry, and that of the bytes
    /// given. Gives the record's id when the entry or the record itself says it. An entry that is
    /// not about a signed document has neither, and then no record may be given.
    ///
    /// # Errors
    /// [`ReceiptError::DigestWithheld`], [`ReceiptError::OtherRecord`] or
    /// [`ReceiptError::OtherRecordGiven`].
    pub fn check_record(&self, record: Option<&[u8]>) -> Result<Option<String>, ReceiptError> {
        if self.record_sha256 != self.opened_digest()? {
            return Err(ReceiptError::OtherRecord);
        }
        let mut proven = false;
        if let (Some(ids), Some(id)) = (self.opened(FieldId::RECORDS), &self.record) {
            proven = ids.split(|c| *c == b' ').any(|listed| listed == id.as_bytes());
            if !proven {
                return Err(ReceiptError::OtherRecord);
            }
        }
        if let Some(record) = record {
            if Some(sha256(record)) != self.record_sha256 {
                return Err(ReceiptError::OtherRecordGiven);
            }
            if let (Some(id), Some(claimed)) = (record_id(record), &self.record) {
                proven = id == *claimed;
                if !proven {
                    return Err(ReceiptError::OtherRecord);
                }
            }
        }
        Ok(self.record.clone().filter(|_| proven))
    }

    /// The digest that the entry shows; `None` when the receipt claims none and shows none.
    fn opened_digest(&self) -> Result<Option<Hash>, ReceiptError> {
        match self.opened(FieldId::RECORD_SHA256) {
            Some(digest) => digest.try_into().map(Some).map_err(|_| ReceiptError::OtherRecord),
            None if self.record_sha256.is_none() && self.record.is_none() => Ok(None),
            None => Err(ReceiptError::DigestWithheld),
        }
    }

    /// The checkpoint is signed by a trusted key that bears the name of the log.
    ///
    /// # Errors
    /// [`ReceiptError::Checkpoint`].
    pub fn check_checkpoint(
        &self,
        log_keys: &[VerifierKey],
    ) -> Result<VerifiedCheckpoint, ReceiptError> {
        Checkpoint::verify(&self.proof.checkpoint, log_keys).map_err(ReceiptError::Checkpoint)
    }

    /// The path leads from the leaf to the root of the checkpoint.
    ///
    /// # Errors
    /// [`ReceiptError::Inclusion`].
    pub fn check_inclusion(&self, checkpoint: &VerifiedCheckpoint) -> Result<(), ReceiptError> {
        let (index, hashes) = (self.proof.index, &self.proof.hashes);
        let leaf = leaf_hash(&self.leaf);
        verify_inclusion(&leaf, index, checkpoint.size, hashes, &checkpoint.root)
            .map_err(ReceiptError::Inclusion)
    }

    fn opened(&self, wanted: FieldId) -> Option<&[u8]> {
        self.fields.iter().find_map(|part| match part {
            Part::Opened(opening) if opening.field == wanted => Some(opening.value.as_slice()),
            _ => None,
        })
    }
}

/// The id that a signed record gives itself, when it can be read.
fn record_id(record: &[u8]) -> Option<String> {
    let jws = Jws::parse(record).ok()?;
    match json::parse(jws.payload(), MAX_RECORD_DEPTH).ok()? {
        Value::Object(mut members) => match members.remove("id")? {
            Value::String(id) => Some(id),
            _ => None,
        },
        _ => None,
    }
}
