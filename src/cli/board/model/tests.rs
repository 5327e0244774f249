//! What the board shows after what it was told, by the clock, and while it is not connected.
//! Absent: how it looks (`draw`).

use ring::rand::SystemRandom;
use samen_audit::jws::PrivateKey;
use serde_json::{Value, json};

use super::*;
use crate::client::signer::RECORD_TYP;
use crate::wire::api::feed::Withdrawal;
use crate::wire::api::search::About;

const ALERT: &str = include_str!("../../../../schemas/examples/alert.json");
const CANCEL: &str = include_str!("../../../../schemas/examples/alert-cancel.json");
const OUTCOME: &str = include_str!("../../../../schemas/examples/outcome.json");

/// The id with this number.
pub(in super::super) fn id(number: u32) -> String {
    format!("019ab3c0-0001-7c3e-8d21-5f0a6b1c{number:04x}")
}

/// A record of the examples with other members, as it is delivered.
pub(in super::super) fn delivery(text: &str, index: u64, members: &[(&str, Value)]) -> Delivery {
    let mut record: Value = serde_json::from_str(text).unwrap();
    for (pointer, value) in members {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        let parent =
            if parent.is_empty() { &mut record } else { record.pointer_mut(parent).unwrap() };
        parent[member] = value.clone();
    }
    let key = PrivateKey::generate(&SystemRandom::new()).unwrap();
    let jws = key.sign_compact(record.to_string().as_bytes(), RECORD_TYP).unwrap();
    let text = |member: &str| record[member].as_str().unwrap_or_default().to_owned();
    let about = About {
        id: text("id"),
        record_type: text("type"),
        status: text("status"),
        message: text("message"),
        issuer: text("issuer"),
        purpose: text("purpose"),
        grant: text("grant"),
        issued_at: text("issued_at"),
        expires_at: text("expires_at"),
    };
    Delivery { index, about, jws }
}

/// The alert with this number and these members.
pub(in super::super) fn alert(number: u32, members: &[(&str, Value)]) -> Delivery {
    let mut all = vec![("/id", json!(id(number)))];
    all.extend(members.iter().cloned());
    delivery(ALERT, u64::from(number), &all)
}

/// Half an hour after the alerts of the examples, and so many milliseconds after the board was opened.
pub(in super::super) fn at(ms: u64) -> Moment {
    let start = Timestamp::parse("2026-11-21T20:44:05Z").unwrap();
    Moment { wall: start.plus_ms(i64::try_from(ms).unwrap()), ms }
}

pub(in super::super) fn board() -> Board {
    Board::new(Language::Nl, Status::Actual)
}

fn told(delivery: Delivery) -> Told {
    Told::Record(Box::new(delivery))
}

fn ids(board: &Board) -> Vec<String> {
    board.cards.iter().map(Card::id).collect()
}

fn first_notice(board: &Board) -> &str {
    &board.notices.front().unwrap().text
}

#[test]
fn the_most_urgent_stands_first_and_then_the_newest() {
    let mut board = board();
    let low = alert(1, &[("/body/priority", json!(3))]);
    let newer = alert(2, &[("/issued_at", json!("2026-11-21T20:20:00Z"))]);
    let urgent = alert(3, &[("/body/priority", json!(1))]);
    assert!(board.snapshot(vec![low, alert(4, &[]), newer], at(0)).is_empty(), "nothing is new");
    assert!(board.told(told(urgent), at(1_000)).is_some());
    assert_eq!(ids(&board), [id(3), id(2), id(4), id(1)]);
    assert_eq!(first_notice(&board), "nieuw: NL EO-812-U");
}

#[test]
fn an_update_takes_the_place_of_what_it_corrects_and_a_recall_takes_it_away() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[]), alert(2, &[])], at(0));
    let update = alert(
        3,
        &[
            ("/message", json!("update")),
            ("/references", json!([id(1)])),
            ("/body/plate", json!({ "country": "NL", "text": "EO-813-U", "normal": "EO813U" })),
        ],
    );
    board.told(told(update), at(1_000)).unwrap();
    assert_eq!(ids(&board), [id(2), id(3)]);
    assert_eq!(first_notice(&board), "GEWIJZIGD: NL EO-813-U");
    let recall = [("/id", json!(id(9))), ("/references", json!([id(3)]))];
    assert!(board.told(told(delivery(CANCEL, 9, &recall)), at(2_000)).is_none());
    assert_eq!(ids(&board), [id(2)]);
    assert_eq!(first_notice(&board), "INGETROKKEN: NL EO-813-U");
    let withdrawal = Withdrawal {
        index: 10,
        by: id(10),
        message: "update".into(),
        status: "actual".into(),
        issuer: "politie-twente".into(),
        withdrawn: vec![id(2)],
    };
    board.told(Told::Withdrawn(withdrawal), at(3_000));
    assert!(board.cards.is_empty());
}

#[test]
fn what_has_run_out_goes_by_itself_and_says_so() {
    let mut board = board();
    let soon = at(10_000).wall.to_string();
    board.snapshot(vec![alert(1, &[("/expires_at", json!(soon))]), alert(2, &[])], at(0));
    board.expire(at(9_999));
    assert_eq!(board.cards.len(), 2);
    board.expire(at(10_000));
    assert_eq!(ids(&board), [id(2)]);
    assert_eq!(first_notice(&board), "tijd voorbij: NL EO-812-U");
}

#[test]
fn a_list_that_no_longer_holds_an_alert_takes_it_away_and_one_that_is_new_rings() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[])], at(0));
    let fresh = board.snapshot(vec![alert(2, &[])], at(60_000));
    assert_eq!((ids(&board), fresh.len()), (vec![id(2)], 1));
    assert!(board.snapshot(vec![alert(2, &[])], at(120_000)).is_empty());
    // Told again, or told before the list came: once.
    assert!(board.told(told(alert(2, &[])), at(121_000)).is_none());
    assert_eq!(board.cards.len(), 1);
}

#[test]
fn an_exercise_never_comes_among_what_is_meant() {
    let mut board = board();
    let drill = [("/status", json!("exercise"))];
    board.snapshot(vec![alert(1, &drill)], at(0));
    assert!(board.told(told(alert(2, &drill)), at(0)).is_none());
    assert!(board.cards.is_empty());
}

#[test]
fn whoever_may_not_look_any_more_sees_nothing_any_more() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[])], at(0));
    board.lost("the connection broke".into(), at(5_000));
    assert_eq!(board.cards.len(), 1);
    board.refused("suspended".into(), at(8_000));
    assert!(board.cards.is_empty() && board.notices.is_empty());
    // Nothing can be trusted since the last sign of life, not since the break was noticed.
    assert_eq!(board.link, Link::Lost { since_ms: 0, why: "suspended".into() });
    board.snapshot(vec![alert(1, &[])], at(20_000));
    assert_eq!(board.link, Link::Live { heard_ms: 20_000 });
}

#[test]
fn the_choice_stays_with_its_card_and_reading_ends_when_that_goes() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[]), alert(2, &[])], at(0));
    board.step(true);
    board.step(true);
    board.open(true);
    let read = board.card().unwrap().id();
    assert_eq!(read, id(2));
    board.told(told(alert(3, &[("/body/priority", json!(1))])), at(1_000));
    assert_eq!((board.card().unwrap().id(), board.opened), (read, Some(0)));
    let recall = [("/id", json!(id(9))), ("/references", json!([id(2)]))];
    board.told(told(delivery(CANCEL, 9, &recall)), at(2_000));
    assert_eq!((board.card().unwrap().id(), board.opened), (id(3), None));
    board.step(false);
    assert_eq!(board.chosen(), 0);
}

#[test]
fn other_records_and_unreadable_ones_are_said_and_not_shown() {
    let mut board = board();
    board.told(told(delivery(OUTCOME, 4, &[])), at(0));
    assert!(first_notice(&board).contains("outcome"));
    let mut broken = alert(1, &[]);
    broken.jws = "x".into();
    board.told(told(broken), at(0));
    assert!(first_notice(&board).contains("kan niet worden gelezen"));
    assert!(board.cards.is_empty());
}
