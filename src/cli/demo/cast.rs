//! Who takes part in the demonstration: the partners of the alliance and their people, by pseudonym.
//! Absent: anything that happens.

use crate::domain::party::{PartnerKind, Role};

/// A partner.
pub(crate) struct House {
    /// Its id.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) kind: PartnerKind,
    /// The number of its license, made up, when it is a firm.
    pub(crate) license: &'static str,
}

/// A person or system.
pub(crate) struct Member {
    /// Its pseudonym.
    pub(crate) id: &'static str,
    /// Its partner.
    pub(crate) partner: &'static str,
    /// What it does.
    pub(crate) role: Role,
}

/// The police.
pub(crate) const POLICE: &str = "politie-twente";
/// A firm that guards.
pub(crate) const FAIR: &str = "fair-bewaking-twente";
/// A firm with an alarm centre and plate readers.
pub(crate) const SECURION: &str = "securion";
/// A firm that guards.
pub(crate) const RJ: &str = "rj-safety-security";
/// The office of the data protection officer.
pub(crate) const OVERSIGHT: &str = "fg-twente";
/// Who runs the exchange.
pub(crate) const STEWARD: &str = "stichting-samen";

/// The three firms.
pub(crate) const FIRMS: [&str; 3] = [FAIR, SECURION, RJ];

/// Every partner but the steward, which the founding brings.
pub(crate) const HOUSES: [House; 5] = [
    House { id: POLICE, name: "Politie Twente", kind: PartnerKind::Police, license: "" },
    House { id: FAIR, name: "Fair Bewaking Twente", kind: PartnerKind::Firm, license: "ND9901" },
    House { id: SECURION, name: "Securion", kind: PartnerKind::Firm, license: "PAC9902" },
    House { id: RJ, name: "RJ Safety & Security", kind: PartnerKind::Firm, license: "ND9903" },
    House { id: OVERSIGHT, name: "FG Twente", kind: PartnerKind::Oversight, license: "" },
];

/// A control-room officer.
pub(crate) const OFFICER: &str = "pt-officer-1027";
/// Somebody at the information desk.
pub(crate) const DESK: &str = "pt-desk-2003";
/// The control-room system.
pub(crate) const POLICE_SYSTEM: &str = "pt-system";
/// A guard of Fair Bewaking Twente.
pub(crate) const FAIR_GUARD: &str = "fbt-guard-1042";
/// An alarm-centre operator of Securion.
pub(crate) const OPERATOR: &str = "sec-operator-311";
/// A guard of RJ Safety & Security.
pub(crate) const RJ_GUARD: &str = "rjs-guard-77";
/// The data protection officer.
pub(crate) const DPO: &str = "fg-1";
/// The first steward.
pub(crate) const FIRST_STEWARD: &str = "steward-1";

/// Every person and system. The administrator of a partner comes before its people, whom it registers.
pub(crate) const MEMBERS: [Member; 15] = [
    Member { id: FIRST_STEWARD, partner: STEWARD, role: Role::Steward },
    Member { id: "pt-admin-1", partner: POLICE, role: Role::Administrator },
    Member { id: OFFICER, partner: POLICE, role: Role::Officer },
    Member { id: DESK, partner: POLICE, role: Role::InformationDesk },
    Member { id: POLICE_SYSTEM, partner: POLICE, role: Role::System },
    Member { id: "fbt-admin-1", partner: FAIR, role: Role::Administrator },
    Member { id: FAIR_GUARD, partner: FAIR, role: Role::Guard },
    Member { id: "fbt-system", partner: FAIR, role: Role::System },
    Member { id: "sec-admin-1", partner: SECURION, role: Role::Administrator },
    Member { id: OPERATOR, partner: SECURION, role: Role::Operator },
    Member { id: "sec-system", partner: SECURION, role: Role::System },
    Member { id: "rjs-admin-1", partner: RJ, role: Role::Administrator },
    Member { id: RJ_GUARD, partner: RJ, role: Role::Guard },
    Member { id: "rjs-system", partner: RJ, role: Role::System },
    Member { id: DPO, partner: OVERSIGHT, role: Role::DataProtectionOfficer },
];

/// Who of this partner has this role first.
pub(crate) fn who(partner: &str, role: Role) -> &'static str {
    let found = MEMBERS.iter().find(|member| member.partner == partner && member.role == role);
    found.map_or("", |member| member.id)
}

/// The name of a partner as people write it.
pub(crate) fn name(partner: &str) -> &'static str {
    HOUSES.iter().find(|house| house.id == partner).map_or("", |house| house.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_fits_its_partner_and_every_house_has_who_it_needs() {
        for house in &HOUSES {
            let people = MEMBERS.iter().filter(|member| member.partner == house.id);
            assert!(people.clone().all(|member| member.role.fits(house.kind)), "{}", house.id);
            if matches!(house.kind, PartnerKind::Police | PartnerKind::Firm) {
                assert!(!who(house.id, Role::Administrator).is_empty());
                assert!(!who(house.id, Role::System).is_empty());
            }
            assert_eq!(house.license.is_empty(), house.kind != PartnerKind::Firm);
            assert!(people.count() > 0);
        }
    }
}
