//! The members that every record has, whatever its type. Absent: whether the issuer may say so
//! (`grant`), and the clock: skew, expiry and caps are judged where the present is known.

use super::at::At;
use super::code::codes;
use super::grading::{Grading, Handling, SubjectCategory};
use super::text::BodyPointer;
use crate::domain::geo::Area;
use crate::domain::id::{CaseNumber, ExchangeName, GrantId, PartnerId, PersonId, RecordId};
use crate::domain::purpose::Purpose;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;

codes! {
    /// Whether a record is meant (CAP 1.2, `status`).
    Status {
        /// It is meant.
        Actual = "actual",
        /// Part of an exercise: shown as such everywhere.
        Exercise = "exercise",
        /// Part of a technical test: shown to nobody on duty.
        Test = "test",
    }
    /// What a record does to the records it refers to (CAP 1.2, `msgType`).
    Message {
        /// Stands by itself, or answers what it refers to.
        New = "new",
        /// Replaces the record it refers to.
        Update = "update",
        /// Takes back the records it refers to.
        Cancel = "cancel",
    }
}

/// Who receives a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every receiver under the grant.
    All,
    /// These partners; at least one, none twice.
    Partners(Vec<PartnerId>),
}

/// The envelope of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// Identifier, chosen by the author.
    pub id: RecordId,
    /// The exchange it is meant for.
    pub exchange: ExchangeName,
    /// The partner that issues it.
    pub issuer: PartnerId,
    /// The person or system that wrote it.
    pub author: PersonId,
    /// When it was written.
    pub issued_at: Timestamp,
    /// When its use ends.
    pub expires_at: Timestamp,
    /// Whether it is meant.
    pub status: Status,
    /// What it does to `references`.
    pub message: Message,
    /// The records that it answers, updates or cancels; none twice.
    pub references: Vec<RecordId>,
    /// The one purpose it is shared for (Wpg 20(1)).
    pub purpose: Purpose,
    /// The disclosure decision it rests on (Wpg 20(2)).
    pub grant: GrantId,
    /// Case or incident number of the issuer.
    pub case: Option<CaseNumber>,
    /// Who receives it.
    pub audience: Audience,
    /// Narrows the audience to receivers that work in this area.
    pub audience_area: Option<Area>,
    /// What receivers may do with it.
    pub handling: Handling,
    /// How sure the sender is; there whenever a person is described.
    pub grading: Option<Grading>,
    /// What the described person is to the case; there whenever a person is described (LED Art. 6).
    pub subject_category: Option<SubjectCategory>,
    /// The members of the body that are opinion and not fact (LED Art. 7); `assessment` on the wire.
    pub opinions: Vec<BodyPointer>,
    /// Where it applies.
    pub area: Option<Area>,
}

impl Envelope {
    /// The rules that need nothing of the body.
    pub(super) fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        if self.expires_at <= self.issued_at {
            return Err(Refusal::at(Reason::Expired, at.member("expires_at").to_string()));
        }
        let references = at.member("references");
        once(&self.references, &references)?;
        if let Some(own) = self.references.iter().position(|reference| *reference == self.id) {
            return Err(references.index(own).invalid());
        }
        references.require(match self.message {
            Message::New => true,
            Message::Update => self.references.len() == 1,
            Message::Cancel => !self.references.is_empty(),
        })?;
        if let Audience::Partners(partners) = &self.audience {
            let audience = at.member("audience");
            audience.require(!partners.is_empty())?;
            once(partners, &audience)?;
        }
        self.handling.check(self.grading.as_ref(), &at.member("handling"))?;
        once(&self.opinions, &at.member("assessment"))
    }

    /// The rules for a record that describes a person.
    pub(super) fn check_describes_person(&self, at: &At<'_>) -> Result<(), Refusal> {
        at.member("grading").require(self.grading.is_some())?;
        at.member("subject_category").require(self.subject_category.is_some())
    }
}

/// Refuses the second of two equal elements. Lists are short: at most a few hundred.
pub(super) fn once<T: PartialEq>(list: &[T], at: &At<'_>) -> Result<(), Refusal> {
    let repeated = list
        .iter()
        .enumerate()
        .find(|(index, item)| list.iter().take(*index).any(|earlier| earlier == *item));
    repeated.map_or(Ok(()), |(index, _)| Err(at.index(index).invalid()))
}
