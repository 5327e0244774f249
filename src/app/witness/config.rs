//! The configuration of a witness, as written and as meant. `example.toml` beside this file documents
//! every key. Absent: defaults that could be unsafe.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use samen_audit::cosignature::WitnessKey;
use samen_audit::note::VerifierKey;
use serde::Deserialize;

use crate::app::config::{ConfigError, form, read};
use crate::service::witness::WitnessedLog;

/// A documented configuration file.
pub const EXAMPLE: &str = include_str!("example.toml");

/// Longest address prefix in bytes.
const MAX_PREFIX: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    listen: SocketAddr,
    prefix: String,
    key: PathBuf,
    state: PathBuf,
    tls: Option<TlsPair>,
    #[serde(default, rename = "log")]
    logs: Vec<LogFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LogFile {
    origin: String,
    keys: Vec<String>,
}

/// A certificate and its key, in PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsPair {
    /// The certificate, followed by any intermediate ones.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// The configuration of a witness.
#[derive(Clone, Debug)]
pub struct WitnessConfig {
    /// The name in its key.
    pub name: String,
    /// Where logs connect.
    pub listen: SocketAddr,
    /// Empty, or begins with a slash and does not end in one.
    pub prefix: String,
    /// The file of the private key.
    pub key: PathBuf,
    /// The directory of the state.
    pub state: PathBuf,
    /// TLS; without it a proxy has to speak it.
    pub tls: Option<TlsPair>,
    /// The logs.
    pub logs: Vec<WitnessedLog>,
}

impl WitnessConfig {
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
        if !is_name(&file.name) {
            return Err(value("name", "an address of yours without spaces and plus signs"));
        }
        let mut logs: Vec<WitnessedLog> = Vec::new();
        for log in file.logs {
            let log = parse_log(log)?;
            if logs.iter().any(|other| other.origin == log.origin) {
                return Err(value("log.origin", "another one for every log"));
            }
            logs.push(log);
        }
        Ok(Self {
            name: file.name,
            listen: file.listen,
            prefix: parse_prefix(&file.prefix)?,
            key: at(&file.key),
            state: at(&file.state),
            tls: file
                .tls
                .map(|tls| TlsPair { certificate: at(&tls.certificate), key: at(&tls.key) }),
            logs,
        })
    }
}

/// Whether a witness can bear this name: one that keys can have, of a length that logs put up with.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= 255 && WitnessKey::new(name, [0; 32]).is_ok()
}

fn parse_log(log: LogFile) -> Result<WitnessedLog, ConfigError> {
    let keys = log.keys.iter().map(|key| VerifierKey::parse(key)).collect::<Result<Vec<_>, _>>();
    let keys = keys.ok().filter(|keys| !keys.is_empty());
    let keys = keys.ok_or_else(|| value("log.keys", "one verifier key or more of the log"))?;
    if log.origin.is_empty() || log.origin.contains(char::is_control) {
        return Err(value("log.origin", "the first line of the checkpoints of the log"));
    }
    Ok(WitnessedLog { origin: log.origin, keys })
}

fn parse_prefix(prefix: &str) -> Result<String, ConfigError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let fits = prefix.is_empty()
        || prefix.len() <= MAX_PREFIX
            && prefix.strip_prefix('/').is_some_and(|path| {
                path.split('/').all(|part| !part.is_empty() && part.chars().all(plain))
            });
    if fits {
        Ok(prefix.to_owned())
    } else {
        Err(value("prefix", "empty, or a path such as /witness without a slash at its end"))
    }
}

fn value(key: &'static str, expected: &'static str) -> ConfigError {
    ConfigError::Value { key, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    fn parse(text: &str) -> Result<WitnessConfig, ConfigError> {
        WitnessConfig::parse(text, Path::new("/etc/witness/witness.toml"))
    }

    fn with_log(origin: &str, keys: &str) -> String {
        format!("{EXAMPLE}\n[[log]]\norigin = \"{origin}\"\nkeys = [{keys}]\n")
    }

    #[test]
    fn the_example_is_a_configuration_without_a_log() {
        let config = parse(EXAMPLE).unwrap();
        assert_eq!(config.state, Path::new("/etc/witness/state"));
        assert!(config.logs.is_empty() && config.tls.is_none());
        // What is commented out in it would be one too, with a real key.
        let all = EXAMPLE.replace("\n# [", "\n[").replace("\n# cert", "\ncert");
        let all = all.replace("\n# key", "\nkey").replace("\n# origin", "\norigin");
        let all = all.replace("twente.samen.example/audit/2026+1a2b3c4d+AbCd...", VKEY);
        let config = parse(&all).unwrap();
        assert_eq!(config.logs.len(), 1);
        assert_eq!(config.tls.unwrap().key, Path::new("/etc/witness/server.key.pem"));
    }

    #[test]
    fn what_means_nothing_is_refused() {
        let good = format!("\"{VKEY}\"");
        assert!(parse(&with_log("a", &good)).is_ok());
        let twice = with_log("a", &good) + &format!("[[log]]\norigin = \"a\"\nkeys = [{good}]\n");
        for bad in [
            twice,
            with_log("a", ""),
            with_log("a", "\"vkey\""),
            with_log("", &good),
            EXAMPLE.replace("prefix = \"\"", "prefix = \"/\""),
            EXAMPLE.replace("prefix = \"\"", "prefix = \"a\""),
            EXAMPLE.replace("prefix = \"\"", "prefix = \"/a/\""),
            EXAMPLE.replace("prefix = \"\"", "prefix = \"/{a}\""),
            EXAMPLE.replace("witness.example/firm", "a b"),
            EXAMPLE.replace("witness.example/firm", ""),
        ] {
            assert!(matches!(parse(&bad), Err(ConfigError::Value { .. })), "{bad}");
        }
        let unknown = EXAMPLE.replace("prefix =", "prefx = \"\"\nprefix =");
        assert!(matches!(parse(&unknown), Err(ConfigError::Form { .. })));
        let prefix = parse(&EXAMPLE.replace("prefix = \"\"", "prefix = \"/a/b\"")).unwrap().prefix;
        assert_eq!(prefix, "/a/b");
    }
}
