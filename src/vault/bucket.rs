//! Retention buckets: what shares one key, and is therefore forgotten together.
//!
//! Absent: the rules that say how long anything is kept, and the keys themselves.

/// A set of values that are erased at the same moment.
///
/// The order of buckets equals the order of their encodings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// Exchanged records, by number: erase day (days since 1970-01-01, UTC) and generation, see
    /// [`Bucket::records`]. The first generation's number is the day itself.
    Records(u32),
    /// Log entries, by erase month (`year * 12 + month`, January being 0).
    Audit(u32),
    /// Registry, grants and the log's own state: never erased.
    Standing,
}

/// Length of an encoded bucket in bytes.
pub(super) const ENCODED_LEN: usize = 5;

/// Low bits of a records number that hold the day: enough until the year 4840.
const DAY_BITS: u32 = 20;
/// The number of the first bucket of a later generation than the first.
pub(super) const LATER: u32 = 1 << DAY_BITS;

const RECORDS: u8 = 1;
const AUDIT: u8 = 2;
const STANDING: u8 = 3;

impl Bucket {
    /// The bucket of an erase day in a generation. A day begins with generation 0 and gets another
    /// one when something is erased out of it early: what stays moves on, and the old key goes.
    /// `None` past day 1,048,575 or generation 4,095.
    #[must_use]
    pub fn records(day: u32, generation: u32) -> Option<Self> {
        let fits = day < LATER && generation < 1 << (u32::BITS - DAY_BITS);
        fits.then_some(Self::Records(generation << DAY_BITS | day))
    }

    /// The erase day of a records number.
    #[must_use]
    pub fn day_of(number: u32) -> u32 {
        number & (LATER - 1)
    }

    /// The generation of a records number.
    pub(super) fn generation_of(number: u32) -> u32 {
        number >> DAY_BITS
    }

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
    fn a_day_and_its_generations_share_nothing_but_the_day() {
        assert_eq!(Bucket::records(20_700, 0), Some(Bucket::Records(20_700)));
        let Some(Bucket::Records(last)) = Bucket::records(LATER - 1, 4_095) else {
            panic!("the last number has to fit")
        };
        assert_eq!((last, Bucket::day_of(last)), (u32::MAX, LATER - 1));
        assert_eq!(Bucket::generation_of(last), 4_095);
        assert_eq!((Bucket::records(LATER, 0), Bucket::records(0, 4_096)), (None, None));
    }

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
