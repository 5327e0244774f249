//! Keeping the board up to date: the alerts in force, then the feed from there on, again and again until
//! nobody looks any more. Absent: what the board makes of it (`model`).

use std::time::Duration;

use tokio::sync::mpsc::Sender;
use tokio::time::{Instant, sleep, timeout};

use super::super::failure::{Failure, TRY_LATER, VERIFICATION};
use super::draw::SILENT_MS;
use super::source::Source;
use crate::client::{Backoff, Sign, Told};
use crate::wire::api::feed::Delivery;

/// How often the whole list is asked for again: a grant that was revoked ends alerts and tells no feed.
const REFRESH: Duration = Duration::from_secs(60);
/// The longest pause before connecting again.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What reaches the board.
pub(super) enum Happening {
    /// All alerts that are in force.
    Snapshot(Vec<Delivery>),
    /// Something new.
    Told(Box<Told>),
    /// A sign of life.
    Alive,
    /// The connection is gone, and why.
    Lost(String),
    /// The exchange says no, and why.
    Refused(String),
    /// A key, or the window has another size.
    Typed(ratatui::crossterm::event::Event),
    /// A command that was to be told of an alert did not take it.
    NotNotified(String),
}

/// The receiver is gone: the board was closed.
struct Closed;

/// Why following ended.
enum Ended {
    Closed,
    Failed(Failure),
}

impl From<Closed> for Ended {
    fn from(Closed: Closed) -> Self {
        Self::Closed
    }
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Follows for as long as somebody listens, from a list on that was asked for already.
pub(super) async fn keep(mut source: Source, first: Vec<Delivery>, board: Sender<Happening>) {
    let mut first = Some(first);
    let mut backoff = Backoff::new(LONGEST_PAUSE);
    loop {
        let began = Instant::now();
        let happening = match follow(&mut source, first.take(), &board).await {
            Err(Ended::Closed) => return,
            Ok(()) => Happening::Lost(String::new()),
            // What does not verify leaves the board as it was, and says so for as long as it lasts.
            Err(Ended::Failed(failure))
                if [TRY_LATER, VERIFICATION].contains(&failure.exit_code()) =>
            {
                Happening::Lost(failure.text())
            }
            Err(Ended::Failed(failure)) => Happening::Refused(failure.text()),
        };
        if tell(&board, happening).await.is_err() {
            return;
        }
        if began.elapsed() > LONGEST_PAUSE {
            backoff.reset();
        }
        sleep(backoff.pause()).await;
    }
}

/// Until the feed ends, falls silent, or is refused.
async fn follow(
    source: &mut Source,
    first: Option<Vec<Delivery>>,
    board: &Sender<Happening>,
) -> Result<(), Ended> {
    let alerts = match first {
        Some(alerts) => alerts,
        None => source.refresh().await?,
    };
    tell(board, Happening::Snapshot(alerts)).await?;
    let mut feed = source.feed().await?;
    let mut refreshed = Instant::now();
    loop {
        let sign = timeout(Duration::from_millis(SILENT_MS), feed.next_sign()).await;
        let Ok(sign) = sign else { return Ok(()) };
        match sign.map_err(Failure::from)? {
            None => return Ok(()),
            Some(Sign::Alive) => tell(board, Happening::Alive).await?,
            Some(Sign::Told(told)) => {
                source.told(&told);
                tell(board, Happening::Told(Box::new(told))).await?;
            }
        }
        // Heartbeats come more often than that, so this is looked at in time.
        if refreshed.elapsed() >= REFRESH {
            tell(board, Happening::Snapshot(source.refresh().await?)).await?;
            refreshed = Instant::now();
        }
    }
}

async fn tell(board: &Sender<Happening>, happening: Happening) -> Result<(), Closed> {
    board.send(happening).await.map_err(|_| Closed)
}
