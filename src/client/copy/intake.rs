//! Taking in an answer line by line; nothing of it counts before its end was verified.
//! Absent: where the lines come from.

use std::sync::Arc;

use samen_audit::snapshot::{Kind, Line, SnapshotError, SnapshotReader, VerifiedSnapshot};

use super::packed::Packer;
use super::{CopyError, Listed, Unreadable, Whose, Why};
use crate::domain::id::RecordId;
use crate::domain::record::Status;
use crate::wire::api::alerts::AlertsLine;

/// The most alerts that are taken in: twice what an exchange is built for.
const ALERTS: usize = 2_000_000;

/// An answer that is coming in.
#[derive(Debug)]
pub struct Intake {
    reader: SnapshotReader,
    status: Status,
    ended: Vec<EndedOne>,
    alerts: Vec<Arc<Listed>>,
    packer: Packer,
    entry: u64,
    kind: Kind,
}

/// Something that holds no more.
#[derive(Debug)]
pub(super) struct EndedOne {
    pub(super) id: RecordId,
    pub(super) why: Why,
}

/// A whole answer, verified.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) verified: VerifiedSnapshot,
    pub(super) ended: Vec<EndedOne>,
    pub(super) alerts: Vec<Arc<Listed>>,
}

impl Intake {
    pub(super) fn new(whose: &Whose) -> Self {
        Self {
            reader: SnapshotReader::new(std::slice::from_ref(&whose.log_key)),
            status: whose.status,
            ended: Vec::new(),
            alerts: Vec::new(),
            packer: Packer::default(),
            entry: 0,
            kind: Kind::Snapshot,
        }
    }

    /// Takes the next line, without its line feed.
    ///
    /// # Errors
    /// [`CopyError`]; the answer is of no use then.
    pub fn take(&mut self, line: &[u8]) -> Result<(), CopyError> {
        let kind = match self.reader.take(line) {
            Ok(kind) => kind,
            Err(SnapshotError::Refused) => return Err(refused(line)),
            Err(error) => return Err(error.into()),
        };
        if kind == Line::End {
            return Ok(());
        }
        match parse(line)? {
            AlertsLine::Head(head) => {
                self.entry = head.entry;
                self.kind = Kind::from_code(&head.kind).ok_or(Unreadable)?;
            }
            AlertsLine::Ended(one) => {
                let id = RecordId::parse(&one.id).map_err(|_| Unreadable)?;
                self.ended.push(EndedOne { id, why: Why::of_reason(&one.reason) });
            }
            AlertsLine::Alert(alert) => {
                let signed = (alert.index, alert.jws.as_str());
                let listed = Listed::of(signed, self.status, &mut self.packer)?;
                let follows = self.alerts.last().is_none_or(|last| last.index < listed.index);
                if !follows || listed.id.to_string() != alert.about.id {
                    return Err(Unreadable.into());
                }
                if self.alerts.len() >= ALERTS {
                    return Err(SnapshotError::TooLong.into());
                }
                self.alerts.push(listed);
            }
            AlertsLine::End(_) | AlertsLine::Refused(_) => {}
        }
        Ok(())
    }

    /// The log index of the entry that the reading left, once the first line is there.
    pub fn entry(&self) -> u64 {
        self.entry
    }

    /// Everything anew or what changed, once the first line is there.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The verified answer, and what is in it.
    pub(super) fn finish(self) -> Result<Whole, CopyError> {
        let verified = self.reader.finish()?;
        let statement = verified.statement();
        let range = statement.since..statement.revision;
        let outside = |alert: &Arc<Listed>| match statement.kind {
            Kind::Snapshot => alert.index >= range.end,
            Kind::Delta => !range.contains(&alert.index),
        };
        if self.alerts.iter().any(outside) {
            return Err(Unreadable.into());
        }
        Ok(Whole { verified, ended: self.ended, alerts: self.alerts })
    }
}

fn parse(line: &[u8]) -> Result<AlertsLine, CopyError> {
    serde_json::from_slice(line).map_err(|_| Unreadable.into())
}

fn refused(line: &[u8]) -> CopyError {
    match parse(line) {
        Ok(AlertsLine::Refused(problem)) => CopyError::Refused(problem),
        _ => SnapshotError::Malformed.into(),
    }
}
