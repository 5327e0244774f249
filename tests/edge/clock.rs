//! A clock that is wrong is said, and stops the pen before it makes false evidence.
//! Absent: clocks of readers (unit tests beside the code).

use std::sync::Arc;
use std::time::Duration;

use samen::app::edge::{EdgeConfig, Input, build_with};
use samen::domain::time::Timestamp;
use samen::service::clock::{Clock, SystemClock};
use samen::wire::edge::Event;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use super::gate::{Gate, Setup};

/// The clock of a machine that somebody set wrongly.
struct Wrong(SystemClock, i64);

impl Clock for Wrong {
    fn now(&self) -> Timestamp {
        self.0.now().plus_ms(self.1)
    }

    fn monotonic_ns(&self) -> u64 {
        self.0.monotonic_ns()
    }
}

/// The program within this process, by such a clock.
pub(super) struct Running {
    input: mpsc::Sender<Input>,
    events: mpsc::UnboundedReceiver<Value>,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    pub(super) fn start(gate: &Gate, ahead_ms: i64) -> Self {
        let config = EdgeConfig::load(&gate.path("edge.toml")).unwrap();
        let clock = Arc::new(Wrong(SystemClock::new(), ahead_ms));
        let application = build_with(config, &gate.profile(), clock).unwrap();
        let input = application.input();
        let (sender, events) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let hear = move |event: Event| drop(sender.send(serde_json::to_value(&event).unwrap()));
        let task = tokio::spawn(async move {
            application.run_until(async { drop(stopped.await) }, hear).await.unwrap();
        });
        Self { input, events, stop, task }
    }

    pub(super) async fn line(&self, line: &str) {
        self.input.send(Input::line(line.as_bytes()).unwrap()).await.unwrap();
    }

    pub(super) async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let event = tokio::time::timeout(Duration::from_secs(40), self.events.recv()).await;
            let event = event.expect("it stays silent").expect("it ended");
            if fits(&event) {
                return event;
            }
        }
    }

    pub(super) async fn notice(&mut self, about: &str) -> String {
        let notice = self.until(|event| event["about"] == about).await;
        notice["text"].as_str().unwrap().to_owned()
    }

    pub(super) async fn status(&mut self) -> Value {
        self.line("status").await;
        self.until(|event| event["event"] == "status").await
    }

    async fn listing(&mut self) {
        loop {
            let status = self.status().await;
            if status["alerts"] == 1 && status["matching"] == true {
                return;
            }
        }
    }

    pub(super) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
    }
}

#[tokio::test]
async fn with_a_clock_far_off_candidates_are_shown_and_nothing_is_signed() {
    let gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    for ahead_ms in [-600_000, 600_000] {
        let mut edge = Running::start(&gate, ahead_ms);
        assert!(edge.notice("clock").await.contains("nothing is signed"));
        edge.listing().await;
        edge.line("{\"plate\": \"GB123C\"}").await;
        let shown = edge.until(|event| event["event"] == "candidate").await;
        edge.line(&format!("{} yes fbt-guard", shown["candidate"])).await;
        assert!(edge.notice("answer").await.contains("so nothing is signed"));
        edge.line("status").await;
        let status = edge.until(|event| event["event"] == "status").await;
        assert_eq!((&status["open"], &status["queued"]), (&json!(1), &json!(0)));
        edge.stop().await;
    }
    assert_eq!(gate.sightings().await, Vec::<Value>::new());
}

#[tokio::test]
async fn with_a_clock_a_little_off_the_time_of_the_exchange_is_used() {
    let gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    let mut edge = Running::start(&gate, -120_000);
    assert!(edge.notice("clock").await.contains("set it right"));
    edge.listing().await;
    edge.line("{\"plate\": \"GB123C\"}").await;
    let shown = edge.until(|event| event["event"] == "candidate").await;
    edge.line(&format!("{} yes fbt-guard", shown["candidate"])).await;
    edge.until(|event| event["event"] == "sent").await;
    edge.stop().await;
    let sighting = gate.sightings().await.swap_remove(0);
    let seen = Timestamp::parse(sighting["body"]["first_seen"].as_str().unwrap()).unwrap();
    assert!(super::gate::now().since(seen) < 60_000);
}
