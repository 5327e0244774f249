//! Receiving: the live feed, resumed after every break.
//! Absent: the alerts in force (`alerts`), acknowledging (`build::answer`) and opening (`search`).

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use samen_audit::checkpoint::Checkpoint;
use samen_audit::note::Note;
use serde_json::json;

use crate::client::{Backoff, Client, Told};
use crate::domain::lmc::Language;
use crate::domain::record::Status;
use crate::wire::api::feed::{Delivery, Withdrawal};

use super::args;
use super::board::{self, Settings};
use super::failure::{Failure, TRY_LATER};
use super::output::{Paint, note};
use super::session::Session;
use super::show;

/// The longest pause before connecting again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Which part of the feed.
#[derive(Args)]
pub(crate) struct FeedArgs {
    /// Start after this log index; 0 is the beginning. Without it: from now on.
    #[arg(long, value_name = "INDEX")]
    from: Option<u64>,
    /// What to follow: exercises and tests never come among what is meant.
    #[arg(long, default_value = "actual", value_parser = args::code::<Status>())]
    status: String,
    /// Stop after so many records.
    #[arg(long, value_name = "COUNT")]
    once: Option<u64>,
    /// On a terminal: a live board of the alerts in force, with large plates. Elsewhere, and with --json, the feed
    /// goes on as lines.
    #[arg(long, conflicts_with_all = ["from", "once"])]
    follow: bool,
    /// On the board: ring the bell of the terminal for each new alert that is meant.
    #[arg(long, requires = "follow")]
    sound: bool,
    /// On the board: run this program for each new alert, with the record as JSON on its standard input; one at
    /// a time, for at most 10 seconds each.
    #[arg(long, value_name = "PROGRAM", requires = "follow")]
    notify: Option<PathBuf>,
    /// The language of the board: nl, fr or en; that of the environment when left out.
    #[arg(long, requires = "follow", value_parser = args::language)]
    language: Option<Language>,
}

impl FeedArgs {
    /// Whether these ask for the board, and for nothing that there is not without it.
    fn wants_board(&self, json: bool) -> Result<bool, Failure> {
        let board = self.follow && !json && std::io::stdout().is_terminal();
        if self.notify.is_some() && !board {
            return Err(Failure::usage("--notify needs the board: a terminal, and no --json"));
        }
        Ok(board)
    }
}

/// Prints records as they arrive, until asked to stop. A break is mended without loss.
pub(crate) async fn feed(args: FeedArgs, session: &mut Session) -> Result<(), Failure> {
    let board = args.wants_board(session.output.is_json())?;
    let connected = session.connect()?;
    let status = status(&args.status)?;
    if board {
        let language = args.language.unwrap_or_else(board::language_here);
        let (sound, color) = (args.sound, session.output.is_colored());
        let settings = Settings { language, status, sound, notify: args.notify, color };
        return board::run(settings, connected).await;
    }
    let client = connected.client;
    let after = match args.from {
        Some(index) => index,
        None => present(&client).await?,
    };
    let mut place = Place { status, after, left: args.once, connected: false };
    let mut backoff = Backoff::new(LONGEST_PAUSE);
    loop {
        let before = place.after;
        match follow(&client, &mut place, session).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(failure) if place.connected && failure.exit_code() == TRY_LATER => {
                note(&format!("{}; resuming", failure.text()));
            }
            Err(failure) => return Err(failure),
        }
        if place.after != before {
            backoff.reset();
        }
        tokio::time::sleep(backoff.pause()).await;
    }
}

pub(crate) fn status(code: &str) -> Result<Status, Failure> {
    Status::from_code(code).ok_or_else(|| Failure::usage("the status is actual, exercise or test"))
}

/// The log index after which everything is new. Asking for it first means that a break right after
/// the start loses nothing.
async fn present(client: &Client) -> Result<u64, Failure> {
    let unreadable = || Failure::Verification("the checkpoint of the log is unreadable".to_owned());
    let note = Note::parse(&client.checkpoint().await?).map_err(|_| unreadable())?;
    let checkpoint = Checkpoint::parse(&note.text).map_err(|_| unreadable())?;
    Ok(checkpoint.size.saturating_sub(1))
}

/// How far a feed has been followed.
struct Place {
    status: Status,
    after: u64,
    left: Option<u64>,
    connected: bool,
}

/// Follows until the stream ends (false) or enough was printed (true).
async fn follow(
    client: &Client,
    place: &mut Place,
    session: &mut Session,
) -> Result<bool, Failure> {
    let mut feed = client.feed_of(place.status, Some(place.after)).await?;
    place.connected = true;
    loop {
        if place.left == Some(0) {
            return Ok(true);
        }
        place.after = match feed.next_told().await? {
            None => return Ok(false),
            Some(Told::Record(delivery)) => {
                print(&delivery, session)?;
                delivery.index
            }
            Some(Told::Withdrawn(withdrawal)) => {
                withdrawn(&withdrawal, session)?;
                withdrawal.index
            }
        };
        place.left = place.left.map(|left| left.saturating_sub(1));
    }
}

fn withdrawn(withdrawal: &Withdrawal, session: &mut Session) -> Result<(), Failure> {
    if session.output.is_json() {
        return session.output.json(&json!({ "withdrawal": withdrawal }));
    }
    let Withdrawal { index, issuer, withdrawn, .. } = withdrawal;
    let withdrawn = withdrawn.join(", ");
    let line = format!("[{index}] WITHDRAWN by {issuer}, delete every copy: {withdrawn}");
    let line = session.output.paint(Paint::Red, &line);
    session.output.line(line)
}

/// Prints a record as it was received.
pub(crate) fn print(delivery: &Delivery, session: &mut Session) -> Result<(), Failure> {
    if session.output.is_json() {
        let record = show::payload(&delivery.jws)?;
        return session.output.json(&json!({ "record": record, "delivery": delivery }));
    }
    let about = show::about(&delivery.about);
    let head = format!("[{}] {}", delivery.index, about.join("  "));
    let head = session.output.paint(Paint::Bold, &head);
    session.output.line(head)?;
    let text = show::record(&delivery.jws)?;
    session.output.line(text)?;
    session.output.line("")
}
