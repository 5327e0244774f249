//! What leaves the desk: the sighting of a candidate, signed and durable before it counts.
//! Absent: matching, and sending what is in the queue (`send`).

use super::{Closed, Desk, MOST_UNWRITTEN};
use crate::app::edge::input::{NotTaken, Taken};
use crate::app::edge::send::in_full;
use crate::domain::edge::{Answered, Candidate};
use crate::domain::id::PersonId;
use crate::domain::record::sighting::Agreement;
use crate::service::edge::{Queued, draft};
use crate::store::QueueError;
use crate::wire::edge::{Answer, Event};

impl Desk {
    pub(super) async fn answer(
        &mut self,
        answer: &Answer,
    ) -> Result<Result<Taken, NotTaken>, Closed> {
        let Some(candidate) = self.watch.candidate(answer.candidate).cloned() else {
            return Ok(Err(NotTaken::Unknown));
        };
        match candidate.answer(answer.agrees, &self.ground.unconfirmed()) {
            Answered::Stay => Ok(Ok(Taken::Open)),
            Answered::Forget => {
                self.watch.close(candidate.number);
                self.say(Event::Gone { candidate: candidate.number, why: "misread" }).await?;
                self.publish();
                Ok(Ok(Taken::Forgotten))
            }
            Answered::Report => {
                self.report(&candidate, Some((answer.agrees, &answer.person))).await
            }
        }
    }

    /// What the grant and the configuration let leave without a person leaves at once.
    pub(super) async fn unconfirmed(&mut self, number: u64) -> Result<(), Closed> {
        let granted = self.ground.unconfirmed();
        let leaves = |candidate: &&Candidate| candidate.leaves_unconfirmed(&granted);
        let Some(candidate) = self.watch.candidate(number).filter(leaves).cloned() else {
            return Ok(());
        };
        match self.report(&candidate, None).await? {
            Ok(_) => Ok(()),
            Err(why) => self.notice("answer", why.to_string()).await,
        }
    }

    /// Signs the sighting of a candidate and puts it into the queue. The candidate stays on the screen
    /// when it cannot be signed.
    async fn report(
        &mut self,
        candidate: &Candidate,
        answer: Option<(Agreement, &PersonId)>,
    ) -> Result<Result<Taken, NotTaken>, Closed> {
        if self.state.drift.is_far() {
            let seconds = self.state.drift.ahead_ms().unwrap_or_default() / 1000;
            return Ok(Err(NotTaken::Clock { seconds }));
        }
        if self.state.unwritten.len() >= MOST_UNWRITTEN {
            return Ok(Err(NotTaken::Full));
        }
        let Some(camera) = self.cameras.get(candidate.camera.as_str()) else {
            return Ok(Err(NotTaken::Camera));
        };
        let now = self.now();
        let document = draft(candidate, camera, &self.ground, answer, now);
        let signed = match self.signer.record(document, now) {
            Ok(signed) => signed,
            Err(error) => return Ok(Err(NotTaken::Sign(in_full(&error)))),
        };
        let person = answer.map(|(_, person)| person.to_string());
        let record = signed.id.to_string();
        let queued = Queued {
            record: record.clone(),
            jws: signed.jws,
            person: person.clone(),
            problem: None,
        };
        self.state.unwritten.push_back(queued);
        self.watch.close(candidate.number);
        self.write().await?;
        if self.state.unwritten.is_empty() {
            let number = candidate.number;
            self.say(Event::Queued { candidate: number, record: record.clone(), person }).await?;
        }
        self.publish();
        Ok(Ok(Taken::Queued(record)))
    }

    pub(super) async fn say_taken(
        &self,
        number: u64,
        taken: Result<Taken, NotTaken>,
    ) -> Result<(), Closed> {
        match taken {
            Ok(Taken::Queued(_) | Taken::Forgotten) => Ok(()),
            Ok(Taken::Open) => {
                let text = format!("candidate {number} stays open: nobody could tell");
                self.notice("answer", text).await
            }
            Err(why) => self.notice("answer", format!("candidate {number}: {why}")).await,
        }
    }

    /// Writes what found no room before, the oldest first.
    pub(super) async fn write(&mut self) -> Result<(), Closed> {
        while let Some(queued) = self.state.unwritten.front().cloned() {
            match self.put(&queued).await {
                Ok(()) => {
                    self.state.unwritten.pop_front();
                    self.more.notify_one();
                }
                Err(error) => {
                    if !self.state.said_disk {
                        self.state.said_disk = true;
                        let waiting = self.state.unwritten.len();
                        let text = format!(
                            "{waiting} signed sightings are in memory only, because they cannot be \
                             written: {}. Make room; matching goes on",
                            in_full(&error)
                        );
                        self.notice("disk", text).await?;
                    }
                    return Ok(());
                }
            }
        }
        if self.state.said_disk {
            self.state.said_disk = false;
            self.notice("disk", "the queue can be written again".to_owned()).await?;
        }
        Ok(())
    }

    async fn put(&self, queued: &Queued) -> Result<(), QueueError> {
        let (queue, payload) = (self.queue.clone(), queued.encode());
        let day = self.clock.now().day().0;
        match tokio::task::spawn_blocking(move || queue.put(day, &payload)).await {
            Ok(put) => put.map(drop),
            Err(_) => Err(QueueError::Full { items: 0 }),
        }
    }
}
