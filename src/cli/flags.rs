//! `samen audit flags`: signs of misuse in a period, for a person to look into.
//! Absent: any consequence of a flag.

use clap::Args;

use crate::domain::id::PartnerId;
use crate::wire::api::oversight::{FlagRow, FlagsRequest};

use super::args;
use super::audit::Why;
use super::failure::Failure;
use super::moment::{Moment, moment};
use super::session::{Session, now};

/// Which period is looked at.
#[derive(Args)]
pub(crate) struct FlagsArgs {
    #[command(flatten)]
    why: Why,
    /// At or after: a time, or how long ago, such as 30d.
    #[arg(long, value_parser = moment)]
    from: Moment,
    /// Before; now when left out.
    #[arg(long, value_parser = moment)]
    to: Option<Moment>,
    /// Of this partner only.
    #[arg(long, value_parser = args::partner)]
    partner: Option<PartnerId>,
}

/// Runs the command.
pub(crate) async fn run(args: FlagsArgs, session: &mut Session) -> Result<(), Failure> {
    let now = now();
    let Why { use_code, justification } = args.why;
    let request = FlagsRequest {
        use_code,
        justification,
        from: args.from.resolve(now).to_string(),
        to: args.to.map(|to| to.resolve(now).to_string()),
        partner: args.partner.map(|id| id.to_string()),
    };
    let answer = session.connect()?.client.audit_flags(&request).await?;
    if session.output.is_json() {
        return session.output.json(&answer);
    }
    for flag in &answer.flags {
        session.output.line(sentence(flag))?;
    }
    if answer.left_out > 0 {
        let left_out = answer.left_out;
        session.output.line(format!("{left_out} more; narrow the period to see them"))?;
    }
    for missed in &answer.not_looked_for {
        session.output.line(format!("not looked for: {missed}"))?;
    }
    let (flags, read, entry) = (answer.flags.len(), answer.read, answer.entry);
    session.output.line(format!(
        "{flags} flags out of {read} entries (logged as entry {entry}); a flag is a reason to look, \
         not a finding: open its entries with `samen audit open`"
    ))
}

/// One flag on two lines.
fn sentence(flag: &FlagRow) -> String {
    let person = flag.person.as_ref().map(|person| format!(" {person}")).unwrap_or_default();
    let entries: Vec<String> = flag.entries.iter().map(u64::to_string).collect();
    let more = match flag.count.checked_sub(u64::try_from(entries.len()).unwrap_or(u64::MAX)) {
        Some(more) if more > 0 => format!(" and {more} more"),
        _ => String::new(),
    };
    format!(
        "{}  {}{person}  {}\n  {}\n  entries {}{more}",
        flag.last_at,
        flag.partner,
        flag.sign,
        flag.explanation,
        entries.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_names_its_entries_and_how_many_more_there_are() {
        let mut flag = FlagRow {
            sign: "near-limit".into(),
            partner: "securion".into(),
            person: None,
            explanation: "Used much.".into(),
            entries: vec![4, 7],
            count: 9,
            last_at: "2026-11-22T21:00:00.000Z".into(),
        };
        assert!(sentence(&flag).ends_with("entries 4 7 and 7 more"));
        flag.count = 2;
        assert!(sentence(&flag).ends_with("entries 4 7"));
    }
}
