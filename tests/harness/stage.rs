//! What every test starts from: a CA, everybody's certificate and key, and an exchange in which all are
//! enrolled over the network. Built once, kept in memory, laid out again for each test.
//! Absent: running it for a test (`world`).

use std::collections::HashMap;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ring::rand::SystemRandom;
use samen::app::config::Config;
use samen::app::found_with;
use samen::domain::party::Role;
use samen::pki::{Ca, Issued};
use samen::service::clock::Clock;
use samen_audit::jws::PrivateKey;
use time::OffsetDateTime;

use super::cast::{EXCHANGE, MEMBERS, Member, STEWARD};
use super::clock::HandClock;
use super::enroll::enroll;
use super::server::Server;

/// Certificates hold from 2020 on, for seventy years: by the clock of the test and by the real one.
const FIRST_DAY_S: i64 = 1_577_836_800;
const DAYS: u32 = 25_500;

/// Somebody with a certificate and a signing key.
pub(crate) struct Identity {
    pub(crate) member: Member,
    pub(crate) certificate_pem: String,
    pub(crate) certificate_key_pem: String,
    /// In hexadecimal.
    pub(crate) fingerprint: String,
    pub(crate) key: PrivateKey,
}

/// A founded exchange with everybody enrolled.
pub(crate) struct Stage {
    pub(crate) ca: Ca,
    pub(crate) log_key: String,
    /// Entries that founding and enrolling left.
    pub(crate) entries: u64,
    identities: HashMap<&'static str, Arc<Identity>>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// The first day of every certificate.
pub(crate) fn first_day() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(FIRST_DAY_S).unwrap()
}

impl Identity {
    /// A new one under a CA.
    pub(crate) fn new(member: Member, ca: &Ca) -> Self {
        let issued = ca.client(member.id, member.partner, first_day(), DAYS).unwrap();
        Self::with_certificate(member, &issued)
    }

    /// A new one with a certificate at hand. Systems sign with P-256, people with Ed25519.
    pub(crate) fn with_certificate(member: Member, issued: &Issued) -> Self {
        let key = match member.role {
            Role::System => PrivateKey::generate_p256(&SystemRandom::new()),
            _ => PrivateKey::generate(&SystemRandom::new()),
        };
        Self {
            member,
            certificate_pem: issued.cert_pem().to_owned(),
            certificate_key_pem: issued.key_pem.to_string(),
            fingerprint: samen_audit::text::hex(&issued.fingerprint()),
            key: key.unwrap(),
        }
    }
}

impl Stage {
    /// The stage of all tests that move their clock by hand.
    pub(crate) fn shared() -> &'static Self {
        static STAGE: OnceLock<Stage> = OnceLock::new();
        STAGE.get_or_init(|| {
            // A thread of its own, because the tests are in a runtime already.
            std::thread::spawn(|| Self::build(Arc::new(HandClock::new()))).join().unwrap()
        })
    }

    /// Founds an exchange, enrolls everybody over the network, and keeps its files.
    pub(crate) fn build(clock: Arc<dyn Clock>) -> Self {
        let ca = Ca::create("samen test CA", first_day(), DAYS).unwrap();
        let identities: HashMap<_, _> = MEMBERS
            .iter()
            .map(|member| (member.id, Arc::new(Identity::new(*member, &ca))))
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path();
        for name in ["certs", "keys"] {
            std::fs::create_dir(directory.join(name)).unwrap();
        }
        write(&directory.join("samen.toml"), configuration().as_bytes());
        write(&directory.join("certs/ca.pem"), ca.cert_pem().as_bytes());
        let server = ca.server(&["localhost", "127.0.0.1"], first_day(), DAYS).unwrap();
        write(&directory.join("certs/server.pem"), server.cert_pem().as_bytes());
        write(&directory.join("certs/server.key.pem"), server.key_pem.as_bytes());
        for identity in identities.values() {
            let at =
                |ending: &str| directory.join(format!("certs/{}.{ending}", identity.member.id));
            write(&at("pem"), identity.certificate_pem.as_bytes());
            write(&at("key.pem"), identity.certificate_key_pem.as_bytes());
        }
        let config = Config::load(&directory.join("samen.toml")).unwrap();
        let founded = found_with(&config, clock.clone()).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let entries = runtime.block_on(async {
            let server = Server::start(config, clock.clone()).await.unwrap();
            let entries = enroll(&identities, directory, &server.url, clock.as_ref()).await;
            server.stop().await;
            entries
        });
        let mut files = Vec::new();
        collect(directory, directory, &mut files);
        Self { ca, log_key: founded.log_key, entries, identities, files }
    }

    /// Somebody of the cast.
    pub(crate) fn identity(&self, id: &str) -> &Arc<Identity> {
        self.identities.get(id).unwrap_or_else(|| panic!("nobody is called {id}"))
    }

    /// Lays the files of the exchange out in a directory.
    pub(crate) fn lay(&self, directory: &Path) {
        for (relative, content) in &self.files {
            let path = directory.join(relative);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            write(&path, content);
        }
    }
}

/// Writes a file that only its owner reads, as keys have to be.
fn write(path: &Path, content: &[u8]) {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.create(true).truncate(true).write(true).mode(0o600).open(path).unwrap();
    file.write_all(content).unwrap();
}

fn collect(base: &Path, directory: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(base, &path, files);
        } else {
            let relative = path.strip_prefix(base).unwrap().to_owned();
            files.push((relative, std::fs::read(&path).unwrap()));
        }
    }
}

fn configuration() -> String {
    format!(
        "exchange = \"{EXCHANGE}\"\nprofile = \"nl\"\nlisten = \"127.0.0.1:0\"\n\
         operations = \"127.0.0.1:0\"\ndata = \"data\"\nworkers = 1\n\n\
         [log]\nshard = \"test\"\nkey = \"keys/log.key\"\nheartbeat_s = 4000000000\n\n\
         [vault]\nmaster_key = \"keys/master.key\"\nkeyring = \"keys/keyring\"\n\n\
         [tls]\nca = \"certs/ca.pem\"\ncertificate = \"certs/server.pem\"\n\
         key = \"certs/server.key.pem\"\n\n\
         [founding]\npartner = \"{STEWARD}\"\nname = \"Stichting Samen\"\nperson = \"steward-1\"\n\
         screening_authority = \"Politie Twente\"\nscreening_until = \"2089-12-31T23:59:59Z\"\n\
         certificate = \"certs/steward-1.pem\"\n\n\
         [limits]\nsubmissions = 100000\nsearches = 100000\ndeliveries = 100000\nburst = 10000\n\n\
         [logging]\nformat = \"text\"\nlevel = \"debug\"\n"
    )
}
