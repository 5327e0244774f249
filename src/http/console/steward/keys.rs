//! Client certificates and signing keys: whose, until when, and withdrawn. Absent: private keys, which nobody
//! brings here, and devices that wait (`devices`).

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use askama::Template;

use super::entries::{Deed, Entry, Part, parts};
use super::persons::{Choice, choices, names};
use crate::domain::time::Timestamp;
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::texts::Words;
use crate::service::clearance::Clearance;
use crate::service::permission::{CertificateRead, KeyRead, Permission};
use crate::service::registry::attention::{Due, due};
use crate::service::registry::credentials;
use crate::wire::api::registry::{CertificateShown, KeyShown};

#[derive(Template)]
#[template(path = "certificates.html", config = "src/http/console/askama.toml")]
struct Certificates<'a> {
    frame: &'a Frame,
    two: bool,
    partners: Vec<Choice>,
    /// Partner and id of those who can hold one.
    holders: Vec<(String, String)>,
    parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "keys.html", config = "src/http/console/askama.toml")]
struct Keys<'a> {
    frame: &'a Frame,
    two: bool,
    partners: Vec<Choice>,
    holders: Vec<(String, String)>,
    parts: Vec<Part>,
}

/// `GET /certificates`
pub async fn get_certificates(page: Page<CertificateRead>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let listed = credentials::read_certificates(exchange, clearance).await?;
        let (partners, holders) = (choices(clearance), holders(clearance));
        let shown = {
            let names = names(&partners);
            let shown = listed.items.iter();
            shown.map(|one| certificate(one, &names, clearance.at, frame.words)).collect()
        };
        let (parts, two) = (parts(shown, frame.words), exchange.two_stewards);
        html(&Certificates { frame, two, partners, holders, parts })
    })
    .await
}

/// `GET /keys`
pub async fn get_keys(page: Page<KeyRead>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let listed = credentials::read_keys(exchange, clearance).await?;
        let (partners, holders) = (choices(clearance), holders(clearance));
        let shown = {
            let names = names(&partners);
            listed.items.iter().map(|one| key(one, &names, clearance.at, frame.words)).collect()
        };
        let (parts, two) = (parts(shown, frame.words), exchange.two_stewards);
        html(&Keys { frame, two, partners, holders, parts })
    })
    .await
}

/// Those whom the caller administers, for the forms.
fn holders<A: Permission>(clearance: &Clearance<A>) -> Vec<(String, String)> {
    let partners = choices(clearance);
    let own = names(&partners);
    let persons = clearance.directory.persons().into_iter();
    let persons = persons.filter(|person| own.contains_key(person.partner.as_str()));
    persons.map(|person| (person.partner.to_string(), person.id.to_string())).collect()
}

fn certificate(
    shown: &CertificateShown,
    names: &BTreeMap<&str, &str>,
    now: Timestamp,
    words: Words,
) -> Entry {
    let held = Held {
        id: &shown.fingerprint,
        partner: &shown.partner,
        person: &shown.person,
        valid_until: &shown.valid_until,
        withdrawn_at: shown.withdrawn_at.as_deref(),
    };
    let about = serde_json::json!({ "fingerprint": shown.fingerprint });
    let mut entry = held.entry(names, &about, now, words);
    entry.say_exactly(words.t("fingerprint"), &in_fours(&shown.fingerprint));
    entry
}

fn key(shown: &KeyShown, names: &BTreeMap<&str, &str>, now: Timestamp, words: Words) -> Entry {
    let held = Held {
        id: &shown.kid,
        partner: &shown.partner,
        person: &shown.person,
        valid_until: &shown.valid_until,
        withdrawn_at: shown.withdrawn_at.as_deref(),
    };
    let about = serde_json::json!({ "kid": shown.kid });
    let mut entry = held.entry(names, &about, now, words);
    entry.say(words.t("key-kind"), kind_of_key(&shown.jwk));
    entry.say_exactly(words.t("kid"), &shown.kid);
    entry
}

/// What a certificate and a key have in common.
struct Held<'a> {
    id: &'a str,
    partner: &'a str,
    person: &'a str,
    valid_until: &'a str,
    withdrawn_at: Option<&'a str>,
}

impl Held<'_> {
    fn entry(
        &self,
        names: &BTreeMap<&str, &str>,
        about: &serde_json::Value,
        now: Timestamp,
        words: Words,
    ) -> Entry {
        let over =
            Timestamp::parse(self.valid_until).is_ok_and(|until| due(until, now) == Due::Over);
        let state = match (self.withdrawn_at, over) {
            (Some(_), _) => ("withdrawn", words.label("partner-standing", "withdrawn")),
            (None, true) => ("over", words.t("due-over")),
            (None, false) => ("active", words.t("valid")),
        };
        let mut entry = Entry::new(self.id.to_owned(), self.person.to_owned(), state, about);
        entry.note = names.get(self.partner).copied().unwrap_or(self.partner).to_owned();
        // By whose it is: a fingerprint is no order for people.
        entry.order = format!("{} {}", self.partner, self.person);
        entry.past = over || self.withdrawn_at.is_some();
        entry.holds(words.t("valid-until"), "", self.valid_until, now, words);
        if let Some(at) = self.withdrawn_at {
            entry.lines.push(super::entries::Line::at(words.t("withdrawn-at"), at));
        }
        if !entry.past {
            let deed = Deed::new("withdrawal", words.t("deed-withdraw"));
            entry.deeds.push(Deed { grave: true, ..deed });
        }
        entry
    }
}

/// Hexadecimal digits as people compare them.
fn in_fours(hex: &str) -> String {
    let digits: Vec<char> = hex.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The curve that a public key is on.
pub(super) fn kind_of_key(jwk: &serde_json::Value) -> &str {
    jwk["crv"].as_str().unwrap_or_default()
}
