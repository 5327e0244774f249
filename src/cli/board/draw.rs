//! The board on a terminal: how it is connected, exercises as such, the cards, and what came and went.
//! Absent: when it is drawn (`mod`), and what stands on it (`model`).

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Text};
use ratatui::widgets::Paragraph;

use super::lay::{self, Look, cut, spelled, wrapped};
use super::model::{Board, Link, Moment};
use super::words::{self, say};
use crate::domain::record::Status;

/// How long the exchange may be silent: two of its heartbeats and a bit. Longer is not connected.
pub(super) const SILENT_MS: u64 = 35_000;
/// Lines about what came and went; one where there is little room.
const NOTICES: u16 = 3;
/// The fewest lines of a terminal that has room for more than one of those.
const ROOMY: u16 = 16;

/// Draws everything.
pub(super) fn draw(frame: &mut Frame<'_>, board: &Board, look: Look, now: Moment) {
    let area = frame.area();
    let mut rest = area;
    let mut take_top = |lines: u16| {
        let lines = lines.min(rest.height);
        let top = Rect { height: lines, ..rest };
        rest = Rect { y: rest.y.saturating_add(lines), height: rest.height - lines, ..rest };
        top
    };
    let header = header(board, now, usize::from(area.width));
    let place = take_top(u16::try_from(header.len()).unwrap_or(1));
    let style = if is_live(board, now) { look.good() } else { look.alarm() };
    frame.render_widget(Paragraph::new(texts(header)).style(style), place);
    if let Some(banner) = banner(board) {
        let place = take_top(1);
        let style = look.unreal().add_modifier(Modifier::BOLD);
        frame.render_widget(Paragraph::new(banner).centered().style(style), place);
    }
    let below = if area.height >= ROOMY { NOTICES } else { 1 } + 1;
    let below = below.min(rest.height);
    let body = Rect { height: rest.height - below, ..rest };
    let footer = Rect { y: rest.y.saturating_add(body.height), height: below, ..rest };
    draw_body(frame, board, look, now, body);
    let footer_lines = footer_lines(board, now, look, footer);
    frame.render_widget(Paragraph::new(footer_lines), footer);
}

/// Whether what stands on the board can be trusted to be in force.
fn is_live(board: &Board, now: Moment) -> bool {
    let Link::Live { heard_ms } = board.link else { return false };
    now.ms.saturating_sub(heard_ms) <= SILENT_MS
}

/// How the board is connected, since when, and how much is in force: one or two lines.
fn header(board: &Board, now: Moment, width: usize) -> Vec<String> {
    let language = board.language;
    let word = |words| say(words, language);
    let since = |ms: u64| spelled(now.ms.saturating_sub(ms), language);
    let lost = |ms: u64, why: &str| {
        let head = format!(
            "✖ {} {} {}: {}",
            word(words::NOT_CONNECTED),
            word(words::SINCE),
            since(ms),
            word(words::MAY_BE_OLD)
        );
        let mut lines = wrapped(&head, width);
        if !why.is_empty() {
            lines.push(cut(why, width));
        }
        lines
    };
    match &board.link {
        Link::Connecting => vec![word(words::CONNECTING).to_owned()],
        Link::Lost { since_ms, why } => lost(*since_ms, why),
        Link::Live { heard_ms } if !is_live(board, now) => lost(*heard_ms, ""),
        Link::Live { heard_ms } => wrapped(
            &format!(
                "● {}, {} {}, {} {}{}",
                word(words::CONNECTED),
                word(words::LAST_SIGN),
                ago(since(*heard_ms), language),
                board.cards.len(),
                word(words::IN_FORCE),
                if board.is_checked { "" } else { word(words::UNCHECKED) }
            ),
            width,
        ),
    }
}

fn ago(span: String, language: crate::domain::lmc::Language) -> String {
    let [before, behind] = [words::AGO_BEFORE, words::AGO_BEHIND].map(|words| say(words, language));
    format!("{before}{span}{behind}")
}

fn banner(board: &Board) -> Option<&'static str> {
    match board.status {
        Status::Actual => None,
        Status::Exercise => Some(say(words::EXERCISE_BOARD, board.language)),
        Status::Test => Some(say(words::TEST_BOARD, board.language)),
    }
}

fn draw_body(frame: &mut Frame<'_>, board: &Board, look: Look, now: Moment, area: Rect) {
    let width = usize::from(area.width);
    let height = usize::from(area.height);
    let (mut lines, scroll) = match (board.opened, board.card()) {
        (Some(at), Some(card)) => (lay::whole(card, board.language, width), at),
        _ if board.cards.is_empty() => {
            let none = say(words::NOTHING, board.language);
            // Of a board that is not connected nothing may be concluded, least of all that all is quiet.
            let none = if is_live(board, now) { none } else { "" };
            (vec![Line::raw(""), Line::raw(format!("  {none}"))], 0)
        }
        _ => (cards(board, look, now, width, height), 0),
    };
    if !is_live(board, now) {
        lines.iter_mut().for_each(|line| line.style = line.style.add_modifier(Modifier::DIM));
    }
    let most = u16::try_from(lines.len().saturating_sub(height)).unwrap_or(u16::MAX);
    frame.render_widget(Paragraph::new(Text::from(lines)).scroll((scroll.min(most), 0)), area);
}

/// The cards from one on with which the chosen card is on the screen: no more than the screen holds.
fn cards(
    board: &Board,
    look: Look,
    now: Moment,
    width: usize,
    height: usize,
) -> Vec<Line<'static>> {
    let chosen = board.chosen();
    let lines = |at: usize| {
        let card = board.cards.get(at)?;
        let is_chosen = at == chosen && board.cards.len() > 1;
        Some(lay::card(card, look, board.language, now, width, is_chosen))
    };
    let mut shown: Vec<Line<'static>> = lines(chosen).unwrap_or_default();
    for at in (0..chosen).rev() {
        let Some(above) = lines(at) else { break };
        if above.len() + shown.len() > height {
            break;
        }
        shown.splice(0..0, above);
    }
    let mut at = chosen + 1;
    while shown.len() < height {
        let Some(below) = lines(at) else { break };
        shown.extend(below);
        at += 1;
    }
    shown
}

fn footer_lines(board: &Board, now: Moment, look: Look, area: Rect) -> Vec<Line<'static>> {
    let room = usize::from(area.height.saturating_sub(1));
    let width = usize::from(area.width);
    let mut lines: Vec<Line<'static>> = board
        .notices
        .iter()
        .take(room)
        .map(|notice| {
            let ms = u64::try_from(now.wall.since(notice.at)).unwrap_or_default();
            let age = ago(spelled(ms, board.language), board.language);
            Line::styled(cut(&format!(" {}  ({age})", notice.text), width), look.notice())
        })
        .collect();
    lines.resize(room, Line::raw(""));
    let keys = if board.opened.is_some() { words::BACK } else { words::KEYS };
    lines.push(Line::styled(cut(&format!(" {}", say(keys, board.language)), width), look.quiet()));
    lines
}

fn texts(lines: Vec<String>) -> Text<'static> {
    Text::from(lines.into_iter().map(Line::raw).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
