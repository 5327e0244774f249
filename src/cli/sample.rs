//! `samen audit sample`, `review` and `progress`: a random choice of entries, what was found in each, and
//! how far one has come. Absent: the drawing itself, which the exchange documents and others can repeat.

use clap::Args;

use crate::domain::id::PartnerId;
use crate::domain::reading::UseCode;
use crate::domain::review::Verdict;
use crate::wire::api::audit::AuditOpenRequest;
use crate::wire::api::oversight::{ProgressRow, ReviewRequest, SampleRequest};

use super::args;
use super::audit::{HEADING, Why, row};
use super::failure::Failure;
use super::moment::{Moment, moment};
use super::session::{Session, now};

/// What is drawn from.
#[derive(Args)]
pub(crate) struct SampleArgs {
    #[command(flatten)]
    why: Why,
    /// Something that nobody could choose to fit, such as the drawing of a lottery with its date.
    #[arg(long)]
    seed: String,
    /// How many entries to draw, 1 to 200.
    #[arg(long)]
    size: u32,
    /// At or after: a time, or how long ago, such as 30d.
    #[arg(long, value_parser = moment)]
    from: Moment,
    /// Before, and in the past.
    #[arg(long, value_parser = moment)]
    to: Moment,
    /// Of this partner only.
    #[arg(long, value_parser = args::partner)]
    partner: Option<PartnerId>,
    /// Also give the indexes that were drawn from, so that others can repeat the draw.
    #[arg(long)]
    population: bool,
}

/// A verdict on one entry.
#[derive(Args)]
pub(crate) struct ReviewArgs {
    /// The log index of the entry that was looked into.
    entry: u64,
    /// What the log is read for.
    #[arg(long = "use", value_name = "CODE", 
        value_parser = args::one_of(UseCode::ALL.iter().map(|code| code.code())))]
    use_code: String,
    /// What was found.
    #[arg(long, value_parser = args::one_of(Verdict::ALL.iter().map(|verdict| verdict.code())))]
    verdict: String,
    /// What was found, in your own words.
    #[arg(long)]
    note: String,
}

/// How far a sample has come.
#[derive(Args)]
pub(crate) struct ProgressArgs {
    /// The number of the sample.
    sample: u64,
    #[command(flatten)]
    why: Why,
}

/// Draws a sample.
pub(crate) async fn sample(args: SampleArgs, session: &mut Session) -> Result<(), Failure> {
    let now = now();
    let Why { use_code, justification } = args.why;
    let request = SampleRequest {
        use_code,
        justification,
        seed: args.seed,
        size: args.size,
        from: args.from.resolve(now).to_string(),
        to: args.to.resolve(now).to_string(),
        partner: args.partner.map(|id| id.to_string()),
        population: args.population,
    };
    let answer = session.connect()?.client.audit_sample(&request).await?;
    if session.output.is_json() {
        return session.output.json(&answer);
    }
    let rows: Vec<_> = answer.chosen.iter().map(row).collect();
    session.output.table(&HEADING, &rows)?;
    for index in &answer.indexes {
        session.output.line(format!("drawn from {index}"))?;
    }
    let (sample, population) = (answer.sample, answer.population);
    session.output.line(format!(
        "sample {sample}: {} of {population} entries, population {}\n\
         write down what you find with `samen audit review`, and see how far you are with \
         `samen audit progress {sample}`",
        rows.len(),
        answer.population_sha256
    ))
}

/// Enters a verdict.
pub(crate) async fn review(args: ReviewArgs, session: &mut Session) -> Result<(), Failure> {
    let ReviewArgs { entry, use_code, verdict, note } = args;
    let request = ReviewRequest { use_code, entry, verdict, note };
    let answer = session.connect()?.client.audit_review(&request).await?;
    let sentence = format!("entry {entry} reviewed: {} (entry {})", request.verdict, answer.entry);
    session.output.say(&answer, &sentence)
}

/// Shows how far a sample has come.
pub(crate) async fn progress(args: ProgressArgs, session: &mut Session) -> Result<(), Failure> {
    let Why { use_code, justification } = args.why;
    let request = AuditOpenRequest { use_code, justification };
    let answer = session.connect()?.client.audit_progress(args.sample, &request).await?;
    if session.output.is_json() {
        return session.output.json(&answer);
    }
    let rows: Vec<_> = answer.rows.iter().map(progress_row).collect();
    session.output.table(&["entry", "verdict", "by", "at", "note"], &rows)?;
    let verdicts: Vec<String> = answer
        .verdicts
        .iter()
        .map(|count| format!(", {} {}", count.entries, count.verdict))
        .collect();
    let (reviewed, all) = (answer.reviewed, rows.len());
    let line = format!(
        "{reviewed} of {all} reviewed{} (logged as entry {})",
        verdicts.concat(),
        answer.entry
    );
    session.output.line(line)
}

fn progress_row(row: &ProgressRow) -> Vec<String> {
    let review = row.review.clone();
    let (verdict, by, at, note) = match review {
        Some(review) => (review.verdict, review.by, review.at, review.note),
        None => ("to be reviewed".into(), String::new(), String::new(), String::new()),
    };
    vec![row.index.to_string(), verdict, by, at, note]
}
