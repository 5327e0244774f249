//! Fetching the alerts in force: the lines as they come, or collected.
//! Absent: checking who vouches for them, and keeping them current (`copy`).

use std::fmt;
use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use flate2::write::GzDecoder;
use hyper::StatusCode;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue};
use samen_audit::snapshot::MAX_LINE_BYTES;

use crate::domain::record::Status;
use crate::wire::api::alerts::{AlertEnded, AlertsHead, AlertsLine, MEDIA_TYPE};
use crate::wire::api::feed::Delivery;

use super::error::ClientError;
use super::exchange::{Client, refusal};
use super::transport::{Request, Streaming};

/// Compressed bytes that are undone at a time. Deflate makes at most 1,032 bytes of one (RFC 1951 as analyzed
/// in zlib's manual), so that no answer takes more than half a megabyte before its lines are looked at.
const UNDONE: usize = 512;

/// How long the head of the answer may take: the exchange looks at every alert and makes the entry that names them
/// before it says anything. A million took it a fraction of that on two slow cores.
const PATIENCE: Duration = Duration::from_secs(300);

/// The alerts in force, collected.
#[derive(Clone, Debug)]
pub struct AlertsAnswer {
    /// `snapshot`: these are all. `delta`: these are the changes.
    pub kind: String,
    /// The size of the log up to which this is complete: give it as `since` the next time.
    pub revision: u64,
    /// The signed checkpoint of that size.
    pub checkpoint: String,
    /// The alerts, oldest first.
    pub alerts: Vec<Delivery>,
    /// What holds no more.
    pub ended: Vec<AlertEnded>,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}

impl Client {
    /// The alerts of one status in force for this partner: all, or what changed since revision `since`.
    /// Complete or an error; signatures are not checked here. For sets that fit into memory twice.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn alerts(&self, since: u64, status: Status) -> Result<AlertsAnswer, ClientError> {
        let mut stream = self.alerts_lines(since, status).await?;
        let mut answer: Option<AlertsAnswer> = None;
        let mut ended = false;
        while let Some(line) = stream.next_line().await? {
            match (parse(&line)?, &mut answer) {
                (AlertsLine::Head(head), None) => answer = Some(begin(head)),
                (AlertsLine::Ended(one), Some(answer)) => answer.ended.push(one),
                (AlertsLine::Alert(alert), Some(answer)) => answer.alerts.push(*alert),
                (AlertsLine::End(_), Some(_)) => ended = true,
                (AlertsLine::Refused(problem), _) => {
                    return Err(ClientError::Refused {
                        problem,
                        retry_after_s: None,
                        trace_id: None,
                    });
                }
                _ => return Err(unexpected("lines in another order")),
            }
        }
        answer.filter(|_| ended).ok_or_else(|| unexpected("alerts that break off"))
    }

    /// The same as lines, as they come in, to be taken by a [`Copy`](super::copy::AlertsCopy) or written to
    /// a file: nothing counts before the last line.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn alerts_lines(
        &self,
        since: u64,
        status: Status,
    ) -> Result<AlertsStream, ClientError> {
        let path = format!("/v1/alerts?since={since}&status={}", status.code());
        let request = Request::get(path)
            .header(ACCEPT, HeaderValue::from_static(MEDIA_TYPE))
            .header(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let stream = self.transport.stream_within(self.acting(request), PATIENCE).await?;
        if stream.status == StatusCode::OK {
            return AlertsStream::new(stream);
        }
        let answer = stream.read().await?;
        Err(refusal(answer.status, &answer.headers, &answer.body))
    }
}

/// Reads one line.
///
/// # Errors
/// [`ClientError::Unexpected`].
pub fn parse(line: &[u8]) -> Result<AlertsLine, ClientError> {
    serde_json::from_slice(line).map_err(|_| unexpected("a line that is none of alerts in force"))
}

fn begin(head: AlertsHead) -> AlertsAnswer {
    let AlertsHead { kind, revision, checkpoint, entry, .. } = head;
    AlertsAnswer { kind, revision, checkpoint, alerts: Vec::new(), ended: Vec::new(), entry }
}

fn unexpected(what: &'static str) -> ClientError {
    ClientError::Unexpected { status: 200, what }
}

/// The lines of the alerts in force.
pub struct AlertsStream {
    stream: Streaming,
    lines: Lines,
    received: u64,
}

impl AlertsStream {
    fn new(stream: Streaming) -> Result<Self, ClientError> {
        let packed = match stream.headers.get(CONTENT_ENCODING) {
            None => false,
            Some(coding) if coding == "gzip" => true,
            Some(_) => return Err(unexpected("an encoding that was not asked for")),
        };
        Ok(Self { stream, lines: Lines::new(packed), received: 0 })
    }

    /// The next line without its line feed; nothing at the end of the stream.
    ///
    /// # Errors
    /// [`ClientError`], also when a line is longer than the format allows or the stream ends within one.
    pub async fn next_line(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        loop {
            if let Some(line) = self.lines.next()? {
                return Ok(Some(line));
            }
            if self.lines.ended {
                return self.lines.end().map(|()| None);
            }
            match self.stream.chunk().await? {
                Some(chunk) => {
                    self.received += u64::try_from(chunk.len()).unwrap_or_default();
                    self.lines.push(chunk);
                }
                None => self.lines.finish()?,
            }
        }
    }
}

impl AlertsStream {
    /// How many bytes have come, compressed where they were.
    pub fn received(&self) -> u64 {
        self.received
    }
}

impl fmt::Debug for AlertsStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AlertsStream").finish_non_exhaustive()
    }
}

/// Bytes as they come in, and the lines in them.
struct Lines {
    unpacker: Option<GzDecoder<Vec<u8>>>,
    coming: Bytes,
    /// Plain bytes, of which those before `at` were given out.
    plain: Vec<u8>,
    at: usize,
    /// Whether nothing more comes in.
    ended: bool,
}

impl Lines {
    fn new(packed: bool) -> Self {
        let unpacker = packed.then(|| GzDecoder::new(Vec::new()));
        Self { unpacker, coming: Bytes::new(), plain: Vec::new(), at: 0, ended: false }
    }

    fn push(&mut self, chunk: Bytes) {
        self.coming = chunk;
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        loop {
            let rest = self.plain.get(self.at..).unwrap_or_default();
            if let Some(length) = rest.iter().position(|byte| *byte == b'\n') {
                let line = rest.get(..length).unwrap_or_default().to_vec();
                self.at += length + 1;
                return Ok(Some(line));
            }
            if rest.len() > MAX_LINE_BYTES {
                return Err(unexpected("a line that is too long"));
            }
            if self.coming.is_empty() {
                return Ok(None);
            }
            self.plain.drain(..self.at.min(self.plain.len()));
            self.at = 0;
            self.take()?;
        }
    }

    /// Moves some of what came in to the plain bytes.
    fn take(&mut self) -> Result<(), ClientError> {
        let Some(unpacker) = &mut self.unpacker else {
            self.plain.extend_from_slice(&std::mem::take(&mut self.coming));
            return Ok(());
        };
        let some = self.coming.split_to(self.coming.len().min(UNDONE));
        unpacker.write_all(&some).map_err(|_| unexpected("compression that is none"))?;
        self.plain.append(unpacker.get_mut());
        Ok(())
    }

    /// Nothing more comes in. The compression has to be at its end, and gives the last of its bytes.
    fn finish(&mut self) -> Result<(), ClientError> {
        self.ended = true;
        if let Some(unpacker) = &mut self.unpacker {
            unpacker.try_finish().map_err(|_| unexpected("alerts that break off"))?;
            self.plain.append(unpacker.get_mut());
        }
        Ok(())
    }

    /// All lines were given out; nothing may be left behind them.
    fn end(&self) -> Result<(), ClientError> {
        let left = self.plain.len().saturating_sub(self.at);
        if left == 0 { Ok(()) } else { Err(unexpected("a line that breaks off")) }
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    /// Lines out of bytes that come in pieces of this size.
    fn read(bytes: &[u8], is_packed: bool, size: usize) -> Result<Vec<Vec<u8>>, ClientError> {
        let (mut lines, mut out) = (Lines::new(is_packed), Vec::new());
        for piece in bytes.chunks(size) {
            lines.push(Bytes::copy_from_slice(piece));
            while let Some(line) = lines.next()? {
                out.push(line);
            }
        }
        lines.finish()?;
        while let Some(line) = lines.next()? {
            out.push(line);
        }
        lines.end().map(|()| out)
    }

    #[test]
    fn lines_come_out_whole_however_they_come_in() {
        let text = b"one\n\nthree and more\n";
        let wanted = [&b"one"[..], b"", b"three and more"];
        for size in [1, 2, 7, 100] {
            assert_eq!(read(text, false, size).unwrap(), wanted);
            assert_eq!(read(&packed(text), true, size).unwrap(), wanted);
        }
    }

    #[test]
    fn what_breaks_off_is_refused() {
        assert!(read(b"one\ntwo", false, 3).is_err());
        let whole = packed(b"one\ntwo\n");
        for cut in 0..whole.len() {
            assert!(read(&whole[..cut], true, 3).is_err(), "{cut}");
        }
        assert!(read(b"not compressed at all", true, 4).is_err());
    }

    #[test]
    fn a_line_that_never_ends_is_refused_within_its_budget() {
        let endless = vec![b'a'; 64 << 20];
        let bomb = packed(&endless);
        assert!(bomb.len() < 1 << 20);
        let mut lines = Lines::new(true);
        lines.push(bomb.into());
        assert!(lines.next().is_err());
        assert!(lines.plain.capacity() < 4 << 20, "{}", lines.plain.capacity());
        assert!(read(&endless, false, 4096).is_err());
    }
}
