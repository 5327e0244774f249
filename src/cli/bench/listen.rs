//! The connections of a measurement of the feed: each with a handshake of its own, and when each was given what.
//! Absent: who sends, and figures.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::cli::failure::Failure;
use crate::client::tls::{self, ClientFiles};
use crate::client::transport::{Options, Protocol, Request, Streaming, Transport};
use crate::client::{Backoff, ClientError, OpenError, Profile};

use super::progress;

/// Handshakes at once.
const OPENING: usize = 64;
/// How long a listener waits for its feed to be opened while thousands want the same.
const PATIENCE: Duration = Duration::from_secs(120);

/// The index of a record, and when a listener had it.
pub(super) type Had = (u64, Instant);

/// Listeners, until this value goes.
pub(super) struct Listeners {
    _tasks: JoinSet<()>,
    given: mpsc::UnboundedReceiver<Had>,
    back: mpsc::UnboundedReceiver<Instant>,
    /// How many.
    pub(super) count: usize,
}

impl Listeners {
    /// Opens so many feeds, spread over the holders of these profiles.
    ///
    /// # Errors
    /// The first feed that does not open.
    pub(super) async fn open(
        profiles: &[Profile],
        count: usize,
        protocol: Protocol,
    ) -> Result<Self, Failure> {
        let (gives, given) = mpsc::unbounded_channel();
        let (comes, back) = mpsc::unbounded_channel();
        let turns = Arc::new(Semaphore::new(OPENING));
        let mut opening = JoinSet::new();
        let mut holders = Vec::with_capacity(profiles.len());
        for profile in profiles {
            holders.push((profile, tls::load(&files(profile)).map_err(OpenError::from)?));
        }
        for (profile, tls) in holders.iter().cycle().take(count) {
            let transport = Transport::new(&profile.url, tls.clone(), &options(profile, protocol))
                .map_err(OpenError::from)?;
            let turns = turns.clone();
            opening.spawn(async move {
                let _turn = turns.acquire().await;
                let opened = transport.stream(Request::events("/v1/feed", None)).await?;
                Ok::<_, ClientError>((opened, transport))
            });
        }
        let bar = progress::bar(u64::try_from(count).unwrap_or(u64::MAX), "opening feeds");
        let mut tasks = JoinSet::new();
        while let Some(opened) = opening.join_next().await {
            let lost = |_| Failure::Step("a listener ended unexpectedly".into());
            let (stream, transport) = opened.map_err(lost)??;
            if !stream.status.is_success() {
                return Err(Failure::Step(format!("a feed was refused with {}", stream.status)));
            }
            tasks.spawn(listen(stream, transport, gives.clone(), comes.clone()));
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(Self { _tasks: tasks, given, back, count })
    }

    /// Waits until every listener has come back. Gives when each did.
    ///
    /// # Errors
    /// One that does not.
    pub(super) async fn all_back(&mut self) -> Result<Vec<Instant>, Failure> {
        let mut times = Vec::with_capacity(self.count);
        while times.len() < self.count {
            match tokio::time::timeout(PATIENCE, self.back.recv()).await {
                Ok(Some(when)) => times.push(when),
                _ => {
                    let (back, of) = (times.len(), self.count);
                    return Err(Failure::Step(format!("{back} of {of} listeners came back")));
                }
            }
        }
        Ok(times)
    }

    /// Waits until every listener has had the record at this index. Gives when each had it.
    ///
    /// # Errors
    /// A listener that has it twice or out of turn, or whose feed ended.
    pub(super) async fn all_had(&mut self, index: u64) -> Result<Vec<Instant>, Failure> {
        let mut times = Vec::with_capacity(self.count);
        while times.len() < self.count {
            let had = tokio::time::timeout(PATIENCE, self.given.recv()).await;
            match had {
                Ok(Some((at, when))) if at == index => times.push(when),
                _ => {
                    let (had, of) = (times.len(), self.count);
                    return Err(Failure::Step(format!("{had} of {of} listeners had the record")));
                }
            }
        }
        Ok(times)
    }
}

fn files(profile: &Profile) -> ClientFiles {
    ClientFiles {
        ca: profile.ca.clone(),
        cert: profile.certificate.clone(),
        key: profile.key.clone(),
    }
}

fn options(profile: &Profile, protocol: Protocol) -> Options {
    Options {
        protocol,
        server_name: profile.server_name.clone(),
        timeout: PATIENCE,
        ..Options::default()
    }
}

/// Takes what comes, and comes back when the connection breaks.
async fn listen(
    mut stream: Streaming,
    transport: Transport,
    gives: mpsc::UnboundedSender<Had>,
    comes: mpsc::UnboundedSender<Instant>,
) {
    let mut last = None;
    loop {
        take(stream, &gives, &mut last).await;
        let mut backoff = Backoff::new(PATIENCE);
        stream = loop {
            tokio::time::sleep(backoff.pause()).await;
            match transport.stream(Request::events("/v1/feed", last)).await {
                Ok(stream) if stream.status.is_success() => break stream,
                _ if gives.is_closed() => return,
                _ => {}
            }
        };
        if comes.send(Instant::now()).is_err() {
            return;
        }
    }
}

/// One event a chunk is what an exchange sends that is not behind.
async fn take(mut stream: Streaming, gives: &mpsc::UnboundedSender<Had>, last: &mut Option<u64>) {
    while let Ok(Some(chunk)) = stream.chunk().await {
        let now = Instant::now();
        for line in chunk.split(|byte| *byte == b'\n') {
            let id = line.strip_prefix(b"id: ").and_then(|id| std::str::from_utf8(id).ok());
            let Some(index) = id.and_then(|id| id.parse().ok()) else { continue };
            *last = Some(index);
            if gives.send((index, now)).is_err() {
                return;
            }
        }
    }
}
