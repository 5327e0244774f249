//! A feed that a test follows. Absent: what should come.

use std::time::Duration;

use samen::client::transport::Events;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

/// Far longer than a delivery takes on a slow machine; a test fails after it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The promise: who loses its standing is cut within it.
const AT_ONCE: Duration = Duration::from_secs(1);

/// What a feed gave.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given {
    /// A record: index, id and JWS.
    Record { index: u64, id: String, jws: String },
    /// By what, and the ids of the records that hold no more.
    Withdrawn(String, Vec<String>),
    /// The slug of the refusal that ended it.
    Refused(String),
    /// The end of the stream.
    End,
}

/// An open feed, read in the background.
pub(crate) struct Feed(mpsc::UnboundedReceiver<Given>);

impl Feed {
    pub(crate) fn new(mut events: Events) -> (Self, AbortHandle) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            while let Ok(Some(event)) = events.next().await {
                let data: Value = serde_json::from_str(&event.data).unwrap();
                let text = |member: &str| data[member].as_str().unwrap().to_owned();
                let given = if event.event == "record" {
                    let index = data["index"].as_u64().unwrap();
                    assert_eq!(event.id, Some(index.to_string()));
                    Given::Record { index, id: text("id"), jws: text("jws") }
                } else if event.event == "withdrawn" {
                    let ids = data["withdrawn"].as_array().unwrap().iter();
                    let ids = ids.map(|id| id.as_str().unwrap().to_owned()).collect();
                    Given::Withdrawn(text("by"), ids)
                } else {
                    Given::Refused(text("type").rsplit(':').next().unwrap().to_owned())
                };
                if sender.send(given).is_err() {
                    return;
                }
            }
            drop(sender.send(Given::End));
        });
        (Self(receiver), task.abort_handle())
    }

    /// What comes next.
    pub(crate) async fn next(&mut self) -> Given {
        let next = tokio::time::timeout(PATIENCE, self.0.recv()).await;
        next.expect("the feed stays silent").unwrap_or(Given::End)
    }

    /// Waits until the feed is cut for this reason: within a second, as promised.
    pub(crate) async fn is_cut(&mut self, slug: &str) {
        let cut = tokio::time::timeout(AT_ONCE, self.next()).await;
        assert_eq!(cut.expect("the feed goes on"), Given::Refused(slug.into()));
        assert_eq!(self.next().await, Given::End);
    }

    /// The index and id of the record that comes next.
    pub(crate) async fn record(&mut self) -> (u64, String) {
        match self.next().await {
            Given::Record { index, id, .. } => (index, id),
            other => panic!("no record but {other:?}"),
        }
    }
}
