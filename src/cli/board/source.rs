//! Where the board has its alerts from: a copy that the log vouches for, where the profile names the key of
//! the log, and else the bare answer. Absent: when it is asked (`link`).

use super::super::failure::Failure;
use super::super::session::now;
use crate::client::copy::{AlertsCopy, RefreshError, Whose};
use crate::client::{Client, Feed, Profile, Told};
use crate::domain::record::Status;
use crate::wire::api::feed::Delivery;

/// The alerts in force of one status.
pub(super) struct Source {
    client: Client,
    status: Status,
    copy: Option<AlertsCopy>,
    /// Of the last bare answer.
    revision: u64,
}

impl Source {
    /// Asks for nothing yet.
    pub(super) fn new(client: Client, profile: &Profile, status: Status) -> Self {
        let copy = Whose::of(profile, status).ok().map(AlertsCopy::new);
        Self { client, status, copy, revision: 0 }
    }

    /// Whether somebody vouches that no alert is missing.
    pub(super) fn is_checked(&self) -> bool {
        self.copy.is_some()
    }

    /// All alerts in force now.
    ///
    /// # Errors
    /// What the exchange refuses, and what does not verify.
    pub(super) async fn refresh(&mut self) -> Result<Vec<Delivery>, Failure> {
        let Some(copy) = &mut self.copy else {
            let answer = self.client.alerts(0, self.status).await?;
            self.revision = answer.revision;
            return Ok(answer.alerts);
        };
        match self.client.refresh(copy, now()).await {
            Ok(_) => {}
            Err(RefreshError::Client(error)) => return Err(error.into()),
            Err(RefreshError::Copy(error)) => return Err(Failure::Verification(error.to_string())),
        }
        let read = |error: crate::domain::refusal::Refusal| {
            Failure::Verification(format!("an alert in force cannot be read: {error}"))
        };
        copy.alerts().map(|listed| listed.delivery().map_err(read)).collect()
    }

    /// The feed from the last list on: nothing between the two is lost.
    ///
    /// # Errors
    /// What the exchange refuses.
    pub(super) async fn feed(&self) -> Result<Feed, Failure> {
        let after = match &self.copy {
            Some(copy) => copy.feed_after(),
            None => Some(self.revision.saturating_sub(1)),
        };
        Ok(self.client.feed_of(self.status, after).await?)
    }

    /// What the feed told.
    pub(super) fn told(&mut self, told: &Told) {
        if let Some(copy) = &mut self.copy {
            copy.told(told, now());
        }
    }
}
