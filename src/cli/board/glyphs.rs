//! Letters and digits large enough to be read from the other side of a room: five dots high, in half blocks
//! on three lines. Absent: colors, and which plate it is.

/// Lines that a large text takes.
pub(super) const LINES: usize = 3;
/// Columns that one character takes, the space behind it included.
const COLUMNS: usize = 4;

/// The five rows of a character, three dots each, from the top; an empty one for what plates do not have.
fn dots(character: char) -> [u8; 5] {
    match character.to_ascii_uppercase() {
        'A' => [0b010, 0b101, 0b111, 0b101, 0b101],
        'B' => [0b110, 0b101, 0b110, 0b101, 0b110],
        'C' => [0b011, 0b100, 0b100, 0b100, 0b011],
        'D' => [0b110, 0b101, 0b101, 0b101, 0b110],
        'E' => [0b111, 0b100, 0b110, 0b100, 0b111],
        'F' => [0b111, 0b100, 0b110, 0b100, 0b100],
        'G' => [0b011, 0b100, 0b101, 0b101, 0b011],
        'H' => [0b101, 0b101, 0b111, 0b101, 0b101],
        'I' => [0b111, 0b010, 0b010, 0b010, 0b111],
        'J' => [0b001, 0b001, 0b001, 0b101, 0b010],
        'K' => [0b101, 0b101, 0b110, 0b101, 0b101],
        'L' => [0b100, 0b100, 0b100, 0b100, 0b111],
        'M' => [0b101, 0b111, 0b111, 0b101, 0b101],
        'N' => [0b110, 0b101, 0b101, 0b101, 0b101],
        'O' => [0b010, 0b101, 0b101, 0b101, 0b010],
        'P' => [0b110, 0b101, 0b110, 0b100, 0b100],
        'Q' => [0b010, 0b101, 0b101, 0b110, 0b011],
        'R' => [0b110, 0b101, 0b110, 0b110, 0b101],
        'S' => [0b011, 0b100, 0b010, 0b001, 0b110],
        'T' => [0b111, 0b010, 0b010, 0b010, 0b010],
        'U' => [0b101, 0b101, 0b101, 0b101, 0b111],
        'V' => [0b101, 0b101, 0b101, 0b101, 0b010],
        'W' => [0b101, 0b101, 0b111, 0b111, 0b101],
        'X' => [0b101, 0b101, 0b010, 0b101, 0b101],
        'Y' => [0b101, 0b101, 0b010, 0b010, 0b010],
        'Z' => [0b111, 0b001, 0b010, 0b100, 0b111],
        '0' => [0b111, 0b101, 0b101, 0b101, 0b111],
        '1' => [0b010, 0b110, 0b010, 0b010, 0b111],
        '2' => [0b111, 0b001, 0b111, 0b100, 0b111],
        '3' => [0b111, 0b001, 0b111, 0b001, 0b111],
        '4' => [0b101, 0b101, 0b111, 0b001, 0b001],
        '5' => [0b111, 0b100, 0b111, 0b001, 0b111],
        '6' => [0b111, 0b100, 0b111, 0b101, 0b111],
        '7' => [0b111, 0b001, 0b001, 0b001, 0b001],
        '8' => [0b111, 0b101, 0b111, 0b101, 0b111],
        '9' => [0b111, 0b101, 0b111, 0b001, 0b111],
        '-' => [0b000, 0b000, 0b111, 0b000, 0b000],
        _ => [0; 5],
    }
}

/// Columns that a text takes when it is large.
pub(super) fn width(text: &str) -> usize {
    text.chars().count() * COLUMNS + 1
}

/// A text in large characters, line by line.
pub(super) fn large(text: &str) -> [String; LINES] {
    let mut lines: [String; LINES] = Default::default();
    lines.iter_mut().for_each(|line| line.push(' '));
    for character in text.chars() {
        let [first, second, third, fourth, fifth] = dots(character);
        let pairs = [(first, second), (third, fourth), (fifth, 0)];
        for (line, (upper, lower)) in lines.iter_mut().zip(pairs) {
            for dot in [0b100, 0b010, 0b001] {
                line.push(match (upper & dot != 0, lower & dot != 0) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                });
            }
            line.push(' ');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_characters_of_a_plate_look_alike() {
        let all: Vec<char> = ('A'..='Z').chain('0'..='9').chain(['-', ' ']).collect();
        for (at, one) in all.iter().enumerate() {
            for other in &all[at + 1..] {
                assert_ne!(dots(*one), dots(*other), "{one} and {other}");
            }
        }
    }

    #[test]
    fn every_line_is_as_wide_as_it_says() {
        for text in ["", "XB-123-K", "1-ABC-234"] {
            assert!(large(text).iter().all(|line| line.chars().count() == width(text)));
        }
        assert_eq!(large("1"), [" ▄█  ".to_owned(), "  █  ".to_owned(), " ▀▀▀ ".to_owned()]);
    }
}
