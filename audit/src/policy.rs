//! Trust policies (C2SP `tlog-policy`): which logs are trusted, which witnesses are known, and
//! which of them must have cosigned a checkpoint. Nothing about how old a cosignature may be, and
//! no network: URLs are read and handed on.

mod error;
mod parse;
mod quorum;

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError, VerifiedCheckpoint};
use crate::cosignature::{self, CosignatureError, WitnessKey};
use crate::note::{Note, VerifierKey};
pub use error::{PolicyError, PolicyErrorKind};
use quorum::Rule;

/// Largest policy that is looked at, in bytes: 192 lines of the longest keys, with comments.
pub const MAX_POLICY_BYTES: usize = 256 << 10;

/// Most logs, most witnesses and most groups: twice the 32 that the format recommends at least.
pub const MAX_EACH: usize = 64;

/// A log that the policy trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLog {
    /// Its key; the name of the key is the origin of the log.
    pub key: VerifierKey,
    /// Where it is, when the policy says so. Octets that are not UTF-8 are replaced.
    pub url: Option<String>,
}

/// A witness that the policy knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWitness {
    /// Its name in the policy, for printing: octets that are not UTF-8 are replaced.
    pub name: String,
    /// Its key.
    pub key: WitnessKey,
    /// Where it is (its submission prefix, by custom), when the policy says so. Octets that are not
    /// UTF-8 are replaced.
    pub url: Option<String>,
}

/// Logs, witnesses and the quorum of witnesses that makes a checkpoint acceptable.
#[derive(Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    rule: Rule,
    text: Vec<u8>,
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { logs, witnesses, .. } = self;
        f.debug_struct("Policy")
            .field("logs", logs)
            .field("witnesses", witnesses)
            .finish_non_exhaustive()
    }
}

/// A checkpoint under a policy: signed by one of its logs, cosigned by these witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The checkpoint, signed by a log of the policy.
    pub checkpoint: VerifiedCheckpoint,
    /// The witnesses that cosigned, by their names in the policy, in its order, each with its time
    /// in seconds since 1970-01-01 UTC.
    pub cosigned: Vec<(String, u64)>,
    /// The other witnesses of the policy, in its order.
    pub missing: Vec<String>,
    /// Whether those that cosigned make the quorum.
    pub met: bool,
    /// The newest time such that the witnesses that cosigned then or later make the quorum, in
    /// seconds since 1970-01-01 UTC: one witness whose clock is ahead cannot make a quorum of more
    /// look fresh. `None` when the quorum is not met. When the policy demands no witness, the newest
    /// time at all.
    pub quorum_time_s: Option<u64>,
}

/// Why a checkpoint is not acceptable under a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JudgeError {
    /// Not a checkpoint that a log of the policy signed.
    Checkpoint(CheckpointError),
    /// A cosignature by a witness of the policy is not good.
    Cosignature(CosignatureError),
    /// The witnesses that cosigned do not make the quorum.
    NoQuorum,
}

impl fmt::Display for JudgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Checkpoint(_) => "no log of the policy vouches for the checkpoint",
            Self::Cosignature(_) => "a cosignature on the checkpoint is not good",
            Self::NoQuorum => "the witnesses that cosigned do not make the quorum of the policy",
        })
    }
}

impl std::error::Error for JudgeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Checkpoint(source) => Some(source),
            Self::Cosignature(source) => Some(source),
            Self::NoQuorum => None,
        }
    }
}

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// A [`PolicyError`] that says which line is wrong and why.
    pub fn parse(file: &[u8]) -> Result<Self, PolicyError> {
        parse::parse(file)
    }

    /// A policy that trusts one log on its own word.
    #[must_use]
    pub fn without_witnesses(log: VerifierKey) -> Self {
        let text = format!("log {log}\nquorum none\n").into_bytes();
        let logs = vec![PolicyLog { key: log, url: None }];
        Self { logs, witnesses: Vec::new(), rule: Rule::default(), text }
    }

    /// The policy as text. Octets that are not UTF-8 are replaced; [`Self::as_bytes`] has them all.
    #[must_use]
    pub fn encode(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }

    /// The policy file as it was read.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// The logs that are trusted; may be empty.
    #[must_use]
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The keys of the logs, in the order of [`Self::logs`].
    #[must_use]
    pub fn log_keys(&self) -> Vec<VerifierKey> {
        self.logs.iter().map(|log| log.key.clone()).collect()
    }

    /// The witnesses that are known; may be empty.
    #[must_use]
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Whether these witnesses make the quorum. Keys that the policy does not know count nothing.
    #[must_use]
    pub fn is_met_by(&self, cosigners: &[WitnessKey]) -> bool {
        let there: Vec<bool> =
            self.witnesses.iter().map(|witness| cosigners.contains(&witness.key)).collect();
        self.rule.is_met(&there)
    }

    /// Checks log signature and cosignatures of a checkpoint, and says whether the quorum is met.
    ///
    /// # Errors
    /// [`JudgeError::Checkpoint`] or [`JudgeError::Cosignature`].
    pub fn judge(&self, signed_note: &str) -> Result<Judged, JudgeError> {
        let checkpoint =
            Checkpoint::verify(signed_note, &self.log_keys()).map_err(JudgeError::Checkpoint)?;
        let note = Note::parse(signed_note)
            .map_err(|error| JudgeError::Checkpoint(CheckpointError::Note(error)))?;
        let keys: Vec<WitnessKey> = self.witnesses.iter().map(|one| one.key.clone()).collect();
        let found = cosignature::verify(&note, &keys).map_err(JudgeError::Cosignature)?;
        let time_of = |witness: &PolicyWitness| {
            found.iter().find(|one| one.key == witness.key).map(|one| one.time_s)
        };
        let times: Vec<Option<u64>> = self.witnesses.iter().map(time_of).collect();
        let (mut cosigned, mut missing) = (Vec::new(), Vec::new());
        for (witness, time) in self.witnesses.iter().zip(&times) {
            match time {
                Some(time_s) => cosigned.push((witness.name.clone(), *time_s)),
                None => missing.push(witness.name.clone()),
            }
        }
        let since = |begin: u64| -> Vec<bool> {
            times.iter().map(|time| time.is_some_and(|time_s| time_s >= begin)).collect()
        };
        let met = self.rule.is_met(&since(0));
        let quorum_time_s =
            times.iter().flatten().copied().filter(|begin| self.rule.is_met(&since(*begin))).max();
        Ok(Judged { checkpoint, cosigned, missing, met, quorum_time_s })
    }

    /// The same as [`Self::judge`], and demands the quorum.
    ///
    /// # Errors
    /// A [`JudgeError`].
    pub fn check(&self, signed_note: &str) -> Result<Judged, JudgeError> {
        let judged = self.judge(signed_note)?;
        if judged.met { Ok(judged) } else { Err(JudgeError::NoQuorum) }
    }
}

#[cfg(test)]
mod tests;
