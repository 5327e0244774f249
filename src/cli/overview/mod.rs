//! `samen audit overview`: the numbers of a year as a table, as CSV, and as a page to print.
//! Absent: counting, which the exchange does.

mod page;

use std::path::PathBuf;

use clap::Args;

use crate::client::{Client, ClientError};
use crate::domain::lmc::Language;
use crate::domain::refusal::Reason;
use crate::paper::{csv, headings};
use crate::wire::api::oversight::{
    Difference, OverviewAnswer, OverviewRequest, OverviewSeries, SeriesRow,
};

use super::args;
use super::audit::Why;
use super::failure::Failure;
use super::output::note;
use super::pki::write_public;
use super::session::Session;

/// Which year, and where it is written.
#[derive(Args)]
pub(crate) struct OverviewArgs {
    #[command(flatten)]
    why: Why,
    /// The year, such as 2026.
    #[arg(long)]
    year: u32,
    /// One month of it, 1 to 12.
    #[arg(long)]
    month: Option<u32>,
    /// Write the numbers to a file, as comma-separated values.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write a page with charts to a file; it needs nothing else and prints on paper.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Have the entries counted again, to check the numbers; slow for a long period.
    #[arg(long)]
    recount: bool,
    /// The language of the headings.
    #[arg(long, default_value = "en", value_parser = args::one_of(Language::ALL.iter().map(|one| one.code())))]
    language: String,
}

/// Runs the command.
pub(crate) async fn run(args: OverviewArgs, session: &mut Session) -> Result<(), Failure> {
    let language = Language::from_code(&args.language).unwrap_or(Language::En);
    let Why { use_code, justification } = args.why;
    let OverviewArgs { year, month, recount, .. } = args;
    let request = OverviewRequest { use_code, justification, year, month, recount };
    let client = session.connect()?.client;
    let answer = match client.audit_overview(&request).await {
        Err(error) if request.month.is_none() && is_too_large(&error) => {
            by_month(&client, request).await?
        }
        answer => answer?,
    };
    if let Some(path) = &args.csv {
        write_public(path, csv::overview(&answer).as_bytes())?;
    }
    if let Some(path) = &args.html {
        write_public(path, page::render(&answer, language).as_bytes())?;
    }
    if session.output.is_json() {
        session.output.json(&answer)?;
        return agreed(&answer);
    }
    let heading = [
        headings::table_word(language),
        headings::key_word(language),
        headings::count_word(language),
    ];
    let rows = answer.tables.iter().flat_map(|table| {
        let name = headings::heading(&table.table, language);
        table
            .rows
            .iter()
            .map(move |row| vec![name.to_owned(), row.key.clone(), row.count.to_string()])
    });
    let rows: Vec<_> = rows.collect();
    session.output.table(&heading, &rows)?;
    let line = format!("{} entries counted (logged as entry {})", answer.read, answer.entry);
    session.output.line(line)?;
    if answer.counted_from > 0 {
        let first = answer.counted_from;
        session.output.line(format!("Entries before entry {first} are not counted."))?;
    }
    if let Some(recount) = answer.recount.as_ref().filter(|recount| recount.agrees) {
        let entries = recount.entries;
        session.output.line(format!("{entries} entries counted again: every number agrees"))?;
    }
    agreed(&answer)
}

/// A recount that found other numbers is evidence that does not verify.
fn agreed(answer: &OverviewAnswer) -> Result<(), Failure> {
    let Some(recount) = answer.recount.as_ref().filter(|recount| !recount.agrees) else {
        return Ok(());
    };
    for Difference { table, key, counted, recounted } in &recount.differences {
        note(&format!("{table}, {key}: the exchange says {counted}, its entries {recounted}"));
    }
    Err(Failure::Verification(format!(
        "the numbers are of {} entries and {} were counted again: they do not agree. Ask the steward why, \
         and take an evidence bundle of the period",
        answer.read, recount.entries
    )))
}

fn is_too_large(error: &ClientError) -> bool {
    error.slug() == Some(Reason::PeriodTooLarge.slug())
}

/// A year that is too large for one question, month by month; each question is an entry of its own.
async fn by_month(client: &Client, year: OverviewRequest) -> Result<OverviewAnswer, Failure> {
    let mut sum: Option<OverviewAnswer> = None;
    for month in 1..=12 {
        note(&format!("counting month {month} of 12"));
        let request = OverviewRequest { month: Some(month), ..year.clone() };
        let answer = client.audit_overview(&request).await?;
        match &mut sum {
            Some(sum) => add(sum, answer),
            None => sum = Some(answer),
        }
    }
    sum.ok_or_else(|| Failure::usage("a year has months"))
}

/// Adds the numbers of a later month.
fn add(sum: &mut OverviewAnswer, later: OverviewAnswer) {
    (sum.to, sum.entry) = (later.to, later.entry);
    sum.read = sum.read.saturating_add(later.read);
    if let (Some(sum), Some(later)) = (&mut sum.recount, later.recount) {
        sum.entries = sum.entries.saturating_add(later.entries);
        sum.agrees &= later.agrees;
        sum.differences.extend(later.differences);
    }
    for (table, more) in sum.tables.iter_mut().zip(later.tables) {
        for row in more.rows {
            match table.rows.iter_mut().find(|known| known.key == row.key) {
                Some(known) => known.count = known.count.saturating_add(row.count),
                None => table.rows.push(row),
            }
        }
        table.rows.sort_by(|a, b| a.key.cmp(&b.key));
    }
    append(sum, later.months, later.series);
}

/// Puts the later months behind; a row that one of them does not have counted nothing there.
fn append(sum: &mut OverviewAnswer, months: Vec<String>, series: Vec<OverviewSeries>) {
    let before = sum.months.len();
    sum.months.extend(months);
    for (table, more) in sum.series.iter_mut().zip(series) {
        for row in more.rows {
            let known = table.rows.iter().position(|known| known.key == row.key);
            let at = known.unwrap_or_else(|| {
                table.rows.push(SeriesRow { key: row.key, counts: vec![0; before] });
                table.rows.len() - 1
            });
            if let Some(known) = table.rows.get_mut(at) {
                known.counts.extend(row.counts);
            }
        }
        table.rows.iter_mut().for_each(|row| row.counts.resize(sum.months.len(), 0));
        table.rows.sort_by(|a, b| a.key.cmp(&b.key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::api::oversight::{CountRow, OverviewTable};

    /// A month with these refusals.
    pub(super) fn answer(rows: &[(&str, u64)]) -> OverviewAnswer {
        let monthly = rows
            .iter()
            .map(|(key, count)| SeriesRow { key: (*key).into(), counts: vec![*count] })
            .collect();
        let rows = rows
            .iter()
            .map(|(key, count)| CountRow { key: (*key).into(), count: *count })
            .collect();
        OverviewAnswer {
            from: "2026-01-01T00:00:00.000Z".into(),
            to: "2027-01-01T00:00:00.000Z".into(),
            partners: vec!["politie-twente".into()],
            read: 12,
            counted_from: 0,
            recount: None,
            tables: vec![OverviewTable { table: "refusals-by-reason".into(), rows }],
            months: vec!["2026-01".into()],
            series: vec![OverviewSeries { table: "refusals-by-reason".into(), rows: monthly }],
            entry: 7,
        }
    }

    #[test]
    fn months_add_up() {
        let mut sum = answer(&[("b", 1)]);
        add(&mut sum, answer(&[("a", 2), ("b", 3)]));
        let rows: Vec<(String, u64)> =
            sum.tables[0].rows.iter().map(|row| (row.key.clone(), row.count)).collect();
        assert_eq!(rows, [("a".to_owned(), 2), ("b".to_owned(), 4)]);
        assert_eq!((sum.read, sum.months.len()), (24, 2));
        let monthly: Vec<(&str, &[u64])> =
            sum.series[0].rows.iter().map(|row| (row.key.as_str(), &*row.counts)).collect();
        assert_eq!(monthly, [("a", &[0, 2][..]), ("b", &[1, 3])]);
    }
}
