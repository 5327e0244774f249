//! Keys: fixed-length and big-endian, so that byte order is the order of the numbers in them.
//!
//! A key is built whole on the stack. Absent: values, and the chunk number at the end of keys of
//! chunked tables (`chunk` appends it).

use super::table::Table;

/// Puts `parts` behind each other. The parts' lengths must add up to `N`, which the tests of this
/// room check for every key there is; a longer tail would be cut.
fn join<const N: usize>(table: Table, parts: &[&[u8]]) -> [u8; N] {
    let mut key = [0; N];
    let bytes = parts.iter().copied().flatten();
    debug_assert_eq!(N, 1 + bytes.clone().count());
    let [prefix, rest @ ..] = key.as_mut_slice() else {
        return key;
    };
    *prefix = table.prefix();
    rest.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    key
}

/// `leaf`, and the other tables keyed by an index alone.
pub(super) fn by_index(table: Table, index: u64) -> [u8; 9] {
    join(table, &[&index.to_be_bytes()])
}

/// `node`: level, then number.
pub(super) fn node(level: u8, n: u64) -> [u8; 10] {
    join(Table::Node, &[&[level], &n.to_be_bytes()])
}

/// `entry_time`: Unix milliseconds, then index.
pub(super) fn entry_time(time_ms: u64, index: u64) -> [u8; 17] {
    join(Table::EntryTime, &[&time_ms.to_be_bytes(), &index.to_be_bytes()])
}

/// `entry_term` and `record_term`: kind, day or month, blind tag, index.
pub(super) fn term(table: Table, kind: u8, number: u32, tag: &[u8; 16], index: u64) -> [u8; 30] {
    join(table, &[&[kind], &number.to_be_bytes(), tag, &index.to_be_bytes()])
}

/// `record_id`: the record's UUID.
pub(super) fn record_id(id: &[u8; 16]) -> [u8; 17] {
    join(Table::RecordId, &[id])
}

/// `relation`: the record pointed at, then the one that points.
pub(super) fn relation(target: u64, by: u64) -> [u8; 17] {
    join(Table::Relation, &[&target.to_be_bytes(), &by.to_be_bytes()])
}

/// `visible`: partner, then index.
pub(super) fn visible(partner_no: u32, index: u64) -> [u8; 13] {
    join(Table::Visible, &[&partner_no.to_be_bytes(), &index.to_be_bytes()])
}

/// `delivery`: record, partner, kind.
pub(super) fn delivery(record: u64, partner_no: u32, kind: u8) -> [u8; 14] {
    join(Table::Delivery, &[&record.to_be_bytes(), &partner_no.to_be_bytes(), &[kind]])
}

/// `standing`: kind, then the blind tag of the row's own key.
pub(super) fn standing(kind: u8, tag: &[u8; 16]) -> [u8; 18] {
    join(Table::Standing, &[&[kind], tag])
}

/// `flag`: kind, blind tag of the partner, week, blind tag of what tells the flag from others.
pub(super) fn flag(kind: u8, partner: &[u8; 16], week: u32, identity: &[u8; 16]) -> [u8; 38] {
    join(Table::Flag, &[&[kind], partner, &week.to_be_bytes(), identity])
}

/// The first key behind all keys of `table` that begin with `kind`.
pub(super) fn after_kind(table: Table, kind: u8) -> [u8; 2] {
    match kind.checked_add(1) {
        Some(next) => [table.prefix(), next],
        None => after_table(table),
    }
}

/// A key behind all keys of `table`. Prefixes end well below 0xff.
pub(super) fn after_table(table: Table) -> [u8; 2] {
    [table.prefix().saturating_add(1), 0]
}

/// The eight bytes at `at`, as an index.
pub(super) fn index_at(key: &[u8], at: usize) -> Option<u64> {
    key.get(at..)?.first_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_room_for_its_parts_and_keeps_their_order() {
        assert!(by_index(Table::Leaf, 255) < by_index(Table::Leaf, 256));
        assert!(node(1, u64::MAX) < node(2, 0));
        assert!(entry_time(1, u64::MAX) < entry_time(2, 0));
        let tag = [7; 16];
        let low = term(Table::EntryTerm, 1, 2, &tag, 255);
        assert!(low < term(Table::EntryTerm, 1, 2, &tag, 256));
        assert!(low < term(Table::RecordTerm, 1, 2, &tag, 0));
        assert_eq!(index_at(&low, 22), Some(255));
        assert_eq!(index_at(&low, 23), None);
        assert_eq!(record_id(&tag)[1..], tag);
        assert!(relation(1, u64::MAX) < relation(2, 0));
        assert!(visible(1, u64::MAX) < visible(2, 0));
        assert!(delivery(1, u32::MAX, 255) < delivery(2, 0, 0));
        assert!(flag(1, &tag, 255, &[0xff; 16]) < flag(1, &tag, 256, &[0; 16]));
    }

    #[test]
    fn the_ends_of_ranges_lie_behind_everything_in_them() {
        for kind in [0, 7, 254, 255] {
            let last = standing(kind, &[0xff; 16]);
            assert!(last[..] < after_kind(Table::Standing, kind)[..]);
            assert!(after_kind(Table::Standing, kind)[..] <= after_table(Table::Standing)[..]);
        }
        let next = standing(8, &[0; 16]);
        assert!(after_kind(Table::Standing, 7)[..] <= next[..]);
    }
}
