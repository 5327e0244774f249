//! Taking something out of a bucket whose day has not come: what stays is sealed under another key, and
//! the old key goes. A copy of the old files opens nothing of what was taken out.
//! Absent: who may order it (`order`), and the end of a day (`sweep`).

use samen_audit::hash::sha256;

use super::rows;
use super::spans::Spans;
use crate::domain::action::Action;
use crate::domain::entry::{Entry, RequestIds};
use crate::domain::id::RecordId;
use crate::domain::plate::{Normal, fold};
use crate::domain::record::RecordType;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::{Day, Timestamp};
use crate::service::door;
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::kept::{self, term};
use crate::service::sequencer::{Change, Move, RetentionWrite};
use crate::store::{ReadError, Reader};
use crate::vault::{Bucket, VaultError};

/// The most records that are sealed anew in one commit: at their largest some 16 MB.
const MOVES: usize = 256;
/// How many members of a bucket are read at a time.
const PAGE: usize = 1024;

/// What is left to do for an early erasure: one commit, and then the keys.
pub(super) struct Erasure {
    /// The last moves, and the rows that say what was erased.
    pub(super) write: RetentionWrite,
    /// The buckets whose keys go once that is durable.
    pub(super) old: Vec<Bucket>,
}

/// Prepares the erasure of the record of entry `index`: every other record of its day is moved under the
/// day's newest key, all but the last few of them durably. Nothing is erased yet.
///
/// # Errors
/// A fault of the store, the log or the keyring; then both keys stay, and everything can be read.
pub(super) async fn prepare(
    exchange: &Exchange,
    index: u64,
    now: Timestamp,
) -> Result<Erasure, Refusal> {
    let own = exchange.read(move |reader| Ok(reader.record_bucket(index)?)).await?;
    let Some(Bucket::Records(own)) = own else {
        return Err(fault("a record to erase has no bucket"));
    };
    let day = Bucket::day_of(own);
    let vault = exchange.store.vault().clone();
    // From here on whatever comes for this day is sealed under `newest`.
    let newest = blocking(move || match vault.records_number(day) {
        newest if newest == own => vault.renew(day),
        newest => Ok(newest),
    })
    .await?;
    let entry = Entry::new(now, Action::RetentionReseal, None, RequestIds::default());
    door::settle(exchange, &entry).await?;
    // An earlier attempt may have ended halfway: older copies are in every generation that has a key.
    let of_day = |bucket: &Bucket| match bucket {
        Bucket::Records(number) => Bucket::day_of(*number) == day && *number != newest,
        Bucket::Audit(_) | Bucket::Standing => false,
    };
    let old: Vec<Bucket> = exchange.store.vault().buckets().into_iter().filter(of_day).collect();
    let mut moves = Vec::new();
    for bucket in &old {
        for member in members(exchange, *bucket).await? {
            if member == index {
                continue;
            }
            moves.push(exchange.read(move |reader| moved(reader, member, newest)).await?);
            if moves.len() == MOVES {
                reseal(exchange, now, std::mem::take(&mut moves), label(*bucket), "others").await?;
            }
        }
    }
    let rows = old.iter().map(|bucket| {
        let erased = if *bucket == Bucket::Records(own) { Some(index) } else { None };
        rows::erased_row(*bucket, 0, &Spans::of(erased))
    });
    Ok(Erasure { write: RetentionWrite { moves, rows: rows.collect() }, old })
}

/// The records that are sealed under a bucket, by index. One that was moved on is not among them.
///
/// # Errors
/// A fault of the store.
pub(super) async fn members(exchange: &Exchange, bucket: Bucket) -> Result<Vec<u64>, Refusal> {
    let Bucket::Records(number) = bucket else {
        return Ok(Vec::new());
    };
    let found = exchange.read(move |reader| {
        let (mut found, mut from) = (Vec::new(), 0);
        loop {
            let page = reader.records_in(number, term::ANY, from, PAGE)?;
            for index in &page {
                if reader.record_bucket(*index)? == Some(bucket) {
                    found.push(*index);
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE => from = last + 1,
                _ => return Ok(found),
            }
        }
    });
    found.await
}

/// The record of entry `index` on its way to another bucket.
///
/// # Errors
/// A fault of the store.
pub(super) fn moved(reader: &Reader, index: u64, number: u32) -> Result<Move, Refusal> {
    let kept = kept::load(reader, index)?;
    let facts = reader.record_meta(index)?.ok_or(ReadError::Missing { table: "record_meta" })?;
    let signed = reader.record(index)?.ok_or(ReadError::Missing { table: "record" })?;
    let id: RecordId = kept.facts.id;
    let mut terms = vec![(term::ANY, Vec::new())];
    for plate in &kept.row.plates {
        let plate = Normal::parse(plate).map_err(|_| fault("a kept plate cannot be read"))?;
        terms.push((term::PLATE, fold(&plate).as_str().as_bytes().to_vec()));
    }
    terms.extend(kept.row.case.iter().map(|case| (term::CASE, case.as_bytes().to_vec())));
    if kept.facts.record_type == RecordType::Alert {
        terms.push((term::ALERT, Vec::new()));
    }
    Ok(Move { id, index, sha256: sha256(&signed), number, signed, facts, terms })
}

/// Seals records anew, with an entry of its own.
///
/// # Errors
/// Refusals of the log.
pub(super) async fn reseal(
    exchange: &Exchange,
    now: Timestamp,
    mut moves: Vec<Move>,
    from: String,
    why: &str,
) -> Result<(), Refusal> {
    moves.sort_by_key(|moved| moved.index);
    let mut entry = Entry::new(now, Action::RetentionReseal, None, RequestIds::default());
    entry.given = Some(format!("records {}", Spans::of(moves.iter().map(|moved| moved.index))));
    entry.subject = Some(Sensitive::new(from));
    entry.detail = Some(why.to_owned());
    let write = RetentionWrite { moves, rows: Vec::new() };
    door::enter(exchange, &entry, Change::Retention(Box::new(write))).await?;
    Ok(())
}

/// Drops the keys of buckets, for good.
///
/// # Errors
/// A fault of the keyring; the next sweep tries again.
pub(super) async fn drop_keys(exchange: &Exchange, buckets: Vec<Bucket>) -> Result<(), Refusal> {
    let vault = exchange.store.vault().clone();
    let dropped =
        blocking(move || buckets.into_iter().try_for_each(|bucket| vault.drop_bucket(bucket)))
            .await;
    // Whatever came of it, what is still in memory may be among it.
    exchange.feeds.forget();
    dropped
}

/// What a bucket is called in an entry.
pub(super) fn label(bucket: Bucket) -> String {
    match bucket {
        Bucket::Records(number) => {
            let day = Day(Bucket::day_of(number)).start().to_string();
            format!("records {}", day.get(..10).unwrap_or_default())
        }
        Bucket::Audit(month) => format!("audit {:04}-{:02}", month / 12, month % 12 + 1),
        Bucket::Standing => "standing".to_owned(),
    }
}

/// Work on the keyring's file, where blocking is allowed.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            let cause: &dyn std::error::Error = &error;
            tracing::error!(error = cause, "a key cannot be made or dropped");
            Err(Reason::Internal.into())
        }
        Err(_) => Err(fault("work on the keyring was lost")),
    }
}
