//! The list of tables: one prefix byte each, so that all live in one ordered tree.
//!
//! Absent: keys within a table (`key`), and the prefixes 0x00 and 0x01, which are the engine's.

/// A table. Its prefix is on disk: never change one, never use one again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    Leaf,
    Node,
    Checkpoint,
    Entry,
    EntryTerm,
    EntryTime,
    Record,
    RecordMeta,
    RecordId,
    RecordTerm,
    Relation,
    Visible,
    Delivery,
    Standing,
    Flag,
    Piece,
}

impl Table {
    pub(super) const fn prefix(self) -> u8 {
        match self {
            Self::Leaf => 0x10,
            Self::Node => 0x11,
            Self::Checkpoint => 0x12,
            Self::Entry => 0x20,
            Self::EntryTerm => 0x21,
            Self::EntryTime => 0x22,
            Self::Record => 0x30,
            Self::RecordMeta => 0x31,
            Self::RecordId => 0x32,
            Self::RecordTerm => 0x33,
            Self::Relation => 0x34,
            Self::Visible => 0x40,
            Self::Delivery => 0x41,
            Self::Standing => 0x50,
            Self::Flag => 0x51,
            Self::Piece => 0x60,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Node => "node",
            Self::Checkpoint => "checkpoint",
            Self::Entry => "entry",
            Self::EntryTerm => "entry_term",
            Self::EntryTime => "entry_time",
            Self::Record => "record",
            Self::RecordMeta => "record_meta",
            Self::RecordId => "record_id",
            Self::RecordTerm => "record_term",
            Self::Relation => "relation",
            Self::Visible => "visible",
            Self::Delivery => "delivery",
            Self::Standing => "standing",
            Self::Flag => "flag",
            Self::Piece => "piece",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_what_is_on_disk_and_differ() {
        let tables = [
            Table::Leaf,
            Table::Node,
            Table::Checkpoint,
            Table::Entry,
            Table::EntryTerm,
            Table::EntryTime,
            Table::Record,
            Table::RecordMeta,
            Table::RecordId,
            Table::RecordTerm,
            Table::Relation,
            Table::Visible,
            Table::Delivery,
            Table::Standing,
            Table::Flag,
            Table::Piece,
        ];
        let prefixes = tables.map(Table::prefix);
        let on_disk = *b"\x10\x11\x12\x20\x21\x22\x30\x31\x32\x33\x34\x40\x41\x50\x51\x60";
        assert_eq!(prefixes, on_disk);
    }
}
