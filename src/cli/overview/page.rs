//! The overview as one page of HTML: tables with bars, no script, nothing loaded from anywhere, fit to be
//! printed. Absent: the words (`labels`).

use super::labels::{self, Language};
use crate::wire::api::oversight::{CountRow, OverviewAnswer, OverviewTable};

/// The width of the longest bar, in the units of the drawing.
const WIDEST: u64 = 400;

/// The height of a line of a chart.
const LINE: usize = 22;

const STYLE: &str = "body{font:11pt/1.4 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;\
color:#111}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}section{break-inside:avoid}\
svg{width:100%;height:auto}text{font:12px system-ui,sans-serif;fill:#111}rect{fill:#2a5f8f}\
p{margin:.2rem 0}@media print{body{margin:0;max-width:none}}";

/// The whole page.
pub(super) fn render(answer: &OverviewAnswer, language: Language) -> String {
    let day = |time: &str| time.split('T').next().unwrap_or_default().to_owned();
    let title = labels::title(language);
    let partners = answer.partners.join(", ");
    let tables: String = answer.tables.iter().map(|table| section(table, language)).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n<h1>{}</h1>\n<p>{} – {}</p>\n<p>{}: {}</p>\n<p>{}: {}</p>\n{tables}</html>\n",
        language.code(),
        escaped(title),
        escaped(title),
        escaped(&day(&answer.from)),
        escaped(&day(&answer.to)),
        labels::partners_word(language),
        escaped(&partners),
        labels::entries_word(language),
        answer.read
    )
}

fn section(table: &OverviewTable, language: Language) -> String {
    let heading = escaped(labels::heading(&table.table, language));
    if table.rows.is_empty() {
        let none = labels::none_word(language);
        return format!("<section><h2>{heading}</h2><p>{none}</p></section>\n");
    }
    let most = table.rows.iter().map(|row| row.count).max().unwrap_or_default().max(1);
    let lines: String =
        table.rows.iter().enumerate().map(|(at, row)| line(row, at * LINE, most)).collect();
    let height = table.rows.len() * LINE;
    format!(
        "<section><h2>{heading}</h2>\n<svg viewBox=\"0 0 800 {height}\" role=\"img\" \
         aria-label=\"{heading}\">\n{lines}</svg></section>\n"
    )
}

/// One bar with its key before it and its number behind it.
fn line(row: &CountRow, top: usize, most: u64) -> String {
    // In u128 no count overflows; the quotient is at most the widest bar.
    let width = u128::from(row.count) * u128::from(WIDEST) / u128::from(most);
    let (text, behind) = (top + 15, 290 + width);
    format!(
        "<text x=\"270\" y=\"{text}\" text-anchor=\"end\">{}</text>\
         <rect x=\"280\" y=\"{}\" width=\"{width}\" height=\"14\"/>\
         <text x=\"{behind}\" y=\"{text}\">{}</text>\n",
        escaped(&row.key),
        top + 4,
        row.count
    )
}

/// Text that cannot be taken for markup.
fn escaped(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::super::tests::answer;
    use super::*;

    #[test]
    fn nothing_on_the_page_runs_or_is_fetched() {
        let hostile = "<script>alert(1)</script>\" onload='x";
        let page = render(&answer(&[(hostile, 4), ("other", 2)]), Language::Dutch);
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
        assert!(!page.contains("http:") && !page.contains("https:") && !page.contains(" onload='"));
        assert!(page.contains("lang=\"nl\"") && page.contains("Weigeringen naar reden"));
        assert_eq!(page.matches("<rect").count(), 2);
        assert!(page.contains("width=\"400\"") && page.contains("width=\"200\""));
    }

    #[test]
    fn an_empty_table_says_so_in_the_language_of_the_page() {
        let page = render(&answer(&[]), Language::French);
        assert!(page.contains("aucun") && page.contains("Refus par motif"));
        let huge = render(&answer(&[("all", u64::MAX)]), Language::English);
        assert!(huge.contains("width=\"400\""));
    }
}
