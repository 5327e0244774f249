//! A verdict on one entry, entered in the log as a review: it adds to the log and changes nothing.
//! Absent: which entries ought to be reviewed (`sample`).

use crate::domain::action::Action;
use crate::domain::reading::{UseCode, justify};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::review::Verdict;
use crate::domain::sensitive::Sensitive;
use crate::service::clearance::Clearance;
use crate::service::door::{self, Withheld, term};
use crate::service::exchange::Exchange;
use crate::service::permission::AuditReview;
use crate::service::question::{in_scope, load, scope};
use crate::store::{Direction, Reader};
use crate::wire::api::oversight::{ReviewAnswer, ReviewRequest, ReviewRow};

/// The most reviews of one entry that are looked at for the newest one in scope.
const REVIEWS: usize = 64;

/// Enters a verdict. A later one on the same entry counts instead of it; both stay.
///
/// # Errors
/// Refusals of the request; [`Reason::NotFound`] outside the officer's scope, and for a reading of the
/// officer's own office; [`Reason::Erased`]; refusals of the log.
pub async fn review(
    exchange: &Exchange,
    clearance: &mut Clearance<AuditReview>,
    request: &ReviewRequest,
) -> Result<ReviewAnswer, Refusal> {
    let index = request.entry;
    clearance.entry.subject = Some(Sensitive::new(subject(index)));
    let use_code = UseCode::from_code(&request.use_code)
        .ok_or_else(|| Refusal::at(Reason::UseCodeRequired, "/use_code"))?;
    clearance.entry.use_code = Some(use_code);
    let verdict = Verdict::from_code(&request.verdict)
        .ok_or_else(|| Refusal::at(Reason::RequestInvalid, "/verdict"))?;
    clearance.entry.reason = Some(verdict.code());
    let note = justify(&request.note, &[verdict.code()])
        .map_err(|refusal| Refusal { pointer: Some("/note".into()), ..refusal })?;
    clearance.entry.justification = Some(note);
    if index >= exchange.sequencer.published().size() {
        return Err(Reason::NotFound.into());
    }
    let fields = exchange.read(move |reader| load(reader, index)).await?.ok_or(Reason::Erased)?;
    let partner = &clearance.caller.partner;
    let is_own = fields.get("partner").is_some_and(|id| id == partner.id.as_str());
    if is_own || !in_scope(&fields, &scope(partner)) {
        return Err(Reason::NotFound.into());
    }
    let withheld = Withheld::new(ReviewAnswer { entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// The newest verdict on an entry by an office whose entries lie in this scope.
pub(super) fn newest(
    reader: &Reader,
    index: u64,
    scope: &[String],
    size: u64,
) -> Result<Option<ReviewRow>, Refusal> {
    let (subject, newest) = (subject(index), Direction::Descending);
    for at in reader.find_entries(term::SUBJECT, subject.as_bytes(), 0..size, newest, REVIEWS)? {
        let Some(fields) = load(reader, at)? else { continue };
        let text = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let is_review = text("action") == Action::AuditReview.code() && text("refusal").is_empty();
        if is_review && in_scope(&fields, scope) {
            return Ok(Some(ReviewRow {
                verdict: text("reason"),
                note: text("justification"),
                by: text("person"),
                at: text("time"),
                entry: at,
            }));
        }
    }
    Ok(None)
}

/// What the entry of a review is about.
fn subject(index: u64) -> String {
    format!("entry {index}")
}
