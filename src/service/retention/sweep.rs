//! The sweep: every bucket whose time has passed is erased, its held records having moved on.
//! Absent: waiting for anybody; a sweep that fails says so and is tried again.

use std::sync::Arc;
use std::time::Duration;

use super::early::{drop_keys, label, members, moved, prepare, reseal};
use super::rows;
use super::spans::Spans;
use crate::domain::action::Action;
use crate::domain::entry::{Entry, RequestIds};
use crate::domain::party::{PartnerKind, Standing};
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::Sensitive;
use crate::domain::time::{Timestamp, day_after_month};
use crate::service::door;
use crate::service::exchange::Exchange;
use crate::service::kept::{self, KeptError};
use crate::service::sequencer::{Change, RetentionWrite};
use crate::store::{ReadError, Reader};
use crate::vault::Bucket;

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How many looks are left out after a sweep that failed.
const AFTER_FAILURE: u32 = 60;
/// The most numbers and ranges that one entry names: some 20 KB of text.
const NAMED: usize = 1000;
/// By how much the times of neighboring entries may be out of order, generously.
const SLACK_MS: i64 = 86_400_000;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Keys that were dropped.
    pub buckets: usize,
    /// Held records that moved on.
    pub held: usize,
}

/// Sweeps at the start and whenever a day has begun. Never returns.
pub async fn keep(exchange: Arc<Exchange>) {
    let mut ticks = tokio::time::interval(LOOK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut swept, mut left_out) = (None, 0_u32);
    loop {
        ticks.tick().await;
        let now = exchange.clock.now();
        if swept == Some(now.day()) || left_out > 0 {
            left_out = left_out.saturating_sub(1);
            continue;
        }
        match sweep(&exchange, now).await {
            Ok(_) => swept = Some(now.day()),
            Err(refusal) => {
                tracing::error!(%refusal, "what was kept long enough could not be erased yet");
                left_out = AFTER_FAILURE;
            }
        }
    }
}

/// Erases everything whose time has passed at `now`.
///
/// # Errors
/// Refusals of the log, or a fault of the store or the keyring. What was erased until then stays erased;
/// the rest is done by the next sweep.
pub async fn sweep(exchange: &Exchange, now: Timestamp) -> Result<Swept, Refusal> {
    let _alone = exchange.retention.lock().await;
    let mut swept = Swept::default();
    let closed = closed_through(exchange).await?;
    for bucket in exchange.store.vault().buckets() {
        let found = match bucket {
            Bucket::Records(number) if Bucket::day_of(number) <= now.day().0 => {
                swept.held += move_held(exchange, bucket, now).await?;
                members(exchange, bucket).await?
            }
            Bucket::Audit(month)
                if closed.is_some_and(|closed| month <= closed)
                    && day_after_month(month + exchange.profile.audit_months) <= now.day() =>
            {
                exchange.read(move |reader| Ok(entries(reader, month)?)).await?
            }
            Bucket::Records(_) => {
                // Its erasure was entered, and its key was not dropped any more.
                let part = move |reader: &Reader| Ok(rows::erased_part(reader, bucket, 0)?);
                if exchange.read(part).await?.is_some() {
                    drop_keys(exchange, vec![bucket]).await?;
                    swept.buckets += 1;
                }
                continue;
            }
            Bucket::Audit(_) | Bucket::Standing => continue,
        };
        enter(exchange, bucket, &Spans::of(found), now).await?;
        drop_keys(exchange, vec![bucket]).await?;
        swept.buckets += 1;
    }
    swept.buckets += let_go(exchange, now).await?;
    Ok(swept)
}

/// Enters what is about to be erased, part by part; those that were entered before a crash are not
/// entered again. A bucket with nothing in it needs no entry.
async fn enter(
    exchange: &Exchange,
    bucket: Bucket,
    found: &Spans,
    now: Timestamp,
) -> Result<(), Refusal> {
    let what = if matches!(bucket, Bucket::Records(_)) { "records" } else { "entries" };
    for (part, spans) in (0..).zip(found.parts(NAMED)) {
        let known = move |reader: &Reader| Ok(rows::erased_part(reader, bucket, part)?);
        if exchange.read(known).await?.is_some() {
            continue;
        }
        let mut entry = ended(exchange, now, bucket);
        entry.given = Some(format!("{what} {spans}"));
        let rows = vec![rows::erased_row(bucket, part, &spans)];
        let write = RetentionWrite { moves: Vec::new(), rows };
        door::enter(exchange, &entry, Change::Retention(Box::new(write))).await?;
    }
    Ok(())
}

/// The entry of an erasure that nobody ordered. It names no person; it is approved by the profile.
fn ended(exchange: &Exchange, now: Timestamp, bucket: Bucket) -> Entry {
    let mut entry = Entry::new(now, Action::RetentionErase, None, RequestIds::default());
    entry.reason = Some("retention-ended");
    entry.subject = Some(Sensitive::new(label(bucket)));
    entry.detail = Some(format!("approved by profile {}", exchange.profile.code));
    entry
}

/// Moves the held records of a bucket to the day after their hold ends. Not once its erasure has begun.
async fn move_held(exchange: &Exchange, bucket: Bucket, now: Timestamp) -> Result<usize, Refusal> {
    let vault = exchange.store.vault().clone();
    let moves = exchange
        .read(move |reader| {
            let mut moves = Vec::new();
            if rows::erased_part(reader, bucket, 0)?.is_some() {
                return Ok(moves);
            }
            for (id, until) in rows::holds(reader, now)? {
                let (Some(until), Some(kept)) = (until, reader.record_id(&id)?) else { continue };
                if reader.record_bucket(kept.index)? == Some(bucket) {
                    let number = vault.records_number(until.day().0 + 1);
                    moves.push(moved(reader, kept.index, number)?);
                }
            }
            Ok(moves)
        })
        .await?;
    let count = moves.len();
    if count > 0 {
        reseal(exchange, now, moves, label(bucket), "held").await?;
    }
    Ok(count)
}

/// Erases records that outlived their day because of a hold that was ended since.
async fn let_go(exchange: &Exchange, now: Timestamp) -> Result<usize, Refusal> {
    let profile = exchange.profile;
    let over = exchange
        .read(move |reader| {
            let mut over = Vec::new();
            for (id, until) in rows::holds(reader, now)? {
                let Some(kept) = reader.record_id(&id)? else { continue };
                if until.is_some() {
                    continue;
                }
                match kept::load(reader, kept.index) {
                    Ok(kept) if profile.erase_day(kept.facts.expires_at) <= now.day() => {
                        over.push(kept.index);
                    }
                    Ok(_) | Err(KeptError::Read(ReadError::Erased)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(over)
        })
        .await?;
    let mut buckets = 0;
    for index in over {
        let erasure = prepare(exchange, index, now).await?;
        let Some(first) = erasure.old.first() else { continue };
        let mut entry = ended(exchange, now, *first);
        entry.given = Some(format!("records {index}"));
        door::enter(exchange, &entry, Change::Retention(Box::new(erasure.write))).await?;
        buckets += erasure.old.len();
        drop_keys(exchange, erasure.old).await?;
    }
    Ok(buckets)
}

/// The entries that are sealed under a month, by index.
fn entries(reader: &Reader, month: u32) -> Result<Vec<u64>, ReadError> {
    let size = reader.tip()?.map_or(0, |tip| tip.size);
    let begins = match month.checked_sub(1) {
        Some(before) => day_after_month(before).start().plus_ms(-SLACK_MS).as_unsigned_ms(),
        None => 0,
    };
    let ends = day_after_month(month).start().plus_ms(SLACK_MS).as_unsigned_ms();
    let from = reader.first_index_at(begins)?.unwrap_or(size);
    let to = reader.first_index_at(ends)?.unwrap_or(size);
    let mut found = Vec::new();
    for index in from..to {
        if reader.entry_bucket(index)? == Some(Bucket::Audit(month)) {
            found.push(index);
        }
    }
    Ok(found)
}

/// Through which month every office has done its audit; `None` while one has not done any.
async fn closed_through(exchange: &Exchange) -> Result<Option<u32>, Refusal> {
    let directory = exchange.directory.now();
    let offices: Vec<u32> = directory
        .partners()
        .into_iter()
        .filter(|one| one.kind == PartnerKind::Oversight && one.standing == Standing::Active)
        .map(|office| office.number)
        .collect();
    exchange
        .read(move |reader| {
            let mut through: Option<u32> = None;
            for office in offices {
                let Some(closed) = rows::closed(reader, office)? else { return Ok(None) };
                through = Some(through.map_or(closed, |least| least.min(closed)));
            }
            Ok(through)
        })
        .await
}
