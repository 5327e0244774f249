//! Showing less of a receipt. What is withheld cannot be shown again from the copy: the salts are
//! gone from it.

use super::Receipt;
use crate::leaf::{FieldId, Part};

impl Receipt {
    /// The same receipt with these fields withheld. It proves the same leaf in the same place.
    ///
    /// What the receipt says beside its fields goes with them: without the digest of the record it
    /// says nothing of a record, and without the ids it names none.
    #[must_use]
    pub fn withhold(&self, fields: &[FieldId]) -> Self {
        let redact = |part: &Part| {
            let field = part.field();
            if fields.contains(&field) {
                Part::Withheld { field, digest: part.digest() }
            } else {
                part.clone()
            }
        };
        let (digest, ids) =
            (fields.contains(&FieldId::RECORD_SHA256), fields.contains(&FieldId::RECORDS));
        Self {
            record: self.record.clone().filter(|_| !digest && !ids),
            record_sha256: self.record_sha256.filter(|_| !digest),
            leaf: self.leaf,
            fields: self.fields.iter().map(redact).collect(),
            proof: self.proof.clone(),
            witnesses_missing: self.witnesses_missing.clone(),
        }
    }
}
