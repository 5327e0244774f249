//! Tables of HTML: counts with a bar each, and counts month by month with their sums.
//! Absent: the words, which the caller gives.

use super::chart::Series;
use super::escaped;

/// The width of the longest bar, in the units of its drawing.
const WIDEST: u64 = 200;

/// Rows of what was counted and how often, with a bar that compares them.
pub fn counts(caption: &str, heads: [&str; 2], rows: &[(String, u64)]) -> String {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let rows: String = rows.iter().map(|(name, count)| row(name, *count, most)).collect();
    let [what, how_many] = heads.map(escaped);
    format!(
        "<table class=\"counts\"><caption>{}</caption><thead><tr><th scope=\"col\">{what}</th>\
         <th scope=\"col\" class=\"number\">{how_many}</th><td></td></tr></thead><tbody>{rows}</tbody></table>",
        escaped(caption)
    )
}

fn row(name: &str, count: u64, most: u64) -> String {
    // In u128 no count overflows; the quotient is at most the widest bar.
    let width = u128::from(count) * u128::from(WIDEST) / u128::from(most);
    format!(
        "<tr><th scope=\"row\">{}</th><td class=\"number\">{count}</td><td class=\"measure\">\
         <svg viewBox=\"0 0 {WIDEST} 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"c0\" width=\"{width}\" height=\"12\"/></svg></td></tr>",
        escaped(name)
    )
}

/// A row for each series and a column for each month, with sums at both ends.
pub fn months(caption: &str, heads: [&str; 2], months: &[String], series: &[Series]) -> String {
    let [what, sum] = heads.map(escaped);
    let head: String = months
        .iter()
        .map(|month| format!("<th scope=\"col\" class=\"number\">{}</th>", escaped(month)))
        .collect();
    let body: String = series.iter().map(|one| line(one, months.len())).collect();
    let total = (0..months.len()).map(|at| {
        let counts = series.iter().filter_map(|one| one.counts.get(at));
        counts.fold(0_u64, |sum, count| sum.saturating_add(*count))
    });
    let total = Series { name: String::new(), counts: total.collect() };
    let cells = cells(&total, months.len());
    format!(
        "<table class=\"months\"><caption>{}</caption><thead><tr><th scope=\"col\">{what}</th>{head}\
         <th scope=\"col\" class=\"number\">{sum}</th></tr></thead><tbody>{body}</tbody>\
         <tfoot><tr><th scope=\"row\">{sum}</th>{cells}</tr></tfoot></table>",
        escaped(caption)
    )
}

fn line(one: &Series, months: usize) -> String {
    format!("<tr><th scope=\"row\">{}</th>{}</tr>", escaped(&one.name), cells(one, months))
}

fn cells(one: &Series, months: usize) -> String {
    let counts = (0..months).map(|at| one.counts.get(at).copied().unwrap_or_default());
    let all = counts.chain([one.total()]);
    all.map(|count| format!("<td class=\"number\">{count}</td>")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_compare_and_names_are_text() {
        let rows = [("<b>'a".to_owned(), 4), ("other".to_owned(), 2), ("none".to_owned(), 0)];
        let table = counts("Naar doel", ["waarvan", "aantal"], &rows);
        assert!(table.contains("&lt;b&gt;&#39;a") && !table.contains("<b>"));
        assert!(table.contains("width=\"200\"") && table.contains("width=\"100\""));
        assert!(table.contains("<rect class=\"c0\" width=\"0\""));
        assert!(counts("", ["", ""], &[("a".into(), u64::MAX)]).contains("width=\"200\""));
    }

    #[test]
    fn months_add_up_in_both_directions() {
        let draw =
            |series: &[Series]| months("t", ["w", "s"], &["jan".into(), "feb".into()], series);
        let of = |name: &str, counts: &[u64]| Series { name: name.into(), counts: counts.into() };
        let table = draw(&[of("a", &[1, 2]), of("b", &[4])]);
        let row =
            |cells: [u64; 3]| cells.map(|n| format!("<td class=\"number\">{n}</td>")).concat();
        for cells in [[1, 2, 3], [4, 0, 4], [5, 2, 7]] {
            assert!(table.contains(&row(cells)), "{table}");
        }
        assert!(draw(&[]).contains(&row([0, 0, 0])));
    }
}
