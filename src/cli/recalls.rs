//! How far recalls and corrections have got: who has deleted, and who is late.
//! Absent: recalling (`build::answer`).

use clap::Args;

use crate::domain::id::{PartnerId, RecordId};
use crate::wire::api::recall::{Completion, RecallRow, RecallsQuery, RecallsRequest};

use super::args;
use super::audit::Why;
use super::failure::Failure;
use super::session::Session;

/// Which recalls.
#[derive(Args)]
pub(crate) struct RecallsArgs {
    #[command(flatten)]
    why: Why,
    /// Those of this record.
    #[arg(long, value_parser = args::record)]
    record: Option<RecordId>,
    /// Those by this partner.
    #[arg(long, value_parser = args::partner)]
    partner: Option<PartnerId>,
    /// Only those that somebody has not completed yet.
    #[arg(long)]
    open: bool,
}

/// Prints every page.
pub(crate) async fn run(args: RecallsArgs, session: &mut Session) -> Result<(), Failure> {
    let query = RecallsQuery {
        record: args.record.map(|id| id.to_string()),
        partner: args.partner.map(|id| id.to_string()),
        open: args.open,
    };
    let Why { use_code, justification } = args.why;
    let mut request = RecallsRequest { use_code, justification, query, cursor: None, limit: None };
    let client = session.connect()?.client;
    loop {
        let answer = client.audit_recalls(&request).await?;
        if session.output.is_json() {
            session.output.json(&answer)?;
        } else {
            let rows: Vec<_> = answer.recalls.iter().flat_map(rows).collect();
            session.output.table(&HEADING, &rows)?;
            let (count, entry) = (answer.recalls.len(), answer.entry);
            session.output.line(format!("{count} found (logged as entry {entry})"))?;
        }
        match answer.next {
            Some(next) => request.cursor = Some(next),
            None => return Ok(()),
        }
    }
}

const HEADING: [&str; 7] = ["entry", "kind", "at", "by", "record", "partner", "state"];

fn rows(recall: &RecallRow) -> Vec<Vec<String>> {
    let row = |id: &str, completion: &Completion| {
        vec![
            recall.index.to_string(),
            recall.kind.clone(),
            recall.at.clone(),
            recall.issuer.clone(),
            id.to_owned(),
            completion.partner.clone(),
            state(completion),
        ]
    };
    let records = recall.records.iter();
    records.flat_map(|record| record.partners.iter().map(|one| row(&record.id, one))).collect()
}

fn state(completion: &Completion) -> String {
    let Completion { state, deleted_at, late_since, .. } = completion;
    match (deleted_at, late_since) {
        (Some(at), Some(since)) => format!("deleted {at}, LATE since {since}"),
        (Some(at), None) => format!("deleted {at}"),
        (None, Some(since)) => format!("LATE since {since}"),
        (None, None) => state.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_late_stands_out() {
        let late = Completion {
            partner: "securion".into(),
            state: "late".into(),
            told_at: None,
            deleted_at: None,
            late_since: Some("2026-11-23T21:00:00.000Z".into()),
        };
        assert_eq!(state(&late), "LATE since 2026-11-23T21:00:00.000Z");
        let due = Completion { state: "due".into(), late_since: None, ..late };
        assert_eq!(state(&due), "due");
    }
}
