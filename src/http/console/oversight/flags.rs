//! Signs of misuse in a period, with what each means and the entries behind it.
//! Absent: any judgement, which is the officer's.

use actix_web::HttpResponse;
use askama::Template;

use super::told::{Said, Teller};
use super::{Action, ConsoleOpen, Frame, Offered, Page, Words, console, html, offered};
use crate::service::oversight::flags;
use crate::service::permission::AuditFlags;
use crate::wire::api::oversight::{FlagRow, FlagsAnswer};

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
    explanation: String,
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
        explanation: flag.explanation.clone(),
        entries: flag.entries.clone(),
    }
}

fn missed(words: Words, text: &str) -> Said {
    match text.starts_with(OWN_PLATE) {
        true => Said::own(words.t("flags-no-own-plate")),
        false => Said { text: text.to_owned(), english: true },
    }
}
