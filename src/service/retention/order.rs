//! What a data protection officer orders: holding a record, ending the hold, erasing it early, and
//! saying that the audit of a period is done.
//! Absent: the sweep, which acts on holds and closings in its time.

use super::early::{drop_keys, label, prepare};
use super::rows::{self, Hold};
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Changed};
use crate::service::exchange::Exchange;
use crate::service::kept::{self, Kept, KeptError};
use crate::service::permission::{AuditClose, Permission, RecordErase, RecordHold, RecordRelease};
use crate::service::question::{scope, state_use};
use crate::service::sequencer::{Change, KeptRow, RetentionWrite};
use crate::store::{ReadError, Reader};
use crate::wire::api::grant::moment;
use crate::wire::api::retention::{
    CloseAnswer, CloseRequest, HoldRequest, OrderAnswer, OrderRequest,
};

/// The longest hold in days. A case that takes longer is looked at again: the hold is placed anew.
const LONGEST_HOLD_DAYS: u32 = 366;

/// Keeps a record until a moment, whatever its retention.
///
/// # Errors
/// [`Reason::NotFound`] outside the officer's scope, [`Reason::Erased`], and refusals of the request or
/// the log.
pub async fn hold(
    exchange: &Exchange,
    clearance: &mut Clearance<RecordHold>,
    request: &HoldRequest,
) -> Result<OrderAnswer, Refusal> {
    let id = concern(clearance, &request.record, &request.use_code, &request.ground)?;
    let until = moment(&request.until, "/until")?;
    let now = clearance.at;
    if until <= now || until > now.plus_days(LONGEST_HOLD_DAYS) {
        return Err(Refusal::at(Reason::RequestInvalid, "/until"));
    }
    clearance.entry.asked = Some(Sensitive::new(format!("until {until}")));
    let _alone = exchange.retention.lock().await;
    let kept = find(exchange, clearance, id, true).await?;
    let hold = Hold { until, released: false };
    let row = hold.row(id, clearance.caller.partner.number);
    let entry = write(exchange, clearance, vec![row]).await?;
    let until = Some(until.to_string());
    Ok(OrderAnswer { record: id.to_string(), index: kept.index, until, entry })
}

/// Ends the hold that the officer's office has placed on a record. What outlived its retention is erased
/// by the next sweep, unless another office holds it too.
///
/// # Errors
/// [`Reason::NotFound`] when there is no such hold, and refusals of the request or the log.
pub async fn release(
    exchange: &Exchange,
    clearance: &mut Clearance<RecordRelease>,
    request: &OrderRequest,
) -> Result<OrderAnswer, Refusal> {
    let id = concern(clearance, &request.record, &request.use_code, &request.ground)?;
    let _alone = exchange.retention.lock().await;
    let kept = find(exchange, clearance, id, true).await?;
    let office = clearance.caller.partner.number;
    let hold = exchange.read(move |reader| Ok(rows::hold(reader, id, office)?)).await?;
    let hold = hold.filter(|hold| hold.is_in_force(clearance.at)).ok_or(Reason::NotFound)?;
    let row = Hold { released: true, ..hold }.row(id, office);
    let entry = write(exchange, clearance, vec![row]).await?;
    Ok(OrderAnswer { record: id.to_string(), index: kept.index, until: None, entry })
}

/// Erases a record before its retention has ended: its key is destroyed, once the entry that says so is
/// durable.
///
/// # Errors
/// [`Reason::RecordHeld`], [`Reason::NotFound`] for a record whose sender is outside the officer's scope,
/// [`Reason::Erased`], and refusals of the request or the log. [`Reason::Internal`] when the key could not
/// be destroyed yet; the next sweep does it then.
pub async fn erase(
    exchange: &Exchange,
    clearance: &mut Clearance<RecordErase>,
    request: &OrderRequest,
) -> Result<OrderAnswer, Refusal> {
    let id = concern(clearance, &request.record, &request.use_code, &request.ground)?;
    let _alone = exchange.retention.lock().await;
    let kept = find(exchange, clearance, id, false).await?;
    let (index, now) = (kept.index, clearance.at);
    let held = exchange
        .read(move |reader| Ok(rows::holds(reader, now)?.get(&id.to_bytes()).copied().flatten()));
    if held.await?.is_some() {
        return Err(Reason::RecordHeld.into());
    }
    let erasure = prepare(exchange, index, now).await?;
    let entry = &mut clearance.entry;
    entry.given = Some(format!("records {index}"));
    entry.subject = erasure.old.first().map(|bucket| Sensitive::new(label(*bucket)));
    entry.detail = Some("ordered by the data protection officer".to_owned());
    let change = Change::Retention(Box::new(erasure.write));
    let entry = made(door::change(exchange, clearance, change).await?)?;
    // A crash here leaves the key: the next start's sweep finds the row of the entry and drops it.
    drop_keys(exchange, erasure.old).await?;
    Ok(OrderAnswer { record: id.to_string(), index, until: None, entry })
}

/// Says that the office has done its audit through a month, so that entries may be erased in their time.
///
/// # Errors
/// [`Reason::RequestInvalid`] for a month that is not over, or earlier than one said before.
pub async fn close(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditClose>,
    request: &CloseRequest,
) -> Result<CloseAnswer, Refusal> {
    let invalid = || Refusal::at(Reason::RequestInvalid, "/through");
    state_ground(clearance, &request.use_code, &request.ground)?;
    let through = month(&request.through).ok_or_else(invalid)?;
    if through >= clearance.at.month() {
        return Err(invalid());
    }
    clearance.entry.subject = Some(Sensitive::new(format!("audit through {}", request.through)));
    let _alone = exchange.retention.lock().await;
    let office = clearance.caller.partner.number;
    let before = exchange.read(move |reader| Ok(rows::closed(reader, office)?)).await?;
    if before.is_some_and(|before| through < before) {
        return Err(invalid());
    }
    let entry = write(exchange, clearance, vec![rows::closed_row(office, through)]).await?;
    Ok(CloseAnswer { through: request.through.clone(), entry })
}

/// Notes in the entry which record an order is about, for which use of the log, and on what ground.
fn concern<A: Permission>(
    clearance: &mut Clearance<A>,
    record: &str,
    use_code: &str,
    ground: &str,
) -> Result<RecordId, Refusal> {
    let id = RecordId::parse(record).map_err(|_| Refusal::at(Reason::RequestInvalid, "/record"))?;
    clearance.entry.records.push(id);
    state_ground(clearance, use_code, ground)?;
    Ok(id)
}

fn state_ground<A: Permission>(
    clearance: &mut Clearance<A>,
    use_code: &str,
    ground: &str,
) -> Result<(), Refusal> {
    state_use(clearance, use_code, ground).map_err(|refusal| match refusal.reason {
        Reason::UseCodeRequired => refusal,
        reason => Refusal::at(reason, "/ground"),
    })
}

/// The record, when its sender is in the officer's scope; or, `received`, one of its recipients.
async fn find<A: Permission>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    id: RecordId,
    received: bool,
) -> Result<Kept, Refusal> {
    let scope = scope(&clearance.caller.partner);
    let directory = clearance.directory.clone();
    let kept = exchange.read(move |reader| load(reader, id)).await?;
    let is_in = |partner: &PartnerId| scope.iter().any(|one| one == partner.as_str());
    let recipients = kept.row.to.iter().filter_map(|to| directory.partner_by_number(*to));
    let is_received = received && recipients.into_iter().any(|partner| is_in(&partner.id));
    if is_in(&kept.facts.issuer) || is_received { Ok(kept) } else { Err(Reason::NotFound.into()) }
}

fn load(reader: &Reader, id: RecordId) -> Result<Kept, Refusal> {
    let found = reader.record_id(&id.to_bytes())?.ok_or(Reason::NotFound)?;
    let erased_by = super::record_erased_by(reader, found.index)?;
    // Its erasure may have been entered while its key is still there.
    if erased_by.is_some() {
        return Err(Refusal::erased(erased_by));
    }
    match kept::load(reader, found.index) {
        Err(KeptError::Read(ReadError::Erased)) => Err(Refusal::erased(None)),
        kept => Ok(kept?),
    }
}

/// Stores rows with their entry.
async fn write<A: Permission>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    rows: Vec<KeptRow>,
) -> Result<u64, Refusal> {
    let write = RetentionWrite { moves: Vec::new(), rows };
    made(door::change(exchange, clearance, Change::Retention(Box::new(write))).await?)
}

fn made<A>(changed: Changed<A>) -> Result<u64, Refusal> {
    match changed {
        Changed::Made(permit) => Ok(permit.index()),
        // Only a record can be there already.
        Changed::Repeated(_) => Err(Reason::Internal.into()),
    }
}

/// `2031-10` as `year * 12 + month`, January being 0.
fn month(text: &str) -> Option<u32> {
    let first = Timestamp::parse(&format!("{text}-01T00:00:00Z")).ok()?;
    (text.len() == 7).then(|| first.month())
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn a_month_is_read_exactly() {
        assert_eq!(month("2031-10"), Some(2031 * 12 + 9));
        for text in ["", "2031", "2031-13", "2031-1", "2031-10-05", "oktober", "2031-00"] {
            assert_eq!(month(text), None, "{text}");
        }
    }
}
