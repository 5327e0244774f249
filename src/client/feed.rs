//! Following live what is disclosed to one's partner.
//! Absent: framing of the stream (`sse`), and reconnecting: the caller decides where to resume.

use hyper::StatusCode;

use crate::domain::record::Status;
use crate::wire::api::feed::{Delivery, Withdrawal};
use crate::wire::problem::Problem;

use super::error::ClientError;
use super::exchange::{Client, refusal};
use super::sse::Event;
use super::transport::{Events, Request};

/// An open feed.
#[derive(Debug)]
pub struct Feed {
    events: Events,
}

impl Client {
    /// Opens the feed. `after` is the log index of the last record seen; 0 starts at the beginning,
    /// and nothing starts from now.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn feed(&self, after: Option<u64>) -> Result<Feed, ClientError> {
        self.feed_of(Status::Actual, after).await
    }

    /// Opens the feed of records of one status, as [`Client::feed`] does for what is meant.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn feed_of(&self, status: Status, after: Option<u64>) -> Result<Feed, ClientError> {
        let path = format!("/v1/feed?status={}", status.code());
        let request = self.acting(Request::events(path, after));
        let stream = self.transport.stream(request).await?;
        if stream.status == StatusCode::OK {
            return Ok(Feed { events: stream.events() });
        }
        let answer = stream.read().await?;
        Err(refusal(answer.status, &answer.headers, &answer.body))
    }
}

impl Feed {
    /// Waits for the next record, as [`Feed::next_told`] does, and passes over withdrawals.
    ///
    /// # Errors
    /// As [`Feed::next_told`].
    pub async fn next(&mut self) -> Result<Option<Delivery>, ClientError> {
        while let Some(told) = self.next_told().await? {
            if let Told::Record(delivery) = told {
                return Ok(Some(*delivery));
            }
        }
        Ok(None)
    }

    /// Waits for the next record or withdrawal; nothing when the exchange ended the stream, which then can be
    /// resumed after the last index seen. May be dropped while waiting without losing a record.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when the standing behind the feed is lost, or the connection broke.
    pub async fn next_told(&mut self) -> Result<Option<Told>, ClientError> {
        while let Some(event) = self.events.next().await? {
            if let Some(told) = told(&event)? {
                return Ok(Some(told));
            }
        }
        Ok(None)
    }

    /// Waits for anything at all, as [`Feed::next_told`] does for what is told.
    ///
    /// # Errors
    /// As [`Feed::next_told`].
    pub async fn next_sign(&mut self) -> Result<Option<Sign>, ClientError> {
        Ok(match self.events.step().await? {
            Some(Some(event)) => Some(told(&event)?.map_or(Sign::Alive, Sign::Told)),
            Some(None) => Some(Sign::Alive),
            None => None,
        })
    }
}

/// A sign of life of a feed.
#[derive(Clone, Debug)]
pub enum Sign {
    /// It tells something.
    Told(Told),
    /// It says that it is there.
    Alive,
}

/// What a feed tells.
#[derive(Clone, Debug)]
pub enum Told {
    /// A record.
    Record(Box<Delivery>),
    /// Records received before hold no more.
    Withdrawn(Withdrawal),
}

/// What an event tells; nothing for events that a later version of the exchange may bring.
fn told(event: &Event) -> Result<Option<Told>, ClientError> {
    let unexpected = |what| ClientError::Unexpected { status: 200, what };
    match event.event.as_str() {
        "record" => serde_json::from_str(&event.data)
            .map(|record| Some(Told::Record(record)))
            .map_err(|_| unexpected("an event that is no record")),
        "withdrawn" => serde_json::from_str(&event.data)
            .map(|withdrawal| Some(Told::Withdrawn(withdrawal)))
            .map_err(|_| unexpected("an event that is no withdrawal")),
        "refused" => {
            let problem: Problem = serde_json::from_str(&event.data)
                .map_err(|_| unexpected("a refusal that is no problem document"))?;
            Err(ClientError::Refused {
                problem: Box::new(problem),
                retry_after_s: None,
                trace_id: None,
            })
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::{Reason, Refusal};

    fn event(kind: &str, data: &str) -> Event {
        Event { id: Some("7".into()), event: kind.into(), data: data.into() }
    }

    #[test]
    fn a_lost_standing_ends_the_feed_with_its_problem() {
        let problem = Problem::new(&Refusal::new(Reason::PartnerNotActive), None);
        let data = serde_json::to_string(&problem).unwrap();
        let error = told(&event("refused", &data)).unwrap_err();
        assert_eq!(error.slug(), Some("partner-not-active"));
    }

    #[test]
    fn events_of_a_later_version_are_passed_over() {
        assert!(told(&event("weather", "rain")).unwrap().is_none());
        assert!(told(&event("record", "{}")).is_err());
    }
}
