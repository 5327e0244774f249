//! The witnesses of the configuration: the policy file, the way to each witness, and what their answers
//! mean to the exchange. Absent: when they are asked, and what follows.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use samen_audit::note::VerifierKey;
use samen_audit::policy::{Policy, PolicyError};

use super::config::Config;
use crate::client::plain::{PlainError, PlainTls};
use crate::client::witness::{WitnessAnswer, WitnessClient};
use crate::service::witnesses::{Answer, Ask, AskFuture, Peer, Pigeonhole, Unreachable, Witnesses};

/// Why the witnesses cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum WitnessSetupError {
    /// A file cannot be read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The policy is none.
    #[error("{} is not a tlog-policy", path.display())]
    Policy {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: PolicyError,
    },
    /// The policy is about other logs.
    #[error("the policy {} does not name this log; add the line\n  log {log_key}", path.display())]
    OtherLog {
        /// The file.
        path: PathBuf,
        /// The key of this log.
        log_key: String,
    },
    /// A witness cannot be reached like that.
    #[error("the witness {name} cannot be asked")]
    Address {
        /// Its name in the policy.
        name: String,
        /// Why.
        #[source]
        source: PlainError,
    },
}

/// Reads the policy and prepares the way to every witness in it that has an address.
///
/// # Errors
/// [`WitnessSetupError`].
pub(super) fn load(
    config: &Config,
    log_key: &VerifierKey,
    pigeonhole: Pigeonhole,
) -> Result<Witnesses, WitnessSetupError> {
    let Some(files) = &config.witnesses else {
        let policy = Policy::without_witnesses(log_key.clone());
        return Ok(Witnesses::new(policy, Vec::new(), None, pigeonhole));
    };
    let read = |path: &PathBuf| {
        fs::read(path).map_err(|source| WitnessSetupError::Read { path: path.clone(), source })
    };
    let path = files.policy.clone();
    let policy = Policy::parse(&read(&path)?)
        .map_err(|source| WitnessSetupError::Policy { path: path.clone(), source })?;
    if !policy.logs().iter().any(|log| log.key == *log_key) {
        return Err(WitnessSetupError::OtherLog { path, log_key: log_key.to_string() });
    }
    let ca = files.ca.as_ref().map(read).transpose()?;
    let mut peers = Vec::new();
    for witness in policy.witnesses() {
        let Some(url) = &witness.url else {
            tracing::warn!(witness = witness.name, "a witness of the policy has no address");
            continue;
        };
        let fault = |source| WitnessSetupError::Address { name: witness.name.clone(), source };
        let tls = PlainTls::from_pem(ca.as_deref()).map_err(fault)?;
        let client = WitnessClient::new(url, tls).map_err(fault)?;
        let (name, key) = (witness.name.clone(), witness.key.clone());
        peers.push(Peer { name, key, ask: Arc::new(Way(client)) });
    }
    Ok(Witnesses::new(policy, peers, files.max_age_ms, pigeonhole))
}

/// One witness over HTTP.
struct Way(WitnessClient);

impl Ask for Way {
    fn add_checkpoint(&self, body: String) -> AskFuture<'_> {
        Box::pin(async move {
            match self.0.add_checkpoint(body).await {
                Ok(answer) => Ok(meaning(answer)),
                Err(error) => Err(Unreachable(error.in_full())),
            }
        })
    }
}

fn meaning(answer: WitnessAnswer) -> Answer {
    match answer {
        WitnessAnswer::Cosigned(lines) => Answer::Cosigned(lines),
        WitnessAnswer::Conflict(seen) => Answer::Conflict(seen),
        WitnessAnswer::BadProof => Answer::BadProof,
        WitnessAnswer::UnknownLog => {
            Answer::Refused("it does not know this log: give it the log's key")
        }
        WitnessAnswer::WrongKey => {
            Answer::Refused("it knows this log under another key: give it the log's present key")
        }
        WitnessAnswer::Malformed => Answer::Refused("it cannot read what this exchange sends"),
    }
}
