//! An exchange in real time with a firm's plate reader before it. Absent: what is read.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use samen::client::Profile;
use samen::client::signer::new_id;
use samen::client::transport::Protocol;
use samen::domain::time::Timestamp;
use samen::service::clock::{Clock, SystemClock};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::caller::{Caller, connection};
use crate::harness::cast::{EXCHANGE, FAIR, POLICE, grant_of, member_of};
use crate::harness::draft::Marks;
use crate::harness::ledger::Ledger;
use crate::harness::process::Process;
use crate::harness::stage::Stage;
use crate::harness::{Draft, paperwork};

/// Far longer than anything takes on a slow machine; a test fails after it.
const PATIENCE: Duration = Duration::from_secs(40);

/// The grant that lets exact matches leave without a person.
pub(super) const MACHINES: &str = "twente-gate";

/// What the reader's keeper configures; everything else is as in the example.
pub(super) struct Setup {
    pub(super) grant: String,
    pub(super) unconfirmed: &'static str,
    pub(super) port: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { grant: grant_of(FAIR), unconfirmed: "[]", port: false }
    }
}

/// An exchange and the directory of a plate reader's program.
pub(super) struct Gate {
    pub(super) folder: TempDir,
    ledger: Arc<Ledger>,
    exchange: Option<Process>,
    url: String,
    count: AtomicU32,
}

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        // A thread of its own, because the tests are in a runtime already.
        let build = || Stage::build(Arc::new(SystemClock::new()));
        std::thread::spawn(build).join().unwrap()
    })
}

impl Gate {
    pub(super) fn new(setup: &Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        stage().lay(folder.path());
        let exchange = Process::serve(folder.path());
        let gate = Self {
            folder,
            ledger: Arc::new(Ledger::new(&stage().log_key)),
            url: exchange.url.clone(),
            exchange: Some(exchange),
            count: AtomicU32::new(0),
        };
        gate.write_edge(setup);
        gate
    }

    fn write_edge(&self, setup: &Setup) {
        let text = samen::app::edge::config::EXAMPLE
            .replace("\"twente-firms-to-police\"", &format!("\"{}\"", setup.grant))
            .replace("unconfirmed = []", &format!("unconfirmed = {}", setup.unconfirmed));
        let port = "\n[port]\nlisten = \"127.0.0.1:0\"\ntoken = \"port.token\"\n";
        let text = if setup.port { text + port } else { text };
        std::fs::write(self.path("edge.toml"), text).unwrap();
        std::fs::write(self.path("port.token"), "a-token-of-this-test\n").unwrap();
        let key = &stage().identity("fbt-system").key;
        std::fs::write(self.path("fbt-system.jwk"), key.to_jwk().as_bytes()).unwrap();
        let profile = format!(
            "url = \"{}\"\nexchange = \"{EXCHANGE}\"\npartner = \"{FAIR}\"\nperson = \"fbt-system\"\n\
             ca = \"certs/ca.pem\"\ncertificate = \"certs/fbt-system.pem\"\n\
             key = \"certs/fbt-system.key.pem\"\nsigning_key = \"fbt-system.jwk\"\n\
             log_key = \"{}\"\n",
            self.url,
            stage().log_key
        );
        std::fs::write(self.path("system.toml"), profile).unwrap();
    }

    pub(super) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub(super) fn profile(&self) -> Profile {
        Profile::load(&self.path("system.toml")).unwrap()
    }

    /// The exchange ends as by a power cut.
    pub(super) fn cut(&mut self) {
        self.exchange.take().unwrap().kill();
    }

    /// The exchange takes connections and answers nothing, until it goes on.
    pub(super) fn pause(&self, paused: bool) {
        self.exchange.as_ref().unwrap().pause(paused);
    }

    /// The exchange is back at the same address.
    pub(super) fn mend(&mut self) {
        let config = self.path("samen.toml");
        let address = self.url.trim_start_matches("https://");
        let text = std::fs::read_to_string(&config).unwrap();
        let text = text.replacen("listen = \"127.0.0.1:0\"", &format!("listen = \"{address}\""), 1);
        std::fs::write(&config, text).unwrap();
        self.exchange = Some(Process::serve(self.folder.path()));
    }

    /// Somebody over a new connection.
    pub(super) fn as_(&self, id: &str) -> Caller {
        let identity = stage().identity(id).clone();
        let transport = connection(&identity, &self.url, Protocol::Auto, stage().ca.cert_pem());
        let slot = Arc::new(std::sync::Mutex::new(Some(transport)));
        let (ledger, clock) = (self.ledger.clone(), Arc::new(SystemClock::new()));
        Caller { identity, ledger, clock, slot, known: true, acting_for: None }
    }

    /// An alert for this plate.
    pub(super) fn alert(&self, plate: &str) -> Draft {
        let text = format!("marking-gate-{:04}", self.count.fetch_add(1, Ordering::Relaxed));
        let marks = Marks { id: new_id(now()).to_string(), plate: plate.into(), text, now: now() };
        Draft::alert(&marks)
    }

    pub(super) fn recall(&self, of: &str) -> Draft {
        let text = "Found by others".to_owned();
        let marks = Marks { id: new_id(now()).to_string(), plate: String::new(), text, now: now() };
        Draft::recall(&marks, of)
    }

    /// Puts the grant into force that lets exact matches leave without a person.
    pub(super) async fn grant_machines(&self) {
        let mut grant = paperwork::grant(&member_of("fbt-admin"), &[POLICE], now());
        grant["id"] = json!(MACHINES);
        grant["conditions"]["unconfirmed"] = json!(["exact"]);
        self.as_("fbt-admin").propose(&grant).await.granted();
        self.as_("pt-admin").accept(MACHINES).await.granted();
    }

    /// The sightings that the police have, the newest first, opened.
    pub(super) async fn sightings(&self) -> Vec<Value> {
        let officer = self.as_("pt-officer");
        let mut found = Vec::new();
        for id in officer.finds(json!({ "types": ["sighting"] })).await {
            let opened = officer.open(&id).await.granted();
            let jws: Value = serde_json::from_str(opened["jws"].as_str().unwrap()).unwrap();
            let payload =
                samen_audit::text::from_base64url(jws["payload"].as_str().unwrap().as_bytes());
            found.push(serde_json::from_slice(&payload.unwrap()).unwrap());
        }
        found
    }

    /// Starts the program and waits until it matches so many alerts.
    pub(super) fn edge(&self, alerts: u64) -> Edge {
        let mut edge = self.edge_without_alerts();
        edge.until_status(|status| status["connected"] == true && status["alerts"] == alerts);
        edge
    }

    pub(super) fn edge_without_alerts(&self) -> Edge {
        Edge::start(self.folder.path())
    }

    /// Nothing below the program's directory, and nothing that it logged, has this text.
    pub(super) fn assert_sealed(&self, text: &str) {
        let mut files = vec![self.path("edge.stderr")];
        collect(&self.path("edge"), &mut files);
        for path in files {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(!found, "{text} stands readable in {}", path.display());
        }
    }
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

pub(super) fn now() -> Timestamp {
    SystemClock::new().now()
}

/// A running `samen edge`.
pub(super) struct Edge {
    child: Child,
    input: ChildStdin,
    events: Receiver<String>,
    /// Everything that it said, as it said it.
    pub(super) said: String,
    /// Where readers post.
    pub(super) address: Option<String>,
}

impl Edge {
    fn start(directory: &Path) -> Self {
        let log = directory.join("edge.stderr");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_samen"))
            .args(["--json", "--as"])
            .arg(directory.join("system.toml"))
            .args(["edge", "--config"])
            .arg(directory.join("edge.toml"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, events) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take().unwrap();
        let mut edge = Self { child, input, events, said: String::new(), address: None };
        let started = edge.until(|event| event["event"] == "started");
        edge.address = started["address"].as_str().map(str::to_owned);
        edge
    }

    /// Puts a line in.
    pub(super) fn line(&mut self, line: &str) {
        self.input.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// The camera at the gate reads a plate.
    pub(super) fn reads(&mut self, plate: &str) {
        self.line(&json!({ "plate": plate, "confidence_percent": 91 }).to_string());
    }

    /// A person answers.
    pub(super) fn answers(&mut self, candidate: &Value, agrees: &str) {
        self.line(&format!("{candidate} {agrees} fbt-guard"));
    }

    /// The next event that fits; what comes before it is passed over.
    pub(super) fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = self.events.recv_timeout(PATIENCE).unwrap_or_else(|_| {
                panic!("it stays silent after\n{}", self.said);
            });
            self.said.push_str(&line);
            self.said.push('\n');
            let event: Value = serde_json::from_str(&line).unwrap();
            if fits(&event) {
                return event;
            }
        }
    }

    /// The next event of a kind.
    pub(super) fn next(&mut self, kind: &str) -> Value {
        self.until(|event| event["event"] == kind)
    }

    /// The next thing that a person should know about this.
    pub(super) fn notice(&mut self, about: &str) -> String {
        let notice = self.until(|event| event["event"] == "notice" && event["about"] == about);
        notice["text"].as_str().unwrap().to_owned()
    }

    /// Asks how it stands until that fits.
    pub(super) fn until_status(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let end = std::time::Instant::now() + PATIENCE;
        loop {
            self.line("status");
            let status = self.next("status");
            if fits(&status) {
                return status;
            }
            assert!(std::time::Instant::now() < end, "it stands at {status}");
            std::thread::yield_now();
        }
    }

    /// Ends it as a power cut would.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop; it has to end in order. Gives all that it said.
    pub(super) fn terminate(mut self) -> String {
        let ask = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(ask).status().unwrap().success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        while let Ok(line) = self.events.recv_timeout(PATIENCE) {
            self.said.push_str(&line);
        }
        std::mem::take(&mut self.said)
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        // A test that failed half-way leaves no process behind.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
