//! A bar on the terminal while something takes longer than a second; nothing where there is no terminal.
//! Absent: results.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for so many of something.
pub(super) fn bar(of: u64, what: impl Into<String>) -> ProgressBar {
    let template = "{msg:<40} {bar:32} {pos:>8}/{len} {eta:>4}";
    // The template is a constant that fits; were it not, the usual bar would do.
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(of);
    bar.set_style(style);
    bar.set_message(what.into());
    bar
}
