//! The one task that matches, shows and signs: everything that comes in meets here, one after the other.
//! Absent: what leaves (`report`), the connection (`follow`, `send`), lines, requests, and files.

mod report;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use tokio::sync::{Notify, mpsc, watch};

use super::follow::Heard;
use super::input::Input;
use super::send::in_full;
use crate::client::Signer;
use crate::client::copy::Listed;
use crate::domain::edge::{Considered, Watch};
use crate::domain::id::RecordId;
use crate::domain::matcher::Read;
use crate::domain::record::text::Line;
use crate::domain::time::Timestamp;
use crate::service::clock::Clock;
use crate::service::edge::{Camera, Drift, Ground, Queued};
use crate::store::EdgeQueue;
use crate::wire::edge::{CandidateShown, Event, Status};

/// The most signed sightings that wait in memory for room on the disk.
const MOST_UNWRITTEN: usize = 1_000;
/// The name of a camera that the reader did not name.
const NO_CAMERA: &str = "unnamed";

/// What the desk is made of.
pub(super) struct Desk {
    pub(super) watch: Watch<Arc<Listed>>,
    pub(super) ground: Ground,
    pub(super) cameras: BTreeMap<String, Camera>,
    pub(super) signer: Signer,
    pub(super) queue: Arc<EdgeQueue>,
    pub(super) more: Arc<Notify>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) events: mpsc::Sender<Event>,
    pub(super) status: watch::Sender<Status>,
    pub(super) stale_ms: i64,
    pub(super) state: State,
}

/// What the desk knows of the world, and what it has said of it.
#[derive(Default)]
pub(super) struct State {
    drift: Drift,
    as_of: Option<Timestamp>,
    connected: bool,
    bad_reads: u64,
    unwritten: VecDeque<Queued>,
    said_clock: bool,
    said_stale: bool,
    said_disk: bool,
    said_grant: bool,
    day: u32,
}

/// Nobody listens any more.
pub(super) struct Closed;

impl Desk {
    /// Takes in one thing.
    ///
    /// # Errors
    /// [`Closed`] when nobody listens any more.
    pub(super) async fn take(&mut self, input: Input) -> Result<(), Closed> {
        match input {
            Input::Read(read) => self.read(&read).await,
            Input::Answer(answer, reply) => {
                let taken = self.answer(&answer).await?;
                match reply {
                    // Whoever asked may have gone; the answer counts all the same.
                    Some(reply) => drop(reply.send(taken)),
                    None => self.say_taken(answer.candidate, taken).await?,
                }
                Ok(())
            }
            Input::Bad(text) => {
                self.state.bad_reads += 1;
                self.notice("input", text).await
            }
            Input::Status => {
                let status = self.standing();
                self.say(Event::Status(status)).await
            }
            Input::End => {
                self.notice(
                    "input",
                    "standard input has ended; what waits is still sent".to_owned(),
                )
                .await
            }
        }
    }

    /// Takes in what was heard of the exchange.
    ///
    /// # Errors
    /// [`Closed`].
    pub(super) async fn hear(&mut self, heard: Heard) -> Result<(), Closed> {
        match heard {
            Heard::Added(entries) => {
                for entry in entries {
                    self.watch.list(entry.alert.index, &entry.record, entry.alert);
                }
            }
            Heard::Ended(ids) => self.end(&ids).await?,
            Heard::Kept(as_of) => self.kept(as_of).await?,
            Heard::Current(as_of) => {
                self.state.as_of = Some(as_of);
                self.state.said_stale = false;
            }
            Heard::Connected(connected) => {
                self.state.connected = connected;
                if connected {
                    self.more.notify_one();
                }
            }
            Heard::Drift(drift) => self.drifted(drift).await?,
            Heard::Grants(grants) => {
                let found = self.ground.shown(&grants);
                if !found && !self.state.said_grant {
                    let grant = &self.ground.grant;
                    let text =
                        format!("the grant {grant} is not in force: sightings will be refused");
                    self.notice("grant", text).await?;
                }
                self.state.said_grant = !found;
            }
            Heard::Trouble(about, text) => self.notice(about, text).await?,
        }
        self.publish();
        Ok(())
    }

    /// Lets time pass: what has run out goes, and what found no room on the disk is tried again.
    ///
    /// # Errors
    /// [`Closed`].
    pub(super) async fn tick(&mut self) -> Result<(), Closed> {
        let now = self.now();
        for gone in self.watch.expire(now) {
            self.say(gone.into()).await?;
        }
        self.write().await?;
        if !self.is_matching() && self.state.as_of.is_some() && !self.state.said_stale {
            self.state.said_stale = true;
            let age_min = self.list_age_ms().unwrap_or_default() / 60_000;
            let text = format!(
                "the alerts are {age_min} min old, so nothing is matched until the exchange is back"
            );
            self.notice("list", text).await?;
        }
        let today = now.day().0;
        if self.state.day != today {
            self.state.day = today;
            let queue = self.queue.clone();
            let tidied = tokio::task::spawn_blocking(move || queue.tidy(today)).await;
            if let Ok(Err(error)) = tidied {
                self.notice("disk", in_full(&error)).await?;
            }
        }
        self.publish();
        Ok(())
    }

    /// How the program stands.
    pub(super) fn standing(&self) -> Status {
        let tally = self.watch.tally();
        let (queued, refused) = self.queue.lengths();
        Status {
            reads: tally.reads,
            bad_reads: self.state.bad_reads,
            candidates: tally.candidates,
            open: self.watch.open().count(),
            queued,
            unwritten: self.state.unwritten.len(),
            refused,
            alerts: self.watch.alerts(),
            as_of: self.state.as_of.map(|as_of| as_of.to_string()),
            list_age_s: self.list_age_ms().map(|age_ms| age_ms / 1000),
            matching: self.is_matching(),
            connected: self.state.connected,
            clock_ahead_ms: self.state.drift.ahead_ms(),
        }
    }

    /// A reading that fits nothing is over here.
    async fn read(&mut self, read: &Read) -> Result<(), Closed> {
        let now = self.now();
        if !self.is_matching() {
            return Ok(());
        }
        let hits = self.watch.look(read, now);
        if hits.is_empty() {
            return Ok(());
        }
        let Some(camera) = self.camera_of(read) else {
            return Ok(());
        };
        for hit in &hits {
            let text = |alert: &Arc<Listed>| alert.record().ok().map(Arc::new);
            match self.watch.consider((hit, read), &camera, now, text) {
                Considered::Counted => {}
                Considered::Again(number) => {
                    self.show(number).await?;
                    // A better reading of the same pass may be one that leaves by itself.
                    self.unconfirmed(number).await?;
                }
                Considered::New { number, crowded_out } => {
                    if let Some(candidate) = crowded_out {
                        self.say(Event::Gone { candidate, why: "crowded_out" }).await?;
                    }
                    self.show(number).await?;
                    self.unconfirmed(number).await?;
                }
            }
        }
        self.publish();
        Ok(())
    }

    /// The camera of a reading; the only one there is when the reader names none.
    fn camera_of(&self, read: &Read) -> Option<Line<64>> {
        let named = read.camera.clone();
        named.or_else(|| {
            let mut names = self.cameras.keys();
            let only = names.next().filter(|_| self.cameras.len() == 1);
            Line::parse(only.map_or(NO_CAMERA, String::as_str)).ok()
        })
    }

    async fn show(&self, number: u64) -> Result<(), Closed> {
        let Some(candidate) = self.watch.candidate(number) else {
            return Ok(());
        };
        let age_s = self.list_age_ms().unwrap_or_default() / 1000;
        self.say(Event::Candidate(Box::new(CandidateShown::new(candidate, age_s)))).await
    }

    async fn end(&mut self, ids: &[RecordId]) -> Result<(), Closed> {
        for id in ids {
            for gone in self.watch.end(*id) {
                self.say(gone.into()).await?;
            }
        }
        Ok(())
    }

    /// The list is the one of before the start.
    async fn kept(&mut self, as_of: Timestamp) -> Result<(), Closed> {
        self.state.as_of = Some(as_of);
        let (alerts, age_min) =
            (self.watch.alerts(), self.list_age_ms().unwrap_or_default() / 60_000);
        let text = format!(
            "the list of before the start is used until the exchange answers: {alerts} alerts as of {as_of}, \
             {age_min} min old"
        );
        self.notice("list", text).await
    }

    async fn drifted(&mut self, drift: Drift) -> Result<(), Closed> {
        self.state.drift = drift;
        let noticed = drift.is_noticed();
        if noticed != self.state.said_clock {
            self.state.said_clock = noticed;
            let seconds = drift.ahead_ms().unwrap_or_default() / 1000;
            let text = match (noticed, drift.is_far()) {
                (false, _) => {
                    "the clock of this machine agrees with the exchange's again".to_owned()
                }
                (true, false) => format!(
                    "the clock of this machine is {seconds} s ahead of the exchange's: set it right. \
                     The exchange's time is used meanwhile"
                ),
                (true, true) => format!(
                    "the clock of this machine is {seconds} s ahead of the exchange's: nothing is signed \
                     until it is right. Candidates are shown; call the control room yourself"
                ),
            };
            self.notice("clock", text).await?;
        }
        Ok(())
    }

    /// The present, by the exchange's clock when this machine's is known to be wrong.
    fn now(&self) -> Timestamp {
        self.state.drift.corrected(self.clock.now())
    }

    fn list_age_ms(&self) -> Option<i64> {
        self.state.as_of.map(|as_of| self.now().since(as_of).max(0))
    }

    fn is_matching(&self) -> bool {
        self.list_age_ms().is_some_and(|age_ms| age_ms < self.stale_ms)
    }

    fn publish(&self) {
        self.status.send_replace(self.standing());
    }

    async fn notice(&self, about: &'static str, text: String) -> Result<(), Closed> {
        self.say(Event::Notice { about, text }).await
    }

    async fn say(&self, event: Event) -> Result<(), Closed> {
        self.events.send(event).await.map_err(|_| Closed)
    }
}
