//! Devices that ask to sign: what is known of each, and approving or refusing it. Absent: the own device
//! (`reporting`), about which nobody decides alone.

use actix_web::HttpResponse;
use askama::Template;

use super::entries::{Deed, Entry, Line, Part, part};
use super::keys::kind_of_key;
use super::persons::{choices, names};
use crate::domain::action::Action;
use crate::domain::device::KEY_DAYS;
use crate::domain::id::{PartnerId, PersonId};
use crate::domain::party::Person;
use crate::domain::refusal::Reason;
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::texts::Words;
use crate::service::clearance::Clearance;
use crate::service::permission::KeyRequestRead;
use crate::service::registry::devices;
use crate::wire::api::device::KeyRequestShown;

#[derive(Template)]
#[template(path = "devices.html", config = "src/http/console/askama.toml")]
struct Devices<'a> {
    frame: &'a Frame,
    parts: Vec<Part>,
    waits: bool,
    days: u32,
}

/// `GET /devices`
pub async fn get(page: Page<KeyRequestRead>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let caller = clearance.caller.clone();
        // Others see their own requests on the page of their device.
        if !Action::KeyApprove.is_open_to(caller.partner.kind, caller.person.role) {
            return Err(Reason::ActionNotAllowed.into());
        }
        let listed = devices::read(exchange, clearance, None).await?;
        let words = frame.words;
        let (open, decided): (Vec<_>, Vec<_>) =
            listed.items.iter().partition(|request| request.state == "open");
        let entries = |requests: Vec<&KeyRequestShown>| {
            requests.iter().rev().map(|request| entry(request, clearance, words)).collect()
        };
        let open: Vec<Entry> = entries(open);
        let waits = !open.is_empty();
        let parts = [
            part(words.t("devices-open"), open, false),
            part(words.t("devices-decided"), entries(decided), true),
        ];
        let parts = parts.into_iter().filter(|part| !part.entries.is_empty()).collect();
        html(&Devices { frame, parts, waits, days: KEY_DAYS })
    })
    .await
}

fn entry(request: &KeyRequestShown, clearance: &Clearance<KeyRequestRead>, words: Words) -> Entry {
    let state = match request.state.as_str() {
        "open" => ("applied", words.t("device-state-open")),
        "approved" => ("active", words.t("device-state-approved")),
        "refused" => ("withdrawn", words.t("device-state-refused")),
        _ => ("over", words.t("device-state-expired")),
    };
    let open = request.state == "open";
    let about = serde_json::json!({ "kid": request.kid, "device": request.device });
    let mut entry = Entry::new(request.kid.clone(), request.device.clone(), state, &about);
    let partners = choices(clearance);
    let names = names(&partners);
    let partner = names.get(request.partner.as_str()).copied().unwrap_or(request.partner.as_str());
    entry.note = format!("{} · {partner}", request.person);
    if let Some(person) = person(request, clearance) {
        entry.say(words.t("role-of"), &words.label("role", person.role.code()));
        let standing = words.label("partner-standing", person.standing.code());
        entry.say(words.t("person-standing"), &standing);
        if let Some(screening) = &person.screening {
            let until = screening.valid_until.to_string();
            entry.holds(words.t("screening"), &screening.authority, &until, clearance.at, words);
        }
        let keys = keys_in_force(person, clearance);
        entry.say(words.t("keys-in-force"), &words.count("keys-count", keys));
    }
    entry.lines.push(Line::at(words.t("asked-at"), &request.asked_at));
    if open {
        entry.lines.push(Line::at(words.t("decide-until"), &request.expires_at));
    }
    entry.say(words.t("key-kind"), kind_of_key(&request.jwk));
    entry.say_exactly(words.t("kid"), &request.kid);
    if let Some(decided) = &request.decided {
        entry.say(words.t("decided-by"), &format!("{} · {}", decided.person, decided.partner));
        entry.lines.push(Line::at(words.t("decided-at"), &decided.at));
        entry.say(words.t("reason"), decided.reason.as_deref().unwrap_or_default());
    }
    if open {
        entry.deeds = deeds(request, clearance, words);
    }
    entry
}

/// Nobody decides about the own device.
fn deeds(
    request: &KeyRequestShown,
    clearance: &Clearance<KeyRequestRead>,
    words: Words,
) -> Vec<Deed> {
    let caller = &clearance.caller;
    let own = caller.partner.id.as_str() == request.partner
        && caller.person.id.as_str() == request.person;
    if own {
        return Vec::new();
    }
    let refuse = Deed::new("refusal", words.t("deed-refuse"));
    vec![Deed::new("approval", words.t("deed-approve")), Deed { grave: true, ..refuse }]
}

fn person<'a>(
    request: &KeyRequestShown,
    clearance: &'a Clearance<KeyRequestRead>,
) -> Option<&'a Person> {
    let partner = PartnerId::parse(&request.partner).ok()?;
    let person = PersonId::parse(&request.person).ok()?;
    clearance.directory.person(&partner, &person).map(|known| &**known)
}

fn keys_in_force(person: &Person, clearance: &Clearance<KeyRequestRead>) -> usize {
    let keys = clearance.directory.keys();
    let own = keys.iter().map(|key| &key.row).filter(|key| {
        key.partner == person.partner
            && key.person == person.id
            && key.withdrawn_at.is_none()
            && key.valid_from <= clearance.at
            && clearance.at <= key.valid_until
    });
    own.count()
}
