//! Rules that a record keeps even when no schema stands before it, as for one built by a program.
//! Absent: rules that the published examples show being refused (`wire::record`).

use super::answer::{CancelReason, Cancellation, Outcome, OutcomeCode, Receipt, ReceiptState};
use super::grading::{Handling, SubjectCategory};
use super::handover::{Handover, HandoverKind, HandoverState};
use super::person::{Hair, Person};
use super::vehicle::Vehicle;
use super::*;
use crate::domain::id::{ExchangeName, GrantId, PartnerId, PersonId};
use crate::domain::purpose::Purpose;
use crate::domain::refusal::Reason;
use crate::domain::time::Timestamp;

fn id(last: u8) -> RecordId {
    RecordId::from_bytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, last])
}

fn envelope() -> Envelope {
    let issued_at = Timestamp::parse("2026-11-21T20:00:00Z").unwrap();
    Envelope {
        id: id(1),
        exchange: ExchangeName::parse("twente.samen.example").unwrap(),
        issuer: PartnerId::parse("politie-twente").unwrap(),
        author: PersonId::parse("MK-0417").unwrap(),
        issued_at,
        expires_at: issued_at.plus_days(1),
        status: Status::Actual,
        message: Message::New,
        references: Vec::new(),
        purpose: Purpose::Offences,
        grant: GrantId::parse("grant-1").unwrap(),
        case: None,
        audience: Audience::All,
        audience_area: None,
        handling: Handling { code: HandlingCode::H0, conditions: Vec::new(), onward: false },
        grading: None,
        subject_category: None,
        opinions: Vec::new(),
        area: None,
    }
}

fn handover() -> Handover {
    Handover {
        kind: HandoverKind::Patrol,
        state: HandoverState::Offered,
        lmc: None,
        place: None,
        plate: None,
        vehicle: None,
        person: None,
        anpr_list: None,
        weapon: None,
        offenders: None,
        caught_in_act: None,
        live_view: None,
        key_holder_coming: None,
        call_back: None,
        note: text::Text::parse("Back door found open.").ok(),
    }
}

fn offered(handover: Handover) -> Body {
    Body::Handover(Box::new(handover))
}

fn pointer(envelope: Envelope, body: Body) -> Option<String> {
    let refusal = Record::new(envelope, body).err()?;
    assert_eq!(refusal.reason, Reason::RecordInvalid);
    refusal.pointer
}

#[test]
fn a_plain_record_holds_together() {
    assert_eq!(pointer(envelope(), offered(handover())), None);
}

#[test]
fn components_that_describe_nothing_are_refused() {
    let vehicle = Handover { vehicle: Some(Vehicle::default()), ..handover() };
    assert_eq!(pointer(envelope(), offered(vehicle)).as_deref(), Some("/body/vehicle"));
    let hair = Person { hair: Some(Hair::default()), ..Person::default() };
    let hair = Handover { person: Some(hair), ..handover() };
    assert_eq!(pointer(envelope(), offered(hair)).as_deref(), Some("/body/person/hair"));
    let place = Handover { place: Some(place::Place::default()), ..handover() };
    assert_eq!(pointer(envelope(), offered(place)).as_deref(), Some("/body/place"));
}

#[test]
fn a_category_of_a_person_alone_is_no_description_and_does_not_stand_in_for_the_records_own() {
    let category = Some(SubjectCategory::Victim);
    let bare = Person { subject_category: category, ..Person::default() };
    let bare = Handover { person: Some(bare), ..handover() };
    assert_eq!(pointer(envelope(), offered(bare)).as_deref(), Some("/body/person"));
    let seen = Person {
        subject_category: category,
        build: Some(person::Build::Slim),
        ..Person::default()
    };
    let seen = Handover { person: Some(seen), ..handover() };
    assert_eq!(pointer(envelope(), offered(seen)).as_deref(), Some("/grading"));
}

#[test]
fn only_a_cancellation_cancels_and_it_does_nothing_else() {
    let cancellation =
        |of| Body::Cancellation(of, Cancellation { reason: CancelReason::Mistaken, text: None });
    let cancels = || Envelope { message: Message::Cancel, references: vec![id(2)], ..envelope() };
    assert_eq!(pointer(cancels(), cancellation(RecordType::Alert)), None);
    let message = Some("/message".to_owned());
    assert_eq!(pointer(envelope(), cancellation(RecordType::Alert)), message);
    assert_eq!(pointer(cancels(), offered(handover())), message);
    assert_eq!(pointer(cancels(), cancellation(RecordType::Receipt)), message);
}

#[test]
fn a_receipt_is_new_and_about_one_record_in_the_past() {
    let receipt = |at| Body::Receipt(Receipt { state: ReceiptState::Read, at });
    let about = |references| Envelope { references, ..envelope() };
    let now = envelope().issued_at;
    assert_eq!(pointer(about(vec![id(2)]), receipt(now)), None);
    let two = about(vec![id(2), id(3)]);
    assert_eq!(pointer(two, receipt(now)).as_deref(), Some("/references"));
    let update = Envelope { message: Message::Update, ..about(vec![id(2)]) };
    assert_eq!(pointer(update, receipt(now)).as_deref(), Some("/message"));
    let later = now.plus_ms(300_001);
    assert_eq!(pointer(about(vec![id(2)]), receipt(later)).as_deref(), Some("/body/at"));
}

#[test]
fn an_audience_of_nobody_is_refused() {
    let outcome = || Body::Outcome(Outcome { code: OutcomeCode::Thanks, text: None });
    let to = |partners| Envelope {
        references: vec![id(2)],
        audience: Audience::Partners(partners),
        ..envelope()
    };
    assert_eq!(pointer(to(vec![]), outcome()).as_deref(), Some("/audience"));
    let firm = PartnerId::parse("securion").unwrap();
    assert_eq!(pointer(to(vec![firm.clone()]), outcome()), None);
    assert_eq!(pointer(to(vec![firm.clone(), firm]), outcome()).as_deref(), Some("/audience/1"));
}

#[test]
fn an_accepted_handover_is_a_new_record_and_not_an_update_of_another_partners() {
    let accepted = || offered(Handover { state: HandoverState::Accepted, ..handover() });
    let answer = |message| Envelope { message, references: vec![id(2)], ..envelope() };
    assert_eq!(pointer(answer(Message::New), accepted()), None);
    assert_eq!(pointer(answer(Message::Update), accepted()).as_deref(), Some("/body/state"));
}

#[test]
fn expiry_at_the_moment_of_issue_is_too_early() {
    let ended = Envelope { expires_at: envelope().issued_at, ..envelope() };
    let refusal = Record::new(ended, offered(handover())).unwrap_err();
    assert_eq!(refusal, Refusal::at(Reason::Expired, "/expires_at"));
}
