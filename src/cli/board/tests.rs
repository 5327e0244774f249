//! Keys of the board, and what its command is told.
//! Absent: the terminal itself.

use ratatui::crossterm::event::KeyEvent;

use super::model::tests::{alert, at, board};
use super::*;

fn press(code: KeyCode, modifiers: KeyModifiers, board: &mut Board) -> bool {
    typed_in(&Event::Key(KeyEvent::new(code, modifiers)), board)
}

#[test]
fn keys_choose_open_and_close() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[]), alert(2, &[])], at(0));
    let none = KeyModifiers::NONE;
    assert!(!press(KeyCode::Down, none, &mut board));
    assert_eq!(board.chosen(), 1);
    assert!(!press(KeyCode::Enter, none, &mut board));
    assert!(board.opened.is_some());
    assert!(!press(KeyCode::Esc, none, &mut board));
    assert!(board.opened.is_none());
    assert!(!press(KeyCode::Char('c'), none, &mut board));
    assert!(press(KeyCode::Char('c'), KeyModifiers::CONTROL, &mut board));
    assert!(press(KeyCode::Char('q'), none, &mut board));
    assert!(!typed_in(&Event::Resize(80, 24), &mut board));
}

#[test]
fn a_command_is_told_the_record_as_other_programs_are() {
    let delivery = alert(7, &[]);
    let told: serde_json::Value = serde_json::from_slice(&line(&delivery)).unwrap();
    assert_eq!(told["record"]["body"]["plate"]["text"], "EO-812-U");
    assert_eq!(told["record"]["status"], "actual");
    assert_eq!(
        (&told["delivery"]["index"], &told["delivery"]["type"]),
        (&json!(7), &json!("alert"))
    );
}
