//! An entry as fields, commitment and leaf, and back; and the terms by which it is found.
//! Absent: sealing and storage.

use std::collections::BTreeMap;

use ring::rand::SecureRandom;
use samen_audit::leaf::{Class, EntryFields, FieldId, Leaf, Part, commit_from, open};
use samen_audit::text::hex;
use zeroize::Zeroizing;

use super::mark::{MARK_BYTES, Mark};
use crate::domain::action::{Action, Operation};
use crate::domain::entry::Entry;
use crate::domain::profile::Profile;
use crate::domain::sensitive::Sensitive;
use crate::domain::time::{Timestamp, day_after_month};
use crate::service::tally::{Count, counts};

/// Version of the rules in `domain::decide`, written into every entry.
const POLICY_VERSION: &str = "1";
/// First byte of a kept entry.
const VERSION: u8 = 1;

/// Kinds of terms under which entries are indexed; fixed for ever.
pub mod term {
    /// By partner; each of these rows carries a [`super::Mark`].
    pub const PARTNER: u8 = 1;
    /// By partner and person.
    pub const PERSON: u8 = 2;
    /// By record.
    pub const RECORD: u8 = 3;
    /// By plate in normal form.
    pub const PLATE: u8 = 4;
    /// Changes of a key or grant, by its id; reviews, by `entry` and the index of the entry.
    pub const SUBJECT: u8 = 5;
    /// Recalls and corrections: all of them under the empty term, and each under its issuer.
    pub const WITHDRAWAL: u8 = 6;
}

/// An entry ready for the sequencer: committed to, not yet sealed and without an index.
pub struct Prepared {
    /// What kind of event it stands for.
    pub class: Class,
    /// The leaf.
    pub leaf: [u8; samen_audit::leaf::LEAF_BYTES],
    /// The hash of the leaf.
    pub leaf_hash: samen_audit::hash::Hash,
    /// Key and fields, to be sealed.
    pub plain: Zeroizing<Vec<u8>>,
    /// The fields with their salts, for a receipt.
    pub parts: Vec<Part>,
    /// The month of the audit bucket.
    pub month: u32,
    /// The time of the entry in milliseconds.
    pub time_ms: u64,
    /// The terms under which it is found.
    pub terms: Vec<(u8, Vec<u8>)>,
    /// What stands beside its row by partner.
    pub mark: [u8; MARK_BYTES],
    /// What it adds to.
    pub counts: Vec<Count>,
}

/// An entry that cannot be prepared: no randomness, or too large.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("an entry cannot be prepared")]
pub struct Unprepared;

/// A kept entry that cannot be read back.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a kept entry cannot be read")]
pub struct UnreadableEntry;

/// Draws the entry's key and commits to its fields.
///
/// # Errors
/// [`Unprepared`].
pub fn prepare(
    entry: &Entry,
    rng: &dyn SecureRandom,
    profile: Profile,
) -> Result<Prepared, Unprepared> {
    let mut key = Zeroizing::new([0u8; 32]);
    rng.fill(key.as_mut_slice()).map_err(|_| Unprepared)?;
    let fields = fields(entry).ok_or(Unprepared)?;
    let month = entry.at.month();
    // Opened once, for the commitment and for the receipt.
    let parts = opened(&key, &fields);
    let leaf = Leaf {
        class: class(entry),
        erase_day: day_after_month(month + profile.audit_months).0,
        commit: commit_from(&parts).map_err(|_| Unprepared)?,
    };
    let encoded = Zeroizing::new(fields.encode());
    let mut plain = Zeroizing::new(Vec::with_capacity(1 + 32 + encoded.len()));
    plain.push(VERSION);
    plain.extend_from_slice(key.as_slice());
    plain.extend_from_slice(&encoded);
    Ok(Prepared {
        class: leaf.class,
        leaf: leaf.to_bytes(),
        leaf_hash: leaf.hash(),
        plain,
        parts,
        month,
        time_ms: entry.at.as_unsigned_ms(),
        terms: index_terms(entry),
        mark: Mark::of(entry).to_bytes(),
        counts: counts(entry, leaf.class),
    })
}

fn class(entry: &Entry) -> Class {
    match (entry.operation, entry.action) {
        (Operation::Refusal, _) => Class::Refusal,
        (_, Action::KeyRegister | Action::KeyApprove | Action::KeyWithdraw) => Class::Key,
        (_, Action::GrantPropose | Action::GrantAccept | Action::GrantRevoke) => Class::Grant,
        (_, Action::AuditReview) => Class::Review,
        (_, Action::ExchangeOpen | Action::LogContinue) => Class::Open,
        (_, Action::ExchangeHeartbeat) => Class::Heartbeat,
        // Both destroy a key of the store.
        (_, Action::RetentionErase | Action::RecordErase) => Class::Erase,
        (Operation::Collection, _) => Class::Collection,
        (Operation::Alteration, _) => Class::Alteration,
        (Operation::Consultation, _) => Class::Consultation,
        (Operation::Disclosure, _) => Class::Disclosure,
        (Operation::Combination, _) => Class::Combination,
        (Operation::Erasure, _) => Class::Erasure,
        (Operation::Administration, _) => Class::Administration,
    }
}

fn joined<T: ToString>(items: &[T]) -> Option<Vec<u8>> {
    let texts: Vec<String> = items.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(" ").into_bytes())
}

fn fields(entry: &Entry) -> Option<EntryFields> {
    let mut fields = EntryFields::new();
    let values = who(entry).into_iter().chain(why(entry)).chain(what(entry));
    for (id, value) in values {
        if let Some(value) = value {
            fields.insert(id, value).ok()?;
        }
    }
    Some(fields)
}

type Field = (FieldId, Option<Vec<u8>>);

/// When, by whom, in which request.
fn who(entry: &Entry) -> [Field; 8] {
    let actor = entry.actor.as_ref();
    let ids = &entry.ids;
    let asserted_by = actor.and_then(|actor| actor.asserted_by.as_ref());
    [
        (FieldId::TIME, Some(entry.at.as_unsigned_ms().to_be_bytes().to_vec())),
        (FieldId::PARTNER, actor.map(|actor| actor.partner.as_str().into())),
        (FieldId::PERSON, actor.map(|actor| actor.person.as_str().into())),
        (FieldId::CERTIFICATE, actor.map(|actor| actor.certificate.as_bytes().to_vec())),
        (FieldId::REQUEST_ID, (!ids.request.is_empty()).then(|| ids.request.clone().into())),
        (FieldId::TRACE_ID, ids.trace.as_ref().map(|trace| trace.as_bytes().into())),
        (FieldId::TRACE_PARENT, ids.parent.as_ref().map(|span| span.as_bytes().into())),
        (FieldId::ASSERTED_BY, asserted_by.map(|system| system.as_str().into())),
    ]
}

/// On what ground, or why not.
fn why(entry: &Entry) -> [Field; 10] {
    let refusal = entry.refusal.as_ref();
    let pointer = refusal.and_then(|refusal| refusal.pointer.as_ref());
    [
        (FieldId::PURPOSE, entry.purpose.map(|purpose| purpose.code().into())),
        (FieldId::GRANT, entry.grant.as_ref().map(|grant| grant.as_str().into())),
        (FieldId::CASE, entry.case.as_ref().map(|case| case.as_str().into())),
        (FieldId::REASON, entry.reason.map(Into::into)),
        (FieldId::JUSTIFICATION, exposed(entry.justification.as_ref())),
        (FieldId::USE_CODE, entry.use_code.map(|use_code| use_code.code().into())),
        (FieldId::POLICY_VERSION, Some(POLICY_VERSION.into())),
        (FieldId::REFUSAL, refusal.map(|refusal| refusal.reason.slug().into())),
        (FieldId::POINTER, pointer.map(|pointer| pointer.as_bytes().into())),
        (
            FieldId::SUPPRESSED,
            (entry.suppressed > 0).then(|| entry.suppressed.to_be_bytes().to_vec()),
        ),
    ]
}

/// What was done, to what, and what was given to whom.
fn what(entry: &Entry) -> [Field; 10] {
    [
        (FieldId::OPERATION, Some(entry.operation.code().into())),
        (FieldId::ACTION, Some(entry.action.code().into())),
        (FieldId::RECORDS, joined(&entry.records)),
        (FieldId::ASKED, exposed(entry.asked.as_ref())),
        (FieldId::GIVEN, entry.given.as_ref().map(|given| given.as_bytes().into())),
        (FieldId::RECIPIENTS, joined(&entry.recipients)),
        (FieldId::RECORD_SHA256, entry.document_sha256.map(|digest| digest.to_vec())),
        (FieldId::SUBJECT, exposed(entry.subject.as_ref())),
        (
            FieldId::DETAIL,
            entry
                .old_checkpoint
                .as_ref()
                .or(entry.detail.as_ref())
                .map(|text| text.as_bytes().into()),
        ),
        (FieldId::PREVIOUS_ROOT, entry.previous_root.map(|root| root.to_vec())),
    ]
}

fn exposed(text: Option<&Sensitive<String>>) -> Option<Vec<u8>> {
    text.map(|text| text.expose().as_bytes().to_vec())
}

/// The terms under which an entry is found again.
pub fn index_terms(entry: &Entry) -> Vec<(u8, Vec<u8>)> {
    let mut terms = Vec::with_capacity(3 + entry.records.len() + entry.plates.len());
    if let Some(actor) = &entry.actor {
        let (partner, person) = (actor.partner.as_str(), actor.person.as_str());
        terms.push((term::PARTNER, partner.as_bytes().to_vec()));
        terms.push((term::PERSON, [partner.as_bytes(), b"\0", person.as_bytes()].concat()));
    }
    if let Some(subject) = &entry.subject
        && matches!(class(entry), Class::Key | Class::Grant | Class::Review)
    {
        terms.push((term::SUBJECT, subject.expose().as_bytes().to_vec()));
    }
    if let (true, None, Some(actor)) = (entry.withdraws, &entry.refusal, &entry.actor) {
        terms.push((term::WITHDRAWAL, Vec::new()));
        terms.push((term::WITHDRAWAL, actor.partner.as_str().as_bytes().to_vec()));
    }
    terms.extend(entry.records.iter().map(|id| (term::RECORD, id.to_bytes().to_vec())));
    terms
        .extend(entry.plates.iter().map(|plate| (term::PLATE, plate.expose().as_bytes().to_vec())));
    terms
}

/// Key and fields of a kept entry.
fn split(plain: &[u8]) -> Result<([u8; 32], EntryFields), UnreadableEntry> {
    let (version, rest) = plain.split_first().ok_or(UnreadableEntry)?;
    let (key, rest) = rest.split_first_chunk().ok_or(UnreadableEntry)?;
    if *version != VERSION {
        return Err(UnreadableEntry);
    }
    Ok((*key, EntryFields::decode(rest).map_err(|_| UnreadableEntry)?))
}

/// The fields of a kept entry, each opened with its salt.
///
/// # Errors
/// [`UnreadableEntry`].
pub fn open_fields(plain: &[u8]) -> Result<Vec<Part>, UnreadableEntry> {
    let (key, fields) = split(plain)?;
    Ok(opened(&Zeroizing::new(key), &fields))
}

fn opened(key: &[u8; 32], fields: &EntryFields) -> Vec<Part> {
    let which: Vec<FieldId> = fields.iter().map(|(id, _)| id).collect();
    open(key, fields, &which)
}

/// The fields of a kept entry by name, as text: times in RFC 3339, digests in hexadecimal.
///
/// # Errors
/// [`UnreadableEntry`].
pub fn decode(plain: &[u8]) -> Result<BTreeMap<String, String>, UnreadableEntry> {
    let (_, fields) = split(plain)?;
    Ok(fields.iter().map(|(id, value)| (id.to_string(), shown(id, value))).collect())
}

fn shown(id: FieldId, value: &[u8]) -> String {
    let number = || value.try_into().map(u64::from_be_bytes).unwrap_or_default();
    match id {
        FieldId::TIME => {
            Timestamp::from_ms(i64::try_from(number()).unwrap_or(i64::MAX)).to_string()
        }
        FieldId::SUPPRESSED => number().to_string(),
        FieldId::CERTIFICATE | FieldId::RECORD_SHA256 | FieldId::PREVIOUS_ROOT => hex(value),
        _ => String::from_utf8_lossy(value).into_owned(),
    }
}
