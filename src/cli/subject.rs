//! `samen audit subject`: what concerns one citizen, with what may be withheld and why, and a draft of the
//! letter to that citizen. Absent: sending it, and the decision what to withhold.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::domain::id::RecordId;
use crate::wire::api::oversight::{MayWithhold, SubjectAnswer, SubjectEvent, SubjectRequest};

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
        write_private(path, letter(&answer).as_bytes())?;
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

/// The draft: first what can be told, then a line, then what may be withheld and why. Who of a partner's
/// people looked is not told: they have rights too (LED art. 15(1)(e)).
fn letter(answer: &SubjectAnswer) -> String {
    let mut told = String::new();
    let mut kept = String::new();
    for record in &answer.records {
        let about = &record.about;
        let line = format!(
            "- On {} {} shared a record ({}) for the purpose {} with {}. It is {}.",
            day(&about.issued_at),
            about.issuer,
            about.record_type,
            about.purpose,
            listed(&record.recipients),
            record.standing.state
        );
        place(&mut told, &mut kept, &line, record.may_withhold.as_ref());
    }
    for event in &answer.events {
        let line = sentence(event);
        place(&mut told, &mut kept, &line, event.may_withhold.as_ref());
    }
    let none = "- Nothing that can be told.\n";
    let told = if told.is_empty() { none } else { &told };
    let kept = if kept.is_empty() { "- Nothing.\n" } else { &kept };
    format!(
        "Dear Sir or Madam,\n\n\
         You asked which data about you were processed in this exchange, by whom and why. This is what \
         can be told to you:\n\n{told}\n\
         Some data may be withheld from you while an investigation needs it. You may ask the supervisory \
         authority to check for you, and you may go to court.\n\n\
         The data protection officer\n\n\
         ======== for the officer only: not part of the letter ========\n\n\
         May be withheld, on the ground named; move up what you decide to tell:\n\n{kept}"
    )
}

fn sentence(event: &SubjectEvent) -> String {
    let field = |name: &str| event.shown.fields.get(name).map(String::as_str).unwrap_or_default();
    let purpose = match field("purpose") {
        "" => String::new(),
        purpose => format!(" for the purpose {purpose}"),
    };
    let refused = if field("refusal").is_empty() { "" } else { " This was refused." };
    let partner = if field("partner").is_empty() { "the exchange" } else { field("partner") };
    let time = day(field("time"));
    format!("- On {time} {partner}: {}{purpose}.{refused}", field("action"))
}

fn place(told: &mut String, kept: &mut String, line: &str, mark: Option<&MayWithhold>) {
    // Writing to a string does not fail.
    let _ = match mark {
        None => writeln!(told, "{line}"),
        Some(mark) => writeln!(kept, "{line}\n  [{}] {}", mark.ground, mark.why),
    };
}

fn listed(partners: &[String]) -> String {
    if partners.is_empty() { "nobody".to_owned() } else { partners.join(", ") }
}

fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::api::audit::AuditEntry;

    fn event(action: &str, may_withhold: Option<MayWithhold>) -> SubjectEvent {
        let fields = [
            ("time", "2026-11-20T21:00:00.000Z"),
            ("partner", "securion"),
            ("person", "PAS-77"),
            ("action", action),
            ("purpose", "offences"),
        ];
        let fields = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        SubjectEvent { shown: AuditEntry { index: 3, fields }, may_withhold }
    }

    #[test]
    fn the_letter_keeps_back_what_may_be_withheld_and_never_names_who_looked() {
        let mark = MayWithhold { ground: "led-15-1-b".into(), why: "It runs.".into() };
        let events = vec![event("record.search", None), event("record.open", Some(mark))];
        let text = letter(&SubjectAnswer { records: Vec::new(), events, entry: 9 });
        let (told, kept) = text.split_once("========").unwrap();
        assert!(told.contains("securion: record.search for the purpose offences"));
        assert!(!told.contains("record.open") && kept.contains("[led-15-1-b] It runs."));
        assert!(!text.contains("PAS-77"));
    }
}
