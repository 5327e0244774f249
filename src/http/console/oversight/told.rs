//! Entries of the log in the words of the officer's language, as a row of a table and field by field.
//! Absent: which entries an officer may see, and markup.

use serde_json::Value;

use super::Words;
use crate::domain::id::PartnerId;
use crate::domain::reading::ReasonCode;
use crate::domain::refusal::Reason;
use crate::service::directory::Directory;
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
    /// What was asked for.
    pub(super) asked: String,
    /// Purpose, grant, case, reason and use.
    pub(super) ground: Vec<String>,
    pub(super) justification: String,
    pub(super) given: Said,
    /// Whether and why it may be withheld from a citizen: the ground and the sentence.
    pub(super) withheld: Option<Said>,
}

/// One field of an opened entry.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) said: Said,
    /// Whether the text is a moment, RFC 3339 UTC.
    pub(super) moment: bool,
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

    fn english(text: &str) -> Self {
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
        if let Some(indexes) = given.strip_prefix("entries ") {
            return Said::own(words.count("given-entries", indexes.split(' ').count()));
        }
        let opened = given.strip_prefix("record of entry ").and_then(|rest| rest.split_once(','));
        if let Some((index, _)) = opened {
            return Said::own(words.with("given-record", index));
        }
        if given.starts_with("the page ") {
            return Said::own(words.t("given-page"));
        }
        Said::english(given)
    }

    /// What was asked for: the members of a question with their values.
    fn asked(&self, text: &str) -> String {
        let Ok(Value::Object(members)) = serde_json::from_str(text) else {
            return text.to_owned();
        };
        let told = members.iter().filter(|(_, value)| !value.is_null());
        told.map(|(name, value)| {
            format!("{}: {}", self.word("asked", name), self.value(name, value))
        })
        .collect::<Vec<_>>()
        .join(" · ")
    }

    fn value(&self, name: &str, value: &Value) -> String {
        match (name, value) {
            ("types", Value::Array(codes)) => {
                let codes = codes.iter().filter_map(Value::as_str);
                codes.map(|code| self.word("record-type", code)).collect::<Vec<_>>().join(", ")
            }
            ("partner", Value::String(id)) => self.partner(id),
            ("purpose" | "status" | "operation", Value::String(code)) => self.word(name, code),
            ("action", Value::String(code)) => self.word("deed", code),
            (_, Value::String(text)) => text.clone(),
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
            "asked" => self.asked(text),
            _ => text.to_owned(),
        };
        let records = match name {
            "records" => text.split(' ').map(ToOwned::to_owned).collect(),
            _ => Vec::new(),
        };
        let said = Said { text: said, english: matches!(name, "given" | "detail") };
        Field { name: self.word("field", name), said, moment: name == "time", records }
    }
}
