//! Reading the alerts in force line by line, in memory that does not grow with them, and the verdict at
//! their end. Absent: the content of alerts, which whoever reads parses on the way and uses only then.

use std::fmt;

use ring::digest::{Context, SHA256};
use serde_json::Value;

use super::{Kind, MAX_LINE_BYTES, SnapshotError, Statement};
use crate::checkpoint::{Checkpoint, VerifiedCheckpoint};
use crate::hash::Hash;
use crate::json;
use crate::note::{Note, VerifierKey};
use crate::text;

/// Deepest nesting of the first and the last line.
const DEPTH: usize = 3;

/// What a line is. Which one stands in its first bytes: `{"head":`, `{"ended":`, `{"alert":`, `{"end":`
/// or `{"refused":`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Of whom, for whom, since when and up to which revision.
    Head,
    /// An alert that holds no more.
    Ended,
    /// An alert in force.
    Alert,
    /// The end, with the note of the exchange.
    End,
}

/// Alerts in force whose every line is the one that the log signed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedSnapshot {
    statement: Statement,
    checkpoint: VerifiedCheckpoint,
}

impl VerifiedSnapshot {
    /// What the exchange says of them.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The head of the log up to which nothing is missing.
    #[must_use]
    pub fn checkpoint(&self) -> &VerifiedCheckpoint {
        &self.checkpoint
    }
}

/// Adds a line to the digest of the lines: its bytes and a line feed.
pub fn digest_line(digest: &mut Context, line: &[u8]) {
    digest.update(line);
    digest.update(b"\n");
}

/// Takes the lines one by one.
pub struct SnapshotReader {
    keys: Vec<VerifierKey>,
    digest: Context,
    head: Option<Head>,
    alerts: u64,
    ended: u64,
    verified: Option<VerifiedSnapshot>,
}

/// The first line, with its checkpoint verified.
#[derive(Debug)]
struct Head {
    exchange: String,
    partner: String,
    status: String,
    kind: Kind,
    since: u64,
    checkpoint: VerifiedCheckpoint,
}

impl fmt::Debug for SnapshotReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotReader").field("alerts", &self.alerts).finish_non_exhaustive()
    }
}

impl SnapshotReader {
    /// A reader that trusts these keys of logs.
    #[must_use]
    pub fn new(log_keys: &[VerifierKey]) -> Self {
        Self {
            keys: log_keys.to_vec(),
            digest: Context::new(&SHA256),
            head: None,
            alerts: 0,
            ended: 0,
            verified: None,
        }
    }

    /// Takes the next line, without its line feed, and says what it is. What it holds counts for nothing
    /// before [`SnapshotReader::finish`] has said yes.
    ///
    /// # Errors
    /// A [`SnapshotError`]; nothing before or after the line counts then.
    pub fn take(&mut self, line: &[u8]) -> Result<Line, SnapshotError> {
        if line.len() > MAX_LINE_BYTES {
            return Err(SnapshotError::TooLong);
        }
        if self.verified.is_some() || line.contains(&b'\n') {
            return Err(SnapshotError::Malformed);
        }
        let kind = kind_of(line)?;
        match (kind, &self.head) {
            (Line::Head, None) => self.head = Some(self.head(line)?),
            (Line::Ended, Some(_)) if self.alerts == 0 => self.ended += 1,
            (Line::Alert, Some(_)) => self.alerts += 1,
            (Line::End, Some(head)) => self.verified = Some(self.end(head, line)?),
            _ => return Err(SnapshotError::Malformed),
        }
        digest_line(&mut self.digest, line);
        Ok(kind)
    }

    /// The verdict, after the last line.
    ///
    /// # Errors
    /// [`SnapshotError::CutShort`].
    pub fn finish(self) -> Result<VerifiedSnapshot, SnapshotError> {
        self.verified.ok_or(SnapshotError::CutShort)
    }

    fn head(&self, line: &[u8]) -> Result<Head, SnapshotError> {
        let head = member(line, "head")?;
        let (exchange, partner) = (string(&head, "exchange")?, string(&head, "partner")?);
        let kind = Kind::from_code(&string(&head, "kind")?).ok_or(SnapshotError::Malformed)?;
        let (since, revision) = (number(&head, "since")?, number(&head, "revision")?);
        let checkpoint = Checkpoint::verify(&string(&head, "checkpoint")?, &self.keys)
            .map_err(SnapshotError::Checkpoint)?;
        if checkpoint.size != revision || since > revision {
            return Err(SnapshotError::Different);
        }
        let status = string(&head, "status")?;
        Ok(Head { exchange, partner, status, kind, since, checkpoint })
    }

    fn end(&self, head: &Head, line: &[u8]) -> Result<VerifiedSnapshot, SnapshotError> {
        let end = member(line, "end")?;
        let note = Note::parse(&string(&end, "signature")?).map_err(SnapshotError::Note)?;
        let note = note.verify(&self.keys).map_err(SnapshotError::Note)?;
        let statement = Statement::parse(note.text()).ok_or(SnapshotError::Malformed)?;
        if !note.is_signed_by(&head.checkpoint.origin) {
            return Err(SnapshotError::NotByLog);
        }
        let seen = Statement {
            exchange: head.exchange.clone(),
            partner: head.partner.clone(),
            status: head.status.clone(),
            kind: head.kind,
            since: head.since,
            revision: head.checkpoint.size,
            root: head.checkpoint.root,
            at_ms: statement.at_ms,
            alerts: self.alerts,
            ended: self.ended,
            sha256: finished(&self.digest),
        };
        // What the last line says beside the note is for readers that check no signature; it must agree.
        let beside = (number(&end, "alerts")?, number(&end, "ended")?, string(&end, "sha256")?);
        if seen != statement || beside != (seen.alerts, seen.ended, text::hex(&seen.sha256)) {
            return Err(SnapshotError::Different);
        }
        Ok(VerifiedSnapshot { statement, checkpoint: head.checkpoint.clone() })
    }
}

fn kind_of(line: &[u8]) -> Result<Line, SnapshotError> {
    const KINDS: [(&[u8], Line); 4] = [
        (b"{\"head\":", Line::Head),
        (b"{\"ended\":", Line::Ended),
        (b"{\"alert\":", Line::Alert),
        (b"{\"end\":", Line::End),
    ];
    if line.starts_with(b"{\"refused\":") {
        return Err(SnapshotError::Refused);
    }
    let found = KINDS.into_iter().find(|(start, _)| line.starts_with(start));
    found.map(|(_, kind)| kind).ok_or(SnapshotError::Malformed)
}

/// The one member of a line.
fn member(line: &[u8], name: &str) -> Result<Value, SnapshotError> {
    let whole = json::parse(line, DEPTH).map_err(|_| SnapshotError::Malformed)?;
    match whole {
        Value::Object(mut members) if members.len() == 1 => {
            members.remove(name).ok_or(SnapshotError::Malformed)
        }
        _ => Err(SnapshotError::Malformed),
    }
}

fn string(of: &Value, name: &str) -> Result<String, SnapshotError> {
    of.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(SnapshotError::Malformed)
}

fn number(of: &Value, name: &str) -> Result<u64, SnapshotError> {
    of.get(name).and_then(Value::as_u64).ok_or(SnapshotError::Malformed)
}

fn finished(digest: &Context) -> Hash {
    let mut out = [0; 32];
    // SHA-256 gives 32 bytes whatever the input, so the lengths agree.
    out.copy_from_slice(digest.clone().finish().as_ref());
    out
}
