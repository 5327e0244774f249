//! The officer's first page: whose entries the office sees and what asks for attention; and the page on which
//! a question to the log begins. Absent: the question itself, which stays in the tab of its owner.

use actix_web::HttpResponse;
use askama::Template;

use super::{Action, ConsoleOpen, Frame, Offered, Page, Words, console, html, offered};
use crate::domain::reading::UseCode;
use crate::domain::time::Timestamp;
use crate::service::audit;
use crate::service::permission::AuditSearch;
use crate::wire::api::audit::{AuditEntry, AuditOpenRequest, AuditQuery, AuditSearchRequest};

/// Closings of the own office that are looked through for one that was not refused.
const LOOKED_THROUGH: u32 = 20;
/// The most months that are named: what is older is one closing away too.
const MONTHS: u32 = 24;

#[derive(Template)]
#[template(path = "oversight/attention.html", config = "src/http/console/askama.toml")]
struct AttentionPage<'a> {
    frame: &'a Frame,
    partners: Vec<Offered>,
}

#[derive(Template)]
#[template(path = "oversight/question.html", config = "src/http/console/askama.toml")]
struct QuestionPage<'a> {
    frame: &'a Frame,
    uses: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "oversight/months.html", config = "src/http/console/askama.toml")]
struct Months {
    words: Words,
    /// The last month whose audit is done.
    through: Option<String>,
    /// Months that are over since, oldest first.
    open: Vec<String>,
    entry: u64,
}

/// `GET /oversight`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "oversight", &[Action::AuditSearch]).await?;
        html(&AttentionPage { frame, partners: offered(clearance) })
    })
    .await
}

/// `GET /oversight/question`
pub async fn get_question(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "question", &[Action::AuditSearch]).await?;
        html(&QuestionPage { frame, uses: UseCode::ALL.iter().map(|code| code.code()).collect() })
    })
    .await
}

/// `POST /oversight/months`: which months the own office has closed, from the entries of its closings.
pub async fn post_months(page: Page<AuditSearch>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let AuditOpenRequest { use_code, justification } = visit.body.json().await?;
        let query = AuditQuery {
            partner: Some(clearance.caller.partner.id.to_string()),
            action: Some(Action::AuditClose.code().to_owned()),
            ..AuditQuery::default()
        };
        let limit = Some(LOOKED_THROUGH);
        let asked = AuditSearchRequest { use_code, justification, query, cursor: None, limit };
        let answer = audit::search(exchange, clearance, &asked).await?;
        let through = answer.entries.iter().find_map(closed);
        let open = open(through, clearance.at);
        let (words, through) = (frame.words, through.map(month));
        html(&Months { words, through, open, entry: answer.entry })
    })
    .await
}

/// Through which month a closing said that the audit is done (`year * 12 + month`, January being 0).
fn closed(entry: &AuditEntry) -> Option<u32> {
    if entry.fields.contains_key("refusal") {
        return None;
    }
    let (year, month) = entry.fields.get("subject")?.rsplit(' ').next()?.split_once('-')?;
    let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
    Some(year * 12 + month.checked_sub(1)?)
}

fn month(number: u32) -> String {
    format!("{:04}-{:02}", number / 12, number % 12 + 1)
}

/// The months that are over and not closed; where nothing was ever closed, the last one that is over.
fn open(through: Option<u32>, now: Timestamp) -> Vec<String> {
    let last = now.month().saturating_sub(1);
    let first = through.map_or(last, |through| through + 1).max(last.saturating_sub(MONTHS - 1));
    (first..=last).map(month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_are_over_wait_until_they_are_closed() {
        let now = Timestamp::parse("2027-02-03T10:00:00Z").unwrap();
        let closing = |subject: &str, refused: bool| {
            let fields = [("subject", subject), ("refusal", "request-invalid")];
            let fields = fields.iter().take(if refused { 2 } else { 1 });
            let fields = fields.map(|(name, value)| ((*name).into(), (*value).into())).collect();
            closed(&AuditEntry { index: 1, fields })
        };
        let through = closing("audit through 2026-11", false);
        assert_eq!(open(through, now), ["2026-12", "2027-01"]);
        assert_eq!(through.map(month).unwrap(), "2026-11");
        assert_eq!(closing("audit through 2026-11", true), None);
        assert_eq!(open(None, now), ["2027-01"]);
        assert_eq!(open(closing("audit through 2027-01", false), now), [""; 0]);
        assert_eq!(open(closing("audit through 2001-01", false), now).len(), 24);
    }
}
