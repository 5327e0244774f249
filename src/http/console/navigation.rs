//! Which pages there are and for whom: a page is offered to whoever has the action that it asks for.
//! Absent: the decision; a page that is not offered is refused by the desk when somebody asks for it.

use crate::domain::action::Action;
use crate::domain::party::{PartnerKind, Role};

/// A page in the navigation.
pub struct Link {
    /// Its path.
    pub path: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// Whether this is the page that is shown.
    pub current: bool,
}

/// A row: path, key of the name, the action that the page asks for, and for which kinds of partner it is
/// made; empty for every kind.
type Row = (&'static str, &'static str, Action, &'static [PartnerKind]);

/// The pages, in the order in which they are offered.
const PAGES: [Row; 10] = [
    ("/board", "nav-board", Action::AlertsRead, &[PartnerKind::Firm]),
    ("/incidents/new", "nav-incident", Action::RecordSubmit, &[PartnerKind::Firm]),
    ("/handovers/new", "nav-handover", Action::RecordSubmit, &[PartnerKind::Firm]),
    ("/answers", "nav-answers", Action::FeedFollow, &[PartnerKind::Firm]),
    ("/task", "nav-task", Action::RecordSearch, &[]),
    ("/search", "nav-search", Action::RecordSearch, &[]),
    ("/overview", "nav-overview", Action::AuditOverview, &[]),
    ("/log-health", "nav-health", Action::AuditWitnesses, &[]),
    ("/bundle", "nav-bundle", Action::AuditBundle, &[]),
    ("/device", "nav-device", Action::KeyRequest, &[]),
];

/// The pages that are open to somebody.
pub(super) fn links(kind: PartnerKind, role: Role, path: &str) -> Vec<Link> {
    let open = PAGES.iter().filter(|(_, _, action, kinds)| {
        action.is_open_to(kind, role) && (kinds.is_empty() || kinds.contains(&kind))
    });
    open.map(|(own, key, ..)| Link { path: own, key, current: *own == path }).collect()
}
