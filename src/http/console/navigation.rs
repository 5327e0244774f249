//! Which pages there are and for whom: a page is offered to whoever has the action that it asks for.
//! Pages that belong together stand together. Absent: the decision; a page that is not offered is refused by
//! the desk when somebody asks for it.

use crate::domain::action::Action;
use crate::domain::party::{PartnerKind, Role};

/// A page in the navigation.
pub struct Link {
    /// Its path.
    pub path: &'static str,
    /// Its name in the families of labels `nav` and `about`.
    pub name: &'static str,
    /// Whether this is the page that is shown.
    pub current: bool,
}

/// Pages that belong together.
pub struct Group {
    /// The key of its name.
    pub key: &'static str,
    /// Its pages.
    pub links: Vec<Link>,
}

/// A row: path, name, the action that the page asks for, and for which kinds of partner it is
/// made; empty for every kind.
type Row = (&'static str, &'static str, Action, &'static [PartnerKind]);

/// The pages, in the order in which they are offered.
const PAGES: &[Row] = &[
    ("/board", "board", Action::AlertsRead, &[PartnerKind::Firm]),
    ("/incidents/new", "incident", Action::RecordSubmit, &[PartnerKind::Firm]),
    ("/handovers/new", "handover", Action::RecordSubmit, &[PartnerKind::Firm]),
    ("/answers", "answers", Action::FollowUpRead, &[PartnerKind::Firm]),
    ("/incoming", "incoming", Action::FollowUpRead, &[PartnerKind::Police]),
    ("/alerts", "alerts", Action::FollowUpRead, &[PartnerKind::Police]),
    ("/alerts/new", "compose", Action::RecordSubmit, &[PartnerKind::Police]),
    ("/deletions", "deletions", Action::FollowUpRead, &[]),
    ("/partners", "partners", Action::PartnerRead, &[]),
    ("/persons", "persons", Action::PersonRead, &[]),
    ("/certificates", "certificates", Action::CertificateRead, &[]),
    ("/keys", "keys", Action::KeyRead, &[]),
    ("/devices", "devices", Action::KeyApprove, &[]),
    ("/task", "task", Action::RecordSearch, &[]),
    ("/search", "search", Action::RecordSearch, &[]),
    ("/oversight", "oversight", Action::AuditSearch, &[]),
    ("/oversight/question", "question", Action::AuditSearch, &[]),
    ("/oversight/entries", "entries", Action::AuditSearch, &[]),
    ("/oversight/subject", "subject", Action::AuditSubject, &[]),
    ("/oversight/flags", "flags", Action::AuditFlags, &[]),
    ("/oversight/samples", "samples", Action::AuditSample, &[]),
    ("/oversight/recalls", "recalls", Action::AuditRecalls, &[]),
    ("/oversight/orders", "orders", Action::AuditClose, &[]),
    ("/overview", "overview", Action::AuditOverview, &[]),
    ("/log-health", "health", Action::AuditWitnesses, &[]),
    ("/bundle", "bundle", Action::AuditBundle, &[]),
    ("/device", "device", Action::KeyRequest, &[]),
];

/// What a page is about, by what it asks for.
fn group(action: Action) -> &'static str {
    match action {
        Action::PartnerRead
        | Action::PersonRead
        | Action::CertificateRead
        | Action::KeyRead
        | Action::KeyApprove => "group-registry",
        Action::KeyRequest => "group-own",
        Action::RecordHold => "group-oversight",
        action if action.code().starts_with("audit.") => "group-oversight",
        _ => "group-work",
    }
}

/// The name of each page.
#[cfg(test)]
pub(super) fn names() -> Vec<&'static str> {
    PAGES.iter().map(|(_, name, ..)| *name).collect()
}

/// Whether a page is of use to somebody who has its action. The key of a browser signs records and cannot leave it:
/// grants are signed with a key in a file, and nothing of stewards and officers of oversight is signed.
fn is_of_use(action: Action, role: Role) -> bool {
    action != Action::KeyRequest || role.works_with_records()
}

/// The pages that are open to somebody, and of use.
pub(super) fn groups(kind: PartnerKind, role: Role, path: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (own, name, action, kinds) in PAGES {
        let is_made = kinds.is_empty() || kinds.contains(&kind);
        if !is_made || !action.is_open_to(kind, role) || !is_of_use(*action, role) {
            continue;
        }
        let link = Link { path: own, name, current: *own == path };
        let key = group(*action);
        match groups.iter_mut().find(|known| known.key == key) {
            Some(known) => known.links.push(link),
            None => groups.push(Group { key, links: vec![link] }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(kind: PartnerKind, role: Role) -> Vec<(&'static str, usize)> {
        groups(kind, role, "/").iter().map(|group| (group.key, group.links.len())).collect()
    }

    #[test]
    fn pages_that_belong_together_stand_together() {
        let steward = offered(PartnerKind::Steward, Role::Steward);
        assert_eq!(steward, [("group-registry", 5)]);
        let guard = offered(PartnerKind::Firm, Role::Guard);
        assert_eq!(guard.first().map(|(key, _)| *key), Some("group-work"));
        assert!(guard.iter().all(|(key, _)| *key != "group-registry"));
    }

    #[test]
    fn the_key_of_a_device_is_offered_to_whoever_signs_with_it() {
        let has = |kind, role| offered(kind, role).iter().any(|(key, _)| *key == "group-own");
        for role in Role::ALL.iter().copied() {
            for kind in PartnerKind::ALL.iter().copied().filter(|kind| role.fits(*kind)) {
                let signs = role.works_with_records();
                assert_eq!(has(kind, role), signs, "{} {}", kind.code(), role.code());
                assert!(!signs || Action::KeyRequest.is_open_to(kind, role));
            }
        }
    }
}
