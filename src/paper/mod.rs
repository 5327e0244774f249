//! Numbers as people read them on a page and on paper: tables, charts over time, comma-separated values, with
//! headings in three languages. The console and the command line both draw with it.
//! Absent: counting, the page around it, and colors, which a page gives by the classes that are used here.

pub mod axis;
pub mod chart;
pub mod csv;
pub mod headings;
pub mod pattern;
pub mod table;

/// The tables that are drawn over time.
pub const OVER_TIME: [&str; 3] =
    ["disclosures-by-purpose", "disclosures-by-partner", "consultations-by-partner"];

/// Text that cannot be taken for markup.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
