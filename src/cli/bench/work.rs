//! The requests of a measurement, made beforehand, and whether an answer is the one that counts.
//! Absent: when they go out (`pace`), and over which connection (`load`).

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;

use crate::client::transport::{Request, Response};

/// The status of a record that was stored.
const CREATED: u16 = 201;
const NO_CONTENT: u16 = 204;

/// What is sent.
pub(super) enum Work {
    /// One record a request.
    Single(Vec<Bytes>),
    /// Several records a request, and how many.
    Batches(Vec<(Bytes, usize)>),
    /// So many requests with nothing in them.
    Empty(usize),
}

/// What became of the records of one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Stored.
    pub(super) accepted: usize,
    /// Anything else, and the last status that said so.
    pub(super) refused: usize,
    /// A status that was not the one that counts; 0 when there was none.
    pub(super) status: u16,
}

/// The part of a line of a batch's answer that is judged while the clock runs.
#[derive(Deserialize)]
struct Status {
    status: u16,
}

/// The part that is looked at afterwards.
#[derive(Deserialize)]
struct Line {
    receipt: Option<Value>,
}

impl Work {
    /// Signed records, one or so many a request.
    pub(super) fn new(records: Vec<Bytes>, batch: usize) -> Self {
        if batch <= 1 {
            return Self::Single(records);
        }
        let joined = |some: &[Bytes]| {
            let mut body = Vec::with_capacity(some.iter().map(|record| record.len() + 1).sum());
            for record in some {
                body.extend_from_slice(record);
                body.push(b'\n');
            }
            (Bytes::from(body), some.len())
        };
        Self::Batches(records.chunks(batch).map(joined).collect())
    }

    /// How many requests.
    pub(super) fn requests(&self) -> usize {
        match self {
            Self::Single(records) => records.len(),
            Self::Batches(batches) => batches.len(),
            Self::Empty(requests) => *requests,
        }
    }

    /// One of them.
    pub(super) fn request(&self, at: usize) -> Request {
        match self {
            Self::Single(records) => {
                let body = records.get(at).cloned().unwrap_or_default();
                Request::post("/v1/records", "application/jose+json", body)
            }
            Self::Batches(batches) => {
                let body = batches.get(at).map(|(body, _)| body.clone()).unwrap_or_default();
                Request::post("/v1/records/batch", "application/x-ndjson", body)
            }
            Self::Empty(_) => Request::post("/", "application/octet-stream", Bytes::new()),
        }
    }

    /// The records of a request, each beside the part of the answer that holds its receipt.
    pub(super) fn receipts(&self, at: usize, answer: &Bytes) -> Vec<(Bytes, Bytes)> {
        match self {
            Self::Single(records) => {
                records.get(at).map(|record| (record.clone(), answer.clone())).into_iter().collect()
            }
            Self::Batches(batches) => {
                let sent = batches.get(at).map(|(body, _)| body.clone()).unwrap_or_default();
                let receipt = |line: Bytes| {
                    let line = serde_json::from_slice::<Line>(&line).ok()?;
                    Some(Bytes::from(line.receipt?.to_string()))
                };
                // A line without a receipt is no receipt, and fails as one.
                let receipts = split(answer).map(|line| receipt(line).unwrap_or_default());
                split(&sent).zip(receipts).collect()
            }
            Self::Empty(_) => Vec::new(),
        }
    }

    /// What became of a request.
    pub(super) fn judge(&self, at: usize, answer: &Response) -> Outcome {
        let status = answer.status.as_u16();
        match self {
            Self::Single(_) => whole(status, CREATED, 1),
            Self::Empty(_) => whole(status, NO_CONTENT, 1),
            Self::Batches(batches) => {
                let sent = batches.get(at).map_or(0, |(_, records)| *records);
                if answer.status.is_success() {
                    lines(&answer.body, sent)
                } else {
                    whole(status, 0, sent)
                }
            }
        }
    }
}

/// The lines of a text that are not empty.
fn split(text: &Bytes) -> impl Iterator<Item = Bytes> {
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| text.slice_ref(line))
}

fn whole(status: u16, wanted: u16, records: usize) -> Outcome {
    if status == wanted {
        Outcome { accepted: records, ..Outcome::default() }
    } else {
        Outcome { refused: records, status, accepted: 0 }
    }
}

/// A line that is missing or cannot be read is no acceptance.
fn lines(body: &[u8], sent: usize) -> Outcome {
    let mut outcome = Outcome::default();
    for line in body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let status = serde_json::from_slice::<Status>(line).map_or(0, |line| line.status);
        if status == CREATED { outcome.accepted += 1 } else { outcome.status = status }
    }
    Outcome { refused: sent.saturating_sub(outcome.accepted), ..outcome }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stored_record_counts() {
        let body = b"{\"status\":201,\"receipt\":{}}\n{\"status\":200,\"receipt\":{}}\nnonsense\n";
        assert_eq!(lines(body, 4), Outcome { accepted: 1, refused: 3, status: 0 });
        assert_eq!(whole(200, CREATED, 1), Outcome { accepted: 0, refused: 1, status: 200 });
    }

    #[test]
    fn a_batch_is_lines_and_the_last_may_be_smaller() {
        let records =
            vec![Bytes::from_static(b"a"), Bytes::from_static(b"b"), Bytes::from_static(b"c")];
        let Work::Batches(batches) = Work::new(records, 2) else { panic!("no batches") };
        assert_eq!(batches[0], (Bytes::from_static(b"a\nb\n"), 2));
        assert_eq!(batches[1].1, 1);
    }

    #[test]
    fn each_record_of_a_batch_is_beside_its_own_receipt() {
        let records = vec![Bytes::from_static(b"a"), Bytes::from_static(b"b")];
        let answer = b"{\"status\":201,\"receipt\":{\"version\":1}}\n{\"status\":422}\n";
        let receipts = Work::new(records, 2).receipts(0, &Bytes::from_static(answer));
        assert_eq!(receipts[0], (Bytes::from_static(b"a"), Bytes::from_static(b"{\"version\":1}")));
        assert_eq!(receipts[1], (Bytes::from_static(b"b"), Bytes::new()));
    }
}
