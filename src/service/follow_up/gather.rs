//! Reading threads: a record, what it answers, what answers it, each judged for the reader.
//! Absent: the entry (`mod`), and what comes live (`live`).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Shown, Thread, View};
use crate::domain::decide::Facts;
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::record::handover::HandoverState;
use crate::domain::record::{Body, Message, Record, RecordType, Status};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::service::console::readable;
use crate::service::directory::Directory;
use crate::service::feed::replaced;
use crate::service::kept::{self, Kept, KeptError, relation};
use crate::service::recalls::{DELIVERIES, deliveries};
use crate::service::stored::listing::type_byte;
use crate::store::{Direction, ReadError, Reader};

/// Whether the reader may see a record with these facts.
pub(super) type Judge = Arc<dyn Fn(&Facts) -> bool + Send + Sync>;

/// Rows taken from the store at a time.
const PAGE: usize = 500;
/// The most rows that are looked at for one page: days of a busy alliance.
const LOOKED_AT: usize = 20_000;
/// The most versions of one alert that are looked at.
const VERSIONS: usize = 32;
/// How far from a record its thread may be: an outcome, its report, the alert, an earlier version of that.
const STEPS: usize = 3;

/// What decides which threads there are and what is shown of them.
#[derive(Clone)]
pub(super) struct Gatherer {
    pub(super) view: View,
    pub(super) status: Status,
    pub(super) own: PartnerId,
    pub(super) number: u32,
    pub(super) directory: Arc<Directory>,
    pub(super) at: Timestamp,
    pub(super) may_see: Judge,
}

const REPORTS: [RecordType; 3] = [RecordType::Sighting, RecordType::Incident, RecordType::Handover];

impl Gatherer {
    /// The newest threads below `below`, newest first, and below which index there may be more.
    pub(super) fn newest(
        &self,
        reader: &Reader,
        below: u64,
        most: usize,
    ) -> Result<(Vec<Thread>, Option<u64>), Refusal> {
        let types: &[RecordType] =
            if self.view == View::Alerts { &[RecordType::Alert] } else { &REPORTS };
        let wanted: Vec<u8> = types.iter().map(|kind| type_byte(*kind)).collect();
        let (mut threads, mut below, mut looked_at): (Vec<Thread>, _, _) = (Vec::new(), below, 0);
        while looked_at < LOOKED_AT {
            let rows = reader.visible(self.number, 0..below, Direction::Descending, PAGE)?;
            let Some((last, _)) = rows.last() else { return Ok((threads, None)) };
            below = *last;
            looked_at += rows.len();
            for (index, listing) in &rows {
                if listing.first().is_some_and(|kind| wanted.contains(kind))
                    && let Some(thread) = self.thread(reader, *index)?
                {
                    if threads.len() == most {
                        return Ok((threads, Some(index + 1)));
                    }
                    threads.push(thread);
                }
            }
        }
        Ok((threads, Some(below)))
    }

    /// An alert of the own partner, whatever its status, and the threads of what answers it.
    pub(super) fn followed(
        &self,
        reader: &Reader,
        id: RecordId,
    ) -> Result<Option<(Thread, Vec<Thread>)>, Refusal> {
        let Some(kept) = reader.record_id(&id.to_bytes())? else { return Ok(None) };
        if !kept::is_visible(reader, self.number, kept.index)? {
            return Ok(None);
        }
        let Some(found) = kept::load_unless_erased(reader, kept.index)? else { return Ok(None) };
        let mut gatherer = Self { status: found.facts.status, ..self.clone() };
        let Some(alert) = gatherer.thread(reader, kept.index)? else { return Ok(None) };
        gatherer.view = View::Received;
        let mut reports = Vec::new();
        for answer in alert.answers.iter().rev() {
            reports.extend(gatherer.thread(reader, answer.index)?);
        }
        Ok(Some((alert, reports)))
    }

    /// The thread of the record at `index`, when it has one in this view.
    pub(super) fn thread(&self, reader: &Reader, index: u64) -> Result<Option<Thread>, Refusal> {
        let Some(kept) = kept::load_unless_erased(reader, index)? else { return Ok(None) };
        if !self.is_root(&kept) {
            return Ok(None);
        }
        let Some(root) = self.shown(reader, &kept)? else { return Ok(None) };
        let record = readable(&root.jws);
        if record.as_ref().is_some_and(answers_a_handover) {
            return Ok(None);
        }
        let mut answers = Vec::new();
        for at in self.answering(reader, &kept)? {
            if let Some(answer) = kept::load_unless_erased(reader, at)?
                && answer.facts.record_type != RecordType::Receipt
                && kept::is_visible(reader, self.number, at)?
            {
                answers.extend(self.shown(reader, &answer)?);
            }
        }
        let alert = match record.as_ref().and_then(|record| record.answers().next()) {
            Some(id) => self.alert(reader, id)?,
            None => None,
        };
        let mut thread = Thread { root, alert, answers, deliveries: Vec::new(), told: Vec::new() };
        if self.view == View::Alerts {
            thread.deliveries = deliveries(reader, &kept, &self.directory, self.at)?;
            thread.told = self.told(reader, index)?;
        }
        Ok(Some(thread))
    }

    /// The places of what answers a record, oldest first: of an own alert also what answers its earlier versions,
    /// because a car that was seen before a correction was seen all the same.
    fn answering(&self, reader: &Reader, kept: &Kept) -> Result<BTreeSet<u64>, Refusal> {
        let mut places = BTreeSet::from_iter(kept::answers(reader, kept.index, 0..u64::MAX)?);
        let mut seen = BTreeSet::from([kept.index]);
        let mut earlier = match self.view {
            View::Alerts => replaced(reader, kept)?,
            View::Received | View::Sent => Vec::new(),
        };
        while let Some((index, _)) = earlier.pop() {
            if seen.len() == VERSIONS || !seen.insert(index) {
                continue;
            }
            places.extend(kept::answers(reader, index, 0..u64::MAX)?);
            if let Some(version) = kept::load_unless_erased(reader, index)? {
                earlier.extend(replaced(reader, &version)?);
            }
        }
        Ok(places)
    }

    fn is_root(&self, kept: &Kept) -> bool {
        let facts = &kept.facts;
        let is_own = facts.issuer == self.own;
        let fits = match self.view {
            View::Received => !is_own && REPORTS.contains(&facts.record_type),
            View::Sent => is_own && REPORTS.contains(&facts.record_type),
            View::Alerts => is_own && facts.record_type == RecordType::Alert,
        };
        fits && facts.message != Message::Cancel && facts.status == self.status
    }

    /// The record as shown: what was received only while it holds, what was sent always.
    fn shown(&self, reader: &Reader, kept: &Kept) -> Result<Option<Shown>, Refusal> {
        if kept.row.is_only_told(self.number) || !(self.may_see)(&kept.facts) {
            return Ok(None);
        }
        let standing = kept::standing(reader, kept, self.at)?;
        if kept.facts.issuer != self.own && kept::still_shown(&standing).is_err() {
            return Ok(None);
        }
        let jws = match kept::signed(reader, kept.index) {
            Ok(jws) => jws,
            Err(KeptError::Read(ReadError::Erased)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(Some(Shown {
            index: kept.index,
            about: kept.row.about(),
            jws,
            standing,
            id: kept.facts.id,
            plates: kept.row.plates.clone(),
        }))
    }

    fn alert(&self, reader: &Reader, id: RecordId) -> Result<Option<Shown>, Refusal> {
        let Some(found) = reader.record_id(&id.to_bytes())? else { return Ok(None) };
        if !kept::is_visible(reader, self.number, found.index)? {
            return Ok(None);
        }
        match kept::load_unless_erased(reader, found.index)? {
            Some(kept) if kept.facts.record_type == RecordType::Alert => self.shown(reader, &kept),
            _ => Ok(None),
        }
    }

    /// The partners that acknowledged what took the record back or corrected it.
    fn told(&self, reader: &Reader, index: u64) -> Result<Vec<String>, Refusal> {
        let mut numbers = BTreeSet::new();
        for (by, _) in kept::withdrawals(reader, index)? {
            let said = reader.deliveries_of(by, DELIVERIES)?;
            numbers.extend(said.into_iter().map(|(partner, ..)| partner));
        }
        let known = numbers.into_iter().filter_map(|at| self.directory.partner_by_number(at));
        Ok(known.map(|partner| partner.id.to_string()).collect())
    }

    /// The places of the later versions of the record at `index`.
    fn later(&self, reader: &Reader, index: u64) -> Result<BTreeSet<u64>, Refusal> {
        let (mut versions, mut edge) = (BTreeSet::new(), vec![index]);
        while let Some(at) = edge.pop() {
            for (by, kind) in kept::withdrawals(reader, at)? {
                let is_own =
                    kind == relation::UPDATED && kept::is_visible(reader, self.number, by)?;
                if is_own && versions.len() < VERSIONS && versions.insert(by) {
                    edge.push(by);
                }
            }
        }
        Ok(versions)
    }

    /// The places of the records whose threads look different since the record at `index`, itself included,
    /// and the ids of what it takes back.
    pub(super) fn touched(
        &self,
        reader: &Reader,
        index: u64,
    ) -> Result<(BTreeSet<u64>, Vec<RecordId>), Refusal> {
        let (mut touched, mut edge, mut replaced) = (BTreeSet::from([index]), vec![index], vec![]);
        for step in 0..STEPS {
            let mut next = Vec::new();
            for at in edge {
                let Some(record) = load_record(reader, at)? else { continue };
                if step == 0 {
                    replaced.extend(record.replaces());
                }
                for id in record.answers().chain(record.replaces().iter().copied()) {
                    if let Some(found) = reader.record_id(&id.to_bytes())?
                        && kept::is_visible(reader, self.number, found.index)?
                        && touched.insert(found.index)
                    {
                        touched.extend(self.later(reader, found.index)?);
                        next.push(found.index);
                    }
                }
            }
            edge = next;
        }
        Ok((touched, replaced))
    }
}

/// Whether it moves on a handover of somebody, which it belongs to then.
fn answers_a_handover(record: &Record) -> bool {
    matches!(&record.body, Body::Handover(handover) if handover.state != HandoverState::Offered)
}

/// Nothing for what was erased.
fn load_record(reader: &Reader, index: u64) -> Result<Option<Record>, Refusal> {
    match kept::signed(reader, index) {
        Ok(jws) => Ok(readable(&jws)),
        Err(KeptError::Read(ReadError::Erased)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
