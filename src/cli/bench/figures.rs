//! The figures of a run: rates, times and processor time a record. Absent: how they are printed (`report`).

use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::failure::Failure;

use super::Shape;
use super::floor::Floor;
use super::load::Measured;
use super::process::cpu;

/// The quantiles that are shown, and their names.
pub(super) const QUANTILES: [(&str, f64); 5] =
    [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)];

/// One run, with the processor time it took on both sides.
pub(super) struct Run {
    /// What came of it.
    pub(super) measured: Measured,
    server: Option<Duration>,
    client: Option<Duration>,
}

/// Everything measured with one number of requests in flight.
pub(super) struct Level {
    /// Requests in flight.
    pub(super) in_flight: u16,
    /// Connections that they were spread over.
    pub(super) connections: u16,
    /// Empty requests.
    pub(super) empty: Option<Run>,
    /// Records.
    pub(super) records: Option<Run>,
    /// Entries in one durable commit, on average.
    pub(super) group: Option<f64>,
    /// Receipts that were verified afterwards.
    pub(super) verified: usize,
}

impl Run {
    /// Runs something and takes the processor time of the server, when its process is known, and of this
    /// process.
    ///
    /// # Errors
    /// As what is run.
    pub(super) async fn of(
        server: Option<u32>,
        run: impl Future<Output = Result<Measured, Failure>>,
    ) -> Result<Self, Failure> {
        let used = || (server.and_then(cpu), cpu(std::process::id()));
        let before = used();
        let measured = run.await?;
        let after = used();
        let since = |before: Option<Duration>, after: Option<Duration>| {
            Some(after?.saturating_sub(before?))
        };
        Ok(Self { measured, server: since(before.0, after.0), client: since(before.1, after.1) })
    }

    /// Records, or empty requests, a second.
    pub(super) fn rate(&self) -> f64 {
        number(self.measured.accepted) / self.measured.elapsed.as_secs_f64()
    }

    /// Processor time of the server a record, in microseconds.
    pub(super) fn server_us(&self) -> Option<f64> {
        Some(micros(self.server?) / number(self.measured.accepted))
    }

    /// Processor time of this process a record, in microseconds.
    pub(super) fn client_us(&self) -> Option<f64> {
        Some(micros(self.client?) / number(self.measured.accepted))
    }

    /// Milliseconds that this part of the requests took at most.
    pub(super) fn ms(&self, quantile: f64) -> f64 {
        Duration::from_nanos(self.measured.times.value_at_quantile(quantile)).as_secs_f64() * 1e3
    }

    /// For programs.
    fn json(&self) -> Value {
        let quantiles: serde_json::Map<String, Value> =
            QUANTILES.iter().map(|(name, at)| ((*name).to_owned(), json!(self.ms(*at)))).collect();
        let refused: serde_json::Map<String, Value> = self
            .measured
            .refused
            .iter()
            .map(|(status, n)| (status.to_string(), json!(n)))
            .collect();
        json!({
            "seconds": self.measured.elapsed.as_secs_f64(),
            "requests": self.measured.requests,
            "accepted": self.measured.accepted,
            "refused_by_status": refused,
            "per_second": self.rate(),
            "ms": quantiles,
            "server_cpu_us": self.server_us(),
            "client_cpu_us": self.client_us(),
        })
    }
}

impl Level {
    /// Empty requests alone.
    pub(super) fn of_floor(in_flight: u16, shape: &Shape, empty: Run) -> Self {
        let connections = shape.connections(in_flight);
        Self { in_flight, connections, empty: Some(empty), records: None, group: None, verified: 0 }
    }

    /// Processor time of the server for a record, over that for an empty request and one signature check.
    pub(super) fn ratio(&self, floor: &Floor) -> Option<f64> {
        let least = self.empty.as_ref()?.server_us()? + micros(floor.check);
        Some(self.records.as_ref()?.server_us()? / least)
    }

    /// The time of a record over the times of one round trip, one signature check and one write to the disk;
    /// only where one request at a time is in flight does it say anything.
    pub(super) fn idle_ratio(&self, floor: &Floor) -> Option<f64> {
        let least = self.empty.as_ref()?.ms(0.5) + (micros(floor.check) + micros(floor.sync)) / 1e3;
        let records = self.records.as_ref().filter(|_| self.in_flight == 1)?;
        Some(records.ms(0.5) / least)
    }

    /// Records that were refused.
    pub(super) fn refused(&self) -> usize {
        self.records.as_ref().map_or(0, |run| run.measured.refused.values().sum())
    }

    /// For programs.
    pub(super) fn json(&self, floor: &Floor) -> Value {
        json!({
            "in_flight": self.in_flight,
            "connections": self.connections,
            "records": self.records.as_ref().map(Run::json),
            "entries_per_commit": self.group,
            "receipts_verified": self.verified,
            "empty": self.empty.as_ref().map(Run::json),
            "server_cpu_ratio": self.ratio(floor),
            "idle_time_ratio": self.idle_ratio(floor),
        })
    }
}

/// Microseconds with their fraction.
pub(super) fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// A count as a number to divide by; no run comes near four thousand million.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
