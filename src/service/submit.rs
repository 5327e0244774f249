//! Submitting one signed record: checked, decided, addressed, stored with its entry, and receipted.
//! Absent: the checks themselves (`check`), and how recipients are told (`feed`).

use bytes::Bytes;
use samen_audit::receipt::Receipt;

use super::check::{Checked, check};
use super::clearance::Clearance;
use super::directory::Directory;
use super::door::{self, Changed};
use super::exchange::Exchange;
use super::kept::{self, Kept, delivery, relation, term};
use super::permission::{DeliveryAcknowledge, Permission, RecordSubmit};
use super::receipt;
use super::sequencer::{Change, RecordWrite};
use super::stored::facts::FactsRow;
use super::stored::listing::listing;
use crate::domain::action::{Action, Operation};
use crate::domain::entry::SentAs;
use crate::domain::id::{PartnerId, RecordId};
use crate::domain::plate::fold;
use crate::domain::record::answer::ReceiptState;
use crate::domain::record::{Body, Message, Record, RecordType, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;

/// An accepted record.
pub struct Submitted {
    /// Whether this request stored it; false when the same bytes were stored before.
    pub fresh: bool,
    /// Its receipt: the first one again for the same bytes.
    pub receipt: Receipt,
}

/// Accepts one signed record.
///
/// # Errors
/// The refusal of the first check that failed; nothing was stored.
pub async fn submit(
    exchange: &Exchange,
    clearance: &mut Clearance<RecordSubmit>,
    signed: Bytes,
) -> Result<Submitted, Refusal> {
    accept(exchange, clearance, signed, |_| Ok(())).await
}

/// Accepts a signed receipt by which a recipient says how far it has got.
///
/// # Errors
/// As [`submit`], and [`Reason::RecordInvalid`] for a record of another type.
pub async fn acknowledge(
    exchange: &Exchange,
    clearance: &mut Clearance<DeliveryAcknowledge>,
    signed: Bytes,
) -> Result<Submitted, Refusal> {
    let is_receipt = |record: &Record| match record.record_type() {
        RecordType::Receipt => Ok(()),
        _ => Err(Refusal::at(Reason::RecordInvalid, "/type")),
    };
    accept(exchange, clearance, signed, is_receipt).await
}

async fn accept<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    signed: Bytes,
    suits: impl Fn(&Record) -> Result<(), Refusal>,
) -> Result<Submitted, Refusal> {
    let checked = examine(exchange, clearance, signed);
    settle(exchange, clearance, checked, suits).await
}

/// The part of accepting that only computes: for a batch it runs where computing blocks nobody.
pub(super) fn examine<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    signed: Bytes,
) -> Result<Checked, Refusal> {
    let directory = clearance.directory.clone();
    check(exchange, &directory, &clearance.caller, signed, &mut clearance.entry)
}

/// The rest of accepting: references, grant, recipients, and the commit.
pub(super) async fn settle<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    checked: Result<Checked, Refusal>,
    suits: impl Fn(&Record) -> Result<(), Refusal>,
) -> Result<Submitted, Refusal> {
    let checked = match checked {
        Ok(checked) => checked,
        Err(refusal) => return repeated_or(exchange, clearance, refusal).await,
    };
    suits(&checked.record)?;
    let referred = referred(exchange, clearance, &checked.record).await?;
    if let Err(refusal) = clearance.may_send(&checked.record) {
        return repeated_or(exchange, clearance, refusal).await;
    }
    let (id, status) = (checked.record.id(), checked.record.envelope.status);
    let kind = checked.record.record_type();
    let write = address(exchange, clearance, checked, &referred)?;
    match door::change(exchange, clearance, Change::Record(Box::new(write))).await? {
        Changed::Made(permit) => {
            exchange.metrics.accepted(kind, status);
            let receipt = receipt::fresh(exchange, permit.into_entered(), id)?;
            Ok(Submitted { fresh: true, receipt })
        }
        Changed::Repeated(index) => repeat(exchange, clearance, id, index).await,
    }
}

/// A record that is refused now, by the clock or a changed rule, may be a retry of one that was
/// accepted: its author then still gets the first receipt.
async fn repeated_or<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    refusal: Refusal,
) -> Result<Submitted, Refusal> {
    let (Some(digest), Some(id)) =
        (clearance.entry.document_sha256, clearance.entry.records.first().copied())
    else {
        return Err(refusal);
    };
    let number = clearance.caller.partner.number;
    let found = exchange
        .read(move |reader| {
            let kept = reader.record_id(&id.to_bytes())?;
            let Some(kept) = kept.filter(|kept| kept.sha256 == digest) else {
                return Ok(None);
            };
            let own = kept::is_visible(reader, number, kept.index)?;
            Ok(own.then_some(kept.index))
        })
        .await?;
    match found {
        Some(index) => repeat(exchange, clearance, id, index).await,
        None => Err(refusal),
    }
}

async fn repeat<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    id: RecordId,
    index: u64,
) -> Result<Submitted, Refusal> {
    let entry = &mut clearance.entry;
    entry.action = Action::RecordRepeat;
    entry.operation = Operation::Consultation;
    entry.recipients.clear();
    entry.withdraws = false;
    entry.sent = None;
    entry.given = Some(format!("the receipt of entry {index} again"));
    let withheld = door::Withheld::new(receipt::load(exchange, id, index).await?);
    let (receipt, _) = door::disclose(exchange, clearance, withheld).await?;
    Ok(Submitted { fresh: false, receipt })
}

/// A record that another one refers to, and how.
struct Referred {
    kept: Kept,
    kind: u8,
}

/// Loads what the record refers to, as far as its sender may know of it and touch it.
async fn referred<A: Permission>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    record: &Record,
) -> Result<Vec<Referred>, Refusal> {
    let kind = match record.envelope.message {
        Message::New => relation::ANSWERED,
        Message::Update => relation::UPDATED,
        Message::Cancel => relation::RECALLED,
    };
    let mut wanted: Vec<(RecordId, u8)> = Vec::new();
    wanted.extend(record.replaces().iter().map(|id| (*id, kind)));
    wanted.extend(record.answers().map(|id| (id, relation::ANSWERED)));
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let partner = clearance.caller.partner.clone();
    let (of, status) = (record.record_type(), record.envelope.status);
    exchange
        .read(move |reader| {
            let mut out = Vec::with_capacity(wanted.len());
            for (at, (id, kind)) in wanted.into_iter().enumerate() {
                let pointer = format!("/references/{at}");
                let kept = kept::find(reader, id)?;
                let Some(kept) = kept else {
                    return Err(Refusal::at(Reason::ReferenceUnknown, pointer));
                };
                // Of a correction that it is only told of, a partner can say that it knows.
                let hidden = of != RecordType::Receipt && kept.row.is_only_told(partner.number);
                if hidden || !kept::is_visible(reader, partner.number, kept.index)? {
                    return Err(Refusal::at(Reason::ReferenceUnknown, pointer));
                }
                // An exercise is answered by an exercise only, and what is meant by what is meant.
                if kept.facts.status != status {
                    return Err(Refusal::at(Reason::RecordInvalid, "/status"));
                }
                if !may_touch(&kept, kind, of, &partner.id) {
                    return Err(Refusal::at(Reason::ReferenceNotAllowed, pointer));
                }
                out.push(Referred { kept, kind });
            }
            Ok(out)
        })
        .await
}

/// Only its own issuer updates or recalls a record, with one of the same type; answers go to the
/// records of others, by what answers them.
fn may_touch(kept: &Kept, kind: u8, of: RecordType, sender: &PartnerId) -> bool {
    let (own, target) = (kept.facts.issuer == *sender, kept.facts.record_type);
    if kind != relation::ANSWERED {
        return own && target == of;
    }
    match of {
        RecordType::Sighting => target == RecordType::Alert,
        RecordType::Outcome => {
            !own && matches!(
                target,
                RecordType::Sighting | RecordType::Incident | RecordType::Handover
            )
        }
        RecordType::Receipt => !own,
        RecordType::Handover => target == RecordType::Handover,
        RecordType::Alert | RecordType::Incident => true,
    }
}

/// Works out who receives the record, completes the entry, and makes the rows.
fn address<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    checked: Checked,
    referred: &[Referred],
) -> Result<RecordWrite, Refusal> {
    let Checked { record, signed, sha256 } = checked;
    let directory = &clearance.directory;
    let envelope = &record.envelope;
    let grant = directory.grants().get(&envelope.grant).ok_or(Reason::GrantUnknown)?;
    let mut recipients = grant.grant.recipients(&envelope.audience);
    may_pass_on(directory, &envelope.issuer, referred, &recipients)?;
    let others = earlier(directory, referred, &recipients);
    // A recall says nothing of its own and goes to whoever received the record. A correction has a new
    // text: whoever is not in its audience is only told that the earlier text holds no more.
    let told = if envelope.message == Message::Cancel {
        recipients.extend(others);
        Vec::new()
    } else {
        others
    };
    let number = |id: &PartnerId| directory.partner(id).map(|partner| partner.number);
    let to: Vec<u32> = recipients.iter().filter_map(number).collect();
    if to.len() != recipients.len() {
        return Err(Refusal::at(Reason::AudienceNotGranted, "/audience"));
    }
    let told_numbers: Vec<u32> = told.iter().filter_map(number).collect();
    let row = FactsRow::new(&record, to.clone(), told_numbers.clone());
    let own = clearance.caller.partner.number;
    let mut visible_to = to;
    visible_to.extend(told_numbers);
    visible_to.push(own);
    let write = RecordWrite {
        id: envelope.id,
        sha256,
        day: exchange.profile.erase_day(envelope.expires_at).0,
        facts: row.encode(),
        terms: terms(&record),
        visible_to,
        listing: listing(&record),
        relations: referred.iter().map(|other| (other.kept.index, other.kind)).collect(),
        deliveries: deliveries(&record, referred, own),
        signed,
    };
    let entry = &mut clearance.entry;
    entry.recipients = recipients;
    entry.withdraws = envelope.message != Message::New;
    let is_alert = record.record_type() == RecordType::Alert;
    entry.sent = Some(SentAs { status: envelope.status, is_alert });
    entry.given = said(&record, &told);
    entry.records.extend(referred.iter().map(|other| other.kept.facts.id));
    entry.plates = row.plates.into_iter().map(Sensitive::new).collect();
    entry.plates.sort_by(|a, b| a.expose().cmp(b.expose()));
    entry.plates.dedup_by(|a, b| a.expose() == b.expose());
    Ok(write)
}

/// What answers a record of somebody else goes to its sender and to those who received it as well: to anybody
/// else it would pass on what it is about, which its sender has to have allowed.
fn may_pass_on(
    directory: &Directory,
    own: &PartnerId,
    referred: &[Referred],
    recipients: &[PartnerId],
) -> Result<(), Refusal> {
    let foreign =
        |other: &&Referred| other.kind == relation::ANSWERED && other.kept.facts.issuer != *own;
    for other in referred.iter().filter(foreign) {
        let Kept { row, facts, .. } = &other.kept;
        let knows = |partner: &PartnerId| {
            let number = directory.partner(partner).map(|partner| partner.number);
            *partner == facts.issuer || number.is_some_and(|number| row.to.contains(&number))
        };
        if !row.onward && !recipients.iter().all(knows) {
            return Err(Refusal::at(Reason::ConditionsNotMet, "/audience"));
        }
    }
    Ok(())
}

/// Who received what this record replaces or takes back and is not among its recipients.
fn earlier(
    directory: &Directory,
    referred: &[Referred],
    recipients: &[PartnerId],
) -> Vec<PartnerId> {
    let mut others: Vec<PartnerId> = Vec::new();
    let replaced = referred.iter().filter(|other| other.kind != relation::ANSWERED);
    for number in replaced.flat_map(|other| &other.kept.row.to) {
        if let Some(partner) = directory.partner_by_number(*number)
            && !recipients.contains(&partner.id)
            && !others.contains(&partner.id)
        {
            others.push(partner.id.clone());
        }
    }
    others
}

/// What the entry says of a record besides its fields: that it is not meant, and what it does to earlier ones.
fn said(record: &Record, told: &[PartnerId]) -> Option<String> {
    let count = record.replaces().len();
    let mut parts = Vec::new();
    if record.envelope.status != Status::Actual {
        parts.push(record.envelope.status.code().to_owned());
    }
    match record.envelope.message {
        Message::New => {}
        Message::Update => parts.push(format!("corrects {count} records")),
        Message::Cancel => parts.push(format!("takes back {count} records")),
    }
    if !told.is_empty() {
        let told: Vec<&str> = told.iter().map(PartnerId::as_str).collect();
        parts.push(format!("without its text told to {}", told.join(" ")));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn terms(record: &Record) -> Vec<(u8, Vec<u8>)> {
    let mut terms: Vec<(u8, Vec<u8>)> = vec![(term::ANY, Vec::new())];
    let plates = record
        .plates()
        .map(|plate| (term::PLATE, fold(plate.normal()).as_str().as_bytes().to_vec()));
    terms.extend(plates);
    if let Some(case) = &record.envelope.case {
        terms.push((term::CASE, case.as_str().as_bytes().to_vec()));
    }
    if record.record_type() == RecordType::Alert {
        terms.push((term::ALERT, Vec::new()));
    }
    terms
}

fn deliveries(record: &Record, referred: &[Referred], own: u32) -> Vec<(u64, u32, u8)> {
    let Body::Receipt(receipt) = &record.body else {
        return Vec::new();
    };
    let kind = match receipt.state {
        ReceiptState::Delivered => delivery::DELIVERED,
        ReceiptState::Read => delivery::READ,
        ReceiptState::Deleted => delivery::DELETED,
    };
    referred.iter().map(|other| (other.kept.index, own, kind)).collect()
}
