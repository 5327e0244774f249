//! Follows the log and sends its lines, in groups, each group again until the collector confirms it.
//! Absent: what a line holds (`line`).

use std::sync::Arc;
use std::time::Duration;

use super::line::{Source, request, span};
use super::{Logboek, Progress, Way};
use crate::domain::refusal::{Reason, Refusal};
use crate::service::door;
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::store::{ReadError, Reader};

/// Lines in one request: about 200 KB.
const LINES: u64 = 256;
/// How long after a failure the collector is asked again.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends a line for every entry for as long as the exchange runs. Returns at once when nothing leaves.
pub async fn follow(exchange: Arc<Exchange>) {
    let logboek = &exchange.logboek;
    let Some(way) = &logboek.way else {
        return;
    };
    let mut published = exchange.sequencer.subscribe();
    loop {
        let size = published.borrow_and_update().size();
        let next = logboek.progress.borrow().next;
        exchange.metrics.logboek_behind(size.saturating_sub(next));
        if next >= size {
            if published.changed().await.is_err() {
                return;
            }
            continue;
        }
        let until = size.min(next.saturating_add(LINES));
        match send(&exchange, way, next, until).await {
            Ok(()) => advance(&exchange, logboek, way, until),
            Err(why) => {
                fail(&exchange, logboek, &why);
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Sends the lines of some entries.
async fn send(exchange: &Exchange, way: &Way, next: u64, until: u64) -> Result<(), String> {
    let activities = way.activities.clone();
    let (name, origin) = (exchange.name.to_string(), way.place.origin().to_owned());
    let body = exchange
        .read(move |reader| {
            let mut spans = Vec::new();
            for index in next..until {
                spans.extend(line(reader, index, &activities)?);
            }
            Ok(request(&name, &origin, spans))
        })
        .await
        .map_err(|_| "the entries cannot be read".to_owned())?;
    let collected = way.collector.collect(body).await.map_err(|error| error.to_string())?;
    match collected.rejected {
        0 => Ok(()),
        rejected if way.required => Err(format!("it rejects {rejected} lines")),
        rejected => {
            tracing::warn!(rejected, "the collector of the processing log rejects lines");
            exchange.metrics.logboek_rejected(rejected);
            Ok(())
        }
    }
}

/// The line of an entry; none when the entry has been erased meanwhile.
fn line(
    reader: &Reader,
    index: u64,
    activities: &super::Activities,
) -> Result<Option<serde_json::Value>, Refusal> {
    let unreadable = |_| fault("an entry cannot be read for the processing log");
    let plain = match reader.entry(index) {
        Ok(plain) => plain.ok_or_else(|| Refusal::new(Reason::Internal))?,
        Err(ReadError::Erased) => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let leaf = reader.leaf(index).map_err(unreadable)?;
    let leaf = leaf.ok_or_else(|| Refusal::new(Reason::Internal))?;
    let fields = door::decode(&plain)
        .map_err(|_| fault("an entry cannot be decoded for the processing log"))?;
    Ok(Some(span(&Source { index, leaf: &leaf, fields: &fields }, activities)))
}

fn advance(exchange: &Exchange, logboek: &Logboek, way: &Way, next: u64) {
    // Without the file a restart sends these lines again, with the same ids: late is better than lost.
    if let Err(error) = way.place.keep(next) {
        let cause: &dyn std::error::Error = &error;
        tracing::error!(error = cause, "the place of the processing log cannot be kept");
    }
    let before = logboek.progress.send_replace(Progress { next, answers: Some(true) });
    if before.answers == Some(false) {
        tracing::info!("the collector of the processing log confirms");
    }
    exchange.metrics.logboek_answers(true);
}

fn fail(exchange: &Exchange, logboek: &Logboek, why: &str) {
    let Progress { next, answers } = *logboek.progress.borrow();
    // Said once, and counted from then on.
    if answers != Some(false) {
        tracing::warn!(why, "the collector of the processing log does not confirm");
    }
    logboek.progress.send_replace(Progress { next, answers: Some(false) });
    exchange.metrics.logboek_answers(false);
}
