//! Counts over time as stacked columns: an axis with lines at round numbers, the total over each column, a legend,
//! and a name for who does not see it. No style of its own: a page gives the classes their colors.
//! Absent: the table with the same numbers, which stands beside it (`table`).

use std::fmt::Write as _;

use super::axis::ticks;
use super::escaped;
use super::pattern::{PATTERNS, definitions, fill};

/// The drawing, in units of its own.
const WIDTH: f64 = 600.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 22.0;
const HIGH: f64 = 190.0;
/// Below the columns: the names of the months.
const NAMES: f64 = 24.0;
const LEGEND_LINE: f64 = 22.0;
/// Part of its place that a column fills, and its most.
const COLUMN: f64 = 0.68;
const WIDEST: f64 = 44.0;
/// Characters of a name in the legend before it is cut short: what fits beside its total, on a phone too.
const LEGEND_CHARS: usize = 48;

/// What is counted, month by month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// How many in each month.
    pub counts: Vec<u64>,
}

impl Series {
    /// All months together.
    pub fn total(&self) -> u64 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

/// A chart.
pub struct Chart<'a> {
    /// Of its elements; no other chart of the page has it.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// The names of the months.
    pub months: &'a [String],
    /// What is counted.
    pub series: &'a [Series],
    /// What those are called together that have no pattern of their own.
    pub others: &'a str,
}

impl Chart<'_> {
    /// The drawing.
    pub fn draw(&self) -> String {
        let series = folded(self.series, self.others);
        let totals = self.totals(&series);
        let ticks = ticks(totals.iter().copied().max().unwrap_or_default());
        let scale =
            Scale { highest: ticks.last().copied().unwrap_or(1), months: self.months.len() };
        let legend_top = TOP + HIGH + NAMES + 8.0;
        let high = legend_top + units(series.len()) * LEGEND_LINE;
        let (id, title) = (escaped(self.id), escaped(self.title));
        let mut svg = format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {high}\" role=\"img\" \
             aria-labelledby=\"{id}-title\"><title id=\"{id}-title\">{title}</title>"
        );
        svg.push_str(&definitions(&id, series.len()));
        for tick in &ticks {
            scale.line(&mut svg, *tick);
        }
        for (month, name) in self.months.iter().enumerate() {
            self.column(&mut svg, &series, &scale, (month, name));
        }
        for (at, one) in series.iter().enumerate() {
            legend(&mut svg, &id, (at, one), legend_top);
        }
        svg.push_str("</svg>");
        svg
    }

    fn totals(&self, series: &[Series]) -> Vec<u64> {
        let total = |month: usize| {
            let counts = series.iter().map(|one| one.counts.get(month).copied());
            counts.map(Option::unwrap_or_default).fold(0_u64, u64::saturating_add)
        };
        (0..self.months.len()).map(total).collect()
    }

    /// One month: what was counted, from the ground up, its total and its name.
    fn column(&self, svg: &mut String, series: &[Series], scale: &Scale, month: (usize, &str)) {
        let (at, name) = month;
        let (middle, width) = (scale.middle(at), scale.width());
        let mut below = 0_u64;
        for (number, one) in series.iter().enumerate() {
            let count = one.counts.get(at).copied().unwrap_or_default();
            if count == 0 {
                continue;
            }
            let top = scale.height(below.saturating_add(count));
            let high = scale.height(below) - top;
            below = below.saturating_add(count);
            // Writing to a string cannot fail.
            let _ = write!(
                svg,
                "<rect class=\"part\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{high:.1}\" \
                 fill=\"{}\"><title>{} – {}: {count}</title></rect>",
                middle - width / 2.0,
                fill(&escaped(self.id), number),
                escaped(name),
                escaped(&one.name),
            );
        }
        if below > 0 {
            let over = scale.height(below) - 5.0;
            let _ = write!(
                svg,
                "<text class=\"total\" x=\"{middle:.1}\" y=\"{over:.1}\">{below}</text>"
            );
        }
        let under = TOP + HIGH + 16.0;
        let name = escaped(name);
        let _ =
            write!(svg, "<text class=\"month\" x=\"{middle:.1}\" y=\"{under:.1}\">{name}</text>");
    }
}

/// From counts and months to units.
struct Scale {
    highest: u64,
    months: usize,
}

impl Scale {
    fn height(&self, count: u64) -> f64 {
        // In thousandths of the height, so that whole numbers divide and none overflows.
        let part = u128::from(count) * 10_000 / u128::from(self.highest.max(1));
        let part = f64::from(u32::try_from(part).unwrap_or(10_000)) / 10_000.0;
        TOP + HIGH * (1.0 - part)
    }

    fn place(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / units(self.months.max(1))
    }

    fn width(&self) -> f64 {
        (self.place() * COLUMN).min(WIDEST)
    }

    fn middle(&self, month: usize) -> f64 {
        LEFT + self.place() * (units(month) + 0.5)
    }

    fn line(&self, svg: &mut String, tick: u64) {
        let y = self.height(tick);
        let class = if tick == 0 { "ground" } else { "line" };
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<path class=\"{class}\" d=\"M{LEFT} {y:.1}H{}\"/><text class=\"tick\" x=\"{}\" y=\"{:.1}\">{tick}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0
        );
    }
}

/// One to a line, under the columns.
fn legend(svg: &mut String, id: &str, (at, one): (usize, &Series), top: f64) {
    let (x, y) = (LEFT, top + units(at) * LEGEND_LINE);
    let (short, name) = (escaped(&shortened(&one.name)), escaped(&one.name));
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        "<g class=\"legend\"><title>{name}</title><rect class=\"part\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"14\" \
         height=\"14\" fill=\"{}\"/><text x=\"{:.1}\" y=\"{:.1}\">{short}: {}</text></g>",
        fill(id, at),
        x + 20.0,
        y + 11.5,
        one.total()
    );
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LEGEND_CHARS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LEGEND_CHARS - 1).collect();
    format!("{}…", kept.trim_end())
}

/// The largest, as many as there are patterns; what is left goes together, so that no two look the same.
fn folded(series: &[Series], others: &str) -> Vec<Series> {
    if series.len() <= PATTERNS {
        return series.to_vec();
    }
    let mut places: Vec<usize> = (0..series.len()).collect();
    places.sort_by_key(|at| std::cmp::Reverse(series.get(*at).map(Series::total)));
    let kept: Vec<usize> = places.into_iter().take(PATTERNS - 1).collect();
    let mut rest = Series { name: others.to_owned(), counts: Vec::new() };
    let mut shown = Vec::with_capacity(PATTERNS);
    for (at, one) in series.iter().enumerate() {
        if kept.contains(&at) {
            shown.push(one.clone());
            continue;
        }
        rest.counts.resize(rest.counts.len().max(one.counts.len()), 0);
        for (sum, count) in rest.counts.iter_mut().zip(&one.counts) {
            *sum = sum.saturating_add(*count);
        }
    }
    shown.push(rest);
    shown
}

/// A small number of things as a length.
fn units(number: usize) -> f64 {
    f64::from(u16::try_from(number).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, counts: &[u64]) -> Series {
        Series { name: name.to_owned(), counts: counts.to_vec() }
    }

    fn draw(series: &[Series]) -> String {
        let months: Vec<String> = ["jan", "feb"].map(str::to_owned).into();
        Chart { id: "p", title: "Naar doel", months: &months, series, others: "overige" }.draw()
    }

    #[test]
    fn columns_stand_on_each_other_and_reach_their_total() {
        let svg = draw(&[series("a", &[3, 0]), series("b", &[1, 2])]);
        assert!(svg.contains("aria-labelledby=\"p-title\"") && svg.contains(">Naar doel</title>"));
        // Of four, three take three quarters of the height, from the ground.
        assert!(
            svg.contains("y=\"69.5\" width=\"44.0\" height=\"142.5\" fill=\"url(#p-0)\""),
            "{svg}"
        );
        assert!(svg.contains("y=\"22.0\" width=\"44.0\" height=\"47.5\" fill=\"url(#p-1)\""));
        assert!(svg.contains(">jan – a: 3<") && !svg.contains("feb – a"));
        assert!(svg.contains("class=\"total\" x=\"190.0\" y=\"17.0\">4<"));
        assert!(!svg.contains("style"));
    }

    #[test]
    fn names_are_text_and_long_ones_are_cut_in_the_legend_only() {
        let hostile = "<script>alert('x')</script>, a partner with quite a long name";
        let svg = draw(&[series(hostile, &[1, 1])]);
        assert!(!svg.contains("<script") && svg.contains("quite a long name</title>"));
        assert!(svg.contains("…: 2</text>"));
    }

    #[test]
    fn what_has_no_pattern_of_its_own_is_counted_together() {
        let many: Vec<Series> =
            (0..11).map(|at| series(&format!("p{at}"), &[11 - at, 0])).collect();
        let svg = draw(&many);
        assert_eq!(svg.matches("<pattern ").count(), PATTERNS);
        assert!(svg.contains("overige: 10<") && svg.contains("p6: 5<") && !svg.contains("p7"));
        assert!(svg.contains(">66</text>"));
    }

    #[test]
    fn nothing_and_very_much_fit_too() {
        assert!(draw(&[]).contains(">1</text>"));
        assert!(draw(&[series("a", &[u64::MAX, 1])]).contains("y=\"22.0\""));
    }
}
