//! Which pages there are and for whom: a page is offered to whoever has the action that it asks for.
//! Pages that belong together stand together. Absent: the decision; a page that is not offered is refused by the desk when somebody asks for it.

use crate::domain::action::Action;
use crate::domain::party::{PartnerKind, Role};

/// A page in the navigation.
pub struct Link {
    /// Its path.
    pub path: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// The key of what one finds there, when that says more than the name.
    pub about: Option<&'static str>,
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

/// A row: path, key of the name, the action that the page asks for, and for which kinds of partner it is
/// made; empty for every kind.
type Row = (&'static str, &'static str, Action, &'static [PartnerKind]);

/// The pages, in the order in which they are offered.
const PAGES: &[Row] = &[
    ("/board", "nav-board", Action::AlertsRead, &[PartnerKind::Firm]),
    ("/incidents/new", "nav-incident", Action::RecordSubmit, &[PartnerKind::Firm]),
    ("/handovers/new", "nav-handover", Action::RecordSubmit, &[PartnerKind::Firm]),
    ("/answers", "nav-answers", Action::FollowUpRead, &[PartnerKind::Firm]),
    ("/incoming", "nav-incoming", Action::FollowUpRead, &[PartnerKind::Police]),
    ("/alerts", "nav-alerts", Action::FollowUpRead, &[PartnerKind::Police]),
    ("/alerts/new", "nav-compose", Action::RecordSubmit, &[PartnerKind::Police]),
    ("/partners", "nav-partners", Action::PartnerRead, &[]),
    ("/persons", "nav-persons", Action::PersonRead, &[]),
    ("/certificates", "nav-certificates", Action::CertificateRead, &[]),
    ("/keys", "nav-keys", Action::KeyRead, &[]),
    ("/devices", "nav-devices", Action::KeyApprove, &[]),
    ("/task", "nav-task", Action::RecordSearch, &[]),
    ("/search", "nav-search", Action::RecordSearch, &[]),
    ("/oversight", "nav-oversight", Action::AuditSearch, &[]),
    ("/oversight/question", "nav-question", Action::AuditSearch, &[]),
    ("/oversight/entries", "nav-entries", Action::AuditSearch, &[]),
    ("/oversight/subject", "nav-subject", Action::AuditSubject, &[]),
    ("/oversight/flags", "nav-flags", Action::AuditFlags, &[]),
    ("/oversight/samples", "nav-samples", Action::AuditSample, &[]),
    ("/oversight/recalls", "nav-recalls", Action::AuditRecalls, &[]),
    ("/oversight/orders", "nav-orders", Action::AuditClose, &[]),
    ("/device", "nav-device", Action::KeyRequest, &[]),
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

/// What one finds on a page, for the first page.
fn about(key: &str) -> Option<&'static str> {
    Some(match key {
        "nav-board" => "about-board",
        "nav-incident" => "about-incident",
        "nav-handover" => "about-handover",
        "nav-answers" => "about-answers",
        "nav-task" => "about-task",
        "nav-search" => "about-search",
        "nav-device" => "about-device",
        "nav-partners" => "about-partners",
        "nav-persons" => "about-persons",
        "nav-certificates" => "about-certificates",
        "nav-keys" => "about-keys",
        "nav-devices" => "about-devices",
        _ => return None,
    })
}

/// The pages that are open to somebody.
pub(super) fn groups(kind: PartnerKind, role: Role, path: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (own, key, action, kinds) in PAGES {
        if !action.is_open_to(kind, role) || !(kinds.is_empty() || kinds.contains(&kind)) {
            continue;
        }
        let link = Link { path: own, key, about: about(key), current: *own == path };
        let name = group(*action);
        match groups.iter_mut().find(|known| known.key == name) {
            Some(known) => known.links.push(link),
            None => groups.push(Group { key: name, links: vec![link] }),
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
        assert_eq!(steward, [("group-registry", 5), ("group-own", 1)]);
        let guard = offered(PartnerKind::Firm, Role::Guard);
        assert_eq!(guard.first().map(|(key, _)| *key), Some("group-work"));
        assert!(guard.iter().all(|(key, _)| *key != "group-registry"));
        assert!(
            offered(PartnerKind::Firm, Role::System).iter().all(|(key, _)| *key != "group-own")
        );
    }
}
