//! Commitments to the fields of an entry, each field under its own salt, so that one can be shown
//! and the rest withheld. Makes no keys: the 32 random bytes of an entry are an argument.

use std::fmt;

use ring::hmac;

use super::entry::length;
use super::{EntryError, EntryFields, FieldId};
use crate::hash::{Hash, sha256_parts};

const SALT_LABEL: &[u8] = b"samen-audit/salt/v1";
const FIELD_LABEL: &[u8] = b"samen-audit/field/v1\0";
const COMMIT_LABEL: &[u8] = b"samen-audit/commit/v1\0";

/// A field shown: whoever holds it can recompute the field's digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// Which field.
    pub field: FieldId,
    /// Its salt, which hides the value as long as it is not shown.
    pub salt: [u8; 32],
    /// Its value.
    pub value: Vec<u8>,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").field("field", &self.field).finish_non_exhaustive()
    }
}

impl Opening {
    /// The digest that the commitment is made of:
    /// `SHA-256("samen-audit/field/v1\0" || u16 id || salt || u32 length || value)`.
    #[must_use]
    pub fn digest(&self) -> Hash {
        field_digest(self.field, &self.salt, &self.value)
    }
}

/// One field of an entry as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The field is shown.
    Opened(Opening),
    /// The field is not shown. Which field the digest belongs to is a claim: it shows only when
    /// the field is opened.
    Withheld {
        /// Which field it is said to be.
        field: FieldId,
        /// Its digest.
        digest: Hash,
    },
}

impl Part {
    /// Which field it is, or is said to be.
    #[must_use]
    pub fn field(&self) -> FieldId {
        match self {
            Self::Opened(opening) => opening.field,
            Self::Withheld { field, .. } => *field,
        }
    }

    /// The field's digest.
    #[must_use]
    pub fn digest(&self) -> Hash {
        match self {
            Self::Opened(opening) => opening.digest(),
            Self::Withheld { digest, .. } => *digest,
        }
    }
}

/// Derives the salts of one entry from its key.
struct Salts(hmac::Key);

impl Salts {
    fn new(k: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, k))
    }

    fn of(&self, field: FieldId) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(SALT_LABEL);
        context.update(&field.0.to_be_bytes());
        let mut out = [0; 32];
        // HMAC-SHA256 gives 32 bytes whatever the input, so the lengths agree.
        out.copy_from_slice(context.sign().as_ref());
        out
    }
}

/// The commitment of a leaf to `fields` under the entry's key `k`:
/// `SHA-256("samen-audit/commit/v1\0" || u8 count || digests in ascending order of field)`.
#[must_use]
pub fn commit(k: &[u8; 32], fields: &EntryFields) -> Hash {
    let salts = Salts::new(k);
    let digests: Vec<Hash> =
        fields.iter().map(|(field, value)| field_digest(field, &salts.of(field), value)).collect();
    commit_digests(&digests)
}

/// Every field of the entry as a [`Part`]: those in `which` opened, the others withheld.
#[must_use]
pub fn open(k: &[u8; 32], fields: &EntryFields, which: &[FieldId]) -> Vec<Part> {
    let salts = Salts::new(k);
    let part = |(field, value): (FieldId, &[u8])| {
        let salt = salts.of(field);
        if which.contains(&field) {
            Part::Opened(Opening { field, salt, value: value.to_vec() })
        } else {
            Part::Withheld { field, digest: field_digest(field, &salt, value) }
        }
    };
    fields.iter().map(part).collect()
}

/// The commitment that these parts belong to.
///
/// # Errors
/// When the parts are not in ascending order, one field stands twice, or there are more than 255.
pub fn commit_from(parts: &[Part]) -> Result<Hash, EntryError> {
    for pair in parts.windows(2) {
        let (before, after) = (pair[0].field(), pair[1].field());
        if before == after {
            return Err(EntryError::Duplicate(after));
        }
        if before > after {
            return Err(EntryError::Unordered);
        }
    }
    if parts.len() > 255 {
        return Err(EntryError::TooManyFields);
    }
    let digests: Vec<Hash> = parts.iter().map(Part::digest).collect();
    Ok(commit_digests(&digests))
}

fn field_digest(field: FieldId, salt: &[u8; 32], value: &[u8]) -> Hash {
    sha256_parts(&[FIELD_LABEL, &field.0.to_be_bytes(), salt, &length(value), value])
}

fn commit_digests(digests: &[Hash]) -> Hash {
    // Both callers hold at most 255 fields, so the saturation never shows.
    let count = u8::try_from(digests.len()).unwrap_or(u8::MAX);
    sha256_parts(&[COMMIT_LABEL, &[count], digests.as_flattened()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::sha256;

    fn fields() -> EntryFields {
        EntryFields::from_unordered([
            (FieldId::TIME, 5u64.to_be_bytes().to_vec()),
            (FieldId::PARTNER, b"firm".to_vec()),
            (FieldId::ASKED, b"12AB34".to_vec()),
        ])
        .unwrap()
    }

    /// The formulas written out a second time, byte by byte.
    fn by_hand(k: &[u8; 32], fields: &[(u16, &[u8])]) -> Hash {
        let count = u8::try_from(fields.len()).unwrap();
        let mut whole = b"samen-audit/commit/v1\0".to_vec();
        whole.push(count);
        for (id, value) in fields {
            let key = hmac::Key::new(hmac::HMAC_SHA256, k);
            let salt = hmac::sign(&key, &[b"samen-audit/salt/v1", &id.to_be_bytes()[..]].concat());
            let mut one = b"samen-audit/field/v1\0".to_vec();
            one.extend(id.to_be_bytes());
            one.extend(salt.as_ref());
            one.extend(u32::try_from(value.len()).unwrap().to_be_bytes());
            one.extend(*value);
            whole.extend(sha256(&one));
        }
        sha256(&whole)
    }

    #[test]
    fn commitment_follows_the_formulas() {
        let time = 5u64.to_be_bytes();
        let expected = by_hand(&[7; 32], &[(1, &time), (4, b"firm"), (13, b"12AB34")]);
        assert_eq!(commit(&[7; 32], &fields()), expected);
        assert_eq!(commit(&[7; 32], &EntryFields::new()), by_hand(&[7; 32], &[]));
    }

    #[test]
    fn any_choice_of_openings_leads_to_the_commitment() {
        let expected = commit(&[7; 32], &fields());
        for which in [&[][..], &[FieldId::PARTNER], &[FieldId::ASKED, FieldId::TIME]] {
            let parts = open(&[7; 32], &fields(), which);
            assert_eq!(commit_from(&parts), Ok(expected));
            let opened = parts.iter().filter(|part| matches!(part, Part::Opened(_))).count();
            assert_eq!(opened, which.len());
        }
    }

    #[test]
    fn changed_or_moved_parts_lead_elsewhere() {
        let expected = commit(&[7; 32], &fields());
        let all: Vec<FieldId> = FieldId::ALL.to_vec();
        let parts = open(&[7; 32], &fields(), &all);
        for at in 0..parts.len() {
            let mut changed = parts.clone();
            if let Part::Opened(opening) = &mut changed[at] {
                opening.value[0] ^= 1;
            }
            assert_ne!(commit_from(&changed), Ok(expected));
            let mut renamed = parts.clone();
            if let Part::Opened(opening) = &mut renamed[at] {
                opening.field = FieldId(opening.field.0 + 1);
            }
            assert_ne!(commit_from(&renamed), Ok(expected));
        }
        assert_ne!(commit_from(&parts[1..]), Ok(expected));
        let swapped = [parts[1].clone(), parts[0].clone(), parts[2].clone()];
        assert_eq!(commit_from(&swapped), Err(EntryError::Unordered));
        let twice = [parts[0].clone(), parts[0].clone()];
        assert_eq!(commit_from(&twice), Err(EntryError::Duplicate(FieldId::TIME)));
    }

    #[test]
    fn salts_differ_by_entry_and_field() {
        let parts = |k| open(&[k; 32], &fields(), FieldId::ALL);
        let salts: std::collections::BTreeSet<[u8; 32]> = parts(1)
            .into_iter()
            .chain(parts(2))
            .filter_map(|part| match part {
                Part::Opened(opening) => Some(opening.salt),
                Part::Withheld { .. } => None,
            })
            .collect();
        assert_eq!(salts.len(), 6);
    }
}
