//! Keeps the list of alerts current: what changed since the last time, then the feed, and every minute what
//! the feed does not tell, with the clock and the grants of the exchange beside it.
//! Absent: matching, and files.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::client::copy::{AlertsCopy, Change, Listed, RefreshError};
use crate::client::error::explain;
use crate::client::{Backoff, Client, ClientError};
use crate::domain::id::RecordId;
use crate::domain::record::{Record, Status};
use crate::domain::time::Timestamp;
use crate::service::clock::Clock;
use crate::service::edge::{Drift, NOTICED_MS};
use crate::wire::api::grant::GrantShown;

use super::keep::Keeper;
use super::send::in_full;

/// How often clock, grants and what the feed does not tell are asked for.
const ROUND: Duration = Duration::from_secs(60);
/// The longest pause before connecting again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Alerts handed to the desk at a time, read: a text that is read takes far more memory than one that is packed.
const HANDED: usize = 1_000;

/// An alert in force: as it is kept, and read.
pub(super) struct Entry {
    pub(super) alert: Arc<Listed>,
    pub(super) record: Record,
}

/// What the desk is told of the exchange.
pub(super) enum Heard {
    /// Alerts in force, new ones or all.
    Added(Vec<Entry>),
    /// Alerts that hold no more.
    Ended(Vec<RecordId>),
    /// The list is the one that was kept over the restart, complete up to this moment of the exchange.
    Kept(Timestamp),
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
    /// What keeps them over a restart, and why what it had could not be used.
    pub(super) keeper: Keeper,
    pub(super) not_kept: Option<String>,
    pub(super) drift: Drift,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) heard: mpsc::Sender<Heard>,
}

impl Follower {
    /// Follows until the desk ends.
    pub(super) async fn run(mut self) {
        if self.begin().await.is_err() {
            return;
        }
        let mut backoff = Backoff::new(LONGEST_PAUSE);
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
            let told = self.tell(Heard::Connected(false)).await;
            if told.is_err() || self.expire().await.is_err() {
                return;
            }
            if was_open {
                backoff.reset();
            }
            tokio::time::sleep(backoff.pause()).await;
        }
    }

    /// Before anything is asked: the list as it was kept, and how old it is.
    async fn begin(&mut self) -> Result<(), Ended> {
        if let Some(text) = self.not_kept.take() {
            let text = format!("the list of before the start cannot be used: {text}");
            self.tell(Heard::Trouble("list", text)).await?;
        }
        let Some(as_of) = self.copy.as_of() else { return Ok(()) };
        let now = self.clock.now();
        if as_of.since(now) >= NOTICED_MS {
            // The clock was turned back: it is behind by that much at least.
            self.drift = Drift::measured(now, now, as_of);
            self.tell(Heard::Drift(self.drift)).await?;
        }
        let kept = self
            .copy
            .alerts()
            .map(|alert| Change::Added { alert: alert.clone(), replaces: Vec::new() });
        let kept: Vec<Change> = kept.collect();
        self.changed(&kept).await?;
        self.tell(Heard::Kept(as_of)).await
    }

    /// Without the exchange: what has run out goes, from the disk too.
    async fn expire(&mut self) -> Result<(), Ended> {
        if self.copy.as_of().is_none() {
            return Ok(());
        }
        let changes = self.copy.expire(self.drift.corrected(self.clock.now()));
        if changes.is_empty() && !self.keeper.is_due() {
            return Ok(());
        }
        self.changed(&changes).await?;
        self.keep(&changes).await
    }

    async fn keep(&mut self, changes: &[Change]) -> Result<(), Ended> {
        match self.keeper.keep(&self.copy, changes).await {
            Some(text) => self.tell(Heard::Trouble("disk", text)).await,
            None => Ok(()),
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
                        self.changed(&changes).await?;
                        if !changes.is_empty() {
                            self.keep(&changes).await?;
                        }
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
                self.changed(&refreshed.changes).await?;
                self.keep(&refreshed.changes).await?;
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
    async fn changed(&self, changes: &[Change]) -> Result<(), Ended> {
        let ended = changes.iter().filter_map(|change| match change {
            Change::Ended { alert, .. } => Some(alert.id),
            Change::Added { .. } => None,
        });
        let ended: Vec<RecordId> = ended.collect();
        if !ended.is_empty() {
            self.tell(Heard::Ended(ended)).await?;
        }
        let (mut entries, mut unreadable) = (Vec::new(), 0_usize);
        for change in changes {
            let Change::Added { alert, .. } = change else { continue };
            match alert.record() {
                Ok(record) => entries.push(Entry { alert: alert.clone(), record }),
                Err(_) => unreadable += 1,
            }
            if entries.len() >= HANDED {
                self.tell(Heard::Added(std::mem::take(&mut entries))).await?;
            }
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
