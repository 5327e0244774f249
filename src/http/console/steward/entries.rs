//! Registrations as a page shows them: what it is, how it stands, until when it holds, and what one can do about
//! it. Absent: which ones there are.

use crate::domain::party::Standing;
use crate::domain::time::Timestamp;
use crate::http::console::texts::Words;
use crate::http::problem;
use crate::service::registry::attention::{Due, due};

/// The most registrations in one part of a page; more than that nobody reads, and a browser shows slowly.
const SHOWN: usize = 500;

/// A line of a registration.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) text: String,
    /// A moment of it, RFC 3339 UTC.
    pub(super) until: Option<String>,
    /// What is said before the moment.
    pub(super) before: String,
    /// Whether it has passed or is near, and what is said of that.
    pub(super) due: Option<(&'static str, String)>,
    /// Whether it is to be compared character by character.
    pub(super) exact: bool,
}

/// Something that one can do about a registration: which form it opens.
pub(super) struct Deed {
    pub(super) form: &'static str,
    /// The standing that it is about, or nothing.
    pub(super) standing: &'static str,
    pub(super) label: String,
    pub(super) grave: bool,
}

/// A registration.
pub(super) struct Entry {
    /// What tells it from the others on its page.
    pub(super) id: String,
    pub(super) title: String,
    /// The title is to be compared character by character.
    pub(super) exact: bool,
    pub(super) note: String,
    /// Code and words of how it stands.
    pub(super) state: (&'static str, String),
    pub(super) lines: Vec<Line>,
    pub(super) deeds: Vec<Deed>,
    /// JSON: what forms begin with.
    pub(super) about: String,
    /// Whether it is of the past.
    pub(super) past: bool,
    /// Where it stands among those for which nothing runs out.
    pub(super) order: String,
    /// The first of its last moments that has passed or is near.
    first: Option<Timestamp>,
}

/// A part of a page.
pub(super) struct Part {
    pub(super) title: String,
    pub(super) entries: Vec<Entry>,
    /// How many there are beside those that are shown.
    pub(super) more: usize,
    /// Shown only when somebody asks for it.
    pub(super) folded: bool,
}

impl Line {
    /// A name and a text.
    pub(super) fn new(name: String, text: impl Into<String>) -> Self {
        let (before, text) = (String::new(), text.into());
        Self { name, text, until: None, before, due: None, exact: false }
    }

    /// A moment, without a judgment about it.
    pub(super) fn at(name: String, moment: &str) -> Self {
        Self { until: Some(moment.to_owned()), ..Self::new(name, "") }
    }
}

impl Deed {
    pub(super) fn new(form: &'static str, label: String) -> Self {
        Self { form, standing: "", label, grave: false }
    }

    /// What can be done about a standing, from how it is now. Withdrawn is for good.
    pub(super) fn standings(form: &'static str, now: Standing, words: Words) -> Vec<Self> {
        let deed = |standing: Standing, key, grave| Self {
            form,
            standing: standing.code(),
            label: words.t(key),
            grave,
        };
        let activate = deed(Standing::Active, "deed-activate", false);
        let suspend = deed(Standing::Suspended, "deed-suspend", true);
        let withdraw = deed(Standing::Withdrawn, "deed-withdraw", true);
        match now {
            Standing::Active => vec![suspend, withdraw],
            Standing::Applied | Standing::Suspended => vec![activate, withdraw],
            Standing::Withdrawn => Vec::new(),
        }
    }
}

impl Entry {
    /// A registration that nothing is said about yet.
    pub(super) fn new(
        id: String,
        title: String,
        state: (&'static str, String),
        about: &impl serde::Serialize,
    ) -> Self {
        Self {
            id,
            title,
            exact: false,
            note: String::new(),
            state,
            lines: Vec::new(),
            deeds: Vec::new(),
            about: problem::json(about),
            past: false,
            order: String::new(),
            first: None,
        }
    }

    /// Adds a line when there is something to say.
    pub(super) fn say(&mut self, name: String, text: &str) {
        if !text.is_empty() {
            self.lines.push(Line::new(name, text));
        }
    }

    /// Adds a line that must be compared character by character.
    pub(super) fn say_exactly(&mut self, name: String, text: &str) {
        self.lines.push(Line { exact: true, ..Line::new(name, text) });
    }

    /// Adds a line about something that holds until a moment, and judges it unless all of it is past anyway.
    pub(super) fn holds(
        &mut self,
        name: String,
        text: &str,
        until: &str,
        now: Timestamp,
        words: Words,
    ) {
        let moment = Timestamp::parse(until).ok().filter(|_| !self.past);
        let told = moment.and_then(|moment| match due(moment, now) {
            Due::Over => Some(("over", words.t("due-over"))),
            Due::Soon(days) => {
                let days = usize::try_from(days).unwrap_or(usize::MAX);
                Some(("soon", words.count("due-soon", days)))
            }
            Due::Later => None,
        });
        if told.is_some() {
            self.first = [self.first, moment].into_iter().flatten().min();
        }
        let before = if text.is_empty() { String::new() } else { words.t("up-to") };
        let until = Some(until.to_owned());
        self.lines.push(Line { until, before, due: told, ..Line::new(name, text) });
    }
}

/// What runs out first comes first, then the rest, and what is past is folded away.
pub(super) fn parts(mut entries: Vec<Entry>, words: Words) -> Vec<Part> {
    let (past, mut present): (Vec<_>, Vec<_>) = entries.drain(..).partition(|entry| entry.past);
    let first = |entry: &Entry| entry.first.map_or(i64::MAX, Timestamp::as_ms);
    present.sort_by(|a, b| (first(a), &a.order).cmp(&(first(b), &b.order)));
    let rest = present.split_off(present.partition_point(|entry| entry.first.is_some()));
    let title = if present.is_empty() { "part-all" } else { "part-rest" };
    let parts = [
        part(words.t("part-due"), present, false),
        part(words.t(title), rest, false),
        part(words.t("part-past"), past, true),
    ];
    parts.into_iter().filter(|part| !part.entries.is_empty()).collect()
}

/// One part of a page.
pub(super) fn part(title: String, mut entries: Vec<Entry>, folded: bool) -> Part {
    let more = entries.len().saturating_sub(SHOWN);
    entries.truncate(SHOWN);
    Part { title, entries, more, folded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lmc::Language;

    fn entry(id: &str, days: Option<u32>, past: bool, now: Timestamp) -> Entry {
        let mut entry = Entry::new(id.into(), id.into(), ("active", String::new()), &());
        entry.past = past;
        if let Some(days) = days {
            let until = now.plus_days(days).to_string();
            entry.holds("License".into(), "", &until, now, Words(Language::En));
        }
        entry
    }

    #[test]
    fn what_runs_out_first_comes_first_and_what_is_past_is_folded() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let entries = vec![
            entry("later", Some(300), false, now),
            entry("withdrawn", Some(3), true, now),
            entry("in-forty", Some(40), false, now),
            entry("in-ten", Some(10), false, now),
            entry("police", None, false, now),
        ];
        let parts = parts(entries, Words(Language::En));
        let ids = |part: &Part| part.entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&parts[0]), ["in-ten", "in-forty"]);
        assert_eq!(ids(&parts[1]), ["later", "police"]);
        assert_eq!(ids(&parts[2]), ["withdrawn"]);
        assert!(parts[2].folded && parts[2].entries[0].lines[0].due.is_none());
    }

    #[test]
    fn a_part_shows_so_many_and_counts_the_rest() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let many = (0..SHOWN + 7).map(|id| entry(&id.to_string(), None, false, now)).collect();
        let part = part(String::new(), many, false);
        assert_eq!((part.entries.len(), part.more), (SHOWN, 7));
    }

    #[test]
    fn what_is_withdrawn_stays_so() {
        let deeds = |standing| {
            let deeds = Deed::standings("partner-standing", standing, Words(Language::En));
            deeds.iter().map(|deed| deed.standing).collect::<Vec<_>>()
        };
        assert_eq!(deeds(Standing::Active), ["suspended", "withdrawn"]);
        assert_eq!(deeds(Standing::Suspended), ["active", "withdrawn"]);
        assert_eq!(deeds(Standing::Withdrawn), [""; 0]);
    }
}
