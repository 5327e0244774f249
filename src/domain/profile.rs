//! What differs between jurisdictions, as data: how long records may live and how long audit entries are
//! kept. Absent: any rule that is the same everywhere, and the erasure itself.

use super::purpose::Purpose;
use super::record::RecordType;
use super::time::{Day, Timestamp};

/// The caps of one jurisdiction. The numbers of days are defaults of this product, chosen short; an
/// alliance's own agreement may only shorten them, through the retention condition of its grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its code: the ISO 3166 code in lower case.
    pub code: &'static str,
    /// The article that lists the purposes.
    pub purposes_article: &'static str,
    /// Days after expiry within which a record is erased.
    pub grace_days: u32,
    /// Months that audit entries are kept (nl: five years, Besluit politiegegevens art. 6:4).
    pub audit_months: u32,
}

impl Profile {
    /// The Netherlands: purposes of Wpg art. 20(1).
    pub const NL: Self =
        Self { code: "nl", purposes_article: "Wpg art. 20(1)", grace_days: 7, audit_months: 60 };
    /// Belgium: starts with the same numbers and refers to the Directive only, until a source for a
    /// Belgian rule is at hand.
    pub const BE: Self = Self {
        code: "be",
        purposes_article: "Directive (EU) 2016/680",
        grace_days: 7,
        audit_months: 60,
    };

    /// The profile with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::NL, Self::BE].into_iter().find(|profile| profile.code == code)
    }

    /// The day on which a record that expires at this moment is erased: the first whole day behind the
    /// grace.
    pub fn erase_day(&self, expires_at: Timestamp) -> Day {
        Day(expires_at.plus_days(self.grace_days).day().0 + 1)
    }

    /// The longest life in days of a record of this type for this purpose.
    pub fn longest_life_days(&self, record_type: RecordType, purpose: Purpose) -> u32 {
        match (record_type, purpose) {
            (RecordType::Alert, Purpose::Offences) => 30,
            (RecordType::Alert, _) => 7,
            (RecordType::Incident, _) => 90,
            (RecordType::Receipt, _) => 365,
            (RecordType::Sighting | RecordType::Handover | RecordType::Outcome, _) => 30,
        }
    }
}
