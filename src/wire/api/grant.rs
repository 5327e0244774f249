//! Grants, acceptances and revocations: the payloads that the parties sign, and how grants are shown.
//! Absent: signatures, and whether a grant is in force.

use serde::{Deserialize, Serialize};

use crate::domain::geo::{Area, Point};
use crate::domain::grant::{Conditions, Grant, Limits};
use crate::domain::id::{GrantId, PartnerId};
use crate::domain::purpose::Purpose;
use crate::domain::record::sighting::Match;
use crate::domain::record::{Component, HandlingCode, RecordType};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;

use super::search::Circle;

/// `typ` of the JWS of a grant.
pub const GRANT_TYP: &str = "samen-grant+json";
/// `typ` of the JWS of an acceptance.
pub const ACCEPTANCE_TYP: &str = "samen-grant-acceptance+json";
/// `typ` of the JWS of a revocation.
pub const REVOCATION_TYP: &str = "samen-grant-revocation+json";

/// The payload of a grant: the six things of Wpg art. 20(2), and limits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantDocument {
    /// 1.
    pub version: u8,
    /// The exchange for which it is meant.
    pub exchange: String,
    /// The id of the grant.
    pub id: String,
    /// Who signs: a person or system of `from`.
    pub author: String,
    /// When it was signed.
    pub issued_at: String,
    /// The agreement (convenant).
    pub agreement: String,
    /// The weighty public interest.
    pub interest: String,
    /// The partnership.
    pub alliance: String,
    /// Purpose codes.
    pub purposes: Vec<String>,
    /// What may be shared.
    pub data: DataDocument,
    /// Under what conditions.
    pub conditions: ConditionsDocument,
    /// Who discloses.
    pub from: String,
    /// To whom.
    pub to: Vec<String>,
    /// Its first moment.
    pub valid_from: String,
    /// Its last moment.
    pub valid_until: String,
    /// How much.
    pub limits: LimitsDocument,
}

/// Record types and components.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DataDocument {
    /// Record types.
    pub types: Vec<String>,
    /// Components.
    pub components: Vec<String>,
}

/// Conditions of a grant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConditionsDocument {
    /// The least strict handling code allowed, `H0` to `H3`.
    pub handling: String,
    /// The longest life of a record in days.
    pub retention_days: u32,
    /// Whether recipients may pass on.
    pub onward: bool,
    /// The area that records have to touch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Circle>,
    /// The grades of a plate reader's match, `exact` or `ocr_equivalent`, that a system may send as a
    /// sighting without a person's answer; none when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<String>,
}

/// Requests a minute, and how many at once.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LimitsDocument {
    /// Submissions a minute.
    pub submissions: u32,
    /// Searches a minute.
    pub searches: u32,
    /// Deliveries a minute.
    pub deliveries: u32,
    /// At once.
    pub burst: u32,
}

/// The payload of an acceptance or a revocation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentDocument {
    /// 1.
    pub version: u8,
    /// The exchange for which it is meant.
    pub exchange: String,
    /// The grant.
    pub grant: String,
    /// SHA-256 of the grant's JWS as received, in lower-case hexadecimal.
    pub grant_sha256: String,
    /// Who accepts or revokes.
    pub partner: String,
    /// Who signs.
    pub author: String,
    /// When it was signed.
    pub issued_at: String,
    /// Why, for a revocation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A grant as shown to its parties and to oversight.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GrantShown {
    /// What was signed.
    pub grant: GrantDocument,
    /// SHA-256 of its JWS: what an acceptance names.
    pub sha256: String,
    /// Who has accepted.
    pub accepted: Vec<String>,
    /// Whether it is in force now.
    pub in_force: bool,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
}

impl GrantDocument {
    /// Parses into the domain.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] with the member.
    pub fn parse(&self) -> Result<Grant, Refusal> {
        let purposes = codes(&self.purposes, "/purposes", Purpose::from_code)?;
        let types = codes(&self.data.types, "/data/types", RecordType::from_code)?;
        let components = codes(&self.data.components, "/data/components", Component::from_code)?;
        let to = codes(&self.to, "/to", |text| PartnerId::parse(text).ok())?;
        if self.version != 1 {
            return Err(invalid("/version"));
        }
        let from = PartnerId::parse(&self.from).map_err(|_| invalid("/from"))?;
        if to.is_empty() || to.contains(&from) {
            return Err(invalid("/to"));
        }
        if purposes.is_empty() || types.is_empty() {
            return Err(invalid(if purposes.is_empty() { "/purposes" } else { "/data/types" }));
        }
        let (valid_from, valid_until) =
            (moment(&self.valid_from, "/valid_from")?, moment(&self.valid_until, "/valid_until")?);
        if valid_until <= valid_from {
            return Err(invalid("/valid_until"));
        }
        Ok(Grant {
            id: GrantId::parse(&self.id).map_err(|_| invalid("/id"))?,
            agreement: words(&self.agreement, "/agreement")?,
            interest: words(&self.interest, "/interest")?,
            alliance: words(&self.alliance, "/alliance")?,
            purposes,
            types,
            components,
            conditions: self.conditions.parse()?,
            from,
            to,
            valid_from,
            valid_until,
            limits: self.limits.parse()?,
        })
    }
}

impl ConditionsDocument {
    fn parse(&self) -> Result<Conditions, Refusal> {
        let handling = HandlingCode::from_code(&self.handling)
            .ok_or_else(|| invalid("/conditions/handling"))?;
        if self.retention_days == 0 || self.retention_days > 3650 {
            return Err(invalid("/conditions/retention_days"));
        }
        let area = match &self.area {
            Some(circle) => Some(circle.parse("/conditions/area")?),
            None => None,
        };
        Ok(Conditions {
            handling,
            retention_days: self.retention_days,
            onward: self.onward,
            area,
            unconfirmed: codes(&self.unconfirmed, "/conditions/unconfirmed", Match::from_code)?,
        })
    }
}

impl LimitsDocument {
    fn parse(self) -> Result<Limits, Refusal> {
        let Self { submissions, searches, deliveries, burst } = self;
        let sane = |rate: u32| (1..=10_000_000).contains(&rate);
        if [submissions, searches, deliveries, burst].into_iter().all(sane) {
            Ok(Limits { submissions, searches, deliveries, burst })
        } else {
            Err(invalid("/limits"))
        }
    }
}

impl Circle {
    /// Parses into an area.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] at `pointer`.
    pub fn parse(&self, pointer: &str) -> Result<Area, Refusal> {
        let center = Point::new(self.lat, self.lon).map_err(|_| invalid(pointer))?;
        Area::circle(center, self.radius_m).map_err(|_| invalid(pointer))
    }
}

fn invalid(pointer: &str) -> Refusal {
    Refusal::at(Reason::RequestInvalid, pointer)
}

/// Parses a moment of a request.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `pointer`.
pub fn moment(text: &str, pointer: &str) -> Result<Timestamp, Refusal> {
    Timestamp::parse(text).map_err(|_| invalid(pointer))
}

/// Free text of a request: 1 to 500 characters, no control characters.
///
/// # Errors
/// [`Reason::RequestInvalid`] at `pointer`.
pub fn words(text: &str, pointer: &str) -> Result<String, Refusal> {
    let fits = (1..=500).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(invalid(pointer)) }
}

/// At most 1,000 different codes.
fn codes<T: PartialEq>(
    list: &[String],
    pointer: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, Refusal> {
    let mut out = Vec::with_capacity(list.len());
    for (at, code) in list.iter().enumerate() {
        let value = parse(code).filter(|value| !out.contains(value));
        match value {
            Some(value) if at < 1000 => out.push(value),
            _ => {
                return Err(Refusal::at(Reason::RequestInvalid, format!("{pointer}/{at}")));
            }
        }
    }
    Ok(out)
}
