//! Listening: the feeds of every partner's system, open during the whole night, and waiting for a record
//! to arrive on them. Absent: what the records say.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::timeout;

use crate::client::ClientError;
use crate::domain::id::RecordId;
use crate::domain::party::Role;
use crate::wire::api::feed::Delivery;

use super::super::failure::Failure;
use super::cast::who;
use super::stage::{Actors, refused};

/// How long a record may take to arrive before the step counts as failed. Far more than it takes, so
/// that a busy machine does not fail the demonstration.
const PATIENCE: Duration = Duration::from_secs(20);

type Heard = Result<Delivery, ClientError>;

/// The open feeds, by partner.
pub(crate) struct Listeners(HashMap<&'static str, Ear>);

/// One open feed. It ends with this value, so that the exchange can stop without waiting for it.
struct Ear {
    hear: mpsc::Receiver<Heard>,
    task: AbortHandle,
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listeners {
    /// Opens the feed of the system of each partner, from the beginning of the log.
    ///
    /// # Errors
    /// A feed that is refused.
    pub(crate) async fn open(actors: &Actors, partners: &[&'static str]) -> Result<Self, Failure> {
        let mut listeners = Self(HashMap::new());
        for partner in partners {
            listeners.listen(actors, partner, 0).await?;
        }
        Ok(listeners)
    }

    /// Opens the feed of one partner's system, after an index of the log.
    ///
    /// # Errors
    /// A feed that is refused.
    pub(crate) async fn listen(
        &mut self,
        actors: &Actors,
        partner: &'static str,
        after: u64,
    ) -> Result<(), Failure> {
        let mut feed = actors.get(who(partner, Role::System))?.client.feed(Some(after)).await?;
        let (tell, hear) = mpsc::channel(256);
        let task = tokio::spawn(async move {
            while let Some(heard) = feed.next().await.transpose() {
                let over = heard.is_err();
                if tell.send(heard).await.is_err() || over {
                    return;
                }
            }
        });
        self.0.insert(partner, Ear { hear, task: task.abort_handle() });
        Ok(())
    }

    /// Waits until a partner has received a record.
    ///
    /// # Errors
    /// [`Failure::Step`] when it does not arrive, or the feed ends.
    pub(crate) async fn expect(
        &mut self,
        partner: &str,
        id: RecordId,
    ) -> Result<Delivery, Failure> {
        let wanted = id.to_string();
        loop {
            let delivery = self.next(partner).await??;
            if delivery.about.id == wanted {
                return Ok(delivery);
            }
        }
    }

    /// Waits until the exchange cuts a partner's feed for this reason.
    ///
    /// # Errors
    /// [`Failure::Step`] when it goes on, or ends for another reason.
    pub(crate) async fn expect_cut(&mut self, partner: &str, slug: &str) -> Result<(), Failure> {
        loop {
            if let Err(error) = self.next(partner).await? {
                return refused::<()>(Err(error), slug);
            }
        }
    }

    async fn next(&mut self, partner: &str) -> Result<Heard, Failure> {
        let gone = |what: &str| Failure::Step(format!("{partner}: {what}"));
        let ear = self.0.get_mut(partner).ok_or_else(|| gone("has no feed open"))?;
        match timeout(PATIENCE, ear.hear.recv()).await {
            Ok(Some(heard)) => Ok(heard),
            Ok(None) => Err(gone("the feed ended")),
            Err(_) => Err(gone("nothing arrived on the feed in 20 s")),
        }
    }
}
