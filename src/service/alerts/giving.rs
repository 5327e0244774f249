//! Giving chosen alerts as lines, a page at a time, each looked at again in its turn, and the signed end.
//! Memory is bounded by a page, whatever the number of alerts.
//! Absent: choosing, and the entry, which is durable before the first line.

use std::sync::Arc;

use ring::digest::{Context, SHA256};
use samen_audit::hash::Hash;
use samen_audit::snapshot::{Kind, Statement};
use samen_audit::text::hex;

use super::choose::{Chosen, load_in_force};
use super::{Asked, Reading};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::service::clearance::{Asking, Clearance, rejudge};
use crate::service::kept;
use crate::service::permission::AlertsRead;
use crate::service::sequencer::Published;
use crate::store::Reader;
use crate::wire::api::alerts::{AlertEnded, AlertsEnd, AlertsHead, AlertsLine};
use crate::wire::api::feed::Delivery;

/// The most alerts in a page: how many are given on one look at the standing of the receiver.
const PAGE: usize = 256;
/// Bytes after which a page is full. One record more, of 64 KiB at most, may still be in it.
const PAGE_BYTES: usize = 256 * 1024;

/// What is given next.
pub enum Given {
    /// Lines, each with its line feed.
    Lines(Vec<u8>),
    /// The receiver lost its standing, or the store failed: nothing comes after it, and nothing before it counts.
    Refused(Refusal),
}

/// A reading whose entry is durable.
pub struct Giving {
    reading: Reading,
    asking: Asking,
    asked: Arc<Asked>,
    kind: Kind,
    published: Arc<Published>,
    at: Timestamp,
    entry: u64,
    left: Left,
    digest: Context,
    alerts: u64,
    ended: u64,
}

/// What is still to be given.
enum Left {
    Head(Chosen),
    Alerts { indexes: Vec<u64>, next: usize },
    Nothing,
}

/// A page as read.
struct Page {
    bytes: Vec<u8>,
    /// Alerts in it.
    alerts: u64,
    /// Indexes that were looked at.
    taken: usize,
}

impl Giving {
    pub(super) fn new(
        reading: Reading,
        asking: Asking,
        asked: Asked,
        chosen: Chosen,
        published: Arc<Published>,
        at: Timestamp,
    ) -> Self {
        Self {
            reading,
            asking,
            asked: Arc::new(asked),
            kind: chosen.kind,
            published,
            at,
            entry: 0,
            left: Left::Head(chosen),
            digest: Context::new(&SHA256),
            alerts: 0,
            ended: 0,
        }
    }

    pub(super) fn entered(&mut self, entry: u64) {
        self.entry = entry;
    }

    /// The next lines; nothing after the last.
    pub async fn next(&mut self) -> Option<Given> {
        let lines = match std::mem::replace(&mut self.left, Left::Nothing) {
            Left::Head(chosen) => self.head(chosen),
            Left::Alerts { indexes, next } if next < indexes.len() => {
                self.page(indexes, next).await
            }
            Left::Alerts { .. } => self.end(),
            Left::Nothing => return None,
        };
        Some(match lines {
            Ok(lines) => Given::Lines(lines),
            Err(refusal) => {
                self.left = Left::Nothing;
                Given::Refused(refusal)
            }
        })
    }

    /// The first line, and what ended: a receiver that missed a recall learns it before anything else.
    fn head(&mut self, chosen: Chosen) -> Result<Vec<u8>, Refusal> {
        let Chosen { indexes, ended, .. } = chosen;
        let mut lines = Vec::new();
        put(&mut lines, &AlertsLine::Head(self.first(indexes.len())))?;
        for AlertEnded { id, reason, by, index } in ended {
            put(&mut lines, &AlertsLine::Ended(AlertEnded { id, reason, by, index }))?;
            self.ended += 1;
        }
        self.digest.update(&lines);
        self.left = Left::Alerts { indexes, next: 0 };
        Ok(lines)
    }

    fn first(&self, expected: usize) -> AlertsHead {
        AlertsHead {
            kind: self.kind.code().to_owned(),
            exchange: self.reading.exchange.name.to_string(),
            partner: self.asked.own.to_string(),
            status: self.asked.status.code().to_owned(),
            since: self.asked.since,
            revision: self.asked.revision,
            checkpoint: self.published.checkpoint.clone(),
            expected: u64::try_from(expected).unwrap_or(u64::MAX),
            entry: self.entry,
        }
    }

    async fn page(&mut self, indexes: Vec<u64>, next: usize) -> Result<Vec<u8>, Refusal> {
        let exchange = &self.reading.exchange;
        // Judged at every page: a suspension cuts the reading, a revoked grant ends what it covers.
        let judge = rejudge::<AlertsRead>(exchange, &self.asking)?;
        let wanted: Vec<u64> = indexes.iter().skip(next).take(PAGE).copied().collect();
        let asked = self.asked.clone();
        let page = exchange.read(move |reader| read(reader, &judge, &asked, &wanted)).await?;
        exchange.metrics.gave_alerts(page.alerts);
        self.alerts += page.alerts;
        self.digest.update(&page.bytes);
        self.left = Left::Alerts { indexes, next: next + page.taken };
        Ok(page.bytes)
    }

    fn end(&mut self) -> Result<Vec<u8>, Refusal> {
        let mut sha256: Hash = [0; 32];
        // SHA-256 gives 32 bytes whatever the input, so the lengths agree.
        sha256.copy_from_slice(self.digest.clone().finish().as_ref());
        let statement = Statement {
            exchange: self.reading.exchange.name.to_string(),
            partner: self.asked.own.to_string(),
            status: self.asked.status.code().to_owned(),
            kind: self.kind,
            since: self.asked.since,
            revision: self.asked.revision,
            root: self.published.edge.root(),
            at_ms: self.at.as_unsigned_ms(),
            alerts: self.alerts,
            ended: self.ended,
            sha256,
        };
        let signature = statement.sign(&self.reading.exchange.log_signer);
        let (alerts, ended) = (self.alerts, self.ended);
        let mut lines = Vec::new();
        let end = AlertsEnd { alerts, ended, sha256: hex(&sha256), signature };
        put(&mut lines, &AlertsLine::End(end))?;
        Ok(lines)
    }
}

/// Reads alerts until the page is full. One that ended since it was chosen is left out: the next delta says so.
fn read(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
    wanted: &[u64],
) -> Result<Page, Refusal> {
    let mut page = Page { bytes: Vec::new(), alerts: 0, taken: 0 };
    for index in wanted {
        if page.bytes.len() >= PAGE_BYTES {
            break;
        }
        page.taken += 1;
        if let Some(kept) = load_in_force(reader, judge, asked, *index)? {
            let jws = kept::signed(reader, *index)?;
            let alert = Delivery { index: *index, about: kept.row.about(), jws };
            put(&mut page.bytes, &AlertsLine::Alert(Box::new(alert)))?;
            page.alerts += 1;
        }
    }
    Ok(page)
}

/// Adds a line.
fn put(lines: &mut Vec<u8>, line: &AlertsLine) -> Result<(), Refusal> {
    serde_json::to_writer(&mut *lines, line).map_err(|_| Refusal::from(Reason::Internal))?;
    lines.push(b'\n');
    Ok(())
}
