//! Which alerts a reading gives, by index only: the texts are read when their turn comes.
//! Absent: the texts.

use samen_audit::snapshot::Kind;

use super::since::is_told_by_a_delta;
use super::{Asked, NAMED};
use crate::domain::id::RecordId;
use crate::domain::record::{Message, RecordType, Status};
use crate::domain::refusal::Refusal;
use crate::service::clearance::Clearance;
use crate::service::kept::{self, Kept, KeptError, term};
use crate::service::permission::AlertsRead;
use crate::service::stored::listing::{status_byte, type_byte};
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::alerts::AlertEnded;

/// Indexes taken from the store at a time.
const PAGE: usize = 1_024;
/// The most ended records in a delta; past it a snapshot says the same in less.
const ENDED: usize = 100_000;

/// What a reading gives.
pub(super) struct Chosen {
    pub(super) kind: Kind,
    /// The alerts, oldest first.
    pub(super) indexes: Vec<u64>,
    /// Their ids, as far as an entry names them.
    pub(super) ids: Vec<RecordId>,
    /// What holds no more.
    pub(super) ended: Vec<AlertEnded>,
}

impl Chosen {
    fn new(kind: Kind) -> Self {
        Self { kind, indexes: Vec::new(), ids: Vec::new(), ended: Vec::new() }
    }

    fn add(&mut self, kept: &Kept) {
        self.indexes.push(kept.index);
        if self.ids.len() < NAMED {
            self.ids.push(kept.facts.id);
        }
    }
}

/// Chooses: a delta where it brings the receiver up to date, else everything.
pub(super) fn choose(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
) -> Result<Chosen, Refusal> {
    if is_told_by_a_delta(reader, judge, asked)?
        && let Some(delta) = delta(reader, judge, asked)?
    {
        return Ok(delta);
    }
    snapshot(reader, judge, asked)
}

/// The alert when it may be given: disclosed to this partner by another one, not taken back, not expired,
/// and its grant in force.
pub(super) fn load_in_force(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
    index: u64,
) -> Result<Option<Kept>, Refusal> {
    let kept = match kept::load(reader, index) {
        Ok(kept) => kept,
        Err(KeptError::Read(ReadError::Erased)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(is_in_force(reader, judge, asked, &kept)?.then_some(kept))
}

fn is_in_force(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
    kept: &Kept,
) -> Result<bool, Refusal> {
    let theirs = kept.facts.issuer != asked.own && !kept.row.is_only_told(asked.partner);
    let may = theirs
        && kept.facts.status == asked.status
        && kept.facts.message != Message::Cancel
        && judge.may_see(&kept.facts, None).is_ok();
    Ok(may && kept::withdrawals(reader, kept.index)?.is_empty())
}

/// Every alert of the days that are not erased.
fn snapshot(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
) -> Result<Chosen, Refusal> {
    let mut chosen = Chosen::new(Kind::Snapshot);
    let mut visible = Visible::new(asked);
    let mut from = 0;
    while from < asked.revision {
        let range = from..asked.revision;
        let page = reader.find_records(term::ALERT, b"", range, Direction::Ascending, PAGE)?;
        let Some(last) = page.last() else { break };
        // While a record is sealed anew it stands in two buckets; its index comes once.
        let mut before = None;
        for index in page.iter().copied() {
            if before.replace(index) != Some(index)
                && visible.has(reader, index)?
                && let Some(kept) = load_in_force(reader, judge, asked, index)?
            {
                chosen.add(&kept);
            }
        }
        from = last.saturating_add(1);
    }
    Ok(chosen)
}

/// What came and what ended since the revision; nothing when the store no longer knows what ended.
fn delta(
    reader: &Reader,
    judge: &Clearance<AlertsRead>,
    asked: &Asked,
) -> Result<Option<Chosen>, Refusal> {
    let mut chosen = Chosen::new(Kind::Delta);
    let mut from = asked.since;
    while from < asked.revision {
        let rows =
            reader.visible(asked.partner, from..asked.revision, Direction::Ascending, PAGE)?;
        let Some((last, _)) = rows.last() else { break };
        from = last.saturating_add(1);
        for (index, listing) in rows {
            if !is_of(&listing, asked.status) {
                continue;
            }
            let kept = match kept::load(reader, index) {
                Ok(kept) => kept,
                // Its own text is gone and with it what it took back, which may still be in the receiver's copy.
                Err(KeptError::Read(ReadError::Erased)) if !is_new(&listing) => return Ok(None),
                Err(KeptError::Read(ReadError::Erased)) => continue,
                Err(error) => return Err(error.into()),
            };
            chosen.ended.extend(ended_by(reader, asked, &kept)?);
            if chosen.ended.len() > ENDED {
                return Ok(None);
            }
            if is_in_force(reader, judge, asked, &kept)? {
                chosen.add(&kept);
            }
        }
    }
    Ok(Some(chosen))
}

/// What the record takes back or replaces of what this partner received from others.
fn ended_by(reader: &Reader, asked: &Asked, kept: &Kept) -> Result<Vec<AlertEnded>, Refusal> {
    let mut ended = Vec::new();
    if kept.facts.issuer == asked.own {
        return Ok(ended);
    }
    let reason = match kept.facts.message {
        Message::New => return Ok(ended),
        Message::Update => "updated",
        Message::Cancel => "recalled",
    };
    for text in &kept.row.replaces {
        let Ok(id) = RecordId::parse(text) else { continue };
        if let Some(earlier) = reader.record_id(&id.to_bytes())?
            && kept::is_visible(reader, asked.partner, earlier.index)?
        {
            let by = kept.facts.id.to_string();
            let (id, reason, index) = (text.clone(), reason.to_owned(), kept.index);
            ended.push(AlertEnded { id, reason, by, index });
        }
    }
    Ok(ended)
}

/// Whether a listing is of an alert of this status.
fn is_of(listing: &[u8], status: Status) -> bool {
    listing.starts_with(&[type_byte(RecordType::Alert), status_byte(status)])
}

/// Whether a listing is of a record that takes nothing back.
fn is_new(listing: &[u8]) -> bool {
    let new = Message::ALL.iter().position(|message| *message == Message::New);
    listing.get(2).copied().map(usize::from) == new
}

/// The records that one partner may list, read in ascending order beside another ascending list.
struct Visible {
    partner: u32,
    status: Status,
    revision: u64,
    page: Vec<u64>,
    /// Everything below is either in the page or not visible.
    known: u64,
}

impl Visible {
    fn new(asked: &Asked) -> Self {
        let Asked { partner, status, revision, .. } = *asked;
        Self { partner, status, revision, page: Vec::new(), known: 0 }
    }

    /// Whether the partner may list the alert at `index`, which is not below the one asked before.
    fn has(&mut self, reader: &Reader, index: u64) -> Result<bool, ReadError> {
        if index >= self.known {
            let range = index..self.revision;
            let rows = reader.visible(self.partner, range, Direction::Ascending, PAGE)?;
            self.known = match rows.last() {
                Some((last, _)) if rows.len() == PAGE => last.saturating_add(1),
                _ => self.revision,
            };
            let fits = rows.into_iter().filter(|(_, listing)| is_of(listing, self.status));
            self.page = fits.map(|(index, _)| index).collect();
        }
        Ok(self.page.binary_search(&index).is_ok())
    }
}
