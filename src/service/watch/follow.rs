//! The task in which the watch goes along: group by group, each stored before the next is looked at. It
//! never stands in a request's way. Absent: what is seen (`run`), and how flags are laid out (`rows`).

use std::sync::Arc;
use std::time::Duration;

use super::rows::write;
use super::run::GROUP;
use super::{Progress, Run};
use crate::domain::action::Meter;
use crate::domain::id::PartnerId;
use crate::domain::misuse::{Flag, Identity};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::service::exchange::Exchange;
use crate::service::sequencer::NotQueued;

/// How long entries are gathered when nobody asks: a look costs a few reads for each partner.
const LOOK: Duration = Duration::from_secs(1);
/// How long after a failure, or when the writer is full, it is tried again.
const PAUSE: Duration = Duration::from_millis(500);
/// Entries after which the place is stored although nothing was raised: what a start reads twice at most.
const STRIDE: u64 = 16_384;
/// Entries after which it is said again that the watch is behind.
const SAY: u64 = 100_000;

/// Goes along with the log for as long as the exchange runs.
pub async fn follow(exchange: Arc<Exchange>) {
    loop {
        let Err(refusal) = go_along(&exchange).await else { return };
        // The watch is lost with whatever it saw half; it begins again before its place.
        tracing::error!(%refusal, "the watch for signs of misuse cannot go on and begins again");
        tokio::time::sleep(PAUSE).await;
    }
}

/// Returns when the log ends.
async fn go_along(exchange: &Exchange) -> Result<(), Refusal> {
    let mut run = exchange.read(|reader| Ok(Run::begin(reader)?)).await?;
    let mut published = exchange.sequencer.subscribe();
    let (mut placed, mut said) = (run.place().map_or(0, |place| place.next), None);
    loop {
        report(exchange, &run, false);
        let size = published.borrow_and_update().size();
        let behind = size.saturating_sub(run.next());
        exchange.metrics.watch_behind(behind);
        say(&mut said, run.next(), size);
        if behind == 0 {
            if published.changed().await.is_err() {
                return Ok(());
            }
            continue;
        }
        if behind < GROUP {
            gather(exchange, run.next()).await;
        }
        let size = exchange.sequencer.published().size();
        report(exchange, &run, true);
        let flags;
        (run, flags) = step(exchange, run, size).await?;
        if !flags.is_empty() || run.next() >= placed.saturating_add(STRIDE) {
            placed = run.next();
            keep(exchange, &run, flags).await?;
        }
    }
}

/// Says at times that the watch is behind, and that it has caught up.
fn say(said: &mut Option<u64>, seen: u64, entries: u64) {
    if entries.saturating_sub(seen) < GROUP {
        if said.take().is_some() {
            tracing::info!(entries, "the watch for signs of misuse has caught up");
        }
    } else if said.is_none_or(|said| seen >= said.saturating_add(SAY)) {
        *said = Some(seen);
        tracing::info!(seen, entries, "the watch for signs of misuse works through the log");
    }
}

/// Waits for more entries, but not when somebody asks for those that there are.
async fn gather(exchange: &Exchange, next: u64) {
    let mut wanted = exchange.watching.wanted.subscribe();
    let asked = wanted.wait_for(|below| *below > next);
    // The exchange holds the sender, so waiting ends with the time alone otherwise.
    drop(tokio::time::timeout(LOOK, asked).await);
}

async fn step(
    exchange: &Exchange,
    mut run: Run,
    size: u64,
) -> Result<(Run, Vec<(Identity, Flag)>), Refusal> {
    // Taken after the size: whoever has an entry below it is in there.
    let (limiter, directory) = (exchange.limiter.clone(), exchange.directory.now());
    exchange
        .read(move |reader| {
            let partners: Vec<String> =
                directory.partners().iter().map(|partner| partner.id.to_string()).collect();
            let limit = |partner: &str, meter: Meter, at: Timestamp| {
                let partner = PartnerId::parse(partner).ok()?;
                limiter.allowed(&directory, &partner, meter, at)
            };
            let flags = run.step(reader, size, &partners, &limit)?;
            Ok((run, flags))
        })
        .await
}

/// Has the writer store what was raised and how far the watch is. A full queue is waited for.
async fn keep(exchange: &Exchange, run: &Run, flags: Vec<(Identity, Flag)>) -> Result<(), Refusal> {
    let Some(place) = run.place() else { return Ok(()) };
    loop {
        match exchange.sequencer.beside(write(flags.clone(), place)) {
            Ok(durable) => return durable.await.map_err(|_| Reason::LogUnavailable.into()),
            Err(NotQueued::Full) => tokio::time::sleep(PAUSE).await,
            Err(NotQueued::Stopped) => return Err(Reason::LogUnavailable.into()),
        }
    }
}

fn report(exchange: &Exchange, run: &Run, is_writing: bool) {
    let place = run.place();
    let next = place.map_or_else(|| run.next(), |place| place.next);
    let at = place.map(|place| place.at);
    exchange.watching.progress.send_replace(Progress { next, at, is_writing });
}
