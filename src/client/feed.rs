//! Following live what is disclosed to one's partner, and fetching the alerts in force.
//! Absent: framing of the stream (`sse`), and reconnecting: the caller decides where to resume.

use hyper::StatusCode;

use crate::wire::api::feed::{AlertsAnswer, Delivery};
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
        let request = self.acting(Request::events("/v1/feed", after));
        let stream = self.transport.stream(request).await?;
        if stream.status == StatusCode::OK {
            return Ok(Feed { events: stream.events() });
        }
        let answer = stream.read().await?;
        Err(refusal(answer.status, &answer.headers, &answer.body))
    }

    /// The alerts in force for this partner that came after revision `since`.
    ///
    /// # Errors
    /// [`ClientError`].
    pub async fn alerts(&self, since: u64) -> Result<AlertsAnswer, ClientError> {
        self.get(&format!("/v1/alerts?since={since}")).await
    }
}

impl Feed {
    /// Waits for the next record; nothing when the exchange ended the stream, which then can be resumed
    /// after the last index seen. May be dropped while waiting without losing a record.
    ///
    /// # Errors
    /// [`ClientError::Refused`] when the standing behind the feed is lost, or the connection broke.
    pub async fn next(&mut self) -> Result<Option<Delivery>, ClientError> {
        while let Some(event) = self.events.next().await? {
            if let Some(delivery) = delivery(&event)? {
                return Ok(Some(delivery));
            }
        }
        Ok(None)
    }
}

/// The record in an event; nothing for events that a later version of the exchange may bring.
fn delivery(event: &Event) -> Result<Option<Delivery>, ClientError> {
    let unexpected = |what| ClientError::Unexpected { status: 200, what };
    match event.event.as_str() {
        "record" => serde_json::from_str(&event.data)
            .map(Some)
            .map_err(|_| unexpected("an event that is no record")),
        "refused" => {
            let problem: Problem = serde_json::from_str(&event.data)
                .map_err(|_| unexpected("a refusal that is no problem document"))?;
            Err(ClientError::Refused { problem: Box::new(problem), retry_after_s: None })
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
        let error = delivery(&event("refused", &data)).unwrap_err();
        assert_eq!(error.slug(), Some("partner-not-active"));
    }

    #[test]
    fn events_of_a_later_version_are_passed_over() {
        assert!(delivery(&event("weather", "rain")).unwrap().is_none());
        assert!(delivery(&event("record", "{}")).is_err());
    }
}
