//! The overview as one page of HTML: charts over time and tables with bars, no script, nothing loaded from
//! anywhere, fit to be printed. Absent: the words and the drawing (`paper`).

use crate::domain::lmc::Language;
use crate::paper::chart::{Chart, Series};
use crate::paper::{OVER_TIME, escaped, headings, table};
use crate::wire::api::oversight::{OverviewAnswer, OverviewSeries, OverviewTable};

/// The colors are those of the console in light; each goes with a pattern of its own.
const STYLE: &str = "body{font:11pt/1.4 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;\
color:#111}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}section{break-inside:avoid}\
p{margin:.2rem 0}svg.chart{width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:#111}\
.c0{fill:#0b5fa5}.c1{fill:#b85c00}.c2{fill:#1c6b3a}.c3{fill:#6a1fa0}.c4{fill:#a4161a}.c5{fill:#0f6f78}\
.c6{fill:#7a5a1e}.c7{fill:#56636e}.mark{stroke:#fff;stroke-width:1.5;fill:none}.part{stroke:#fff}\
.line{stroke:#c3ccd4}.ground{stroke:#111}.tick{text-anchor:end}.month,.total{text-anchor:middle}\
.total{font-weight:600}table{border-collapse:collapse;width:100%;font-size:.9em;margin:.4rem 0}\
caption{position:absolute;left:-999rem}th,td{text-align:left;font-weight:400;padding:.15rem .4rem;\
border-bottom:1px solid #ddd;overflow-wrap:anywhere}thead th,tfoot th,tfoot td{font-weight:600}\
.number{text-align:right;white-space:nowrap}.months th,.months td{padding:.15rem .2rem}.measure{width:40%}\
.measure svg{display:block;width:100%;height:.8rem}@media print{body{margin:0;max-width:none}\
*{print-color-adjust:exact}}";

/// The whole page.
pub(super) fn render(answer: &OverviewAnswer, language: Language) -> String {
    let day = |time: &str| time.split('T').next().unwrap_or_default().to_owned();
    let title = headings::title(language);
    let partners = answer.partners.join(", ");
    let charts: String = answer.series.iter().map(|one| chart(answer, one, language)).collect();
    let tables: String = answer.tables.iter().map(|table| section(table, language)).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n<h1>{}</h1>\n<p>{} – {}</p>\n<p>{}: {}</p>\n<p>{}: {}</p>\n{charts}{tables}</html>\n",
        language.code(),
        escaped(title),
        escaped(title),
        escaped(&day(&answer.from)),
        escaped(&day(&answer.to)),
        headings::partners_word(language),
        escaped(&partners),
        headings::entries_word(language),
        answer.read
    )
}

/// A chart over the months with its numbers; nothing for a single month, of which the tables say everything.
fn chart(answer: &OverviewAnswer, series: &OverviewSeries, language: Language) -> String {
    let is_shown = OVER_TIME.contains(&series.table.as_str()) && answer.months.len() > 1;
    if !is_shown || series.rows.is_empty() {
        return String::new();
    }
    let title = headings::by_month(&series.table, language);
    let month = |month: &String| headings::month(month, language).to_owned();
    let months: Vec<String> = answer.months.iter().map(month).collect();
    let rows = series.rows.iter();
    let rows: Vec<Series> =
        rows.map(|row| Series { name: row.key.clone(), counts: row.counts.clone() }).collect();
    let chart = Chart {
        id: &series.table,
        title: &title,
        months: &months,
        series: &rows,
        others: headings::others_word(language),
    };
    let heads = [headings::key_word(language), headings::sum_word(language)];
    let table = table::months(&title, heads, &months, &rows);
    format!("<section><h2>{}</h2>\n{}\n{table}</section>\n", escaped(&title), chart.draw())
}

fn section(counted: &OverviewTable, language: Language) -> String {
    let heading = headings::heading(&counted.table, language);
    let shown = escaped(heading);
    if counted.rows.is_empty() {
        let none = headings::none_word(language);
        return format!("<section><h2>{shown}</h2><p>{none}</p></section>\n");
    }
    let rows: Vec<(String, u64)> =
        counted.rows.iter().map(|row| (row.key.clone(), row.count)).collect();
    let heads = [headings::key_word(language), headings::count_word(language)];
    let table = table::counts(heading, heads, &rows);
    format!("<section><h2>{shown}</h2>\n{table}</section>\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::answer;
    use super::*;

    #[test]
    fn nothing_on_the_page_runs_or_is_fetched() {
        let hostile = "<script>alert(1)</script>\" onload='x";
        let page = render(&answer(&[(hostile, 4), ("other", 2)]), Language::Nl);
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
        assert!(!page.contains("http:") && !page.contains("https:") && !page.contains(" onload='"));
        assert!(page.contains("lang=\"nl\"") && page.contains("Weigeringen naar reden"));
        assert_eq!(page.matches("<rect").count(), 2);
        assert!(page.contains("width=\"200\"") && page.contains("width=\"100\""));
    }

    #[test]
    fn an_empty_table_says_so_in_the_language_of_the_page() {
        let page = render(&answer(&[]), Language::Fr);
        assert!(page.contains("aucun") && page.contains("Refus par motif"));
    }

    #[test]
    fn what_was_disclosed_is_drawn_over_the_months() {
        let mut year = answer(&[("offences", 3)]);
        year.months.push("2026-02".to_owned());
        year.series[0].table = OVER_TIME[0].to_owned();
        year.series[0].rows[0].counts.push(1);
        let page = render(&year, Language::Nl);
        assert!(
            page.contains("Verstrekkingen naar doel, per maand") && page.contains(">feb</text>")
        );
        assert_eq!(page.matches("class=\"chart\"").count(), 1);
    }
}
