//! Who takes part in the tests: the partners of the alliance and their people, by pseudonym.
//! Absent: certificates and keys (`stage`), and anything that happens.

use samen::domain::party::{PartnerKind, Role};

/// The name of the exchange.
pub(crate) const EXCHANGE: &str = "twente.samen.test";

/// A partner.
pub(crate) struct House {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) kind: PartnerKind,
}

/// A person or system.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    pub(crate) id: &'static str,
    pub(crate) partner: &'static str,
    pub(crate) role: Role,
}

pub(crate) const POLICE: &str = "politie-twente";
pub(crate) const FAIR: &str = "fair-bewaking-twente";
pub(crate) const SECURION: &str = "securion";
pub(crate) const RJ: &str = "rj-safety-security";
pub(crate) const OVERSIGHT: &str = "fg-twente";
pub(crate) const STEWARD: &str = "stichting-samen";

/// The firms.
pub(crate) const FIRMS: [&str; 3] = [FAIR, SECURION, RJ];

/// The grant under which the police share with the firms.
pub(crate) const POLICE_GRANT: &str = "twente-politie";

/// The grant under which a partner shares.
pub(crate) fn grant_of(partner: &str) -> String {
    if partner == POLICE { POLICE_GRANT.to_owned() } else { format!("twente-{partner}") }
}

/// Every partner but the steward, which the founding brings.
pub(crate) const HOUSES: [House; 5] = [
    House { id: POLICE, name: "Politie Twente", kind: PartnerKind::Police },
    House { id: FAIR, name: "Fair Bewaking Twente", kind: PartnerKind::Firm },
    House { id: SECURION, name: "Securion Alarmcentrale", kind: PartnerKind::Firm },
    House { id: RJ, name: "RJ Safety & Security", kind: PartnerKind::Firm },
    House { id: OVERSIGHT, name: "Functionaris Gegevensbescherming", kind: PartnerKind::Oversight },
];

const fn member(id: &'static str, partner: &'static str, role: Role) -> Member {
    Member { id, partner, role }
}

/// Every person and system. An administrator comes before the people whom it registers.
pub(crate) const MEMBERS: [Member; 16] = [
    member("steward-1", STEWARD, Role::Steward),
    member("pt-admin", POLICE, Role::Administrator),
    member("pt-officer", POLICE, Role::Officer),
    member("pt-desk", POLICE, Role::InformationDesk),
    member("pt-system", POLICE, Role::System),
    member("fbt-admin", FAIR, Role::Administrator),
    member("fbt-guard", FAIR, Role::Guard),
    member("fbt-guard-2", FAIR, Role::Guard),
    member("fbt-system", FAIR, Role::System),
    member("sec-admin", SECURION, Role::Administrator),
    member("sec-operator", SECURION, Role::Operator),
    member("sec-system", SECURION, Role::System),
    member("rjs-admin", RJ, Role::Administrator),
    member("rjs-guard", RJ, Role::Guard),
    member("rjs-system", RJ, Role::System),
    member("fg-1", OVERSIGHT, Role::DataProtectionOfficer),
];

/// The member with this pseudonym.
pub(crate) fn member_of(id: &str) -> Member {
    *MEMBERS
        .iter()
        .find(|member| member.id == id)
        .unwrap_or_else(|| panic!("nobody is called {id}"))
}

/// The administrator of a partner.
pub(crate) fn administrator_of(partner: &str) -> &'static str {
    let found =
        MEMBERS.iter().find(|one| one.partner == partner && one.role == Role::Administrator);
    found.map_or("steward-1", |member| member.id)
}
