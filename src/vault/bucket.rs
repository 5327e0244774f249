//! Retention buckets: what shares one key, and is therefore forgotten together.
//!
//! Absent: the rules that say how long anything is kept, and the keys themselves.

/// A set of values that are erased at the same moment.
///
/// The order of buckets equals the order of their encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Exchanged records, by erase day (days since 1970-01-01, UTC).
    Records(u32),
    /// Log entries, by erase month (`year * 12 + month`, January being 0).
    Audit(u32),
    /// Registry, grants and the log's own state: never erased.
    Standing,
}

/// Length of an encoded bucket in bytes.
pub(super) const ENCODED_LEN: usize = 5;

const RECORDS: u8 = 1;
const AUDIT: u8 = 2;
const STANDING: u8 = 3;

impl Bucket {
    /// Five bytes: the kind, then the day or month big-endian (zero for `Standing`).
    #[must_use]
    pub fn encode(self) -> [u8; ENCODED_LEN] {
        let (kind, number) = match self {
            Self::Records(day) => (RECORDS, day),
            Self::Audit(month) => (AUDIT, month),
            Self::Standing => (STANDING, 0),
        };
        let [a, b, c, d] = number.to_be_bytes();
        [kind, a, b, c, d]
    }

    /// The inverse of [`Bucket::encode`]; `None` for bytes it never produces.
    #[must_use]
    pub fn decode(bytes: [u8; ENCODED_LEN]) -> Option<Self> {
        let [kind, a, b, c, d] = bytes;
        match (kind, u32::from_be_bytes([a, b, c, d])) {
            (RECORDS, day) => Some(Self::Records(day)),
            (AUDIT, month) => Some(Self::Audit(month)),
            (STANDING, 0) => Some(Self::Standing),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_keeps_the_order_and_returns() {
        let buckets = [
            Bucket::Records(0),
            Bucket::Records(255),
            Bucket::Records(256),
            Bucket::Records(u32::MAX),
            Bucket::Audit(24_312),
            Bucket::Audit(24_313),
            Bucket::Standing,
        ];
        assert!(buckets.is_sorted());
        assert!(buckets.map(Bucket::encode).is_sorted());
        for bucket in buckets {
            assert_eq!(Bucket::decode(bucket.encode()), Some(bucket));
        }
        assert_eq!(Bucket::decode([0; 5]), None);
        assert_eq!(Bucket::decode([STANDING, 0, 0, 0, 1]), None);
    }
}
