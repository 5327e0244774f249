//! Bringing a copy up to date from the exchange. Absent: when, and following the feed.

use samen_audit::snapshot::Kind;

use super::{AlertsCopy, Change, CopyError};
use crate::client::error::ClientError;
use crate::client::exchange::Client;
use crate::domain::time::Timestamp;

/// What a refresh brought.
#[derive(Debug)]
pub struct Refreshed {
    /// Everything anew, or what changed.
    pub kind: Kind,
    /// What changed in the copy; what ended first.
    pub changes: Vec<Change>,
    /// The log index of the entry that it left.
    pub entry: u64,
}

/// Why a copy could not be brought up to date. It stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// The exchange did not answer, or refused.
    #[error("the alerts in force cannot be fetched")]
    Client(#[from] ClientError),
    /// The answer is not good: an alarm, except where the exchange only stopped giving.
    #[error("the alerts in force that came are not good")]
    Copy(#[from] CopyError),
}

impl Client {
    /// Fetches what changed since the revision of the copy, verifies it and that the log goes on from there,
    /// and makes it part of the copy.
    /// Everything is fetched anew where the exchange finds that needed.
    ///
    /// # Errors
    /// [`RefreshError`].
    pub async fn refresh(
        &self,
        copy: &mut AlertsCopy,
        now: Timestamp,
    ) -> Result<Refreshed, RefreshError> {
        let held = copy.revision();
        let lines = self.alerts_lines(held, copy.whose().status).await;
        let mut lines = lines.map_err(|error| turned_back(error, held))?;
        let mut intake = copy.intake();
        while let Some(line) = lines.next_line().await? {
            intake.take(&line)?;
        }
        let (kind, entry) = (intake.kind(), intake.entry());
        let whole = intake.finish()?;
        copy.judge(&whole)?;
        let new = whole.verified.checkpoint();
        if let Some(old) = copy.head()
            && old.0 < new.size
        {
            self.goes_on(old, (new.size, new.root)).await?;
        }
        let changes = copy.take_over(whole, now);
        Ok(Refreshed { kind, changes, entry })
    }
}

/// An exchange that does not know a revision that it has signed has lost it.
fn turned_back(error: ClientError, held: u64) -> RefreshError {
    match &error {
        ClientError::Refused { problem, .. } if problem.pointer.as_deref() == Some("/since") => {
            CopyError::TurnedBack { held }.into()
        }
        _ => error.into(),
    }
}
