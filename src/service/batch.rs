//! Many records in one request: each checked, decided, entered and answered as if it came alone, with
//! the computing spread over threads and all of them in the log's queue together.
//! Absent: any rule that a single record does not have.

use std::num::NonZeroU32;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::join_all;

use super::check::{Checked, RECORD_BYTES};
use super::clearance::Clearance;
use super::exchange::Exchange;
use super::fault::fault;
use super::limits::jittered;
use super::permission::{Permission, RecordSubmit};
use super::refuse::refuse;
use super::submit::{Submitted, examine, settle};
use crate::domain::refusal::{Reason, Refusal};

/// The most records in one batch.
const RECORDS: usize = 500;
/// The most bytes of a batch: 500 records of 2 KiB, or fewer large ones.
pub const BATCH_BYTES: usize = 1024 * 1024;
/// Records that one thread examines at a time.
const SHARE: usize = 32;

type Member = (Clearance<RecordSubmit>, Result<Checked, Refusal>);

/// Accepts the records of a batch, one a line; one result a line, in the order of the lines.
///
/// # Errors
/// Refusals of the batch as a whole: too many records, or more than the partner has left this minute.
pub async fn submit_batch(
    exchange: &Arc<Exchange>,
    clearance: &Clearance<RecordSubmit>,
    lines: &Bytes,
) -> Result<Vec<Result<Submitted, Refusal>>, Refusal> {
    let records: Vec<Bytes> = lines
        .split(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty())
        .map(|line| lines.slice_ref(line))
        .collect();
    if records.is_empty() {
        return Err(Reason::RequestInvalid.into());
    }
    if records.len() > RECORDS || records.iter().any(|record| record.len() > RECORD_BYTES) {
        return Err(Reason::BodyTooLarge.into());
    }
    spend(exchange, clearance, records.len())?;
    let shares = records.chunks(SHARE).map(|share| {
        let members: Vec<_> =
            share.iter().map(|record| (clearance.for_member(), record.clone())).collect();
        let exchange = exchange.clone();
        tokio::task::spawn_blocking(move || examine_all(&exchange, members))
    });
    let mut examined: Vec<Member> = Vec::with_capacity(records.len());
    for share in join_all(shares).await {
        examined.extend(share.map_err(|_| fault("a part of a batch was not examined"))?);
    }
    let settled = examined.into_iter().map(|(mut clearance, checked)| async move {
        match settle(exchange, &mut clearance, checked, |_| Ok(())).await {
            Ok(submitted) => Ok(submitted),
            Err(refusal) => {
                let entry = clearance.entry.refused(refusal.clone());
                Err(refuse(exchange, entry).await.err().unwrap_or(refusal))
            }
        }
    });
    Ok(join_all(settled).await)
}

fn examine_all(exchange: &Exchange, members: Vec<(Clearance<RecordSubmit>, Bytes)>) -> Vec<Member> {
    let examined = members.into_iter().map(|(mut clearance, record)| {
        let checked = examine(exchange, &mut clearance, record);
        (clearance, checked)
    });
    examined.collect()
}

/// The request itself has spent one; the other records spend the rest.
fn spend(
    exchange: &Exchange,
    clearance: &Clearance<RecordSubmit>,
    records: usize,
) -> Result<(), Refusal> {
    let Some(more) = u32::try_from(records - 1).ok().and_then(NonZeroU32::new) else {
        return Ok(());
    };
    let (partner, meter) = (&clearance.caller.partner.id, RecordSubmit::ACTION.meter());
    exchange
        .limiter
        .spend(&clearance.directory, partner, meter, more, clearance.at)
        .map(|_| ())
        .map_err(|empty| {
            Refusal::later(Reason::RateLimited, jittered(empty.wait_ms, exchange.random_byte()))
        })
}
