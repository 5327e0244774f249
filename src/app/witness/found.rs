//! Founding a witness: its key, its empty state and its configuration, in a directory of its own.
//! Absent: the logs that it will cosign; the operator adds them.

use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use ring::rand::SystemRandom;
use samen_audit::cosignature::WitnessSigner;

use super::WitnessAppError;
use super::config::{EXAMPLE, is_name};
use crate::app::keys;
use crate::pki::write_private;
use crate::store::WitnessFiles;

/// What the founding made.
#[derive(Clone, Debug)]
pub struct FoundedWitness {
    /// The verifier key, for the policies of others.
    pub key: String,
    /// The configuration file, to which logs are to be added.
    pub config: PathBuf,
}

/// Founds a witness in `directory`, which is made if its parent exists.
///
/// # Errors
/// [`WitnessAppError`]; nothing that exists is overwritten, and what was made before the error stays.
pub fn found(
    directory: &Path,
    name: &str,
    listen: Option<SocketAddr>,
) -> Result<FoundedWitness, WitnessAppError> {
    let (config, key_file) = (directory.join("witness.toml"), directory.join("witness.key"));
    let quotable = !name.contains(['"', '\\']);
    if !is_name(name) || !quotable {
        return Err(WitnessAppError::Name);
    }
    if let Some(there) = [&config, &key_file].into_iter().find(|path| path.exists()) {
        return Err(WitnessAppError::Exists(there.clone()));
    }
    match DirBuilder::new().mode(0o700).create(directory) {
        Err(source) if source.kind() != ErrorKind::AlreadyExists => {
            return Err(WitnessAppError::Write { path: directory.to_owned(), source });
        }
        _ => {}
    }
    let seed = keys::make_seed(&SystemRandom::new())?;
    let signer = WitnessSigner::from_seed(name, &seed).map_err(|_| WitnessAppError::Name)?;
    let key = signer.key().to_string();
    WitnessFiles::create(&directory.join("state"), &key).map_err(WitnessAppError::Create)?;
    keys::write_seed(&key_file, &seed)?;
    write_private(&config, config_text(name, listen).as_bytes())
        .map_err(|source| WitnessAppError::Write { path: config.clone(), source })?;
    Ok(FoundedWitness { key, config })
}

/// The documented example with the name and the address put in.
fn config_text(name: &str, listen: Option<SocketAddr>) -> String {
    let mut text = String::with_capacity(EXAMPLE.len() + name.len());
    for line in EXAMPLE.lines() {
        match (line.split_once(" = "), listen) {
            (Some(("name", _)), _) => text.push_str(&format!("name = \"{name}\"")),
            (Some(("listen", _)), Some(listen)) => text.push_str(&format!("listen = \"{listen}\"")),
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{WitnessConfig, status};
    use super::*;

    #[test]
    fn what_was_founded_can_be_used_and_is_not_founded_again() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("witness");
        let listen = "127.0.0.1:1".parse().ok();
        let founded = found(&place, "witness.example/w", listen).unwrap();
        assert!(founded.key.starts_with("witness.example/w+"));
        let config = WitnessConfig::load(&founded.config).unwrap();
        assert_eq!((config.name.as_str(), Some(config.listen)), ("witness.example/w", listen));
        let (key, logs) = status(&config).unwrap();
        assert_eq!(key.to_string(), founded.key);
        assert!(logs.is_empty());
        let again = found(&place, "witness.example/w", None);
        assert!(matches!(again, Err(WitnessAppError::Exists(_))));
        for bad in ["", "a b", "a+b", "a\"b"] {
            let refused = found(&folder.path().join("other"), bad, None);
            assert!(matches!(refused, Err(WitnessAppError::Name)), "{bad}");
        }
    }
}
