//! The configuration file, as written and as meant. `example.toml` beside this file documents every key.
//! Absent: defaults that could be unsafe; a missing key is an error.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::logboek::{LogboekFile, LogboekSettings};
use super::outlines::MapFile;
use crate::domain::grant::Limits;
use crate::domain::id::{ExchangeName, PartnerId, PersonId};
use crate::domain::profile::Profile;
use crate::domain::time::Timestamp;
use crate::http::tls::TlsFiles;

/// A documented configuration file.
pub const EXAMPLE: &str = include_str!("example.toml");

/// Seconds that a listener may take nothing of what waits for it: far longer than a change of network takes.
const STALLED_S: u16 = 30;
/// The shortest age of a quorum after which disclosures may stop, in seconds: five rounds of witnesses.
const SHORTEST_QUORUM_S: u32 = 300;

/// Why a configuration cannot be used. Names the key, never a value.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, or a missing one.
    #[error("the configuration file {} does not fit", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A value that means nothing.
    #[error("the configuration key {key} has to be {expected}")]
    Value {
        /// The key.
        key: &'static str,
        /// What it has to be.
        expected: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    exchange: String,
    profile: String,
    listen: SocketAddr,
    operations: SocketAddr,
    data: PathBuf,
    workers: usize,
    stalled_s: Option<u16>,
    log: Log,
    witnesses: Option<WitnessesFile>,
    logboek: Option<LogboekFile>,
    vault: Vault,
    tls: Tls,
    founding: FoundingFile,
    registry: Option<RegistryFile>,
    limits: LimitsFile,
    map: Option<MapFile>,
    logging: LoggingFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    shard: String,
    key: PathBuf,
    heartbeat_s: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WitnessesFile {
    policy: PathBuf,
    ca: Option<PathBuf>,
    stop_disclosures_after_s: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vault {
    master_key: PathBuf,
    keyring: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tls {
    ca: PathBuf,
    crl: Option<PathBuf>,
    certificate: PathBuf,
    key: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FoundingFile {
    partner: String,
    name: String,
    person: String,
    screening_authority: String,
    screening_until: String,
    certificate: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegistryFile {
    two_stewards: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsFile {
    submissions: u32,
    searches: u32,
    deliveries: u32,
    burst: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LoggingFile {
    format: String,
    level: String,
}

/// Who stewards the exchange when it is founded.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The steward's partner.
    pub partner: PartnerId,
    /// Its name.
    pub name: String,
    /// The first steward.
    pub person: PersonId,
    /// Who screened the first steward.
    pub screening_authority: String,
    /// Until when.
    pub screening_until: Timestamp,
    /// The first steward's certificate.
    pub certificate: PathBuf,
}

/// Who else holds the exchange to one history.
#[derive(Clone, Debug)]
pub struct WitnessFiles {
    /// The policy (C2SP `tlog-policy`): this log, its witnesses with their addresses, the quorum.
    pub policy: PathBuf,
    /// The CA certificates of witnesses behind `https`.
    pub ca: Option<PathBuf>,
    /// Disclosures stop when the quorum is older, in milliseconds.
    pub max_age_ms: Option<i64>,
}

/// How the process logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logging {
    /// As JSON lines instead of text.
    pub json: bool,
    /// From which level on.
    pub level: tracing::Level,
}

/// The configuration of an exchange.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the exchange.
    pub exchange: ExchangeName,
    /// The jurisdiction.
    pub profile: Profile,
    /// Where partners connect.
    pub listen: SocketAddr,
    /// Where operations look.
    pub operations: SocketAddr,
    /// The directory of the store.
    pub data: PathBuf,
    /// Threads that serve requests.
    pub workers: usize,
    /// How long a listener may take nothing of what waits for it.
    pub stalled: Duration,
    /// The origin of the log.
    pub origin: String,
    /// The file of the log's private key.
    pub log_key: PathBuf,
    /// After how much silence the log gets a heartbeat, in milliseconds.
    pub heartbeat_ms: i64,
    /// The witnesses, when there are any.
    pub witnesses: Option<WitnessFiles>,
    /// The collector of the processing log, when there is one.
    pub logboek: Option<LogboekSettings>,
    /// The file of the master key.
    pub master_key: PathBuf,
    /// The keyring file.
    pub keyring: PathBuf,
    /// The files of TLS.
    pub tls: TlsFiles,
    /// The first steward.
    pub founding: Founding,
    /// Whether it takes two stewards to make a partner active.
    pub two_stewards: bool,
    /// Limits of partners without a grant.
    pub limits: Limits,
    /// The files with the outlines that maps draw.
    pub outlines: Vec<PathBuf>,
    /// How the process logs.
    pub logging: Logging,
}

impl Config {
    /// Reads a configuration file. Paths in it are relative to it.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        Self::parse(&read(path)?, path)
    }

    /// Parses the text of a configuration file that stands at `path`.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let file: File = form(text, path)?;
        let base = path.parent().unwrap_or_else(|| Path::new(""));
        let at = |relative: &Path| base.join(relative);
        let exchange = ExchangeName::parse(&file.exchange).map_err(|_| {
            value("exchange", "a name of lower-case letters, digits, dots and dashes")
        })?;
        if !file.operations.ip().is_loopback() {
            return Err(value("operations", "an address of the loopback interface"));
        }
        let shard = &file.log.shard;
        let plain = shard.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if shard.is_empty() || shard.len() > 32 || !plain {
            return Err(value("log.shard", "a year or a short name"));
        }
        Ok(Self {
            origin: format!("{exchange}/audit/{shard}"),
            exchange,
            profile: Profile::from_code(&file.profile)
                .ok_or_else(|| value("profile", "nl or be"))?,
            listen: file.listen,
            operations: file.operations,
            data: at(&file.data),
            workers: file.workers,
            stalled: Duration::from_secs(file.stalled_s.unwrap_or(STALLED_S).max(1).into()),
            log_key: at(&file.log.key),
            heartbeat_ms: heartbeat_ms(file.log.heartbeat_s)?,
            witnesses: file.witnesses.map(|witnesses| witnesses.parse(&at)).transpose()?,
            logboek: file.logboek.map(|logboek| logboek.parse(&at)).transpose()?,
            master_key: at(&file.vault.master_key),
            keyring: at(&file.vault.keyring),
            tls: TlsFiles {
                ca: at(&file.tls.ca),
                crl: file.tls.crl.as_deref().map(at),
                cert: at(&file.tls.certificate),
                key: at(&file.tls.key),
            },
            founding: file.founding.parse(&at)?,
            two_stewards: file.registry.is_some_and(|registry| registry.two_stewards),
            limits: file.limits.parse()?,
            outlines: file.map.map(|map| map.parse(&at)).unwrap_or_default(),
            logging: file.logging.parse()?,
        })
    }
}

impl FoundingFile {
    fn parse(self, at: &dyn Fn(&Path) -> PathBuf) -> Result<Founding, ConfigError> {
        Ok(Founding {
            partner: PartnerId::parse(&self.partner)
                .map_err(|_| value("founding.partner", "a partner id"))?,
            name: self.name,
            person: PersonId::parse(&self.person)
                .map_err(|_| value("founding.person", "a person id"))?,
            screening_authority: self.screening_authority,
            screening_until: Timestamp::parse(&self.screening_until).map_err(|_| {
                value("founding.screening_until", "a time such as 2027-12-31T23:59:59Z")
            })?,
            certificate: at(&self.certificate),
        })
    }
}

impl WitnessesFile {
    fn parse(self, at: &dyn Fn(&Path) -> PathBuf) -> Result<WitnessFiles, ConfigError> {
        let max_age_ms = match self.stop_disclosures_after_s {
            Some(seconds) if seconds < SHORTEST_QUORUM_S => {
                return Err(value(
                    "witnesses.stop_disclosures_after_s",
                    "at least 300: witnesses are asked every minute while nothing happens",
                ));
            }
            seconds => seconds.map(|seconds| i64::from(seconds) * 1000),
        };
        Ok(WitnessFiles { policy: at(&self.policy), ca: self.ca.as_deref().map(at), max_age_ms })
    }
}

fn heartbeat_ms(seconds: u32) -> Result<i64, ConfigError> {
    if seconds == 0 {
        return Err(value("log.heartbeat_s", "a number of seconds above 0, such as 900"));
    }
    Ok(i64::from(seconds) * 1000)
}

impl LimitsFile {
    fn parse(self) -> Result<Limits, ConfigError> {
        let Self { submissions, searches, deliveries, burst } = self;
        if [submissions, searches, deliveries, burst].contains(&0) {
            return Err(value("limits", "numbers above 0"));
        }
        Ok(Limits { submissions, searches, deliveries, burst })
    }
}

impl LoggingFile {
    fn parse(self) -> Result<Logging, ConfigError> {
        let json = match self.format.as_str() {
            "text" => false,
            "json" => true,
            _ => return Err(value("logging.format", "text or json")),
        };
        let level = match self.level.as_str() {
            "error" => tracing::Level::ERROR,
            "warn" => tracing::Level::WARN,
            "info" => tracing::Level::INFO,
            "debug" => tracing::Level::DEBUG,
            _ => return Err(value("logging.level", "error, warn, info or debug")),
        };
        Ok(Logging { json, level })
    }
}

/// The text of a configuration file.
pub(super) fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Read { path: path.to_owned(), source })
}

/// The members of a configuration file.
pub(super) fn form<T: DeserializeOwned>(text: &str, path: &Path) -> Result<T, ConfigError> {
    toml::from_str(text)
        .map_err(|source| ConfigError::Form { path: path.to_owned(), source: Box::new(source) })
}

fn value(key: &'static str, expected: &'static str) -> ConfigError {
    ConfigError::Value { key, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_configuration() {
        let config = Config::parse(EXAMPLE, Path::new("/etc/samen/samen.toml")).unwrap();
        assert_eq!(config.origin, "twente.samen.example/audit/2026");
        assert_eq!(config.data, Path::new("/etc/samen/data"));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let text = EXAMPLE.replace("workers = 0", "workers = 0\nworkres = 1");
        assert!(matches!(Config::parse(&text, Path::new("x")), Err(ConfigError::Form { .. })));
    }

    #[test]
    fn operations_stay_on_the_loopback_address() {
        let text = EXAMPLE.replace("127.0.0.1:9443", "0.0.0.0:9443");
        let error = Config::parse(&text, Path::new("x")).unwrap_err();
        assert!(matches!(error, ConfigError::Value { key: "operations", .. }));
    }
}
