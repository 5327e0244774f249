//! Questions of a data protection officer to the audit log, each with a use code and a reason.
//! Absent: verifying the log (`samen-verify`).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::domain::id::{PartnerId, PersonId, RecordId};
use crate::domain::purpose::Purpose;
use crate::domain::reading::UseCode;
use crate::wire::api::audit::{
    AuditEntry, AuditOpenRequest, AuditQuery, AuditSearchRequest, WitnessRow, WitnessesRequest,
};

use super::args;
use super::bundle::{self, BundleArgs};
use super::failure::Failure;
use super::flags::{self, FlagsArgs};
use super::moment::{Moment, moment};
use super::overview::{self, OverviewArgs};
use super::pki::write_public;
use super::recalls::{self, RecallsArgs};
use super::retention;
use super::sample::{self, ProgressArgs, ReviewArgs, SampleArgs};
use super::session::{Session, now, read_text};
use super::subject::{self, SubjectArgs};

/// The audit log.
#[derive(Subcommand)]
pub(crate) enum AuditCommand {
    /// Who saw a record or a plate, what a person or partner did, and when.
    Search(Box<SearchArgs>),
    /// Open one entry, with the evidence that it says what was committed.
    Open {
        /// Its log index.
        index: u64,
        #[command(flatten)]
        why: Why,
        /// Write the evidence to a file, for `samen-verify receipt`.
        #[arg(long, value_name = "FILE")]
        evidence: Option<PathBuf>,
    },
    /// Write an evidence bundle into a new directory, for `samen-verify bundle`.
    Bundle(Box<BundleArgs>),
    /// Signs of misuse in a period, each with its numbers and the entries behind it, to be judged by you.
    Flags(FlagsArgs),
    /// The numbers of a year: as a table, as CSV, and as a page to print.
    Overview(OverviewArgs),
    /// What concerns one citizen, what may be withheld and why, and a draft of the answer.
    Subject(SubjectArgs),
    /// Draw a random sample of what was disclosed and looked at, to be reviewed.
    Sample(SampleArgs),
    /// Write down what was found about an entry.
    Review(ReviewArgs),
    /// How many entries of a sample are reviewed, and what was found.
    Progress(ProgressArgs),
    /// Who has deleted what was recalled or corrected, and who is late.
    Recalls(RecallsArgs),
    /// Keep a record beyond its retention until a day, for a case that needs it.
    Hold(retention::HoldArgs),
    /// End a hold before its day.
    Release(retention::OrderArgs),
    /// Erase a record for good, before its retention ends.
    Erase(retention::OrderArgs),
    /// Say that your audit is done through a month, so that older entries may be erased in their time.
    Close(retention::CloseArgs),
    /// Who else confirms the log, how far behind each is, and when it was last confirmed.
    Witnesses {
        #[command(flatten)]
        why: Why,
        /// Write the checkpoint with its cosignatures to a file, to be kept.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
}

/// Why the log is read (LED art. 25(2)).
#[derive(Args)]
pub(crate) struct Why {
    /// The use.
    #[arg(long = "use", value_name = "CODE",
        value_parser = args::one_of(UseCode::ALL.iter().map(|code| code.code())))]
    pub(super) use_code: String,
    /// Why, in your own words.
    #[arg(long)]
    pub(super) justification: String,
}

/// What is asked; everything given has to fit.
#[derive(Args)]
pub(crate) struct QueryArgs {
    /// Entries about this record.
    #[arg(long, value_parser = args::record)]
    record: Option<RecordId>,
    /// Entries about this plate; `-` reads it from standard input.
    #[arg(long)]
    plate: Option<String>,
    /// Entries of this partner.
    #[arg(long, value_parser = args::partner)]
    partner: Option<PartnerId>,
    /// Entries of this person of that partner.
    #[arg(long, value_parser = args::person, requires = "partner")]
    person: Option<PersonId>,
    /// Entries for this purpose.
    #[arg(long, value_parser = args::code::<Purpose>())]
    purpose: Option<String>,
    /// Entries that rest on this grant.
    #[arg(long)]
    grant: Option<String>,
    /// Entries for this case.
    #[arg(long)]
    case: Option<String>,
    /// Entries of this operation, such as disclosure or refusal.
    #[arg(long)]
    operation: Option<String>,
    /// Entries of this action, such as record.search.
    #[arg(long)]
    action: Option<String>,
    /// At or after: a time, or how long ago.
    #[arg(long, value_parser = moment)]
    from: Option<Moment>,
    /// Before.
    #[arg(long, value_parser = moment)]
    to: Option<Moment>,
}

/// A question, page by page.
#[derive(Args)]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    why: Why,
    #[command(flatten)]
    query: QueryArgs,
    /// Entries a page, 1 to 200.
    #[arg(long)]
    limit: Option<u32>,
    /// Fetch every page, not only the first.
    #[arg(long)]
    all: bool,
}

/// Runs a command of this family.
pub(crate) async fn run(command: AuditCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        AuditCommand::Search(args) => search(*args, session).await,
        AuditCommand::Open { index, why, evidence } => {
            let request =
                AuditOpenRequest { use_code: why.use_code, justification: why.justification };
            let answer = session.connect()?.client.audit_open(index, &request).await?;
            if let Some(path) = &evidence {
                write_public(path, answer.evidence.to_string().as_bytes())?;
            }
            if session.output.is_json() {
                return session.output.json(&answer);
            }
            for (name, value) in &answer.shown.fields {
                session.output.line(format!("{name:>14}  {value}"))?;
            }
            let line = format!("entry {index}, read as entry {}", answer.entry);
            session.output.line(line)
        }
        AuditCommand::Bundle(args) => bundle::run(*args, session).await,
        AuditCommand::Flags(args) => flags::run(args, session).await,
        AuditCommand::Overview(args) => overview::run(args, session).await,
        AuditCommand::Subject(args) => subject::run(args, session).await,
        AuditCommand::Sample(args) => sample::sample(args, session).await,
        AuditCommand::Review(args) => sample::review(args, session).await,
        AuditCommand::Progress(args) => sample::progress(args, session).await,
        AuditCommand::Recalls(args) => recalls::run(args, session).await,
        AuditCommand::Hold(args) => retention::hold(args, session).await,
        AuditCommand::Release(args) => retention::release(args, session).await,
        AuditCommand::Erase(args) => retention::erase(args, session).await,
        AuditCommand::Close(args) => retention::close(args, session).await,
        AuditCommand::Witnesses { why, checkpoint } => witnesses(why, checkpoint, session).await,
    }
}

async fn search(args: SearchArgs, session: &mut Session) -> Result<(), Failure> {
    let all = args.all;
    let mut request = args.request()?;
    let client = session.connect()?.client;
    loop {
        let answer = client.audit_search(&request).await?;
        if session.output.is_json() {
            session.output.json(&answer)?;
        } else {
            let rows: Vec<_> = answer.entries.iter().map(row).collect();
            session.output.table(&HEADING, &rows)?;
            let count = rows.len();
            session.output.line(format!("{count} found (logged as entry {})", answer.entry))?;
        }
        match answer.next {
            Some(next) if all => request.cursor = Some(next),
            Some(_) if !session.output.is_json() => {
                return session.output.line("there is more; add --all to see it");
            }
            _ => return Ok(()),
        }
    }
}

async fn witnesses(
    why: Why,
    checkpoint: Option<PathBuf>,
    session: &mut Session,
) -> Result<(), Failure> {
    let Why { use_code, justification } = why;
    let request = WitnessesRequest { use_code, justification };
    let report = session.connect()?.client.audit_witnesses(&request).await?;
    if let Some(path) = &checkpoint {
        write_public(path, report.checkpoint.as_bytes())?;
    }
    if session.output.is_json() {
        return session.output.json(&report);
    }
    let rows: Vec<_> = report.witnesses.iter().map(witness_row).collect();
    session.output.table(&["witness", "state", "entries", "behind", "cosigned at"], &rows)?;
    let confirmed = match &report.quorum_met_at {
        Some(at) => format!("enough witnesses confirmed the log at {at}"),
        None if report.witnesses.is_empty() => "this log has no witnesses".into(),
        None => "too few witnesses have confirmed the log since the exchange started".into(),
    };
    let size = report.size;
    session.output.line(format!("{size} entries; {confirmed} (logged as entry {})", report.entry))
}

fn witness_row(row: &WitnessRow) -> Vec<String> {
    let state = match &row.detail {
        Some(detail) => format!("{}: {detail}", row.state),
        None => row.state.clone(),
    };
    let at = row.cosigned_at.clone().unwrap_or_default();
    vec![row.name.clone(), state, row.size.to_string(), row.behind.to_string(), at]
}

impl QueryArgs {
    /// The question as it is sent.
    ///
    /// # Errors
    /// When the plate cannot be read from standard input.
    pub(super) fn query(self) -> Result<AuditQuery, Failure> {
        let now = now();
        let plate = match self.plate.as_deref() {
            Some("-") => Some(read_text(std::path::Path::new("-"))?.trim().to_owned()),
            plate => plate.map(str::to_owned),
        };
        Ok(AuditQuery {
            record: self.record.map(|id| id.to_string()),
            plate,
            partner: self.partner.map(|id| id.to_string()),
            person: self.person.map(|id| id.to_string()),
            purpose: self.purpose,
            grant: self.grant,
            case: self.case,
            operation: self.operation,
            action: self.action,
            from: self.from.map(|from| from.resolve(now).to_string()),
            to: self.to.map(|to| to.resolve(now).to_string()),
        })
    }
}

impl SearchArgs {
    fn request(self) -> Result<AuditSearchRequest, Failure> {
        let query = self.query.query()?;
        let Why { use_code, justification } = self.why;
        Ok(AuditSearchRequest { use_code, justification, query, cursor: None, limit: self.limit })
    }
}

/// The columns of [`row`].
pub(super) const HEADING: [&str; 8] =
    ["entry", "time", "partner", "person", "action", "purpose", "given", "why"];

/// One entry on one line.
pub(super) fn row(entry: &AuditEntry) -> Vec<String> {
    let field = |name: &str| entry.fields.get(name).cloned().unwrap_or_default();
    let given = match (field("refusal"), field("recipients")) {
        (refusal, _) if !refusal.is_empty() => format!("refused: {refusal}"),
        (_, recipients) if !recipients.is_empty() => format!("to {recipients}"),
        _ => field("given"),
    };
    vec![
        entry.index.to_string(),
        field("time"),
        field("partner"),
        field("person"),
        field("action"),
        field("purpose"),
        given,
        field("justification"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_shows_instead_of_what_was_given() {
        let fields = [("refusal", "purpose-mismatch"), ("partner", "securion")];
        let fields = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let row = row(&AuditEntry { index: 7, fields });
        assert_eq!((row[0].as_str(), row[6].as_str()), ("7", "refused: purpose-mismatch"));
    }
}
