//! `samen feed --follow` on a terminal: a live board of the alerts in force, to be read from across a room.
//! It says at every moment whether it is connected, and leaves nothing on the screen when it is closed.
//! Absent: what other programs read (`receive`), and maps.

mod card;
mod draw;
mod glyphs;
mod lay;
mod link;
mod model;
mod notify;
mod source;
mod words;

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::failure::Failure;
use super::session::{Connected, now};
use super::show;
use crate::domain::lmc::Language;
use crate::domain::record::Status;
use crate::wire::api::feed::Delivery;
use lay::Look;
use link::Happening;
use model::{Board, Moment};
use notify::Notifier;
use source::Source;

/// What may wait for the board to be drawn.
const WAITING: usize = 256;
/// How often the ages on the board go on.
const TICK: Duration = Duration::from_secs(1);
/// How often the thread that hears keys looks whether the board is closed.
const KEYS: Duration = Duration::from_millis(200);
/// The bell of a terminal.
const BELL: &[u8] = b"\x07";

/// How the board is wanted.
pub(crate) struct Settings {
    /// In which language.
    pub(crate) language: Language,
    /// Which alerts.
    pub(crate) status: Status,
    /// Whether the bell rings for each new alert that is meant.
    pub(crate) sound: bool,
    /// The command that is told of each new alert.
    pub(crate) notify: Option<PathBuf>,
    /// Whether color is wanted.
    pub(crate) color: bool,
}

/// The language of the one at this terminal, by the usual variables of the environment.
pub(crate) fn language_here() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
    let code = set.iter().find(|value| !value.is_empty()).and_then(|value| value.get(..2));
    code.and_then(Language::from_code).unwrap_or(Language::En)
}

/// Shows the board until it is closed.
///
/// # Errors
/// What the exchange refuses at first, and a terminal that cannot be used.
pub(crate) async fn run(settings: Settings, connected: Connected) -> Result<(), Failure> {
    let Connected { profile, client } = connected;
    // A refusal is said on the command line, before the screen is taken.
    let mut source = Source::new(client, &profile, settings.status);
    let first = source.refresh().await?;
    let mut board = Board::new(settings.language, settings.status);
    board.is_checked = source.is_checked();
    let (sender, receiver) = channel(WAITING);
    let notifier = match settings.notify.clone() {
        Some(command) => {
            let board = sender.clone();
            let failed =
                move |why| board.blocking_send(Happening::NotNotified(why)).unwrap_or_default();
            Some(Notifier::start(command, failed).map_err(Failure::Output)?)
        }
        None => None,
    };
    let follows = tokio::spawn(link::keep(source, first, sender.clone()));
    let closed = Arc::new(AtomicBool::new(false));
    let (heard, until) = (sender.clone(), closed.clone());
    let keys = tokio::task::spawn_blocking(move || hear(&heard, &until));
    let mut screen = ratatui::try_init().map_err(Failure::Output)?;
    let shown = look_on(&settings, board, notifier.as_ref(), receiver, &mut screen).await;
    // Where a terminal has no second screen, the first one is wiped at least.
    let wiped = screen.clear();
    let restored = ratatui::try_restore();
    closed.store(true, Ordering::Relaxed);
    follows.abort();
    keys.await.unwrap_or_default();
    shown?;
    wiped.map_err(Failure::Output)?;
    restored.map_err(Failure::Output)
}

/// Hands on what is typed, until the board is closed.
fn hear(board: &Sender<Happening>, closed: &AtomicBool) {
    while !closed.load(Ordering::Relaxed) {
        let typed = match event::poll(KEYS) {
            Ok(true) => event::read(),
            Ok(false) => continue,
            Err(_) => return,
        };
        let Ok(typed) = typed else { return };
        if board.blocking_send(Happening::Typed(typed)).is_err() {
            return;
        }
    }
}

async fn look_on(
    settings: &Settings,
    mut board: Board,
    notifier: Option<&Notifier>,
    mut happenings: Receiver<Happening>,
    screen: &mut DefaultTerminal,
) -> Result<(), Failure> {
    let began = Instant::now();
    let moment = || Moment {
        wall: now(),
        ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    let look = Look { color: settings.color };
    let mut ticks = tokio::time::interval(TICK);
    // Whoever stops it from elsewhere gets the terminal back as well.
    let mut terminated = signal(SignalKind::terminate()).map_err(Failure::Output)?;
    let mut interrupted = signal(SignalKind::interrupt()).map_err(Failure::Output)?;
    loop {
        screen.draw(|frame| draw::draw(frame, &board, look, moment())).map_err(Failure::Output)?;
        tokio::select! {
            happening = happenings.recv() => {
                let Some(happening) = happening else { return Ok(()) };
                let mut next = Some(happening);
                // A whole burst is drawn once.
                while let Some(happening) = next {
                    if take(happening, &mut board, settings, notifier, moment()) {
                        return Ok(());
                    }
                    next = happenings.try_recv().ok();
                }
            }
            _ = ticks.tick() => board.expire(moment()),
            _ = terminated.recv() => return Ok(()),
            _ = interrupted.recv() => return Ok(()),
        }
    }
}

/// Puts a happening on the board. Gives whether the board is to be closed.
fn take(
    happening: Happening,
    board: &mut Board,
    settings: &Settings,
    notifier: Option<&Notifier>,
    now: Moment,
) -> bool {
    let fresh = match happening {
        Happening::Snapshot(alerts) => board.snapshot(alerts, now),
        Happening::Told(told) => board.told(*told, now).into_iter().collect(),
        Happening::Alive => {
            board.heard(now);
            Vec::new()
        }
        Happening::Lost(why) => {
            board.lost(why, now);
            Vec::new()
        }
        Happening::Refused(why) => {
            board.refused(why, now);
            Vec::new()
        }
        Happening::NotNotified(why) => {
            let what = words::say(words::NOTIFY_FAILED, board.language);
            board.notice(now, format!("{what}: {why}"));
            Vec::new()
        }
        Happening::Typed(typed) => return typed_in(&typed, board),
    };
    if settings.sound && settings.status == Status::Actual && !fresh.is_empty() {
        let mut terminal = std::io::stdout();
        // A terminal that cannot ring is drawn on all the same.
        terminal.write_all(BELL).and_then(|()| terminal.flush()).unwrap_or_default();
    }
    for delivery in &fresh {
        let told = notifier.map_or(Ok(()), |notifier| notifier.tell(line(delivery)));
        if let Err(why) = told {
            let what = words::say(words::NOTIFY_FAILED, board.language);
            board.notice(now, format!("{what}: {why}"));
        }
    }
    false
}

/// An alert as `--json` prints it.
fn line(delivery: &Delivery) -> Vec<u8> {
    let record = show::payload(&delivery.jws).unwrap_or_default();
    json!({ "record": record, "delivery": delivery }).to_string().into_bytes()
}

/// Does what a key asks for. Gives whether the board is to be closed.
fn typed_in(typed: &Event, board: &mut Board) -> bool {
    let Event::Key(key) = typed else { return false };
    if key.kind == KeyEventKind::Release {
        return false;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c') if control => return true,
        KeyCode::Char('q') => return true,
        KeyCode::Down | KeyCode::Char('j') => board.step(true),
        KeyCode::Up | KeyCode::Char('k') => board.step(false),
        KeyCode::Enter => board.open(board.opened.is_none()),
        KeyCode::Esc | KeyCode::Backspace => board.open(false),
        _ => {}
    }
    false
}

#[cfg(test)]
mod tests;
