//! Partners, persons, certificates and keys, and whether they are in good standing at a given moment.
//! Absent: how they are stored or changed (`service::registry`) and what they may do (`action`, `decide`).

use super::id::{Fingerprint, KeyId, PartnerId, PersonId};
use super::record::code::codes;
use super::refusal::Reason;
use super::time::Timestamp;

codes! {
    /// What a partner is.
    PartnerKind {
        /// A police force or zone.
        Police = "police",
        /// A licensed private security firm.
        Firm = "firm",
        /// The office of a data protection officer.
        Oversight = "oversight",
        /// Whoever runs the exchange.
        Steward = "steward",
    }
}

codes! {
    /// How a partner or person stands.
    Standing {
        /// Asked to join; may do nothing yet.
        Applied = "applied",
        /// In good standing.
        Active = "active",
        /// Stopped for now.
        Suspended = "suspended",
        /// Gone for good.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What somebody does for a partner.
    Role {
        /// A guard of a firm.
        Guard = "guard",
        /// An operator of an alarm centre.
        Operator = "operator",
        /// A police officer or control-room centralist.
        Officer = "officer",
        /// A member of the police information desk.
        InformationDesk = "information-desk",
        /// Administers its own partner's persons, keys and grants.
        Administrator = "administrator",
        /// A data protection officer.
        DataProtectionOfficer = "data-protection-officer",
        /// Runs the exchange.
        Steward = "steward",
        /// A machine of the partner.
        System = "system",
    }
}

impl Role {
    /// Whether the role reads and writes records.
    pub fn works_with_records(self) -> bool {
        matches!(self, Self::Guard | Self::Operator | Self::Officer | Self::InformationDesk)
    }

    /// Whether somebody of this kind of partner can have the role.
    pub fn fits(self, kind: PartnerKind) -> bool {
        match self {
            Self::Guard | Self::Operator => kind == PartnerKind::Firm,
            Self::Officer | Self::InformationDesk => kind == PartnerKind::Police,
            Self::Administrator | Self::System => {
                matches!(kind, PartnerKind::Police | PartnerKind::Firm)
            }
            Self::DataProtectionOfficer => kind == PartnerKind::Oversight,
            Self::Steward => kind == PartnerKind::Steward,
        }
    }
}

/// The license of a private security firm (in the Netherlands: Wpbr art. 2, numbers ND, BD, PAC ...).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct License {
    /// Its number, such as `ND1234`.
    pub number: String,
    /// Its category, such as `ND` or `PAC`.
    pub category: String,
    /// Who gave it.
    pub authority: String,
    /// Where it holds.
    pub territory: String,
    /// Its last moment.
    pub valid_until: Timestamp,
}

/// A quality mark of a firm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualityMark {
    /// Its name.
    pub name: String,
    /// Its last moment.
    pub valid_until: Timestamp,
}

/// A party to the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its id.
    pub id: PartnerId,
    /// Its short number in the store, given at admission and never used again.
    pub number: u32,
    /// Its name as people write it.
    pub name: String,
    /// What it is.
    pub kind: PartnerKind,
    /// How it stands.
    pub standing: Standing,
    /// A firm's license.
    pub license: Option<License>,
    /// A firm's quality mark.
    pub quality_mark: Option<QualityMark>,
    /// For oversight: the partners whose entries it may read.
    pub scope: Vec<PartnerId>,
    /// The last moment of its trial period, in which it may do less in a minute.
    pub trial_until: Option<Timestamp>,
    /// The steward who wants it to be active, while a second one has to confirm.
    pub proposed_by: Option<PersonId>,
}

impl Partner {
    /// Whether the partner is in its trial period.
    pub fn is_on_trial(&self, now: Timestamp) -> bool {
        self.trial_until.is_some_and(|until| now <= until)
    }

    /// Whether the partner may do anything at this moment.
    ///
    /// # Errors
    /// The reason why not. A firm without a license or quality mark counts as one whose ran out.
    pub fn judge(&self, now: Timestamp) -> Result<(), Reason> {
        if self.standing != Standing::Active {
            return Err(Reason::PartnerNotActive);
        }
        if self.kind != PartnerKind::Firm {
            return Ok(());
        }
        if self.license.as_ref().is_none_or(|license| now > license.valid_until) {
            return Err(Reason::LicenseExpired);
        }
        if self.quality_mark.as_ref().is_none_or(|mark| now > mark.valid_until) {
            return Err(Reason::QualityMarkExpired);
        }
        Ok(())
    }
}

/// The screening of a person (in the Netherlands: Wpbr art. 7 for guards).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screening {
    /// Who screened.
    pub authority: String,
    /// Its last moment.
    pub valid_until: Timestamp,
}

/// A person or a system of a partner, known by a pseudonym of that partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Whose register.
    pub partner: PartnerId,
    /// The id in that register.
    pub id: PersonId,
    /// What it does.
    pub role: Role,
    /// How it stands.
    pub standing: Standing,
    /// Its screening; a system has none.
    pub screening: Option<Screening>,
    /// The last training, in the partner's own words.
    pub training: Option<String>,
}

impl Person {
    /// Whether the person may do anything at this moment.
    ///
    /// # Errors
    /// The reason why not. A person without a screening counts as one whose screening ran out.
    pub fn judge(&self, now: Timestamp) -> Result<(), Reason> {
        if self.standing != Standing::Active {
            return Err(Reason::PersonNotActive);
        }
        let screened = self.screening.as_ref().is_some_and(|held| now <= held.valid_until);
        if self.role != Role::System && !screened {
            return Err(Reason::ScreeningExpired);
        }
        Ok(())
    }
}

/// A registered client certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-256 of its DER.
    pub fingerprint: Fingerprint,
    /// Whose it is.
    pub partner: PartnerId,
    /// The person or system that holds it.
    pub person: PersonId,
    /// Its first moment.
    pub valid_from: Timestamp,
    /// Its last moment.
    pub valid_until: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

impl Certificate {
    /// Whether the certificate counts at this moment.
    ///
    /// # Errors
    /// The reason why not.
    pub fn judge(&self, now: Timestamp) -> Result<(), Reason> {
        if self.withdrawn_at.is_some_and(|at| at <= now) {
            return Err(Reason::CertificateWithdrawn);
        }
        if now < self.valid_from || now > self.valid_until {
            return Err(Reason::CertificateExpired);
        }
        Ok(())
    }
}

/// A registered signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Its RFC 7638 thumbprint.
    pub id: KeyId,
    /// Whose it is.
    pub partner: PartnerId,
    /// The person or system that signs with it.
    pub person: PersonId,
    /// The public key as a canonical JWK (RFC 7517) without `alg`, `key_ops`, `ext` and `use`.
    pub jwk: String,
    /// Its first moment.
    pub valid_from: Timestamp,
    /// Its last moment.
    pub valid_until: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

impl SigningKey {
    /// Whether a signature by this key counts at this moment.
    ///
    /// # Errors
    /// [`Reason::KeyNotValid`].
    pub fn judge(&self, now: Timestamp) -> Result<(), Reason> {
        let withdrawn = self.withdrawn_at.is_some_and(|at| at <= now);
        if withdrawn || now < self.valid_from || now > self.valid_until {
            return Err(Reason::KeyNotValid);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firm(now: Timestamp) -> Partner {
        Partner {
            id: PartnerId::parse("securion").unwrap(),
            number: 3,
            name: "Securion".into(),
            kind: PartnerKind::Firm,
            standing: Standing::Active,
            license: Some(License {
                number: "ND1".into(),
                category: "ND".into(),
                authority: "Justis".into(),
                territory: "NL".into(),
                valid_until: now.plus_days(1),
            }),
            quality_mark: Some(QualityMark {
                name: "Keurmerk".into(),
                valid_until: now.plus_days(2),
            }),
            scope: vec![],
            trial_until: None,
            proposed_by: None,
        }
    }

    #[test]
    fn a_firm_stops_when_its_license_or_mark_runs_out() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let firm = firm(now);
        assert_eq!(firm.judge(now), Ok(()));
        assert_eq!(firm.judge(now.plus_days(2)), Err(Reason::LicenseExpired));
        let mut renewed = firm.clone();
        renewed.license.as_mut().unwrap().valid_until = now.plus_days(900);
        assert_eq!(renewed.judge(now.plus_days(3)), Err(Reason::QualityMarkExpired));
        renewed.quality_mark = None;
        assert_eq!(renewed.judge(now), Err(Reason::QualityMarkExpired));
        renewed.standing = Standing::Suspended;
        assert_eq!(renewed.judge(now), Err(Reason::PartnerNotActive));
    }
}
