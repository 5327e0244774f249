//! The overview as comma-separated values (RFC 4180): table, key, count, month. Codes stay as they are, for
//! programs. Absent: words.

use crate::wire::api::oversight::OverviewAnswer;

/// A row for each number of the whole period, without a month, and then one for each month of it.
pub fn overview(answer: &OverviewAnswer) -> String {
    let mut text = String::from("table,key,count,month\r\n");
    let mut line = |table: &str, key: &str, count: u64, month: &str| {
        text.push_str(&format!("{},{},{count},{month}\r\n", cell(table), cell(key)));
    };
    for table in &answer.tables {
        for row in &table.rows {
            line(&table.table, &row.key, row.count, "");
        }
    }
    for table in &answer.series {
        for row in &table.rows {
            for (month, count) in answer.months.iter().zip(&row.counts) {
                line(&table.table, &row.key, *count, month);
            }
        }
    }
    text
}

/// One cell in quotes. A leading sign that a spreadsheet takes for a formula is made text.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::api::oversight::{CountRow, OverviewSeries, OverviewTable, SeriesRow};

    #[test]
    fn cells_are_text_whatever_is_in_them_and_months_follow() {
        let row = |(key, count): (&str, u64)| CountRow { key: key.into(), count };
        let rows = [("rate-limited, more", 3), ("=1+1", 2), ("a\"b", 1)].map(row).into();
        let table = "refusals-by-reason".to_owned();
        let monthly = SeriesRow { key: "a\"b".into(), counts: vec![1, 0] };
        let text = overview(&OverviewAnswer {
            from: "2026-01-01T00:00:00.000Z".into(),
            to: "2026-03-01T00:00:00.000Z".into(),
            partners: vec!["politie-twente".into()],
            read: 12,
            counted_from: 0,
            tables: vec![OverviewTable { table: table.clone(), rows }],
            months: vec!["2026-01".into(), "2026-02".into()],
            series: vec![OverviewSeries { table, rows: vec![monthly] }],
            recount: None,
            entry: 7,
        });
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[1], "\"refusals-by-reason\",\"rate-limited, more\",3,");
        assert_eq!(lines[2], "\"refusals-by-reason\",\"'=1+1\",2,");
        assert_eq!(lines[3], "\"refusals-by-reason\",\"a\"\"b\",1,");
        assert_eq!(lines[4], "\"refusals-by-reason\",\"a\"\"b\",1,2026-01");
        assert_eq!(lines[5..], ["\"refusals-by-reason\",\"a\"\"b\",0,2026-02", ""]);
    }
}
