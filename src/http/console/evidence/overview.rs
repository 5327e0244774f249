//! The yearly overview: numbers as tables, and over time as charts, to read, to print and to take away.
//! Absent: counting (`service`), and drawing (`paper`).

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::action::Action;
use crate::domain::id::PartnerId;
use crate::domain::purpose::Purpose;
use crate::domain::refusal::Reason;
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::texts::Words;
use crate::http::problem;
use crate::paper::chart::{Chart, Series};
use crate::paper::{OVER_TIME, csv, headings, table};
use crate::service::console;
use crate::service::directory::Directory;
use crate::service::oversight::overview;
use crate::service::permission::{AuditOverview, ConsoleOpen};
use crate::wire::api::oversight::{OverviewAnswer, OverviewRequest, OverviewTable, Recount};

#[derive(Template)]
#[template(path = "overview.html", config = "src/http/console/askama.toml")]
struct Asked<'a> {
    frame: &'a Frame,
    year: String,
    months: Vec<(u32, String)>,
}

#[derive(Template)]
#[template(path = "overview_numbers.html", config = "src/http/console/askama.toml")]
struct Numbers<'a> {
    frame: &'a Frame,
    title: String,
    made_at: String,
    partners: String,
    answer: &'a OverviewAnswer,
    recount: Option<&'a Recount>,
    sections: Vec<Section>,
    /// The name of a file with the numbers, without its ending.
    file: String,
    json: String,
    csv: String,
}

/// One part of the overview: a heading, and HTML that `paper` made.
struct Section {
    heading: String,
    chart: Option<String>,
    table: Option<String>,
}

/// `GET /overview`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "overview", &[Action::AuditOverview]).await?;
        let language = frame.words.0;
        let month =
            |number: u32| (number, headings::month(&format!("-{number:02}"), language).to_owned());
        html(&Asked {
            frame,
            year: clearance.at.to_string().split('-').next().unwrap_or_default().to_owned(),
            months: (1..=12).map(month).collect(),
        })
    })
    .await
}

/// `POST /overview`
pub async fn post(page: Page<AuditOverview>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked: OverviewRequest = visit.body.json().await?;
        let answer = overview::count(exchange, clearance, &asked).await?;
        let reader = Reader { words: frame.words, directory: &clearance.directory };
        let period = period(&answer);
        let heading = headings::title(frame.words.0);
        html(&Numbers {
            frame,
            title: format!("{heading}, {period}"),
            made_at: clearance.at.to_string(),
            partners: reader.partners(&answer),
            recount: answer.recount.as_ref(),
            sections: answer.tables.iter().map(|one| reader.section(&answer, one)).collect(),
            file: format!("samen-overview-{period}"),
            json: problem::json(&answer),
            csv: csv::overview(&answer),
            answer: &answer,
        })
    })
    .await
}

/// The year, or the month.
fn period(answer: &OverviewAnswer) -> String {
    match answer.months.as_slice() {
        [only] => only.clone(),
        [first, ..] => first.split('-').next().unwrap_or_default().to_owned(),
        [] => String::new(),
    }
}

/// What rows are called in the language of the page, with the names of partners.
struct Reader<'a> {
    words: Words,
    directory: &'a Directory,
}

impl Reader<'_> {
    fn partners(&self, answer: &OverviewAnswer) -> String {
        let names: Vec<String> = answer.partners.iter().map(|id| self.partner(id)).collect();
        names.join(", ")
    }

    fn partner(&self, id: &str) -> String {
        let partner = PartnerId::parse(id).ok().and_then(|id| self.directory.partner(&id));
        partner.map_or_else(|| id.to_owned(), |partner| partner.name.clone())
    }

    /// The name of a row; its key where it is not known here.
    fn name(&self, table: &str, key: &str) -> String {
        match table {
            "disclosures-by-purpose" => match Purpose::from_code(key) {
                Some(purpose) => self.words.label("purpose", purpose.code()),
                None => key.to_owned(),
            },
            "disclosures-by-partner"
            | "disclosures-by-recipient"
            | "consultations-by-partner"
            | "exercises-and-tests" => self.partner(key),
            "refusals-by-reason" => self.reason(key),
            "recalls" | "corrections" | "erasures" => self.known(key),
            "readings-by-officer" => self.reading(key),
            _ => key.to_owned(),
        }
    }

    fn reason(&self, slug: &str) -> String {
        match Reason::ALL.iter().find(|reason| reason.slug() == slug) {
            Some(reason) => self.words.refusal(*reason).0.trim_end_matches('.').to_owned(),
            // The only other row: those that were answered and have no entry.
            None => self.words.t("overview-without-entry"),
        }
    }

    fn known(&self, key: &str) -> String {
        let text = match key {
            "recalls" => "overview-recalls",
            "corrections" => "overview-corrections",
            "recipients" => "overview-recipients",
            "deleted" => "overview-deleted",
            "open" => "overview-open",
            "erasures" => "overview-erasures",
            other => return other.to_owned(),
        };
        self.words.t(text)
    }

    fn reading(&self, action: &str) -> String {
        let text = match action {
            "audit.search" => "reading-search",
            "audit.open" => "reading-open",
            "audit.bundle" => "reading-bundle",
            "audit.flags" => "reading-flags",
            "audit.overview" => "reading-overview",
            "audit.subject" => "reading-subject",
            "audit.sample" => "reading-sample",
            "audit.review" => "reading-review",
            "audit.recalls" => "reading-recalls",
            "audit.witnesses" => "reading-witnesses",
            "audit.close" => "reading-close",
            other => return other.to_owned(),
        };
        self.words.t(text)
    }

    fn section(&self, answer: &OverviewAnswer, counted: &OverviewTable) -> Section {
        let language = self.words.0;
        let heading = headings::heading(&counted.table, language).to_owned();
        if counted.rows.is_empty() {
            return Section { heading, chart: None, table: None };
        }
        if OVER_TIME.contains(&counted.table.as_str()) && answer.months.len() > 1 {
            return self.over_time(answer, &counted.table);
        }
        let row = |row: &crate::wire::api::oversight::CountRow| {
            (self.name(&counted.table, &row.key), row.count)
        };
        let rows: Vec<(String, u64)> = counted.rows.iter().map(row).collect();
        let heads = [headings::key_word(language), headings::count_word(language)];
        let table = table::counts(&heading, heads, &rows);
        Section { heading, chart: None, table: Some(table) }
    }

    fn over_time(&self, answer: &OverviewAnswer, counted: &str) -> Section {
        let language = self.words.0;
        let title = headings::by_month(counted, language);
        let month = |month: &String| headings::month(month, language).to_owned();
        let months: Vec<String> = answer.months.iter().map(month).collect();
        let rows = answer.series.iter().filter(|one| one.table == counted);
        let series = rows
            .flat_map(|one| &one.rows)
            .map(|row| Series { name: self.name(counted, &row.key), counts: row.counts.clone() });
        let series: Vec<Series> = series.collect();
        let chart = Chart {
            id: counted,
            title: &title,
            months: &months,
            series: &series,
            others: headings::others_word(language),
        };
        let heads = [headings::key_word(language), headings::sum_word(language)];
        let table = table::months(&title, heads, &months, &series);
        Section { heading: title.clone(), chart: Some(chart.draw()), table: Some(table) }
    }
}
