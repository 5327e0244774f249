//! A copy as parts of bytes, to be sealed and kept by whoever needs it without the exchange, and back: all of it, and
//! behind that what changed. Absent: sealing and files.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{AlertsCopy, Change, CopyError, Known, Listed, Whose};
use crate::domain::id::RecordId;
use crate::domain::time::Timestamp;

/// Bytes of signed text after which a part is full; one text more, of 256 KiB at most, may be in it.
const PART: usize = 64 * 1024;

/// One part, version 1.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Part {
    /// Up to where the copy is complete; the last one counts.
    Head(Head),
    /// Alerts by their index, as signed.
    Added(Vec<(u64, String)>),
    /// Ids of alerts that hold no more.
    Ended(Vec<String>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    v: u8,
    /// The name of the log.
    log: String,
    exchange: String,
    partner: String,
    status: String,
    revision: u64,
    root: String,
    at_ms: i64,
}

/// All of a copy at one moment, for another thread to write down.
pub struct Snapshot {
    head: Option<Zeroizing<Vec<u8>>>,
    alerts: Vec<Arc<Listed>>,
}

impl Snapshot {
    /// Its parts, one at a time: not even twice the list has to fit into memory. They hold personal data: seal them.
    pub fn parts(self) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
        let Self { head, alerts } = self;
        let mut alerts = alerts.into_iter();
        let rest = std::iter::from_fn(move || added(&mut alerts));
        head.into_iter().chain(rest)
    }
}

/// The next alerts as a part; nothing when there are none left.
fn added(alerts: &mut impl Iterator<Item = Arc<Listed>>) -> Option<Zeroizing<Vec<u8>>> {
    let (mut some, mut bytes) = (Vec::new(), 0);
    while bytes < PART
        && let Some(alert) = alerts.next()
    {
        let text = alert.jws();
        bytes += text.len();
        some.push((alert.index, text));
    }
    (!some.is_empty()).then(|| encoded(&Part::Added(some)))
}

fn encoded(part: &Part) -> Zeroizing<Vec<u8>> {
    // Plain strings and numbers always serialize.
    Zeroizing::new(serde_json::to_vec(part).unwrap_or_default())
}

impl AlertsCopy {
    /// The copy as it is now, with what only the feed has told of yet. A copy that was never complete has no parts.
    pub fn snapshot(&self) -> Snapshot {
        let head = self.saved_head();
        let alerts = head.iter().flat_map(|_| self.alerts.values().cloned()).collect();
        Snapshot { head, alerts }
    }

    /// What these changes are for a copy that was saved before them, and up to where it is complete then.
    pub fn saved_changes(&self, changes: &[Change]) -> Vec<Zeroizing<Vec<u8>>> {
        let ended = changes.iter().filter_map(|change| match change {
            Change::Ended { alert, .. } => Some(alert.id.to_string()),
            Change::Added { .. } => None,
        });
        let ended: Vec<String> = ended.collect();
        let mut fresh = changes.iter().filter_map(|change| match change {
            Change::Added { alert, .. } => Some(alert.clone()),
            Change::Ended { .. } => None,
        });
        let mut parts = Vec::new();
        // What ended goes first, as everywhere: an alert that was corrected may come back under its id.
        for some in ended.chunks(PART / size_of::<RecordId>() / 4) {
            parts.push(encoded(&Part::Ended(some.to_vec())));
        }
        parts.extend(std::iter::from_fn(|| added(&mut fresh)));
        parts.extend(self.saved_head());
        parts
    }

    fn saved_head(&self) -> Option<Zeroizing<Vec<u8>>> {
        let known = self.known.as_ref()?;
        Some(encoded(&Part::Head(Head {
            v: 1,
            log: self.whose.log_key.name().to_owned(),
            exchange: self.whose.exchange.to_string(),
            partner: self.whose.partner.to_string(),
            status: self.whose.status.code().to_owned(),
            revision: known.revision,
            root: samen_audit::text::base64(&known.root),
            at_ms: known.at.as_ms(),
        })))
    }
}

/// A copy that is being put together out of what was saved of it.
#[derive(Debug)]
pub struct Restoring(AlertsCopy);

impl Restoring {
    /// Nothing yet.
    pub fn new(whose: Whose) -> Self {
        Self(AlertsCopy::new(whose))
    }

    /// Takes the next part. Whoever kept it vouches for it: what the log signed is not kept.
    ///
    /// # Errors
    /// [`CopyError::Saved`], also for a copy of somebody else or of another log.
    pub fn take(&mut self, part: &[u8]) -> Result<(), CopyError> {
        let copy = &mut self.0;
        match serde_json::from_slice(part).map_err(|_| CopyError::Saved)? {
            Part::Head(head) => {
                let ours = head.v == 1
                    && head.log == copy.whose.log_key.name()
                    && head.exchange == copy.whose.exchange.as_str()
                    && head.partner == copy.whose.partner.as_str()
                    && head.status == copy.whose.status.code();
                let root = samen_audit::text::hash_from_base64(&head.root).filter(|_| ours);
                let at = Timestamp::from_ms(head.at_ms);
                let root = root.ok_or(CopyError::Saved)?;
                copy.known = Some(Known { revision: head.revision, root, at });
            }
            // Everything else stands behind a head that says whose it is.
            _ if copy.known.is_none() => return Err(CopyError::Saved),
            Part::Added(alerts) => {
                for (index, jws) in alerts {
                    let signed = (index, jws.as_str());
                    let alert = Listed::of(signed, copy.whose.status, &mut copy.packer);
                    copy.add(alert.map_err(|_| CopyError::Saved)?, Vec::new(), &mut Vec::new());
                }
            }
            Part::Ended(ids) => {
                for id in ids {
                    let id = RecordId::parse(&id).map_err(|_| CopyError::Saved)?;
                    copy.end(id, super::Why::Gone, &mut Vec::new());
                }
            }
        }
        Ok(())
    }

    /// The copy; an empty one when nothing was taken.
    pub fn finish(self) -> AlertsCopy {
        self.0
    }
}
