//! The words of the pages in three languages, from the Fluent files beside this one.
//! Absent: which language (`language`), and markup: a text is plain, and the template escapes it.

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::domain::lmc::Language;
use crate::domain::record::Record;
use crate::domain::record::render::{Wording, render};
use crate::domain::refusal::Reason;
use crate::wire::problem::row;

type Bundle = FluentBundle<FluentResource>;

macro_rules! files {
    ($($name:ident $folder:literal,)*) => {
        $(
            /// The files of one language, by what they are about.
            const $name: [&str; 5] = [
                include_str!(concat!("texts/", $folder, "/guard.ftl")),
                include_str!(concat!("texts/", $folder, "/police.ftl")),
                include_str!(concat!("texts/", $folder, "/oversight.ftl")),
                include_str!(concat!("texts/", $folder, "/evidence.ftl")),
                include_str!(concat!("texts/", $folder, "/steward.ftl")),
            ];
        )*
    };
}

files! {
    NL "nl",
    FR "fr",
    EN "en",
}

/// Refusals in English stand in the table of problems.
const NL_REFUSALS: &str = include_str!("texts/nl/refusals.ftl");
const FR_REFUSALS: &str = include_str!("texts/fr/refusals.ftl");

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// The text with this key.
    pub fn t(self, key: &str) -> String {
        self.say(key, None, None)
    }

    /// The text with this key, with the value in the place of `{ $value }`.
    pub fn with(self, key: &str, value: impl std::fmt::Display) -> String {
        let mut values = FluentArgs::new();
        values.set("value", value.to_string());
        self.say(key, None, Some(&values))
    }

    /// As [`Words::with`] for a number, so that the text can tell one from several.
    pub fn count(self, key: &str, number: usize) -> String {
        let mut values = FluentArgs::new();
        values.set("value", number);
        self.say(key, None, Some(&values))
    }

    /// The text with this key and all that it asks for; nothing when it is not there or asks for more.
    pub fn filled(self, key: &str, values: FluentArgs<'_>) -> Option<String> {
        let (text, complete) = self.look_up(key, None, Some(&values))?;
        complete.then_some(text)
    }

    /// What a code of a family means in words, such as the code `silent_observe` of `alert-action`.
    pub fn label(self, family: &str, code: &str) -> String {
        self.t(&format!("{family}-{code}"))
    }

    /// A record as text for the control room, in the words of the language.
    pub fn block(self, record: &Record) -> String {
        render(
            record,
            Wording { language: self.0, label: &|family, code| self.label(family, code) },
        )
    }

    /// What a refusal means, and what to do.
    pub fn refusal(self, reason: Reason) -> (String, String) {
        let row = row(reason);
        if self.0 == Language::En {
            return (row.title.to_owned(), row.advice.to_owned());
        }
        let key = format!("refusal-{}", reason.slug());
        let said = |attribute, english: &str| match self.find(&key, attribute, None) {
            Some(text) => text,
            None => english.to_owned(),
        };
        (said(None, row.title), said(Some("advice"), row.advice))
    }

    /// A key without a text shows itself, so that nothing looks empty; a test keeps it from happening.
    fn say(self, key: &str, attribute: Option<&str>, values: Option<&FluentArgs<'_>>) -> String {
        self.find(key, attribute, values).unwrap_or_else(|| key.to_owned())
    }

    fn find(
        self,
        key: &str,
        attribute: Option<&str>,
        values: Option<&FluentArgs<'_>>,
    ) -> Option<String> {
        // What a text asks for and is not given shows as its name.
        self.look_up(key, attribute, values).map(|(text, _)| text)
    }

    /// The text, and whether it was given all that it asks for.
    fn look_up(
        self,
        key: &str,
        attribute: Option<&str>,
        values: Option<&FluentArgs<'_>>,
    ) -> Option<(String, bool)> {
        let bundle = bundle(self.0);
        let message = bundle.get_message(key)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut missing = Vec::new();
        let text = bundle.format_pattern(pattern, values, &mut missing).into_owned();
        Some((text, missing.is_empty()))
    }
}

fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: OnceLock<[Bundle; 3]> = OnceLock::new();
    let [nl, fr, en] = BUNDLES.get_or_init(|| {
        [
            load(Language::Nl, NL.iter().chain([&NL_REFUSALS])),
            load(Language::Fr, FR.iter().chain([&FR_REFUSALS])),
            load(Language::En, EN.iter()),
        ]
    });
    match language {
        Language::Nl => nl,
        Language::Fr => fr,
        Language::En => en,
    }
}

fn load<'a>(language: Language, files: impl Iterator<Item = &'a &'a str>) -> Bundle {
    let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // The marks around values would be pasted along into control-room systems.
    bundle.set_use_isolating(false);
    for file in files {
        // Of a file with an error the rest counts; a test finds the error.
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}
