//! The heartbeat: while nothing happens the exchange says from time to time that it is there and what it
//! has counted, so that a silence in the log is a silence of the exchange. Absent: what counts.

use std::sync::Arc;
use std::time::Duration;

use super::door;
use super::exchange::Exchange;
use crate::domain::action::Action;
use crate::domain::entry::{Entry, RequestIds};

/// How often the log is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Enters a heartbeat whenever the newest entry is `silence_ms` old. Never returns; a log that cannot be
/// written stops the exchange by itself.
pub async fn beat(exchange: Arc<Exchange>, silence_ms: i64) {
    let mut ticks = tokio::time::interval(LOOK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let now = exchange.clock.now();
        let newest = i64::try_from(exchange.sequencer.published().time_ms).unwrap_or(i64::MAX);
        if now.as_ms().saturating_sub(newest) < silence_ms {
            continue;
        }
        let mut entry = Entry::new(now, Action::ExchangeHeartbeat, None, RequestIds::default());
        entry.given = Some(counted(&exchange));
        if door::note(&exchange, &entry).await.is_err() {
            tracing::warn!("a heartbeat could not be entered");
        }
    }
}

/// What was entered since the start, by class.
fn counted(exchange: &Exchange) -> String {
    let made = exchange.metrics.made();
    let counts: Vec<String> =
        made.iter().map(|(class, count)| format!("{} {count}", class.name())).collect();
    format!("since the start: {}", counts.join(", "))
}
