//! One card as lines of a certain width: the plate as large as there is room for, and what to do beside it.
//! Absent: which cards are shown, and where (`draw`).

use std::collections::VecDeque;

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use super::card::Card;
use super::glyphs::{self, large};
use super::model::Moment;
use super::words::{self, say};
use crate::domain::lmc::Language;
use crate::domain::record::Status;

/// The fewest columns beside a large plate that are worth being written in.
const BESIDE: usize = 26;
/// Columns from which on a line holds the plate beside everything else.
const ROOMY: usize = 60;
/// Columns of the band with the country.
const BAND: usize = 4;

/// How it is painted: without color where none is wanted (no-color.org), with the same words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) color: bool,
}

impl Look {
    fn with(self, ink: Color, ground: Color) -> Style {
        if self.color {
            Style::new().fg(ink).bg(ground)
        } else {
            Style::new().add_modifier(Modifier::REVERSED)
        }
    }

    /// All is well.
    pub(super) fn good(self) -> Style {
        if self.color { Style::new().fg(Color::Green) } else { Style::new() }
    }

    /// Not connected, and dangers.
    pub(super) fn alarm(self) -> Style {
        self.with(Color::White, Color::Red).add_modifier(Modifier::BOLD)
    }

    /// Exercises and tests, like nothing else on the board.
    pub(super) fn unreal(self) -> Style {
        self.with(Color::Black, Color::Magenta)
    }

    /// What came and went.
    pub(super) fn notice(self) -> Style {
        if self.color { Style::new().fg(Color::Cyan) } else { Style::new() }
    }

    /// What nobody has to read.
    pub(super) fn quiet(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    fn band(self, status: Status) -> Style {
        let real = self.with(Color::White, Color::Blue);
        let style = if status == Status::Actual { real } else { self.unreal() };
        style.add_modifier(Modifier::BOLD)
    }

    fn plate(self, country: &str, status: Status) -> Style {
        match (status, country) {
            (Status::Actual, "NL" | "LU") => self.with(Color::Black, Color::Yellow),
            (Status::Actual, "BE") => self.with(Color::Red, Color::White),
            (Status::Actual, _) => self.with(Color::Black, Color::White),
            _ => self.unreal(),
        }
    }
}

/// A card in a list, with an empty line behind it. What to do and what is dangerous is never cut off.
pub(super) fn card(
    card: &Card,
    look: Look,
    language: Language,
    now: Moment,
    width: usize,
    is_chosen: bool,
) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(head(card, look, language, now, width, is_chosen))];
    let urgent = urgent(card, look, language);
    let mut plain = VecDeque::from(card.lines(language));
    let plate = card.plate();
    let taken = plate.as_ref().map_or(width, |(_, plate)| BAND + glyphs::width(plate) + 2);
    let inner = width.saturating_sub(2);
    let beside = width.saturating_sub(taken);
    let is_large = beside >= BESIDE;
    let mut rows = VecDeque::new();
    for (text, style) in urgent {
        let wrapped = wrapped(&text, if is_large { beside } else { inner });
        rows.extend(wrapped.into_iter().map(|row| Span::styled(row, style)));
    }
    match plate {
        Some((country, plate)) if is_large => {
            let (band, style) = (look.band(card.status()), look.plate(&country, card.status()));
            for (at, row) in large(&plate).into_iter().enumerate() {
                let country = if at == 1 { country.as_str() } else { "" };
                let band = Span::styled(format!(" {country:<3}"), band);
                let mut spans = vec![band, Span::styled(row, style)];
                let text = rows.pop_front();
                let text =
                    text.or_else(|| plain.pop_front().map(|text| Span::raw(cut(&text, beside))));
                spans.extend(text.into_iter().flat_map(|text| [Span::raw("  "), text]));
                lines.push(Line::from(spans));
            }
        }
        Some((country, plate)) => lines.push(small(card, look, &country, &plate)),
        None => {}
    }
    let rest = rows.into_iter().chain(plain.iter().map(|text| Span::raw(cut(text, inner))));
    lines.extend(rest.map(|row| Line::from(vec![Span::raw("  "), row])));
    lines.push(Line::raw(""));
    lines
}

/// A plate on one line.
fn small(card: &Card, look: Look, country: &str, plate: &str) -> Line<'static> {
    let spaced: Vec<String> = plate.chars().map(String::from).collect();
    let style = look.plate(country, card.status()).add_modifier(Modifier::BOLD);
    Line::from(vec![
        Span::styled(format!(" {country:<3}"), look.band(card.status())),
        Span::styled(format!(" {} ", spaced.join(" ")), style),
    ])
}

/// Everything of a card.
pub(super) fn whole(card: &Card, language: Language, width: usize) -> Vec<Line<'static>> {
    let inner = width.saturating_sub(2);
    let lines = card.whole(language);
    let rows = lines.iter().flat_map(|line| wrapped(line, inner));
    rows.map(|row| Line::raw(format!(" {row}"))).collect()
}

/// Urgency, what it is about, how old it is, and how long it still holds.
fn head(
    card: &Card,
    look: Look,
    language: Language,
    now: Moment,
    width: usize,
    is_chosen: bool,
) -> Vec<Span<'static>> {
    let span = |ms: i64| spelled(u64::try_from(ms).unwrap_or_default(), language);
    let priority = card.priority();
    let mut spans = vec![Span::raw(if is_chosen { "▶ " } else { "  " })];
    if let Some(unreal) = words::status(card.status()) {
        let style = look.unreal().add_modifier(Modifier::BOLD);
        spans.push(Span::styled(format!(" {} ", say(unreal, language)), style));
        spans.push(Span::raw(" "));
    }
    let mut parts = vec![format!("P{priority} {}", say(words::priority(priority), language))];
    if card.is_update() {
        parts.push(say(words::UPDATED, language).to_owned());
    }
    // On a narrow screen the plate stands on the next line anyway.
    parts.extend((width >= ROOMY || card.plate().is_none()).then(|| card.short(language)));
    parts.extend([
        span(now.wall.since(card.issued_at())),
        format!("{} {}", say(words::LEFT, language), span(card.expires_at().since(now.wall))),
        card.issuer().to_owned(),
    ]);
    let taken: usize = spans.iter().map(|span| span.content.chars().count()).sum();
    let text = cut(&parts.join(" · "), width.saturating_sub(taken));
    let style = if priority == 1 && card.status() == Status::Actual {
        look.alarm()
    } else {
        Style::new().add_modifier(Modifier::BOLD)
    };
    spans.push(Span::styled(text, style));
    spans
}

/// What to do and the dangers, each with how it is painted.
fn urgent(card: &Card, look: Look, language: Language) -> Vec<(String, Style)> {
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let mut said = vec![(card.action(language).to_owned(), bold)];
    let warnings = card.warnings(language);
    if !warnings.is_empty() {
        let style = if card.status() == Status::Actual { look.alarm() } else { look.unreal() };
        said.push((format!("! {warnings}"), style));
    }
    said
}

/// A span of time in at most two units.
pub(super) fn spelled(ms: u64, language: Language) -> String {
    let seconds = ms / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    let (hour, day) = (say(words::HOURS, language), say(words::DAYS, language));
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} {hour} {} min", minutes % 60),
        (days, hours, _) => format!("{days} {day} {} {hour}", hours % 24),
    }
}

/// At most `width` characters; what is missing is marked.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// Lines of at most `width` characters, broken between words where there is a place to.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let mut word: Vec<char> = word.chars().collect();
        let length = line.chars().count();
        if length > 0 && length + 1 + word.len() > width {
            lines.push(std::mem::take(&mut line));
        } else if length > 0 {
            line.push(' ');
        }
        while word.len() > width {
            let rest = word.split_off(width);
            lines.push(word.into_iter().collect());
            word = rest;
        }
        line.extend(word);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_units_that_matter() {
        let told = |ms| spelled(ms, Language::Nl);
        assert_eq!((told(999), told(59_999)), ("0 s".into(), "59 s".into()));
        assert_eq!((told(60_000), told(3_599_000)), ("1 min".into(), "59 min".into()));
        assert_eq!(told(3_660_000), "1 u 1 min");
        assert_eq!(told(90_000_000), "1 d 1 u");
        assert_eq!(spelled(90_000_000, Language::Fr), "1 j 1 h");
    }

    #[test]
    fn lines_are_broken_between_words_and_never_lose_a_character() {
        assert_eq!(wrapped("keep away from it", 9), ["keep away", "from it"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(wrapped("a bcdefgh i", 4), ["a", "bcde", "fgh", "i"]);
        assert!(wrapped("any text", 0).iter().all(|line| line.chars().count() <= 1));
        assert_eq!((cut("abc", 3), cut("abcd", 3)), ("abc".into(), "ab…".into()));
    }
}
