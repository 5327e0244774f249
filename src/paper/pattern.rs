//! Fills that differ without color too: eight patterns, each drawn over the color of its class.
//! Absent: the colors.

/// How many there are.
pub const PATTERNS: usize = 8;

/// What is drawn over the color, on a square of eight units. The first is plain.
const MARKS: [&str; PATTERNS] = [
    "",
    "M-1 9L9 -1M-1 1L1 -1M7 9L9 7",
    "M1.5 2h1M5.5 6h1",
    "M0 2h8M0 6h8",
    "M-1 -1L9 9M-1 7L1 9M7 -1L9 1",
    "M2 0v8M6 0v8",
    "M0 4h8M4 0v8",
    "M-1 9L9 -1M-1 -1L9 9",
];

/// The definitions of the first `count` patterns of a drawing.
pub fn definitions(id: &str, count: usize) -> String {
    let marks = MARKS.iter().take(count).enumerate();
    let patterns: String = marks
        .map(|(at, mark)| {
            format!(
                "<pattern id=\"{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
                 <rect class=\"c{at}\" width=\"8\" height=\"8\"/><path class=\"mark\" d=\"{mark}\"/>\
                 </pattern>",
                name(id, at)
            )
        })
        .collect();
    format!("<defs>{patterns}</defs>")
}

/// The fill of the series at this place.
pub fn fill(id: &str, at: usize) -> String {
    format!("url(#{})", name(id, at))
}

fn name(id: &str, at: usize) -> String {
    format!("{id}-{}", at % PATTERNS)
}
