//! The readable bytes beside a record that is visible to a partner: type, status and message by their place in
//! their lists. They stay when the text is erased. Absent: everything else about the record.

use crate::domain::record::{Message, Record, RecordType, Status};

/// Of a record.
pub fn listing(record: &Record) -> [u8; 3] {
    let envelope = &record.envelope;
    let message = Message::ALL.iter().position(|message| *message == envelope.message);
    [type_byte(record.record_type()), status_byte(envelope.status), byte(message)]
}

/// Status and message of a listing; nothing for one of a later version.
pub fn listed(listing: &[u8]) -> Option<(Status, Message)> {
    let &[_, status, message] = listing else { return None };
    Some((*Status::ALL.get(usize::from(status))?, *Message::ALL.get(usize::from(message))?))
}

fn byte(place: Option<usize>) -> u8 {
    place.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// The byte of a status in a listing.
pub fn status_byte(status: Status) -> u8 {
    byte(Status::ALL.iter().position(|known| *known == status))
}

/// The byte of a record type in a listing.
pub fn type_byte(record_type: RecordType) -> u8 {
    byte(RecordType::ALL.iter().position(|known| *known == record_type))
}
