//! The twin of a whole record: the members of the envelope, and a body of some type.
//! Absent: the bodies (`body`) and what the members mean (`domain::record`).

use serde::{Deserialize, Serialize};

use super::component::{GradingTwin, HandlingTwin};
use super::geo::GeoJson;
use super::twin::{Int, Leaf, Twin};
use crate::domain::id::{CaseNumber, ExchangeName, GrantId, PartnerId, PersonId, RecordId};
use crate::domain::purpose::Purpose;
use crate::domain::record::at::At;
use crate::domain::record::grading::SubjectCategory;
use crate::domain::record::text::BodyPointer;
use crate::domain::record::{Audience, Envelope, Message, RecordType, Status, VERSION};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;

/// A record with the body `B`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordTwin<B> {
    r#type: Leaf<RecordType>,
    version: Int,
    id: Leaf<RecordId>,
    exchange: Leaf<ExchangeName>,
    issuer: Leaf<PartnerId>,
    author: Leaf<PersonId>,
    issued_at: Leaf<Timestamp>,
    expires_at: Leaf<Timestamp>,
    status: Leaf<Status>,
    message: Leaf<Message>,
    references: Vec<Leaf<RecordId>>,
    purpose: Leaf<Purpose>,
    grant: Leaf<GrantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<Leaf<CaseNumber>>,
    audience: AudienceTwin,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audience_area: Option<GeoJson>,
    handling: HandlingTwin,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grading: Option<GradingTwin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject_category: Option<Leaf<SubjectCategory>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    assessment: Vec<Leaf<BodyPointer>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    area: Option<GeoJson>,
    body: B,
}

impl<B: Twin> RecordTwin<B> {
    /// Reads the envelope and the body.
    pub(super) fn read(self) -> Result<(Envelope, B::Domain), Refusal> {
        let root = At::ROOT;
        let at = |name| root.member(name);
        at("version").require(self.version.0 == VERSION)?;
        let envelope = Envelope {
            id: self.id.read(&at("id"))?,
            exchange: self.exchange.read(&at("exchange"))?,
            issuer: self.issuer.read(&at("issuer"))?,
            author: self.author.read(&at("author"))?,
            issued_at: self.issued_at.read(&at("issued_at"))?,
            expires_at: self.expires_at.read(&at("expires_at"))?,
            status: self.status.read(&at("status"))?,
            message: self.message.read(&at("message"))?,
            references: self.references.read(&at("references"))?,
            purpose: self.purpose.read(&at("purpose"))?,
            grant: self.grant.read(&at("grant"))?,
            case: self.case.read(&at("case"))?,
            audience: self.audience.read(&at("audience"))?,
            audience_area: self.audience_area.read(&at("audience_area"))?,
            handling: self.handling.read(&at("handling"))?,
            grading: self.grading.read(&at("grading"))?,
            subject_category: self.subject_category.read(&at("subject_category"))?,
            opinions: self.assessment.read(&at("assessment"))?,
            area: self.area.read(&at("area"))?,
        };
        Ok((envelope, self.body.read(&at("body"))?))
    }

    /// Makes the twin of a record.
    pub(super) fn write(record_type: RecordType, envelope: &Envelope, body: &B::Domain) -> Self {
        Self {
            r#type: Twin::write(&record_type),
            version: Int(VERSION),
            id: Twin::write(&envelope.id),
            exchange: Twin::write(&envelope.exchange),
            issuer: Twin::write(&envelope.issuer),
            author: Twin::write(&envelope.author),
            issued_at: Twin::write(&envelope.issued_at),
            expires_at: Twin::write(&envelope.expires_at),
            status: Twin::write(&envelope.status),
            message: Twin::write(&envelope.message),
            references: Twin::write(&envelope.references),
            purpose: Twin::write(&envelope.purpose),
            grant: Twin::write(&envelope.grant),
            case: Twin::write(&envelope.case),
            audience: Twin::write(&envelope.audience),
            audience_area: Twin::write(&envelope.audience_area),
            handling: Twin::write(&envelope.handling),
            grading: Twin::write(&envelope.grading),
            subject_category: Twin::write(&envelope.subject_category),
            assessment: Twin::write(&envelope.opinions),
            area: Twin::write(&envelope.area),
            body: B::write(body),
        }
    }
}

/// The word `all`, or partner ids.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum AudienceTwin {
    Word(Everyone),
    Partners(Vec<Leaf<PartnerId>>),
}

#[derive(Serialize, Deserialize)]
enum Everyone {
    #[serde(rename = "all")]
    All,
}

impl Twin for AudienceTwin {
    type Domain = Audience;

    fn read(self, at: &At<'_>) -> Result<Audience, Refusal> {
        match self {
            Self::Word(Everyone::All) => Ok(Audience::All),
            Self::Partners(partners) => partners.read(at).map(Audience::Partners),
        }
    }

    fn write(domain: &Audience) -> Self {
        match domain {
            Audience::All => Self::Word(Everyone::All),
            Audience::Partners(partners) => Self::Partners(Twin::write(partners)),
        }
    }
}
