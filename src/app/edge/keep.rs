//! Keeps the list over a restart: sealed beside the queue, by what changes, and written anew every day and when what
//! changed is more than the list. Absent: matching by it, and fetching it.

use std::sync::Arc;

use super::send::in_full;
use crate::client::copy::{AlertsCopy, Change, Restoring, Whose};
use crate::service::clock::Clock;
use crate::store::{EdgeQueue, QueueError};

/// Bytes of changes that are never a reason to write the list anew.
const FEW: u64 = 1 << 20;

/// The keeper of one list.
pub(super) struct Keeper {
    queue: Arc<EdgeQueue>,
    clock: Arc<dyn Clock>,
    /// How long the list was when it was last written anew.
    written: u64,
    /// Whether a person was told that it cannot be written.
    said: bool,
}

impl Keeper {
    /// The keeper, and the list as it was kept: without what has run out by the clock of this machine. An empty one,
    /// and why, when what was kept cannot be used.
    pub(super) fn open(
        queue: Arc<EdgeQueue>,
        whose: Whose,
        clock: Arc<dyn Clock>,
    ) -> (Self, AlertsCopy, Option<String>) {
        let mut restoring = Ok(Restoring::new(whose.clone()));
        let loaded = queue.load_list(|part| {
            if let Ok(copy) = &mut restoring
                && let Err(error) = copy.take(part)
            {
                restoring = Err(error);
            }
        });
        let (copy, trouble) = match (&loaded, restoring) {
            (Ok(_), Ok(restoring)) => (restoring.finish(), None),
            (Ok(_), Err(error)) => (AlertsCopy::new(whose), Some(in_full(&error))),
            (Err(error), _) => (AlertsCopy::new(whose), Some(in_full(error))),
        };
        let mut keeper = Self { queue, clock, written: loaded.unwrap_or(0), said: false };
        if trouble.is_some() {
            // Whatever is there is not gone on with.
            keeper.written = 0;
        }
        let mut copy = copy;
        copy.expire(keeper.clock.now());
        (keeper, copy, trouble)
    }

    /// Whether the list that is kept is of another day, so that it has to be written anew even if nothing changed.
    pub(super) fn is_due(&self) -> bool {
        self.queue.list_day() != Some(self.clock.now().day().0)
    }

    /// Keeps what changed. Says what a person should know: that it cannot, or can again.
    pub(super) async fn keep(&mut self, copy: &AlertsCopy, changes: &[Change]) -> Option<String> {
        let text = match self.try_keep(copy, changes).await {
            Ok(()) if self.said => "the list can be kept again".to_owned(),
            Ok(()) => return None,
            Err(_) if self.said => return None,
            Err(error) => format!(
                "the list cannot be kept: {}. Make room; matching goes on, and a start without the exchange \
                 would have an older list or none",
                in_full(&error)
            ),
        };
        self.said = !self.said;
        Some(text)
    }

    async fn try_keep(&mut self, copy: &AlertsCopy, changes: &[Change]) -> Result<(), QueueError> {
        let today = self.clock.now().day().0;
        let queue = self.queue.clone();
        if self.written > 0 && queue.list_day() == Some(today) {
            let (parts, most) = (copy.saved_changes(changes), 2 * self.written + FEW);
            let added = blocking(move || {
                let mut bytes = None;
                for part in parts {
                    bytes = queue.add_to_list(&part)?;
                }
                Ok(bytes)
            });
            if added.await?.is_some_and(|bytes| bytes <= most) {
                return Ok(());
            }
        }
        let (queue, snapshot) = (self.queue.clone(), copy.snapshot());
        self.written = 0;
        self.written = blocking(move || {
            let written = queue.write_list(today, snapshot.parts())?;
            // The keys of days that are over go with what was sealed under them.
            queue.tidy(today).map(|()| written)
        })
        .await?;
        Ok(())
    }
}

/// The disk is waited for beside the threads that serve.
async fn blocking<T: Send + 'static>(
    what: impl FnOnce() -> Result<T, QueueError> + Send + 'static,
) -> Result<T, QueueError> {
    match tokio::task::spawn_blocking(what).await {
        Ok(done) => done,
        Err(_) => Err(QueueError::Full { items: 0 }),
    }
}
