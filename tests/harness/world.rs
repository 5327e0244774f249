//! One exchange for one test: laid out from the stage, started with a clock that the test moves, and
//! judged at the end. Absent: what the test is about.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use samen::app::AppError;
use samen::app::config::Config;
use samen::client::transport::Protocol;
use samen::domain::time::Timestamp;
use samen::service::clock::Clock;
use samen::store::Store;
use samen::vault::{MasterKey, Vault};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::caller::{Caller, Slot, connection};
use super::cast::{HOUSES, MEMBERS};
use super::clock::HandClock;
use super::draft::{Draft, Marks};
use super::evidence;
use super::leaks::Search;
use super::ledger::{Ledger, Said};
use super::server::Server;
use super::stage::{Identity, Stage};
use super::traces;

/// Characters of plates that are never taken for each other by a reader.
const PLATE_SIGNS: [char; 20] = [
    'A', 'C', 'E', 'F', 'H', 'J', 'K', 'M', 'N', 'P', 'R', 'T', 'U', 'V', 'W', 'X', 'Y', '3', '4',
    '7',
];

static WORLDS: AtomicU32 = AtomicU32::new(0);

/// One exchange, running.
pub(crate) struct World {
    pub(crate) clock: Arc<HandClock>,
    pub(crate) ledger: Arc<Ledger>,
    folder: TempDir,
    number: u32,
    marks: AtomicU32,
    traces: usize,
    server: Option<Server>,
    callers: Mutex<HashMap<&'static str, Caller>>,
    slots: Mutex<Vec<Slot>>,
}

impl World {
    /// Lays an exchange out and starts it.
    pub(crate) async fn start() -> Self {
        let mut world = Self::lay();
        world.run().await.unwrap();
        world
    }

    /// Lays an exchange out, lets the test change its files, and starts it.
    pub(crate) async fn start_after(change: impl FnOnce(&Self)) -> Self {
        let mut world = Self::lay();
        change(&world);
        world.run().await.unwrap();
        world
    }

    fn lay() -> Self {
        let traces = traces::start();
        let stage = Stage::shared();
        let world = Self {
            clock: Arc::new(HandClock::new()),
            ledger: Arc::new(Ledger::new(&stage.log_key)),
            folder: tempfile::tempdir().unwrap(),
            number: WORLDS.fetch_add(1, Ordering::Relaxed),
            marks: AtomicU32::new(0),
            traces,
            server: None,
            callers: Mutex::default(),
            slots: Mutex::default(),
        };
        stage.lay(world.folder.path());
        world
    }

    async fn run(&mut self) -> Result<(), AppError> {
        let server = Server::start(self.config(), self.clock.clone()).await?;
        self.ledger.expect(Said { action: "exchange.open".into(), ..Said::default() });
        self.server = Some(server);
        Ok(())
    }

    /// Stops the exchange and starts it again on the same files.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        self.resume().await.unwrap();
    }

    /// Starts the stopped exchange again. Connections are made anew.
    pub(crate) async fn resume(&mut self) -> Result<(), AppError> {
        self.run().await?;
        let ca = Stage::shared().ca.cert_pem();
        for caller in self.callers.lock().unwrap().values() {
            let renewed = connection(&caller.identity, self.url(), Protocol::Auto, ca);
            *caller.slot.lock().unwrap() = Some(renewed);
        }
        Ok(())
    }

    /// Tries to start a second exchange on the files of the running one.
    pub(crate) async fn second(&self) -> Result<(), AppError> {
        Server::start(self.config(), self.clock.clone()).await.map(drop)
    }

    /// Stops the exchange; its files stay.
    pub(crate) async fn stop(&mut self) {
        self.ledger.end_tasks();
        for slot in self.slots.lock().unwrap().iter() {
            slot.lock().unwrap().take();
        }
        self.server.take().expect("the exchange runs").stop().await;
    }

    /// Waits until the exchange ends by itself, and gives the reason.
    pub(crate) async fn ended(&mut self) -> AppError {
        self.server.take().expect("the exchange runs").ended().await
    }

    /// Ends a test that has broken its own log on purpose, so that nothing can be judged.
    pub(crate) async fn abandon(mut self) {
        if self.server.is_some() {
            self.stop().await;
        }
    }

    /// The configuration of the exchange.
    pub(crate) fn config(&self) -> Config {
        Config::load(&self.path("samen.toml")).unwrap()
    }

    /// Changes the configuration file of an exchange that does not run.
    pub(crate) fn configure(&self, change: impl FnOnce(String) -> String) {
        let path = self.path("samen.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, change(text)).unwrap();
    }

    /// A path in the directory of the exchange.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Where partners connect.
    pub(crate) fn url(&self) -> &str {
        &self.server.as_ref().expect("the exchange runs").url
    }

    /// Where operations look.
    pub(crate) fn operations(&self) -> &str {
        &self.server.as_ref().expect("the exchange runs").operations
    }

    /// The present of the exchange.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Somebody of the cast, always over the same connection.
    pub(crate) fn as_(&self, id: &'static str) -> Caller {
        let known = self.callers.lock().unwrap().get(id).cloned();
        known.unwrap_or_else(|| {
            let caller = self.caller(Stage::shared().identity(id).clone(), Protocol::Auto);
            self.callers.lock().unwrap().insert(id, caller.clone());
            caller
        })
    }

    /// Somebody over a new connection.
    pub(crate) fn caller(&self, identity: Arc<Identity>, protocol: Protocol) -> Caller {
        let transport = connection(&identity, self.url(), protocol, Stage::shared().ca.cert_pem());
        let slot: Slot = Arc::new(Mutex::new(Some(transport)));
        self.slots.lock().unwrap().push(slot.clone());
        let (ledger, clock) = (self.ledger.clone(), self.clock.clone());
        Caller { identity, ledger, clock, slot, known: true, acting_for: None }
    }

    /// Somebody whose certificate is registered to nobody.
    pub(crate) fn stranger(&self, identity: Identity) -> Caller {
        let caller = self.caller(Arc::new(identity), Protocol::Auto);
        Caller { known: false, ..caller }
    }

    /// What makes the next record of this test unlike every other.
    pub(crate) fn marks(&self) -> Marks {
        let count = self.marks.fetch_add(1, Ordering::Relaxed);
        let (world, now) = (self.number, self.now());
        let text = format!("marking-{world:04}-{count:04}");
        self.ledger.mark(&text);
        let id = format!("{:08x}-{:04x}-7{count:03x}-8000-{world:012x}", 0x019a_b3c0, count);
        Marks { id, plate: self.plate_of(count), text: format!("{text} behind unit 14"), now }
    }

    /// A plate that no other test has.
    pub(crate) fn plate(&self) -> String {
        self.plate_of(self.marks.fetch_add(1, Ordering::Relaxed))
    }

    fn plate_of(&self, count: u32) -> String {
        let mut left = usize::try_from(self.number * 2000 + count).unwrap();
        let mut plate = String::from("X");
        for _ in 0..5 {
            plate.push(PLATE_SIGNS[left % PLATE_SIGNS.len()]);
            left /= PLATE_SIGNS.len();
        }
        self.ledger.mark(&plate);
        plate
    }

    pub(crate) fn alert(&self) -> Draft {
        Draft::alert(&self.marks())
    }

    pub(crate) fn sighting(&self, alert: &Draft) -> Draft {
        let plate = alert.at("/body/plate/text").clone();
        Draft::sighting(&self.marks(), alert.id()).set("/body/plate/text", plate)
    }

    pub(crate) fn incident(&self) -> Draft {
        Draft::incident(&self.marks())
    }

    pub(crate) fn outcome(&self, of: &str) -> Draft {
        Draft::outcome(&self.marks(), of)
    }

    pub(crate) fn receipt(&self, of: &str, state: &str) -> Draft {
        Draft::receipt(&self.marks(), of, state)
    }

    pub(crate) fn recall(&self, of: &str) -> Draft {
        Draft::recall(&self.marks(), of)
    }

    /// Ends the test: stops the exchange and judges everything that it did. Every test ends here.
    pub(crate) async fn finish(mut self) {
        let log_key = self.ledger.log_key.clone();
        let steward = self.as_("steward-1");
        self.shown_to_the_end(&steward).await;
        let log = evidence::read(&steward, &log_key, &self.ledger.checkpoints()).await;
        drop(steward);
        self.stop().await;
        self.callers.lock().unwrap().clear();
        let store = self.store();
        log.assert_in(&store);
        self.assert_entries(&store, log.head.size);
        drop(store);
        let search = Search::new(&self.ledger.marks());
        search.assert_absent_below(&self.path("data"));
        // Who takes part is nobody's business either, and what is readable by design is found.
        let people = MEMBERS.iter().map(|member| member.id).filter(|id| id.len() > 5);
        let names = HOUSES.iter().flat_map(|house| [house.id, house.name]);
        let names: Vec<String> = people.chain(names).map(str::to_owned).collect();
        Search::new(&names).assert_absent_below(&self.path("data"));
        let origin = Search::new(&[self.config().origin]);
        assert!(origin.find(&std::fs::read(self.path("data/head")).unwrap()).is_some());
        search.assert_absent_below(&self.path("keys"));
        let logged = search.find(&traces::since(self.traces));
        assert!(logged.is_none(), "{logged:?} stands in the log of the process");
    }

    /// Waits until the checkpoint that is shown is the newest: with witnesses it follows in rounds.
    async fn shown_to_the_end(&self, caller: &Caller) {
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let shown = caller.get("/log/checkpoint").await;
            let size: u64 = shown.text().lines().nth(1).unwrap().parse().unwrap();
            if self.entries_made().await == size {
                return;
            }
            assert!(Instant::now() < patience, "the shown checkpoint stays behind");
        }
    }

    /// How many entries the log has, as operations see it.
    pub(crate) async fn entries_made(&self) -> u64 {
        let metrics = self.operation("/metrics").await;
        let line = metrics.lines().find_map(|line| line.strip_prefix("samen_log_entries "));
        line.unwrap().parse().unwrap()
    }

    /// What operations are told on a path.
    pub(crate) async fn operation(&self, path: &str) -> String {
        let address = self.operations().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// The store of the stopped exchange.
    pub(crate) fn store(&self) -> Store {
        let config = self.config();
        let master = MasterKey::from_file(&config.master_key).unwrap();
        let vault = Vault::open(&config.keyring, &master).unwrap();
        Store::open(&config.data, Arc::new(vault)).unwrap()
    }

    /// Every request of a known caller has left exactly its entry.
    fn assert_entries(&self, store: &Store, size: u64) {
        let (due, limited) = self.ledger.due();
        let (mut said, suppressed) = evidence::entries(store, Stage::shared().entries, size);
        let (over, rest): (Vec<_>, Vec<_>) =
            said.drain(..).partition(|entry| entry.refusal == "rate-limited");
        let mut rest = rest;
        // The exchange erases by itself, when a test lets days go by; the tests of that look closer.
        rest.retain(|entry| !entry.action.starts_with("retention."));
        rest.sort();
        assert_eq!(rest, due, "the entries are not those of the requests");
        let answered: u64 = limited.values().sum();
        let entered = u64::try_from(over.len()).unwrap();
        assert!(entered + suppressed <= answered && (answered == 0 || entered > 0));
        for (partner, answered) in limited {
            let entered = over.iter().filter(|entry| entry.partner == partner).count();
            assert_eq!(u64::try_from(entered).unwrap(), answered.min(10), "{partner}");
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Whoever looks for the cause wants to know what the exchange itself said.
            let logged = traces::since(self.traces);
            let logged = String::from_utf8_lossy(&logged);
            let lines: Vec<_> = logged
                .lines()
                .filter(|line| line.contains(" ERROR ") || line.contains(" WARN "))
                .collect();
            eprintln!("{}", lines.join("\n"));
            return;
        }
        assert!(self.server.is_none(), "a test has to end with `finish`");
    }
}
