//! The 52-byte leaf of the samen log, and (in its rooms) the fields behind its commitment. A leaf
//! holds nothing about a person; the fields do, and are never part of it.

mod commitment;
mod entry;
mod field;

use std::fmt;

use crate::hash::{Hash, leaf_hash};
pub use commitment::{Opening, Part, commit, commit_from, open};
pub use entry::{EntryError, EntryFields, MAX_ENTRY_BYTES};
pub use field::FieldId;

/// First bytes of every leaf.
const MAGIC: &[u8; 15] = b"samen-audit/v1\n";

/// Length of a leaf in bytes.
pub const LEAF_BYTES: usize = 52;

/// What kind of event a leaf stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A record was accepted.
    Collection,
    /// A record was updated or its standing changed.
    Alteration,
    /// Records were searched or read.
    Consultation,
    /// Records were handed to another party.
    Disclosure,
    /// Records were put together with other data.
    Combination,
    /// A record was erased.
    Erasure,
    /// The register of partners, persons, certificates or licenses changed.
    Administration,
    /// A request of a known caller was refused.
    Refusal,
    /// The exchange started.
    Open,
    /// A signing key was registered or withdrawn.
    Key,
    /// A disclosure grant was proposed, accepted or revoked.
    Grant,
    /// A key of the store was destroyed, and what it sealed with it.
    Erase,
    /// The data protection officer reviewed entries.
    Review,
    /// Counters while nothing happened, so that silence shows.
    Heartbeat,
}

impl Class {
    /// Every class, in ascending order of its number.
    pub const ALL: [Self; 14] = [
        Self::Collection,
        Self::Alteration,
        Self::Consultation,
        Self::Disclosure,
        Self::Combination,
        Self::Erasure,
        Self::Administration,
        Self::Refusal,
        Self::Open,
        Self::Key,
        Self::Grant,
        Self::Erase,
        Self::Review,
        Self::Heartbeat,
    ];

    /// The byte in the leaf.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Collection => 1,
            Self::Alteration => 2,
            Self::Consultation => 3,
            Self::Disclosure => 4,
            Self::Combination => 5,
            Self::Erasure => 6,
            Self::Administration => 7,
            Self::Refusal => 8,
            Self::Open => 16,
            Self::Key => 17,
            Self::Grant => 18,
            Self::Erase => 19,
            Self::Review => 20,
            Self::Heartbeat => 21,
        }
    }

    /// The class with this byte.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.number() == number)
    }

    /// The word for it in JSON and on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Alteration => "alteration",
            Self::Consultation => "consultation",
            Self::Disclosure => "disclosure",
            Self::Combination => "combination",
            Self::Erasure => "erasure",
            Self::Administration => "administration",
            Self::Refusal => "refusal",
            Self::Open => "open",
            Self::Key => "key",
            Self::Grant => "grant",
            Self::Erase => "erase",
            Self::Review => "review",
            Self::Heartbeat => "heartbeat",
        }
    }
}

impl From<Class> for u8 {
    fn from(class: Class) -> Self {
        class.number()
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why bytes are not a leaf of a samen log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeafError {
    /// Not 52 bytes, or not beginning with the name of the format.
    Format,
    /// A class that this version does not know.
    Class,
}

impl fmt::Display for LeafError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "not a samen-audit/v1 leaf",
            Self::Class => "a samen-audit/v1 leaf of an unknown class",
        })
    }
}

impl std::error::Error for LeafError {}

/// A leaf: class, day of erasure and the commitment to the entry's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// Kind of event.
    pub class: Class,
    /// Day on which the entry's text is erased, in days since 1970-01-01; 0 means never.
    pub erase_day: u32,
    /// Commitment to the fields, see [`commit`].
    pub commit: Hash,
}

impl Leaf {
    /// The bytes that stand in the log.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; LEAF_BYTES] {
        let mut out = [0; LEAF_BYTES];
        out[..15].copy_from_slice(MAGIC);
        out[15] = self.class.number();
        out[16..20].copy_from_slice(&self.erase_day.to_be_bytes());
        out[20..].copy_from_slice(&self.commit);
        out
    }

    /// Reads a leaf.
    ///
    /// # Errors
    /// A [`LeafError`] when these are not the bytes of a leaf that this version knows.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(LeafError::Format)?;
        let (class, rest) = rest.split_first().ok_or(LeafError::Format)?;
        let (day, commit) = rest.split_first_chunk::<4>().ok_or(LeafError::Format)?;
        let commit = commit.try_into().map_err(|_| LeafError::Format)?;
        let class = Class::from_number(*class).ok_or(LeafError::Class)?;
        Ok(Self { class, erase_day: u32::from_be_bytes(*day), commit })
    }

    /// Hash of the leaf in the tree.
    #[must_use]
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaf_bytes_are_fixed() {
        let leaf = Leaf { class: Class::Open, erase_day: 0x0102_0304, commit: [9; 32] };
        let bytes = leaf.to_bytes();
        assert_eq!(&bytes[..20], b"samen-audit/v1\n\x10\x01\x02\x03\x04");
        assert_eq!(Leaf::parse(&bytes), Ok(leaf));
        assert_eq!(Leaf::parse(&bytes[..51]), Err(LeafError::Format));
        assert_eq!(Leaf::parse(&[&bytes[..], &[0]].concat()), Err(LeafError::Format));
        assert_eq!(Leaf::parse(b""), Err(LeafError::Format));
        let mut other = bytes;
        other[13] = b'2';
        assert_eq!(Leaf::parse(&other), Err(LeafError::Format));
    }

    #[test]
    fn classes_are_numbered_once_and_unknown_ones_refused() {
        for class in Class::ALL {
            assert_eq!(Class::from_number(class.number()), Some(class));
        }
        let known = (0..=255).filter(|n| Class::from_number(*n).is_some()).count();
        assert_eq!(known, Class::ALL.len());
        let mut bytes = Leaf { class: Class::Open, erase_day: 0, commit: [0; 32] }.to_bytes();
        bytes[15] = 9;
        assert_eq!(Leaf::parse(&bytes), Err(LeafError::Class));
    }
}
