//! `samen audit subject`: what concerns one citizen, with what may be withheld and why, and a draft of the
//! letter to that citizen. Absent: the words of the letter (`wire::letter`), sending it, and the decision what to
//! withhold.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::domain::id::RecordId;
use crate::domain::lmc::Language;
use crate::wire::api::oversight::{SubjectEvent, SubjectRequest};
use crate::wire::letter;

use super::args;
use super::audit::Why;
use super::failure::Failure;
use super::pki::write_private;
use super::session::{Session, read_text};

/// Who asks, and where the letter goes.
#[derive(Args)]
pub(crate) struct SubjectArgs {
    #[command(flatten)]
    why: Why,
    /// The plate of the one who asks; `-` reads it from standard input.
    #[arg(long, required_unless_present = "record", conflicts_with = "record")]
    plate: Option<String>,
    /// A record about the one who asks.
    #[arg(long, value_parser = args::record)]
    record: Option<RecordId>,
    /// Write a draft of the letter to a file; what may be withheld stands below a line, for you alone.
    #[arg(long, value_name = "FILE")]
    letter: Option<PathBuf>,
    /// The language of the letter: nl, fr or en.
    #[arg(long, default_value = "nl", value_parser = args::language)]
    language: Language,
}

/// Runs the command.
pub(crate) async fn run(args: SubjectArgs, session: &mut Session) -> Result<(), Failure> {
    let plate = match args.plate.as_deref() {
        Some("-") => Some(read_text(Path::new("-"))?.trim().to_owned()),
        plate => plate.map(str::to_owned),
    };
    let record = args.record.map(|id| id.to_string());
    let Why { use_code, justification } = args.why;
    let request = SubjectRequest { use_code, justification, plate, record };
    let answer = session.connect()?.client.audit_subject(&request).await?;
    if let Some(path) = &args.letter {
        write_private(path, letter::draft(&answer, args.language).to_string().as_bytes())?;
    }
    if session.output.is_json() {
        return session.output.json(&answer);
    }
    let rows: Vec<_> = answer.events.iter().map(row).collect();
    session
        .output
        .table(&["entry", "time", "partner", "person", "action", "may be withheld"], &rows)?;
    let (records, events, entry) = (answer.records.len(), rows.len(), answer.entry);
    session.output.line(format!("{records} records, {events} entries (logged as entry {entry})"))
}

fn row(event: &SubjectEvent) -> Vec<String> {
    let field = |name: &str| event.shown.fields.get(name).cloned().unwrap_or_default();
    let ground = event.may_withhold.as_ref().map(|mark| mark.ground.clone()).unwrap_or_default();
    let index = event.shown.index.to_string();
    vec![index, field("time"), field("partner"), field("person"), field("action"), ground]
}
