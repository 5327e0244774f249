//! Signs of misuse in a period, with what each means and the entries behind it.
//! Absent: any judgement, which is the officer's.

use actix_web::HttpResponse;
use askama::Template;
use fluent_bundle::FluentValue;

use super::told::{Said, Teller};
use super::{Action, ConsoleOpen, Frame, Offered, Page, Words, console, html, offered};
use crate::service::oversight::flags;
use crate::service::permission::AuditFlags;
use crate::wire::api::flags::{FigureRow, FlagRow, FlagsAnswer};

/// The start of what the exchange says about plates of employees.
const OWN_PLATE: &str = "own plate looked up";

#[derive(Template)]
#[template(path = "oversight/flags.html", config = "src/http/console/askama.toml")]
struct FlagsPage<'a> {
    frame: &'a Frame,
    partners: Vec<Offered>,
}

#[derive(Template)]
#[template(path = "oversight/signs.html", config = "src/http/console/askama.toml")]
struct Signs {
    words: Words,
    groups: Vec<Group>,
    /// Up to when the log was looked at, when that is not yet all of it; RFC 3339, or empty.
    seen_until: Option<String>,
    left_out: u64,
    missed: Vec<Said>,
    entry: u64,
}

/// The flags of one sign.
struct Group {
    sign: String,
    name: String,
    means: String,
    flags: Vec<Flag>,
}

struct Flag {
    partner: String,
    person: String,
    last_at: String,
    /// How many of the entries behind it are not named.
    more: u64,
    measured: Said,
    entries: Vec<u64>,
}

/// `GET /oversight/flags`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "signs of misuse", &[Action::AuditFlags]).await?;
        html(&FlagsPage { frame, partners: offered(clearance) })
    })
    .await
}

/// `POST /oversight/flags`
pub async fn post(page: Page<AuditFlags>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked = visit.body.json().await?;
        let answer = flags::raise(exchange, clearance, &asked).await?;
        let teller = Teller { words: frame.words, directory: &clearance.directory };
        html(&Signs {
            words: frame.words,
            groups: groups(&teller, &answer),
            seen_until: (!answer.complete).then(|| answer.seen_until.clone().unwrap_or_default()),
            left_out: answer.left_out,
            missed: answer.not_looked_for.iter().map(|text| missed(frame.words, text)).collect(),
            entry: answer.entry,
        })
    })
    .await
}

fn groups(teller: &Teller<'_>, answer: &FlagsAnswer) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for flag in &answer.flags {
        let shown = shown(teller, flag);
        match groups.iter_mut().find(|group| group.sign == flag.sign) {
            Some(group) => group.flags.push(shown),
            None => {
                let means = teller.word("sign-means", &flag.sign);
                groups.push(Group {
                    name: teller.word("sign", &flag.sign),
                    // A sign of a later version has no text here.
                    means: if means == flag.sign { String::new() } else { means },
                    sign: flag.sign.clone(),
                    flags: vec![shown],
                });
            }
        }
    }
    groups
}

fn shown(teller: &Teller<'_>, flag: &FlagRow) -> Flag {
    let named = u64::try_from(flag.entries.len()).unwrap_or(u64::MAX);
    Flag {
        partner: teller.partner(&flag.partner),
        person: flag.person.clone().unwrap_or_default(),
        last_at: flag.last_at.clone(),
        more: flag.count.saturating_sub(named),
        measured: measured(teller.words, flag),
        entries: flag.entries.clone(),
    }
}

/// What was measured, in the officer's language where the flag has figures and the sign has words.
fn measured(words: Words, flag: &FlagRow) -> Said {
    let figures = flag.figures.iter().map(|(name, figure)| match figure {
        FigureRow::Number(number) => (name.as_str(), FluentValue::from(*number)),
        FigureRow::Code(code) => (name.as_str(), FluentValue::from(code.as_str())),
    });
    match words.filled(&format!("measured-{}", flag.sign), figures.collect()) {
        Some(text) => Said::own(text),
        None => Said::english(&flag.explanation),
    }
}

fn missed(words: Words, text: &str) -> Said {
    match text.starts_with(OWN_PLATE) {
        true => Said::own(words.t("flags-no-own-plate")),
        false => Said::english(text),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::domain::action::Meter;
    use crate::domain::lmc::Language;
    use crate::domain::misuse::tests::{History, flags_of, shows};
    use crate::domain::misuse::{Sign, Watch};

    fn row(sign: Sign, figures: BTreeMap<String, FigureRow>) -> FlagRow {
        FlagRow {
            sign: sign.code().into(),
            partner: "securion".into(),
            person: None,
            explanation: "Did much.".into(),
            figures,
            entries: vec![4],
            count: 1,
            last_at: "2026-11-22T21:00:00.000Z".into(),
        }
    }

    #[test]
    fn what_is_measured_for_any_sign_is_said_in_every_language() {
        let mut watch = Watch::default();
        History::new().seen.iter().for_each(|seen| shows(&mut watch, seen));
        let mut signs = BTreeSet::new();
        for flag in flags_of(&mut watch) {
            let figures = flag.measured.figures.into_iter();
            let row = row(flag.sign, figures.map(|(name, value)| (name, value.into())).collect());
            for language in [Language::Nl, Language::Fr, Language::En] {
                let said = measured(Words(language), &row);
                assert!(!said.english && !said.text.contains(['{', '$']), "{}", said.text);
            }
            signs.insert(flag.sign);
        }
        assert_eq!(signs, BTreeSet::from(Sign::ALL));
    }

    #[test]
    fn one_is_told_from_several_and_a_flag_without_figures_keeps_its_sentence() {
        let number = |name: &str, number| (name.to_owned(), FigureRow::Number(number));
        let mut figures = BTreeMap::from([
            number("stood_minutes", 1),
            number("after_minutes", 0),
            number("raises_minutes", 30),
            number("raises_hours", 8),
        ]);
        let said = |language, figures: &BTreeMap<_, _>| {
            measured(Words(language), &row(Sign::WithdrawnAfterSearch, figures.clone())).text
        };
        for (language, text) in [
            (Language::Nl, "Trok een signalering in na 1 minuut, 0 minuten nadat de "),
            (Language::Fr, "A retiré un signalement après 1 minute, 0 minute après que "),
            (Language::En, "Withdrew an alert after 1 minute, 0 minutes after the own "),
        ] {
            let said = said(language, &figures);
            assert!(said.starts_with(text), "{said}");
        }
        figures.remove("after_minutes");
        for figures in [figures, BTreeMap::new()] {
            let row = row(Sign::WithdrawnAfterSearch, figures);
            let said = measured(Words(Language::Nl), &row);
            assert_eq!((said.text.as_str(), said.english), ("Did much.", true));
        }
    }

    #[test]
    fn every_budget_has_its_word() {
        let number = |name: &str| (name.to_owned(), FigureRow::Number(2));
        let names = ["percent", "limit", "minutes", "refused", "suppressed", "raises"];
        let said = |meter: Meter| {
            let code = ("meter".to_owned(), FigureRow::Code(meter.code().to_owned()));
            let figures = names.iter().map(|name| number(name)).chain([code]).collect();
            measured(Words(Language::Nl), &row(Sign::NearLimit, figures)).text
        };
        let said: BTreeSet<String> = Meter::ALL.into_iter().map(said).collect();
        assert_eq!(said.len(), Meter::ALL.len());
        assert!(said.iter().all(|text| text.contains("van 2 per minuut voor ")));
    }
}
