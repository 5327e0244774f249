//! The few bytes beside an entry's index row by partner: what kind of deed it was, from which budget, and
//! when. With them entries are counted and drawn from without being opened. They are readable and say
//! little more than the leaf, whose class is public. Absent: who, to what, and why.

use crate::domain::action::{Action, Meter, Operation};
use crate::domain::entry::Entry;
use crate::domain::time::Timestamp;

/// First byte of a mark.
const VERSION: u8 = 1;

/// Bytes of a mark: version, kind, meter, milliseconds since 1970 in big-endian.
pub const MARK_BYTES: usize = 3 + 8;

/// The meters by their byte; fixed for ever.
const METERS: [Meter; 6] = [
    Meter::Submissions,
    Meter::Searches,
    Meter::Deliveries,
    Meter::Administration,
    Meter::Refusals,
    Meter::Contract,
];

/// What kind of deed an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A refusal.
    Refused,
    /// A search or an opened record.
    LookedUp,
    /// A record that lists a plate as an alert, or takes back or corrects an earlier one.
    Listed,
    /// Any other disclosure or consultation.
    Shown,
    /// Anything else.
    Other,
}

impl Kind {
    /// By their byte; fixed for ever.
    const ALL: [Self; 5] = [Self::Refused, Self::LookedUp, Self::Listed, Self::Shown, Self::Other];

    /// Whether it was a granted disclosure or consultation.
    pub fn is_looked_at(self) -> bool {
        matches!(self, Self::LookedUp | Self::Listed | Self::Shown)
    }

    fn of(entry: &Entry) -> Self {
        let lists = entry.sent.is_some_and(|sent| sent.is_alert) && !entry.plates.is_empty();
        match (entry.operation, entry.action) {
            (Operation::Refusal, _) => Self::Refused,
            (_, Action::RecordOpen | Action::RecordSearch) => Self::LookedUp,
            (_, Action::RecordSubmit) if lists || entry.withdraws => Self::Listed,
            (Operation::Disclosure | Operation::Consultation, _) => Self::Shown,
            _ => Self::Other,
        }
    }
}

/// What stands beside an index row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What kind of deed.
    pub kind: Kind,
    /// The budget that it spent from.
    pub meter: Meter,
    /// The time of the entry.
    pub at: Timestamp,
}

impl Mark {
    /// Of an entry that is about to be made.
    pub fn of(entry: &Entry) -> Self {
        Self { kind: Kind::of(entry), meter: entry.action.meter(), at: entry.at }
    }

    /// As stored.
    pub fn to_bytes(self) -> [u8; MARK_BYTES] {
        let place = |at: Option<usize>| at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX);
        let kind = place(Kind::ALL.iter().position(|kind| *kind == self.kind));
        let meter = place(METERS.iter().position(|meter| *meter == self.meter));
        let [a, b, c, d, e, f, g, h] = self.at.as_unsigned_ms().to_be_bytes();
        [VERSION, kind, meter, a, b, c, d, e, f, g, h]
    }

    /// Nothing for a row without a mark, or with one of a later version.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (&[version, kind, meter], ms) = bytes.split_first_chunk()?;
        let ms = i64::try_from(u64::from_be_bytes(ms.try_into().ok()?)).ok()?;
        let kind = *Kind::ALL.get(usize::from(kind))?;
        let meter = *METERS.get(usize::from(meter))?;
        (version == VERSION).then(|| Self { kind, meter, at: Timestamp::from_ms(ms) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::{RequestIds, SentAs};
    use crate::domain::record::Status;
    use crate::domain::refusal::{Reason, Refusal};
    use crate::domain::sensitive::Sensitive;

    #[test]
    fn a_mark_comes_back_and_another_row_has_none() {
        for kind in Kind::ALL {
            for meter in METERS {
                let mark = Mark { kind, meter, at: Timestamp::from_ms(1_800_000_000_123) };
                assert_eq!(Mark::parse(&mark.to_bytes()), Some(mark));
                assert_eq!(Mark::parse(&mark.to_bytes()[..MARK_BYTES - 1]), None);
            }
        }
        assert_eq!(Mark::parse(b""), None);
        assert_eq!(Mark::parse(&[2; MARK_BYTES]), None);
        assert_eq!(Mark::parse(&[VERSION, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0]), None);
    }

    #[test]
    fn what_can_be_evidence_is_told_from_what_is_only_counted() {
        let at = Timestamp::from_ms(5);
        let entry = |action| Entry::new(at, action, None, RequestIds::default());
        let kind = |entry: &Entry| Mark::of(entry).kind;
        assert_eq!(kind(&entry(Action::RecordOpen)), Kind::LookedUp);
        assert_eq!(kind(&entry(Action::AlertsRead)), Kind::Shown);
        assert_eq!(kind(&entry(Action::GrantAccept)), Kind::Other);
        let refused = entry(Action::RecordSearch).refused(Refusal::new(Reason::NotFound));
        assert_eq!(kind(&refused), Kind::Refused);
        let mut sent = entry(Action::RecordSubmit);
        sent.sent = Some(SentAs { status: Status::Actual, is_alert: true });
        assert_eq!(kind(&sent), Kind::Shown);
        sent.plates.push(Sensitive::new("AB123C".into()));
        assert_eq!(kind(&sent), Kind::Listed);
        sent.sent = Some(SentAs { status: Status::Actual, is_alert: false });
        assert_eq!(kind(&sent), Kind::Shown);
        sent.withdraws = true;
        assert_eq!(kind(&sent), Kind::Listed);
    }
}
