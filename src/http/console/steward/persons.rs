//! Persons and systems: role, screening, training and standing; for a steward those of every partner, for an
//! administrator its own. Absent: names; an id is a pseudonym in the partner's own register.

use std::collections::BTreeMap;

use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::entries::{Deed, Entry, Part, parts};
use crate::domain::party::{PartnerKind, Role, Standing};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::texts::Words;
use crate::service::clearance::Clearance;
use crate::service::permission::{Permission, PersonRead};
use crate::service::registry::persons;
use crate::wire::api::registry::PersonBody;

/// A partner to choose: its id, its name, and its kind.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
}

/// The partners that the caller administers.
pub(super) fn choices<A: Permission>(clearance: &Clearance<A>) -> Vec<Choice> {
    let own = &clearance.caller.partner;
    let all = clearance.directory.partners().into_iter();
    let chosen = all.filter(|one| own.kind == PartnerKind::Steward || one.id == own.id);
    let choice = |one: &std::sync::Arc<crate::domain::party::Partner>| Choice {
        id: one.id.to_string(),
        name: one.name.clone(),
        kind: one.kind.code(),
    };
    chosen.map(choice).collect()
}

/// The names of those partners by their ids.
pub(super) fn names(choices: &[Choice]) -> BTreeMap<&str, &str> {
    choices.iter().map(|choice| (choice.id.as_str(), choice.name.as_str())).collect()
}

#[derive(Template)]
#[template(path = "persons.html", config = "src/http/console/askama.toml")]
struct Persons<'a> {
    frame: &'a Frame,
    two: bool,
    /// The partner whose persons are shown, or nothing for all.
    chosen: String,
    partners: Vec<Choice>,
    parts: Vec<Part>,
    /// Codes of the roles, and the kinds of partner that each fits.
    roles: Vec<(&'static str, String)>,
}

/// The query of the page.
#[derive(Deserialize)]
struct Of {
    partner: Option<String>,
}

/// `GET /persons`
pub async fn get(page: Page<PersonRead>, request: HttpRequest) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let invalid = |_| Refusal::at(Reason::RequestInvalid, "/partner");
        let query = Query::<Of>::from_query(request.query_string()).map_err(invalid)?;
        let chosen = query.into_inner().partner.filter(|partner| !partner.is_empty());
        let listed = persons::read(exchange, clearance, chosen.as_deref()).await?;
        let partners = choices(clearance);
        let (words, now) = (frame.words, clearance.at);
        let caller = &clearance.caller;
        let oneself = (caller.partner.id.as_str(), caller.person.id.as_str());
        let names = names(&partners);
        let shown = listed.items.iter().map(|person| {
            let own = oneself == (person.partner.as_str(), person.id.as_str());
            entry(person, &names, own, now, words)
        });
        let parts = parts(shown.collect(), words);
        let chosen = chosen.unwrap_or_default();
        let two = exchange.two_stewards;
        let roles = roles(&partners);
        html(&Persons { frame, two, chosen, parts, roles, partners })
    })
    .await
}

fn entry(
    person: &PersonBody,
    names: &BTreeMap<&str, &str>,
    own: bool,
    now: Timestamp,
    words: Words,
) -> Entry {
    let code = person.standing.as_deref().unwrap_or_default();
    let standing = Standing::from_code(code).unwrap_or(Standing::Applied);
    let about = PersonBody { standing: None, ..person.clone() };
    let id = format!("{} {}", person.partner, person.id);
    let state = (standing.code(), words.label("partner-standing", standing.code()));
    let mut entry = Entry::new(id, person.id.clone(), state, &about);
    let partner = names.get(person.partner.as_str()).copied().unwrap_or(person.partner.as_str());
    entry.note = format!("{} · {partner}", words.label("role", &person.role));
    entry.past = standing == Standing::Withdrawn;
    if let Some(screening) = &person.screening {
        entry.holds(words.t("screening"), &screening.name, &screening.valid_until, now, words);
    }
    entry.say(words.t("training"), person.training.as_deref().unwrap_or_default());
    if !entry.past {
        entry.deeds.push(Deed::new("person", words.t("deed-edit")));
    }
    if !own {
        entry.deeds.extend(Deed::standings("person-standing", standing, words));
    }
    entry
}

/// The roles that somebody of these partners can have.
fn roles(partners: &[Choice]) -> Vec<(&'static str, String)> {
    let fitting = |role: Role| {
        let kinds = PartnerKind::ALL.iter().copied().filter(|kind| role.fits(*kind));
        let here = kinds.map(PartnerKind::code);
        let here = here.filter(|kind| partners.iter().any(|partner| partner.kind == *kind));
        here.collect::<Vec<_>>().join(" ")
    };
    let roles = Role::ALL.iter().map(|role| (role.code(), fitting(*role)));
    roles.filter(|(_, kinds)| !kinds.is_empty()).collect()
}
