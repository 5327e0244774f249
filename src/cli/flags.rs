//! `samen audit flags`: signs of misuse in a period, for a person to look into.
//! Absent: any consequence of a flag.

use clap::Args;

use crate::domain::id::PartnerId;
use crate::wire::api::flags::{FlagDifference, FlagRow, FlagsAnswer, FlagsRequest};

use super::args;
use super::audit::Why;
use super::failure::Failure;
use super::moment::{Moment, moment};
use super::output::note;
use super::session::{Session, now};

/// Which period is looked at.
#[derive(Args)]
pub(crate) struct FlagsArgs {
    #[command(flatten)]
    why: Why,
    /// Flags with an entry at or after: a time, or how long ago, such as 30d.
    #[arg(long, value_parser = moment)]
    from: Moment,
    /// Before; now when left out.
    #[arg(long, value_parser = moment)]
    to: Option<Moment>,
    /// Of this partner only.
    #[arg(long, value_parser = args::partner)]
    partner: Option<PartnerId>,
    /// Have the flags told again from the entries, to check them; slow for a long period.
    #[arg(long)]
    recount: bool,
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
        recount: args.recount,
    };
    let answer = session.connect()?.client.audit_flags(&request).await?;
    if session.output.is_json() {
        session.output.json(&answer)?;
        return agreed(&answer);
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
    if !answer.complete {
        session.output.line(unseen(&answer))?;
    }
    let (flags, entry) = (answer.flags.len(), answer.entry);
    session.output.line(format!(
        "{flags} flags (logged as entry {entry}); a flag is a reason to look, not a finding: open its \
         entries with `samen audit open`"
    ))?;
    if let Some(recount) = answer.recount.as_ref().filter(|recount| recount.agrees) {
        let (again, entries, untold) = (recount.flags, recount.entries, recount.untold);
        session.output.line(format!(
            "{again} flags told again from {entries} entries: they agree; {untold} cannot be told again, \
             because records behind them are erased"
        ))?;
    }
    agreed(&answer)
}

/// What the officer has to know of an answer that the watch was too late for.
fn unseen(answer: &FlagsAnswer) -> String {
    let (seen, until) = (answer.entries_seen, answer.seen_until.as_deref());
    let until = until.map(|until| format!(", until {until}")).unwrap_or_default();
    format!(
        "NOT COMPLETE: only the first {seen} entries were looked at yet{until}; ask again later"
    )
}

/// Flags that the entries do not tell are evidence that does not verify.
fn agreed(answer: &FlagsAnswer) -> Result<(), Failure> {
    let Some(recount) = answer.recount.as_ref().filter(|recount| !recount.agrees) else {
        return Ok(());
    };
    for FlagDifference { what, sign, partner, person, first } in &recount.differences {
        let person = person.as_ref().map(|person| format!(" {person}")).unwrap_or_default();
        note(&format!("{what}: {partner}{person}  {sign}, from entry {first} on"));
    }
    Err(Failure::Verification(format!(
        "{} flags were told again from {} entries, and {} are not as the exchange keeps them. Ask the steward \
         why, and take an evidence bundle of the period",
        recount.flags,
        recount.entries,
        recount.differences.len()
    )))
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
    use std::collections::BTreeMap;

    use super::*;
    use crate::wire::api::flags::FlagsRecount;

    #[test]
    fn an_answer_says_how_far_the_watch_is_and_a_recount_that_differs_fails() {
        let recount = |agrees| {
            let differences = Vec::new();
            FlagsRecount { entries: 9, flags: 1, agrees, differences, untold: 0 }
        };
        let mut answer = FlagsAnswer {
            flags: Vec::new(),
            left_out: 0,
            complete: false,
            entries_seen: 41,
            seen_until: Some("2026-11-22T21:00:00.000Z".into()),
            not_looked_for: Vec::new(),
            recount: None,
            entry: 50,
        };
        assert!(unseen(&answer).contains("first 41 entries were looked at yet, until 2026-11-22"));
        assert!(agreed(&answer).is_ok());
        answer.recount = Some(recount(true));
        assert!(agreed(&answer).is_ok());
        answer.recount = Some(recount(false));
        assert!(matches!(agreed(&answer), Err(Failure::Verification(_))));
    }

    #[test]
    fn a_flag_names_its_entries_and_how_many_more_there_are() {
        let mut flag = FlagRow {
            sign: "near-limit".into(),
            partner: "securion".into(),
            person: None,
            explanation: "Used much.".into(),
            figures: BTreeMap::new(),
            entries: vec![4, 7],
            count: 9,
            last_at: "2026-11-22T21:00:00.000Z".into(),
        };
        assert!(sentence(&flag).ends_with("entries 4 7 and 7 more"));
        flag.count = 2;
        assert!(sentence(&flag).ends_with("entries 4 7"));
    }
}
