//! An answer that is read while it comes in, as bytes or as server-sent events.
//! Absent: connecting again after the stream ended.

use std::fmt;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::StatusCode;
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::HeaderMap;

use super::{Response, TransportError};
use crate::client::sse::{Event, SseReader};

/// An answer whose body is still coming in.
pub struct Streaming {
    /// Status code; a stream of events has 200.
    pub status: StatusCode,
    /// Header fields.
    pub headers: HeaderMap,
    pub(super) body: Incoming,
    pub(super) idle_timeout: Duration,
    pub(super) max_bytes: usize,
    pub(super) resumed_from: Option<String>,
}

impl Streaming {
    /// Reads the rest, for an answer that turns out not to be a stream.
    ///
    /// # Errors
    /// [`TransportError::TooLarge`] over the budget, or the connection broke.
    pub async fn read(self) -> Result<Response, TransportError> {
        let too_large = TransportError::TooLarge { max_bytes: self.max_bytes };
        // An announced length is refused before a byte of it is read.
        let max = u64::try_from(self.max_bytes).unwrap_or(u64::MAX);
        if self.body.size_hint().lower() > max {
            return Err(too_large);
        }
        let body = Limited::new(self.body, self.max_bytes).collect().await;
        let body = body.map_err(|error| TransportError::from_body(error, too_large))?.to_bytes();
        Ok(Response { status: self.status, headers: self.headers, body })
    }

    /// The next bytes, or nothing at the end.
    ///
    /// # Errors
    /// [`TransportError::Timeout`] after too long a silence, or the connection broke.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            let frame = tokio::time::timeout(self.idle_timeout, self.body.frame()).await;
            match frame.map_err(|_| TransportError::Timeout)? {
                None => return Ok(None),
                Some(frame) => match frame.map_err(TransportError::from_hyper)?.into_data() {
                    Ok(data) => return Ok(Some(data)),
                    Err(_trailers) => {}
                },
            }
        }
    }

    /// Reads the body as server-sent events.
    pub fn events(self) -> Events {
        let reader = SseReader::new(self.max_bytes, self.resumed_from.clone());
        Events { stream: self, reader }
    }
}

impl fmt::Debug for Streaming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streaming").field("status", &self.status).finish_non_exhaustive()
    }
}

/// A stream of server-sent events.
#[derive(Debug)]
pub struct Events {
    stream: Streaming,
    reader: SseReader,
}

impl Events {
    /// The next event, or nothing when the server ended the stream. May be dropped while waiting
    /// without losing an event.
    ///
    /// # Errors
    /// As [`Streaming::chunk`]; [`TransportError::Protocol`] for what is no event stream.
    pub async fn next(&mut self) -> Result<Option<Event>, TransportError> {
        loop {
            match self.step().await? {
                Some(Some(event)) => return Ok(Some(event)),
                Some(None) => {}
                None => return Ok(None),
            }
        }
    }

    /// As [`Events::next`], and also gives `Some(None)` whenever anything came that is no whole event, such as
    /// a comment: a sign of life.
    ///
    /// # Errors
    /// As [`Events::next`].
    pub async fn step(&mut self) -> Result<Option<Option<Event>>, TransportError> {
        if let Some(event) = self.reader.next_event().map_err(TransportError::from_sse)? {
            return Ok(Some(Some(event)));
        }
        Ok(self.stream.chunk().await?.map(|chunk| {
            self.reader.push(&chunk);
            None
        }))
    }

    /// The id of the last event given out: send it as `Last-Event-ID` to go on from there.
    pub fn last_event_id(&self) -> Option<&str> {
        self.reader.last_event_id()
    }

    /// How long the server asks to wait before connecting again, in milliseconds.
    pub fn retry_ms(&self) -> Option<u64> {
        self.reader.retry_ms()
    }
}
