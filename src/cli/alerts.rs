//! The alerts in force for the holder of a profile, with who vouches that none is missing.
//! Absent: keeping them current, and the live feed (`receive`).

use clap::Args;
use samen_audit::note::VerifierKey;
use samen_audit::snapshot::{SnapshotError, SnapshotReader, Statement};

use crate::client::alerts::parse;
use crate::client::{AlertsStream, ClientError, Profile};
use crate::domain::record::Status;
use crate::wire::api::alerts::{AlertEnded, AlertsHead, AlertsLine};
use crate::wire::api::feed::Delivery;

use super::args;
use super::failure::Failure;
use super::output::Paint;
use super::receive::{print, status};
use super::session::{Connected, Session};

/// Which alerts.
#[derive(Args)]
pub(crate) struct AlertsArgs {
    /// Only what changed since this revision: the number that the last answer ended with.
    #[arg(long, default_value_t = 0, value_name = "REVISION")]
    since: u64,
    /// Which alerts: exercises and tests are only shown when asked for.
    #[arg(long, default_value = "actual", value_parser = args::code::<Status>())]
    status: String,
}

/// Prints the alerts in force. With `--json` the lines as they came: `samen-verify alerts` checks them later.
pub(crate) async fn alerts(args: AlertsArgs, session: &mut Session) -> Result<(), Failure> {
    let status = status(&args.status)?;
    let Connected { profile, client } = session.connect()?;
    let mut check = Check::new(&profile)?;
    let mut lines = client.alerts_lines(args.since, status).await?;
    if session.output.is_json() {
        while let Some(line) = lines.next_line().await? {
            check.take(&line)?;
            session.output.line(String::from_utf8_lossy(&line))?;
        }
        return check.finish(&profile, status).map(drop);
    }
    // Nothing is shown before the end has vouched for it.
    let answer = Answer::collect(&mut lines, &mut check).await?;
    let checked = check.finish(&profile, status)?;
    for one in &answer.ended {
        let text = format!("ENDED ({}), delete every copy: {}", one.reason, one.id);
        let text = session.output.paint(Paint::Red, &text);
        session.output.line(text)?;
    }
    for alert in &answer.alerts {
        print(alert, session)?;
    }
    session.output.line(answer.summary())?;
    session.output.line(match checked {
        Some(_) => "signed by the log key of the profile: none is missing",
        None => "NOT CHECKED whether one is missing: the profile has no log_key",
    })
}

/// How a line begins by which the exchange stops giving.
const REFUSED: &[u8] = b"{\"refused\":";

/// What came, in memory.
struct Answer {
    head: AlertsHead,
    ended: Vec<AlertEnded>,
    alerts: Vec<Delivery>,
}

impl Answer {
    async fn collect(lines: &mut AlertsStream, check: &mut Check) -> Result<Self, Failure> {
        let (mut first, mut ended, mut alerts) = (None, Vec::new(), Vec::new());
        while let Some(line) = lines.next_line().await? {
            check.take(&line)?;
            match parse(&line)? {
                AlertsLine::Head(head) => first = Some(head),
                AlertsLine::Ended(one) => ended.push(one),
                AlertsLine::Alert(alert) => alerts.push(*alert),
                AlertsLine::End(_) | AlertsLine::Refused(_) => {}
            }
        }
        let head = first.ok_or_else(|| failed(SnapshotError::CutShort))?;
        Ok(Self { head, ended, alerts })
    }

    fn summary(&self) -> String {
        let AlertsHead { kind, revision, since, entry, .. } = &self.head;
        let (alerts, ended) = (self.alerts.len(), self.ended.len());
        let what = match kind.as_str() {
            "delta" => format!("{alerts} new and {ended} ended since revision {since}"),
            _ => format!("{alerts} in force"),
        };
        format!("{what}; next time: --since {revision} (logged as entry {entry})")
    }
}

/// The check of the lines, where the profile has the key for it.
struct Check(Option<SnapshotReader>);

impl Check {
    fn new(profile: &Profile) -> Result<Self, Failure> {
        let Some(text) = &profile.log_key else {
            return Ok(Self(None));
        };
        let key = VerifierKey::parse(text)
            .map_err(|_| Failure::usage("`log_key` in the client profile is not a verifier key"))?;
        Ok(Self(Some(SnapshotReader::new(&[key]))))
    }

    fn take(&mut self, line: &[u8]) -> Result<(), Failure> {
        if line.starts_with(REFUSED)
            && let AlertsLine::Refused(problem) = parse(line)?
        {
            return Err(
                ClientError::Refused { problem, retry_after_s: None, trace_id: None }.into()
            );
        }
        match &mut self.0 {
            Some(reader) => reader.take(line).map(drop).map_err(failed),
            None => Ok(()),
        }
    }

    /// What the exchange signed for, when it could be checked.
    fn finish(self, profile: &Profile, status: Status) -> Result<Option<Statement>, Failure> {
        let Some(reader) = self.0 else { return Ok(None) };
        let verified = reader.finish().map_err(failed)?;
        let said = verified.statement();
        let ours = said.partner == profile.partner.as_str()
            && said.exchange == profile.exchange.as_str()
            && said.status == status.code();
        if ours { Ok(Some(said.clone())) } else { Err(failed(SnapshotError::Different)) }
    }
}

fn failed(error: SnapshotError) -> Failure {
    Failure::Verification(format!("{error}; do not use them, and tell the data protection officer"))
}
