//! One entry of the audit log as the exchange speaks of it, before it is encoded and sealed.
//! Absent: field numbers and commitments (`samen-audit`), storage, and any default of a purpose.

use super::action::{Action, Operation};
use super::decide::Caller;
use super::id::{CaseNumber, Fingerprint, GrantId, PartnerId, PersonId, RecordId};
use super::purpose::Purpose;
use super::reading::{Reading, UseCode};
use super::record::Status;
use super::refusal::Refusal;
use super::sensitive::Sensitive;
use super::time::Timestamp;

/// What identifies one request across systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestIds {
    /// Made by the exchange: 16 random bytes in hexadecimal.
    pub request: String,
    /// The W3C trace id, when the caller sent one.
    pub trace: Option<String>,
    /// The caller's span in that trace, when it named one.
    pub parent: Option<String>,
}

/// Who an entry is about, as known at that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The partner.
    pub partner: PartnerId,
    /// The person or system.
    pub person: PersonId,
    /// The certificate.
    pub certificate: Fingerprint,
    /// The system that asserted the person.
    pub asserted_by: Option<PersonId>,
}

impl From<&Caller> for Actor {
    fn from(caller: &Caller) -> Self {
        Self {
            partner: caller.partner.id.clone(),
            person: caller.person.id.clone(),
            certificate: caller.certificate,
            asserted_by: caller.asserted_by.clone(),
        }
    }
}

/// What is counted of a record that was accepted, besides what stands in the fields of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentAs {
    /// Whether it is meant.
    pub status: Status,
    /// Whether it is an alert.
    pub is_alert: bool,
}

/// An entry: who did what, when, to which records, why, on what ground, and what was given.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When, by the clock of the exchange.
    pub at: Timestamp,
    /// Under which operation it counts.
    pub operation: Operation,
    /// What was asked.
    pub action: Action,
    /// By whom.
    pub actor: Option<Actor>,
    /// The records concerned, given ones included.
    pub records: Vec<RecordId>,
    /// The purpose: of the record sent, or as the reader stated it.
    pub purpose: Option<Purpose>,
    /// The grant that it rests on.
    pub grant: Option<GrantId>,
    /// The case.
    pub case: Option<CaseNumber>,
    /// The coded reason of a reader.
    pub reason: Option<&'static str>,
    /// The reader's own words.
    pub justification: Option<Sensitive<String>>,
    /// What was asked for, a searched plate included, as JSON.
    pub asked: Option<Sensitive<String>>,
    /// What was given: a short text; "nothing found" when nothing was.
    pub given: Option<String>,
    /// The partners to whom it was disclosed.
    pub recipients: Vec<PartnerId>,
    /// Which request.
    pub ids: RequestIds,
    /// SHA-256 of the signed document as received.
    pub document_sha256: Option<[u8; 32]>,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
    /// Why the audit log was read.
    pub use_code: Option<UseCode>,
    /// What was administered, such as a partner or key id.
    pub subject: Option<Sensitive<String>>,
    /// Further text that names no person.
    pub detail: Option<String>,
    /// For a log that goes on under a new origin: the last checkpoint that is known of the old one.
    pub old_checkpoint: Option<String>,
    /// For the start of the exchange: the root of the log before it.
    pub previous_root: Option<[u8; 32]>,
    /// Refusals of this partner that were answered but not entered since the last one.
    pub suppressed: u64,
    /// Whether it takes earlier records back or corrects them: it is found again as such.
    pub withdraws: bool,
    /// What is counted of the record that was sent. No field: it stands in the record.
    pub sent: Option<SentAs>,
    /// Plates that the entry can be found by, in their normal form. They are not fields of their own:
    /// they stand in `asked` or in the record.
    pub plates: Vec<Sensitive<String>>,
}

impl Entry {
    /// An entry of a granted action.
    pub fn new(at: Timestamp, action: Action, actor: Option<Actor>, ids: RequestIds) -> Self {
        Self {
            at,
            operation: action.operation(),
            action,
            actor,
            records: Vec::new(),
            purpose: None,
            grant: None,
            case: None,
            reason: None,
            justification: None,
            asked: None,
            given: None,
            recipients: Vec::new(),
            ids,
            document_sha256: None,
            refusal: None,
            use_code: None,
            subject: None,
            detail: None,
            old_checkpoint: None,
            previous_root: None,
            suppressed: 0,
            withdraws: false,
            sent: None,
            plates: Vec::new(),
        }
    }

    /// The entry of a refusal of this action.
    #[must_use]
    pub fn refused(mut self, refusal: Refusal) -> Self {
        self.operation = Operation::Refusal;
        self.refusal = Some(refusal);
        self
    }

    /// Takes over why a reader wants to read.
    #[must_use]
    pub fn reading(mut self, reading: &Reading) -> Self {
        self.purpose = Some(reading.purpose);
        self.reason = Some(reading.reason.code());
        self.case.clone_from(&reading.case);
        self.justification = Some(reading.justification.clone());
        self
    }
}
