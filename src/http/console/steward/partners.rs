//! The partners: license, quality mark, trial, limits in force, and what waits for a second steward. An
//! administrator sees the partners of its grants and changes nothing. Absent: their people.

use actix_web::HttpResponse;
use askama::Template;

use super::entries::{Deed, Entry, Part, parts};
use crate::domain::action::Action;
use crate::domain::grant::Limits;
use crate::domain::party::{PartnerKind, Standing};
use crate::domain::time::Timestamp;
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::texts::Words;
use crate::service::permission::PartnerRead;
use crate::service::registry::attention::{Allowed, Surveyed, Waiting, survey};
use crate::wire::api::registry::PartnerBody;

#[derive(Template)]
#[template(path = "partners.html", config = "src/http/console/askama.toml")]
struct Partners<'a> {
    frame: &'a Frame,
    /// Whether the reader changes partners.
    decides: bool,
    two: bool,
    waiting: Vec<Waiting>,
    parts: Vec<Part>,
    /// The partners that an office of oversight can watch: id and name.
    watched: Vec<(String, String)>,
}

/// Who looks, and when.
struct View {
    words: Words,
    now: Timestamp,
    decides: bool,
    two: bool,
    partner: String,
    person: String,
}

/// `GET /partners`
pub async fn get(page: Page<PartnerRead>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        let (surveyed, waiting) = survey(exchange, clearance).await?;
        let caller = &clearance.caller;
        let decides = Action::PartnerAdmit.is_open_to(caller.partner.kind, caller.person.role);
        let view = View {
            words: frame.words,
            now: clearance.at,
            decides,
            two: exchange.two_stewards,
            partner: caller.partner.id.to_string(),
            person: caller.person.id.to_string(),
        };
        let exchanges = [PartnerKind::Police, PartnerKind::Firm].map(PartnerKind::code);
        let watched = surveyed.iter().map(|one| &one.partner);
        let watched = watched.filter(|partner| exchanges.contains(&partner.kind.as_str()));
        let watched = watched.map(|partner| (partner.id.clone(), partner.name.clone())).collect();
        let entries = surveyed.iter().map(|one| view.entry(one)).collect();
        let parts = parts(entries, frame.words);
        html(&Partners { frame, decides, two: view.two, waiting, parts, watched })
    })
    .await
}

impl View {
    fn entry(&self, surveyed: &Surveyed) -> Entry {
        let (partner, words) = (&surveyed.partner, self.words);
        let code = partner.standing.as_deref().unwrap_or_default();
        let standing = Standing::from_code(code).unwrap_or(Standing::Applied);
        let label = words.label("partner-standing", standing.code());
        // What forms begin with is what the API takes.
        let about = PartnerBody { standing: None, proposed_by: None, ..partner.clone() };
        let state = (standing.code(), label);
        let mut entry = Entry::new(partner.id.clone(), partner.name.clone(), state, &about);
        entry.note = format!("{} · {}", words.label("partner-kind", &partner.kind), partner.id);
        entry.past = standing == Standing::Withdrawn;
        self.papers(&mut entry, partner);
        if let Some(allowed) = &surveyed.allowed {
            limits(&mut entry, allowed, words);
        }
        if let Some(first) = &partner.proposed_by {
            entry.say(words.t("waits"), &words.with("waits-active", first));
        }
        if self.decides {
            entry.deeds = self.deeds(partner, standing);
        }
        entry
    }

    fn papers(&self, entry: &mut Entry, partner: &PartnerBody) {
        let (words, now) = (self.words, self.now);
        if let Some(license) = &partner.license {
            let said = [&license.number, &license.category, &license.authority, &license.territory];
            let said = said.map(String::as_str).join(" · ");
            entry.holds(words.t("license"), &said, &license.valid_until, now, words);
        }
        if let Some(mark) = &partner.quality_mark {
            entry.holds(words.t("quality-mark"), &mark.name, &mark.valid_until, now, words);
        }
        entry.say(words.t("scope"), &partner.scope.join(", "));
        match &partner.trial_until {
            Some(until) if Timestamp::parse(until).is_ok_and(|until| now <= until) => {
                entry.holds(words.t("trial"), &words.t("trial-runs"), until, now, words);
            }
            Some(_) => entry.say(words.t("trial"), &words.t("trial-over")),
            None => {}
        }
    }

    fn deeds(&self, partner: &PartnerBody, standing: Standing) -> Vec<Deed> {
        let mut deeds = Vec::new();
        if standing != Standing::Withdrawn {
            deeds.push(Deed::new("partner", self.words.t("deed-edit")));
        }
        if partner.id == self.partner {
            return deeds;
        }
        let own = partner.proposed_by.as_ref() == Some(&self.person);
        let mut standings = Deed::standings("partner-standing", standing, self.words);
        // Whoever proposed it cannot confirm it.
        standings.retain(|deed| !(own && deed.standing == Standing::Active.code()));
        if partner.proposed_by.is_some() {
            for deed in standings.iter_mut().filter(|deed| !deed.grave) {
                deed.label = self.words.t("deed-confirm");
            }
        }
        deeds.extend(standings);
        deeds
    }
}

fn limits(entry: &mut Entry, allowed: &Allowed, words: Words) {
    let said = |limits: &Limits| {
        let parts = [
            words.with("limit-submissions", limits.submissions),
            words.with("limit-searches", limits.searches),
            words.with("limit-deliveries", limits.deliveries),
        ];
        parts.join(", ")
    };
    entry.say(words.t("limits"), &said(&allowed.in_force));
    let source = if allowed.by_grant { "limits-by-grant" } else { "limits-usual" };
    let halved = allowed.on_trial && allowed.in_force != allowed.given;
    let why = match halved {
        true => format!("{} {}", words.t(source), words.with("limits-trial", said(&allowed.given))),
        false => words.t(source),
    };
    entry.say(words.t("limits-why"), &why);
}
