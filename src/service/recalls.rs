//! How far recalls and corrections have got: for every record taken back or corrected, which partner that
//! ever received it has deleted it, and who is late. Absent: telling the recipients (`feed`).

use super::clearance::Clearance;
use super::cursor;
use super::directory::Directory;
use super::door::{self, Withheld, term};
use super::exchange::Exchange;
use super::fault::fault;
use super::kept::{self, delivery, relation};
use super::permission::AuditRecalls;
use super::question::{CANDIDATES, in_scope, load, scope, state_use};
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::store::{Direction, Reader};
use crate::wire::api::recall::{
    Completion, RecallRow, RecalledRecord, RecallsAnswer, RecallsRequest,
};
use crate::wire::api::registry_rows::partner_id;
use crate::wire::api::search::DeliveryState;

/// How long a recipient has to delete what was taken back or corrected, in milliseconds from the moment that
/// the exchange took the recall in: a day, so that everybody who works in shifts has been on duty once. The
/// law says "without delay" (LED art. 16, Wpg 28). Who is offline or suspended meanwhile is late as well.
pub const LATE_AFTER_MS: i64 = 24 * 3_600_000;

/// The most deliveries of one record that are looked at: more partners than an alliance has.
pub(super) const DELIVERIES: usize = 10_000;

/// Recalls on a page when the request does not say.
const PAGE: u32 = 50;
/// The most recalls on a page.
const PAGE_LARGEST: u32 = 200;

/// How far one recipient has got with the deletion of a record.
pub(super) struct Deletion {
    /// When the exchange took in its receipt; the time is gone with the entry of the receipt.
    pub(super) deleted: Option<Option<Timestamp>>,
    /// The moment from which it is or was late.
    pub(super) late_since: Option<Timestamp>,
}

/// What the deliveries of one record say.
pub(super) struct Deliveries {
    rows: Vec<(u32, u8, u64)>,
    /// When the record was first taken back or corrected, by the entry of that.
    withdrawn_at: Option<Timestamp>,
}

impl Deliveries {
    /// Of the record at `index`.
    ///
    /// # Errors
    /// Refusals of the store.
    pub(super) fn of(reader: &Reader, index: u64) -> Result<Self, Refusal> {
        let rows = reader.deliveries_of(index, DELIVERIES)?;
        let withdrawn_at = match kept::withdrawals(reader, index)?.first() {
            Some((by, _)) => time_of(reader, *by)?,
            None => None,
        };
        Ok(Self { rows, withdrawn_at })
    }

    /// The furthest that a recipient says it has got.
    pub(super) fn state(&self, partner: u32) -> &'static str {
        let kinds = self.rows.iter().filter(|(number, ..)| *number == partner);
        match kinds.map(|(_, kind, _)| *kind).max() {
            Some(delivery::DELIVERED) => "delivered",
            Some(delivery::READ) => "read",
            Some(delivery::DELETED) => "deleted",
            _ => "sent",
        }
    }

    /// When it was first taken back or corrected; gone with the entry of that.
    pub(super) fn withdrawn_at(&self) -> Option<Timestamp> {
        self.withdrawn_at
    }

    /// From when on a recipient that has not deleted it is late.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        self.withdrawn_at.map(|at| at.plus_ms(LATE_AFTER_MS))
    }

    /// Whether and when a recipient has deleted it, and since when that is late.
    ///
    /// # Errors
    /// Refusals of the store.
    pub(super) fn deletion(
        &self,
        reader: &Reader,
        partner: u32,
        now: Timestamp,
    ) -> Result<Deletion, Refusal> {
        let said =
            |(number, kind, _): &&(u32, u8, u64)| *number == partner && *kind == delivery::DELETED;
        let deleted = match self.rows.iter().find(said) {
            Some((_, _, by)) => Some(time_of(reader, *by)?),
            None => None,
        };
        let until = deleted.flatten().unwrap_or(now);
        let in_time = deleted.is_some_and(|at| at.is_none());
        Ok(Deletion { deleted, late_since: self.due_at().filter(|due| !in_time && until > *due) })
    }
}

/// How far each recipient has got: what says most counts.
///
/// # Errors
/// Refusals of the store.
pub(super) fn deliveries(
    reader: &Reader,
    kept: &kept::Kept,
    directory: &Directory,
    at: Timestamp,
) -> Result<Vec<DeliveryState>, Refusal> {
    let said = Deliveries::of(reader, kept.index)?;
    let mut states = Vec::with_capacity(kept.row.to.len());
    for number in &kept.row.to {
        let Some(partner) = directory.partner_by_number(*number) else {
            continue;
        };
        let Deletion { deleted, late_since } = said.deletion(reader, *number, at)?;
        states.push(DeliveryState {
            partner: partner.id.to_string(),
            state: said.state(*number).into(),
            deleted_at: deleted.flatten().map(|at| at.to_string()),
            late_since: late_since.map(|at| at.to_string()),
        });
    }
    Ok(states)
}

/// When an entry was made; nothing once its text is gone.
fn time_of(reader: &Reader, index: u64) -> Result<Option<Timestamp>, Refusal> {
    let fields = load(reader, index)?;
    let time = fields.and_then(|fields| Timestamp::parse(fields.get("time")?).ok());
    Ok(time)
}

/// Answers the officer: recalls and corrections by the partners in scope, newest first, with who has deleted
/// and who is late.
///
/// # Errors
/// Refusals of the request, the cursor or the log.
pub async fn recalls(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditRecalls>,
    request: &RecallsRequest,
) -> Result<RecallsAnswer, Refusal> {
    let asked =
        serde_json::to_string(&request.query).map_err(|_| fault("a question cannot be written"))?;
    clearance.entry.asked = Some(Sensitive::new(asked.clone()));
    state_use(clearance, &request.use_code, &request.justification)?;
    let record = request.query.record.as_ref().map(|id| RecordId::parse(id)).transpose();
    let record = record.map_err(|_| Refusal::at(Reason::RequestInvalid, "/query/record"))?;
    clearance.entry.records.extend(record);
    let issuer = request.query.partner.as_ref();
    let issuer = issuer.map(|id| partner_id(id, "/query/partner")).transpose()?;
    let limit = cursor::rows(request.limit, PAGE, PAGE_LARGEST)?;
    let partner = clearance.caller.partner.clone();
    let below = cursor::parse(exchange, partner.number, &asked, request.cursor.as_deref())?;
    let search = Search {
        record,
        issuer,
        open: request.query.open,
        scope: scope(&partner),
        directory: clearance.directory.clone(),
        at: clearance.at,
    };
    let (recalls, below) = exchange.read(move |reader| search.page(reader, below, limit)).await?;
    let next = cursor::make(exchange, partner.number, &asked, below)?;
    let indexes: Vec<String> = recalls.iter().map(|recall| recall.index.to_string()).collect();
    clearance.entry.given = Some(match indexes.len() {
        0 => "nothing found".into(),
        _ => format!("recalls of entries {}", indexes.join(" ")),
    });
    let withheld = Withheld::new(RecallsAnswer { recalls, next, entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// A question about recalls, parsed.
struct Search {
    record: Option<RecordId>,
    issuer: Option<PartnerId>,
    /// Whether only those count that somebody has not completed.
    open: bool,
    scope: Vec<String>,
    directory: std::sync::Arc<Directory>,
    at: Timestamp,
}

impl Search {
    /// Recalls that fit, newest first, and where the next page goes on.
    fn page(
        &self,
        reader: &Reader,
        below: u64,
        limit: usize,
    ) -> Result<(Vec<RecallRow>, Option<u64>), Refusal> {
        let candidates = self.candidates(reader, below)?;
        let exhausted = candidates.len() < CANDIDATES;
        let last = candidates.last().copied();
        let mut rows: Vec<RecallRow> = Vec::new();
        for index in candidates {
            let Some(row) = self.row(reader, index)? else {
                continue;
            };
            if rows.len() == limit {
                let below = rows.last().map(|row| row.index);
                return Ok((rows, below));
            }
            rows.push(row);
        }
        Ok((rows, last.filter(|_| !exhausted)))
    }

    fn candidates(&self, reader: &Reader, below: u64) -> Result<Vec<u64>, Refusal> {
        let Some(record) = self.record else {
            let term = self.issuer.as_ref().map_or(&b""[..], |issuer| issuer.as_str().as_bytes());
            let newest = Direction::Descending;
            return Ok(reader.find_entries(
                term::WITHDRAWAL,
                term,
                0..below,
                newest,
                CANDIDATES,
            )?);
        };
        let Some(target) = reader.record_id(&record.to_bytes())? else {
            return Ok(Vec::new());
        };
        let withdrawals = kept::withdrawals(reader, target.index)?;
        Ok(withdrawals.into_iter().rev().map(|(by, _)| by).filter(|by| *by < below).collect())
    }

    /// The recall in this entry, when the officer may see it and it fits.
    fn row(&self, reader: &Reader, index: u64) -> Result<Option<RecallRow>, Refusal> {
        let Some(fields) = load(reader, index)? else {
            return Ok(None);
        };
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let issuer = field("partner");
        let other = self.issuer.as_ref().is_some_and(|wanted| wanted.as_str() != issuer);
        if other || !in_scope(&fields, &self.scope) {
            return Ok(None);
        }
        let (ids, mut records, mut kind) = (field("records"), Vec::new(), "correction");
        let mut ids = ids.split(' ').filter_map(|id| RecordId::parse(id).ok());
        let by = ids.next().map(|id| id.to_string()).unwrap_or_default();
        for id in ids {
            let Some(target) = reader.record_id(&id.to_bytes())? else {
                continue;
            };
            let withdrawals = kept::withdrawals(reader, target.index)?;
            let Some((_, how)) = withdrawals.iter().find(|(at, _)| *at == index) else {
                continue; // It is answered, not taken back.
            };
            if *how == relation::RECALLED {
                kind = "recall";
            }
            records.push(self.record(reader, id, target.index, index)?);
        }
        if self.open && records.iter().all(|record| record.complete) {
            return Ok(None);
        }
        let (at, purpose) = (field("time"), field("purpose"));
        let kind = kind.to_owned();
        Ok(Some(RecallRow { index, by, kind, at, issuer, purpose, records }))
    }

    fn record(
        &self,
        reader: &Reader,
        id: RecordId,
        index: u64,
        by: u64,
    ) -> Result<RecalledRecord, Refusal> {
        let received = load(reader, index)?.and_then(|mut fields| fields.remove("recipients"));
        let deliveries = Deliveries::of(reader, index)?;
        let told = reader.deliveries_of(by, DELIVERIES)?;
        let mut partners = Vec::new();
        for partner in received.unwrap_or_default().split(' ').filter(|id| !id.is_empty()) {
            let known = PartnerId::parse(partner)
                .ok()
                .and_then(|id| self.directory.partner(&id).map(|partner| partner.number));
            let Some(number) = known else {
                continue;
            };
            let Deletion { deleted, late_since } = deliveries.deletion(reader, number, self.at)?;
            let told = told.iter().filter(|(partner, ..)| *partner == number);
            let told = match told.map(|(_, _, at)| *at).min() {
                Some(at) => time_of(reader, at)?,
                None => None,
            };
            let state = match (deleted.is_some(), late_since.is_some()) {
                (true, _) => "deleted",
                (false, true) => "late",
                (false, false) => "due",
            };
            partners.push(Completion {
                partner: partner.to_owned(),
                state: state.to_owned(),
                told_at: told.map(|at| at.to_string()),
                deleted_at: deleted.flatten().map(|at| at.to_string()),
                late_since: late_since.map(|at| at.to_string()),
            });
        }
        let complete = partners.iter().all(|partner| partner.state == "deleted");
        Ok(RecalledRecord { id: id.to_string(), index, complete, partners })
    }
}
