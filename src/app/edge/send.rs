//! Sends what waits in the queue, the oldest first, until the exchange has it: the same bytes every time,
//! so that it is accepted once. Absent: making sightings.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};

use super::follow::sentence;
use crate::client::error::explain;
use crate::client::{Backoff, Client, ClientError, Submission};
use crate::domain::id::PersonId;
use crate::domain::refusal::Reason;
use crate::service::clock::Clock;
use crate::service::edge::Queued;
use crate::store::{EdgeQueue, QueueError, Waiting};
use crate::wire::edge::Event;
use crate::wire::problem::Problem;

/// The longest pause before trying again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Refusals that are about this system or this moment and not about the record: it waits.
const NOT_OF_THE_RECORD: [Reason; 9] = [
    Reason::CertificateUnregistered,
    Reason::CertificateWithdrawn,
    Reason::CertificateExpired,
    Reason::PartnerNotActive,
    Reason::LicenseExpired,
    Reason::QualityMarkExpired,
    Reason::RateLimited,
    Reason::BodyTimeout,
    Reason::RegistryConflict,
];

/// The sender.
pub(super) struct Sender {
    pub(super) client: Arc<Client>,
    pub(super) queue: Arc<EdgeQueue>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) events: mpsc::Sender<Event>,
    /// Something was put, or the exchange is back.
    pub(super) more: Arc<Notify>,
}

/// What became of one try.
enum Tried {
    /// There was nothing.
    Nothing,
    /// One is done with.
    Done,
    /// Later.
    Later(&'static str, String),
}

impl Sender {
    /// Sends until nobody listens to what became of it.
    pub(super) async fn run(self) {
        let mut backoff = Backoff::new(LONGEST_PAUSE);
        let mut said = String::new();
        loop {
            match self.one().await {
                Tried::Nothing => self.more.notified().await,
                Tried::Done => {
                    backoff.reset();
                    said.clear();
                }
                Tried::Later(about, text) => {
                    // The same trouble again is no news.
                    if said != text && !self.say(Event::Notice { about, text: text.clone() }).await
                    {
                        return;
                    }
                    said = text;
                    let more = self.more.notified();
                    // Whoever is told that there is more tries at once.
                    drop(tokio::time::timeout(backoff.pause(), more).await);
                }
            }
        }
    }

    async fn one(&self) -> Tried {
        let waiting = match self.with_queue(EdgeQueue::oldest).await {
            Ok(Some(waiting)) => waiting,
            Ok(None) => return Tried::Nothing,
            Err(error @ QueueError::Damaged(_)) => {
                self.say(Event::Notice { about: "queue", text: in_full(&error) }).await;
                return Tried::Done;
            }
            Err(error) => return Tried::Later("disk", in_full(&error)),
        };
        let Some(queued) = Queued::decode(&waiting.payload) else {
            return self.drop_unreadable(&waiting).await;
        };
        match self.send(&queued).await {
            Ok(submission) => self.sent(&waiting, &queued, &submission).await,
            Err(ClientError::Refused { problem, .. }) if is_final(&problem) => {
                self.refused(&waiting, queued, &problem).await
            }
            Err(error) => Tried::Later("connection", sentence(&error)),
        }
    }

    async fn send(&self, queued: &Queued) -> Result<Submission, ClientError> {
        let person = queued.person.as_deref().and_then(|person| PersonId::parse(person).ok());
        match person {
            Some(person) => self.client.acting_for(&person).submit(queued.jws.clone()).await,
            None => self.client.submit(queued.jws.clone()).await,
        }
    }

    async fn sent(&self, waiting: &Waiting, queued: &Queued, answer: &Submission) -> Tried {
        let number = waiting.number;
        // If we crash here it is sent again, and the exchange answers with the first receipt.
        if let Err(error) = self.with_queue(move |queue| queue.remove(number)).await {
            self.say(Event::Notice { about: "disk", text: in_full(&error) }).await;
        }
        let index = answer.receipt.proof.index;
        let record = queued.record.clone();
        self.say(Event::Sent { record, index, repeated: answer.repeated }).await;
        Tried::Done
    }

    async fn refused(&self, waiting: &Waiting, mut queued: Queued, problem: &Problem) -> Tried {
        queued.problem = Some(problem.slug().to_owned());
        let (number, day, payload) = (waiting.number, self.clock.now().day().0, queued.encode());
        let moved = self.with_queue(move |queue| queue.refuse(number, day, &payload)).await;
        if let Err(error) = moved {
            self.say(Event::Notice { about: "disk", text: in_full(&error) }).await;
        }
        let (record, text) = (queued.record, explain(problem, None));
        self.say(Event::Refused { record, problem: problem.slug().to_owned(), text }).await;
        Tried::Done
    }

    async fn drop_unreadable(&self, waiting: &Waiting) -> Tried {
        let number = waiting.number;
        drop(self.with_queue(move |queue| queue.remove(number)).await);
        let text = "a waiting sighting was written by another version and is dropped".to_owned();
        self.say(Event::Notice { about: "queue", text }).await;
        Tried::Done
    }

    /// The disk is waited for beside the threads that serve.
    async fn with_queue<T: Send + 'static>(
        &self,
        what: impl FnOnce(&EdgeQueue) -> Result<T, QueueError> + Send + 'static,
    ) -> Result<T, QueueError> {
        let queue = self.queue.clone();
        match tokio::task::spawn_blocking(move || what(&queue)).await {
            Ok(done) => done,
            Err(_) => Err(QueueError::Full { items: 0 }),
        }
    }

    async fn say(&self, event: Event) -> bool {
        self.events.send(event).await.is_ok()
    }
}

/// Whether the exchange will never take this record.
fn is_final(problem: &Problem) -> bool {
    let waits = NOT_OF_THE_RECORD.iter().any(|reason| reason.slug() == problem.slug());
    (400..500).contains(&problem.status) && !waits
}

/// An error with what is behind it, on one line.
pub(super) fn in_full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Refusal;

    #[test]
    fn only_what_is_about_the_record_is_final() {
        let judged = |reason| is_final(&Problem::new(&Refusal::new(reason), None));
        for reason in [Reason::Expired, Reason::GrantNotInForce, Reason::ConditionsNotMet] {
            assert!(judged(reason), "{reason:?}");
        }
        for reason in [Reason::RateLimited, Reason::LogUnavailable, Reason::CertificateExpired] {
            assert!(!judged(reason), "{reason:?}");
        }
    }
}
