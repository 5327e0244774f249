//! Partners, persons, certificates and keys between their JSON and the domain, both ways.
//! Absent: who may change them.

use crate::domain::id::{Fingerprint, KeyId, PartnerId, PersonId};
use crate::domain::party::{
    Certificate, License, Partner, PartnerKind, Person, QualityMark, Role, Screening, SigningKey,
    Standing,
};
use crate::domain::refusal::{Reason, Refusal};

use super::grant::{moment, words};
use super::registry::{CertificateShown, KeyShown, LicenseBody, MarkBody, PartnerBody, PersonBody};

fn invalid(pointer: &str) -> Refusal {
    Refusal::at(Reason::RequestInvalid, pointer)
}

/// Parses a partner id of a request.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `pointer`.
pub fn partner_id(text: &str, pointer: &str) -> Result<PartnerId, Refusal> {
    PartnerId::parse(text).map_err(|_| invalid(pointer))
}

/// Parses a person id of a request.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `pointer`.
pub fn person_id(text: &str, pointer: &str) -> Result<PersonId, Refusal> {
    PersonId::parse(text).map_err(|_| invalid(pointer))
}

/// Parses a standing of a request.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `/standing`.
pub fn standing(text: &str) -> Result<Standing, Refusal> {
    Standing::from_code(text).ok_or_else(|| invalid("/standing"))
}

impl LicenseBody {
    fn parse(&self) -> Result<License, Refusal> {
        Ok(License {
            number: words(&self.number, "/license/number")?,
            category: words(&self.category, "/license/category")?,
            authority: words(&self.authority, "/license/authority")?,
            territory: words(&self.territory, "/license/territory")?,
            valid_until: moment(&self.valid_until, "/license/valid_until")?,
        })
    }
}

impl PartnerBody {
    /// Parses into the domain with a number and a standing given by the exchange.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn parse(&self, number: u32, standing: Standing) -> Result<Partner, Refusal> {
        let kind = PartnerKind::from_code(&self.kind).ok_or_else(|| invalid("/kind"))?;
        let license = self.license.as_ref().map(LicenseBody::parse).transpose()?;
        let quality_mark = match &self.quality_mark {
            Some(mark) => Some(QualityMark {
                name: words(&mark.name, "/quality_mark/name")?,
                valid_until: moment(&mark.valid_until, "/quality_mark/valid_until")?,
            }),
            None => None,
        };
        let is_firm = kind == PartnerKind::Firm;
        if is_firm != license.is_some() {
            return Err(invalid("/license"));
        }
        if is_firm != quality_mark.is_some() {
            return Err(invalid("/quality_mark"));
        }
        let scope =
            self.scope.iter().map(|id| partner_id(id, "/scope")).collect::<Result<Vec<_>, _>>()?;
        if (kind == PartnerKind::Oversight) == scope.is_empty() {
            return Err(invalid("/scope"));
        }
        let trial_until =
            self.trial_until.as_ref().map(|until| moment(until, "/trial_until")).transpose()?;
        let proposed_by =
            self.proposed_by.as_ref().map(|id| person_id(id, "/proposed_by")).transpose()?;
        Ok(Partner {
            id: partner_id(&self.id, "/id")?,
            number,
            name: words(&self.name, "/name")?,
            kind,
            standing,
            license,
            quality_mark,
            scope,
            trial_until,
            proposed_by,
        })
    }
}

impl From<&Partner> for PartnerBody {
    fn from(partner: &Partner) -> Self {
        Self {
            id: partner.id.to_string(),
            name: partner.name.clone(),
            kind: partner.kind.code().into(),
            standing: Some(partner.standing.code().into()),
            license: partner.license.as_ref().map(|license| LicenseBody {
                number: license.number.clone(),
                category: license.category.clone(),
                authority: license.authority.clone(),
                territory: license.territory.clone(),
                valid_until: license.valid_until.to_string(),
            }),
            quality_mark: partner.quality_mark.as_ref().map(|mark| MarkBody {
                name: mark.name.clone(),
                valid_until: mark.valid_until.to_string(),
            }),
            scope: partner.scope.iter().map(ToString::to_string).collect(),
            trial_until: partner.trial_until.map(|until| until.to_string()),
            proposed_by: partner.proposed_by.as_ref().map(ToString::to_string),
        }
    }
}

impl PersonBody {
    /// Parses into the domain with a standing given by the exchange.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn parse(&self, standing: Standing) -> Result<Person, Refusal> {
        let role = Role::from_code(&self.role).ok_or_else(|| invalid("/role"))?;
        let screening = match &self.screening {
            Some(mark) => Some(Screening {
                authority: words(&mark.name, "/screening/name")?,
                valid_until: moment(&mark.valid_until, "/screening/valid_until")?,
            }),
            None => None,
        };
        if (role == Role::System) == screening.is_some() {
            return Err(invalid("/screening"));
        }
        let training = self.training.as_ref().map(|text| words(text, "/training")).transpose()?;
        Ok(Person {
            partner: partner_id(&self.partner, "/partner")?,
            id: person_id(&self.id, "/id")?,
            role,
            standing,
            screening,
            training,
        })
    }
}

impl From<&Person> for PersonBody {
    fn from(person: &Person) -> Self {
        Self {
            partner: person.partner.to_string(),
            id: person.id.to_string(),
            role: person.role.code().into(),
            standing: Some(person.standing.code().into()),
            screening: person.screening.as_ref().map(|screening| MarkBody {
                name: screening.authority.clone(),
                valid_until: screening.valid_until.to_string(),
            }),
            training: person.training.clone(),
        }
    }
}

impl CertificateShown {
    /// Parses into the domain.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn parse(&self) -> Result<Certificate, Refusal> {
        let fingerprint =
            Fingerprint::parse(&self.fingerprint).map_err(|_| invalid("/fingerprint"))?;
        let withdrawn_at =
            self.withdrawn_at.as_ref().map(|at| moment(at, "/withdrawn_at")).transpose()?;
        Ok(Certificate {
            fingerprint,
            partner: partner_id(&self.partner, "/partner")?,
            person: person_id(&self.person, "/person")?,
            valid_from: moment(&self.valid_from, "/valid_from")?,
            valid_until: moment(&self.valid_until, "/valid_until")?,
            withdrawn_at,
        })
    }
}

impl From<&Certificate> for CertificateShown {
    fn from(certificate: &Certificate) -> Self {
        Self {
            fingerprint: certificate.fingerprint.to_string(),
            partner: certificate.partner.to_string(),
            person: certificate.person.to_string(),
            valid_from: certificate.valid_from.to_string(),
            valid_until: certificate.valid_until.to_string(),
            withdrawn_at: certificate.withdrawn_at.map(|at| at.to_string()),
        }
    }
}

impl KeyShown {
    /// Parses into the domain.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn parse(&self) -> Result<SigningKey, Refusal> {
        let withdrawn_at =
            self.withdrawn_at.as_ref().map(|at| moment(at, "/withdrawn_at")).transpose()?;
        Ok(SigningKey {
            id: KeyId::parse(&self.kid).map_err(|_| invalid("/kid"))?,
            partner: partner_id(&self.partner, "/partner")?,
            person: person_id(&self.person, "/person")?,
            jwk: self.jwk.to_string(),
            valid_from: moment(&self.valid_from, "/valid_from")?,
            valid_until: moment(&self.valid_until, "/valid_until")?,
            withdrawn_at,
        })
    }
}

impl From<&SigningKey> for KeyShown {
    fn from(key: &SigningKey) -> Self {
        Self {
            kid: key.id.to_string(),
            partner: key.partner.to_string(),
            person: key.person.to_string(),
            jwk: serde_json::from_str(&key.jwk).unwrap_or_default(),
            valid_from: key.valid_from.to_string(),
            valid_until: key.valid_until.to_string(),
            withdrawn_at: key.withdrawn_at.map(|at| at.to_string()),
        }
    }
}
