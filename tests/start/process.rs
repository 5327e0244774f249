//! The real binary: killed at any moment it loses nothing that it acknowledged, asked to stop it ends in
//! order, and a second one does not start. Absent: what else it does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use samen::client::signer::new_id;
use samen::client::transport::Protocol;
use samen::service::clock::{Clock, SystemClock};
use samen_audit::receipt::Receipt;
use tempfile::TempDir;
use tokio::sync::mpsc;

use crate::harness::caller::{Caller, connection};
use crate::harness::draft::Marks;
use crate::harness::ledger::Ledger;
use crate::harness::process::Process;
use crate::harness::stage::Stage;
use crate::harness::{Draft, evidence, leaks};

const ROUNDS: u32 = 5;
const SENDERS: [&str; 3] = ["fbt-guard", "sec-operator", "rjs-guard"];

/// A record that the exchange said to have.
struct Acknowledged {
    id: String,
    jws: String,
    receipt: Receipt,
}

/// A founded exchange with real time, for real processes.
pub(super) struct Site {
    pub(super) stage: Stage,
    pub(super) folder: TempDir,
    ledger: Arc<Ledger>,
    count: AtomicU32,
}

impl Site {
    pub(super) async fn new() -> Arc<Self> {
        let build = || Stage::build(Arc::new(SystemClock::new()));
        let stage = tokio::task::spawn_blocking(build).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        stage.lay(folder.path());
        let ledger = Arc::new(Ledger::new(&stage.log_key));
        Arc::new(Self { stage, folder, ledger, count: AtomicU32::new(0) })
    }

    pub(super) fn serve(&self) -> Process {
        Process::serve(self.folder.path())
    }

    pub(super) fn caller(&self, id: &str, process: &Process) -> Caller {
        let identity = self.stage.identity(id).clone();
        let ca = self.stage.ca.cert_pem();
        let transport = connection(&identity, &process.url, Protocol::Auto, ca);
        let slot = Arc::new(std::sync::Mutex::new(Some(transport)));
        let (ledger, clock) = (self.ledger.clone(), Arc::new(SystemClock::new()));
        Caller { identity, ledger, clock, slot, known: true, acting_for: None }
    }

    fn incident(&self, author: &str) -> Draft {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let (now, text) = (SystemClock::new().now(), format!("marking-kill-{count:04}"));
        self.ledger.mark(&text);
        let marks = Marks { id: new_id(now).to_string(), plate: String::new(), text, now };
        Draft::incident(&marks).by(author)
    }

    /// An alert with a plate of no other test.
    pub(super) fn alert(&self) -> Draft {
        let now = SystemClock::new().now();
        let (id, text) = (new_id(now).to_string(), "Seen near the fence".to_owned());
        Draft::alert(&Marks { id, plate: "XKVR77".into(), text, now })
    }

    /// Sends as fast as it can until the exchange is gone.
    async fn send_on(self: Arc<Self>, caller: Caller, done: mpsc::UnboundedSender<Acknowledged>) {
        loop {
            let incident = self.incident(caller.member().id);
            let jws = caller.sign(&incident);
            let request = samen::client::transport::Request::post(
                "/v1/records",
                "application/jose+json",
                jws.clone(),
            );
            let Ok(answer) = caller.try_send(request).await else {
                return;
            };
            let receipt = self.ledger.receipt(&answer, &jws);
            let id = incident.id().to_owned();
            if done.send(Acknowledged { id, jws, receipt }).is_err() {
                return;
            }
        }
    }

    /// Nothing of what was sent stands readable in the files or in what the process logged.
    fn assert_sealed(&self, logged: &str) {
        let search = leaks::Search::new(&self.ledger.marks());
        search.assert_absent_below(&self.folder.path().join("data"));
        search.assert_absent_below(&self.folder.path().join("keys"));
        assert_eq!(search.find(logged.as_bytes()), None);
    }
}

/// How many acknowledgments to wait for before the kill: any number up to sixty.
fn some_number() -> usize {
    let mut byte = [0];
    ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut byte).unwrap();
    usize::from(byte[0] % 60) + 1
}

#[tokio::test]
async fn a_kill_at_any_moment_loses_no_acknowledged_record() {
    let site = Site::new().await;
    let mut kept: Vec<Acknowledged> = Vec::new();
    for _ in 0..ROUNDS {
        let process = site.serve();
        let (done, mut acknowledged) = mpsc::unbounded_channel();
        let senders: Vec<_> = SENDERS
            .iter()
            .map(|id| tokio::spawn(site.clone().send_on(site.caller(id, &process), done.clone())))
            .collect();
        drop(done);
        for _ in 0..some_number() {
            kept.push(acknowledged.recv().await.expect("the exchange ended by itself"));
        }
        process.kill();
        while let Some(late) = acknowledged.recv().await {
            kept.push(late);
        }
        for sender in senders {
            sender.await.unwrap();
        }
    }
    let process = site.serve();
    let officer = site.caller("pt-officer", &process);
    let log = evidence::read(&officer, &site.ledger.log_key, &site.ledger.checkpoints()).await;
    for record in &kept {
        let at = usize::try_from(record.receipt.proof.index).unwrap();
        assert_eq!(log.leaves[at], record.receipt.leaf);
        let opened = officer.open(&record.id).await.granted();
        assert_eq!(opened["jws"], record.jws.as_str());
    }
    drop(officer);
    let logged = process.terminate();
    site.assert_sealed(&logged);
}

#[tokio::test]
async fn asked_to_stop_it_ends_in_order_and_a_second_one_does_not_start() {
    let site = Site::new().await;
    let process = site.serve();
    let guard = site.caller("fbt-guard", &process);
    guard.sends(&site.incident("fbt-guard")).await;
    let refusal = Process::fail(site.folder.path());
    assert!(refusal.contains("in use by another process"), "{refusal}");
    drop(guard);
    let logged = process.terminate();
    site.assert_sealed(&logged);
    let process = site.serve();
    let officer = site.caller("pt-officer", &process);
    evidence::read(&officer, &site.ledger.log_key, &site.ledger.checkpoints()).await;
    drop(officer);
    process.terminate();
}
