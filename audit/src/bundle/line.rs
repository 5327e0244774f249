//! One line of `entries.jsonl`: an entry as a receipt of its own, or the place of an erased one.
//! Reading and writing; what holds is decided in `check`.

use serde_json::Value;

use super::BundleError;
use super::member::Members;
use crate::json;
use crate::leaf::{FieldId, LEAF_BYTES, Part};
use crate::proof::TlogProof;
use crate::receipt::{MAX_RECEIPT_BYTES, Receipt};
use crate::text::{base64, from_base64};

/// The form of lines that this code writes and reads.
const VERSION: u64 = 1;

/// Receipt, list of fields, field.
const MAX_DEPTH: usize = 3;

/// What a line of an erased entry is called in an error.
const ERASED: &str = "erased_by";

/// An entry of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The entry with its fields, shown or as digests.
    Shown(Receipt),
    /// An entry whose text is gone; its leaf still stands in the log.
    Erased(Erased),
}

/// An entry that was erased: all that is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// The leaf as it stands in the log.
    pub leaf: [u8; LEAF_BYTES],
    /// Index of the entry that says that this one was erased; `None` when its day had come.
    pub erased_by: Option<u64>,
    /// Index, path and checkpoint.
    pub proof: TlogProof,
}

impl Line {
    /// Index of the entry in the log, as the line says.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.proof().index
    }

    /// The leaf as it stands in the log, as the line says.
    #[must_use]
    pub fn leaf(&self) -> &[u8; LEAF_BYTES] {
        match self {
            Self::Shown(receipt) => &receipt.leaf,
            Self::Erased(erased) => &erased.leaf,
        }
    }

    /// Index, path and checkpoint.
    #[must_use]
    pub fn proof(&self) -> &TlogProof {
        match self {
            Self::Shown(receipt) => &receipt.proof,
            Self::Erased(erased) => &erased.proof,
        }
    }

    /// The fields, shown and withheld; none for an erased entry.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        match self {
            Self::Shown(receipt) => &receipt.fields,
            Self::Erased(_) => &[],
        }
    }

    /// The value of a field, when it is shown.
    #[must_use]
    pub fn opened(&self, wanted: FieldId) -> Option<&[u8]> {
        self.parts().iter().find_map(|part| match part {
            Part::Opened(opening) if opening.field == wanted => Some(opening.value.as_slice()),
            _ => None,
        })
    }

    /// The value of a field that is text, when it is shown.
    #[must_use]
    pub fn opened_text(&self, wanted: FieldId) -> Option<&str> {
        std::str::from_utf8(self.opened(wanted)?).ok()
    }

    /// When the entry says that it happened, milliseconds since 1970-01-01, when it shows it.
    #[must_use]
    pub fn opened_time_ms(&self) -> Option<u64> {
        self.opened(FieldId::TIME)?.try_into().map(u64::from_be_bytes).ok()
    }

    /// The line as JSON, without a newline.
    #[must_use]
    pub fn encode(&self) -> String {
        match self {
            Self::Shown(receipt) => receipt.encode(),
            Self::Erased(Erased { leaf, erased_by, proof }) => {
                let by = erased_by.map_or_else(|| "null".to_owned(), |index| index.to_string());
                let (leaf, proof) = (base64(leaf), Value::from(proof.encode()));
                format!(
                    r#"{{"version":{VERSION},"leaf":"{leaf}","erased_by":{by},"proof":{proof}}}"#
                )
            }
        }
    }

    /// Reads line `number` (from 1) of a file.
    ///
    /// # Errors
    /// A [`BundleError`] with that number.
    pub(super) fn parse(line: &[u8], number: usize) -> Result<Self, BundleError> {
        if line.len() > MAX_RECEIPT_BYTES {
            return Err(BundleError::TooLarge("bytes in a line"));
        }
        let value = json::parse(line, MAX_DEPTH)
            .map_err(|error| BundleError::Json(super::files::ENTRIES, error))?;
        let members = Members::of(value, ERASED);
        match members.map_err(|name| BundleError::Erased(number, name))? {
            members if members.has(ERASED) => parse_erased(members, number).map(Self::Erased),
            _ => match Receipt::parse(line) {
                Ok(receipt) => Ok(Self::Shown(receipt)),
                Err(error) => Err(BundleError::Receipt(number, error)),
            },
        }
    }
}

fn parse_erased(mut members: Members, number: usize) -> Result<Erased, BundleError> {
    let wrong = |name| BundleError::Erased(number, name);
    if members.number("version").map_err(wrong)? != VERSION {
        return Err(wrong("version"));
    }
    let leaf = members.parsed("leaf", |text| from_base64(text)?.try_into().ok()).map_err(wrong)?;
    let erased_by = match members.value(ERASED).map_err(wrong)? {
        Value::Null => None,
        index => Some(index.as_u64().ok_or_else(|| wrong(ERASED))?),
    };
    let proof = TlogProof::parse(&members.text("proof").map_err(wrong)?);
    let proof = proof.map_err(|error| BundleError::Proof(number, error))?;
    members.finish().map_err(wrong)?;
    Ok(Erased { leaf, erased_by, proof })
}
