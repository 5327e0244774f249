//! Entries of the log in the words of the officer's language, as a row of a table and field by field.
//! Absent: which entries an officer may see, and markup.

use serde_json::{Map, Value};

use super::Words;
use crate::domain::id::PartnerId;
use crate::domain::reading::ReasonCode;
use crate::domain::record::Status;
use crate::domain::refusal::Reason;
use crate::domain::time::Timestamp;
use crate::http::console::describe::Line;
use crate::service::directory::Directory;
use crate::service::follow_up::View;
use crate::wire::api::audit::AuditEntry;

/// A text, and whether it stands in English because it was written by the exchange for every language.
pub(super) struct Said {
    pub(super) text: String,
    pub(super) english: bool,
}

/// An entry as a row.
pub(super) struct Told {
    pub(super) index: u64,
    /// RFC 3339, UTC.
    pub(super) time: String,
    pub(super) partner: String,
    pub(super) person: String,
    pub(super) deed: String,
    pub(super) refused: bool,
    /// What was asked for, member by member.
    pub(super) asked: Vec<Line>,
    /// Purpose, grant, case, reason and use.
    pub(super) ground: Vec<String>,
    pub(super) justification: String,
    pub(super) given: Said,
    /// Whether it may be withheld from a citizen: the ground in a few words.
    pub(super) withheld: Option<String>,
}

/// One field of an opened entry.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) said: Said,
    /// Whether the text is a moment, RFC 3339 UTC.
    pub(super) moment: bool,
    /// What was asked for, member by member.
    pub(super) asked: Vec<Line>,
    /// Ids of records, whose other entries one may ask for.
    pub(super) records: Vec<String>,
}

/// Turns entries into words.
pub(super) struct Teller<'a> {
    pub(super) words: Words,
    pub(super) directory: &'a Directory,
}

impl Said {
    pub(super) fn own(text: String) -> Self {
        Self { text, english: false }
    }

    pub(super) fn english(text: &str) -> Self {
        Self { text: text.to_owned(), english: true }
    }
}

impl Teller<'_> {
    /// The name of a partner; its id when it has none here.
    pub(super) fn partner(&self, id: &str) -> String {
        let known = PartnerId::parse(id).ok().and_then(|id| self.directory.partner(&id));
        known.map_or_else(|| id.to_owned(), |partner| partner.name.clone())
    }

    /// The names of partners with a space between their ids.
    pub(super) fn partners(&self, ids: &str) -> String {
        ids.split(' ').map(|id| self.partner(id)).collect::<Vec<_>>().join(", ")
    }

    /// The word of a code, which shows itself when a later version has no word for it.
    pub(super) fn word(&self, family: &str, code: &str) -> String {
        let key = format!("{family}-{}", code.replace(['.', '_'], "-"));
        let text = self.words.t(&key);
        if text == key { code.to_owned() } else { text }
    }

    /// Why something was refused.
    fn refusal(&self, slug: &str) -> String {
        let reason = Reason::ALL.iter().find(|reason| reason.slug() == slug);
        reason.map_or_else(|| slug.to_owned(), |reason| self.words.refusal(*reason).0)
    }

    /// The entry as a row.
    pub(super) fn row(&self, entry: &AuditEntry) -> Told {
        let field = |name: &str| entry.fields.get(name).map(String::as_str).unwrap_or_default();
        Told {
            index: entry.index,
            time: field("time").to_owned(),
            partner: match field("partner") {
                "" => self.words.t("entry-exchange"),
                id => self.partner(id),
            },
            person: field("person").to_owned(),
            deed: self.word("deed", field("action")),
            refused: !field("refusal").is_empty(),
            asked: self.asked(field("asked")),
            ground: self.ground(entry),
            justification: field("justification").to_owned(),
            given: self.given(entry),
            withheld: None,
        }
    }

    fn ground(&self, entry: &AuditEntry) -> Vec<String> {
        let field = |name: &str| entry.fields.get(name).filter(|text| !text.is_empty());
        let mut ground = Vec::new();
        ground.extend(field("purpose").map(|code| self.word("purpose", code)));
        ground.extend(field("grant").map(|id| self.words.with("entry-grant", id)));
        ground.extend(field("case").map(|number| self.words.with("entry-case", number)));
        ground.extend(field("reason").map(|code| self.reason(code)));
        ground.extend(field("use_code").map(|code| self.word("use-code", code)));
        ground
    }

    /// A reader's reason, or the verdict of a review, which stands in the same field.
    fn reason(&self, code: &str) -> String {
        let family =
            if ReasonCode::from_code(code).is_some() { "reading-reason" } else { "verdict" };
        self.word(family, code)
    }

    fn given(&self, entry: &AuditEntry) -> Said {
        let field = |name: &str| entry.fields.get(name).map(String::as_str).unwrap_or_default();
        let words = self.words;
        if !field("refusal").is_empty() {
            return Said::own(words.with("given-refused", self.refusal(field("refusal"))));
        }
        if !field("recipients").is_empty() {
            return Said::own(words.with("given-to", self.partners(field("recipients"))));
        }
        let given = field("given");
        let number = |text: &str| text.parse::<usize>().ok();
        if given == "nothing found" {
            return Said::own(words.t("given-nothing"));
        }
        if let Some(found) = given.strip_suffix(" records found").and_then(number) {
            return Said::own(words.count("given-records", found));
        }
        if let Some(count) = entries_in(given) {
            return Said::own(words.count("given-entries", count));
        }
        let opened = given.strip_prefix("record of entry ").and_then(|rest| rest.split_once(','));
        if let Some((index, _)) = opened {
            return Said::own(words.with("given-record", index));
        }
        let alerts = given.split_once(" actual alerts in force").and_then(|(n, _)| number(n));
        if let Some(alerts) = alerts {
            return Said::own(words.count("given-alerts", alerts));
        }
        if let Some((index, _)) =
            given.strip_prefix("the alert of entry ").and_then(|rest| rest.split_once(' '))
        {
            return Said::own(words.with("given-followed", index));
        }
        if let Some(threads) = threads_in(given) {
            return Said::own(words.count("given-threads", threads));
        }
        if given.starts_with("the page ") {
            return Said::own(words.t("given-page"));
        }
        Said::english(given)
    }

    /// What was asked for: the members of a question with their values.
    fn asked(&self, text: &str) -> Vec<Line> {
        let words = self.words;
        let bare = |text: String| vec![Line { name: String::new(), text, moment: false }];
        if let Some(index) = text.strip_prefix("entry ") {
            return bare(words.with("entry-number", index));
        }
        if let Some(number) = text.strip_prefix("progress of sample ") {
            return bare(words.with("samples-name", number));
        }
        if let Some(moment) = text.strip_prefix("until ") {
            return vec![self.line("to", moment.to_owned())];
        }
        let mut lines = Vec::new();
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => self.members(&members, &mut lines),
            _ if text.is_empty() => {}
            _ => return bare(text.to_owned()),
        }
        lines
    }

    fn members(&self, members: &Map<String, Value>, lines: &mut Vec<Line>) {
        for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
            match value {
                // A question within a question, as a bundle asks it.
                Value::Object(inner) => self.members(inner, lines),
                Value::Array(values) => {
                    let each: Vec<String> =
                        values.iter().map(|value| self.value(name, value)).collect();
                    lines.push(self.line(name, each.join(", ")));
                }
                value => lines.push(self.line(name, self.value(name, value))),
            }
        }
    }

    fn line(&self, name: &str, text: String) -> Line {
        let moment = Timestamp::parse(&text).is_ok();
        Line { name: self.word("asked", name), text, moment }
    }

    fn value(&self, name: &str, value: &Value) -> String {
        match (name, value) {
            ("types" | "type", Value::String(code)) => self.word("record-type", code),
            ("withhold", Value::String(field)) => self.word("field", field),
            ("partner", Value::String(id)) => self.partner(id),
            ("purpose" | "status" | "operation", Value::String(code)) => self.word(name, code),
            ("action", Value::String(code)) => self.word("deed", code),
            (_, Value::String(text)) => text.clone(),
            (_, Value::Bool(true)) => self.words.t("yes"),
            (_, Value::Bool(false)) => self.words.t("entry-no"),
            (_, value) => value.to_string(),
        }
    }

    /// The fields of an opened entry, in the order in which an officer asks: when, who, what, why, given.
    pub(super) fn fields(&self, entry: &AuditEntry) -> Vec<Field> {
        const FIRST: [&str; 15] = [
            "time",
            "partner",
            "person",
            "action",
            "operation",
            "refusal",
            "asked",
            "given",
            "recipients",
            "records",
            "purpose",
            "grant",
            "case",
            "reason",
            "justification",
        ];
        let known = FIRST.iter().filter_map(|name| entry.fields.get_key_value(*name));
        let rest = entry.fields.iter().filter(|(name, _)| !FIRST.contains(&name.as_str()));
        known.chain(rest).map(|(name, text)| self.field(name, text)).collect()
    }

    fn field(&self, name: &str, text: &str) -> Field {
        let said = match name {
            "partner" => format!("{} ({text})", self.partner(text)),
            "recipients" => self.partners(text),
            "action" => format!("{} ({text})", self.word("deed", text)),
            "operation" | "purpose" => self.word(name, text),
            "refusal" => self.refusal(text),
            "reason" => self.reason(text),
            "use_code" => self.word("use-code", text),
            _ => text.to_owned(),
        };
        let asked = if name == "asked" { self.asked(text) } else { Vec::new() };
        let records = match name {
            "records" => text.split(' ').map(ToOwned::to_owned).collect(),
            _ => Vec::new(),
        };
        let said = Said { text: said, english: matches!(name, "given" | "detail") };
        Field { name: self.word("field", name), said, moment: name == "time", asked, records }
    }
}

/// How many records were shown with what became of them: a number, a status and a view.
fn threads_in(given: &str) -> Option<usize> {
    let (number, rest) = given.split_once(' ')?;
    let (status, view) = rest.split_once(' ')?;
    Status::from_code(status)?;
    let is_view = View::ALL.iter().any(|known| known.code() == view);
    number.parse().ok().filter(|_| is_view)
}

/// How many entries a text names that the exchange wrote about an answer: `entries 3 5`, `bundle of 2
/// entries: 3 5`, `1 records, entries 3 5`, `2 of 40 entries, population …, drawn: 3 5`.
fn entries_in(given: &str) -> Option<usize> {
    let listed = given
        .strip_prefix("entries ")
        .or_else(|| Some(given.strip_prefix("bundle of ")?.split_once(": ")?.1))
        .or_else(|| Some(given.split_once(" records, entries ")?.1))
        .or_else(|| Some(given.split_once(", drawn: ")?.1))?;
    let indexes = || listed.split(' ').map(str::parse::<u64>);
    indexes().all(|index| index.is_ok()).then(|| indexes().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lmc::Language;

    fn told(fields: &[(&str, &str)]) -> Told {
        let fields = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let directory = Directory::default();
        let teller = Teller { words: Words(Language::Nl), directory: &directory };
        teller.row(&AuditEntry { index: 7, fields })
    }

    #[test]
    fn what_was_given_is_told_in_the_language_of_the_officer() {
        for (field, value, said) in [
            ("given", "nothing found", "Niets gevonden"),
            ("given", "3 records found", "3 berichten gevonden"),
            ("given", "entries 3 5", "2 logregels"),
            ("given", "bundle of 2 entries: 3 5", "2 logregels"),
            ("given", "1 records, entries 3", "1 logregel"),
            ("given", "2 of 40 entries, population abc, drawn: 3 5", "2 logregels"),
            ("given", "record of entry 74, in-force", "Het bericht van logregel 74"),
            (
                "given",
                "the alert of entry 244 and 1 reports",
                "De signalering van logregel 244 met wat erop kwam",
            ),
            ("given", "2 actual reports sent", "2 berichten met hun opvolging"),
            ("recipients", "securion rj", "Gedeeld met securion, rj"),
            ("refusal", "not-found", "Geweigerd: Hier is niets voor u."),
        ] {
            let row = told(&[(field, value)]);
            assert_eq!((row.given.text.as_str(), row.given.english), (said, false));
        }
        // What has no words here keeps those of the exchange.
        let row = told(&[("given", "entries are fine"), ("action", "moon.land")]);
        assert_eq!((row.given.text.as_str(), row.given.english), ("entries are fine", true));
        assert_eq!(row.deed, "moon.land");
    }

    #[test]
    fn what_was_asked_is_told_member_by_member() {
        let query = r#"{"plate":"GB-12-CD","from":"2026-11-01T00:00:00Z","case":null}"#;
        let asked = format!(r#"{{"query":{query},"records":true}}"#);
        let row = told(&[("asked", &asked), ("use_code", "lawfulness")]);
        let each = |line: &Line| (line.name.clone(), line.text.clone(), line.moment);
        let mut lines: Vec<_> = row.asked.iter().map(each).collect();
        lines.sort_unstable();
        let wanted = [
            ("kenteken", "GB-12-CD", false),
            ("met berichten", "ja", false),
            ("vanaf", "2026-11-01T00:00:00Z", true),
        ];
        assert_eq!(lines, wanted.map(|(name, text, moment)| (name.into(), text.into(), moment)));
        assert_eq!(row.ground, ["Rechtmatigheid van de verwerking"]);
        assert_eq!(told(&[("asked", "entry 12")]).asked[0].text, "Logregel 12");
        assert!(told(&[("asked", "")]).asked.is_empty());
    }
}
