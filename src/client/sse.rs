//! Server-sent events as text: turns chunks of bytes, cut anywhere, into whole events (WHATWG
//! HTML, section 9.2). Absent: the network, reconnecting, and the meaning of an event.

use std::fmt;

/// One event, complete.
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    /// The last id seen on the stream, from which the stream can be resumed.
    pub id: Option<String>,
    /// The kind of event; `message` when the stream does not say.
    pub event: String,
    /// The content; lines joined with a line feed.
    pub data: String,
}

/// Content may be a record, so it is not shown.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("event", &self.event).finish_non_exhaustive()
    }
}

/// Why a stream cannot be read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SseError {
    /// One event is longer than the budget of the reader.
    #[error("one event is longer than allowed")]
    TooLong,
    /// The stream is not UTF-8 text.
    #[error("the event stream is not UTF-8")]
    NotUtf8,
}

/// Collects chunks and gives out events. After an error it gives nothing more of use.
pub struct SseReader {
    buffer: Vec<u8>,
    /// Start of the first line that was not taken yet.
    line_start: usize,
    /// Up to here no line end was found.
    scanned: usize,
    after_cr: bool,
    at_beginning: bool,
    max_event_bytes: usize,
    data: String,
    event: String,
    pending_id: Option<String>,
    last_id: Option<String>,
    retry_ms: Option<u64>,
}

impl fmt::Debug for SseReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SseReader").finish_non_exhaustive()
    }
}

impl SseReader {
    /// A reader that refuses events of more than `max_event_bytes` octets. `resumed_from` is the
    /// id that was sent as `Last-Event-ID`, if any.
    pub fn new(max_event_bytes: usize, resumed_from: Option<String>) -> Self {
        Self {
            buffer: Vec::new(),
            line_start: 0,
            scanned: 0,
            after_cr: false,
            at_beginning: true,
            max_event_bytes,
            data: String::new(),
            event: String::new(),
            pending_id: resumed_from.clone(),
            last_id: resumed_from,
            retry_ms: None,
        }
    }

    /// Adds the next bytes of the stream. Take all events out before adding more.
    pub fn push(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.line_start);
        self.scanned -= self.line_start;
        self.line_start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// The next complete event, or nothing until more is pushed. An event that the stream cut
    /// short is never given out.
    ///
    /// # Errors
    /// [`SseError`].
    pub fn next_event(&mut self) -> Result<Option<Event>, SseError> {
        while let Some((from, to)) = self.take_line() {
            let line = self.buffer.get(from..to).unwrap_or_default();
            if line.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Ok(Some(event));
                }
                continue;
            }
            let line = std::str::from_utf8(line).map_err(|_| SseError::NotUtf8)?.to_owned();
            self.field(&line);
            self.spend(0)?;
        }
        self.spend(self.buffer.len().saturating_sub(self.line_start))?;
        Ok(None)
    }

    /// The id from which to resume after the last event that was given out.
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// How long the server asks to wait before connecting again, in milliseconds.
    pub fn retry_ms(&self) -> Option<u64> {
        self.retry_ms
    }

    fn spend(&self, waiting: usize) -> Result<(), SseError> {
        if self.data.len().saturating_add(waiting) > self.max_event_bytes {
            return Err(SseError::TooLong);
        }
        Ok(())
    }

    /// Bounds of the next whole line, without its end (CR, LF or CR LF).
    fn take_line(&mut self) -> Option<(usize, usize)> {
        if self.after_cr && self.buffer.get(self.line_start) == Some(&b'\n') {
            self.line_start += 1;
            self.scanned = self.scanned.max(self.line_start);
        }
        if self.line_start < self.buffer.len() {
            self.after_cr = false;
        }
        let rest = self.buffer.get(self.scanned..).unwrap_or_default();
        let Some(ahead) = rest.iter().position(|octet| matches!(octet, b'\n' | b'\r')) else {
            self.scanned = self.buffer.len();
            return None;
        };
        let end = self.scanned + ahead;
        let mut from = self.line_start;
        if std::mem::take(&mut self.at_beginning) && self.buffer.starts_with(b"\xEF\xBB\xBF") {
            from += 3;
        }
        self.after_cr = self.buffer.get(end) == Some(&b'\r');
        self.line_start = end + 1;
        self.scanned = end + 1;
        Some((from, end))
    }

    fn field(&mut self, line: &str) {
        // A line that starts with a colon has an empty name: a comment, as is any unknown name.
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => self.pending_id = Some(value.to_owned()),
            "retry" if value.bytes().all(|octet| octet.is_ascii_digit()) => {
                self.retry_ms = value.parse().ok().or(self.retry_ms);
            }
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<Event> {
        self.last_id.clone_from(&self.pending_id);
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        // One line feed follows each data line; the last of them is not content.
        data.pop()?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Event { id: self.last_id.clone(), event, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: Option<&str>, event: &str, data: &str) -> Event {
        Event { id: id.map(str::to_owned), event: event.to_owned(), data: data.to_owned() }
    }

    fn read(chunks: &[&[u8]]) -> Result<Vec<Event>, SseError> {
        let mut reader = SseReader::new(64, None);
        let mut events = Vec::new();
        for chunk in chunks {
            reader.push(chunk);
            while let Some(event) = reader.next_event()? {
                events.push(event);
            }
        }
        Ok(events)
    }

    const STREAM: &str = "\u{feff}: hello\r\nid: 7\nevent: record\rdata: {\"a\":\ndata:\"\u{e9}\"}\r\n\r\n\
         :\n\nid:8\n\ndata: x\r\r";

    fn expected() -> Vec<Event> {
        vec![event(Some("7"), "record", "{\"a\":\n\"\u{e9}\"}"), event(Some("8"), "message", "x")]
    }

    #[test]
    fn every_way_to_cut_the_stream_gives_the_same_events() {
        let bytes = STREAM.as_bytes();
        assert_eq!(read(&[bytes]).unwrap(), expected());
        for cut in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert_eq!(read(&[head, tail]).unwrap(), expected(), "cut at {cut}");
        }
        let singles: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&singles).unwrap(), expected());
    }

    #[test]
    fn an_event_cut_short_is_not_given_out_and_does_not_move_the_resume_point() {
        let mut reader = SseReader::new(64, Some("4".to_owned()));
        assert_eq!(reader.last_event_id(), Some("4"));
        reader.push(b"id: 5\ndata: a\n\nid: 6\ndata: b\n");
        assert_eq!(reader.next_event().unwrap().unwrap(), event(Some("5"), "message", "a"));
        assert_eq!(reader.next_event().unwrap(), None);
        assert_eq!(reader.last_event_id(), Some("5"));
    }

    #[test]
    fn the_resume_point_follows_what_was_taken_not_what_arrived() {
        let mut reader = SseReader::new(64, None);
        reader.push(b"id: 1\ndata: a\n\nid: 2\ndata: b\n\n");
        reader.next_event().unwrap();
        assert_eq!(reader.last_event_id(), Some("1"));
        reader.next_event().unwrap();
        assert_eq!(reader.last_event_id(), Some("2"));
    }

    #[test]
    fn odd_fields_are_passed_over() {
        let mut reader = SseReader::new(64, None);
        reader.push(b"id: a\0b\nretry: 15x\nretry: 1500\nwhat: ever\ndata\ndata:  two\n\n");
        assert_eq!(reader.next_event().unwrap().unwrap(), event(None, "message", "\n two"));
        assert_eq!(reader.retry_ms(), Some(1500));
    }

    #[test]
    fn a_stream_without_end_or_of_other_text_is_refused() {
        assert_eq!(read(&[&[b'x'; 65]]), Err(SseError::TooLong));
        let lines = b"data: 0123456789\n".repeat(8);
        assert_eq!(read(&[&lines]), Err(SseError::TooLong));
        assert_eq!(read(&[b"data: \xff\n\n"]), Err(SseError::NotUtf8));
        // Comments that keep a connection open cost nothing.
        assert_eq!(read(&[b": still here\n\n".as_slice(); 100]), Ok(Vec::new()));
    }
}
