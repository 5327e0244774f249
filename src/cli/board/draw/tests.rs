//! The board as it looks on a terminal of the usual size, on a telephone, and without color.
//! Absent: what stands on it (`model`).

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Color;
use serde_json::json;

use super::super::model::tests::{alert, at, board};
use super::*;
use crate::domain::lmc::Language;

const COLORED: Look = Look { color: true };

fn drawn(board: &Board, look: Look, now: Moment, width: u16, height: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, board, look, now)).unwrap();
    terminal.backend().buffer().clone()
}

fn lines(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area().width);
    let rows = buffer.content().chunks(width);
    rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>()).collect()
}

fn text(board: &Board, now: Moment, width: u16, height: u16) -> String {
    lines(&drawn(board, COLORED, now, width, height)).join("\n")
}

fn grounds(buffer: &Buffer) -> Vec<Color> {
    buffer.content().iter().map(|cell| cell.bg).collect()
}

#[test]
fn a_guard_reads_plate_action_danger_age_and_connection() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[("/body/priority", json!(1))])], at(0));
    let shown = text(&board, at(3_000), 80, 24);
    for part in [
        "VERBONDEN, laatste teken van leven 3 s geleden, 1 van kracht",
        "P1 ZEER DRINGEND · NL EO-812-U · 30 min",
        "BEL METEEN de meldkamer",
        "VLUCHTGEVAAR",
        "een mening",
        "inbraak",
        "voertuig: wit, busje, Volkswagen",
        "gebied: 15000 m rond",
        "q: stoppen",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    assert!(shown.contains('█'), "no large plate:\n{shown}");
    assert!(!shown.contains("log_key"));
    board.is_checked = false;
    assert!(text(&board, at(3_000), 80, 24).contains("log_key"));
    for (language, word) in [(Language::Fr, "TRÈS URGENT"), (Language::En, "VERY URGENT")] {
        board.language = language;
        assert!(text(&board, at(3_000), 80, 24).contains(word));
    }
}

#[test]
fn a_telephone_shows_the_same_below_each_other() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[("/body/priority", json!(1))])], at(0));
    let shown = text(&board, at(1_000), 40, 24);
    for part in ["E O - 8 1 2 - U", "BEL METEEN", "VLUCHTGEVAAR", "VERBONDEN", "1 van kracht"] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    // However small, it is drawn.
    for (width, height) in [(1, 1), (5, 3), (20, 4), (200, 2)] {
        drawn(&board, COLORED, at(1_000), width, height);
    }
}

#[test]
fn a_board_that_is_not_connected_says_so_and_never_that_all_is_quiet() {
    let mut board = board();
    board.snapshot(Vec::new(), at(0));
    assert!(text(&board, at(1_000), 80, 24).contains("Er is niets van kracht."));
    // Even if nobody noticed the break: silence is enough.
    for lost in [false, true] {
        if lost {
            board.lost("no answer".into(), at(50_000));
        }
        let buffer = drawn(&board, COLORED, at(60_000), 80, 24);
        let shown = lines(&buffer).join("\n");
        assert!(shown.contains("NIET VERBONDEN sinds 1 min"), "{shown}");
        assert!(!shown.contains("niets van kracht"), "{shown}");
        assert!(buffer.content()[..80].iter().all(|cell| cell.bg == Color::Red));
    }
}

#[test]
fn an_exercise_looks_like_nothing_else() {
    let mut board = board();
    board.status = Status::Exercise;
    board.snapshot(vec![alert(1, &[("/status", json!("exercise"))])], at(0));
    let buffer = drawn(&board, COLORED, at(0), 80, 24);
    let shown = lines(&buffer).join("\n");
    assert!(shown.contains("OEFENING - DIT IS NIET ECHT"), "{shown}");
    assert!(shown.matches("OEFENING").count() >= 3);
    let grounds = grounds(&buffer);
    assert!(grounds.contains(&Color::Magenta));
    assert!(!grounds.contains(&Color::Yellow) && !grounds.contains(&Color::Red));
}

#[test]
fn without_color_the_same_is_said() {
    let mut board = board();
    board.snapshot(vec![alert(1, &[])], at(0));
    let plain = drawn(&board, Look { color: false }, at(0), 80, 24);
    assert!(grounds(&plain).iter().all(|ground| *ground == Color::Reset));
    assert_eq!(lines(&plain), lines(&drawn(&board, COLORED, at(0), 80, 24)));
}

#[test]
fn the_chosen_card_is_always_on_the_screen_and_opens_whole() {
    let mut board = board();
    let many = (1..=12).map(|number| {
        let plate = format!("EO-8{number:02}-U");
        let normal = plate.replace('-', "");
        alert(
            number,
            &[("/body/plate", json!({ "country": "NL", "text": plate, "normal": normal }))],
        )
    });
    board.snapshot(many.collect(), at(0));
    for _ in 0..11 {
        let shown = text(&board, at(0), 80, 24);
        let plate = board.card().unwrap().plate().unwrap().1;
        assert!(shown.contains("▶") && shown.contains(&plate), "{plate} is not in\n{shown}");
        board.step(true);
    }
    board.open(true);
    let shown = text(&board, at(0), 80, 40);
    assert!(shown.contains("SAMEN ALERT") && shown.contains("esc: terug"), "{shown}");
    assert!(shown.contains("convenant-2026-police-to-firms"), "{shown}");
}
