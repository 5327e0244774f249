//! The fields of one entry, ascending and unique, and their plain encoding. The caller seals the
//! encoded bytes; nothing here encrypts or commits.

use std::fmt;

use super::FieldId;

/// Largest encoded entry in bytes: room for the ids of 20,000 records, twice what a page shows.
pub const MAX_ENTRY_BYTES: usize = 1 << 20;

/// Most fields of an entry: the commitment counts them in one byte.
const MAX_FIELDS: usize = 255;

/// Bytes before each value: u16 id and u32 length.
const PREFIX_BYTES: usize = 6;

/// Why fields do not make an entry. Shows no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryError {
    /// The same field twice.
    Duplicate(FieldId),
    /// The fields are not in ascending order.
    Unordered,
    /// More than 255 fields.
    TooManyFields,
    /// More than [`MAX_ENTRY_BYTES`] in all.
    TooLarge,
    /// The bytes end within a field.
    Truncated,
}

impl fmt::Display for EntryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate(field) => write!(f, "the field {field} stands twice in the entry"),
            Self::Unordered => f.write_str("the fields of the entry are not in ascending order"),
            Self::TooManyFields => f.write_str("the entry has more than 255 fields"),
            Self::TooLarge => f.write_str("the entry is too large"),
            Self::Truncated => f.write_str("the entry ends in the middle of a field"),
        }
    }
}

impl std::error::Error for EntryError {}

/// The fields of an entry: ascending, each once, at most 255 and at most [`MAX_ENTRY_BYTES`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EntryFields {
    fields: Vec<(FieldId, Vec<u8>)>,
    encoded_bytes: usize,
}

impl fmt::Debug for EntryFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Which fields there are may be logged; what they say may not.
        f.debug_list().entries(self.fields.iter().map(|(field, _)| field)).finish()
    }
}

impl EntryFields {
    /// An entry without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts `fields` in order.
    ///
    /// # Errors
    /// [`EntryError::Duplicate`], [`EntryError::TooManyFields`] or [`EntryError::TooLarge`].
    pub fn from_unordered(
        fields: impl IntoIterator<Item = (FieldId, Vec<u8>)>,
    ) -> Result<Self, EntryError> {
        let mut out = Self::new();
        for (field, value) in fields {
            out.insert(field, value)?;
        }
        Ok(out)
    }

    /// Adds a field in its place.
    ///
    /// # Errors
    /// [`EntryError::Duplicate`], [`EntryError::TooManyFields`] or [`EntryError::TooLarge`].
    pub fn insert(&mut self, field: FieldId, value: impl Into<Vec<u8>>) -> Result<(), EntryError> {
        let place = self.fields.binary_search_by_key(&field, |(known, _)| *known);
        let Err(at) = place else {
            return Err(EntryError::Duplicate(field));
        };
        let value = value.into();
        let encoded_bytes = self.encoded_bytes.saturating_add(PREFIX_BYTES + value.len());
        if self.fields.len() == MAX_FIELDS {
            return Err(EntryError::TooManyFields);
        }
        if encoded_bytes > MAX_ENTRY_BYTES {
            return Err(EntryError::TooLarge);
        }
        self.fields.insert(at, (field, value));
        self.encoded_bytes = encoded_bytes;
        Ok(())
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: FieldId) -> Option<&[u8]> {
        let at = self.fields.binary_search_by_key(&field, |(known, _)| *known).ok()?;
        Some(&self.fields[at].1)
    }

    /// The fields, ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FieldId, &[u8])> {
        self.fields.iter().map(|(field, value)| (*field, value.as_slice()))
    }

    /// Number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there are no fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The fields as bytes, to be sealed: for each u16 id, u32 length (both big-endian), value.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.encoded_bytes);
        for (field, value) in self.iter() {
            out.extend_from_slice(&field.0.to_be_bytes());
            out.extend_from_slice(&length(value));
            out.extend_from_slice(value);
        }
        out
    }

    /// Reads [`EntryFields::encode`].
    ///
    /// # Errors
    /// An [`EntryError`] when the bytes are not one encoded entry.
    pub fn decode(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(EntryError::TooLarge);
        }
        let mut out = Self::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (field, tail) = rest.split_first_chunk::<2>().ok_or(EntryError::Truncated)?;
            let (length, tail) = tail.split_first_chunk::<4>().ok_or(EntryError::Truncated)?;
            let length = usize::try_from(u32::from_be_bytes(*length));
            let (value, tail) = length
                .ok()
                .and_then(|length| tail.split_at_checked(length))
                .ok_or(EntryError::Truncated)?;
            let field = FieldId(u16::from_be_bytes(*field));
            if out.fields.last().is_some_and(|(last, _)| *last > field) {
                return Err(EntryError::Unordered);
            }
            out.insert(field, value)?;
            rest = tail;
        }
        Ok(out)
    }
}

/// The length of a value as it is encoded and committed to. An entry is bounded far below u32, so
/// the saturation never shows.
pub(super) fn length(value: &[u8]) -> [u8; 4] {
    u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_ordered_and_unique() {
        let fields = EntryFields::from_unordered([
            (FieldId::PARTNER, b"firm".to_vec()),
            (FieldId::TIME, vec![0; 8]),
        ])
        .unwrap();
        assert_eq!(fields.iter().map(|(f, _)| f.0).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(fields.get(FieldId::PARTNER), Some(&b"firm"[..]));
        assert_eq!(fields.get(FieldId::PERSON), None);
        assert_eq!(EntryFields::decode(&fields.encode()), Ok(fields.clone()));
        let mut twice = fields;
        assert_eq!(twice.insert(FieldId::TIME, vec![]), Err(EntryError::Duplicate(FieldId::TIME)));
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let one = [0, 1, 0, 0, 0, 1, 7];
        let two = [0, 2, 0, 0, 0, 0];
        assert!(EntryFields::decode(&[&one[..], &two].concat()).is_ok());
        assert_eq!(EntryFields::decode(&[&two[..], &one].concat()), Err(EntryError::Unordered));
        let same = [&one[..], &one].concat();
        assert_eq!(EntryFields::decode(&same), Err(EntryError::Duplicate(FieldId::TIME)));
        for length in 1..one.len() {
            assert_eq!(EntryFields::decode(&one[..length]), Err(EntryError::Truncated));
        }
        let huge = [0, 1, 0xff, 0xff, 0xff, 0xff, 7];
        assert_eq!(EntryFields::decode(&huge), Err(EntryError::Truncated));
    }

    #[test]
    fn budgets_hold() {
        let mut fields = EntryFields::new();
        assert_eq!(fields.insert(FieldId(1), vec![0; MAX_ENTRY_BYTES]), Err(EntryError::TooLarge));
        for id in 0..255 {
            fields.insert(FieldId(id), vec![]).unwrap();
        }
        assert_eq!(fields.insert(FieldId(255), vec![]), Err(EntryError::TooManyFields));
    }

    #[test]
    fn debug_shows_no_value() {
        let fields = EntryFields::from_unordered([(FieldId::ASKED, b"12-AB-34".to_vec())]).unwrap();
        assert_eq!(format!("{fields:?}"), "[FieldId(13)]");
    }
}
