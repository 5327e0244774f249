//! Who would receive a record, asked before there is one.
//! Absent: the decision, which is the same as for the record itself.

use serde::{Deserialize, Serialize};

use crate::domain::geo::Area;
use crate::domain::id::{GrantId, PartnerId};
use crate::domain::purpose::Purpose;
use crate::domain::record::{Audience, Component, Components, HandlingCode, RecordType};
use crate::domain::refusal::{Reason, Refusal};

use super::search::Circle;
use crate::wire::record::geo::GeoJson;

/// The body of `POST /v1/grants/preview`: of a record only what decides who receives it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    /// The type of the record.
    #[serde(rename = "type")]
    pub record_type: String,
    /// Its purpose.
    pub purpose: String,
    /// Its components.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<String>,
    /// The partners it is meant for; everybody under the grant when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Vec<String>>,
    /// Where it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Where>,
    /// Its handling code; the strictest when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<String>,
    /// Whether receivers may pass it on.
    #[serde(default)]
    pub onward: bool,
    /// One grant to look at; every grant of the caller's partner that is in force when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
}

/// Where a record lies: as a search says it, or as the record itself will.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Where {
    /// A point and a radius.
    Circle(Circle),
    /// GeoJSON.
    GeoJson(GeoJson),
}

impl Where {
    /// Reads it into the domain.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] at `/area`.
    pub fn parse(&self) -> Result<Area, Refusal> {
        let invalid = |_| Refusal::at(Reason::RequestInvalid, "/area");
        match self {
            Self::Circle(circle) => circle.parse("/area"),
            Self::GeoJson(area) => area.parse("/area").map_err(invalid),
        }
    }
}

/// The answer: every grant looked at, those first under which it may be sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PreviewAnswer {
    /// The grants.
    pub grants: Vec<GrantPreviewed>,
    /// The log index of the entry that this reading left.
    pub entry: u64,
}

/// What would become of the record under one grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GrantPreviewed {
    /// The grant.
    pub grant: String,
    /// The agreement that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// Who would receive the record; nobody when it would be refused.
    pub recipients: Vec<Recipient>,
    /// The latest `expires_at` of a record signed now, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at_latest: Option<String>,
    /// When receivers can read it no more even so, because the grant ends, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readable_until: Option<String>,
    /// The least strict handling code that the grant allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling_least: Option<String>,
    /// Why it would be refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalShown>,
}

/// A partner that would receive the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Recipient {
    /// Its id.
    pub partner: String,
    /// Its name.
    pub name: String,
    /// Whether it can read now; one that cannot receives the record when it is in good standing again.
    pub active: bool,
}

/// Why a record would be refused, as its problem document would say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RefusalShown {
    /// The slug of the problem type, such as `data-not-granted`.
    pub reason: String,
    /// The member of the record that it is about, as a JSON Pointer (RFC 6901).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// The request, parsed.
#[derive(Clone, Debug)]
pub struct Previewed {
    /// The type.
    pub record_type: RecordType,
    /// The purpose.
    pub purpose: Purpose,
    /// The components.
    pub components: Components,
    /// To whom.
    pub audience: Audience,
    /// Where.
    pub area: Option<Area>,
    /// How it has to be handled.
    pub handling: HandlingCode,
    /// Whether it may be passed on.
    pub onward: bool,
    /// The grant that was named.
    pub grant: Option<GrantId>,
}

impl PreviewRequest {
    /// Parses into the domain.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn parse(&self) -> Result<Previewed, Refusal> {
        let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
        let components = self
            .components
            .iter()
            .map(|code| Component::from_code(code).ok_or_else(|| invalid("/components")));
        let handling = match &self.handling {
            Some(code) => HandlingCode::from_code(code).ok_or_else(|| invalid("/handling"))?,
            None => HandlingCode::H3,
        };
        let grant = match &self.grant {
            Some(id) => Some(GrantId::parse(id).map_err(|_| invalid("/grant"))?),
            None => None,
        };
        Ok(Previewed {
            record_type: RecordType::from_code(&self.record_type)
                .ok_or_else(|| invalid("/type"))?,
            purpose: Purpose::from_code(&self.purpose).ok_or_else(|| invalid("/purpose"))?,
            components: components.collect::<Result<Components, Refusal>>()?,
            audience: self.audience()?,
            area: self.area.as_ref().map(Where::parse).transpose()?,
            handling,
            onward: self.onward,
            grant,
        })
    }

    /// At least one partner, none twice, as in a record.
    fn audience(&self) -> Result<Audience, Refusal> {
        let invalid = || Refusal::at(Reason::RequestInvalid, "/audience");
        let Some(named) = &self.audience else {
            return Ok(Audience::All);
        };
        let mut partners = Vec::with_capacity(named.len());
        for id in named {
            let partner = PartnerId::parse(id).map_err(|_| invalid())?;
            if partners.contains(&partner) {
                return Err(invalid());
            }
            partners.push(partner);
        }
        if partners.is_empty() { Err(invalid()) } else { Ok(Audience::Partners(partners)) }
    }
}
