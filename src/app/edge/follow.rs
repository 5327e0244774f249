//! Keeps the list of alerts current: what changed since the last time, then the feed, and every minute what
//! the feed does not tell, with the clock and the grants of the exchange beside it.
//! Absent: matching, and keeping the list over a restart.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::client::copy::{AlertsCopy, Change, RefreshError};
use crate::client::error::explain;
use crate::client::{Client, ClientError};
use crate::domain::id::RecordId;
use crate::domain::record::{Record, Status};
use crate::domain::time::Timestamp;
use crate::service::clock::Clock;
use crate::service::edge::Drift;
use crate::wire::api::grant::GrantShown;

use super::send::in_full;

/// How often clock, grants and what the feed does not tell are asked for.
const ROUND: Duration = Duration::from_secs(60);
/// The longest pause before connecting again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// An alert in force.
pub(super) struct Entry {
    /// A number that no other alert has: its index in the log.
    pub(super) key: u64,
    pub(super) record: Arc<Record>,
}

/// What the desk is told of the exchange.
pub(super) enum Heard {
    /// Alerts in force, new ones or all.
    Added(Vec<Entry>),
    /// Alerts that hold no more.
    Ended(Vec<RecordId>),
    /// The list is complete up to this moment of the exchange.
    Current(Timestamp),
    /// Whether the feed is open.
    Connected(bool),
    /// How far the clocks differ.
    Drift(Drift),
    /// The grants of the partner.
    Grants(Vec<GrantShown>),
    /// Something that a person should know.
    Trouble(&'static str, String),
}

/// The desk has ended.
struct Ended;

/// Why a round ended.
enum Broken {
    Client(ClientError),
    /// What came as the list is not good: an alarm.
    List(String),
    Ended,
}

impl From<ClientError> for Broken {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

impl From<Ended> for Broken {
    fn from(_: Ended) -> Self {
        Self::Ended
    }
}

/// Follows one exchange.
pub(super) struct Follower {
    pub(super) client: Arc<Client>,
    pub(super) status: Status,
    /// The alerts in force, as the log vouches for them.
    pub(super) copy: AlertsCopy,
    pub(super) drift: Drift,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) heard: mpsc::Sender<Heard>,
}

impl Follower {
    /// Follows until the desk ends.
    pub(super) async fn run(mut self) {
        let mut pause = Duration::from_secs(1);
        let mut said = String::new();
        loop {
            let mut was_open = false;
            match self.follow(&mut was_open).await {
                Ok(()) => {}
                Err(broken) => {
                    let (about, text) = match &broken {
                        Broken::Client(error) => ("connection", sentence(error)),
                        Broken::List(text) => ("evidence", text.clone()),
                        Broken::Ended => return,
                    };
                    // The same trouble again is no news.
                    if (was_open || said != text)
                        && self.tell(Heard::Trouble(about, text.clone())).await.is_err()
                    {
                        return;
                    }
                    said = text;
                }
            }
            if self.tell(Heard::Connected(false)).await.is_err() {
                return;
            }
            pause = if was_open { Duration::from_secs(1) } else { (pause * 2).min(LONGEST_PAUSE) };
            tokio::time::sleep(pause).await;
        }
    }

    /// What changed since the last time, then the feed until it ends.
    async fn follow(&mut self, was_open: &mut bool) -> Result<(), Broken> {
        self.look_around().await?;
        self.refresh().await?;
        let mut feed = self.client.feed_of(self.status, self.copy.feed_after()).await?;
        *was_open = true;
        self.tell(Heard::Connected(true)).await?;
        let mut round = tokio::time::interval(ROUND);
        round.tick().await;
        loop {
            tokio::select! {
                told = feed.next_told() => match told? {
                    None => return Ok(()),
                    Some(told) => {
                        let changes = self.copy.told(&told, self.drift.corrected(self.clock.now()));
                        self.changed(changes).await?;
                    }
                },
                _ = round.tick() => {
                    self.look_around().await?;
                    self.refresh().await?;
                }
            }
        }
    }

    /// Clock and grants.
    async fn look_around(&mut self) -> Result<(), Broken> {
        let before = self.clock.now();
        let theirs = self.client.time().await?;
        self.drift = Drift::measured(before, self.clock.now(), theirs);
        self.tell(Heard::Drift(self.drift)).await?;
        let grants = self.client.grants().await?.items;
        Ok(self.tell(Heard::Grants(grants)).await?)
    }

    /// Brings the copy up to date. Of an answer that is not good nothing is taken over.
    async fn refresh(&mut self) -> Result<(), Broken> {
        let now = self.drift.corrected(self.clock.now());
        match self.client.refresh(&mut self.copy, now).await {
            Ok(refreshed) => {
                self.changed(refreshed.changes).await?;
                if let Some(as_of) = self.copy.as_of() {
                    self.tell(Heard::Current(as_of)).await?;
                }
                Ok(())
            }
            Err(RefreshError::Client(error)) => Err(error.into()),
            Err(RefreshError::Copy(error)) => Err(Broken::List(in_full(&error))),
        }
    }

    /// What ended comes first, so that a recall that was missed is learned before anything else.
    async fn changed(&self, changes: Vec<Change>) -> Result<(), Ended> {
        let (mut ended, mut entries, mut unreadable) = (Vec::new(), Vec::new(), 0_usize);
        for change in changes {
            match change {
                Change::Ended { alert, .. } => ended.push(alert.id),
                Change::Added { alert, .. } => match alert.record() {
                    Ok(record) => {
                        entries.push(Entry { key: alert.index, record: Arc::new(record) });
                    }
                    Err(_) => unreadable += 1,
                },
            }
        }
        if !ended.is_empty() {
            self.tell(Heard::Ended(ended)).await?;
        }
        if !entries.is_empty() {
            self.tell(Heard::Added(entries)).await?;
        }
        if unreadable > 0 {
            let text = format!("{unreadable} alerts could not be read; update this program");
            self.tell(Heard::Trouble("list", text)).await?;
        }
        Ok(())
    }

    async fn tell(&self, heard: Heard) -> Result<(), Ended> {
        self.heard.send(heard).await.map_err(|_| Ended)
    }
}

/// An error with what is behind it, on one line.
pub(super) fn sentence(error: &ClientError) -> String {
    if let ClientError::Refused { problem, .. } = error {
        return explain(problem, None);
    }
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
