//! What those who administer have to look at: papers that run out, devices that wait, changes that wait for a
//! second steward, and the limits in force. Absent: changes, and anything about records or the log.

use super::{administers, partners};
use crate::domain::action::Action;
use crate::domain::grant::Limits;
use crate::domain::id::PartnerId;
use crate::domain::party::{Partner, PartnerKind, Standing};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Withheld};
use crate::service::exchange::Exchange;
use crate::service::permission::{ConsoleOpen, PartnerRead, Permission};
use crate::wire::api::registry::PartnerBody;

/// Days ahead of its end from which on a paper is told of: a new license or screening takes weeks.
pub const SOON_DAYS: u32 = 60;

/// How a last moment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// It has passed.
    Over,
    /// Within [`SOON_DAYS`]: in so many whole days.
    Soon(u32),
    /// Further ahead.
    Later,
}

/// How a last moment stands now.
pub fn due(until: Timestamp, now: Timestamp) -> Due {
    const DAY_MS: i64 = 86_400_000;
    match until.since(now) {
        ..0 => Due::Over,
        ahead if until <= now.plus_days(SOON_DAYS) => {
            Due::Soon(u32::try_from(ahead / DAY_MS).unwrap_or(SOON_DAYS))
        }
        _ => Due::Later,
    }
}

/// What a partner may do in a minute.
pub struct Allowed {
    /// What holds now.
    pub in_force: Limits,
    /// What its grants in force give it, or what is usual without one.
    pub given: Limits,
    /// Whether a grant in force says so.
    pub by_grant: bool,
    /// Whether a trial takes its part.
    pub on_trial: bool,
}

/// A partner as its steward sees it.
pub struct Surveyed {
    /// Its registration.
    pub partner: PartnerBody,
    /// What it may do; only of a partner that the caller administers.
    pub allowed: Option<Allowed>,
}

/// A change that waits for a second steward.
pub struct Waiting {
    /// What kind of change: `person`, `standing`, `certificate`, `key` or `partner`.
    pub what: String,
    /// Whom or what it is about.
    pub of: String,
    /// The steward who began it.
    pub steward: String,
}

/// The partners that the caller may know of, and what waits for a second steward. It leaves the entry of reading
/// the partners.
///
/// # Errors
/// Refusals of the log.
pub async fn survey(
    exchange: &Exchange,
    clearance: &mut Clearance<PartnerRead>,
) -> Result<(Vec<Surveyed>, Vec<Waiting>), Refusal> {
    let listed = partners::read(exchange, clearance).await?;
    let clearance = &*clearance;
    let surveyed = listed.items.into_iter().map(|partner| {
        let id = PartnerId::parse(&partner.id).ok();
        let own = id.filter(|id| administers(clearance, id));
        Surveyed { allowed: own.map(|id| allowed(exchange, clearance, &id)), partner }
    });
    Ok((surveyed.collect(), waiting(clearance)))
}

fn allowed<A: Permission>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    partner: &PartnerId,
) -> Allowed {
    let (directory, at) = (&clearance.directory, clearance.at);
    let mut grants = directory.grants().values();
    Allowed {
        in_force: exchange.limiter.in_force(directory, partner, at),
        given: exchange.limiter.given(directory, partner, at),
        by_grant: grants.any(|state| state.is_in_force(at) && state.grant.has_party(partner)),
        on_trial: directory.partner(partner).is_some_and(|known| known.is_on_trial(at)),
    }
}

/// For stewards alone; who is no steward any more has no voice any more (`second`).
fn waiting<A: Permission>(clearance: &Clearance<A>) -> Vec<Waiting> {
    if clearance.caller.partner.kind != PartnerKind::Steward {
        return Vec::new();
    }
    let proposals = clearance.directory.proposals();
    let counting = proposals.into_iter().filter(|(_, proposal)| {
        super::second::counts(&clearance.directory, proposal, clearance.at)
    });
    let shown = counting.map(|(about, proposal)| {
        let (what, of) = about.split_once(' ').unwrap_or((about, ""));
        let steward = proposal.person.to_string();
        Waiting { what: what.to_owned(), of: of.to_owned(), steward }
    });
    shown.collect()
}

/// How many things somebody who administers has to look at, by the page that shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// Partners whose license or quality mark has run out or soon will, and trials that soon end.
    pub partners: usize,
    /// Persons whose screening has run out or soon will.
    pub persons: usize,
    /// Certificates that soon run out.
    pub certificates: usize,
    /// Keys that soon run out.
    pub keys: usize,
    /// Devices that wait for approval.
    pub devices: usize,
    /// Changes that wait for a second steward.
    pub waiting: usize,
}

/// What the first page says beside its links.
pub struct FirstPage {
    /// For those who administer.
    pub attention: Option<Attention>,
    /// The last moments of the caller's own screening and certificate.
    pub screening: Option<Timestamp>,
    /// As above.
    pub certificate: Option<Timestamp>,
    /// When the page was asked for.
    pub now: Timestamp,
}

/// Enters that somebody opened the first page, and finds what they have to look at.
///
/// # Errors
/// Refusals of the log.
pub async fn first_page(
    exchange: &Exchange,
    clearance: &mut Clearance<ConsoleOpen>,
) -> Result<FirstPage, Refusal> {
    let caller = clearance.caller.clone();
    let decides = Action::KeyApprove.is_open_to(caller.partner.kind, caller.person.role);
    let attention = decides.then(|| count(clearance));
    let known = clearance.directory.certificate(&caller.certificate);
    let page = FirstPage {
        attention,
        screening: caller.person.screening.as_ref().map(|screening| screening.valid_until),
        certificate: known.map(|certificate| certificate.valid_until),
        now: clearance.at,
    };
    clearance.entry.given = Some(match attention {
        Some(_) => "the page home, with how much runs out or waits".into(),
        None => "the page home".into(),
    });
    let (page, _) = door::disclose(exchange, clearance, Withheld::new(page)).await?;
    Ok(page)
}

fn count(clearance: &Clearance<ConsoleOpen>) -> Attention {
    let (directory, at) = (&clearance.directory, clearance.at);
    let own = |id: &PartnerId| administers(clearance, id);
    let there = |standing: Standing| standing != Standing::Withdrawn;
    let near = |until: &Timestamp| due(*until, at) != Due::Later;
    let soon = |until: &Timestamp| matches!(due(*until, at), Due::Soon(_));
    let partners = directory.partners().into_iter();
    let partners: Vec<_> =
        partners.filter(|one| own(&one.id) && there(one.standing)).map(|one| &**one).collect();
    let runs_out = |partner: &&&Partner| {
        let license = partner.license.as_ref().map(|license| license.valid_until);
        let mark = partner.quality_mark.as_ref().map(|mark| mark.valid_until);
        license.iter().chain(&mark).any(near) || partner.trial_until.iter().any(soon)
    };
    let persons = directory.persons().into_iter();
    let persons = persons.filter(|one| own(&one.partner) && there(one.standing));
    let screenings = persons.filter_map(|one| one.screening.as_ref());
    let certificates = directory.certificates().into_iter();
    let certificates = certificates.filter(|one| own(&one.partner) && one.withdrawn_at.is_none());
    let keys = directory.keys().into_iter().map(|key| &key.row);
    let keys = keys.filter(|one| own(&one.partner) && one.withdrawn_at.is_none());
    let requests = directory.key_requests().into_iter();
    let confirms = clearance.caller.partner.kind == PartnerKind::Steward;
    let proposed = partners.iter().filter(|one| confirms && one.proposed_by.is_some()).count();
    Attention {
        partners: partners.iter().filter(runs_out).count(),
        persons: screenings.filter(|one| near(&one.valid_until)).count(),
        certificates: certificates.filter(|one| soon(&one.valid_until)).count(),
        keys: keys.filter(|one| soon(&one.valid_until)).count(),
        devices: requests.filter(|one| own(&one.partner) && one.is_open(at)).count(),
        waiting: proposed + waiting(clearance).len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_out_within_sixty_days_is_told() {
        let now = Timestamp::from_seconds(1_800_000_000);
        assert_eq!(due(now.plus_ms(-1), now), Due::Over);
        assert_eq!(due(now, now), Due::Soon(0));
        assert_eq!(due(now.plus_days(12).plus_ms(5), now), Due::Soon(12));
        assert_eq!(due(now.plus_days(60), now), Due::Soon(60));
        assert_eq!(due(now.plus_days(60).plus_ms(1), now), Due::Later);
    }
}
