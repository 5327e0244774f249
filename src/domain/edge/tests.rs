//! What a watch remembers, shows and forgets. Absent: how well a reading fits (`matcher`).

use super::*;
use crate::domain::geo::Point;
use crate::domain::id::{ExchangeName, GrantId, PartnerId, PersonId, RecordId};
use crate::domain::matcher::{Differences, Guess, Read};
use crate::domain::plate::{Country, Normal, Plate};
use crate::domain::purpose::Purpose;
use crate::domain::record::alert::{Alert, AlertAction, AlertReason, Ground};
use crate::domain::record::grading::Handling;
use crate::domain::record::sighting::{Agreement, Match};
use crate::domain::record::text::{Contact, Line, Phone, Whole};
use crate::domain::record::{Audience, Body, Envelope, HandlingCode, Message, Record, Status};
use crate::domain::time::Timestamp;
use std::sync::Arc;

const MINUTE: i64 = 60_000;

fn now() -> Timestamp {
    Timestamp::parse("2026-11-22T21:00:00Z").unwrap()
}

fn id(number: u8) -> RecordId {
    RecordId::parse(&format!("0190163d-8694-739b-aea5-966c26f8ad{number:02x}")).unwrap()
}

fn alert(number: u8, plate: &str) -> Arc<Record> {
    let envelope = Envelope {
        id: id(number),
        exchange: ExchangeName::parse("test.example").unwrap(),
        issuer: PartnerId::parse("politie").unwrap(),
        author: PersonId::parse("P-1").unwrap(),
        issued_at: now(),
        expires_at: now().plus_ms(60 * MINUTE),
        status: Status::Actual,
        message: Message::New,
        references: vec![],
        purpose: Purpose::Offences,
        grant: GrantId::parse("g-1").unwrap(),
        case: None,
        audience: Audience::All,
        audience_area: None,
        handling: Handling { code: HandlingCode::H1, conditions: vec![], onward: false },
        grading: None,
        subject_category: None,
        opinions: vec![],
        area: Point::new(52.2, 6.8)
            .ok()
            .and_then(|at| crate::domain::geo::Area::circle(at, 900).ok()),
    };
    let body = Alert {
        plate: Plate::parse("NL", plate, None).ok(),
        vehicle: None,
        person: None,
        reason: Ground { code: AlertReason::Burglary, text: None },
        action: AlertAction::CallControlRoom,
        warnings: vec![],
        priority: Whole::new(2).unwrap(),
        call: Contact { phone: Phone::parse("+31 88 000").unwrap(), ask_for: None },
    };
    Arc::new(Record::new(envelope, Body::Alert(Box::new(body))).unwrap())
}

struct Gate {
    watch: Watch<Arc<Record>>,
}

impl Gate {
    fn new(plates: &[&str]) -> Self {
        let rules =
            Rules { pass_ms: 5 * MINUTE, answer_ms: 10 * MINUTE, differences: Differences::One };
        let mut gate = Self { watch: Watch::new(rules) };
        for (number, plate) in (1..).zip(plates) {
            let alert = alert(number, plate);
            gate.watch.list(u64::from(number), &alert.clone(), alert);
        }
        gate
    }

    fn sees(&mut self, plates: &[&str], camera: &str, now: Timestamp) -> Vec<Considered> {
        let guesses = plates.iter().map(|plate| Guess {
            plate: Normal::parse(plate).unwrap(),
            confidence_percent: Whole::new(90).ok(),
        });
        let mut read = Read::new(guesses).unwrap();
        read.country = Some(Country::NL);
        let camera = Line::parse(camera).unwrap();
        let hits = self.watch.look(&read, now);
        let mut found = Vec::new();
        for hit in &hits {
            let text = |alert: &Arc<Record>| Some(alert.clone());
            found.push(self.watch.consider((hit, &read), &camera, now, text));
        }
        found
    }
}

const fn new(number: u64) -> Considered {
    Considered::New { number, crowded_out: None }
}

#[test]
fn a_reading_that_fits_nothing_leaves_one_in_a_count_and_nothing_else() {
    let mut gate = Gate::new(&["GB12CD"]);
    assert_eq!(gate.sees(&["XX99YY"], "gate", now()), []);
    assert_eq!(gate.watch.tally(), Tally { reads: 1, candidates: 0 });
    assert!(gate.watch.passes_are_empty() && gate.watch.open().next().is_none());
}

#[test]
fn passes_of_one_car_before_one_camera_are_one_candidate_with_the_best_reading() {
    let mut gate = Gate::new(&["GB12CD"]);
    assert_eq!(gate.sees(&["G812CD"], "gate", now()), [new(1)]);
    assert_eq!(gate.watch.candidate(1).unwrap().matched(), Match::OcrEquivalent);
    let later = now().plus_ms(4 * MINUTE);
    assert_eq!(gate.sees(&["GB12CD"], "gate", later), [Considered::Again(1)]);
    assert_eq!(gate.sees(&["G812CD"], "gate", later.plus_ms(4 * MINUTE)), [Considered::Again(1)]);
    let candidate = gate.watch.candidate(1).unwrap();
    assert_eq!((candidate.matched(), candidate.passes), (Match::Exact, 3));
    assert_eq!((candidate.first_seen, candidate.last_seen), (now(), now().plus_ms(8 * MINUTE)));
    assert_eq!(gate.sees(&["GB12CD"], "back", later), [new(2)], "another camera");
    // Answered, it is the same pass until the window is over; then it is another one.
    gate.watch.close(1).unwrap();
    let after = now().plus_ms(12 * MINUTE);
    assert_eq!(gate.sees(&["GB12CD"], "gate", after), [Considered::Counted]);
    assert_eq!(gate.sees(&["GB12CD"], "gate", after.plus_ms(6 * MINUTE)), [new(3)]);
}

#[test]
fn a_recall_takes_the_candidate_off_the_screen_and_the_plate_off_the_list_at_once() {
    let mut gate = Gate::new(&["GB12CD", "HH99HH"]);
    gate.sees(&["GB12CD"], "gate", now());
    gate.sees(&["HH99HH"], "gate", now());
    assert_eq!(gate.watch.end(id(1)), [Gone { number: 1, why: Why::Recalled }]);
    assert!(gate.watch.candidate(1).is_none() && gate.watch.candidate(2).is_some());
    assert_eq!(gate.sees(&["GB12CD"], "gate", now().plus_ms(60 * MINUTE)), []);
    assert_eq!(gate.watch.end(id(1)), []);
    assert_eq!(gate.watch.alerts(), 1);
}

#[test]
fn alerts_end_by_the_clock_and_candidates_wait_only_so_long() {
    let mut gate = Gate::new(&["GB12CD"]);
    gate.sees(&["GB12CD"], "gate", now());
    assert_eq!(gate.watch.expire(now().plus_ms(10 * MINUTE - 1)), []);
    let gone = gate.watch.expire(now().plus_ms(10 * MINUTE));
    assert_eq!(gone, [Gone { number: 1, why: Why::Unanswered }]);
    gate.sees(&["GB12CD"], "gate", now().plus_ms(58 * MINUTE));
    let end = now().plus_ms(60 * MINUTE);
    // Even before anybody has looked at the clock.
    assert_eq!(gate.sees(&["GB12CD"], "back", end), []);
    assert_eq!(gate.watch.expire(end), [Gone { number: 2, why: Why::Expired }]);
    assert_eq!(gate.watch.alerts(), 0);
    assert!(gate.watch.passes_are_empty());
}

#[test]
fn what_follows_from_an_answer() {
    let mut gate = Gate::new(&["GB12CD"]);
    gate.sees(&["GB12CD"], "gate", now());
    gate.sees(&["G812CD"], "back", now());
    gate.sees(&["XX99YY", "GB12CD"], "side", now());
    let answer = |number, agrees, granted: &[Match]| {
        gate.watch.candidate(number).unwrap().answer(agrees, granted)
    };
    use Agreement::{No, Unknown, Yes};
    for (number, agrees, granted, expected) in [
        (1, Yes, &[][..], Answered::Report),
        (1, No, &[], Answered::Report),
        (1, Unknown, &[], Answered::Stay),
        (1, Unknown, &[Match::Exact], Answered::Report),
        (2, Yes, &[], Answered::Report),
        (2, No, &[Match::OcrEquivalent], Answered::Forget),
        (2, Unknown, &[Match::Exact], Answered::Stay),
        (3, Yes, &[], Answered::Report),
        (3, No, &[], Answered::Forget),
        (3, Unknown, &[Match::Exact, Match::OcrEquivalent], Answered::Stay),
    ] {
        assert_eq!(answer(number, agrees, granted), expected, "{number} {agrees:?}");
    }
    let leaves = |number, granted: &[Match]| {
        gate.watch.candidate(number).unwrap().leaves_unconfirmed(granted)
    };
    assert!(leaves(1, &[Match::Exact]) && !leaves(1, &[Match::OcrEquivalent]));
    assert!(leaves(2, &[Match::OcrEquivalent]) && !leaves(2, &[Match::Exact]) && !leaves(1, &[]));
    assert!(!leaves(3, &[Match::Exact, Match::OcrEquivalent]), "not what the reader read");
}

#[test]
fn a_reader_with_a_clock_ahead_does_not_see_the_future() {
    let mut gate = Gate::new(&["GB12CD"]);
    let mut read =
        Read::new([Guess { plate: Normal::parse("GB12CD").unwrap(), confidence_percent: None }])
            .unwrap();
    read.at = Some(now().plus_ms(6 * MINUTE));
    let hits = gate.watch.look(&read, now());
    let camera = Line::parse("gate").unwrap();
    gate.watch.consider((&hits[0], &read), &camera, now(), |alert| Some(alert.clone()));
    assert_eq!(gate.watch.candidate(1).unwrap().last_seen, now());
}
