//! Sending the requests of a measurement over open connections and taking the time of each answer.
//! Absent: what the figures mean (`figures`), and processor time (`bearings`).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use crate::cli::failure::Failure;
use crate::client::tls::{self, ClientFiles};
use crate::client::transport::{Options, Protocol, Request, Transport, TransportError};
use crate::client::{ClientError, OpenError, Profile};

use super::pace::Pace;
use super::progress;
use super::work::Work;

/// One of so many answers is kept, and its receipt verified after the run. A prime, so that it falls in
/// step with nothing.
const KEEP_ONE_IN: usize = 499;
/// Longest time that the histogram holds, in nanoseconds, and its significant digits.
const LONGEST_NS: u64 = 120_000_000_000;
const DIGITS: u8 = 3;

/// What came of a run.
pub(super) struct Measured {
    /// Requests answered.
    pub(super) requests: usize,
    /// Records stored, or empty requests answered as they should be.
    pub(super) accepted: usize,
    /// Records that were not, by status.
    pub(super) refused: BTreeMap<u16, usize>,
    /// From the first request to the last answer.
    pub(super) elapsed: Duration,
    /// Nanoseconds from when a request was due to its whole answer.
    pub(super) times: Histogram<u64>,
    /// Some requests with their answers.
    pub(super) kept: Vec<(usize, Bytes)>,
}

/// What one task has seen.
#[derive(Default)]
struct Seen {
    accepted: usize,
    refused: BTreeMap<u16, usize>,
    times_ns: Vec<u64>,
    kept: Vec<(usize, Bytes)>,
}

/// Opens connections as the holder of a profile: each one alone, with its handshake done.
///
/// # Errors
/// A certificate that cannot be used, or a server that cannot be reached.
pub(super) async fn connect(
    profile: &Profile,
    protocol: Protocol,
    connections: u16,
) -> Result<Vec<Transport>, Failure> {
    let files = ClientFiles {
        ca: profile.ca.clone(),
        cert: profile.certificate.clone(),
        key: profile.key.clone(),
    };
    let tls = tls::load(&files).map_err(OpenError::from)?;
    let options =
        Options { protocol, server_name: profile.server_name.clone(), ..Options::default() };
    let mut opened = Vec::with_capacity(connections.into());
    for _ in 0..connections {
        let transport =
            Transport::new(&profile.url, tls.clone(), &options).map_err(OpenError::from)?;
        // Cheap for the exchange, and leaves nothing in its log.
        transport.send(Request::get("/log/checkpoint")).await.map_err(ClientError::from)?;
        opened.push(transport);
    }
    Ok(opened)
}

/// Sends the work with so many requests in flight, spread over the connections.
///
/// # Errors
/// The first request that brought no answer; a refusal is an answer, and counted.
pub(super) async fn run(
    connections: &[Transport],
    in_flight: u16,
    work: &Arc<Work>,
    pace: Pace,
    what: &str,
) -> Result<Measured, Failure> {
    let mut tasks = JoinSet::new();
    for transport in connections.iter().cycle().take(in_flight.into()) {
        tasks.spawn(send(transport.clone(), work.clone(), pace.clone()));
    }
    let shown = pace.clone();
    let bar = progress::bar(shown.progress().1, what);
    let watched = bar.clone();
    let watch = tokio::spawn(async move {
        loop {
            watched.set_position(shown.progress().0);
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    });
    let mut all = Vec::with_capacity(in_flight.into());
    while let Some(ended) = tasks.join_next().await {
        let lost = |_| Failure::Step("a task of the measurement ended unexpectedly".into());
        all.push(ended.map_err(lost)?.map_err(ClientError::from)?);
    }
    let elapsed = pace.began().elapsed();
    watch.abort();
    bar.finish_and_clear();
    together(all, elapsed)
}

async fn send(transport: Transport, work: Arc<Work>, pace: Pace) -> Result<Seen, TransportError> {
    let mut seen = Seen::default();
    while let Some((at, due)) = pace.next().await {
        let answer = transport.send(work.request(at)).await?;
        seen.times_ns.push(nanos(due));
        let outcome = work.judge(at, &answer);
        seen.accepted += outcome.accepted;
        if outcome.refused > 0 {
            *seen.refused.entry(outcome.status).or_default() += outcome.refused;
        } else if at % KEEP_ONE_IN == 0 {
            seen.kept.push((at, answer.body));
        }
    }
    Ok(seen)
}

fn nanos(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX).clamp(1, LONGEST_NS)
}

/// A histogram that holds every time that can come.
pub(super) fn histogram() -> Result<Histogram<u64>, Failure> {
    Histogram::new_with_bounds(1, LONGEST_NS, DIGITS)
        .map_err(|_| Failure::Step("there is no histogram to take the times into".into()))
}

fn together(all: Vec<Seen>, elapsed: Duration) -> Result<Measured, Failure> {
    let mut times = histogram()?;
    let (mut accepted, mut requests) = (0, 0);
    let mut refused: BTreeMap<u16, usize> = BTreeMap::new();
    let mut kept = Vec::new();
    for seen in all {
        accepted += seen.accepted;
        requests += seen.times_ns.len();
        for ns in seen.times_ns {
            // Every time was brought into the bounds before.
            times.saturating_record(ns);
        }
        for (status, records) in seen.refused {
            *refused.entry(status).or_default() += records;
        }
        kept.extend(seen.kept);
    }
    Ok(Measured { requests, accepted, refused, elapsed, times, kept })
}
