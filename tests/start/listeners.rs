//! Listeners of an exchange that dies: each comes back where it was and has every record once.
//! Absent: what senders are promised (`process`).

use std::collections::BTreeSet;
use std::sync::Arc;

use samen::client::transport::Request;
use tokio::sync::mpsc;

use super::process::Site;
use crate::harness::caller::Caller;
use crate::harness::feed::{Feed, Given};

/// Two dozen, over connections of their own, at three partners.
const LISTENERS: [&str; 3] = ["fbt-guard", "sec-system", "rjs-guard"];
const EACH: usize = 8;
/// How often the exchange dies.
const ROUNDS: usize = 2;
/// Alerts that are acknowledged before it dies.
const ALERTS: usize = 25;

/// What one listener has had: index and id of each alert.
struct Listener {
    who: &'static str,
    had: Vec<(u64, String)>,
}

impl Listener {
    /// Where it goes on.
    fn last(&self, start: u64) -> u64 {
        self.had.last().map_or(start, |(index, _)| *index)
    }

    /// Takes what comes until the feed ends, or until it has this alert.
    async fn take(mut self, mut feed: Feed, until: Option<String>) -> Self {
        while until.is_none() || self.had.last().map(|(_, id)| id) != until.as_ref() {
            match feed.next().await {
                Given::Record { index, id, .. } => self.had.push((index, id)),
                Given::End => break,
                other => panic!("{other:?}"),
            }
        }
        self
    }
}

/// Sends alerts until the exchange is gone; tells those that were acknowledged.
async fn send_on(site: Arc<Site>, officer: Caller, done: mpsc::UnboundedSender<String>) {
    loop {
        let alert = site.alert();
        let jws = officer.sign(&alert);
        let request = Request::post("/v1/records", "application/jose+json", jws);
        let Ok(answer) = officer.try_send(request).await else { return };
        assert_eq!(answer.status, 201);
        if done.send(alert.id().to_owned()).is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn after_a_kill_every_listener_resumes_with_nothing_lost_and_nothing_twice() {
    let site = Site::new().await;
    let mut process = site.serve();
    let start = site.caller("pt-officer", &process).sends(&site.alert()).await.proof.index;
    let listener = |at: usize| Listener { who: LISTENERS[at % 3], had: Vec::new() };
    let mut listeners: Vec<_> = (0..3 * EACH).map(listener).collect();
    let mut acknowledged = BTreeSet::new();
    for _ in 0..ROUNDS {
        let mut taking = Vec::new();
        for listener in listeners {
            let caller = site.caller(listener.who, &process);
            let feed = caller.feed(Some(listener.last(start))).await;
            taking.push(tokio::spawn(listener.take(feed, None)));
        }
        let (done, mut sent) = mpsc::unbounded_channel();
        let officer = site.caller("pt-officer", &process);
        let sending = tokio::spawn(send_on(site.clone(), officer, done));
        for _ in 0..ALERTS {
            acknowledged.insert(sent.recv().await.expect("the exchange ended by itself"));
        }
        process.kill();
        sending.await.unwrap();
        while let Some(id) = sent.recv().await {
            acknowledged.insert(id);
        }
        listeners = Vec::new();
        for task in taking {
            listeners.push(task.await.unwrap());
        }
        process = site.serve();
    }
    let last = site.alert();
    site.caller("pt-officer", &process).sends(&last).await;
    acknowledged.insert(last.id().to_owned());
    let mut all: Option<Vec<(u64, String)>> = None;
    for listener in listeners {
        let caller = site.caller(listener.who, &process);
        let feed = caller.feed(Some(listener.last(start))).await;
        let had = listener.take(feed, Some(last.id().to_owned())).await.had;
        assert!(had.is_sorted_by(|a, b| a.0 < b.0), "out of order, or twice");
        let ids: BTreeSet<_> = had.iter().map(|(_, id)| id.clone()).collect();
        assert!(ids.len() == had.len() && acknowledged.is_subset(&ids));
        // An alert that was stored and not acknowledged reaches everybody all the same.
        assert_eq!(all.get_or_insert_with(|| had.clone()), &had);
    }
    process.terminate();
}
