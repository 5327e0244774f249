//! A founded witness in a directory of its own, running in a thread as in a process of its own, and
//! requests to it byte by byte. Absent: the log that asks.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use samen::app::witness::{FoundedWitness, WitnessAppError, WitnessConfig, build_with, found};
use samen::service::clock::Clock;
use samen_audit::cosignature::WitnessKey;
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::log::Log;

pub(crate) const ORIGIN: &str = "log.example/audit/2026";
pub(crate) const NAME: &str = "witness.example/securion";
/// Longer than any answer takes on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// A witness that is not running.
pub(crate) struct Site {
    folder: TempDir,
    pub(crate) founded: FoundedWitness,
}

impl Site {
    /// Founds one that cosigns logs of these origins.
    pub(crate) fn new(origins: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("witness");
        let founded = found(&place, NAME, "127.0.0.1:0".parse().ok()).unwrap();
        let site = Self { folder, founded };
        for origin in origins {
            let key = Log::new(origin).signer.verifier();
            site.add(&format!("\n[[log]]\norigin = \"{origin}\"\nkeys = [\"{key}\"]\n"));
        }
        site
    }

    /// Adds lines to its configuration.
    pub(crate) fn add(&self, lines: &str) {
        let text = std::fs::read_to_string(&self.founded.config).unwrap();
        std::fs::write(&self.founded.config, text + lines).unwrap();
    }

    /// Changes its configuration.
    pub(crate) fn change(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(&self.founded.config).unwrap();
        assert!(text.contains(from));
        std::fs::write(&self.founded.config, text.replace(from, to)).unwrap();
    }

    pub(crate) fn key(&self) -> WitnessKey {
        self.founded.key.parse().unwrap()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder.path().join("witness/state")
    }

    /// Starts it and waits until it listens.
    pub(crate) fn start(&self, clock: Arc<dyn Clock>) -> Result<Running, WitnessAppError> {
        let config = WitnessConfig::load(&self.founded.config).unwrap();
        let application = build_with(config, clock)?;
        let (address, url) = (application.address(), application.url());
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let run = application.run_until(async { drop(stopped.await) });
            runtime.unwrap().block_on(run)
        });
        Ok(Running { stop, thread, address, url })
    }
}

/// A witness that is running.
pub(crate) struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<(), WitnessAppError>>,
    pub(crate) address: SocketAddr,
    pub(crate) url: String,
}

impl Running {
    /// Asks to cosign.
    pub(crate) fn ask(&self, request: &str) -> Answer {
        post(self.address, "/add-checkpoint", request.as_bytes())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        exchange(self.address, format!("GET {path} HTTP/1.1\r\nHost: w\r\n").as_bytes(), b"")
    }

    /// Lets it end in order.
    pub(crate) fn stop(self) {
        let Self { stop, thread, .. } = self;
        drop(stop);
        thread.join().unwrap().unwrap();
    }
}

/// An answer as it came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) media_type: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// The cosignature lines of a request that was granted.
    pub(crate) fn lines(self) -> String {
        assert_eq!((self.status, self.body.starts_with("\u{2014} ")), (200, true), "{self:?}");
        self.body
    }
}

pub(crate) fn post(address: SocketAddr, path: &str, body: &[u8]) -> Answer {
    let head = format!("POST {path} HTTP/1.1\r\nHost: w\r\nContent-Length: {}\r\n", body.len());
    exchange(address, head.as_bytes(), body)
}

/// Sends a request with these lines of a head, and reads the answer to its end.
pub(crate) fn exchange(address: SocketAddr, head: &[u8], body: &[u8]) -> Answer {
    try_exchange(address, head, body).expect("an answer")
}

/// As [`exchange`]; `None` when the connection breaks.
pub(crate) fn try_exchange(address: SocketAddr, head: &[u8], body: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = [head, b"Connection: close\r\n\r\n", body].concat();
    // Whoever refuses a long body may hang up before all of it is sent, and has answered then.
    let sent = stream.write_all(&request);
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    if bytes.is_empty() && (sent.is_err() || read.is_err()) {
        return None;
    }
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let media_type = head.lines().find_map(|line| line.strip_prefix("content-type: "));
    Some(Answer {
        status,
        media_type: media_type.unwrap_or_default().to_owned(),
        head: head.to_owned(),
        body: body.to_owned(),
    })
}
